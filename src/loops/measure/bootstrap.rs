//! Intervals by the bootstrap (Efron 1979): the sample is resampled again and again, and the middle 95 % of the
//! figure's values over the resamples are its interval. A seed decides the draws, so that the same sample always
//! gives the same interval.

use super::statistics::median;

/// Draws for an interval that is shown.
pub const DRAWS: usize = 10_000;

/// Draws for an interval that only decides whether to go on.
pub const FEW_DRAWS: usize = 1_000;

/// Fewest values that give an interval: that of three repeats would hold the truth in 75 cases of 100, not in 95.
pub const LEAST: usize = 5;

/// The middle 95 % of a figure's values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// 2.5 % of the draws are below.
    pub low: f64,
    /// 2.5 % of the draws are above.
    pub high: f64,
}

impl Interval {
    /// Returns half of the width, as a share of `value`.
    pub fn share_of(self, value: f64) -> f64 {
        (self.high - self.low) / 2.0 / value
    }

    /// Returns whether `value` lies in the interval.
    pub fn includes(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Random(u64);

impl Random {
    /// Returns a number below `limit`, which must be small beside 2³².
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        (((z >> 32) * limit as u64) >> 32) as usize
    }
}

/// Returns the interval of `figure` over draws from 0..count; `None` for fewer than [`LEAST`] values.
fn interval(count: usize, draws: usize, mut figure: impl FnMut(&[usize]) -> f64) -> Option<Interval> {
    if count < LEAST {
        return None;
    }
    let mut random = Random(count as u64);
    let mut drawn = vec![0; count];
    let mut values: Vec<f64> = (0..draws)
        .map(|_| {
            drawn.fill_with(|| random.below(count));
            figure(&drawn)
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values[(share * (draws - 1) as f64).round() as usize];
    Some(Interval { low: at(0.025), high: at(0.975) })
}

/// Returns the interval of the smallest `above` over the smallest `below`, drawn in pairs; `None` for fewer than
/// [`LEAST`] values.
pub fn ratio_of_fastest(pairs: &[(f64, f64)], draws: usize) -> Option<Interval> {
    interval(pairs.len(), draws, |drawn| {
        let mut fastest = (f64::INFINITY, f64::INFINITY);
        for &index in drawn {
            let (above, below) = pairs[index];
            fastest = (fastest.0.min(above), fastest.1.min(below));
        }
        fastest.0 / fastest.1
    })
}

/// Returns the interval of the median; `None` for fewer than [`LEAST`] values.
pub fn median_of(sample: &[f64], draws: usize) -> Option<Interval> {
    let mut values = Vec::with_capacity(sample.len());
    interval(sample.len(), draws, |drawn| {
        values.clear();
        values.extend(drawn.iter().map(|&index| sample[index]));
        median(&values).expect("a draw is as long as its sample")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn few_values_have_no_interval() {
        assert_eq!(median_of(&[1.0; 4], DRAWS), None);
        assert_eq!(ratio_of_fastest(&[(2.0, 1.0); 4], DRAWS), None);
        assert_eq!(ratio_of_fastest(&[(2.0, 1.0); 5], DRAWS), Some(Interval { low: 2.0, high: 2.0 }));
    }

    #[test]
    fn one_fast_repeat_alone_is_not_believed() {
        let mut pairs = vec![(20.0, 10.0); 8];
        pairs[3].0 = 14.0;
        let interval = ratio_of_fastest(&pairs, DRAWS).unwrap();
        assert!(interval.includes(1.4) && interval.includes(2.0), "{interval:?}");
    }

    proptest! {
        #[test]
        fn the_figure_of_the_sample_lies_within(sample in prop::collection::vec((1.0..9.0f64, 1.0..9.0f64), 5..40)) {
            let (above, below): (Vec<_>, Vec<_>) = sample.iter().copied().unzip();
            let middle = median_of(&above, FEW_DRAWS).unwrap();
            prop_assert!(middle.includes(median(&above).unwrap()));
            let least = |list: &[f64]| list.iter().copied().fold(f64::INFINITY, f64::min);
            let ratio = ratio_of_fastest(&sample, FEW_DRAWS).unwrap();
            // Two draws of five have both minima.
            prop_assert!(ratio.includes(least(&above) / least(&below)));
            prop_assert_eq!(ratio_of_fastest(&sample, FEW_DRAWS), Some(ratio), "a seed decides the draws");
        }

        #[test]
        fn the_interval_scales_with_the_sample(sample in prop::collection::vec(1.0..9.0f64, 5..40)) {
            let twice: Vec<f64> = sample.iter().map(|value| 2.0 * value).collect();
            let (one, two) = (median_of(&sample, FEW_DRAWS).unwrap(), median_of(&twice, FEW_DRAWS).unwrap());
            prop_assert_eq!((2.0 * one.low, 2.0 * one.high), (two.low, two.high));
        }
    }
}
