//! The contract between the core and its scenarios.
//!
//! - [`scenario`]: what every scenario says of itself, what it is given, and what a run reports
//! - [`story`]: who takes part in a scenario that is a story, and the stage that shows it
//! - [`params`]: parameters: kinds, defaults, limits, and the check before a run

pub mod params;
pub mod scenario;
pub mod story;
