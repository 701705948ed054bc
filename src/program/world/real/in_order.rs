//! A given order: all rest, and one at a time has its turn. Who begins, who takes a step and whom it frees run up to
//! their next steps one after the other, as in the model, so that all else is the same too: what is printed first, and
//! which number an actor gets.

use std::sync::{MutexGuard, PoisonError};

use super::super::super::op::Op;
use super::super::model::{Phase, Step};
use super::attempt::Attempt;
use super::hall::Hall;
use super::parking::SLICE;
use super::{Life, Real, Verdict};

impl Real<'_> {
    /// Takes the step of an actor if it has the token; says whether it gave back the lock of a condition by it.
    pub(super) fn take_turn(&self, hall: &mut Hall, life: &mut Life<'_>, op: &Op) -> bool {
        let me = life.actor;
        let Some((_, alternative)) = hall.token.take_if(|(actor, _)| *actor == me) else { return false };
        if hall.seats[me as usize].phase == Phase::Ready {
            life.tell_what_it_gives_back(op);
        }
        let attempt = self.attempt(hall, me, op, alternative);
        let freed = std::mem::take(&mut hall.turns);
        hall.turns = std::mem::take(&mut hall.begun).into();
        let parked = hall.seats[me as usize].phase == Phase::Parked;
        match attempt {
            Attempt::Goes(answer) => {
                hall.seats[me as usize].answer = Some(answer);
                hall.turns.push_back(me);
            }
            Attempt::Stays => {}
            Attempt::Cannot => self.decide(hall, Verdict::Refused),
        }
        hall.turns.extend(freed);
        parked && matches!(op, Op::Wait(..))
    }

    /// Rests until it is an actor's turn.
    pub(super) fn rest_in_order<'h>(
        &'h self,
        mut hall: MutexGuard<'h, Hall>,
        life: &Life<'_>,
        op: &Op,
    ) -> MutexGuard<'h, Hall> {
        let me = life.actor;
        let seat = &mut hall.seats[me as usize];
        let phase = seat.phase;
        seat.op = Some(op.clone());
        seat.line = life.line;
        if seat.answer.is_none() {
            self.register(&mut hall, me, op, phase);
        }
        self.rest_until_roused(hall, life, Some((op, phase)))
    }

    fn rest_until_roused<'h>(
        &'h self,
        mut hall: MutexGuard<'h, Hall>,
        life: &Life<'_>,
        standing: Option<(&Op, Phase)>,
    ) -> MutexGuard<'h, Hall> {
        let me = life.actor;
        let seat = &mut hall.seats[me as usize];
        seat.resting = true;
        seat.counted = false;
        hall.going -= 1;
        self.look_whether_stuck(&mut hall);
        while hall.seats[me as usize].resting && hall.verdict.is_none() && !self.stop.is_set() {
            hall = life.bed.wait_timeout(hall, SLICE).unwrap_or_else(PoisonError::into_inner).0;
        }
        hall.rouse(me);
        if let Some((op, phase)) = standing {
            self.deregister(&mut hall, me, op, phase);
        }
        hall
    }

    /// Waits until an actor may run to its first step; returns false where all has ended.
    pub fn may_begin(&self, life: &Life<'_>) -> bool {
        let mut hall = self.hall();
        if hall.forced {
            hall = self.rest_until_roused(hall, life, None);
            return hall.verdict.is_none();
        }
        true
    }

    /// Waits until everybody rests before a step, after each other.
    fn settle<'h>(&'h self, mut hall: MutexGuard<'h, Hall>) -> MutexGuard<'h, Hall> {
        while hall.verdict.is_none() {
            if self.stop.is_set() {
                self.decide(&mut hall, Verdict::Stopped);
            } else if hall.going > 0 {
                hall = self.conductor.wait_timeout(hall, SLICE).unwrap_or_else(PoisonError::into_inner).0;
            } else if let Some(next) = hall.turns.pop_front() {
                if !hall.seats[next as usize].seated {
                    let begun = |seat: &&super::hall::Seat| seat.phase != Phase::Unbegun && !seat.over;
                    let needs = hall.seats.iter().filter(begun).count();
                    self.decide(&mut hall, Verdict::TooFew(needs));
                }
                hall.rouse(next);
            } else if hall.live == 0 {
                self.decide(&mut hall, Verdict::Ended);
            } else {
                break;
            }
        }
        hall
    }

    /// Lets everybody run up to the first step.
    pub fn begin_in_order(&self) {
        drop(self.settle(self.hall()));
    }

    /// Lets the next step of an order be taken, and returns when everybody stands before the next one; says whether it
    /// was possible.
    pub fn take_in_order(&self, step: Step) -> bool {
        let mut hall = self.hall();
        let actor = u32::from(step.actor);
        let stands = hall.seats.get(actor as usize).is_some_and(|seat| seat.resting && seat.seated);
        if hall.verdict.is_some() || !stands {
            self.decide(&mut hall, Verdict::Refused);
            return false;
        }
        hall.token = Some((actor, step.alternative));
        hall.rouse(actor);
        let hall = self.settle(hall);
        hall.verdict != Some(Verdict::Refused)
    }

    /// Says that no order is given any more: everybody goes on freely.
    pub fn set_free(&self) {
        let mut hall = self.hall();
        if hall.verdict.is_some() {
            return;
        }
        hall.forced = false;
        self.free.store(true, std::sync::atomic::Ordering::SeqCst);
        for actor in 0..hall.seats.len() as u32 {
            hall.rouse(actor);
        }
        self.look_whether_stuck(&mut hall);
    }
}
