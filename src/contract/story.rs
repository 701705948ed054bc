//! What a scenario says of who takes part in it: the lanes of its trace as actors, and the stage on which it is shown.

use serde::Serialize;

/// Who the lanes of the coordinator and of the threads are in a story. Those of a scenario's own have their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actors {
    /// The coordinator, where it takes part: as an event loop.
    pub coordinator: Option<&'static str>,
    /// The threads, by number; those beyond take no part.
    pub threads: Vec<String>,
    /// The tasks of the coordinator's event loop, each with a lane of its own.
    pub tasks: Vec<String>,
}

impl Actors {
    /// Threads alone.
    pub fn on_threads<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self { threads: names.into_iter().map(str::to_owned).collect(), ..Self::default() }
    }

    /// An event loop and its tasks.
    pub fn on_loop<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let tasks = names.into_iter().map(str::to_owned).collect();
        Self { coordinator: Some("event loop"), tasks, ..Self::default() }
    }
}

/// The stage on which the page shows a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// A loop that is shared out: what it computes, and who computed what.
    Loop,
    /// Actors, what they hold, and what they wait for.
    Story,
    /// A program's text, where everybody stands in it, and what it can come to.
    Program,
}

/// A lane of the trace that no thread owns: a task of an event loop, or somebody who is simulated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraLane {
    /// As on the timeline.
    pub name: String,
    /// Tells the lanes of what runs side by side apart.
    pub track: &'static str,
    /// Its number among those of its track. Decides the colour, unless it runs on the loop.
    pub number: usize,
    /// Whether it runs on the coordinator's event loop, whose colour it then has.
    pub on_loop: bool,
}
