//! All orders: every state that a program can reach, and what can be said of all ways through them.

mod books;
mod conflicts;
mod cycles;
mod expand;
mod graph;
mod interleavings;
mod names;
mod search;
mod store;
mod together;
mod ways;

use std::fmt;
use std::sync::Arc;

use super::code::Program;
use super::world::endings::{Ending, Kind};
use super::world::model::{Memory, Model, State, Step};
use crate::run::crew::Crew;
use search::Search;
use together::together;

pub use conflicts::{Access, Conflict};

/// How far exploring may go.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The most bytes for states, transitions and tables.
    pub bytes: usize,
    /// The most states.
    pub states: usize,
}

impl Limits {
    /// Returns how far exploring may go where all of the program has so many bytes. Tables double as they grow, so that
    /// for a moment they need more than they hold.
    pub fn within(memory: usize) -> Limits {
        Limits { bytes: memory / 5 * 2, states: 5_000_000 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits::within(512 << 20)
    }
}

/// How far exploring has come.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// States found.
    pub states: usize,
    /// States whose steps have all been taken.
    pub expanded: usize,
}

/// How many ways there are.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Count {
    /// Exactly so many, as a decimal number.
    Exactly(String),
    /// There are loops on the way, so no number is large enough.
    WithoutEnd,
    /// Not all was explored.
    Unknown,
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Count::Exactly(number) => number,
            Count::WithoutEnd => "without end",
            Count::Unknown => "unknown",
        })
    }
}

/// An outcome, and the ways to it.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What it is.
    pub ending: Ending,
    /// How many interleavings lead to it.
    pub interleavings: Count,
    /// A shortest way; of several the one whose steps come first in the order of actors.
    pub shortest: Vec<Step>,
    /// After how many steps of that way every end is bad; none for a good outcome, or where not all was explored.
    pub no_return: Option<usize>,
}

/// A state, where all of them are drawn.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// A shortest way to it.
    pub way: Vec<Step>,
    /// What it comes to, where it has no steps.
    pub ending: Option<Ending>,
    /// Whether every way from here ends badly.
    pub is_lost: bool,
}

/// All states, and the steps between them: from which state to which, and whose they are.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Those found first are first.
    pub states: Vec<Drawn>,
    /// In the order of the states in which they begin.
    pub steps: Vec<[u32; 3]>,
}

/// What is known of all orders together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Every end is good.
    AlwaysRight,
    /// Some actor fails or some expectation is false.
    CanFail,
    /// It can get stuck.
    GetsStuck,
    /// Not all was explored, and nothing bad was found; or there is no end at all.
    Unknown,
}

impl Verdict {
    /// Returns the words for it.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::AlwaysRight => "always right",
            Verdict::CanFail => "can fail",
            Verdict::GetsStuck => "gets stuck",
            Verdict::Unknown => "unknown",
        }
    }
}

/// What exploring found.
#[derive(Debug, Clone)]
pub struct Report {
    /// How many states there are.
    pub states: usize,
    /// How many transitions between them.
    pub transitions: usize,
    /// Whether all was explored.
    pub complete: bool,
    /// About how many bytes it took.
    pub bytes: usize,
    /// How many interleavings there are, stuck ones included.
    pub interleavings: Count,
    /// How many get stuck.
    pub interleavings_stuck: Count,
    /// The outcomes, those with the shortest ways first.
    pub outcomes: Vec<Outcome>,
    /// Accesses to shared variables that nothing puts in order.
    pub conflicts: Vec<Conflict>,
    /// Whether the end can become unreachable.
    pub end_can_be_lost: Option<bool>,
    /// A shortest way into a cycle in which everybody takes steps: it can go on for ever without getting on.
    pub livelock: Option<Vec<Step>>,
    /// Actors that can be passed over without end, though they could step.
    pub passed_over: Vec<String>,
    /// All of it, where it is small enough to be looked at, and complete.
    pub picture: Option<Picture>,
}

impl Report {
    /// Returns what is known of all orders together.
    pub fn verdict(&self) -> Verdict {
        let has = |kind| self.outcomes.iter().any(|outcome| outcome.ending.kind == kind);
        if has(Kind::Stuck) {
            Verdict::GetsStuck
        } else if has(Kind::Failed) || has(Kind::Wrong) {
            Verdict::CanFail
        } else if self.complete && has(Kind::Done) {
            Verdict::AlwaysRight
        } else {
            Verdict::Unknown
        }
    }

    /// Says in a sentence how far exploring went.
    pub fn extent(&self) -> String {
        if self.complete {
            return format!("All {} states and {} transitions.", self.states, self.transitions);
        }
        let found =
            if self.verdict() == Verdict::Unknown { "nothing wrong found; no proof" } else { "not all" };
        format!("The first {} states; {found}.", self.states)
    }
}

/// Explores a program on one thread. `goes_on` is asked from time to time, and ends it with `false`.
pub fn explore(
    program: &Arc<Program>,
    memory: Memory,
    limits: &Limits,
    goes_on: &mut (dyn FnMut(Progress) -> bool + Send),
) -> Report {
    let mut model = Model::new(Arc::clone(program), memory);
    let initial = model.initial(None);
    report_from(model, &initial, limits, &Crew::none(), goes_on)
}

/// Explores what is left of a program once some steps have been taken. Ways begin there. A crew of several threads
/// explores together, and finds the same.
///
/// # Errors
/// Returns how many steps were possible, where the next one is not.
pub fn explore_from(
    program: &Arc<Program>,
    memory: Memory,
    from: &[Step],
    limits: &Limits,
    crew: &Crew,
    goes_on: &mut (dyn FnMut(Progress) -> bool + Send),
) -> Result<Report, usize> {
    let mut model = Model::new(Arc::clone(program), memory);
    let (mut state, mut possible) = (model.initial(None), vec![]);
    for (taken, step) in from.iter().enumerate() {
        model.steps(&state, &mut possible);
        if !possible.contains(step) {
            return Err(taken);
        }
        model.take(&mut state, *step, None);
    }
    Ok(report_from(model, &state, limits, crew, goes_on))
}

fn report_from(
    model: Model,
    state: &State,
    limits: &Limits,
    crew: &Crew,
    goes_on: &mut (dyn FnMut(Progress) -> bool + Send),
) -> Report {
    let (model, found) = if crew.size() > 1 {
        let search = Search::new(model.shared_out(crew.size()), state);
        together(search, limits, crew, goes_on).finish()
    } else {
        Search::new(vec![model], state).alone(limits, goes_on).finish()
    };
    ways::report(&model, found)
}
