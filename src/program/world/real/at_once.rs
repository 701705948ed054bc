//! Steps that need no look at the others, as long as nobody waits.

use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::fence;

use super::super::super::op::{Answer, Op};
use super::super::super::value::Value;
use super::super::sentences::{
    MOST_IN_A_CHANNEL, closed_already, not_held, put_into_closed, taken_from_closed, too_full,
};
use super::things::{Buffer, GivenBack, PUTTERS, TAKERS, Thing, locked};
use super::{Real, goes, yes};

/// Who is to look again after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// Nobody.
    Nobody,
    /// The longest waiting at one side of a resource.
    One(u32, usize),
    /// Everybody who waits there.
    All(u32),
}

/// How far a step got without the hall.
pub enum Tried {
    /// It is done, and somebody may look again.
    Done(Answer, Call),
    /// It is not possible now.
    NotNow,
    /// Only the hall knows.
    InTheHall,
}

fn done(answer: Answer) -> Tried {
    Tried::Done(answer, Call::Nobody)
}

fn done_if(done: bool, answer: impl FnOnce() -> Answer) -> Tried {
    if done { Tried::Done(answer(), Call::Nobody) } else { Tried::NotNow }
}

impl Real<'_> {
    /// Tries a step.
    #[inline]
    pub(super) fn at_once(&self, me: u32, op: &Op) -> Tried {
        match op {
            Op::Read(cell) => done(goes(self.cells[*cell as usize].load())),
            Op::Write(cell, value) => {
                self.cells[*cell as usize].store(value);
                done(goes(Value::None))
            }
            Op::Update(cell, binary, value) => {
                let changed = self.cells[*cell as usize].change(|old| binary.of(old, value).map(Some));
                done(changed.map_or_else(Answer::fail, |_| goes(Value::None)))
            }
            Op::Swap(cell, value) => {
                let old = self.cells[*cell as usize].change(|_| Ok::<_, String>(Some(value.clone())));
                done(old.map_or_else(Answer::fail, goes))
            }
            Op::Compare(cell, old, new) => {
                let mut same = false;
                let changed = self.cells[*cell as usize].change(|now| {
                    same = now == old;
                    Ok::<_, String>(same.then(|| new.clone()))
                });
                done(changed.map_or_else(Answer::fail, |_| yes(same)))
            }
            Op::Fence => {
                fence(SeqCst);
                done(goes(Value::None))
            }
            Op::Output(_) => done(goes(Value::None)),
            Op::Yield => {
                std::thread::yield_now();
                done(goes(Value::None))
            }
            _ => self.on_a_thing(me, op),
        }
    }

    fn on_a_thing(&self, me: u32, op: &Op) -> Tried {
        let (Op::Lock(at, _)
        | Op::TryLock(at)
        | Op::Unlock(at)
        | Op::LockRead(at)
        | Op::LockWrite(at)
        | Op::UnlockRead(at)
        | Op::UnlockWrite(at)
        | Op::Acquire(at, _)
        | Op::TryAcquire(at)
        | Op::Release(at)
        | Op::Put(at, ..)
        | Op::TryPut(at, _)
        | Op::Take(at, _)
        | Op::TakeEach(at)
        | Op::TryTake(at)
        | Op::Close(at)
        | Op::LengthOf(at)) = op
        else {
            return Tried::InTheHall;
        };
        let back = |how| match how {
            GivenBack::NotHeld => done(not_held(&self.program, *at)),
            GivenBack::Done => done(goes(Value::None)),
            GivenBack::Waited => Tried::InTheHall,
        };
        match (&self.things[*at as usize], op) {
            (Thing::Lock(lock), Op::Lock(..)) if lock.try_take(me) => done(yes(true)),
            // One who asks for a fair lock in vain has taken a step.
            (Thing::Lock(lock), Op::Lock(..)) if lock.fair => Tried::InTheHall,
            (Thing::Lock(_), Op::Lock(..)) => Tried::NotNow,
            (Thing::Lock(lock), Op::TryLock(_)) => done(yes(lock.try_take(me))),
            (Thing::Lock(lock), _) => back(lock.give_back(me)),
            (Thing::RwLock(lock), op) => {
                let mut lock = locked(lock);
                let how = match op {
                    Op::LockRead(_) => return done_if(lock.try_read(me), || goes(Value::None)),
                    Op::LockWrite(_) => return done_if(lock.try_write(me), || goes(Value::None)),
                    Op::UnlockRead(_) => lock.unread(me),
                    _ => lock.unwrite(me),
                };
                if how == GivenBack::Waited {
                    return Tried::Done(goes(Value::None), Call::All(*at));
                }
                back(how)
            }
            (Thing::Semaphore(count), Op::Acquire(..)) => done_if(count.try_acquire(), || yes(true)),
            (Thing::Semaphore(count), Op::TryAcquire(_)) => done(yes(count.try_acquire())),
            (Thing::Semaphore(count), _) => back(count.release()),
            (Thing::Buffer(buffer), op) => self.on_a_buffer(*at, &mut locked(buffer), op),
            (Thing::Elsewhere, _) => Tried::InTheHall,
        }
    }

    pub(super) fn on_a_buffer(&self, at: u32, buffer: &mut Buffer, op: &Op) -> Tried {
        let call = |buffer: &Buffer, side: usize| {
            if buffer.waited[side] { Call::One(at, side) } else { Call::Nobody }
        };
        match op {
            Op::Put(_, value, _) | Op::TryPut(_, value) => {
                if buffer.closed {
                    return done(put_into_closed(&self.program, at));
                }
                if !buffer.has_room() {
                    return if matches!(op, Op::Put(..)) { Tried::NotNow } else { done(yes(false)) };
                }
                if buffer.is_wide() && buffer.items.len() >= MOST_IN_A_CHANNEL {
                    return done(too_full(&self.program, at));
                }
                buffer.items.push_back(value.clone());
                Tried::Done(yes(true), call(buffer, TAKERS))
            }
            Op::Take(..) | Op::TakeEach(_) | Op::TryTake(_) => match (buffer.items.pop_front(), op) {
                (Some(value), _) => Tried::Done(goes(value), call(buffer, PUTTERS)),
                (None, Op::TakeEach(_)) if buffer.closed => done(goes(Value::Closed)),
                (None, _) if buffer.closed => done(taken_from_closed(&self.program, at)),
                (None, Op::TryTake(_)) => done(goes(Value::None)),
                (None, _) => Tried::NotNow,
            },
            Op::Close(_) if buffer.closed => done(closed_already(&self.program, at)),
            Op::Close(_) => {
                buffer.closed = true;
                let waited = buffer.waited.contains(&true);
                Tried::Done(goes(Value::None), if waited { Call::All(at) } else { Call::Nobody })
            }
            _ => done(goes(Value::Int(buffer.items.len() as i64))),
        }
    }
}
