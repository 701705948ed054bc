//! What was measured: the repeats of both sides, and whether they are enough.

use super::bootstrap::{FEW_DRAWS, Interval, median_of, ratio_of_fastest};
use super::parts::Parts;
use super::statistics::{least, median};
use crate::contract::scenario::Context;
use crate::loops::schedule::{Counts, Schedule};

/// Which code of a comparison runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The same code on one thread, without a schedule: the reference.
    Sequential,
    /// What the parameters ask for.
    Chosen,
    /// The fastest sequential code, where the reference is not that.
    Best,
}

impl Side {
    /// The schedule of this side, where `chosen` is what the parameters ask for.
    pub fn schedule(self, chosen: Schedule) -> Schedule {
        match self {
            Self::Sequential | Self::Best => Schedule::Sequential,
            Self::Chosen => chosen,
        }
    }
}

/// How far the busy time of all threads may be from the sequential time where a machine is quiet.
pub(super) const QUIET: std::ops::RangeInclusive<f64> = 0.9..=1.1;

/// Half of the interval's width, as a share, with which a result is known well enough.
const PRECISE: f64 = 0.05;

/// One repeat of one side. Times in ms, of one execution.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// Wall time.
    pub time: f64,
    /// Whether the threads were seen to run at once when it began; true where nobody looked.
    pub together: bool,
    /// From asking the pool until its last thread was at the start line, and from then on until all were let go.
    pub start_up: Option<[f64; 2]>,
    /// Chunks and steals of its first execution.
    pub counts: Counts,
    /// Whether its first execution is in the trace.
    pub recorded: bool,
    /// Where its threads' time went in that execution.
    pub parts: Option<Parts>,
}

/// What was measured.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    /// The reference; empty unless the run compares. Repeat i of either side belong together.
    pub sequential: Vec<Repeat>,
    /// What the parameters ask for.
    pub chosen: Vec<Repeat>,
    /// The fastest sequential code, and its least time in ms.
    pub best: Option<(&'static str, f64)>,
    /// Whether the run was asked to stop.
    pub stopped: bool,
    /// Whether a repeat was too large to be recorded at all.
    pub unrecordable: bool,
    /// Executions in a repeat of the reference and of the chosen side; 0 until that is known.
    pub executions: [usize; 2],
    /// Whether even so many were too short for the clock.
    pub too_short: bool,
    /// Step of the clock in µs.
    pub step: f64,
    /// More threads than the machine was said to have cores were seen to run at once.
    pub more_cores: bool,
}

impl Samples {
    /// Executions in a repeat of a side, of [`Self::executions`].
    pub(super) fn executions(&mut self, side: Side) -> &mut usize {
        &mut self.executions[usize::from(side == Side::Chosen)]
    }

    /// The same; 1 until it is known.
    pub fn executions_of(&self, side: Side) -> usize {
        self.executions[usize::from(side == Side::Chosen)].max(1)
    }

    /// Repeats of both sides (sequential, chosen) that count, in ms: those whose threads ran at once.
    pub fn pairs(&self) -> Vec<(f64, f64)> {
        let both = self.sequential.iter().zip(&self.chosen);
        both.filter(|(_, chosen)| chosen.together).map(|(one, other)| (one.time, other.time)).collect()
    }

    /// Times of the chosen side that count; all of them where none does.
    pub fn times(&self) -> Vec<f64> {
        let counted: Vec<f64> = self.chosen.iter().filter(|one| one.together).map(|one| one.time).collect();
        if counted.is_empty() { self.chosen.iter().map(|one| one.time).collect() } else { counted }
    }

    /// Times of the reference beside these.
    pub fn reference(&self) -> Vec<f64> {
        let pairs = self.pairs();
        if pairs.is_empty() {
            self.sequential.iter().map(|one| one.time).collect()
        } else {
            pairs.into_iter().map(|(sequential, _)| sequential).collect()
        }
    }

    /// Least time of the reference; `None` where nothing was compared.
    pub fn least_reference(&self) -> Option<f64> {
        least(self.sequential.iter().map(|one| one.time))
    }

    /// Repeats of the chosen side that do not count.
    pub fn left_out(&self) -> usize {
        self.chosen.iter().filter(|one| !one.together).count()
    }

    /// Busy time of all threads over the least sequential time, in each repeat that counts and was recorded.
    pub fn inflations(&self) -> Vec<f64> {
        let Some(reference) = self.least_reference() else { return Vec::new() };
        let counted = self.chosen.iter().filter(|one| one.together);
        counted.filter_map(|one| one.parts.as_ref()).map(|parts| parts.busy / reference).collect()
    }

    /// Number of the fastest repeat of a side that is in the trace, counted ones first: timeline and figures are of it.
    pub fn shown(repeats: &[Repeat]) -> Option<usize> {
        let recorded = repeats.iter().enumerate().filter(|(_, one)| one.recorded);
        recorded
            .min_by(|(_, a), (_, b)| {
                (!a.together, a.time).partial_cmp(&(!b.together, b.time)).expect("finite")
            })
            .map(|(at, _)| at)
    }

    /// The interval of the result: of the ratio of a comparison, with its value, or of the median alone.
    fn result(&self, compare: bool, draws: usize) -> Option<(f64, Interval)> {
        if compare {
            let pairs = self.pairs();
            let fastest = |side: fn(&(f64, f64)) -> f64| least(pairs.iter().map(side));
            Some((fastest(|pair| pair.0)? / fastest(|pair| pair.1)?, ratio_of_fastest(&pairs, draws)?))
        } else {
            let times = self.times();
            Some((median(&times)?, median_of(&times, draws)?))
        }
    }

    /// Whether the result is known well enough, on a machine that was quiet.
    pub(super) fn are_settled(&self, context: &Context) -> bool {
        let known = self
            .result(context.compare, FEW_DRAWS)
            .is_some_and(|(value, interval)| interval.share_of(value) <= PRECISE);
        // Threads that share cores are taken off them also where nobody else is.
        let shared = context.crew.size() > context.cores && !self.more_cores;
        known && (shared || median(&self.inflations()).is_none_or(|inflation| QUIET.contains(&inflation)))
    }
}
