//! Steps in the hall: one attempt at what an actor stands before, which never waits.

use super::super::super::op::{Answer, Op};
use super::super::super::value::Value;
use super::super::channels::chosen;
use super::super::model::{GIVES_UP, Phase, WAKES};
use super::super::sentences::lock_of;
use super::at_once::{Call, Tried};
use super::hall::Hall;
use super::things::{PUTTERS, TAKERS, Thing};
use super::{Real, goes, yes};

/// What became of an attempt.
pub enum Attempt {
    /// The step is taken, and the actor goes on with this.
    Goes(Answer),
    /// The step is taken, and the actor stays until others let it go on, or it takes a further step.
    Stays,
    /// The step is not possible now.
    Cannot,
}

impl Real<'_> {
    /// Attempts a step.
    pub(super) fn attempt(&self, hall: &mut Hall, me: u32, op: &Op, alternative: u16) -> Attempt {
        let phase = hall.seats[me as usize].phase;
        match (alternative, phase) {
            (GIVES_UP, _) => return self.give_up(hall, me, op),
            (WAKES, Phase::Parked) => {
                if let Op::Wait(condition, _) = op {
                    hall.leave(*condition, TAKERS, me);
                    hall.seats[me as usize].phase = Phase::Woken;
                    return Attempt::Stays;
                }
                return Attempt::Cannot;
            }
            (_, Phase::Parked) => return Attempt::Cannot,
            _ => {}
        }
        match self.at_once(me, op) {
            Tried::Done(answer, call) => {
                self.call(hall, call);
                Attempt::Goes(answer)
            }
            Tried::NotNow => Attempt::Cannot,
            Tried::InTheHall => self.in_the_hall(hall, me, op, alternative),
        }
    }

    fn in_the_hall(&self, hall: &mut Hall, me: u32, op: &Op, alternative: u16) -> Attempt {
        match op {
            Op::Lock(at, _) => self.ask_for(hall, me, *at),
            Op::Unlock(at) => {
                self.let_go(hall, *at);
                Attempt::Goes(goes(Value::None))
            }
            Op::Release(at) => {
                self.call(hall, Call::One(*at, TAKERS));
                if let Thing::Semaphore(count) = &self.things[*at as usize] {
                    count.release_waited(!hall.is_empty(*at, TAKERS));
                }
                Attempt::Goes(goes(Value::None))
            }
            Op::Wait(at, _) => self.wait_for_condition(hall, me, *at),
            Op::Notify(at) => self.notify(hall, *at, 1),
            Op::NotifyAll(at) => self.notify(hall, *at, usize::MAX),
            Op::Meet(at) => self.meet(hall, me, *at),
            Op::Select(choices, _) => self.select(hall, me, choices, alternative),
            Op::Put(at, ..)
            | Op::TryPut(at, _)
            | Op::Take(at, _)
            | Op::TakeEach(at)
            | Op::TryTake(at)
            | Op::Close(at)
            | Op::LengthOf(at) => self.on_offers(hall, me, *at, op, alternative),
            // Time stands still in a given order; otherwise it passes while the actor waits.
            Op::Sleep(_) | Op::Fetch(_) if !hall.forced => Attempt::Cannot,
            Op::Fetch(value) => Attempt::Goes(goes(value.clone())),
            Op::Start(making) => Attempt::Goes(self.make_in(hall, making, Phase::Ready)),
            Op::New(making) => Attempt::Goes(self.make_in(hall, making, Phase::Unbegun)),
            Op::Begin(other) => Attempt::Goes(self.begin_made(hall, *other)),
            Op::Join(other, _) => self.join(hall, *other),
            Op::Result(other) => self.result(hall, *other),
            Op::Completed(others) => self.completed(hall, others, alternative),
            Op::Done(other) => Attempt::Goes(yes(hall.seats[*other as usize].over)),
            Op::Alive(other) => {
                Attempt::Goes(yes(hall.has_begun(*other) && !hall.seats[*other as usize].over))
            }
            Op::Cancel(other) => {
                self.cancel(hall, *other);
                Attempt::Goes(goes(Value::None))
            }
            _ => Attempt::Goes(goes(Value::None)),
        }
    }

    /// Gives up what has a time limit.
    fn give_up(&self, hall: &mut Hall, me: u32, op: &Op) -> Attempt {
        let parked = hall.seats[me as usize].phase == Phase::Parked;
        if parked {
            if let Op::Wait(condition, _) = op {
                hall.leave(*condition, TAKERS, me);
                hall.seats[me as usize].phase = Phase::GaveUp;
                return Attempt::Stays;
            }
            self.withdraw(hall, me, op);
            hall.seats[me as usize].phase = Phase::Ready;
        }
        Attempt::Goes(match op {
            Op::Take(..) => goes(Value::None),
            Op::Select(choices, _) => chosen(choices.len(), Value::None),
            _ => yes(false),
        })
    }

    /// Takes back what a parked actor did at the beginning of its step.
    pub(super) fn withdraw(&self, hall: &mut Hall, actor: u32, op: &Op) {
        match op {
            Op::Wait(at, _) | Op::Meet(at) | Op::Lock(at, _) => _ = hall.leave(*at, TAKERS, actor),
            Op::Put(at, ..) => hall.queues[*at as usize].offers.retain(|(from, _)| *from != actor),
            _ => {}
        }
    }

    /// Takes a fair lock, or asks for it, which is a step.
    fn ask_for(&self, hall: &mut Hall, me: u32, at: u32) -> Attempt {
        let Thing::Lock(lock) = &self.things[at as usize] else { return Attempt::Cannot };
        if lock.take_or_mark(me) {
            return Attempt::Goes(yes(true));
        }
        hall.queues[at as usize].sides[TAKERS].push_back(me);
        hall.seats[me as usize].phase = Phase::Parked;
        Attempt::Stays
    }

    /// Frees a lock that somebody waits for; a fair one goes to the longest waiting.
    pub(super) fn let_go(&self, hall: &mut Hall, at: u32) {
        let Thing::Lock(lock) = &self.things[at as usize] else { return };
        if lock.fair
            && let Some(next) = hall.first(at, TAKERS)
        {
            let waited = !hall.is_empty(at, TAKERS) || !hall.is_empty(at, PUTTERS);
            lock.pass_to(Some(next), waited);
            hall.free(next, yes(true));
            return;
        }
        self.call(hall, Call::One(at, PUTTERS));
        lock.pass_to(None, !hall.is_empty(at, PUTTERS));
    }

    /// Lets those look again who wait for what may be free now. In a given order they look when it is their turn.
    pub(super) fn call(&self, hall: &mut Hall, call: Call) {
        if hall.forced {
            return;
        }
        match call {
            Call::Nobody => {}
            Call::One(at, side) => {
                if let Some(actor) = hall.first(at, side) {
                    self.called(hall, actor);
                }
                if hall.is_empty(at, side) {
                    self.things[at as usize].mark(side, false);
                }
            }
            Call::All(at) => {
                for side in [TAKERS, PUTTERS] {
                    while let Some(actor) = hall.first(at, side) {
                        self.called(hall, actor);
                    }
                    self.things[at as usize].mark(side, false);
                }
            }
        }
    }

    fn called(&self, hall: &mut Hall, actor: u32) {
        let seat = &mut hall.seats[actor as usize];
        seat.called = true;
        let phase = seat.phase;
        if let Some(op) = seat.op.clone() {
            self.deregister(hall, actor, &op, phase);
        }
        hall.rouse(actor);
    }

    /// Calls `found` with every place where an actor waits that may be called when something becomes free.
    fn each_place(&self, op: &Op, phase: Phase, mut found: impl FnMut(u32, usize)) {
        let has_buffer = |at: u32| matches!(self.things[at as usize], Thing::Buffer(_));
        match op {
            _ if phase == Phase::Parked => {}
            Op::Wait(condition, _) if phase != Phase::Ready => {
                found(lock_of(&self.program, *condition), PUTTERS);
            }
            Op::Lock(at, _) if !matches!(&self.things[*at as usize], Thing::Lock(lock) if lock.fair) => {
                found(*at, PUTTERS);
            }
            Op::LockRead(at) | Op::LockWrite(at) | Op::Acquire(at, _) => found(*at, TAKERS),
            Op::Take(at, _) | Op::TakeEach(at) => found(*at, TAKERS),
            Op::Put(at, ..) if has_buffer(*at) => found(*at, PUTTERS),
            Op::Select(choices, _) => {
                for choice in choices.iter() {
                    found(choice.channel, if choice.put.is_some() { PUTTERS } else { TAKERS });
                }
            }
            _ => {}
        }
    }

    /// Stands where an actor may be called. Who stands at `take` of a channel that hands over lets those look who would
    /// only give to somebody who stands there.
    pub(super) fn register(&self, hall: &mut Hall, me: u32, op: &Op, phase: Phase) {
        let hands_over = |at: u32| matches!(self.things[at as usize], Thing::Elsewhere);
        self.each_place(op, phase, |at, side| {
            if side == TAKERS && hands_over(at) {
                self.call(hall, Call::One(at, PUTTERS));
            }
        });
        let forced = hall.forced;
        self.each_place(op, phase, |at, side| {
            if forced && !(side == TAKERS && hands_over(at)) {
                return;
            }
            let queue = &mut hall.queues[at as usize].sides[side];
            if !queue.contains(&me) {
                queue.push_back(me);
                self.things[at as usize].mark(side, true);
            }
        });
    }

    /// Stands there no more.
    pub(super) fn deregister(&self, hall: &mut Hall, me: u32, op: &Op, phase: Phase) {
        self.each_place(op, phase, |at, side| _ = hall.leave(at, side, me));
    }

    /// Lets others look who would have been called in place of an actor that took nothing, or something else.
    pub(super) fn pass_on(&self, hall: &mut Hall, op: &Op, phase: Phase) {
        self.each_place(op, phase, |at, side| self.call(hall, Call::One(at, side)));
    }
}
