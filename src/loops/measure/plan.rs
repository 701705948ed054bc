//! How to measure a workload: the parameters `repeats`, `warmup` and `launch`.

use crate::contract::params::{Choice, Group, Param, Values};
use crate::contract::words::words;
use crate::loops::schedule::Schedule;

/// The word for as many repeats as are needed.
pub const AUTO: &str = "auto";

/// How often to run, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Executions of each side that are not measured.
    pub warmup: usize,
    /// Measured repeats of each side.
    pub repeats: Repeats,
    /// How threads begin a repeat.
    pub launch: Launch,
}

/// Measured repeats of each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    /// This many.
    Exactly(usize),
    /// As many as it takes to know the result well enough, as long as there is time.
    Auto,
}

words! {
    /// How threads begin a measured repeat.
    pub enum Launch {
        /// They meet at a start line, where they show that they run at once; then the clock starts.
        Line = "line",
        /// The clock starts when the pool is asked: waking it up is part of the time.
        Cold = "cold",
    }
}

impl Plan {
    /// Reads what the parameters ask for.
    ///
    /// # Panics
    /// If the schema lacks the parameters of [`params`].
    pub fn of(values: &Values) -> Self {
        let repeats = values.integer_or_word("repeats");
        Self {
            warmup: values.integer("warmup") as usize,
            repeats: repeats.map_or(Repeats::Auto, |count| Repeats::Exactly(count as usize)),
            launch: values.one_of("launch"),
        }
    }
}

/// Returns the parameters of every scenario that measures a workload, besides those of
/// [`crate::loops::schedule::params`].
pub fn params() -> [Param; 3] {
    let launch = |launch: Launch| {
        let (label, help) = match launch {
            Launch::Line => ("From a line", "The threads show that they run at once; then the clock starts."),
            Launch::Cold => (
                "Cold",
                "The clock starts when the sleeping threads are asked, as in a program without a line.",
            ),
        };
        Choice::new(launch.name(), label, help, false)
    };
    [
        Param::integer("repeats", "Repeats", 5, 1, 100)
            .or_word(AUTO)
            .help("Measured executions of each side. auto: as many as it takes to know the result well.")
            .group(Group::Measurement),
        Param::integer("warmup", "Warm-up", 1, 0, 20)
            .help("Executions before that are not measured: compilers and caches need them.")
            .group(Group::Measurement),
        Param::one_of("launch", "Start", Launch::Line, launch)
            .help("When the clock of a repeat starts. What the start itself costs is reported as a figure.")
            .applies("schedule", &Schedule::parallel())
            .group(Group::Measurement),
    ]
}
