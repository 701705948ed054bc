//! What is left of a real run, and how everybody stands in one.

use std::sync::Arc;

use super::super::super::code::{Program, ResourceKind};
use super::super::super::machine::Machine;
use super::super::super::op::Op;
use super::super::super::value::Value;
use super::super::endings::Remains;
use super::super::model::Phase;
use super::things::{Thing, locked};
use super::{Real, Verdict};

/// What is left of a real run.
#[derive(Debug)]
pub struct Left {
    program: Arc<Program>,
    actors: Vec<(Machine, Phase, bool)>,
    cells: Vec<Value>,
    lengths: Vec<usize>,
    /// How it ended.
    pub verdict: Verdict,
    /// Deadlocks that were found while it ran.
    pub deadlocks: Vec<String>,
    /// What is said of those who are stuck at something without an owner.
    pub alone: Vec<String>,
}

/// How an actor stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// Its name.
    pub name: String,
    /// The step it stands before.
    pub op: Option<Op>,
    /// The line of that step.
    pub line: u32,
    /// How it stands before it.
    pub phase: Phase,
    /// Whether it ends the next time it may block.
    pub cancelled: bool,
    /// Whether it is over.
    pub over: bool,
}

impl Real<'_> {
    fn length(&self, channel: usize) -> usize {
        match &self.things[channel] {
            Thing::Buffer(buffer) => locked(buffer).items.len(),
            _ => self.hall().queues[channel].offers.len(),
        }
    }

    /// Returns what is left, once all threads are gone.
    pub fn into_left(self) -> Left {
        let lengths = (0..self.things.len()).map(|at| match self.program.resources[at].kind {
            ResourceKind::Channel { .. } => self.length(at),
            _ => 0,
        });
        let lengths = lengths.collect();
        let cells = self.cells.iter().map(|cell| cell.load()).collect();
        let mut hall = self.hall();
        let verdict = hall.verdict.unwrap_or(Verdict::Stopped);
        let deadlocks = std::mem::take(&mut hall.deadlocks);
        let alone = std::mem::take(&mut hall.alone);
        let seats = std::mem::take(&mut hall.seats);
        let actors = seats.into_iter().filter_map(|seat| Some((seat.machine?, seat.phase, seat.over)));
        let actors = actors.collect();
        drop(hall);
        Left { program: self.program, actors, cells, lengths, verdict, deadlocks, alone }
    }

    /// Returns how everybody stands, where nobody has a turn.
    pub fn stands(&self) -> Vec<Stand> {
        let hall = self.hall();
        hall.seats
            .iter()
            .map(|seat| Stand {
                name: seat.name.to_string(),
                op: seat.op.clone().filter(|_| !seat.over),
                line: seat.line,
                phase: seat.phase,
                cancelled: seat.cancelled.load(std::sync::atomic::Ordering::SeqCst),
                over: seat.over,
            })
            .collect()
    }

    /// Returns what a variable of the top is.
    pub fn cell(&self, cell: u32) -> Value {
        self.cells[cell as usize].load()
    }
}

impl Remains for Left {
    fn program(&self) -> &Program {
        &self.program
    }

    fn count(&self) -> u32 {
        self.actors.len() as u32
    }

    fn machine(&self, actor: u32) -> &Machine {
        &self.actors[actor as usize].0
    }

    fn has_begun(&self, actor: u32) -> bool {
        self.actors[actor as usize].1 != Phase::Unbegun
    }

    fn is_over(&self, actor: u32) -> bool {
        self.actors[actor as usize].2
    }

    fn retakes(&self, actor: u32) -> bool {
        matches!(self.actors[actor as usize].1, Phase::Woken | Phase::GaveUp | Phase::Cancelled)
    }

    fn has_ended(&self) -> bool {
        (0..self.count())
            .all(|actor| self.machine(actor).daemon || self.is_over(actor) || !self.has_begun(actor))
    }

    fn cell(&self, cell: u32) -> Value {
        self.cells[cell as usize].clone()
    }

    fn length(&self, channel: u32) -> usize {
        self.lengths[channel as usize]
    }
}
