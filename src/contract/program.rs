//! What a program's run tells beside its figures: its text as it was read, where everybody stands, and what it can come to.

use serde::Serialize;

use super::params::Param;
use super::pool::PoolRule;
pub use crate::program::ink::Line;
pub use crate::program::world::endings::Awaited;
pub use crate::program::world::resources::Thing;

/// Something that is wrong with a text, or worth a look.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Remark {
    /// The line, from 1 on.
    pub line: u32,
    /// The column in characters, from 1 on.
    pub column: u32,
    /// What it is and what to do.
    pub sentence: String,
}

/// A program as it was read, without running it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// Its lines.
    pub lines: Vec<Line>,
    /// All parameters of its runs; those that no text changes, where it has faults.
    pub params: Vec<Param>,
    /// Which pool its runs need.
    pub pool: PoolRule,
    /// What is wrong with it; a program with faults is not run.
    pub faults: Vec<Remark>,
    /// What is worth a look.
    pub warnings: Vec<Remark>,
}

/// A step that an actor could take next.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NextStep {
    /// In the notation of orders.
    pub code: String,
    /// What it would do.
    pub words: String,
}

/// An actor as it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// Its name.
    pub name: String,
    /// The line of its next step; 0 where there is none.
    pub line: u32,
    /// What it could do next; nothing where it cannot go on.
    pub next: Vec<NextStep>,
    /// Why it cannot.
    pub rests: Option<String>,
    /// What it waits for: any of these.
    pub awaits: Vec<Awaited>,
    /// Whether it is over.
    pub over: bool,
    /// Whether it has begun.
    pub begun: bool,
    /// Whether it failed.
    pub failed: bool,
    /// Its own variables, with their values.
    pub variables: Vec<(String, String)>,
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Taken {
    /// Who took it, by its number.
    pub actor: u32,
    /// In which line.
    pub line: u32,
    /// What it did.
    pub words: String,
    /// The variable of the top that it read or wrote, by its number, and whether it wrote.
    pub access: Option<(u32, bool)>,
    /// Who holds what since, by numbers: the resource and the actor.
    pub gets: Vec<[u32; 2]>,
    /// Who no longer holds what.
    pub gives: Vec<[u32; 2]>,
}

/// How a program ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct End {
    /// `done`, `failed`, `stuck` or `wrong`.
    pub kind: &'static str,
    /// The shown figures as `name=value`, or who waits for what.
    pub outcome: String,
    /// Who failed, who waits, and what was expected in vain: a sentence each.
    pub details: Vec<String>,
}

/// Where a program stands that is stepped by hand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Position {
    /// The steps so far, in the notation of orders.
    pub steps: String,
    /// How many they are.
    pub count: usize,
    /// Everybody, in the order of the text.
    pub actors: Vec<Standing>,
    /// The variables of the top, with their values.
    pub variables: Vec<(String, String)>,
    /// What actors hold, wait for and hand on; nothing after a real run, whose trace has it.
    pub resources: Vec<Thing>,
    /// The last steps.
    pub taken: Vec<Taken>,
    /// What was printed and by whom, the last lines of it.
    pub printed: Vec<(String, String)>,
    /// How it ended; `None` while somebody can go on.
    pub end: Option<End>,
}

/// Something that a program can come to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Possible {
    /// How it ends.
    #[serde(flatten)]
    pub end: End,
    /// How many real runs came to it; `None` where there were none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<usize>,
    /// How many orders lead to it: a decimal number, or `without end`; `None` where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interleavings: Option<String>,
    /// A shortest way to it, in the notation of orders; empty where it was seen, and no way looked for.
    pub steps: String,
    /// How many steps that way has.
    pub length: usize,
    /// After how many of them every end is bad; `None` for a good end, or where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_return: Option<usize>,
}

/// One of two accesses that nothing puts in order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Access {
    /// Who.
    pub actor: String,
    /// In which line.
    pub line: u32,
    /// Whether it writes.
    pub writes: bool,
}

/// Two accesses to one variable that nothing puts in order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unordered {
    /// The variable.
    pub variable: String,
    /// The two.
    pub accesses: [Access; 2],
}

/// One of several real runs: the first that ended in its kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Kept {
    /// Which one, from 1 on.
    pub number: usize,
    /// How it ended, in a sentence.
    pub sentence: String,
    /// When it began and ended, in µs of the trace, which has all that are kept.
    pub part: [f64; 2],
    /// Where it stands at its end.
    pub position: Position,
}

/// A state of a program, where all of them are drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drawn {
    /// A shortest way to it, in the notation of orders.
    pub way: String,
    /// How many steps that way has.
    pub depth: usize,
    /// How it ends, where it does.
    pub end: Option<End>,
    /// Whether every way from here ends badly.
    pub lost: bool,
}

/// All states of a program, and the steps between them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StateGraph {
    /// The one in which it begins is first.
    pub states: Vec<Drawn>,
    /// From which state to which, and whose step it is, all by number.
    pub steps: Vec<[u32; 3]>,
}

/// What is told of a program beside figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// The text as it was read.
    pub lines: Vec<Line>,
    /// What is worth a look in it.
    pub warnings: Vec<Remark>,
    /// Settings that have another value where it is explored or stepped, with that value.
    pub small: Vec<(String, String)>,
    /// Where it stands after the steps of the link.
    pub position: Option<Position>,
    /// How many real runs there were; 0 where it was explored, or stepped by hand.
    pub runs: usize,
    /// If there were several, the first of each kind of end; nothing where all ended in one kind.
    pub kept: Vec<Kept>,
    /// What it can come to, if it was explored, those with the shortest ways first; or what real runs came to.
    pub outcomes: Vec<Possible>,
    /// Deadlocks, and ways to go on for ever: a sentence each.
    pub findings: Vec<String>,
    /// Accesses that nothing puts in order.
    pub races: Vec<Unordered>,
    /// All its states, if it was explored and they are few.
    pub graph: Option<StateGraph>,
    /// A shortest way into a cycle in which everybody takes steps, in the notation of orders.
    pub endless: Option<String>,
}
