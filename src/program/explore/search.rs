//! Breadth first: states in the order of their distance, so that the first way to each is a shortest one.
//!
//! A batch of states at a time. Threads first take all steps of its states, a piece of the batch each; then look up where
//! the steps lead, a part of the index each, in the order of the steps; last, one goes through all of them and gives
//! numbers to what is new. So any number of threads gives the same numbers. What is written down of a batch (`books`) is
//! one more piece of work beside the steps of the next one.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use num_bigint::BigUint;
use rustc_hash::FxHashMap;

use super::super::world::endings::Ending;
use super::super::world::model::{Model, State};
use super::books::Books;
use super::conflicts::{Conflict, in_order};
use super::expand::{Expander, Piece};
use super::graph::Graph;
use super::names::UNNAMED;
use super::store::{PARTS, PROVISIONAL, Part, Store, hash_of, part_of, place, provisional};
use super::{Limits, Progress};

/// All that a search found.
pub struct Found {
    /// The states.
    pub store: Store,
    /// The steps between them.
    pub graph: Graph,
    /// For each outcome how many ways lead to it; none if there are steps back.
    pub totals: Option<Vec<BigUint>>,
    /// Whether nothing was left out.
    pub complete: bool,
    /// States without steps, and the number of their outcome.
    pub terminals: Vec<(u32, u32)>,
    /// The outcomes, in the order in which they were found.
    pub endings: Vec<Ending>,
    /// Accesses without order.
    pub conflicts: Vec<Conflict>,
    /// About how many bytes it took.
    pub bytes: usize,
}

/// About how many steps are taken in a batch: for one thread few, so that all of it stays close; for several many, as
/// they meet twice in each.
const STEPS_ALONE: usize = 2048;
const STEPS_TOGETHER: usize = 16_384;
/// How many states a batch may have, so that a provisional number has room for the number of the piece.
const MOST_STATES: u32 = 1 << 14;
/// How many steps there may be, whose places are numbers of 32 bits.
const MOST_TRANSITIONS: usize = u32::MAX as usize - (1 << 20);
/// How many states a piece has, where there are several threads.
const STATES_OF_A_PIECE: u32 = 32;

/// Locks what nobody else wants for long.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // After a panic nothing of this is used any more.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn inner<T>(mutex: &mut Mutex<T>) -> &mut T {
    mutex.get_mut().unwrap_or_else(PoisonError::into_inner)
}

fn piece_of(piece: &mut RwLock<Piece>) -> &mut Piece {
    piece.get_mut().unwrap_or_else(PoisonError::into_inner)
}

fn read(pieces: &[RwLock<Piece>]) -> Vec<RwLockReadGuard<'_, Piece>> {
    pieces.iter().map(|piece| piece.read().unwrap_or_else(PoisonError::into_inner)).collect()
}

/// A search while it goes on.
pub struct Search {
    expanders: Vec<Mutex<Expander>>,
    pieces: Vec<RwLock<Piece>>,
    /// Those of the batch before, of which so many count.
    former: Vec<RwLock<Piece>>,
    former_pieces: usize,
    parts: Vec<Mutex<Part>>,
    books: Mutex<Books>,
    /// Steps of all states that have been expanded.
    transitions: usize,
    numbers: FxHashMap<Ending, u32>,
    /// Accesses without order, with the first state in which each was seen.
    conflicts: FxHashMap<Conflict, u32>,
    /// How many states have been expanded.
    at: u32,
    /// Whether a limit is reached.
    is_over: bool,
    batch: Batch,
    found: Found,
}

/// What is done with a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// All steps of its states are taken.
    #[default]
    Expand,
    /// The states that they lead to are looked up.
    LookUp,
    /// There is no batch any more.
    Ended,
}

/// What is being done.
#[derive(Debug, Default)]
struct Batch {
    phase: Phase,
    states: Range<u32>,
    /// How many states a piece has.
    of_each: u32,
    /// How many pieces there are; once they are expanded, those that count.
    pieces: usize,
    /// Whether somebody enters the batch before into the books.
    is_entered: AtomicBool,
    next_piece: AtomicUsize,
    next_part: AtomicUsize,
    /// Whether to leave out the rest, because it would take too long.
    is_cut: AtomicBool,
}

impl Search {
    /// Begins with one state, by a model for each thread.
    pub fn new(models: Vec<Model>, initial: &State) -> Search {
        let mut search = Search {
            expanders: models.into_iter().map(|model| Mutex::new(Expander::new(model))).collect(),
            pieces: vec![],
            former: vec![],
            former_pieces: 0,
            parts: (0..PARTS).map(|_| Mutex::default()).collect(),
            books: Mutex::new(Books::new()),
            transitions: 0,
            numbers: FxHashMap::default(),
            conflicts: FxHashMap::default(),
            at: 0,
            is_over: false,
            batch: Batch::default(),
            found: Found {
                store: Store::default(),
                graph: Graph::default(),
                totals: None,
                complete: false,
                terminals: vec![],
                endings: vec![],
                conflicts: vec![],
                bytes: 0,
            },
        };
        let mut packed = vec![];
        initial.pack(&mut packed);
        let hash = hash_of(&packed);
        let part = inner(&mut search.parts[part_of(hash)]);
        part.number(hash, PROVISIONAL, |_| false);
        part.settle(|_| 0);
        search.found.store.push(&packed);
        search
    }

    /// Searches on one thread, until nothing is left, or limits are reached, or `goes_on` ends it.
    pub fn alone(mut self, limits: &Limits, goes_on: &mut dyn FnMut(Progress) -> bool) -> Search {
        while self.begin_batch(limits, goes_on) {
            for phase in [Phase::Expand, Phase::LookUp] {
                self.begin_phase(phase);
                self.work(0);
            }
            self.end_batch(limits);
        }
        self
    }

    /// Returns what was found, with a model that knows all of it.
    pub fn finish(mut self) -> (Model, Found) {
        std::mem::swap(&mut self.pieces, &mut self.former);
        self.former_pieces = std::mem::take(&mut self.batch).pieces;
        self.enter_former();
        self.found.complete = self.at as usize == self.found.store.len();
        self.found.bytes = self.bytes();
        self.found.conflicts = in_order(std::mem::take(&mut self.conflicts), self.at);
        let books = self.books.into_inner().unwrap_or_else(PoisonError::into_inner);
        (self.found.graph, self.found.totals) = books.close();
        let first = self.expanders.swap_remove(0);
        let Expander { mut model, .. } = first.into_inner().unwrap_or_else(PoisonError::into_inner);
        model.catch_up();
        (model, self.found)
    }

    fn bytes(&mut self) -> usize {
        let models = self.expanders.iter_mut().map(|expander| inner(expander).model.bytes());
        let parts = self.parts.iter_mut().map(|part| inner(part).size());
        models.sum::<usize>()
            + parts.sum::<usize>()
            + self.found.store.size()
            + inner(&mut self.books).graph.size()
    }

    /// Prepares the states that come next, as many as have about the wanted number of steps; says whether there are any,
    /// and nothing is in the way.
    pub fn begin_batch(&mut self, limits: &Limits, goes_on: &mut dyn FnMut(Progress) -> bool) -> bool {
        let (at, known) = (self.at, self.found.store.len());
        self.found.bytes = self.bytes();
        if self.is_over || at as usize == known || self.found.bytes > limits.bytes {
            return false;
        }
        let is_together = self.expanders.len() > 1;
        let wanted = if is_together { STEPS_TOGETHER } else { STEPS_ALONE };
        let of_each = 1 + self.transitions / (at as usize).max(1);
        let count = (wanted / of_each).clamp(1, MOST_STATES as usize) as u32;
        let states = at..at.saturating_add(count).min(known as u32);
        let of_each = if is_together { STATES_OF_A_PIECE } else { MOST_STATES };
        let pieces = states.len().div_ceil(of_each as usize);
        std::mem::swap(&mut self.pieces, &mut self.former);
        self.former_pieces = self.batch.pieces;
        self.pieces.resize_with(pieces.max(self.pieces.len()), RwLock::default);
        self.batch = Batch { states, of_each, pieces, ..Batch::default() };
        goes_on(Progress { states: known, expanded: at as usize })
    }

    /// Says whether one thread does the batch as fast as several.
    pub fn is_small(&self) -> bool {
        self.batch.pieces <= 2
    }

    /// Goes on to the next phase, once nobody works any more.
    pub fn begin_phase(&mut self, phase: Phase) {
        self.batch.phase = phase;
        if phase == Phase::LookUp {
            self.leave_out();
        }
    }

    /// Says whether there is nothing to do any more.
    pub fn has_ended(&self) -> bool {
        self.batch.phase == Phase::Ended
    }

    /// Takes part in the present phase, until nothing is left for this thread.
    pub fn work(&self, thread: usize) {
        match self.batch.phase {
            Phase::Expand => self.expand_some(thread),
            Phase::LookUp => self.look_up_some(),
            Phase::Ended => {}
        }
    }

    /// Enters the batch before into the books, unless somebody has.
    fn enter_former(&self) {
        if !self.batch.is_entered.swap(true, Relaxed) {
            lock(&self.books).enter(&self.former[..self.former_pieces], &self.found.terminals);
        }
    }

    /// Takes all steps of pieces of the batch.
    fn expand_some(&self, thread: usize) {
        self.enter_former();
        let Batch { states, of_each, pieces, next_piece, is_cut, .. } = &self.batch;
        if next_piece.load(Relaxed) >= *pieces {
            return;
        }
        let expander = &mut *lock(&self.expanders[thread]);
        expander.model.catch_up();
        let since = expander.model.spent();
        while !is_cut.load(Relaxed) {
            let number = next_piece.fetch_add(1, Relaxed);
            if number >= *pieces {
                break;
            }
            let first = states.start + number as u32 * of_each;
            let mine = first..states.end.min(first + of_each);
            let piece = &mut *self.pieces[number].write().unwrap_or_else(PoisonError::into_inner);
            let is_whole = expander.expand(&self.found.store, mine, since, piece);
            piece.make_room();
            if !is_whole {
                is_cut.store(true, Relaxed);
            }
        }
    }

    /// Leaves out what follows states that were left out: it is taken up again in the next batch.
    fn leave_out(&mut self) {
        let Batch { states, of_each, pieces, next_piece, .. } = &mut self.batch;
        // Nobody went beyond the last piece that was begun, and those before it were begun too.
        *pieces = (*next_piece.get_mut()).min(*pieces);
        let whole = |piece: &mut RwLock<Piece>| {
            let piece = piece_of(piece);
            piece.ends.len() as u32 == (states.end - piece.first).min(*of_each)
        };
        if let Some(partial) = self.pieces[..*pieces].iter_mut().position(|piece| !whole(piece)) {
            *pieces = partial + 1;
        }
    }

    /// Finds the number of the state that each step leads to, a provisional one where it is new; in parts of the index.
    fn look_up_some(&self) {
        if self.batch.next_part.load(Relaxed) >= PARTS {
            return;
        }
        let store = &self.found.store;
        let pieces = read(&self.pieces[..self.batch.pieces]);
        let former = read(&self.former[..self.former_pieces]);
        let target = |number: u32| match number & PROVISIONAL {
            0 => store.get(number),
            _ => {
                let (piece, step) = place(number);
                pieces[piece].target(step)
            }
        };
        let mut known = vec![];
        loop {
            let number = self.batch.next_part.fetch_add(1, Relaxed);
            let Some(part) = self.parts.get(number) else { break };
            let part = &mut *lock(part);
            part.settle(|provisional| {
                let (piece, step) = place(provisional);
                former.get(piece).map_or(0, |piece| piece.targets[step as usize].load(Relaxed))
            });
            known.clear();
            for (at, piece) in pieces.iter().enumerate() {
                for step in &piece.by_part[number] {
                    known.push(part.candidate(piece.hashes[*step as usize], provisional(at, *step)));
                }
            }
            let mut candidates = known.iter_mut();
            for (at, piece) in pieces.iter().enumerate() {
                for (step, known) in piece.by_part[number].iter().zip(&mut candidates) {
                    let (packed, own) = (piece.target(*step), provisional(at, *step));
                    if *known != own && target(*known) != packed {
                        let hash = piece.hashes[*step as usize];
                        *known = part.number(hash, own, |other| target(other) == packed);
                    }
                    piece.targets[*step as usize].store(*known, Relaxed);
                }
            }
        }
    }

    /// Numbers what is new, in the order of the steps, as far as limits allow.
    pub fn end_batch(&mut self, limits: &Limits) {
        let Found { store, terminals, endings, .. } = &mut self.found;
        let names = &mut inner(&mut self.books).graph.names;
        for number in 0..self.batch.pieces {
            let (before, after) = self.pieces.split_at_mut(number);
            let piece = piece_of(&mut after[0]);
            let (mut step, mut state) = (0, piece.first);
            for end in &piece.ends {
                let has_room = self.transitions < MOST_TRANSITIONS && names.has_room() && store.has_room();
                if store.len() > limits.states || !has_room {
                    self.is_over = true;
                    break;
                }
                self.transitions += (end - step) as usize;
                while step < *end {
                    let known = *piece.targets[step as usize].get_mut();
                    if known & PROVISIONAL != 0 {
                        let target = match place(known) {
                            (first, at) if first == number && at == step => {
                                store.push(piece.target(step));
                                store.len() as u32 - 1
                            }
                            (first, at) if first == number => *piece.targets[at as usize].get_mut(),
                            (first, at) => *piece_of(&mut before[first]).targets[at as usize].get_mut(),
                        };
                        *piece.targets[step as usize].get_mut() = target;
                    }
                    if piece.has_unnamed && piece.labels[step as usize] == UNNAMED {
                        piece.labels[step as usize] = names.of(piece.steps[step as usize]);
                    }
                    step += 1;
                }
                state += 1;
            }
            self.at = state;
            for (terminal, ending) in piece.terminals.drain(..).filter(|(terminal, _)| *terminal < state) {
                let fresh = self.numbers.len() as u32;
                let number = *self.numbers.entry(ending).or_insert_with_key(|ending| {
                    endings.push(ending.clone());
                    fresh
                });
                terminals.push((terminal, number));
            }
            if self.is_over {
                piece.truncate((state - piece.first) as usize);
                self.batch.pieces = number + 1;
                break;
            }
        }
        // Also of pieces that are left out: a thread tells each only once.
        for piece in self.pieces.iter_mut().map(piece_of) {
            for (state, conflict) in piece.conflicts.drain(..) {
                let first = self.conflicts.entry(conflict).or_insert(state);
                *first = state.min(*first);
            }
        }
    }
}
