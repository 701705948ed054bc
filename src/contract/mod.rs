//! The contract between the core and its scenarios.
//!
//! - [`scenario`]: what every scenario says of itself, what it is given, and what a run reports
//! - [`params`]: parameters: kinds, defaults, limits, and the check before a run

pub mod params;
pub mod scenario;
