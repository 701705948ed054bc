//! The real world: what steps act on where actors are threads.
//!
//! A step that needs nobody else is an atomic operation or two on the thing itself (`cells`, `things`). Who must wait,
//! or lets others go on, does so in the `hall`, whose state is that of one moment: so "nobody can go on" is a fact
//! there and no guess, and so is a cycle of actors that wait for each other (`deadlocks`).
//!
//! The same code also takes the steps of a given order, one at a time: then all go through the hall.

mod at_once;
mod attempt;
mod cells;
mod deadlocks;
mod hall;
mod in_order;
mod lives;
mod meetings;
mod parking;
mod remains;
mod things;

use std::sync::atomic::Ordering::{Relaxed, SeqCst};
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::super::code::Program;
use super::super::machine::Machine;
use super::super::op::{Answer, Op};
use super::super::value::Value;
use super::model::Phase;
use crate::run::crew::Stop;
use crate::run::trace::clock::Clock;

pub use lives::{Crew, Life};
pub use remains::{Left, Stand};

use cells::Cell;
use hall::{Hall, Seat};
use things::Thing;

/// The alternative "whichever is possible".
pub const ANY: u16 = u16::MAX - 3;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// All but daemons are over.
    Ended,
    /// Nobody can go on.
    Stuck,
    /// It was stopped from outside.
    Stopped,
    /// Nobody can go on but those who have no thread; there would have to be so many.
    TooFew(usize),
    /// A step of a given order is not possible.
    Refused,
}

/// What an actor of a real run hears of itself.
#[derive(Debug)]
#[allow(missing_docs)]
pub enum Event<'e> {
    /// It took a step, in this line.
    Step(&'e Op, u32),
    /// It waits at a step, in this line.
    Waits(&'e Op, u32),
    /// It no longer waits.
    GoesOn,
    /// It holds a resource from now on, or once more, by a step in this line.
    Takes(u32, u32),
    /// It is about to give a resource back, if it holds it: whoever takes it next hears of that later.
    GivesBack(u32, u32),
    /// It is over, and whether it failed.
    Ends { failed: bool },
}

/// Where an actor's events go; its thread has it alone.
pub trait Lane {
    /// Hears of an event as it happens.
    fn hear(&mut self, event: Event<'_>);
}

/// Who watches a run.
pub trait Watch: Sync {
    /// Returns where the events of an actor go, if they are wanted. The actor begins now, on this thread of the run.
    fn lane(&self, _actor: u32, _name: &str, _thread: usize) -> Option<Box<dyn Lane + '_>> {
        None
    }
    /// Hears of a task's turn on the event loop, at its beginning and at its end.
    fn turn(&self, _actor: u32, _begins: bool) {}
    /// Hears of a deadlock when its cycle closes. The hall waits meanwhile.
    fn deadlock(&self, _sentence: &str) {}
}

/// Nobody watches.
#[derive(Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}

/// The real world of one run.
pub struct Real<'a> {
    /// The program.
    pub program: Arc<Program>,
    cells: Vec<Cell>,
    things: Vec<Thing>,
    hall: Mutex<Hall>,
    /// Where threads without an actor sleep.
    lounge: Condvar,
    /// Where who gives an order of steps sleeps.
    conductor: Condvar,
    halted: AtomicBool,
    free: AtomicBool,
    /// How many threads of the beginning are awake at the start line.
    awake: AtomicUsize,
    stop: &'a Stop,
    watch: &'a dyn Watch,
    clock: Clock,
}

fn goes(value: Value) -> Answer {
    Answer::Value(value)
}

fn yes(value: bool) -> Answer {
    goes(Value::Bool(value))
}

impl<'a> Real<'a> {
    /// Makes the world of a program, with so many threads at most. `forced` is for a given order of steps.
    pub fn new(
        program: &Arc<Program>,
        places: usize,
        forced: bool,
        stop: &'a Stop,
        watch: &'a dyn Watch,
    ) -> Real<'a> {
        let mut hall = Hall { places, forced, ..Hall::default() };
        hall.queues.resize_with(program.resources.len(), Default::default);
        for (at, role) in program.roles.iter().enumerate() {
            let name = Arc::clone(&role.name);
            let made = Machine::new(program, name, role.index, role.kind, role.daemon, role.function, &[]);
            hall.live += usize::from(!role.daemon);
            hall.seats.push(Seat::new(made, Phase::Ready));
            hall.fresh.push_back(at as u32);
        }
        hall.turns.extend(0..if forced { program.roles.len() as u32 } else { 0 });
        Real {
            cells: program.cells.iter().map(Cell::new).collect(),
            things: program.resources.iter().map(|resource| Thing::new(resource.kind)).collect(),
            program: Arc::clone(program),
            hall: Mutex::new(hall),
            lounge: Condvar::new(),
            conductor: Condvar::new(),
            halted: AtomicBool::new(false),
            free: AtomicBool::new(!forced),
            awake: AtomicUsize::new(0),
            stop,
            watch,
            clock: Clock::start(),
        }
    }

    fn hall(&self) -> MutexGuard<'_, Hall> {
        self.hall.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the time since the world was made, in nanoseconds.
    pub fn now(&self) -> i64 {
        (self.clock.now() * 1e3) as i64
    }

    /// Says whether threads may go on: nothing has ended, and nobody wants it to.
    pub fn goes_on(&self) -> bool {
        !self.halted.load(Relaxed) && !self.stop.is_set()
    }

    /// Ends the run at once, as if it had been stopped.
    pub fn halt(&self) {
        self.decide(&mut self.hall(), Verdict::Stopped);
    }

    /// Ends the run, unless it has ended already.
    fn decide(&self, hall: &mut Hall, verdict: Verdict) {
        if hall.verdict.is_some() {
            return;
        }
        hall.verdict = Some(verdict);
        self.halted.store(true, SeqCst);
        for seat in &mut hall.seats {
            seat.wake();
        }
        self.lounge.notify_all();
        self.conductor.notify_all();
    }

    /// Decides what it means if nobody goes on.
    fn look_whether_stuck(&self, hall: &mut Hall) {
        if hall.going > 0 {
            return;
        }
        if hall.forced {
            self.conductor.notify_one();
        } else if hall.live == 0 {
            self.decide(hall, Verdict::Ended);
        } else if hall.fresh.is_empty() {
            hall.alone = self.left_alone(hall);
            self.decide(hall, Verdict::Stuck);
        } else {
            let needs = hall.seats.iter().filter(|seat| seat.phase != Phase::Unbegun && !seat.over).count();
            self.decide(hall, Verdict::TooFew(needs));
        }
    }
}
