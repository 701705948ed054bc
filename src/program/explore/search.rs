//! Breadth first: states in the order of their distance, so that the first way to each is a shortest one.

use rustc_hash::FxHashMap;

use super::super::world::endings::Ending;
use super::super::world::model::{Model, State};
use super::conflicts::{Conflict, Conflicts};
use super::graph::Graph;
use super::store::Store;
use super::{Limits, Progress};

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
}

/// How many states are expanded between two questions whether to go on.
const BETWEEN_QUESTIONS: u32 = 1024;
/// How many instructions may be run between two questions, where steps are long.
const INSTRUCTIONS_BETWEEN: u64 = 5_000_000;

/// Searches all states that can be reached from one.
pub fn search(
    model: &mut Model,
    initial: State,
    limits: &Limits,
    goes_on: &mut dyn FnMut(Progress) -> bool,
) -> Found {
    let mut found = Found {
        store: Store::default(),
        graph: Graph::default(),
        complete: false,
        terminals: vec![],
        endings: vec![],
        conflicts: vec![],
    };
    let mut numbers: FxHashMap<Ending, u32> = FxHashMap::default();
    let mut conflicts = Conflicts::default();
    let mut packed = vec![];
    let (mut state, mut next, mut steps) = (initial, State::default(), vec![]);
    state.pack(&mut packed);
    found.store.insert(&packed);
    found.graph.found(0);
    let (mut at, mut spent) = (0, 0);
    while (at as usize) < found.store.len() {
        if at % BETWEEN_QUESTIONS == 0 || model.spent() - spent > INSTRUCTIONS_BETWEEN {
            spent = model.spent();
            if !may_go_on(&found, model, at, limits, goes_on) {
                break;
            }
        }
        if found.store.len() > limits.states || !found.graph.has_room() || !found.store.has_room() {
            break;
        }
        state.unpack(found.store.get(at));
        model.steps(&state, &mut steps);
        if steps.is_empty() {
            let ending = model.ending(&state);
            let fresh = numbers.len() as u32;
            let number = *numbers.entry(ending).or_insert_with_key(|ending| {
                found.endings.push(ending.clone());
                fresh
            });
            found.terminals.push((at, number));
        } else {
            conflicts.look(model, &state, &steps);
        }
        for step in &steps {
            next.clone_from(&state);
            model.take(&mut next, *step, None);
            packed.clear();
            next.pack(&mut packed);
            let (number, new) = found.store.insert(&packed);
            if new {
                found.graph.found(at);
            }
            found.graph.push(*step, number);
        }
        found.graph.expanded();
        at += 1;
    }
    found.complete = at as usize == found.store.len();
    found.conflicts = conflicts.into_list();
    found
}

fn may_go_on(
    found: &Found,
    model: &Model,
    at: u32,
    limits: &Limits,
    goes_on: &mut dyn FnMut(Progress) -> bool,
) -> bool {
    let bytes = found.store.size() + found.graph.size() + model.bytes();
    bytes <= limits.bytes && goes_on(Progress { states: found.store.len(), expanded: at as usize })
}
