//! Schedules: the ways to share out the iterations 0..items of a loop between the threads of a crew.
//!
//! A loop workload hands over a body that computes a range of iterations, and gets called with
//! chunks that cover every iteration exactly once. To add a schedule: a file, and a line in [`Schedule`],
//! in its `choice` and in its `run`.

mod dynamic;
mod fork_join;
mod guided;
mod interleaved;
mod sequential;
mod static_bands;
mod work_stealing;

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::contract::params::{Choice, Group, Param};
use crate::contract::words::words;
use crate::run::crew::Crew;
use crate::run::trace::recorder::COORDINATOR;

/// Computes a chunk: is called with the lane that runs it (0 the coordinator, t + 1 thread t) and the iterations. It
/// may be called on several threads at once, but never twice for one iteration.
pub type Body<'a> = &'a (dyn Fn(usize, Range<usize>) + Sync);

/// Returns the lane of a crew's thread.
fn lane(thread: usize) -> usize {
    thread + 1
}

words! {
    /// How a loop is shared out.
    pub enum Schedule {
        /// One chunk, on the coordinator.
        Sequential = "sequential",
        /// A contiguous band for each thread.
        Static = "static",
        /// Chunks dealt round robin.
        Interleaved = "interleaved",
        /// Threads take the next chunk from a shared counter.
        Dynamic = "dynamic",
        /// Like dynamic, with chunks that shrink.
        Guided = "guided",
        /// Recursive halving with rayon's `join`.
        ForkJoin = "fork-join",
        /// rayon's adaptive splitting, as in its parallel iterators.
        WorkStealing = "work-stealing",
    }
}

/// Counts of a finished loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Calls of the body.
    pub chunks: u64,
    /// Pieces that ran on another thread than the one that split them off; `None` where a schedule never splits.
    pub steals: Option<u64>,
}

impl Schedule {
    /// The words for all that need threads.
    pub fn parallel() -> Vec<&'static str> {
        Self::ALL.into_iter().filter(|schedule| *schedule != Self::Sequential).map(Self::name).collect()
    }

    fn choice(self) -> Choice {
        let (label, help) = match self {
            Self::Sequential => ("Sequential", "One thread does everything: the reference."),
            Self::Static => ("Static", "One contiguous band for each thread, decided beforehand."),
            Self::Interleaved => ("Interleaved", "Chunks are dealt to the threads like cards, round robin."),
            Self::Dynamic => ("Dynamic", "A thread that is free takes the next chunk from a shared counter."),
            Self::Guided => {
                ("Guided", "Like dynamic, but the chunks begin large and shrink down to the grain.")
            }
            Self::ForkJoin => ("Fork-join", "The loop is halved again and again; idle threads steal halves."),
            Self::WorkStealing => (
                "Work stealing",
                "rayon's parallel iterator: it splits further only where pieces get stolen.",
            ),
        };
        Choice::new(self.name(), label, help, self != Self::Sequential)
    }

    /// Shares out 0..items. `grain` is the number of iterations given to a thread at once, where the
    /// schedule has a choice; 0 counts as 1.
    ///
    /// # Panics
    /// Panics if anything but `Sequential` meets a crew without threads.
    pub fn run(self, crew: &Crew, items: usize, grain: usize, body: Body) -> Counts {
        let chunks = AtomicU64::new(0);
        let counted = |lane: usize, range: Range<usize>| {
            chunks.fetch_add(1, Relaxed);
            body(lane, range);
        };
        let grain = grain.max(1);
        let mut steals = None;
        match self {
            _ if items == 0 => {}
            Self::Sequential => sequential::run(items, &counted),
            Self::Static => static_bands::run(crew, items, &counted),
            Self::Interleaved => interleaved::run(crew, items, grain, &counted),
            Self::Dynamic => dynamic::run(crew, items, grain, &counted),
            Self::Guided => guided::run(crew, items, grain, &counted),
            Self::ForkJoin => steals = Some(fork_join::run(crew, items, grain, &counted)),
            Self::WorkStealing => steals = Some(work_stealing::run(crew, items, grain, &counted)),
        }
        Counts { chunks: chunks.into_inner(), steals }
    }
}

/// Returns the most events that a lane records in a loop of `items` in pieces of `grain`: begin and end of each
/// piece.
pub fn most_events(items: usize, grain: usize) -> usize {
    // Halving can leave pieces that are little longer than half a grain.
    2 * ((2 * items / grain).min(items) + 64)
}

/// Returns the parameters `schedule`, `grain` (at most the integer parameter `items`) and `threads`, for any scenario
/// with a loop.
pub fn params(items: &'static str, item_name: &'static str, largest: u64, grain: u64) -> [Param; 3] {
    let parallel = Schedule::parallel();
    let grained: Vec<_> = parallel.iter().copied().filter(|name| *name != Schedule::Static.name()).collect();
    [
        Param::one_of("schedule", "Schedule", Schedule::Dynamic, Schedule::choice)
        .help("Who gets which part of the loop, and when that is decided.")
        .group(Group::Execution),
        Param::integer("grain", "Grain", grain, 1, largest)
            .help("Iterations given to a thread at once. Too small costs overhead, too large leaves threads idle.")
            .unit(item_name)
            .logarithmic()
            .at_most(items)
            .applies("schedule", &grained)
            .group(Group::Execution),
        Param::threads().applies("schedule", &parallel),
    ]
}

#[cfg(test)]
mod tests;
