//! Measuring: repeats and how many are enough, robust statistics, where the threads' time went, and which statements
//! these allow.

pub mod bootstrap;
pub mod figures;
pub mod findings;
pub mod headlines;
pub mod parts;
pub mod plan;
pub mod repeats;
pub mod samples;
pub mod statistics;

pub use plan::{Launch, Plan, Repeats};
pub use statistics::Summary;
