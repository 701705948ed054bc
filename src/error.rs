//! Everything that can go wrong in the core, one sentence for each: what happened, and what to do.

use thiserror::Error;

/// Why a run could not start or could not be trusted. `Display` is the sentence that people read.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum Error {
    /// A text is no program: what is wrong with it, a line each.
    #[error("{0}")]
    BadProgram(String),
    /// No scenario has this id.
    #[error("There is no scenario called “{0}”. Choose one from the list.")]
    UnknownScenario(String),
    /// The request that crossed the façade was not in the expected form.
    #[error("The run could not be read ({0}). Reload the page and try again.")]
    BadRequest(String),
    /// A parameter is not in the scenario's schema.
    #[error("This scenario has no parameter “{0}”.")]
    UnknownParam(String),
    /// A parameter of the schema has no value.
    #[error("The parameter “{0}” has no value.")]
    MissingParam(String),
    /// A value does not fit its parameter: its name, and what is wrong with it.
    #[error("{name} {problem}.")]
    BadParam {
        /// The parameter's name.
        name: String,
        /// The rest of the sentence, for example “must be between 2 and 4096, not 5000”.
        problem: String,
    },
    /// The pool does not have the number of threads that the run asks for: wanted, present.
    #[error(
        "This run needs {wanted} threads, but the engine has {present}. Start it again with that number."
    )]
    WrongThreads {
        /// Threads that the parameters ask for.
        wanted: usize,
        /// Threads of the crew.
        present: usize,
    },
    /// Parameters that are valid one by one would together be too much to compute exactly, or at all. The text is a
    /// sentence without its full stop.
    #[error("{0}.")]
    TooLarge(String),
    /// Some parts of the work were not done, although the loop ended.
    #[error(
        "The schedule left out {missing} of {total} parts. This is a fault in Brigade: please report the link."
    )]
    Incomplete {
        /// Parts that no thread computed.
        missing: usize,
        /// Parts in all.
        total: usize,
    },
    /// A parallel result differs from the sequential one.
    #[error(
        "The parallel result differs from the sequential one, first at {place}. This is a fault in Brigade: please report the link."
    )]
    Mismatch {
        /// Where they differ, in words.
        place: String,
    },
    /// `execute` was called without `begin`.
    #[error("No run has been prepared. Start it again.")]
    NothingPrepared,
    /// The operating system gave no threads (native only).
    #[error("The threads could not be started ({0}). Try fewer threads.")]
    NoThreads(String),
}
