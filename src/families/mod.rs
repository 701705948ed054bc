//! The families of scenarios. None knows another.
//!
//! - [`fractals`]: the Julia set: uneven work, and ways to share it out
//! - [`sums`]: exact sums: equal tasks, divide and conquer, map and reduce
//! - [`kitchen`]: cooking, with threads and on the event loop
//! - [`diagnostics`]: a hidden scenario that fails on purpose

pub mod diagnostics;
pub mod fractals;
pub mod kitchen;
#[cfg(feature = "programs")]
pub mod programs;
pub mod sums;
