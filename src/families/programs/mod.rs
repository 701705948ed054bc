//! Programs: stories in the small language of [`crate::program`], each a text and an entry.
//!
//! - [`locks`]: the stories on threads and what they share; [`built_in`]: a built-in text as a scenario; [`own`]: the
//!   reader's text
//! - [`declared`]: the parameters that a text declares
//! - [`explored`]: all orders, as a report; [`by_hand`]: one order, step by step
//! - [`for_real`]: on real threads and on the event loop, as a report; [`repeated`]: several runs, counted; [`standing`]: how
//!   one ended; [`recorded`]: as a trace
//!
//! A new story is a text here, and an entry in [`locks`] and in the catalog.

pub mod built_in;
pub mod by_hand;
pub mod declared;
pub mod explored;
pub mod for_real;
pub mod locks;
pub mod own;
pub mod recorded;
pub mod repeated;
pub mod standing;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
