//! Waiting: an actor rests in the hall until it can take its step, until others took it, until its time is up, or
//! until all has ended.

use std::future::poll_fn;
use std::hint::spin_loop;
use std::sync::atomic::Ordering::{Relaxed, SeqCst};
use std::sync::{MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use futures::FutureExt;

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
use crate::run::timer::{Timer, Timers};

/// How long a thread sleeps at most before it looks whether it should stop.
pub const SLICE: Duration = Duration::from_millis(100);
/// After how many nanoseconds waiting for a condition ends without cause, where a program wants that.
const WITHOUT_CAUSE: i64 = 5_000_000;
/// How long `fetch` takes, in nanoseconds.
const FETCHING: i64 = 10_000_000;
/// How often a thread looks again before it rests, and how long it spins between.
const LOOKS: usize = 3;
const SPINS: usize = 30;

/// How an actor waits at one step.
#[derive(Default)]
struct Waiting {
    /// When its time is up, once that has been asked.
    due: Option<Option<i64>>,
    /// Whether it was woken because something may have become free for it.
    called: bool,
    /// Whether it was told that it waits.
    told: bool,
    /// Whether it gave back the lock of its condition.
    gave: bool,
    /// How it stood before its step when it began to rest, while it does.
    rests: Option<Phase>,
}

/// What became of a look.
enum Looked {
    /// The step is taken; none: all has ended.
    Done(Option<Answer>),
    /// The actor rests, until then at most.
    Rests(Option<i64>),
    /// Steps come in a given order.
    Obeys,
}

impl World for Life<'_> {
    /// Performs a step; `Stays` means that all has ended. Which of several alternatives it is, chance decides, or
    /// the order that is given.
    fn perform(&mut self, actor: u32, op: &Op, _alternative: u16) -> Performed {
        debug_assert_eq!(actor, self.actor);
        self.told = false;
        let Some(answer) = self.try_at_once(op, LOOKS).or_else(|| self.real.wait(self, op)) else {
            return Performed::Stays;
        };
        if self.is_watched() {
            self.tell(op, &answer);
        }
        Performed::Goes(answer)
    }
}

impl Life<'_> {
    /// As [`World::perform`], but others on the same thread go on while it waits.
    pub async fn perform_on_loop(&mut self, op: &Op, timers: &Timers, late: &dyn Fn(i64)) -> Performed {
        self.told = false;
        let answer = match self.try_at_once(op, 1) {
            Some(answer) => Some(answer),
            None => self.real.wait_on_loop(self, op, timers, late).await,
        };
        let Some(answer) = answer else { return Performed::Stays };
        if self.is_watched() {
            self.tell(op, &answer);
        }
        Performed::Goes(answer)
    }

    /// Takes a step that needs nobody else, if it is possible at one of so many looks.
    #[inline(always)]
    fn try_at_once(&mut self, op: &Op, looks: usize) -> Option<Answer> {
        let real = self.real;
        if !real.free.load(Relaxed) || self.cancelled.load(Relaxed) {
            return None;
        }
        self.tell_what_it_gives_back(op);
        for look in 0..looks {
            match real.at_once(self.actor, op) {
                Tried::Done(done, call) => {
                    if call != Call::Nobody {
                        real.call(&mut real.hall(), call);
                    }
                    return Some(done);
                }
                Tried::NotNow if look + 1 < looks => (0..SPINS).for_each(|_| spin_loop()),
                Tried::NotNow | Tried::InTheHall => break,
            }
        }
        None
    }

    /// Tells, once, of what a step that is about to be taken gives back. Whoever hears of it knows whether the actor holds it.
    pub(super) fn tell_what_it_gives_back(&mut self, op: &Op) {
        let resource = match op {
            Op::Unlock(at) | Op::UnlockRead(at) | Op::UnlockWrite(at) | Op::Release(at) => *at,
            Op::Wait(condition, _) => lock_of(&self.real.program, *condition),
            _ => return,
        };
        if !std::mem::replace(&mut self.told, true) {
            self.hear(Event::GivesBack(resource, self.line));
        }
    }

    /// Tells of a step that was taken.
    fn tell(&mut self, op: &Op, answer: &Answer) {
        self.hear(Event::Step(op, self.line));
        let Answer::Value(value) = answer else { return };
        let got = *value != Value::Bool(false);
        match op {
            Op::Lock(at, _) | Op::TryLock(at) | Op::Acquire(at, _) | Op::TryAcquire(at) if got => {
                self.hear(Event::Takes(*at, self.line));
            }
            Op::LockRead(at) | Op::LockWrite(at) => self.hear(Event::Takes(*at, self.line)),
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

    /// Waits until a step is taken, and keeps the thread meanwhile; returns none where all has ended.
    fn wait(&self, life: &mut Life<'_>, op: &Op) -> Option<Answer> {
        let me = life.actor;
        let mut hall = self.hall();
        let mut waiting = Waiting::default();
        let performed = loop {
            let until = match self.look(&mut hall, life, op, &mut waiting) {
                Looked::Done(performed) => break performed,
                Looked::Rests(until) => until,
                Looked::Obeys => {
                    waiting.gave |= self.take_turn(&mut hall, life, op);
                    hall = self.bring_threads(hall, life);
                    hall = self.rest_in_order(hall, life, op);
                    continue;
                }
            };
            while hall.seats[me as usize].resting && hall.verdict.is_none() && !self.stop.is_set() {
                let left = until.map_or(i64::MAX, |due| due.saturating_sub(self.now()));
                if left <= 0 {
                    break;
                }
                let sleep = SLICE.min(Duration::from_nanos(left as u64));
                hall = life.bed.wait_timeout(hall, sleep).unwrap_or_else(PoisonError::into_inner).0;
            }
            self.stands_up(&mut hall, me, op, &mut waiting);
        };
        self.goes_on_with(hall, life, op, &waiting, performed)
    }

    /// Waits until a step is taken, and lets other tasks go on meanwhile; returns none where all has ended. `late` is told
    /// by how many nanoseconds a time limit was seen too late.
    pub async fn wait_on_loop(
        &self,
        life: &mut Life<'_>,
        op: &Op,
        timers: &Timers,
        late: &dyn Fn(i64),
    ) -> Option<Answer> {
        let mut waiting = Waiting::default();
        let mut timer: Option<Timer> = None;
        poll_fn(|context| {
            let me = life.actor;
            let mut hall = self.hall();
            let until = loop {
                if waiting.rests.is_some() {
                    let past = self.now() - waiting.due.flatten().unwrap_or(i64::MAX);
                    if past >= 0 && hall.seats[me as usize].resting {
                        late(past);
                    }
                    // It has its turn: to be woken once more would give it turns without end.
                    hall.seats[me as usize].waker = None;
                    self.stands_up(&mut hall, me, op, &mut waiting);
                }
                let until = match self.look(&mut hall, life, op, &mut waiting) {
                    Looked::Done(performed) => {
                        return Poll::Ready(self.goes_on_with(hall, life, op, &waiting, performed));
                    }
                    Looked::Rests(until) => until,
                    Looked::Obeys => return Poll::Ready(None),
                };
                // To rest may itself decide that nobody can go on.
                if hall.verdict.is_none() && hall.seats[me as usize].resting {
                    break until;
                }
            };
            hall.seats[me as usize].waker = Some(context.waker().clone());
            drop(hall);
            timer = until.map(|due| timers.after(((due - self.now()).max(0) as f64 / 1e6).ceil()));
            // A timer that has fired already asks for another look.
            if let Some(timer) = &mut timer
                && timer.poll_unpin(context).is_ready()
            {
                context.waker().wake_by_ref();
            }
            Poll::Pending
        })
        .await
    }

    /// Attempts a step; registers where that is not possible yet.
    fn look(&self, hall: &mut Hall, life: &mut Life<'_>, op: &Op, waiting: &mut Waiting) -> Looked {
        let me = life.actor;
        loop {
            let seat = &mut hall.seats[me as usize];
            if let Some(answer) = seat.answer.take() {
                return Looked::Done(Some(answer));
            }
            let phase = seat.phase;
            if hall.verdict.is_some() {
                return Looked::Done(None);
            }
            if self.stop.is_set() {
                self.decide(hall, Verdict::Stopped);
                continue;
            }
            if phase == Phase::Ready && op.may_block() && life.cancelled.swap(false, SeqCst) {
                return Looked::Done(Some(Answer::fail(CANCELLED)));
            }
            if hall.forced {
                return Looked::Obeys;
            }
            self.register(hall, me, op, phase);
            if phase == Phase::Ready {
                life.tell_what_it_gives_back(op);
            }
            match self.attempt(hall, me, op, ANY) {
                Attempt::Goes(answer) => {
                    self.deregister(hall, me, op, phase);
                    // One that was called for one branch may have taken another.
                    if waiting.called && matches!(op, Op::Select(..)) {
                        self.pass_on(hall, op, phase);
                    }
                    waiting.called = false;
                    return Looked::Done(Some(answer));
                }
                Attempt::Stays => {
                    self.deregister(hall, me, op, phase);
                    waiting.gave |= matches!(op, Op::Wait(..)) && phase == Phase::Ready;
                    continue;
                }
                Attempt::Cannot => {}
            }
            let until = match phase {
                Phase::Ready | Phase::Parked => *waiting.due.get_or_insert_with(|| self.due(op)),
                _ => None,
            };
            if until.is_some_and(|due| self.now() >= due) {
                self.deregister(hall, me, op, phase);
                match self.time_is_up(hall, me, op) {
                    Attempt::Goes(answer) => return Looked::Done(Some(answer)),
                    _ => continue,
                }
            }
            if !waiting.told {
                waiting.told = true;
                life.hear(Event::Waits(op, life.line));
            }
            let seat = &mut hall.seats[me as usize];
            seat.op = Some(op.clone());
            seat.line = life.line;
            seat.resting = true;
            seat.called = false;
            if until.is_none() {
                seat.counted = false;
                hall.going -= 1;
                self.look_for_a_cycle(hall, me);
                self.look_whether_stuck(hall);
            }
            waiting.rests = Some(phase);
            return Looked::Rests(until);
        }
    }

    /// Ends resting, for whatever reason.
    fn stands_up(&self, hall: &mut Hall, me: u32, op: &Op, waiting: &mut Waiting) {
        hall.rouse(me);
        if let Some(phase) = waiting.rests.take() {
            self.deregister(hall, me, op, phase);
        }
        waiting.called |= hall.seats[me as usize].called;
    }

    fn goes_on_with(
        &self,
        mut hall: MutexGuard<'_, Hall>,
        life: &mut Life<'_>,
        op: &Op,
        waiting: &Waiting,
        performed: Option<Answer>,
    ) -> Option<Answer> {
        let me = life.actor;
        let phase = hall.seats[me as usize].phase;
        if performed.is_some() {
            if waiting.called {
                self.pass_on(&mut hall, op, phase);
            }
            hall.seats[me as usize].phase = Phase::Ready;
        }
        drop(self.bring_threads(hall, life));
        if life.is_watched() && performed.is_some() {
            if waiting.told {
                life.hear(Event::GoesOn);
            }
            if waiting.gave
                && let Op::Wait(condition, _) = op
            {
                life.hear(Event::Takes(lock_of(&self.program, *condition), life.line));
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
