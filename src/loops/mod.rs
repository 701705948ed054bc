//! Loops: sharing out the pieces of one, and measuring it.
//!
//! - [`schedule`]: the ways to share out a loop
//! - [`measure`]: repeats, robust statistics, and figures derived from a trace

pub mod measure;
pub mod schedule;
