//! Brigade's core: real workloads on real threads, measured and recorded.
//!
//! The same crate is the WebAssembly engine of the page (with threads, or without as a fallback)
//! and a plain native library, where nearly everything is tested.
//!
//! The modules are layers: each uses only those listed before it, and no family uses another.
//!
//! - [`error`]: everything that can go wrong, with a sentence for each case
//! - [`run`]: what a run is made of: threads, time, traces, pictures
//! - `program`: a small language for concurrent stories, stepped by hand and explored whole
//! - [`contract`]: what a scenario says of itself, is given, and reports
//! - [`loops`]: sharing out a loop, and repeats with statistics
//! - [`stories`]: what actors on threads and on the event loop do, wait for, and write down
//! - [`families`]: the scenarios, a folder for each family
//! - [`catalog`]: the one list of scenarios, by family, and its JSON, from which the page is built
//! - `wasm`: the façade, the only module that knows JavaScript

pub mod catalog;
pub mod contract;
pub mod error;
pub mod families;
pub mod loops;
#[cfg(feature = "programs")]
pub mod program;
pub mod run;
pub mod stories;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
