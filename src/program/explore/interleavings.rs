//! How many ways there are to each state, exactly.
//!
//! Counted forwards in topological order; the number of a state is dropped once its steps have been followed, so that
//! few large numbers exist at a time. States on cycles, and those behind them, are never reached by this.

use num_bigint::BigUint;

use super::graph::Graph;

#[derive(Debug, Clone, Default)]
enum Ways {
    #[default]
    Few,
    Small(u64),
    Big(Box<BigUint>),
}

impl Ways {
    fn add(&mut self, other: &Ways) {
        let sum = match (&*self, other) {
            (_, Ways::Few) => return,
            (Ways::Few, other) => other.clone(),
            (Ways::Small(a), Ways::Small(b)) => match a.checked_add(*b) {
                Some(sum) => Ways::Small(sum),
                None => Ways::Big(Box::new(BigUint::from(*a) + *b)),
            },
            (Ways::Small(a), Ways::Big(b)) | (Ways::Big(b), Ways::Small(a)) => Ways::Big(Box::new(&**b + *a)),
            (Ways::Big(a), Ways::Big(b)) => Ways::Big(Box::new(&**a + &**b)),
        };
        *self = sum;
    }

    fn number(&self) -> BigUint {
        match self {
            Ways::Few => BigUint::default(),
            Ways::Small(small) => BigUint::from(*small),
            Ways::Big(big) => (**big).clone(),
        }
    }
}

/// The numbers of interleavings.
pub struct Counted {
    /// For each outcome; none where a loop lies on the way.
    pub outcomes: Vec<Option<BigUint>>,
    /// Whether there is no loop at all.
    pub finite: bool,
    /// States that lie on a loop or behind one.
    pub endless: Vec<u32>,
}

/// Counts the ways to every outcome; `terminals` are states with the number of their outcome.
pub fn count(graph: &Graph, terminals: &[(u32, u32)], outcomes: usize) -> Counted {
    let states = graph.states();
    let mut into = vec![0u32; states];
    for state in 0..states as u32 {
        graph.targets(state).iter().for_each(|to| into[*to as usize] += 1);
    }
    let mut ways = vec![Ways::Few; states];
    let mut open = vec![];
    if into[0] == 0 {
        ways[0] = Ways::Small(1);
        open.push(0);
    }
    let mut reached = 0;
    let mut terminal = vec![u32::MAX; states];
    terminals.iter().for_each(|(state, outcome)| terminal[*state as usize] = *outcome);
    let mut totals = vec![Some(BigUint::default()); outcomes];
    while let Some(state) = open.pop() {
        reached += 1;
        let here = std::mem::take(&mut ways[state as usize]);
        if let Some(Some(total)) = totals.get_mut(terminal[state as usize] as usize) {
            *total += here.number();
        }
        for to in graph.targets(state) {
            ways[*to as usize].add(&here);
            into[*to as usize] -= 1;
            if into[*to as usize] == 0 {
                open.push(*to);
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
    Counted { outcomes: totals, finite, endless }
}
