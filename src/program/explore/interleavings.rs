//! How many ways there are to each state, exactly.
//!
//! Counted forwards in topological order; the number of a state is dropped once its steps have been followed, so that
//! few large numbers exist at a time. States on cycles, and those behind them, are never reached by this.
//!
//! Where every step leads to a state with a higher number, their order is such a one, and the ways are counted while the
//! states are still being found (`books`). Otherwise of the states that are ready the one found first is next: it lies
//! beside the ones before it in memory.

use num_bigint::BigUint;

use super::graph::Graph;

/// Numbers of ways, one for each state: small ones as they are, large ones by their place in a list.
#[derive(Default)]
pub struct Ways {
    words: Vec<u64>,
    large: Vec<BigUint>,
    /// Places in the list that are free again.
    free: Vec<usize>,
}

/// Marks a word that is a place.
const LARGE: u64 = 1 << 63;

impl Ways {
    /// Begins with one way to the first state.
    pub fn begin(&mut self) {
        self.words.push(1);
    }

    /// Makes room for so many states.
    pub fn make_room(&mut self, states: usize) {
        self.words.resize(states, 0);
    }

    /// Returns the number of a state.
    pub fn number(&self, state: u32) -> BigUint {
        match self.words[state as usize] {
            small if small < LARGE => BigUint::from(small),
            place => self.large[(place ^ LARGE) as usize].clone(),
        }
    }

    /// Adds the number of a state to those of the states that its steps lead to, and drops it.
    pub fn pass_on(&mut self, state: u32, targets: &[u32]) {
        let here = std::mem::take(&mut self.words[state as usize]);
        for to in targets {
            let there = self.words[*to as usize];
            // Below 2^63 both, so the sum has 64 bits.
            let sum = here.wrapping_add(there);
            if (here | there | sum) < LARGE {
                self.words[*to as usize] = sum;
            } else {
                self.add_large(here, *to);
            }
        }
        if here >= LARGE {
            let place = (here ^ LARGE) as usize;
            self.large[place] = BigUint::default();
            self.free.push(place);
        }
    }

    #[cold]
    fn add_large(&mut self, here: u64, to: u32) {
        let there = self.words[to as usize];
        let place = if there >= LARGE {
            (there ^ LARGE) as usize
        } else {
            let place = self.free.pop().unwrap_or_else(|| {
                self.large.push(BigUint::default());
                self.large.len() - 1
            });
            self.large[place] = BigUint::from(there);
            self.words[to as usize] = place as u64 | LARGE;
            place
        };
        if here < LARGE {
            self.large[place] += here;
        } else {
            let other = std::mem::take(&mut self.large[(here ^ LARGE) as usize]);
            self.large[place] += &other;
            self.large[(here ^ LARGE) as usize] = other;
        }
    }
}

/// The numbers of interleavings.
pub struct Counted {
    /// For each outcome; none where a loop lies on the way.
    pub outcomes: Vec<Option<BigUint>>,
    /// All states, each before those to which its steps lead, fewer where there are loops; none if that is the order of
    /// their numbers.
    pub order: Option<Vec<u32>>,
    /// Whether there is no loop at all.
    pub finite: bool,
    /// States that lie on a loop or behind one.
    pub endless: Vec<u32>,
}

/// Returns what was counted while the states were found, where every step leads to one with a higher number.
pub fn counted(totals: Vec<BigUint>) -> Counted {
    Counted { outcomes: totals.into_iter().map(Some).collect(), order: None, finite: true, endless: vec![] }
}

/// Counts the ways to every outcome; `terminals` are states with the number of their outcome.
pub fn count(graph: &Graph, terminals: &[(u32, u32)], outcomes: usize) -> Counted {
    let states = graph.states();
    let mut ways = Ways::default();
    ways.begin();
    ways.make_room(states);
    let mut terminal = vec![u32::MAX; states];
    terminals.iter().for_each(|(state, outcome)| terminal[*state as usize] = *outcome);
    let mut totals = vec![Some(BigUint::default()); outcomes];
    let mut visit = |state: u32| {
        if let Some(Some(total)) = totals.get_mut(terminal[state as usize] as usize) {
            *total += ways.number(state);
        }
        ways.pass_on(state, graph.targets(state));
    };
    let mut into = vec![0u32; states];
    for state in 0..states as u32 {
        graph.targets(state).iter().for_each(|to| into[*to as usize] += 1);
    }
    let mut order = Vec::with_capacity(states);
    if into[0] == 0 {
        order.push(0);
    }
    let mut reached = 0;
    while let Some(state) = order.get(reached).copied() {
        reached += 1;
        visit(state);
        for to in graph.targets(state) {
            into[*to as usize] -= 1;
            if into[*to as usize] == 0 {
                order.push(*to);
            }
        }
    }
    let finite = reached == states;
    let mut endless = vec![];
    if !finite {
        endless = (0..states as u32)
            .filter(|state| into[*state as usize] > 0 || (*state == 0 && reached == 0))
            .collect();
        for state in &endless {
            if let Some(total) = totals.get_mut(terminal[*state as usize] as usize) {
                *total = None;
            }
        }
    }
    Counted { outcomes: totals, order: Some(order), finite, endless }
}
