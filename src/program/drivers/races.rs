//! Accesses without order in a real run, by vector clocks.
//!
//! An actor's clock has a number for each actor: how far that one had come when this one last heard of it, directly or
//! through others. Who gives something back, puts, notifies, starts another or ends leaves its clock there, before it
//! does so; who takes it later has heard of all that was left. Two accesses to a shared variable, one of them a write,
//! have no order if the later one has not heard of the earlier one.
//!
//! The method is that of Fidge and Mattern, as in ThreadSanitizer. It tells more than was seen going wrong, and never
//! of accesses that something orders in this run. A clock may be found a little before what was left with it, so it
//! may tell less than there is.

use std::sync::Arc;

use super::super::code::{Program, ResourceKind};
use super::super::op::{Answer, Op};
use super::super::value::Value;
use super::super::world::access::{Access, Conflict};
use super::super::world::sentences::lock_of;

/// How far each actor had come; those behind the end have not begun.
type Clock = Vec<u32>;

/// Where clocks are left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Resource(u32),
    Atomic(u32),
    Actor(u32),
    /// With those who are about to begin.
    Beginning,
}

/// An access that was made.
#[derive(Debug)]
struct Past {
    actor: u32,
    line: u32,
    writes: bool,
    /// How far its actor had come.
    at: u32,
}

/// Looks for accesses without order.
#[derive(Debug)]
pub struct Races {
    actors: Vec<Clock>,
    names: Vec<Arc<str>>,
    resources: Vec<Clock>,
    atomics: Vec<Clock>,
    beginning: Clock,
    /// For each variable the newest access of each actor, line and kind.
    past: Vec<Vec<Past>>,
    found: Vec<Conflict>,
}

fn join(into: &mut Clock, from: &Clock) {
    into.resize(into.len().max(from.len()), 0);
    into.iter_mut().zip(from).for_each(|(into, from)| *into = (*into).max(*from));
}

impl Races {
    /// Begins with a program.
    pub fn new(program: &Program) -> Races {
        Races {
            actors: vec![],
            names: vec![],
            resources: vec![vec![]; program.resources.len()],
            atomics: vec![vec![]; program.cells.len()],
            beginning: vec![],
            past: program.cells.iter().map(|_| vec![]).collect(),
            found: vec![],
        }
    }

    /// Returns what was found, in the order in which it was.
    pub fn into_list(self) -> Vec<Conflict> {
        self.found
    }

    /// Hears that an actor begins.
    pub fn begins(&mut self, actor: u32, name: &Arc<str>) {
        let at = actor as usize;
        if self.actors.len() <= at {
            self.actors.resize(at + 1, vec![]);
            self.names.resize(at + 1, Arc::from(""));
        }
        self.names[at] = Arc::clone(name);
        let clock = &mut self.actors[at];
        join(clock, &self.beginning);
        clock.resize(clock.len().max(at + 1), 0);
        clock[at] += 1;
    }

    fn place(&mut self, place: Place) -> &mut Clock {
        match place {
            Place::Resource(at) => &mut self.resources[at as usize],
            Place::Atomic(at) => &mut self.atomics[at as usize],
            Place::Actor(at) => {
                let length = self.actors.len().max(at as usize + 1);
                self.actors.resize(length, vec![]);
                self.names.resize(length, Arc::from(""));
                &mut self.actors[at as usize]
            }
            Place::Beginning => &mut self.beginning,
        }
    }

    fn leave(&mut self, actor: u32, place: Place) {
        let clock = self.actors[actor as usize].clone();
        join(self.place(place), &clock);
        self.actors[actor as usize][actor as usize] += 1;
    }

    fn hear(&mut self, actor: u32, place: Place) {
        let clock = self.place(place).clone();
        join(&mut self.actors[actor as usize], &clock);
    }

    /// Hears that an actor is about to take a step.
    pub fn before(&mut self, program: &Program, actor: u32, op: &Op, line: u32) {
        if let Some((cell, writes)) = op.access()
            && !program.cells[cell as usize].atomic
        {
            return self.access(program, actor, cell, line, writes);
        }
        leaves(program, op, |place| self.leave(actor, place));
    }

    /// Hears that an actor took a step, and what it was answered.
    pub fn after(&mut self, program: &Program, actor: u32, op: &Op, answer: &Answer) {
        match answer {
            // Who was not given what it tried to get has heard nothing.
            Answer::Value(Value::Bool(false)) if !matches!(op, Op::Wait(..) | Op::Compare(..)) => {}
            Answer::Value(Value::Actor(other)) if matches!(op, Op::Completed(_)) => {
                self.hear(actor, Place::Actor(*other));
            }
            _ => hears(program, op, |place| self.hear(actor, place)),
        }
    }

    fn access(&mut self, program: &Program, actor: u32, cell: u32, line: u32, writes: bool) {
        let clock = &self.actors[actor as usize];
        for past in &self.past[cell as usize] {
            let heard = clock.get(past.actor as usize).copied().unwrap_or(0);
            if past.actor == actor || !(writes || past.writes) || heard >= past.at {
                continue;
            }
            let access = |actor: u32, line, writes| Access {
                actor: self.names[actor as usize].to_string(),
                line,
                writes,
            };
            let (now, then) = (access(actor, line, writes), access(past.actor, past.line, past.writes));
            let (first, second) = if actor < past.actor { (now, then) } else { (then, now) };
            let variable = program.cells[cell as usize].name.clone();
            let conflict = Conflict { variable, first, second };
            if !self.found.contains(&conflict) {
                self.found.push(conflict);
            }
        }
        let at = clock[actor as usize];
        let past = &mut self.past[cell as usize];
        let same = |past: &&mut Past| (past.actor, past.line, past.writes) == (actor, line, writes);
        match past.iter_mut().find(same) {
            Some(past) => past.at = at,
            None => past.push(Past { actor, line, writes, at }),
        }
    }
}

fn hands_over(program: &Program, channel: u32) -> bool {
    program.resources[channel as usize].kind == ResourceKind::Channel { capacity: Some(0) }
}

/// Calls `found` with every place where a step leaves the clock of its actor.
fn leaves(program: &Program, op: &Op, mut found: impl FnMut(Place)) {
    match op {
        Op::Write(cell, _) | Op::Update(cell, ..) | Op::Swap(cell, _) | Op::Compare(cell, ..) => {
            found(Place::Atomic(*cell));
        }
        Op::Unlock(at)
        | Op::UnlockRead(at)
        | Op::UnlockWrite(at)
        | Op::Release(at)
        | Op::Notify(at)
        | Op::NotifyAll(at)
        | Op::Meet(at)
        | Op::Put(at, ..)
        | Op::TryPut(at, _)
        | Op::Close(at) => found(Place::Resource(*at)),
        Op::Wait(at, _) => found(Place::Resource(lock_of(program, *at))),
        Op::Take(at, _) | Op::TakeEach(at) | Op::TryTake(at) if hands_over(program, *at) => {
            found(Place::Resource(*at));
        }
        Op::Select(choices, _) => {
            for choice in choices.iter() {
                if choice.put.is_some() || hands_over(program, choice.channel) {
                    found(Place::Resource(choice.channel));
                }
            }
        }
        Op::Start(_) => found(Place::Beginning),
        Op::Begin(other) => found(Place::Actor(*other)),
        _ => {}
    }
}

/// Calls `found` with every place where a step hears of the clocks that were left.
fn hears(program: &Program, op: &Op, mut found: impl FnMut(Place)) {
    match op {
        Op::Read(cell) if program.cells[*cell as usize].atomic => found(Place::Atomic(*cell)),
        Op::Update(cell, ..) | Op::Swap(cell, _) | Op::Compare(cell, ..) => found(Place::Atomic(*cell)),
        Op::Lock(at, _)
        | Op::TryLock(at)
        | Op::LockRead(at)
        | Op::LockWrite(at)
        | Op::Acquire(at, _)
        | Op::TryAcquire(at)
        | Op::Meet(at)
        | Op::Take(at, _)
        | Op::TakeEach(at)
        | Op::TryTake(at)
        | Op::LengthOf(at) => found(Place::Resource(*at)),
        Op::Wait(at, _) => {
            found(Place::Resource(*at));
            found(Place::Resource(lock_of(program, *at)));
        }
        Op::Put(at, ..) | Op::TryPut(at, _) if hands_over(program, *at) => found(Place::Resource(*at)),
        Op::Select(choices, _) => choices.iter().for_each(|choice| found(Place::Resource(choice.channel))),
        Op::Join(other, _) | Op::Result(other) | Op::Done(other) => found(Place::Actor(*other)),
        _ => {}
    }
}
