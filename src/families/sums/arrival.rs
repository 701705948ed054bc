//! Partial sums that are added to a total as they arrive, and their order, so that the same additions can be
//! repeated.

use std::ops::Range;
use std::sync::Mutex;

use crate::error::Error;

/// The running total of one execution.
pub(super) struct Arrivals(Mutex<Inner>);

struct Inner {
    total: f64,
    /// The terms behind each partial sum, in the order in which the sums were added.
    order: Vec<Range<usize>>,
}

/// Result of one execution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Arrived {
    pub total: f64,
    /// Partial sums that arrived after one with a larger index.
    pub overtaken: usize,
}

impl Arrivals {
    /// Allocates for at most this many partial sums.
    pub fn new(most: usize) -> Self {
        Self(Mutex::new(Inner { total: 0.0, order: Vec::with_capacity(most) }))
    }

    /// Starts a new execution.
    pub fn clear(&self) {
        let mut inner = self.0.lock().expect("nobody panics with it");
        inner.total = 0.0;
        inner.order.clear();
    }

    /// Adds the sum of these terms to the total at once, whatever has arrived before.
    pub fn add(&self, terms: Range<usize>, sum: f64) {
        let mut inner = self.0.lock().expect("nobody panics with it");
        inner.total += sum;
        inner.order.push(terms);
    }

    /// Repeats the additions in the recorded order.
    ///
    /// # Errors
    /// If a term was left out or added twice, or if the additions give another total.
    pub fn verify(&self, terms: &[f64]) -> Result<Arrived, Error> {
        let inner = self.0.lock().expect("nobody panics with it");
        let mut times = vec![0_u32; terms.len()];
        let (mut total, mut furthest, mut overtaken) = (0.0, 0, 0);
        for part in &inner.order {
            times[part.clone()].iter_mut().for_each(|times| *times += 1);
            total += sum(&terms[part.clone()]);
            overtaken += usize::from(part.start < furthest);
            furthest = furthest.max(part.end);
        }
        let missing = times.iter().filter(|&&times| times != 1).count();
        if missing > 0 {
            return Err(Error::Incomplete { missing, total: terms.len() });
        }
        if total.to_bits() != inner.total.to_bits() {
            return Err(Error::Mismatch { place: format!("the total: {total} and {}", inner.total) });
        }
        Ok(Arrived { total, overtaken })
    }
}

/// Adds up in the order of the index.
pub(super) fn sum(terms: &[f64]) -> f64 {
    terms.iter().fold(0.0, |sum, term| sum + term)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn arrive(terms: &[f64], order: &[Range<usize>]) -> Arrivals {
        let arrivals = Arrivals::new(order.len());
        for part in order {
            arrivals.add(part.clone(), sum(&terms[part.clone()]));
        }
        arrivals
    }

    #[test]
    fn another_order_can_be_another_total() {
        let large = (1_u64 << 53) as f64;
        let terms = [large, 1.0, 1.0];
        let of = |order: [usize; 3]| arrive(&terms, &order.map(|i| i..i + 1)).verify(&terms).unwrap();
        assert_eq!(of([0, 1, 2]), Arrived { total: large, overtaken: 0 });
        assert_eq!(of([1, 2, 0]), Arrived { total: large + 2.0, overtaken: 1 });
    }

    #[test]
    fn what_is_left_out_added_twice_or_wrong_is_found() {
        let terms = [1.0, 2.0, 3.0];
        let missing = |order: &[Range<usize>]| arrive(&terms, order).verify(&terms).unwrap_err();
        assert!(matches!(missing(&[0..1, 2..3]), Error::Incomplete { missing: 1, total: 3 }));
        assert!(matches!(missing(&[0..2, 1..3]), Error::Incomplete { missing: 1, total: 3 }));
        let wrong = arrive(&terms, &[0..1, 1..3]);
        wrong.add(3..3, 1.0);
        assert!(matches!(wrong.verify(&terms), Err(Error::Mismatch { .. })));
        wrong.clear();
        wrong.add(0..3, 6.0);
        assert_eq!(wrong.verify(&terms), Ok(Arrived { total: 6.0, overtaken: 0 }));
    }

    proptest! {
        /// Any order of n non-negative terms is within (n − 1)·2⁻⁵³ of the exact sum, as a share, up to
        /// terms of higher order (Higham: Accuracy and Stability of Numerical Algorithms, 2002, 4.2).
        #[test]
        fn every_order_is_near_the_exact_sum(
            terms in prop::collection::vec((1_u64 << 40)..(1_u64 << 53), 1..200), seed in any::<u64>(),
        ) {
            let exact: u128 = terms.iter().map(|&term| u128::from(term)).sum();
            let floats: Vec<f64> = terms.iter().map(|&term| term as f64).collect();
            let mut order: Vec<_> = (0..terms.len()).map(|i| i..i + 1).collect();
            // An arbitrary order.
            order.sort_by_key(|part| (part.start as u64 + 1).wrapping_mul(seed | 1));
            let total = arrive(&floats, &order).verify(&floats).unwrap().total;
            let off = exact.abs_diff(total as u128) as f64;
            prop_assert!(off <= 1.01 * terms.len() as f64 * f64::EPSILON / 2.0 * exact as f64, "{}", off);
        }
    }
}
