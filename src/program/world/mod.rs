//! What steps act on. Machines ask, a world answers; which world it is, a machine does not know.

mod ability;
pub mod access;
mod actors;
mod channels;
pub mod endings;
mod interning;
mod layout;
pub mod model;
mod perform;
pub mod real;
pub mod resources;
pub mod sentences;
mod turns;

use super::op::{Answer, Op};

/// What becomes of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Performed {
    /// The actor goes on with this answer.
    Goes(Answer),
    /// The actor stays where it is, until others let it go on.
    Stays,
}

/// What steps act on.
///
/// The model performs them on a packed value; a real world performs them on atomics and parked threads, and returns
/// from `perform` only once the actor can go on.
pub trait World {
    /// Performs the step that an actor stands before. Where it has several, `alternative` says which; see
    /// [`model::Step`].
    fn perform(&mut self, actor: u32, op: &Op, alternative: u16) -> Performed;
}
