//! States and the steps between them, as numbers.

use std::sync::atomic::Ordering::Relaxed;

use super::super::world::model::Step;
use super::expand::Piece;
use super::names::Names;

/// The steps of all states, those of a state side by side.
#[derive(Debug, Default)]
pub struct Graph {
    /// Where the steps of each expanded state end.
    ends: Vec<u32>,
    targets: Vec<u32>,
    labels: Vec<u16>,
    /// Whether some step leads back to a state that was found before the one where it begins, or to that itself.
    has_descents: bool,
    /// From which state each state was found first.
    parents: Vec<u32>,
    /// What labels mean.
    pub names: Names,
}

impl Graph {
    /// Notes a new state, found from another.
    pub fn found(&mut self, from: u32) {
        self.parents.push(from);
    }

    /// Adds the steps of a piece whose states all have numbers. States are new in the order of their numbers.
    pub fn append(&mut self, piece: &Piece) {
        let base = self.targets.len() as u32;
        self.labels.extend_from_slice(&piece.labels);
        let mut step = 0;
        for (state, end) in (piece.first..).zip(&piece.ends) {
            for target in &piece.targets[step..*end as usize] {
                let to = target.load(Relaxed);
                self.has_descents |= to <= state;
                if to as usize == self.parents.len() {
                    self.parents.push(state);
                }
                self.targets.push(to);
            }
            step = *end as usize;
            self.ends.push(base + end);
        }
    }

    /// Returns how many states there are.
    pub fn states(&self) -> usize {
        self.parents.len()
    }

    /// Returns how many steps there are.
    pub fn transitions(&self) -> usize {
        self.targets.len()
    }

    fn range(&self, state: u32) -> std::ops::Range<usize> {
        let state = state as usize;
        if state >= self.ends.len() {
            return 0..0;
        }
        let start = if state == 0 { 0 } else { self.ends[state - 1] as usize };
        start..self.ends[state] as usize
    }

    /// Returns where the steps of a state lead.
    pub fn targets(&self, state: u32) -> &[u32] {
        &self.targets[self.range(state)]
    }

    /// Returns the steps of a state and where they lead.
    pub fn steps(&self, state: u32) -> impl Iterator<Item = (Step, u32)> {
        self.range(state).map(|at| (self.names.step_of(self.labels[at]), self.targets[at]))
    }

    /// Returns the states of the way on which a state was found first, from the first one.
    pub fn states_to(&self, state: u32) -> Vec<u32> {
        let mut way = vec![state];
        let mut at = state;
        while at != 0 {
            at = self.parents[at as usize];
            way.push(at);
        }
        way.reverse();
        way
    }

    /// Returns the steps of that way.
    pub fn way_to(&self, state: u32) -> Vec<Step> {
        let states = self.states_to(state);
        let step = |pair: &[u32]| {
            let found = self.steps(pair[0]).find(|(_, to)| *to == pair[1]);
            found.map_or(Step { actor: 0, alternative: 0 }, |(step, _)| step)
        };
        states.windows(2).map(step).collect()
    }

    /// Says whether every step leads to a state with a higher number. Then there are no loops.
    pub fn is_ascending(&self) -> bool {
        !self.has_descents
    }

    /// Returns which states can reach one of these, where `order` has all states, each before those to which its steps
    /// lead; none if that is the order of their numbers.
    pub fn reaching_in(&self, order: Option<&[u32]>, goals: impl Iterator<Item = u32>) -> Vec<bool> {
        let mut reached = vec![false; self.states()];
        goals.for_each(|goal| reached[goal as usize] = true);
        let mut visit = |state: u32| {
            let there = reached[state as usize] || self.targets(state).iter().any(|to| reached[*to as usize]);
            reached[state as usize] = there;
        };
        match order {
            Some(order) => order.iter().rev().copied().for_each(&mut visit),
            None => (0..self.states() as u32).rev().for_each(&mut visit),
        }
        reached
    }

    /// Returns which states can reach one of these, going backwards.
    pub fn reaching(&self, goals: impl Iterator<Item = u32>) -> Vec<bool> {
        let count = self.states();
        // The steps turned round: where those into each state begin, then from where they come.
        let mut starts = vec![0u32; count + 1];
        for to in &self.targets {
            starts[*to as usize + 1] += 1;
        }
        for at in 0..count {
            starts[at + 1] += starts[at];
        }
        let mut sources = vec![0u32; self.targets.len()];
        let mut next = starts.clone();
        for from in 0..count as u32 {
            for to in self.targets(from) {
                let place = &mut next[*to as usize];
                sources[*place as usize] = from;
                *place += 1;
            }
        }
        let mut reached = vec![false; count];
        let mut open: Vec<u32> = goals.collect();
        while let Some(state) = open.pop() {
            if std::mem::replace(&mut reached[state as usize], true) {
                continue;
            }
            let into = starts[state as usize] as usize..starts[state as usize + 1] as usize;
            open.extend(sources[into].iter().filter(|from| !reached[**from as usize]));
        }
        reached
    }

    /// Returns how many bytes this takes.
    pub fn size(&self) -> usize {
        4 * (self.ends.capacity() + self.targets.capacity() + self.parents.capacity())
            + 2 * self.labels.capacity()
    }
}
