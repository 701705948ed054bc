//! Takes all steps of some states. Threads do this side by side, each with a model of its own.

use std::sync::atomic::AtomicU32;

use super::super::world::endings::Ending;
use super::super::world::model::{Model, State, Step};
use super::conflicts::{Conflict, Conflicts};
use super::names::{UNNAMED, plain};
use super::store::{PARTS, Store, hash_of, part, part_of};

/// How many instructions one thread runs before it is asked again whether to go on, where steps are long.
const MOST_INSTRUCTIONS: u64 = 5_000_000;
/// How many steps there may be of the states of one piece, beyond which the rest of them are left to the next.
const MOST_STEPS: usize = 1 << 20;

/// A thread's own: a model, what it has seen, and room to work in. Aligned, as are pieces and parts of the index: what
/// different threads write at the same time must not share a line of a cache.
#[repr(align(128))]
pub struct Expander {
    /// The model.
    pub model: Model,
    conflicts: Conflicts,
    state: State,
    next: State,
    steps: Vec<Step>,
}

/// What comes of some states that follow each other: their steps, and to which states these lead.
#[derive(Debug, Default)]
#[repr(align(128))]
pub struct Piece {
    /// The first of the states.
    pub first: u32,
    /// For each state that was expanded, where its steps end.
    pub ends: Vec<u32>,
    /// The steps.
    pub steps: Vec<Step>,
    /// Their labels, those of steps that are not plain once the batch ends.
    pub labels: Vec<u16>,
    /// Whether there are any of those.
    pub has_unnamed: bool,
    /// The number of the state that each step leads to, at first a provisional one where it is new.
    pub targets: Vec<AtomicU32>,
    /// The hash of the state that each step leads to.
    pub hashes: Vec<u32>,
    /// For each part of the index the steps that lead there, in order.
    pub by_part: [Vec<u32>; PARTS],
    /// States without steps, and what they come to.
    pub terminals: Vec<(u32, Ending)>,
    /// Accesses without order, and in which state they were seen first.
    pub conflicts: Vec<(u32, Conflict)>,
    bytes: Vec<u8>,
    byte_ends: Vec<u32>,
}

impl Piece {
    /// Returns the bytes of the state that a step leads to.
    pub fn target(&self, step: u32) -> &[u8] {
        part(&self.bytes, &self.byte_ends, step as usize)
    }

    /// Makes room for the numbers of the states that its steps lead to.
    pub fn make_room(&mut self) {
        self.targets.resize_with(self.steps.len(), AtomicU32::default);
    }

    /// Leaves out all but its first states.
    pub fn truncate(&mut self, states: usize) {
        let steps = states.checked_sub(1).map_or(0, |last| self.ends[last] as usize);
        self.ends.truncate(states);
        self.labels.truncate(steps);
        self.targets.truncate(steps);
    }

    fn clear(&mut self, first: u32) {
        self.first = first;
        self.ends.clear();
        self.steps.clear();
        self.labels.clear();
        self.has_unnamed = false;
        self.targets.clear();
        self.hashes.clear();
        self.by_part.iter_mut().for_each(Vec::clear);
        self.terminals.clear();
        self.conflicts.clear();
        self.bytes.clear();
        self.byte_ends.clear();
    }
}

impl Expander {
    /// Makes room for a thread to work in.
    pub fn new(model: Model) -> Expander {
        let (state, next) = (State::default(), State::default());
        Expander { model, conflicts: Conflicts::default(), state, next, steps: vec![] }
    }

    /// Takes all steps of these states. Leaves some of the last ones out if that would take too long; says whether it
    /// did not.
    pub fn expand(
        &mut self,
        store: &Store,
        states: std::ops::Range<u32>,
        since: u64,
        piece: &mut Piece,
    ) -> bool {
        piece.clear(states.start);
        for number in states {
            if self.model.spent() - since > MOST_INSTRUCTIONS || piece.steps.len() > MOST_STEPS {
                return false;
            }
            self.state.unpack(store.get(number));
            self.model.steps(&self.state, &mut self.steps);
            if self.steps.is_empty() {
                piece.terminals.push((number, self.model.ending(&self.state)));
            } else {
                self.conflicts.look(&self.model, &self.state, &self.steps, |conflict| {
                    piece.conflicts.push((number, conflict));
                });
            }
            for step in &self.steps {
                self.next.copy(&self.state);
                self.model.take(&mut self.next, *step, None);
                let start = piece.bytes.len();
                self.next.pack(&mut piece.bytes);
                let hash = hash_of(&piece.bytes[start..]);
                piece.by_part[part_of(hash)].push(piece.steps.len() as u32);
                piece.byte_ends.push(piece.bytes.len() as u32);
                piece.hashes.push(hash);
                piece.steps.push(*step);
                let label = plain(*step);
                piece.labels.push(label);
                piece.has_unnamed |= label == UNNAMED;
            }
            piece.ends.push(piece.steps.len() as u32);
        }
        true
    }
}
