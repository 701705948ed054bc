//! Loops: how to share out their iterations, and how to measure them.
//!
//! - [`schedule`]: the ways to share out a loop
//! - [`measure`]: repeats, robust statistics, and figures derived from a trace

pub mod measure;
pub mod schedule;
