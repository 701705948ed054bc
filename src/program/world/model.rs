//! The model: a program's whole state as a few words that can be compared, hashed and copied.

use std::sync::Arc;

use super::super::code::{Program, ResourceKind};
use super::super::machine::{CANCELLED, Host, Machine, Silent};
use super::super::op::{Answer, Op};
use super::interning::{Brief, Tables};
use super::layout::{Layout, pack, unpack};
use super::sentences::{MOST_FREE, WITHOUT_A_STEP};
use super::{Performed, World};

/// The alternative "gives up", where a time limit allows it.
pub const GIVES_UP: u16 = u16::MAX;
/// The alternative "wakes without cause".
pub const WAKES: u16 = u16::MAX - 1;
/// The alternative "the oldest store reaches memory".
pub const FLUSHES: u16 = u16::MAX - 2;

/// One possible step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// Who takes it.
    pub actor: u16,
    /// Which of the steps that this actor has here: the branch of a `select` and the like, or one of the constants
    /// above. Nearly always 0.
    pub alternative: u16,
}

/// How an actor stands before its step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Phase {
    /// Nothing has been done for it yet.
    Ready = 0,
    /// It waits until others let it go on.
    Parked = 1,
    /// It was notified, and takes the lock of its condition.
    Woken = 2,
    /// It gave up waiting, and takes the lock of its condition.
    GaveUp = 3,
    /// It was cancelled while it waited, and takes the lock of its condition.
    Cancelled = 4,
    /// It has not begun.
    Unbegun = 5,
    /// As ready, but the next time it may block it ends.
    Flagged = 6,
}

const PHASES: [Phase; 8] = [
    Phase::Ready,
    Phase::Parked,
    Phase::Woken,
    Phase::GaveUp,
    Phase::Cancelled,
    Phase::Unbegun,
    Phase::Flagged,
    Phase::Ready,
];

/// Writes the number of an actor's frames and its phase as one word: a small one for small numbers where it is ready, as
/// nearly always, so that states take few bytes.
fn word_of(number: u32, phase: Phase) -> u32 {
    match phase {
        Phase::Ready => number << 1,
        other => number << 4 | (other as u32) << 1 | 1,
    }
}

fn number_in(word: u32) -> u32 {
    if word & 1 == 0 { word >> 1 } else { word >> 4 }
}

fn phase_in(word: u32) -> Phase {
    if word & 1 == 0 { Phase::Ready } else { PHASES[(word >> 1 & 7) as usize] }
}

/// What memory promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Memory {
    /// Sequential consistency: a write is visible at once.
    #[default]
    Sc,
    /// Total store order, as on x86: writes wait in a queue of each thread.
    Tso,
}

/// A state, by the words of all its parts. What the words mean, only the model knows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct State {
    /// The words.
    pub(super) words: Vec<u32>,
}

impl State {
    /// Writes it as bytes behind others.
    pub fn pack(&self, out: &mut Vec<u8>) {
        pack(&self.words, out);
    }

    /// Becomes the same as another, in the memory that it has.
    pub fn copy(&mut self, other: &State) {
        self.words.clone_from(&other.words);
    }

    /// Reads it from bytes.
    pub fn unpack(&mut self, bytes: &[u8]) {
        unpack(bytes, &mut self.words);
    }
}

/// A program, and the tables that its states refer to.
#[derive(Debug)]
pub struct Model {
    /// The program.
    pub program: Arc<Program>,
    pub(super) layout: Layout,
    pub(super) tables: Tables,
    pub(super) tso: bool,
}

/// One step while it is taken: the model, the state it changes, and who may go on by it.
pub(super) struct Turn<'m, 'h> {
    pub model: &'m mut Model,
    pub words: &'m mut Vec<u32>,
    pub freed: Vec<(u32, Answer)>,
    pub host: Option<&'h mut dyn Host>,
}

impl Model {
    /// Makes the model of a program.
    pub fn new(program: Arc<Program>, memory: Memory) -> Model {
        let tso = memory == Memory::Tso;
        Model { layout: Layout::new(&program, tso), tables: Tables::new(), tso, program }
    }

    /// Makes models for threads that explore together: what a state means to one it means to all, once they have
    /// [caught up](Self::catch_up).
    pub fn shared_out(self, threads: usize) -> Vec<Model> {
        let Model { program, layout, tables, tso } = self;
        let copy = |tables| Model { program: Arc::clone(&program), layout: layout.clone(), tables, tso };
        tables.shared_out(threads).into_iter().map(copy).collect()
    }

    /// Learns the parts of states that others have found.
    pub fn catch_up(&mut self) {
        self.tables.catch_up();
    }

    /// Returns about how many bytes the tables take.
    pub fn bytes(&self) -> usize {
        self.tables.bytes()
    }

    /// Returns how many instructions have been run, as a measure of time.
    pub fn spent(&self) -> u64 {
        self.tables.spent()
    }

    /// Returns the state in which every actor stands before its first step.
    pub fn initial(&mut self, host: Option<&mut dyn Host>) -> State {
        let program = Arc::clone(&self.program);
        let mut words = vec![];
        for cell in &program.cells {
            words.push(self.tables.value(&cell.initial));
        }
        words.resize(self.layout.actors, 0);
        for (at, resource) in program.resources.iter().enumerate() {
            if let ResourceKind::Semaphore { initial } = resource.kind {
                words[self.layout.resources[at]] = initial;
            }
        }
        let mut turn = Turn { model: self, words: &mut words, freed: vec![], host };
        let mut silent = Silent;
        for role in &program.roles {
            let mut machine = Machine::new(
                &program,
                role.name.clone(),
                role.index,
                role.kind,
                role.daemon,
                role.function,
                &[],
            );
            match &mut turn.host {
                Some(host) => machine.resume(&program, *host, None),
                None => machine.resume(&program, &mut silent, None),
            }
            turn.add(machine, Phase::Ready);
        }
        for actor in 0..program.roles.len() as u32 {
            turn.settle(actor);
        }
        turn.pass_turn(None);
        State { words }
    }

    /// Returns how many actors there are.
    pub fn actors(&self, state: &State) -> u32 {
        self.layout.count(&state.words)
    }

    /// Returns an actor.
    pub fn machine(&self, state: &State, actor: u32) -> &Machine {
        self.tables.machine_of(self.number(&state.words, actor))
    }

    /// Returns how it stands before its step.
    pub fn phase(&self, state: &State, actor: u32) -> Phase {
        self.phase_of(&state.words, actor)
    }

    /// Says whether an actor is over, and all it wrote is visible.
    pub fn is_over(&self, state: &State, actor: u32) -> bool {
        self.over(&state.words, actor)
    }

    /// Says whether all but daemons are over.
    pub fn has_ended(&self, state: &State) -> bool {
        self.ended(&state.words)
    }

    /// Says whether an actor has begun.
    pub fn has_begun(&self, state: &State, actor: u32) -> bool {
        self.phase_of(&state.words, actor) != Phase::Unbegun
    }

    /// Says whether an actor could go on if it had the event loop.
    pub fn may_step_alone(&self, state: &State, actor: u32) -> bool {
        self.goes_on(&state.words, actor)
    }

    /// Returns the shared variable, not atomic, that an actor's next step reads or writes, and whether it writes.
    pub fn access(&self, state: &State, actor: u32) -> Option<(u32, bool)> {
        let access = self.brief(&state.words, actor).op.as_ref()?.access();
        access.filter(|(cell, _)| !self.program.cells[*cell as usize].atomic)
    }

    /// Returns the number of an actor's frames; equal numbers are equal frames.
    pub fn machine_number(&self, state: &State, actor: u32) -> u32 {
        self.number(&state.words, actor)
    }

    pub(super) fn number(&self, words: &[u32], actor: u32) -> u32 {
        number_in(words[self.layout.actor(actor)])
    }

    pub(super) fn brief(&self, words: &[u32], actor: u32) -> &Brief {
        self.tables.brief(self.number(words, actor))
    }

    pub(super) fn phase_of(&self, words: &[u32], actor: u32) -> Phase {
        phase_in(words[self.layout.actor(actor)])
    }

    pub(super) fn over(&self, words: &[u32], actor: u32) -> bool {
        let brief = self.brief(words, actor);
        brief.over && (!self.tso || brief.task || words[self.layout.actor(actor) + 1] == 0)
    }

    pub(super) fn ended(&self, words: &[u32]) -> bool {
        (0..self.layout.count(words)).all(|actor| {
            self.brief(words, actor).daemon
                || self.over(words, actor)
                || self.phase_of(words, actor) == Phase::Unbegun
        }) && words[self.layout.turn + 1] == 0
    }

    /// Returns the word with the stores of an actor that are not yet in memory.
    pub(super) fn buffer(&self, words: &[u32], actor: u32) -> usize {
        if self.brief(words, actor).task { self.layout.turn + 1 } else { self.layout.actor(actor) + 1 }
    }

    /// Adds all possible steps of a state to `out`, in the order of actors and alternatives.
    pub fn steps(&self, state: &State, out: &mut Vec<Step>) {
        out.clear();
        let words = &state.words;
        if self.ended(words) {
            return;
        }
        let turn = words[self.layout.turn];
        let mut flushes_of_tasks = self.tso && words[self.layout.turn + 1] != 0;
        for actor in 0..self.layout.count(words) {
            let brief = self.brief(words, actor);
            let first = out.len();
            if !brief.over && (!brief.task || turn == 0 || turn == actor + 1) {
                self.alternatives(words, actor, |alternative| {
                    out.push(Step { actor: actor as u16, alternative });
                });
            }
            if self.tso
                && (if brief.task { flushes_of_tasks } else { words[self.layout.actor(actor) + 1] != 0 })
            {
                flushes_of_tasks &= !brief.task;
                out.push(Step { actor: actor as u16, alternative: FLUSHES });
            }
            out[first..].sort_unstable();
        }
    }

    /// Takes a step: `state` becomes the next one.
    pub fn take(&mut self, state: &mut State, step: Step, host: Option<&mut dyn Host>) {
        let actor = u32::from(step.actor);
        let mut turn = Turn { model: self, words: &mut state.words, freed: vec![], host };
        if step.alternative == FLUSHES {
            turn.flush(actor);
            turn.pass_turn(None);
            return;
        }
        let Some(op) = turn.model.brief(turn.words, actor).op.clone() else { return };
        match turn.perform(actor, &op, step.alternative) {
            Performed::Goes(answer) => turn.advance(actor, answer),
            Performed::Stays => {}
        }
        for (freed, answer) in std::mem::take(&mut turn.freed) {
            turn.advance(freed, answer);
        }
        turn.pass_turn(Some((actor, &op)));
    }
}

impl Turn<'_, '_> {
    pub fn set_actor(&mut self, actor: u32, number: u32, phase: Phase) {
        self.words[self.model.layout.actor(actor)] = word_of(number, phase);
    }

    pub fn set_phase(&mut self, actor: u32, phase: Phase) {
        let number = self.model.number(self.words, actor);
        self.set_actor(actor, number, phase);
    }

    /// Adds an actor and returns its number.
    pub fn add(&mut self, machine: Machine, phase: Phase) -> u32 {
        let number = self.model.tables.machine(machine);
        let actor = self.model.layout.count(self.words);
        let length = self.words.len() + self.model.layout.stride;
        self.words.resize(length, 0);
        self.set_actor(actor, number, phase);
        actor
    }

    /// Lets an actor go on with an answer, up to its next step.
    pub fn advance(&mut self, actor: u32, answer: Answer) {
        let mut answer = Some(answer);
        let mut left = MOST_FREE;
        while let Some(now) = answer {
            let number = self.model.number(self.words, actor);
            let host: Option<&mut dyn Host> = match &mut self.host {
                Some(host) => Some(*host),
                None => None,
            };
            let Model { program, tables, .. } = &mut *self.model;
            let next = tables.resumed(program, number, now, host);
            let flagged = self.model.phase_of(self.words, actor) == Phase::Flagged;
            self.set_actor(actor, next, if flagged { Phase::Flagged } else { Phase::Ready });
            answer = self.settled(actor);
            left -= 1;
            if left == 0 && answer.is_some() {
                let mut machine = self.model.tables.machine_of(next).clone();
                machine.abandon(&self.model.program, WITHOUT_A_STEP);
                let number = self.model.tables.machine(machine);
                self.set_actor(actor, number, Phase::Ready);
                return;
            }
        }
    }

    /// Does what is no step of its own, at the beginning.
    pub fn settle(&mut self, actor: u32) {
        if let Some(answer) = self.settled(actor) {
            self.advance(actor, answer);
        }
    }

    /// Makes an actor, or ends one that was cancelled; returns what its machine is to be told.
    fn settled(&mut self, actor: u32) -> Option<Answer> {
        if let Some(Op::New(making)) = &self.model.brief(self.words, actor).op {
            let making = Arc::clone(making);
            return Some(self.make(&making, Phase::Unbegun));
        }
        if self.model.phase_of(self.words, actor) == Phase::Flagged
            && self.model.ends_cancelled(self.words, actor)
        {
            self.set_phase(actor, Phase::Ready);
            return Some(Answer::fail(CANCELLED));
        }
        None
    }
}
