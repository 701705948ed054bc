//! Robust statistics: a few repeats that the operating system disturbed hardly move a median or a median absolute
//! deviation.

/// Summary of a sample of repeated measurements, in the unit of the sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// Smallest value: the least disturbed repeat.
    pub min: f64,
    /// Middle value; the mean of the two middle ones in a sample of even size.
    pub median: f64,
    /// Median absolute deviation from the median: the spread.
    pub spread: f64,
}

impl Summary {
    /// Summarises a sample; `None` if it is empty.
    pub fn of(sample: &[f64]) -> Option<Self> {
        let median = median(sample)?;
        let deviations: Vec<f64> = sample.iter().map(|x| (x - median).abs()).collect();
        let min = least(sample.iter().copied())?;
        Some(Self { min, median, spread: self::median(&deviations)? })
    }
}

/// Returns the smallest value; `None` if there is none.
pub fn least(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    values.into_iter().min_by(f64::total_cmp)
}

/// Returns the median; `None` if the sample is empty.
pub fn median(sample: &[f64]) -> Option<f64> {
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 { Some(upper) } else { Some(f64::midpoint(sorted[middle - 1], upper)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_values() {
        assert_eq!(Summary::of(&[]), None);
        assert_eq!(Summary::of(&[3.0]), Some(Summary { min: 3.0, median: 3.0, spread: 0.0 }));
        assert_eq!(
            Summary::of(&[1.0, 2.0, 4.0, 100.0]),
            Some(Summary { min: 1.0, median: 3.0, spread: 1.5 })
        );
    }

    proptest! {
        #[test]
        fn half_lies_on_either_side(sample in prop::collection::vec(0.0..1e6f64, 1..50)) {
            let summary = Summary::of(&sample).unwrap();
            let below = sample.iter().filter(|x| **x <= summary.median).count();
            let above = sample.iter().filter(|x| **x >= summary.median).count();
            prop_assert!(2 * below >= sample.len() && 2 * above >= sample.len());
            prop_assert!(sample.iter().all(|x| *x >= summary.min));
            prop_assert!(summary.spread >= 0.0);
        }

        #[test]
        fn one_outlier_moves_the_median_by_one_rank_only(mut sample in prop::collection::vec(0.0..1e3f64, 5..20)) {
            let mut sorted = sample.clone();
            sorted.sort_by(f64::total_cmp);
            sample[0] = 1e9;
            let moved = Summary::of(&sample).unwrap().median;
            let middle = sorted.len() / 2;
            prop_assert!(moved >= sorted[middle - 1].min(sorted[0]) && moved <= sorted[(middle + 1).min(sorted.len() - 1)]);
        }
    }
}
