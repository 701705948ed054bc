//! Ways to run a program. A driver decides whose step is next; what steps do, the world decides.

pub mod forced;
pub mod hand;
pub mod notation;
pub mod printed;
pub mod races;
pub mod threads;
mod told;
