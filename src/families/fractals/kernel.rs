//! The lecture's Julia kernel: the plain scalar loop that defines every
//! pixel, and [`columns`], through which every schedule computes columns with either kernel.
//!
//! A pixel is the number of checks `|z|² ≤ 4` that its orbit passes, `max_iter` at most, in `f64` and
//! without fused or reordered arithmetic. A picture is bytes, column-major.

use core::ops::Range;

use super::simd;
use super::view::View;
use crate::contract::words::words;

/// Most columns in a batch, so that small pictures show progress too.
const BATCH_COLUMNS: usize = 5;

words! {
    /// How pixels are computed. Both give the same bytes.
    pub enum Kernel {
        /// Two-lane vectors and staged compaction.
        Simd = "simd",
        /// One pixel at a time.
        Scalar = "scalar",
    }
}

/// Per-thread working memory, allocated before a measured run (never in it): 195 KB and 8 bytes a row.
pub struct Scratch {
    /// Imaginary parts of the rows, then rows outside that fill up the last group.
    rows: Box<[f64]>,
    /// The view that `rows` belong to.
    rows_of: Option<View>,
    lists: simd::Lists,
}

impl Scratch {
    /// Allocates for pictures with up to `n` rows.
    ///
    /// # Panics
    /// If `n` exceeds 5120, where a column would exceed the SIMD kernel's lists.
    pub fn new(n: usize) -> Self {
        assert!(n <= simd::CAPACITY, "a column has {} pixels at most, not {n}", simd::CAPACITY);
        let rows = vec![0.0; n.next_multiple_of(simd::GROUP)].into_boxed_slice();
        Self { rows, rows_of: None, lists: simd::Lists::allocate() }
    }

    /// Computes the rows' coordinates, unless they are those of `view` already.
    fn prepare(&mut self, view: &View) {
        assert!(view.n >= 2 && view.n <= self.rows.len(), "no working memory for {} rows", view.n);
        if self.rows_of == Some(*view) {
            return;
        }
        for (i, row) in self.rows.iter_mut().enumerate() {
            *row = if i < view.n { view.row_y(i) } else { simd::DEAD };
        }
        self.rows_of = Some(*view);
    }
}

/// Fills `out` (`columns.len() * n` bytes, column-major) with the counts of `columns`.
///
/// Calls `column_done` after each complete batch of columns, in order; every column is in exactly one batch. When it
/// returns false, leaves the rest as it is and returns false. Never allocates.
///
/// # Panics
/// If `out` has another length, or `scratch` was made for a smaller n.
pub fn columns(
    kernel: Kernel,
    view: &View,
    columns: Range<usize>,
    out: &mut [u8],
    scratch: &mut Scratch,
    column_done: &mut dyn FnMut(Range<usize>) -> bool,
) -> bool {
    assert_eq!(out.len(), columns.len() * view.n, "one byte for each pixel");
    scratch.prepare(view);
    // The SIMD kernel takes NaN for escaped. No scenario computes with NaN, but the kernels must agree on everything.
    let simd = kernel == Kernel::Simd && view.is_finite();
    let batch = (simd::CAPACITY / view.n).clamp(1, BATCH_COLUMNS);
    let Scratch { rows, lists, .. } = scratch;
    let rows = &rows[..view.n.next_multiple_of(simd::GROUP)];
    let mut first = columns.start;
    for pixels in out.chunks_mut(batch * view.n) {
        let range = first..first + pixels.len() / view.n;
        first = range.end;
        match simd {
            true => simd::batch(view, range.clone(), rows, pixels, lists),
            false => scalar(view, range.clone(), rows, pixels),
        }
        if !column_done(range) {
            return false;
        }
    }
    true
}

/// Computes the definition, one pixel after the other.
fn scalar(view: &View, columns: Range<usize>, rows: &[f64], out: &mut [u8]) {
    for (j, column) in columns.zip(out.chunks_exact_mut(view.n)) {
        let x = view.column_x(j);
        for (pixel, &y) in column.iter_mut().zip(rows) {
            *pixel = count(x, y, view);
        }
    }
}

/// Counts the checks that the orbit of x + iy passes.
#[inline(always)]
fn count(mut x: f64, mut y: f64, view: &View) -> u8 {
    for k in 0..view.max_iter {
        let (xx, yy, xy) = (x * x, y * y, x * y);
        if xx + yy > 4.0 {
            return k;
        }
        x = (xx - yy) + view.re;
        y = (xy + xy) + view.im;
    }
    view.max_iter
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LECTURE: View = View { re: -0.79, im: 0.15, n: 1000, max_iter: 255, x: 0.0, y: 0.0, width: 4.0 };

    /// Shares no code with the kernels above: no shared coordinates, no batches.
    fn reference(view: &View, columns: Range<usize>) -> Vec<u8> {
        let coordinate = |centre: f64, k: usize| {
            let first = centre - view.width / 2.0;
            first + (k as f64 * view.width) / (view.n as f64 - 1.0)
        };
        let mut out = Vec::new();
        for j in columns {
            for i in 0..view.n {
                let (mut x, mut y) = (coordinate(view.x, j), coordinate(view.y, i));
                let mut passed = 0;
                while passed < view.max_iter
                    && (x * x + y * y).partial_cmp(&4.0) != Some(core::cmp::Ordering::Greater)
                {
                    (x, y) = ((x * x - y * y) + view.re, (x * y + x * y) + view.im);
                    passed += 1;
                }
                out.push(passed);
            }
        }
        out
    }

    fn compute(kernel: Kernel, view: &View, range: Range<usize>, scratch: &mut Scratch) -> Vec<u8> {
        let mut out = vec![7; range.len() * view.n];
        let mut next = range.start;
        let complete = columns(kernel, view, range.clone(), &mut out, scratch, &mut |batch| {
            assert!(batch.start == next && batch.end > next, "batches follow each other");
            next = batch.end;
            true
        });
        assert!(complete);
        assert_eq!(next, range.end, "the batches cover the range");
        out
    }

    /// c: anywhere, on both sides of |c| = 2, on sets with slow escape, and far too large.
    fn constants() -> impl Strategy<Value = (f64, f64)> {
        prop_oneof![
            4 => (-2.0..2.0, -2.0..2.0),
            2 => (-1.3..0.4, -0.7..0.7),
            1 => (-4.0..4.0, -4.0..4.0),
            1 => (0.0..core::f64::consts::TAU, 1.97..2.01).prop_map(|(a, r): (f64, f64)| (r * a.cos(), r * a.sin())),
            1 => (-1e300..1e300, -1e300..1e300),
            1 => prop::sample::select(vec![
                (-0.79, 0.15), (-0.4, 0.0), (0.0, 1.0), (-2.0, 0.0), (0.25, 0.0), (0.0, 0.0), (-1.0, 0.0), (2.0, 0.0),
                (f64::MAX, f64::MAX), (0.0, 5e-324),
            ]),
        ]
    }

    fn views(n: Range<usize>) -> impl Strategy<Value = View> {
        let width = prop_oneof![3 => -43.0..3.0, 1 => Just(2.0)].prop_map(|log: f64| log.exp2());
        let max_iter = prop_oneof![1 => 1..20u8, 1 => 1..=255u8, 1 => Just(255)];
        (constants(), n, max_iter, -2.2..2.2, -2.2..2.2, width, any::<bool>()).prop_map(
            |((re, im), n, max_iter, x, y, width, centred)| {
                let (x, y) = if centred { (0.0, 0.0) } else { (x, y) };
                View { re, im, n, max_iter, x, y, width }
            },
        )
    }

    fn agree(view: &View, range: Range<usize>, scratch: &mut Scratch) -> Result<(), TestCaseError> {
        let expected = reference(view, range.clone());
        prop_assert_eq!(&compute(Kernel::Scalar, view, range.clone(), scratch), &expected, "scalar");
        prop_assert_eq!(&compute(Kernel::Simd, view, range, scratch), &expected, "simd");
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

        #[test]
        fn both_kernels_are_the_definition(view in views(2..48), a in 0..48usize, b in 0..48usize) {
            let (a, b) = (a.min(b).min(view.n), a.max(b).min(view.n));
            agree(&view, a..b, &mut Scratch::new(view.n))?;
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

        #[test]
        fn working_memory_carries_nothing_over(several in prop::collection::vec(views(2..400), 1..4)) {
            let mut scratch = Scratch::new(400);
            for view in several {
                agree(&view, 0..view.n.min(23), &mut scratch)?;
            }
        }

        #[test]
        fn a_stop_leaves_the_rest_alone(view in views(2..200), batches in 1..8usize, simd in any::<bool>()) {
            let kernel = if simd { Kernel::Simd } else { Kernel::Scalar };
            let mut out = vec![7; view.n * view.n];
            let (mut calls, mut done) = (0, 0);
            let complete = columns(kernel, &view, 0..view.n, &mut out, &mut Scratch::new(view.n), &mut |batch| {
                calls += 1;
                done = batch.end;
                calls < batches
            });
            prop_assert_eq!(complete, calls < batches);
            prop_assert!(complete == (done == view.n) || calls == batches);
            prop_assert_eq!(&out[..done * view.n], &reference(&view, 0..done)[..]);
            prop_assert!(out[done * view.n..].iter().all(|&pixel| pixel == 7));
        }
    }

    #[test]
    fn the_lectures_picture_has_its_sum() {
        for kernel in [Kernel::Scalar, Kernel::Simd] {
            let out = compute(kernel, &LECTURE, 0..1000, &mut Scratch::new(1000));
            assert_eq!(out.iter().map(|&pixel| u64::from(pixel)).sum::<u64>(), 10_538_924, "{kernel:?}");
        }
    }

    #[test]
    fn full_lists_and_long_columns() {
        // Everything stays inside, slowly escapes, or does both in one column of the largest size.
        for (re, im, n, x, width) in [
            (0.0, 0.0, 1000, 0.0, 0.5),
            (0.25, 0.0, 4096, 0.5, 1e-3),
            (-0.79, 0.15, 4096, 0.3, 0.01),
            (-2.0, 0.0, 4096, 1.0, 1.0),
        ] {
            let view = View { re, im, n, max_iter: 255, x, y: 0.2 * width, width };
            let range = n / 2..n / 2 + 6;
            assert!(
                compute(Kernel::Simd, &view, range.clone(), &mut Scratch::new(n)) == reference(&view, range)
            );
        }
    }

    #[test]
    fn kernels_agree_on_what_is_not_finite() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX] {
            for view in [
                View { re: bad, n: 9, ..LECTURE },
                View { im: bad, n: 9, ..LECTURE },
                View { x: bad, n: 9, ..LECTURE },
                View { y: bad, n: 9, ..LECTURE },
                View { width: bad, n: 9, ..LECTURE },
            ] {
                let mut scratch = Scratch::new(9);
                let [scalar, simd] =
                    [Kernel::Scalar, Kernel::Simd].map(|kernel| compute(kernel, &view, 0..9, &mut scratch));
                assert_eq!(scalar, simd, "{view:?}");
                assert_eq!(scalar, reference(&view, 0..9), "{view:?}");
            }
        }
    }
}
