//! What is written down of each batch once its states have numbers: its steps, and how many ways there are to each state.
//! Nothing of it is needed to go on, so one thread does it while the others take the steps of the next batch.

use std::sync::{PoisonError, RwLock};

use num_bigint::BigUint;

use super::expand::Piece;
use super::graph::Graph;
use super::interleavings::Ways;

/// The graph, and the ways to what is in it.
#[derive(Default)]
pub struct Books {
    /// All steps of the batches that were entered.
    pub graph: Graph,
    /// The ways to each state, as long as every step leads to one with a higher number: then all ways to a state are
    /// known before its own steps are entered.
    ways: Option<Ways>,
    /// How many terminals were looked at, and the sums of their ways by outcome.
    terminals: usize,
    totals: Vec<BigUint>,
}

impl Books {
    /// Begins with the first state.
    pub fn new() -> Books {
        let mut books = Books { ways: Some(Ways::default()), ..Books::default() };
        books.graph.found(0);
        if let Some(ways) = &mut books.ways {
            ways.begin();
        }
        books
    }

    /// Enters the pieces of a batch. `terminals` are all states without steps so far, with the numbers of their outcomes.
    pub fn enter(&mut self, pieces: &[RwLock<Piece>], terminals: &[(u32, u32)]) {
        for piece in pieces {
            let piece = &*piece.read().unwrap_or_else(PoisonError::into_inner);
            self.graph.append(piece);
            if !self.graph.is_ascending() {
                self.ways = None;
            }
            let Some(ways) = &mut self.ways else { continue };
            ways.make_room(self.graph.states());
            for state in piece.first..piece.first + piece.ends.len() as u32 {
                if let Some((_, outcome)) = terminals.get(self.terminals).filter(|(at, _)| *at == state) {
                    self.terminals += 1;
                    let outcome = *outcome as usize;
                    if self.totals.len() <= outcome {
                        self.totals.resize(outcome + 1, BigUint::default());
                    }
                    self.totals[outcome] += ways.number(state);
                }
                ways.pass_on(state, self.graph.targets(state));
            }
        }
    }

    /// Returns the graph, and for each outcome how many ways lead to it; none if there are steps back.
    pub fn close(self) -> (Graph, Option<Vec<BigUint>>) {
        (self.graph, self.ways.and(Some(self.totals)))
    }
}
