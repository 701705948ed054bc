//! Brigade's core: real workloads on real threads, measured and recorded.
//!
//! The same crate is the WebAssembly engine of the page (with threads, or without as a fallback)
//! and a plain native library, where nearly everything is tested.
//!
//! - [`scenario`]: the contract that every scenario fulfils, and what a run reports
//! - [`catalog`]: the one list of scenarios, by family; and its JSON, from which the page is made
//! - [`params`]: parameters: kinds, defaults, limits, and the check before a run
//! - [`error`]: everything that can go wrong, a sentence each
//! - [`crew`]: k threads that run closures at the same time; the stop flag and progress
//! - [`trace`]: who did what when: event buffers, one for each thread, on one clock
//! - [`schedule`]: the ways to share out a loop
//! - [`measure`]: repeats, robust statistics, and figures derived from a trace
//! - [`picture`]: bytes that threads fill in column by column
//! - [`julia`]: the family of the Julia set
//! - [`sums`]: the family of exact sums: equal tasks, divide and conquer, map and reduce
//! - [`kitchen`]: the family of cooking, with threads and on the event loop
//! - [`timer`]: the browser's timers as futures, and blocking
//! - [`self_test`]: a hidden scenario that fails on purpose
//! - `wasm`: the façade, the only module that knows JavaScript

pub mod catalog;
pub mod crew;
pub mod error;
pub mod julia;
pub mod kitchen;
pub mod measure;
pub mod params;
pub mod picture;
pub mod scenario;
pub mod schedule;
pub mod self_test;
pub mod sums;
pub mod timer;
pub mod trace;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
