//! Where the time of a repeat's threads went, from the trace.

use crate::run::trace::Span;

/// The thread time of one repeat, in ms: the parts of all threads together add up to threads × duration.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Parts {
    /// Time in chunks. It is wall time: a thread that was taken off its core within a chunk looks busy.
    pub busy: f64,
    /// Time before a thread's first chunk, and between two chunks.
    pub hand_out: f64,
    /// Time from a thread's last chunk until the last thread ends its own.
    pub imbalance: f64,
    /// Time from the end of the last chunk until the coordinator has the result.
    pub waiting: f64,
    /// Slowest thread's busy time over the mean of all threads: 1 is even, k means that one thread did everything.
    /// NaN where nothing took any measurable time.
    pub unevenness: f64,
    /// Bit t: thread t ended its last chunk in the first nine tenths of the repeat.
    pub early: u32,
}

impl Parts {
    /// Computes the parts of a repeat from `start` to `end` (µs) from the spans of each thread, in order of time.
    /// `label` is that of a chunk.
    pub fn of(threads: &[Vec<Span>], label: u16, start: f64, end: f64) -> Self {
        let mut parts = Self { unevenness: f64::NAN, ..Self::default() };
        let mut slowest = 0.0_f64;
        // The threads' clocks may differ by some µs: clips what lies outside the repeat.
        let clip = |time: f64| time.clamp(start, end);
        let ends: Vec<f64> = threads
            .iter()
            .map(|spans| {
                let (mut now, mut busy) = (start, 0.0);
                for span in spans.iter().filter(|span| span.label == label) {
                    let from = clip(span.start).max(now);
                    let to = clip(span.end).max(from);
                    parts.hand_out += from - now;
                    busy += to - from;
                    now = to;
                }
                parts.busy += busy;
                slowest = slowest.max(busy);
                now
            })
            .collect();
        let last = ends.iter().copied().fold(start, f64::max);
        for (thread, &own) in ends.iter().enumerate() {
            parts.imbalance += last - own;
            parts.waiting += end - last;
            if own < start + 0.9 * (last - start) && thread < 32 {
                parts.early |= 1 << thread;
            }
        }
        if parts.busy > 0.0 {
            parts.unevenness = slowest / (parts.busy / threads.len() as f64);
        }
        for part in [&mut parts.busy, &mut parts.hand_out, &mut parts.imbalance, &mut parts.waiting] {
            *part /= 1e3;
        }
        parts
    }

    /// Returns the sum of all parts.
    pub fn total(&self) -> f64 {
        self.busy + self.hand_out + self.imbalance + self.waiting
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(start: f64, end: f64) -> Span {
        Span { label: 0, start, end, first: 0, last: 0, depth: 0 }
    }

    #[test]
    fn each_gap_has_its_name() {
        let threads = [vec![span(1e3, 3e3), span(4e3, 9e3)], vec![span(0.0, 5e3)]];
        let parts = Parts::of(&threads, 0, 0.0, 10e3);
        assert_eq!((parts.busy, parts.hand_out, parts.imbalance, parts.waiting), (12.0, 2.0, 4.0, 2.0));
        assert_eq!((parts.unevenness, parts.early), (7.0 / 6.0, 0b10));
        assert!(Parts::of(&[vec![], vec![]], 0, 0.0, 1.0).unevenness.is_nan());
    }

    proptest! {
        #[test]
        fn the_parts_add_up(
            threads in prop::collection::vec(prop::collection::vec((0.0..50.0f64, 0.0..30.0f64), 0..20), 1..6),
            start in 0.0..200.0f64,
            length in 0.0..800.0f64,
        ) {
            // Pairs of a gap and the length of a span: some spans lie outside the repeat.
            let threads: Vec<Vec<Span>> = threads
                .iter()
                .map(|spans| {
                    let mut now = 0.0;
                    let next = |&(gap, length): &(f64, f64)| {
                        let from = now + gap;
                        now = from + length;
                        span(from, now)
                    };
                    spans.iter().map(next).collect()
                })
                .collect();
            let parts = Parts::of(&threads, 0, start, start + length);
            prop_assert!((parts.total() - threads.len() as f64 * length / 1e3).abs() < 1e-9);
            for part in [parts.busy, parts.hand_out, parts.imbalance, parts.waiting] {
                prop_assert!(part >= 0.0);
            }
            prop_assert!(parts.unevenness.is_nan() || parts.unevenness >= 1.0 - 1e-12);
        }
    }
}
