//! The contract between the core and its scenarios.
//!
//! - [`scenario`]: what every scenario says of itself, and what it is given
//! - [`outcome`]: what a run reports: its figures, and its verdict
//! - [`params`]: parameters: kinds, defaults, limits, and the check before a run
//! - [`words`]: enums whose values have a word each

pub mod outcome;
pub mod params;
pub mod scenario;
pub mod words;
