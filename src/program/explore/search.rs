//! Breadth first: states in the order of their distance, so that the first way to each is a shortest one.
//!
//! A batch of states at a time. Threads first take all steps of its states, a piece of the batch each; then look up where
//! the steps lead, a part of the index each, in the order of the steps; last, one goes through all of them and gives
//! numbers to what is new. So any number of threads gives the same numbers.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use super::super::world::endings::Ending;
use super::super::world::model::{Model, State};
use super::conflicts::Conflict;
use super::expand::{Expander, Piece};
use super::graph::Graph;
use super::store::{PARTS, PROVISIONAL, Part, Store, hash_of, part_of};
use super::{Limits, Progress};
use crate::run::crew::Crew;

/// All that a search found.
pub struct Found {
    /// The states.
    pub store: Store,
    /// The steps between them.
    pub graph: Graph,
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
const STEPS_TOGETHER: usize = 32_768;
/// How many states a batch may have, so that a provisional number has room for the number of the piece.
const MOST_STATES: u32 = 1 << 14;
/// How many states a piece has, where there are several threads.
const STATES_OF_A_PIECE: u32 = 32;
/// The bits of a provisional number that say which step of a piece it is.
const STEP_BITS: u32 = 22;

/// Runs a task on all threads of a crew, or here if there are not several.
pub fn on_all(crew: &Crew, task: &(dyn Fn(usize) + Sync)) {
    if crew.size() > 1 { crew.broadcast(task) } else { task(0) }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // After a panic nothing of this is used any more.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn inner<T>(mutex: &mut Mutex<T>) -> &mut T {
    mutex.get_mut().unwrap_or_else(PoisonError::into_inner)
}

struct Search<'c> {
    crew: &'c Crew,
    expanders: Vec<Mutex<Expander>>,
    pieces: Vec<Mutex<Piece>>,
    parts: Vec<Mutex<Part>>,
    /// For each piece of the last batch where its steps begin in the graph.
    bases: Vec<u32>,
    numbers: FxHashMap<Ending, u32>,
    /// Accesses without order, with the first state in which each was seen.
    conflicts: FxHashMap<Conflict, u32>,
    found: Found,
}

/// Of a batch, what was merged.
struct Merged {
    /// How many states.
    states: u32,
    /// Whether these are all; else a limit is reached.
    all: bool,
}

/// Searches all states that can be reached from one; returns with what it found a model that knows all of them.
pub fn search(
    model: Model,
    initial: &State,
    limits: &Limits,
    crew: &Crew,
    goes_on: &mut dyn FnMut(Progress) -> bool,
) -> (Model, Found) {
    let models = if crew.size() > 1 { model.shared_out(crew.size()) } else { vec![model] };
    let mut search = Search {
        crew,
        expanders: models.into_iter().map(|model| Mutex::new(Expander::new(model))).collect(),
        pieces: vec![],
        parts: (0..PARTS).map(|_| Mutex::default()).collect(),
        bases: vec![],
        numbers: FxHashMap::default(),
        conflicts: FxHashMap::default(),
        found: Found {
            store: Store::default(),
            graph: Graph::default(),
            complete: false,
            terminals: vec![],
            endings: vec![],
            conflicts: vec![],
            bytes: 0,
        },
    };
    search.begin(initial);
    let mut at = 0;
    while (at as usize) < search.found.store.len() {
        search.found.bytes = search.bytes();
        let progress = Progress { states: search.found.store.len(), expanded: at as usize };
        if search.found.bytes > limits.bytes || !goes_on(progress) {
            break;
        }
        let states = search.next_batch(at);
        let pieces = search.expand(states);
        search.look_up(pieces);
        let Merged { states, all } = search.merge(pieces, limits);
        at += states;
        if !all {
            break;
        }
    }
    search.found.complete = at as usize == search.found.store.len();
    search.found.bytes = search.bytes();
    search.found.conflicts = in_order(std::mem::take(&mut search.conflicts), at);
    let Search { mut expanders, found, .. } = search;
    let Expander { mut model, .. } =
        expanders.swap_remove(0).into_inner().unwrap_or_else(PoisonError::into_inner);
    model.catch_up();
    (model, found)
}

impl Search<'_> {
    /// Enters the first state.
    fn begin(&mut self, initial: &State) {
        let mut packed = vec![];
        initial.pack(&mut packed);
        let hash = hash_of(&packed);
        let part = inner(&mut self.parts[part_of(hash)]);
        part.number(hash, PROVISIONAL, |_| false);
        part.settle(|_| 0);
        self.found.store.push(&packed);
        self.found.graph.found(0);
    }

    fn bytes(&mut self) -> usize {
        let models = self.expanders.iter_mut().map(|expander| inner(expander).model.bytes());
        let parts = self.parts.iter_mut().map(|part| inner(part).size());
        models.sum::<usize>() + parts.sum::<usize>() + self.found.store.size() + self.found.graph.size()
    }

    fn is_together(&self) -> bool {
        self.crew.size() > 1
    }

    /// Returns the states that come next: as many as have about the wanted number of steps.
    fn next_batch(&self, at: u32) -> std::ops::Range<u32> {
        let wanted = if self.is_together() { STEPS_TOGETHER } else { STEPS_ALONE };
        let of_each = 1 + self.found.graph.transitions() / (at as usize).max(1);
        let count = (wanted / of_each).clamp(1, MOST_STATES as usize) as u32;
        at..at.saturating_add(count).min(self.found.store.len() as u32)
    }

    /// Takes all steps of the states, or of the first ones; returns in how many pieces they are.
    fn expand(&mut self, states: std::ops::Range<u32>) -> usize {
        let of_each = if self.is_together() { STATES_OF_A_PIECE } else { MOST_STATES };
        let count = states.len().div_ceil(of_each as usize);
        while self.pieces.len() < count {
            self.pieces.push(Mutex::default());
        }
        let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
        let task = |thread: usize| {
            let expander = &mut *lock(&self.expanders[thread]);
            expander.model.catch_up();
            let since = expander.model.spent();
            while !stopped.load(Relaxed) {
                let number = next.fetch_add(1, Relaxed);
                if number >= count {
                    break;
                }
                let first = states.start + number as u32 * of_each;
                let piece = &mut *lock(&self.pieces[number]);
                let mine = first..states.end.min(first + of_each);
                if !expander.expand(&self.found.store, mine, since, piece) {
                    stopped.store(true, Relaxed);
                }
            }
        };
        // Few states are not worth waking others for.
        if count > 2 {
            on_all(self.crew, &task)
        } else {
            task(0)
        }
        // Nobody went beyond the last piece that was begun, and those before it were begun too.
        let begun = next.into_inner().min(count);
        // What follows states that were left out is left out as well: it is taken up again in the next batch.
        let whole = |piece: &mut Mutex<Piece>| {
            let piece = inner(piece);
            piece.ends.len() as u32 == (states.end - piece.first).min(of_each)
        };
        match self.pieces[..begun].iter_mut().position(|piece| !whole(piece)) {
            Some(partial) => partial + 1,
            None => begun,
        }
    }

    /// Finds the number of the state that each step leads to; a provisional one where it is new.
    fn look_up(&mut self, pieces: usize) {
        let Self { crew, parts, bases, found: Found { store, graph, .. }, .. } = self;
        let pieces: Vec<&Piece> = self.pieces[..pieces].iter_mut().map(|piece| &*inner(piece)).collect();
        let target = |number: u32| match number & PROVISIONAL {
            0 => store.get(number),
            _ => {
                let (piece, step) = place(number);
                pieces[piece].target(step)
            }
        };
        let next = AtomicUsize::new(0);
        let task = |_| {
            loop {
                let number = next.fetch_add(1, Relaxed);
                let Some(part) = parts.get(number) else { break };
                let part = &mut *lock(part);
                part.settle(|provisional| {
                    let (piece, step) = place(provisional);
                    graph.target_at(bases[piece] + step)
                });
                let mut known = std::mem::take(&mut part.found);
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
                    }
                }
                part.found = known;
            }
        };
        if pieces.len() > 2 { on_all(crew, &task) } else { task(0) }
    }

    /// Numbers what is new, in the order of the steps, and adds all to the graph, as far as limits allow.
    fn merge(&mut self, pieces: usize, limits: &Limits) -> Merged {
        let Found { store, graph, terminals, endings, .. } = &mut self.found;
        let parts: Vec<&Part> = self.parts.iter_mut().map(|part| &*inner(part)).collect();
        let mut taken = [0; PARTS];
        self.bases.clear();
        let mut merged = Merged { states: 0, all: true };
        for piece in self.pieces[..pieces].iter_mut().map(inner) {
            self.bases.push(graph.transitions() as u32);
            let mut step = 0;
            let mut state = piece.first;
            for end in &piece.ends {
                if store.len() > limits.states || !graph.has_room() || !store.has_room() {
                    merged.all = false;
                    break;
                }
                while step < *end {
                    let part = part_of(piece.hashes[step as usize]);
                    let known = parts[part].found[taken[part]];
                    taken[part] += 1;
                    let number = match (known & PROVISIONAL == 0, place(known)) {
                        (true, _) => known,
                        (_, (first, at)) if first + 1 == self.bases.len() && at == step => {
                            store.push(piece.target(step));
                            graph.found(state);
                            store.len() as u32 - 1
                        }
                        (_, (first, at)) => graph.target_at(self.bases[first] + at),
                    };
                    graph.push(piece.steps[step as usize], number);
                    step += 1;
                }
                graph.expanded();
                state += 1;
            }
            merged.states += state - piece.first;
            for (terminal, ending) in piece.terminals.drain(..).filter(|(terminal, _)| *terminal < state) {
                let fresh = self.numbers.len() as u32;
                let number = *self.numbers.entry(ending).or_insert_with_key(|ending| {
                    endings.push(ending.clone());
                    fresh
                });
                terminals.push((terminal, number));
            }
            if !merged.all {
                break;
            }
        }
        // Also of pieces that are left out: a thread tells each only once.
        for piece in &mut self.pieces {
            for (state, conflict) in inner(piece).conflicts.drain(..) {
                let first = self.conflicts.entry(conflict).or_insert(state);
                *first = state.min(*first);
            }
        }
        merged
    }
}

/// Returns the accesses that were seen in the states before one, those of the first states first.
fn in_order(conflicts: FxHashMap<Conflict, u32>, before: u32) -> Vec<Conflict> {
    let mut list: Vec<(u32, Conflict)> = conflicts
        .into_iter()
        .map(|(conflict, state)| (state, conflict))
        .filter(|(state, _)| *state < before)
        .collect();
    list.sort();
    list.into_iter().map(|(_, conflict)| conflict).collect()
}

/// Returns what stands for the number of the state that a step leads to, until it has one.
fn provisional(piece: usize, step: u32) -> u32 {
    PROVISIONAL | (piece as u32) << STEP_BITS | step
}

/// Returns which piece and which of its steps a provisional number means.
fn place(provisional: u32) -> (usize, u32) {
    let bits = provisional & !PROVISIONAL;
    ((bits >> STEP_BITS) as usize, bits & ((1 << STEP_BITS) - 1))
}
