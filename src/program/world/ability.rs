//! Who can go on: the steps that an actor has in a state.

use super::super::code::ResourceKind;
use super::super::op::Op;
use super::model::{GIVES_UP, Model, Phase, WAKES};

impl Model {
    /// Calls `found` with every alternative that an actor has, in order.
    pub(super) fn alternatives(&self, words: &[u32], actor: u32, mut found: impl FnMut(u16)) {
        let Some(op) = &self.brief(words, actor).op else { return };
        match self.phase_of(words, actor) {
            Phase::Unbegun => {}
            Phase::Parked => {
                if op.limit().is_some() {
                    found(GIVES_UP);
                }
                if self.program.spurious && matches!(op, Op::Wait(..)) {
                    found(WAKES);
                }
            }
            Phase::Woken | Phase::GaveUp | Phase::Cancelled => {
                if let Op::Wait(condition, _) = op
                    && words[self.lock_of(*condition)] == 0
                {
                    found(0);
                }
            }
            Phase::Ready | Phase::Flagged => {
                if self.tso && self.orders(op) && words[self.buffer(words, actor)] != 0 {
                    return;
                }
                let mut any = false;
                self.ready(words, actor, op, |alternative| {
                    any = true;
                    found(alternative);
                });
                if !any && op.limit().is_some() {
                    found(GIVES_UP);
                }
            }
        }
    }

    /// Says whether an actor has a step other than giving up.
    pub(super) fn goes_on(&self, words: &[u32], actor: u32) -> bool {
        let mut goes_on = false;
        self.alternatives(words, actor, |alternative| goes_on |= !matches!(alternative, GIVES_UP | WAKES));
        goes_on
    }

    /// Says whether a cancelled actor ends where it stands.
    pub(super) fn ends_cancelled(&self, words: &[u32], actor: u32) -> bool {
        let brief = self.brief(words, actor);
        brief.op.as_ref().is_some_and(|op| op.may_block() || (brief.task && *op == Op::Yield))
    }

    /// Returns the word with the owner of a condition's lock.
    pub(super) fn lock_of(&self, condition: u32) -> usize {
        match self.program.resources[condition as usize].kind {
            ResourceKind::Condition { of } => self.layout.resources[of as usize],
            _ => self.layout.resources[condition as usize],
        }
    }

    /// Says whether a step waits until all stores of its actor are in memory.
    fn orders(&self, op: &Op) -> bool {
        match op {
            Op::Read(cell) | Op::Write(cell, _) => self.program.cells[*cell as usize].atomic,
            Op::Sleep(_) | Op::Yield | Op::Fetch(_) | Op::Output(_) => false,
            _ => true,
        }
    }

    fn ready(&self, words: &[u32], actor: u32, op: &Op, mut found: impl FnMut(u16)) {
        let at = |resource: u32| self.layout.resources[resource as usize];
        let yes = match op {
            Op::Lock(lock, _) => match self.program.resources[*lock as usize].kind {
                ResourceKind::Lock { fair: true, .. } => true,
                ResourceKind::Lock { reentrant: true, .. } => {
                    words[at(*lock)] == 0 || words[at(*lock)] == actor + 1
                }
                _ => words[at(*lock)] == 0,
            },
            Op::LockRead(lock) => words[at(*lock)] == 0,
            Op::LockWrite(lock) => words[at(*lock)] == 0 && words[at(*lock) + 1] == 0,
            Op::Acquire(semaphore, _) => words[at(*semaphore)] > 0,
            Op::Put(channel, ..) => {
                self.capacity(*channel) == Some(0)
                    || self.is_closed(words, *channel)
                    || self.has_room(words, *channel)
            }
            Op::Take(channel, _) | Op::TakeEach(channel) => self.has_something(words, *channel),
            Op::TryPut(channel, _)
                if self.capacity(*channel) == Some(0) && !self.is_closed(words, *channel) =>
            {
                let takers = self.takers(words, *channel, actor).len();
                (0..takers.max(1)).for_each(|taker| found(taker as u16));
                false
            }
            Op::Select(choices, _) => {
                for (number, choice) in choices.iter().enumerate() {
                    let channel = choice.channel;
                    if choice.put.is_none() {
                        if self.has_something(words, channel) {
                            found(number as u16);
                        }
                    } else if self.capacity(channel) == Some(0) && !self.is_closed(words, channel) {
                        let takers = self.takers(words, channel, actor).len();
                        (0..takers).for_each(|taker| found((number + taker * choices.len()) as u16));
                    } else if self.is_closed(words, channel) || self.has_room(words, channel) {
                        found(number as u16);
                    }
                }
                false
            }
            Op::Join(other, _) | Op::Result(other) => {
                self.over(words, *other) || self.phase_of(words, *other) == Phase::Unbegun
            }
            Op::Completed(others) => {
                for (number, other) in others.iter().enumerate() {
                    if self.over(words, *other) || self.phase_of(words, *other) == Phase::Unbegun {
                        found(number as u16);
                    }
                }
                false
            }
            _ => true,
        };
        if yes {
            found(0);
        }
    }
}
