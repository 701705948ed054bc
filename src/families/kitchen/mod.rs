//! The kitchen: waiting, and who waits for what.
//!
//! A dinner is a graph of tasks whose steps mostly wait. It can be cooked one step at a time, by cooks
//! who are threads, or by one cook on an event loop; and three small stories show what can go wrong.
//!
//! - [`recipe`]: tasks, steps and needs as data, and the text in which a recipe travels in a link
//! - [`clocks`]: the real clock (timers) and the virtual one (a queue of events)
//! - [`modes`]: one by one, and on the event loop; [`cooks`]: on threads; [`hands`]: one pair of them
//! - [`scribe`]: writes what happens into the trace
//! - [`mapo_tofu`]: the dinner, what was asked for ([`order`]), and its [`report`]
//! - [`shared_knife`]: a race, and its repairs; [`blocked_loop`]: a task that does not let go;
//!   [`laid_table`]: a barrier. A file each

pub mod blocked_loop;
pub mod clocks;
pub mod cooks;
pub mod hands;
pub mod laid_table;
pub mod mapo_tofu;
pub mod modes;
pub mod order;
pub mod recipe;
pub mod report;
pub mod scribe;
pub mod shared_knife;

pub use blocked_loop::BlockedLoop;
pub use mapo_tofu::MapoTofu;
pub use shared_knife::SharedKnife;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
