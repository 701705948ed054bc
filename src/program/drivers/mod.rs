//! Ways to run a program. A driver decides whose step is next; what steps do, the world decides.

pub mod event_loop;
pub mod forced;
pub mod hand;
pub mod notation;
#[cfg(not(target_arch = "wasm32"))]
pub mod own_threads;
pub mod pooled;
pub mod printed;
pub mod races;
pub mod threads;
mod told;
