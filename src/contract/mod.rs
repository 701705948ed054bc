//! The contract between the core and its scenarios.
//!
//! - [`scenario`]: what every scenario says of itself, and what it is given
//! - [`outcome`]: what a run reports: its figures, and its verdict
//! - `program`: what a program's run tells beside its figures
//! - [`story`]: who takes part in a scenario that is a story, and the stage that shows it
//! - [`pool`]: when a run needs a pool of threads
//! - [`params`]: parameters: kinds, defaults, limits, and the check before a run
//! - [`words`]: enums whose values have a word each

pub mod outcome;
pub mod params;
pub mod pool;
#[cfg(feature = "programs")]
pub mod program;
pub mod scenario;
pub mod story;
pub mod words;
