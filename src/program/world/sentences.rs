//! What actors fail with, and how started ones are named: the same in every world.

use std::sync::Arc;

use super::super::code::{Program, ResourceKind};
use super::super::machine::Machine;
use super::super::op::{Answer, Making};

/// How many actors a program may make in all.
pub const MOST_ACTORS: u32 = 1000;
/// The most values in a channel without a bound.
pub const MOST_IN_A_CHANNEL: usize = 10_000;
/// How often an actor may go on without a step of its own.
pub const MOST_FREE: u32 = 2000;
/// What it fails with where it does so more often.
pub const WITHOUT_A_STEP: &str = "it made actors without end and took no step; make fewer";

fn name(program: &Program, resource: u32) -> &str {
    &program.resources[resource as usize].name
}

/// Fails who gives back what it does not hold.
pub fn not_held(program: &Program, resource: u32) -> Answer {
    Answer::fail(format!("it gives back {}, which it does not hold", name(program, resource)))
}

/// Returns the lock of a condition; other resources are their own.
pub fn lock_of(program: &Program, condition: u32) -> u32 {
    match program.resources[condition as usize].kind {
        ResourceKind::Condition { of } => of,
        _ => condition,
    }
}

/// Fails who waits for a condition without its lock.
pub fn waits_without_lock(program: &Program, condition: u32) -> Answer {
    let of = name(program, lock_of(program, condition));
    Answer::fail(format!("it waits for {} without holding {of}; lock it first", name(program, condition)))
}

/// Fails who waits while it holds the lock more than once.
pub fn waits_within(program: &Program, condition: u32) -> Answer {
    let of = name(program, lock_of(program, condition));
    Answer::fail(format!("it waits while it holds {of} more than once; wait outside the inner lock"))
}

/// Fails who puts into a closed channel.
pub fn put_into_closed(program: &Program, channel: u32) -> Answer {
    Answer::fail(format!("{} is closed, and nothing can be put into it", name(program, channel)))
}

/// Fails who puts too much into a channel without a bound.
pub fn too_full(program: &Program, channel: u32) -> Answer {
    Answer::fail(format!(
        "{} holds {MOST_IN_A_CHANNEL} values and takes no more; let somebody take them",
        name(program, channel)
    ))
}

/// Fails who takes from a closed and empty channel.
pub fn taken_from_closed(program: &Program, channel: u32) -> Answer {
    Answer::fail(format!("{} is closed and empty, and nothing can be taken from it", name(program, channel)))
}

/// Fails who closes a channel twice.
pub fn closed_already(program: &Program, channel: u32) -> Answer {
    Answer::fail(format!("{} is closed already; close it once only", name(program, channel)))
}

/// Fails whose offer is open when its channel is closed.
pub fn offer_closed(program: &Program, channel: u32) -> Answer {
    Answer::fail(format!("{} was closed before anybody took the offer", name(program, channel)))
}

/// Fails who makes too many actors.
pub fn too_many_actors() -> Answer {
    Answer::fail(format!("a program may make {MOST_ACTORS} actors at most; make fewer"))
}

/// Fails who starts what has begun, or was cancelled before it did.
pub fn cannot_start(machine: &Machine) -> Answer {
    let cancelled = machine.over.is_some() && machine.pending.is_none() && machine.asked;
    if !cancelled {
        return has_begun(&machine.name);
    }
    Answer::fail(format!("{} was cancelled and cannot be started again; make a new one", machine.name))
}

/// Fails who starts what has begun.
pub fn has_begun(name: &str) -> Answer {
    Answer::fail(format!("{name} has begun already and cannot be started again; make a new one"))
}

/// Fails who waits for an actor that has not begun.
pub fn never_began(name: &str) -> Answer {
    Answer::fail(format!("{name} never began, so waiting for it has no end; start it first"))
}

/// Names an actor that is started or made: after its variable, else after its function, with a number where it is
/// not the first. Returns the number too.
pub fn name_of<'n>(
    program: &Program,
    making: &Making,
    others: impl Iterator<Item = &'n str>,
) -> (Arc<str>, u32) {
    let function = &program.functions[making.function as usize];
    let base = making.named.as_deref().unwrap_or(&function.name);
    let same =
        |name: &&str| name.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let others = others.filter(same).count() as u32;
    match making.named {
        Some(_) if others == 0 => (base.into(), others),
        _ => (format!("{base} {others}").into(), others),
    }
}
