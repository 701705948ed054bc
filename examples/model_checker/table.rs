//! Philosophers, written down twice: for a model checker, stateright, and in the language of programs.

use stateright::{Model, Property};

/// Philosophers at a round table: each takes two forks, gives them back in the opposite order, and does so `meals`
/// times.
pub struct Table {
    /// How many sit there.
    pub seats: usize,
    /// How often each eats.
    pub meals: u8,
    /// Whether the last one takes the right fork first.
    pub last_is_careful: bool,
}

/// How many steps each philosopher has taken; four are a meal.
pub type Steps = Vec<u8>;

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
pub fn text(table: &Table) -> String {
    let Table { seats, meals, last_is_careful } = table;
    let careful = if *last_is_careful { "if index == n - 1 { first = right; second = left }" } else { "" };
    format!(
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
    )
}
