//! The measured repeats of both sides, and whether they are enough.

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
    /// The fastest sequential code, where it is not the reference.
    Best,
}

impl Side {
    /// Returns the schedule of this side, where `chosen` is the one that the parameters ask for.
    pub fn schedule(self, chosen: Schedule) -> Schedule {
        match self {
            Self::Sequential | Self::Best => Schedule::Sequential,
            Self::Chosen => chosen,
        }
    }
}

/// On a quiet machine, busy time of all threads over the sequential time.
pub(super) const QUIET: std::ops::RangeInclusive<f64> = 0.9..=1.1;

/// A result is known well enough when half of its interval's width is at most this share of it.
const PRECISE: f64 = 0.05;

/// One repeat of one side. Times in ms, of one execution.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// Wall time.
    pub time: f64,
    /// Whether the threads were seen to run at once when it began; true where they met at no start line.
    pub together: bool,
    /// Time from asking the pool until its last thread was at the start line, and from then until all were let go.
    pub start_up: Option<[f64; 2]>,
    /// Chunks and steals of its first execution.
    pub counts: Counts,
    /// Whether its first execution is in the trace.
    pub recorded: bool,
    /// Where its threads' time went in its first execution.
    pub parts: Option<Parts>,
}

/// All that was measured.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    /// The repeats of the reference; empty unless the run compares. Repeat i of one side belongs to repeat i of the
    /// other.
    pub sequential: Vec<Repeat>,
    /// The repeats of what the parameters ask for.
    pub chosen: Vec<Repeat>,
    /// The fastest sequential code, and its least time in ms.
    pub best: Option<(&'static str, f64)>,
    /// Whether the run was asked to stop.
    pub stopped: bool,
    /// Whether a repeat was too large to be recorded at all.
    pub unrecordable: bool,
    /// Executions in a repeat of the reference and of the chosen side; 0 until that is known.
    pub executions: [usize; 2],
    /// Whether even the most executions were too short for the clock.
    pub too_short: bool,
    /// Step of the clock in µs.
    pub step: f64,
    /// Whether more threads ran at once than the machine was said to have cores.
    pub more_cores: bool,
}

impl Samples {
    /// Returns the executions in a repeat of a side, of [`Self::executions`].
    pub(super) fn executions(&mut self, side: Side) -> &mut usize {
        &mut self.executions[usize::from(side == Side::Chosen)]
    }

    /// Returns the executions in a repeat of a side; 1 until that is known.
    pub fn executions_of(&self, side: Side) -> usize {
        self.executions[usize::from(side == Side::Chosen)].max(1)
    }

    /// Returns the pairs (sequential, chosen) that count, in ms: those whose threads ran at once.
    pub fn pairs(&self) -> Vec<(f64, f64)> {
        let both = self.sequential.iter().zip(&self.chosen);
        both.filter(|(_, chosen)| chosen.together).map(|(one, other)| (one.time, other.time)).collect()
    }

    /// Returns the times of the chosen side that count; all its times where none counts.
    pub fn times(&self) -> Vec<f64> {
        let counted: Vec<f64> = self.chosen.iter().filter(|one| one.together).map(|one| one.time).collect();
        if counted.is_empty() { self.chosen.iter().map(|one| one.time).collect() } else { counted }
    }

    /// Returns the times of the reference that belong to [`Self::times`].
    pub fn reference(&self) -> Vec<f64> {
        let pairs = self.pairs();
        if pairs.is_empty() {
            self.sequential.iter().map(|one| one.time).collect()
        } else {
            pairs.into_iter().map(|(sequential, _)| sequential).collect()
        }
    }

    /// Returns the least time of the reference; `None` where nothing was compared.
    pub fn least_reference(&self) -> Option<f64> {
        least(self.sequential.iter().map(|one| one.time))
    }

    /// Returns the number of repeats of the chosen side that do not count.
    pub fn left_out(&self) -> usize {
        self.chosen.iter().filter(|one| !one.together).count()
    }

    /// Returns the busy time of all threads over the least sequential time, for each repeat that counts and was
    /// recorded.
    pub fn inflations(&self) -> Vec<f64> {
        let Some(reference) = self.least_reference() else { return Vec::new() };
        let counted = self.chosen.iter().filter(|one| one.together);
        counted.filter_map(|one| one.parts.as_ref()).map(|parts| parts.busy / reference).collect()
    }

    /// Returns the number of the fastest recorded repeat of a side, counted ones first. Timeline and figures show
    /// this one.
    pub fn shown(repeats: &[Repeat]) -> Option<usize> {
        let recorded = repeats.iter().enumerate().filter(|(_, one)| one.recorded);
        recorded
            .min_by(|(_, a), (_, b)| {
                (!a.together, a.time).partial_cmp(&(!b.together, b.time)).expect("finite")
            })
            .map(|(at, _)| at)
    }

    /// Returns the result with its interval: the ratio of a comparison, or the median where nothing was compared.
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

    /// Returns whether the result is known well enough, on a machine that was quiet.
    pub(super) fn are_settled(&self, context: &Context) -> bool {
        let known = self
            .result(context.compare, FEW_DRAWS)
            .is_some_and(|(value, interval)| interval.share_of(value) <= PRECISE);
        // Threads that share cores are taken off them even if no other work runs.
        let shared = context.crew.size() > context.cores && !self.more_cores;
        known && (shared || median(&self.inflations()).is_none_or(|inflation| QUIET.contains(&inflation)))
    }
}
