//! Real threads: each actor runs on one of its own, at the same time as the others.

use std::hint::black_box;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::super::code::Program;
use super::super::machine::{Host, Machine};
use super::super::op::{Answer, Op};
use super::super::syntax::ActorKind;
use super::super::value::Value;
use super::super::world::access::Conflict;
use super::super::world::endings::{Ending, ending};
use super::super::world::real::{ANY, Crew, Left, Life, Real, Verdict, Watch};
use super::super::world::{Performed, World, sentences};
use super::printed::Printed;
use super::races::Races;
use crate::run::crew::Stop;
use crate::run::timer::block;

/// The most threads of a run.
pub const MOST_THREADS: usize = 150;
/// How many figures of `measure` are kept.
const MOST_MEASURED: usize = 1000;

/// How a real run came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// By itself: all are over, or nobody can go on.
    Over(Ending),
    /// It was stopped.
    Stopped,
    /// Actors wait for threads that there are not; the sentence says how many there would have to be.
    TooFewThreads(String),
}

/// The conditions of a real run.
#[derive(Clone, Copy)]
pub struct Conditions<'c> {
    /// How many threads there may be.
    pub places: usize,
    /// Whether accesses without order are looked for, which slows the run down.
    pub races: bool,
    /// Ends the run.
    pub stop: &'c Stop,
    /// Hears of everything.
    pub watch: &'c dyn Watch,
    /// Where threads come from.
    pub threads: &'c dyn Threads,
}

/// Where the threads of a run come from: the operating system, or a pool.
pub trait Threads {
    /// Opens the world for as many threads as there are at the beginning ([`Real::open`]); lets each line up
    /// ([`Real::line_up`]) and serve ([`serve`]); does something else meanwhile; returns when all threads are gone.
    fn run(&self, real: &Real<'_>, desk: &Desk, meanwhile: &mut dyn FnMut());
}

/// What came of a real run.
#[derive(Debug)]
pub struct Run {
    /// How it ended.
    pub end: End,
    /// What is left of it.
    pub left: Left,
    /// What was printed, tallies included.
    pub printed: Printed,
    /// What was measured: by whom, and the value.
    pub measured: Vec<(String, String)>,
    /// Deadlocks that were found, when their cycles closed, though others may have gone on.
    pub deadlocks: Vec<String>,
    /// Who is stuck at something that nobody is left for.
    pub alone: Vec<String>,
    /// Accesses to shared variables that nothing put in order in this run, if they were looked for.
    pub races: Vec<Conflict>,
}

/// What all threads of a run share besides the world.
#[derive(Debug, Default)]
pub struct Desk {
    printed: Mutex<Printed>,
    measured: Mutex<Vec<(String, String)>>,
    races: Option<Mutex<Races>>,
    /// How many instructions there may be without a step; without end where time passes.
    most: Option<u64>,
}

impl Desk {
    /// Makes the desk of a run.
    pub fn new(program: &Program, races: bool, most: Option<u64>) -> Desk {
        Desk { races: races.then(|| Mutex::new(Races::new(program))), most, ..Desk::default() }
    }

    fn look(&self, look: impl FnOnce(&mut Races)) {
        if let Some(races) = &self.races {
            look(&mut locked(races));
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a thread provides to the machine that it runs.
pub(super) struct Hands<'w> {
    real: &'w Real<'w>,
    desk: &'w Desk,
    tallied: i64,
}

impl Host for Hands<'_> {
    fn listens(&self) -> bool {
        true
    }

    fn print(&mut self, actor: &str, line: String) {
        locked(&self.desk.printed).print(actor, line);
    }

    fn write(&mut self, actor: &str, text: &str) {
        locked(&self.desk.printed).write(actor, text);
    }

    fn tally(&mut self, _actor: &str, count: i64) {
        self.tallied = self.tallied.saturating_add(count);
    }

    fn measure(&mut self, actor: &str, value: &Value) {
        let mut measured = locked(&self.desk.measured);
        if measured.len() < MOST_MEASURED {
            measured.push((actor.to_string(), value.to_string()));
        }
    }

    fn now(&mut self) -> i64 {
        if self.desk.most.is_some() { 0 } else { self.real.now() }
    }

    fn work(&mut self, millions: i64) {
        let mut sum = 0u64;
        for _ in 0..millions {
            if !self.real.goes_on() {
                return;
            }
            for number in 0..1_000_000u64 {
                sum = black_box(sum.wrapping_add(number));
            }
        }
    }

    fn block(&mut self, nanoseconds: i64) {
        if self.desk.most.is_some() {
            return;
        }
        block(nanoseconds as f64 / 1e6, || !self.real.goes_on());
    }

    fn most_instructions(&self) -> Option<u64> {
        self.desk.most
    }

    fn goes_on(&mut self) -> bool {
        self.real.goes_on()
    }
}

impl<'w> Hands<'w> {
    pub(super) fn new(real: &'w Real<'w>, desk: &'w Desk) -> Hands<'w> {
        Hands { real, desk, tallied: 0 }
    }

    /// Hands in what was counted.
    pub(super) fn hand_in(self) {
        if self.tallied != 0 {
            locked(&self.desk.printed).tally("", self.tallied);
        }
    }
}

/// Runs actors on this thread, one after the other, until all has ended. `thread` is the number of the thread.
pub fn serve<'w>(real: &'w Real<'w>, crew: &'w dyn Crew, desk: &'w Desk, thread: usize) {
    while let Some((life, machine)) = real.next(thread, crew) {
        let mut hands = Hands::new(real, desk);
        live(real, life, machine, &mut hands);
        hands.hand_in();
    }
}

/// Runs one actor.
fn live<'w>(real: &'w Real<'w>, life: Life<'w>, machine: Machine, hands: &mut Hands<'w>) {
    let Some(mut acting) = Acting::begin(real, life, machine, hands) else { return };
    while let Some(op) = acting.next() {
        let actor = acting.life.actor;
        let performed = acting.life.perform(actor, &op, ANY);
        if !acting.goes_on(op, performed) {
            break;
        }
    }
    acting.end();
}

/// An actor that is run, whoever performs its steps.
pub(super) struct Acting<'a, 'w> {
    real: &'w Real<'w>,
    pub(super) life: Life<'w>,
    machine: Machine,
    hands: &'a mut Hands<'w>,
}

impl<'a, 'w> Acting<'a, 'w> {
    /// Runs it up to its first step; none where it must not begin.
    pub(super) fn begin(
        real: &'w Real<'w>,
        life: Life<'w>,
        mut machine: Machine,
        hands: &'a mut Hands<'w>,
    ) -> Option<Acting<'a, 'w>> {
        if !real.may_begin(&life) {
            real.leave(&life, machine);
            return None;
        }
        hands.desk.look(|races| races.begins(life.actor, &machine.name));
        machine.resume(&real.program, hands, None);
        Some(Acting { real, life, machine, hands })
    }

    /// Returns the step that it stands before; none where it takes no more.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Option<Op> {
        let Acting { real, life, machine, hands } = self;
        let program = &real.program;
        let mut left = sentences::MOST_FREE;
        while let Some(op) = machine.pending.take() {
            if let Op::New(making) = &op {
                if left == 0 {
                    machine.abandon(program, sentences::WITHOUT_A_STEP);
                    return None;
                }
                left -= 1;
                let made = real.make(making);
                machine.resume(program, *hands, Some(made));
                continue;
            }
            life.line = machine.line(program);
            if !real.goes_on() {
                machine.pending = Some(op);
                return None;
            }
            hands.desk.look(|races| races.before(program, life.actor, &op, life.line));
            return Some(op);
        }
        None
    }

    /// Goes on after a step, if it was taken.
    #[inline(always)]
    pub(super) fn goes_on(&mut self, op: Op, performed: Performed) -> bool {
        let Acting { real, life, machine, hands } = self;
        let Performed::Goes(answer) = performed else {
            machine.pending = Some(op);
            return false;
        };
        hands.desk.look(|races| races.after(&real.program, life.actor, &op, &answer));
        if let (Op::Output(text), Answer::Value(_)) = (&op, &answer) {
            hands.write(&machine.name, text);
        }
        machine.resume(&real.program, *hands, Some(answer));
        true
    }

    /// Ends its being run.
    pub(super) fn end(self) {
        let Acting { real, life, machine, .. } = self;
        if machine.over.is_some() { real.finish(life, machine) } else { real.leave(&life, machine) }
    }
}

/// The kinds of actors that a program has, or may start.
pub(super) fn kinds(program: &Program) -> impl Iterator<Item = ActorKind> {
    let started = program.spawns.iter().filter_map(|spawn| spawn.kind);
    program.roles.iter().map(|role| role.kind).chain(started)
}

/// Says why a program cannot run on threads, if it cannot.
pub fn refused(program: &Program) -> Option<String> {
    let other = kinds(program).find(|kind| *kind != ActorKind::Thread)?;
    Some(format!(
        "This program has a {}, and only threads run on threads: step it by hand, explore it, or make it a thread.",
        other.word()
    ))
}

/// Runs a program.
///
/// # Errors
/// Returns a sentence where the program has actors that are no threads.
pub fn run(program: &Arc<Program>, conditions: Conditions<'_>) -> Result<Run, String> {
    if let Some(why) = refused(program) {
        return Err(why);
    }
    let Conditions { places, races, stop, watch, threads } = conditions;
    let real = Real::new(program, places, false, stop, watch);
    let desk = Desk::new(program, races, None);
    threads.run(&real, &desk, &mut || ());
    Ok(came_of(real.into_left(), places, desk))
}

/// Puts together what came of a run.
pub(super) fn came_of(mut left: Left, places: usize, desk: Desk) -> Run {
    let end = match left.verdict {
        Verdict::Ended | Verdict::Stuck | Verdict::Refused => End::Over(ending(&left)),
        Verdict::Stopped => End::Stopped,
        Verdict::TooFew(needs) => End::TooFewThreads(format!(
            "This needs {needs} threads or more, and there are {places}: nobody can go on but actors without one."
        )),
    };
    let (printed, measured) = (desk.printed, desk.measured);
    Run {
        end,
        printed: printed.into_inner().unwrap_or_else(PoisonError::into_inner),
        measured: measured.into_inner().unwrap_or_else(PoisonError::into_inner),
        deadlocks: std::mem::take(&mut left.deadlocks),
        alone: std::mem::take(&mut left.alone),
        races: desk
            .races
            .map_or(vec![], |races| races.into_inner().unwrap_or_else(PoisonError::into_inner).into_list()),
        left,
    }
}
