//! Actors as things that others act on, and the threads that run them.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Condvar, PoisonError};

use super::super::super::machine::{CANCELLED, Failure, Machine};
use super::super::super::op::{Answer, Making, Op};
use super::super::super::value::Value;
use super::super::model::Phase;
use super::super::sentences::{MOST_ACTORS, cannot_start, name_of, never_began, too_many_actors};
use super::attempt::Attempt;
use super::hall::{Hall, Seat};
use super::{ANY, Event, Lane, Real, Verdict, goes, yes};

/// How many threads spin at most when they line up.
const MOST_TO_SPIN: usize = 16;
/// How long they spin at most, in nanoseconds: about as long as it takes to wake one.
const LONGEST_SPIN: i64 = 100_000;

/// Where more threads come from.
pub trait Crew: Sync {
    /// Starts one more thread, which calls [`Real::next`] until nothing comes; says whether it could.
    fn one_more(&self) -> bool;
}

/// An actor, as its thread has it.
pub struct Life<'w> {
    pub(super) real: &'w Real<'w>,
    /// Its number.
    pub actor: u32,
    /// The line of the step that it stands before.
    pub line: u32,
    pub(super) cancelled: Arc<AtomicBool>,
    pub(super) bed: Arc<Condvar>,
    pub(super) lane: Option<Box<dyn Lane + 'w>>,
    /// Whether its lane has heard of what its present step gives back.
    pub(super) told: bool,
    pub(super) crew: &'w dyn Crew,
}

impl Life<'_> {
    /// Says whether somebody hears its events.
    pub fn is_watched(&self) -> bool {
        self.lane.is_some()
    }

    pub(super) fn hear(&mut self, event: Event<'_>) {
        if let Some(lane) = &mut self.lane {
            lane.hear(event);
        }
    }
}

impl<'w> Real<'w> {
    /// Returns how many threads have something to do at the beginning.
    pub fn begins_with(&self) -> usize {
        let hall = self.hall();
        hall.places.min(hall.fresh.len())
    }

    /// Says that so many threads are about to come. Where nothing begins there may be none.
    pub fn open(&self, threads: usize) {
        let mut hall = self.hall();
        (hall.threads, hall.going, hall.expected) = (threads, threads, threads);
        if hall.live == 0 {
            self.decide(&mut hall, Verdict::Ended);
        } else if threads == 0 {
            self.look_whether_stuck(&mut hall);
        }
    }

    /// Says that a thread could not be started.
    pub fn lacks_a_thread(&self) {
        let mut hall = self.hall();
        hall.threads -= 1;
        hall.going -= 1;
        hall.places = hall.threads;
        hall.expected = hall.expected.min(hall.threads);
        self.lounge.notify_all();
        self.look_whether_stuck(&mut hall);
    }

    /// Waits until all threads of the beginning have come. Few threads spin at last, briefly, so that those that were
    /// asleep do not begin when the others have finished.
    pub fn line_up(&self) {
        let mut hall = self.hall();
        hall.lined += 1;
        if hall.lined >= hall.expected {
            self.lounge.notify_all();
        }
        while hall.lined < hall.expected && self.goes_on() {
            let slept = self.lounge.wait_timeout(hall, super::parking::SLICE);
            hall = slept.unwrap_or_else(PoisonError::into_inner).0;
        }
        let all = hall.expected;
        drop(hall);
        if all > MOST_TO_SPIN {
            return;
        }
        self.awake.fetch_add(1, SeqCst);
        let until = self.now().saturating_add(LONGEST_SPIN);
        while self.awake.load(SeqCst) < all && self.now() < until {
            std::hint::spin_loop();
        }
    }

    /// Returns the next actor for a thread that has none, and its frames; waits for one. None where all has ended.
    pub fn next(&'w self, thread: usize, crew: &'w dyn Crew) -> Option<(Life<'w>, Machine)> {
        let mut hall = self.hall();
        let actor = loop {
            if hall.verdict.is_some() {
                return None;
            }
            if self.stop.is_set() {
                self.decide(&mut hall, Verdict::Stopped);
                return None;
            }
            if let Some(actor) = hall.fresh.pop_front() {
                break actor;
            }
            hall.idle += 1;
            hall.going -= 1;
            self.look_whether_stuck(&mut hall);
            while hall.wanted == 0 && hall.verdict.is_none() && !self.stop.is_set() {
                let slept = self.lounge.wait_timeout(hall, super::parking::SLICE);
                hall = slept.unwrap_or_else(PoisonError::into_inner).0;
            }
            // Who called has counted this thread among those that go on.
            if hall.wanted > 0 {
                hall.wanted -= 1;
            } else {
                hall.idle -= 1;
                hall.going += 1;
            }
        };
        let seat = &mut hall.seats[actor as usize];
        seat.seated = true;
        seat.counted = true;
        let machine = seat.machine.take()?;
        let (cancelled, bed) = (Arc::clone(&seat.cancelled), Arc::clone(&seat.bed));
        drop(hall);
        let lane = self.watch.lane(actor, &machine.name, thread);
        Some((Life { real: self, actor, line: 0, cancelled, bed, lane, told: false, crew }, machine))
    }

    /// Says that who ran an actor runs no other one: each task is run by a future of its own.
    pub fn retire(&self) {
        let mut hall = self.hall();
        if hall.verdict.is_none() {
            hall.threads -= 1;
            hall.going -= 1;
            self.look_whether_stuck(&mut hall);
        }
    }

    /// Takes the frames of an actor that is over.
    pub fn finish(&self, mut life: Life<'_>, machine: Machine) {
        life.hear(Event::Ends { failed: matches!(machine.over, Some(Err(_))) });
        let me = life.actor;
        let mut hall = self.hall();
        let seat = &mut hall.seats[me as usize];
        seat.machine = Some(machine);
        seat.over = true;
        seat.counted = false;
        seat.op = None;
        let daemon = seat.daemon;
        hall.live -= usize::from(!daemon);
        if !hall.forced {
            for other in 0..hall.seats.len() {
                let seat = &hall.seats[other];
                let waits = seat.resting
                    && match &seat.op {
                        Some(Op::Join(at, _) | Op::Result(at)) => *at == me,
                        Some(Op::Completed(all)) => all.contains(&me),
                        _ => false,
                    };
                if waits {
                    hall.rouse(other as u32);
                }
            }
            if hall.live == 0 {
                self.decide(&mut hall, Verdict::Ended);
            }
            self.look_whether_gone(&mut hall, me);
        }
    }

    /// Takes the frames of an actor that is not over, because all has ended.
    pub fn leave(&self, life: &Life<'_>, machine: Machine) {
        let mut hall = self.hall();
        if hall.verdict.is_none() && self.stop.is_set() {
            self.decide(&mut hall, Verdict::Stopped);
        }
        hall.seats[life.actor as usize].machine = Some(machine);
    }

    /// Makes an actor that has not begun.
    pub fn make(&self, making: &Making) -> Answer {
        self.make_in(&mut self.hall(), making, Phase::Unbegun)
    }

    pub(super) fn make_in(&self, hall: &mut Hall, making: &Making, phase: Phase) -> Answer {
        let actor = hall.seats.len() as u32;
        if actor >= MOST_ACTORS {
            return too_many_actors();
        }
        let (name, index) = name_of(&self.program, making, hall.seats.iter().map(|seat| &*seat.name));
        let made =
            Machine::new(&self.program, name, index, making.kind, false, making.function, &making.operands);
        hall.seats.push(Seat::new(made, Phase::Unbegun));
        if phase == Phase::Ready {
            self.begin(hall, actor);
        }
        goes(Value::Actor(actor))
    }

    /// Lets an actor begin as soon as there is a thread for it.
    fn begin(&self, hall: &mut Hall, actor: u32) {
        hall.seats[actor as usize].phase = Phase::Ready;
        hall.live += 1;
        hall.fresh.push_back(actor);
        if hall.forced {
            hall.begun.push(actor);
        }
        if hall.idle > 0 {
            hall.idle -= 1;
            hall.wanted += 1;
            hall.going += 1;
            self.lounge.notify_one();
        } else if hall.threads < hall.places {
            hall.threads += 1;
            hall.going += 1;
            hall.missing += 1;
        }
    }

    pub(super) fn begin_made(&self, hall: &mut Hall, actor: u32) -> Answer {
        let seat = &hall.seats[actor as usize];
        if seat.phase == Phase::Unbegun {
            self.begin(hall, actor);
            return goes(Value::None);
        }
        match &seat.machine {
            Some(machine) if seat.over => cannot_start(machine),
            _ => super::super::sentences::has_begun(&seat.name),
        }
    }

    fn unless_unbegun(&self, hall: &Hall, actor: u32, then: impl FnOnce() -> Attempt) -> Attempt {
        let seat = &hall.seats[actor as usize];
        if seat.phase == Phase::Unbegun {
            Attempt::Goes(never_began(&seat.name))
        } else if !seat.over {
            Attempt::Cannot
        } else {
            then()
        }
    }

    pub(super) fn join(&self, hall: &Hall, actor: u32) -> Attempt {
        self.unless_unbegun(hall, actor, || Attempt::Goes(yes(true)))
    }

    /// Answers with what an actor returned; what it failed with is asked for by that.
    pub(super) fn result(&self, hall: &mut Hall, actor: u32) -> Attempt {
        let waits = self.unless_unbegun(hall, actor, || Attempt::Stays);
        let Attempt::Stays = waits else { return waits };
        let Some(machine) = &mut hall.seats[actor as usize].machine else { return Attempt::Cannot };
        Attempt::Goes(match &machine.over {
            Some(Ok(value)) => goes(value.clone()),
            Some(Err(Failure { text, .. })) => {
                machine.asked = true;
                Answer::Fail(Arc::clone(text))
            }
            None => return Attempt::Cannot,
        })
    }

    pub(super) fn completed(&self, hall: &Hall, actors: &[u32], which: u16) -> Attempt {
        let one = |actor: u32| self.unless_unbegun(hall, actor, || Attempt::Goes(goes(Value::Actor(actor))));
        if which != ANY {
            return actors.get(usize::from(which)).map_or(Attempt::Cannot, |actor| one(*actor));
        }
        let ready =
            actors.iter().map(|actor| one(*actor)).find(|attempt| !matches!(attempt, Attempt::Cannot));
        ready.unwrap_or(Attempt::Cannot)
    }

    /// Cancels an actor: at once where it stands at something that may block, otherwise there.
    pub(super) fn cancel(&self, hall: &mut Hall, actor: u32) {
        let seat = &mut hall.seats[actor as usize];
        if seat.over {
            return;
        }
        match (seat.phase, seat.op.clone().filter(|_| seat.resting)) {
            (Phase::Unbegun, _) => {
                if let Some(machine) = &mut seat.machine {
                    machine.abandon(&self.program, CANCELLED);
                    machine.asked = true;
                }
                seat.phase = Phase::Ready;
                seat.over = true;
            }
            (Phase::Ready, Some(op)) if op.may_block() => {
                let phase = seat.phase;
                self.deregister(hall, actor, &op, phase);
                hall.free(actor, Answer::fail(CANCELLED));
            }
            (Phase::Ready, _) => seat.cancelled.store(true, SeqCst),
            (Phase::Parked, Some(op)) => {
                self.withdraw(hall, actor, &op);
                if matches!(op, Op::Wait(..)) {
                    hall.turn_to(actor, Phase::Cancelled);
                } else {
                    hall.free(actor, Answer::fail(CANCELLED));
                }
            }
            _ => seat.phase = Phase::Cancelled,
        }
    }
}
