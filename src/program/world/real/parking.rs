//! Waiting: an actor rests in the hall until it can take its step, until others took it, until its time is up, or
//! until all has ended.

use std::hint::spin_loop;
use std::sync::atomic::Ordering::{Relaxed, SeqCst};
use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;

use super::super::super::machine::CANCELLED;
use super::super::super::op::{Answer, Op};
use super::super::super::value::Value;
use super::super::model::{GIVES_UP, Phase, WAKES};
use super::super::sentences::lock_of;
use super::super::{Performed, World};
use super::at_once::{Call, Tried};
use super::attempt::Attempt;
use super::hall::Hall;
use super::{ANY, Event, Life, Real, Verdict, goes};

/// How long a thread sleeps at most before it looks whether it should stop.
pub const SLICE: Duration = Duration::from_millis(100);
/// After how many nanoseconds waiting for a condition ends without cause, where a program wants that.
const WITHOUT_CAUSE: i64 = 5_000_000;
/// How long `fetch` takes, in nanoseconds.
const FETCHING: i64 = 10_000_000;
/// How often a thread looks again before it rests, and how long it spins between.
const LOOKS: usize = 3;
const SPINS: usize = 30;

impl World for Life<'_> {
    /// Performs a step; `Stays` means that all has ended. Which of several alternatives it is, chance decides, or
    /// the order that is given.
    fn perform(&mut self, actor: u32, op: &Op, _alternative: u16) -> Performed {
        debug_assert_eq!(actor, self.actor);
        let real = self.real;
        let mut answer = None;
        self.told = false;
        if real.free.load(Relaxed) && !self.cancelled.load(Relaxed) {
            self.tell_what_it_gives_back(op);
            for look in 0..LOOKS {
                match real.at_once(actor, op) {
                    Tried::Done(done, call) => {
                        if call != Call::Nobody {
                            real.call(&mut real.hall(), call);
                        }
                        answer = Some(done);
                        break;
                    }
                    Tried::NotNow if look + 1 < LOOKS => (0..SPINS).for_each(|_| spin_loop()),
                    Tried::NotNow | Tried::InTheHall => break,
                }
            }
        }
        let Some(answer) = answer.or_else(|| real.wait(self, op)) else { return Performed::Stays };
        if self.is_watched() {
            self.tell(op, &answer);
        }
        Performed::Goes(answer)
    }
}

impl Life<'_> {
    /// Tells, once, of what a step that is about to be taken gives back. Whoever hears of it knows whether the actor holds it.
    pub(super) fn tell_what_it_gives_back(&mut self, op: &Op) {
        let resource = match op {
            Op::Unlock(at) | Op::UnlockRead(at) | Op::UnlockWrite(at) | Op::Release(at) => *at,
            Op::Wait(condition, _) => lock_of(&self.real.program, *condition),
            _ => return,
        };
        if !std::mem::replace(&mut self.told, true) {
            self.hear(Event::GivesBack(resource));
        }
    }

    /// Tells of a step that was taken.
    fn tell(&mut self, op: &Op, answer: &Answer) {
        self.hear(Event::Step(op, self.line));
        let Answer::Value(value) = answer else { return };
        let got = *value != Value::Bool(false);
        match op {
            Op::Lock(at, _) | Op::TryLock(at) | Op::Acquire(at, _) | Op::TryAcquire(at) if got => {
                self.hear(Event::Takes(*at));
            }
            Op::LockRead(at) | Op::LockWrite(at) => self.hear(Event::Takes(*at)),
            _ => {}
        }
    }
}

impl<'w> Real<'w> {
    /// Returns when an actor no longer waits, in nanoseconds.
    fn due(&self, op: &Op) -> Option<i64> {
        let limit = match op {
            Op::Sleep(time) => Some(*time),
            Op::Fetch(_) => Some(FETCHING),
            Op::Wait(..) if self.program.spurious => {
                Some(op.limit().map_or(WITHOUT_CAUSE, |limit| limit.min(WITHOUT_CAUSE)))
            }
            op => op.limit(),
        };
        limit.map(|limit| self.now().saturating_add(limit))
    }

    /// Does what an actor does when its time is up.
    fn time_is_up(&self, hall: &mut Hall, me: u32, op: &Op) -> Attempt {
        match op {
            Op::Sleep(_) => Attempt::Goes(goes(Value::None)),
            Op::Fetch(value) => Attempt::Goes(goes(value.clone())),
            Op::Wait(..) if self.program.spurious && op.limit().is_none_or(|limit| limit > WITHOUT_CAUSE) => {
                self.attempt(hall, me, op, WAKES)
            }
            _ => self.attempt(hall, me, op, GIVES_UP),
        }
    }

    /// Waits until a step is taken; returns none where all has ended.
    fn wait(&self, life: &mut Life<'_>, op: &Op) -> Option<Answer> {
        let me = life.actor;
        let mut hall = self.hall();
        let mut due = None;
        let (mut called, mut told, mut gave) = (false, false, false);
        let performed = loop {
            let seat = &mut hall.seats[me as usize];
            if let Some(answer) = seat.answer.take() {
                break Some(answer);
            }
            let phase = seat.phase;
            if hall.verdict.is_some() {
                break None;
            }
            if self.stop.is_set() {
                self.decide(&mut hall, Verdict::Stopped);
                continue;
            }
            if phase == Phase::Ready && op.may_block() && life.cancelled.swap(false, SeqCst) {
                break Some(Answer::fail(CANCELLED));
            }
            if hall.forced {
                gave |= self.take_turn(&mut hall, life, op);
                hall = self.bring_threads(hall, life);
                hall = self.rest_in_order(hall, life, op);
                continue;
            }
            self.register(&mut hall, me, op, phase);
            if phase == Phase::Ready {
                life.tell_what_it_gives_back(op);
            }
            match self.attempt(&mut hall, me, op, ANY) {
                Attempt::Goes(answer) => {
                    self.deregister(&mut hall, me, op, phase);
                    // One that was called for one branch may have taken another.
                    if called && matches!(op, Op::Select(..)) {
                        self.pass_on(&mut hall, op, phase);
                    }
                    called = false;
                    break Some(answer);
                }
                Attempt::Stays => {
                    self.deregister(&mut hall, me, op, phase);
                    gave |= matches!(op, Op::Wait(..)) && phase == Phase::Ready;
                    continue;
                }
                Attempt::Cannot => {}
            }
            let waits = match phase {
                Phase::Ready | Phase::Parked => *due.get_or_insert_with(|| self.due(op)),
                _ => None,
            };
            if waits.is_some_and(|due| self.now() >= due) {
                self.deregister(&mut hall, me, op, phase);
                match self.time_is_up(&mut hall, me, op) {
                    Attempt::Goes(answer) => break Some(answer),
                    _ => continue,
                }
            }
            if !told {
                told = true;
                life.hear(Event::Waits(op, life.line));
            }
            let seat = &mut hall.seats[me as usize];
            seat.op = Some(op.clone());
            seat.line = life.line;
            seat.resting = true;
            seat.called = false;
            if waits.is_none() {
                seat.counted = false;
                hall.going -= 1;
                self.look_for_a_cycle(&mut hall, me);
                self.look_whether_stuck(&mut hall);
            }
            while hall.seats[me as usize].resting && hall.verdict.is_none() && !self.stop.is_set() {
                let left = waits.map_or(i64::MAX, |due| due.saturating_sub(self.now()));
                if left <= 0 {
                    break;
                }
                let sleep = SLICE.min(Duration::from_nanos(left as u64));
                hall = life.bed.wait_timeout(hall, sleep).unwrap_or_else(PoisonError::into_inner).0;
            }
            hall.rouse(me);
            self.deregister(&mut hall, me, op, phase);
            called |= hall.seats[me as usize].called;
        };
        let phase = hall.seats[me as usize].phase;
        if performed.is_some() {
            if called {
                self.pass_on(&mut hall, op, phase);
            }
            hall.seats[me as usize].phase = Phase::Ready;
        }
        drop(self.bring_threads(hall, life));
        if life.is_watched() && performed.is_some() {
            if told {
                life.hear(Event::GoesOn);
            }
            if gave && let Op::Wait(condition, _) = op {
                life.hear(Event::Takes(lock_of(&self.program, *condition)));
            }
        }
        performed
    }

    /// Starts the threads that are missing, without the hall.
    fn bring_threads<'h>(&'h self, mut hall: MutexGuard<'h, Hall>, life: &Life<'_>) -> MutexGuard<'h, Hall> {
        while hall.missing > 0 {
            hall.missing -= 1;
            drop(hall);
            if !life.crew.one_more() {
                self.lacks_a_thread();
            }
            hall = self.hall();
        }
        hall
    }
}
