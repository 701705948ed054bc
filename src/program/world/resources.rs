//! Resources as they stand in a state of the model: who holds them, who waits for them, and what is in them.

use serde::Serialize;

use super::super::code::ResourceKind;
use super::endings::Awaited;
use super::model::{Model, State};

/// How many of the values in a channel are told.
const MOST_ITEMS: usize = 12;

/// A resource as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Thing {
    /// Its name.
    pub name: String,
    /// What it is, in a word.
    pub kind: &'static str,
    /// Who holds it, by their numbers.
    pub holders: Vec<u32>,
    /// Who waits for it: in the order in which they get it, where there is one.
    pub queue: Vec<u32>,
    /// How many permits a semaphore has left, how many have come to a barrier, or how much is in a channel.
    pub count: u32,
    /// How many a semaphore began with, how many a barrier waits for, or how much goes into a channel; `None`: any number,
    /// or there is nothing to count.
    pub size: Option<u32>,
    /// What is in a channel, the oldest first, the first of it.
    pub items: Vec<String>,
    /// Whether a channel was closed.
    pub closed: bool,
}

impl Model {
    /// Returns every resource as it stands. `blocked`: what each actor waits for; nothing for who can go on.
    pub fn things(&self, state: &State, blocked: &[Vec<Awaited>]) -> Vec<Thing> {
        (0..self.program.resources.len() as u32).map(|at| self.thing(state, at, blocked)).collect()
    }

    fn thing(&self, state: &State, at: u32, blocked: &[Vec<Awaited>]) -> Thing {
        let resource = &self.program.resources[at as usize];
        let word = state.words[self.layout.resources[at as usize]];
        let (count, size) = match resource.kind {
            ResourceKind::Semaphore { initial } => (word, Some(initial)),
            ResourceKind::Barrier { of } => (self.tables.list_of(word).len() as u32, Some(of)),
            ResourceKind::Channel { capacity } => (self.in_channel(&state.words, at) as u32, capacity),
            ResourceKind::Lock { .. } | ResourceKind::RwLock | ResourceKind::Condition { .. } => (0, None),
        };
        let is_channel = matches!(resource.kind, ResourceKind::Channel { .. });
        Thing {
            name: resource.name.clone(),
            kind: resource.kind.word(),
            holders: self.holders_of(state, at),
            queue: self.queue(state, at, blocked),
            count,
            size,
            items: if is_channel { self.items(state, at) } else { vec![] },
            closed: is_channel && self.is_closed(&state.words, at),
        }
    }

    fn queue(&self, state: &State, at: u32, blocked: &[Vec<Awaited>]) -> Vec<u32> {
        let first = self.layout.resources[at as usize];
        let mut queue = match self.program.resources[at as usize].kind {
            ResourceKind::Lock { fair: true, .. } => self.tables.list_of(state.words[first + 1]).to_vec(),
            ResourceKind::Condition { .. } => self.tables.list_of(state.words[first]).to_vec(),
            _ => vec![],
        };
        for (actor, awaited) in (0..).zip(blocked) {
            if awaited.contains(&Awaited::Resource(at)) && !queue.contains(&actor) {
                queue.push(actor);
            }
        }
        queue
    }

    fn items(&self, state: &State, at: u32) -> Vec<String> {
        let list = self.tables.list_of(state.words[self.layout.resources[at as usize]]);
        // What hands over has pairs of who offers and what.
        let offers = self.capacity(at) == Some(0);
        let values = list.iter().skip(usize::from(offers)).step_by(if offers { 2 } else { 1 });
        values.take(MOST_ITEMS).map(|value| self.written(state, &self.tables.value_of(*value))).collect()
    }
}
