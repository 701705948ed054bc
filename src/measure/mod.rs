//! Measuring: robust statistics of repeated times, and figures derived from a trace.

pub mod balance;
pub mod repeats;
pub mod statistics;

pub use statistics::Summary;
