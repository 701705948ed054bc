//! Exploring against a model checker, stateright: the same philosophers, written down for it by hand.

use std::sync::Arc;

use stateright::{Checker, Model, Property};

use super::code::compile::compile;
use super::code::{Options, Program};
use super::explore::{Count, Limits, Report, explore};
use super::world::model::Memory;

/// Philosophers at a round table: each takes two forks, gives them back in the opposite order, and does so `meals`
/// times.
struct Table {
    seats: usize,
    meals: u8,
    /// Whether the last one takes the right fork first.
    last_is_careful: bool,
}

/// How many steps each philosopher has taken; four are a meal.
type Steps = Vec<u8>;

impl Table {
    /// The fork that a philosopher wants or has in place 0 or 1.
    fn fork(&self, seat: usize, place: usize) -> usize {
        let swapped = self.last_is_careful && seat == self.seats - 1;
        (seat + (place ^ usize::from(swapped))) % self.seats
    }

    fn holds(&self, state: &Steps, seat: usize, fork: usize) -> bool {
        match state[seat] % 4 {
            0 => false,
            2 => (0..2).any(|place| self.fork(seat, place) == fork),
            _ => self.fork(seat, 0) == fork,
        }
    }
}

impl Model for Table {
    type State = Steps;
    type Action = usize;

    fn init_states(&self) -> Vec<Steps> {
        vec![vec![0; self.seats]]
    }

    fn actions(&self, state: &Steps, actions: &mut Vec<usize>) {
        actions.extend((0..self.seats).filter(|&seat| {
            let wanted = match state[seat] % 4 {
                _ if state[seat] == 4 * self.meals => return false,
                0 => self.fork(seat, 0),
                1 => self.fork(seat, 1),
                _ => return true,
            };
            (0..self.seats).all(|other| !self.holds(state, other, wanted))
        }));
    }

    fn next_state(&self, state: &Steps, seat: usize) -> Option<Steps> {
        let mut next = state.clone();
        next[seat] += 1;
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        // Never false, so that the checker goes through all states.
        vec![Property::always("nobody eats too much", |table: &Table, state: &Steps| {
            state.iter().all(|&steps| steps <= 4 * table.meals)
        })]
    }
}

/// The same in the language.
fn program(table: &Table) -> Arc<Program> {
    let Table { seats, meals, last_is_careful } = table;
    let careful = if *last_is_careful { "if index == n - 1 { first = right; second = left }" } else { "" };
    let text = format!(
        "const n = {seats}
         lock forks[n]
         thread philosopher[n] {{
             left = forks[index]
             right = forks[(index + 1) % n]
             first = left
             second = right
             {careful}
             repeat {meals} {{
                 lock first
                 lock second
                 unlock second
                 unlock first
             }}
         }}"
    );
    let options = Options { exploring: true, ..Options::default() };
    Arc::new(compile(&text, &options).unwrap_or_else(|faults| panic!("{faults:?}")))
}

#[test]
fn as_many_states_and_transitions_as_a_model_checker_finds() {
    for seats in 2..=5 {
        for meals in 1..=3 {
            for last_is_careful in [false, true] {
                if seats == 5 && meals == 3 {
                    continue;
                }
                let table = Table { seats, meals, last_is_careful };
                let Report { states, transitions, complete, interleavings_stuck, .. } =
                    explore(&program(&table), Memory::Sc, &Limits::default(), &mut |_| true);
                let checker = table.checker().spawn_bfs().join();
                let of =
                    format!("{seats} philosophers, {meals} meals, the last is careful: {last_is_careful}");
                assert!(complete, "{of}");
                assert_eq!(states, checker.unique_state_count(), "{of}");
                // The checker counts each state as often as it comes to it, and the first one once more.
                assert_eq!(transitions, checker.state_count() - 1, "{of}");
                assert_eq!(interleavings_stuck == Count::Exactly("0".into()), last_is_careful, "{of}");
            }
        }
    }
}
