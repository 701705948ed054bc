//! Exact sums of consecutive numbers and of their squares, by an honest loop, by the same loop in
//! SIMD lanes, and by the formula. All three agree in every digit.
//!
//! **Why nothing wraps or rounds.** Totals are `u128`; a `u128` addition for each term would cost ten
//! times as much in WebAssembly (a call), so terms are first added in blocks:
//! - `loop`, squares: a block has at most `u64::MAX / last²` terms, each at most `last²`: below 2⁶⁴.
//! - `simd`, squares: `f64` lanes. A term i² is exact because i ≤ [`LARGEST_SQUARED`], so i² < 2⁵³, and
//!   a lane takes at most `2⁵³ / last²` terms before it is emptied: every partial sum is a whole
//!   number of at most 2⁵³, and those are all representable.
//! - numbers, both ways: fewer than 2³² terms below 2³² add up to less than 2⁶⁴.
//!
//! **Why the compiler cannot cheat.** LLVM turns a plain loop over i into the formula, and then the cost does not
//! grow with n. Each term of `loop` is therefore mixed with an [`Opaque`] zero, which the compiler must read each
//! time and cannot know. (That also keeps LLVM from vectorising it, which is slower here: WebAssembly has no cheap
//! 64-bit lane multiplication.) The lanes of `simd` are `f64`, whose additions LLVM may not reorder, or vectors,
//! whose loops it does not solve; in the portable twin each block's step is opaque as well.

use core::hint::black_box;
use core::ops::Range;

use super::vectors::{Floats, Wholes};
use crate::contract::params::{Choice, Group, Param};
use crate::contract::words::words;

/// The largest number whose square is exact in an `f64`: ⌊√(2⁵³)⌋.
pub const LARGEST_SQUARED: u64 = 94_906_265;

/// All whole numbers up to this are exact in an `f64`.
const EXACT: u64 = 1 << 53;

/// Most terms that a lane takes before it is emptied; more would gain nothing.
const BLOCK: u64 = 128;

/// Vectors in flight: enough to hide the latency of an addition.
const WIDTH: usize = 4;

words! {
    /// How a sum is computed. All ways give the same digits.
    pub enum Method {
        /// One term after the other.
        Loop = "loop",
        /// The same terms, several at once.
        Simd = "simd",
        /// The formula: no terms at all.
        ClosedForm = "closed-form",
    }
}

impl Method {
    /// The word for it in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Self::Loop => "loop",
            Self::Simd => "SIMD",
            Self::ClosedForm => "formula",
        }
    }

    /// The parameter `method`.
    pub fn param() -> Param {
        let choice = |method: Self| {
            let (label, help) = match method {
                Self::Loop => ("Loop", "One term after the other: the cost grows with n."),
                Self::Simd => ("SIMD", "The same terms, two in every instruction."),
                Self::ClosedForm => ("Formula", "No terms at all: it beats any number of threads."),
            };
            Choice::new(method.name(), label, help, false)
        };
        Param::one_of("method", "Method", Self::Loop, choice)
            .help("The code that computes a sum. All give the same digits.")
            .group(Group::Execution)
    }
}

/// A zero that the compiler cannot know: it must assume that every reading may give any value.
pub struct Opaque(u64);

impl Opaque {
    /// Reads the zero.
    pub fn zero() -> Self {
        Self(black_box(0))
    }

    #[inline(always)]
    fn read(&self) -> u64 {
        // SAFETY: a reference is valid for reading.
        unsafe { core::ptr::read_volatile(&raw const self.0) }
    }
}

/// Returns the sum of i² for i in `range`.
///
/// # Panics
/// In debug builds, if the range reaches beyond [`LARGEST_SQUARED`].
pub fn squares(method: Method, range: Range<u64>, zero: &Opaque) -> u128 {
    debug_assert!(range.end <= LARGEST_SQUARED + 1, "{range:?} has squares that are not exact");
    if range.is_empty() {
        return 0;
    }
    match method {
        Method::Loop => squares_loop(range, zero),
        Method::Simd => squares_simd(range, zero),
        Method::ClosedForm => squares_below(range.end) - squares_below(range.start),
    }
}

/// Returns the sum of the numbers in `range`, which must end below 2³².
///
/// # Panics
/// In debug builds, if the range reaches beyond 2³².
pub fn numbers(method: Method, range: Range<u64>, zero: &Opaque) -> u64 {
    debug_assert!(range.end <= 1 << 32, "{range:?} may not fit 64 bits");
    if range.is_empty() {
        return 0;
    }
    match method {
        Method::Loop => range.fold(0, |sum, i| sum + (i ^ zero.read())),
        Method::Simd => numbers_simd(range, zero),
        // One of the two factors is even; halving it first keeps the product below 2⁶⁴.
        Method::ClosedForm => {
            let (count, ends) = (range.end - range.start, range.start + range.end - 1);
            if count % 2 == 0 { count / 2 * ends } else { ends / 2 * count }
        }
    }
}

fn squares_loop(range: Range<u64>, zero: &Opaque) -> u128 {
    let last = range.end - 1;
    let block = (u64::MAX / (last * last).max(1)).max(1);
    let mut total = 0;
    let mut first = range.start;
    while first < range.end {
        let end = range.end.min(first.saturating_add(block));
        total += u128::from(squares_block(first..end, zero));
        first = end;
    }
    total
}

/// Sums a block, which fits 64 bits, in four sums side by side: in a single one, each addition would wait for the
/// previous one.
fn squares_block(range: Range<u64>, zero: &Opaque) -> u64 {
    let mut sums = [0; 4];
    let mut i = range.start;
    while range.end - i >= 4 {
        for (k, sum) in sums.iter_mut().enumerate() {
            let term = (i + k as u64) ^ zero.read();
            *sum += term * term;
        }
        i += 4;
    }
    for i in i..range.end {
        let term = i ^ zero.read();
        sums[0] += term * term;
    }
    sums.iter().sum()
}

fn squares_simd(range: Range<u64>, zero: &Opaque) -> u128 {
    let last = range.end - 1;
    let terms = (EXACT / (last * last).max(1)).clamp(1, BLOCK);
    let at_once = 2 * WIDTH as u64;
    let mut first = range.start;
    let mut total = 0;
    while range.end - first >= at_once {
        let steps = ((range.end - first) / at_once).min(terms);
        let mut lanes: [Floats; WIDTH] = core::array::from_fn(|vector| {
            let i = first + 2 * vector as u64;
            Floats::new(i as f64, (i + 1) as f64)
        });
        let step = Floats::splat(black_box(at_once as f64));
        let mut sums = [Floats::splat(0.0); WIDTH];
        for _ in 0..steps {
            for (sum, lane) in sums.iter_mut().zip(&mut lanes) {
                *sum = *sum + *lane * *lane;
                *lane = *lane + step;
            }
        }
        // Eight numbers below 2⁵³ each.
        let block: u64 = sums.iter().flat_map(|sum| sum.parts()).map(|part| part as u64).sum();
        total += u128::from(block);
        first += steps * at_once;
    }
    total + squares_loop_tail(first..range.end, zero)
}

/// Sums the few terms that fill no vector.
fn squares_loop_tail(range: Range<u64>, zero: &Opaque) -> u128 {
    if range.is_empty() { 0 } else { squares_loop(range, zero) }
}

fn numbers_simd(range: Range<u64>, zero: &Opaque) -> u64 {
    let at_once = 2 * WIDTH as u64;
    let mut first = range.start;
    let mut total = 0;
    while range.end - first >= at_once {
        let steps = ((range.end - first) / at_once).min(BLOCK);
        let mut lanes: [Wholes; WIDTH] = core::array::from_fn(|vector| {
            let i = first + 2 * vector as u64;
            Wholes::new(i, i + 1)
        });
        let step = Wholes::splat(black_box(at_once));
        let mut sums = [Wholes::splat(0); WIDTH];
        for _ in 0..steps {
            for (sum, lane) in sums.iter_mut().zip(&mut lanes) {
                *sum = *sum + *lane;
                *lane = *lane + step;
            }
        }
        total += sums.iter().flat_map(|sum| sum.parts()).sum::<u64>();
        first += steps * at_once;
    }
    total + (first..range.end).fold(0, |sum, i| sum + (i ^ zero.read()))
}

/// 0² + 1² + … + (n−1)² = (n−1)·n·(2n−1)/6.
fn squares_below(n: u64) -> u128 {
    let n = u128::from(n);
    if n == 0 { 0 } else { (n - 1) * n * (2 * n - 1) / 6 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn formula(range: &Range<u64>) -> u128 {
        let below = |n: u64| u128::from(n) * u128::from(n.saturating_sub(1)) / 2;
        if range.is_empty() { 0 } else { below(range.end) - below(range.start) }
    }

    #[test]
    fn the_limit_is_the_last_exact_square() {
        const { assert!(LARGEST_SQUARED * LARGEST_SQUARED <= EXACT) };
        const { assert!((LARGEST_SQUARED + 1) * (LARGEST_SQUARED + 1) > EXACT) };
    }

    #[test]
    fn known_sums() {
        let zero = Opaque::zero();
        for method in Method::ALL {
            assert_eq!(squares(method, 0..5_000_000, &zero), 41_666_654_166_667_500_000);
            assert_eq!(squares(method, 0..5_000_019, &zero), 41_667_129_168_377_502_109);
            assert_eq!(numbers(method, 1..10_000_000, &zero), 49_999_995_000_000);
            for empty in [0..0, 7..7, 1..1] {
                assert_eq!(squares(method, empty.clone(), &zero), 0);
                assert_eq!(numbers(method, empty, &zero), 0);
            }
        }
    }

    #[test]
    fn nothing_wraps_at_the_limits() {
        // Debug builds panic on overflow, so reaching the end is part of the test.
        let zero = Opaque::zero();
        let top = LARGEST_SQUARED + 1;
        for method in Method::ALL {
            let expected = squares_below(top) - squares_below(top - 100_000);
            assert_eq!(squares(method, top - 100_000..top, &zero), expected);
            let top = 1 << 32;
            assert_eq!(
                u128::from(numbers(method, top - 100_000..top, &zero)),
                formula(&(top - 100_000..top))
            );
        }
        assert_eq!(u128::from(numbers(Method::ClosedForm, 0..1 << 32, &zero)), formula(&(0..1 << 32)));
    }

    proptest! {
        #[test]
        fn every_method_gives_the_formula(first in 0..LARGEST_SQUARED, length in 0u64..20_000) {
            let zero = Opaque::zero();
            let range = first..(first + length).min(LARGEST_SQUARED + 1);
            let mut plain = 0u128;
            range.clone().for_each(|i| plain += u128::from(i) * u128::from(i));
            for method in Method::ALL {
                prop_assert_eq!(squares(method, range.clone(), &zero), plain, "{:?}", method);
                prop_assert_eq!(u128::from(numbers(method, range.clone(), &zero)), formula(&range), "{:?}", method);
            }
        }

        #[test]
        fn short_ranges_too(first in 0u64..300, length in 0u64..3000) {
            let zero = Opaque::zero();
            let range = first..first + length;
            for method in Method::ALL {
                let expected = if length == 0 { 0 } else { squares_below(range.end) - squares_below(first) };
                prop_assert_eq!(squares(method, range.clone(), &zero), expected);
                prop_assert_eq!(u128::from(numbers(method, range.clone(), &zero)), formula(&range));
            }
        }
    }
}
