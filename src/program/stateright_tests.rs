//! Exploring against a model checker, stateright: the same philosophers, written down for it by hand.

use std::sync::Arc;

use stateright::{Checker, Model};

use super::code::Options;
use super::code::compile::compile;
use super::explore::{Count, Limits, Report, explore};
use super::world::model::Memory;

#[path = "../../examples/model_checker/table.rs"]
mod table;

use table::{Table, text};

#[test]
fn as_many_states_and_transitions_as_a_model_checker_finds() {
    for seats in 2..=5 {
        for meals in 1..=3 {
            for last_is_careful in [false, true] {
                if seats == 5 && meals == 3 {
                    continue;
                }
                let table = Table { seats, meals, last_is_careful };
                let options = Options { exploring: true, ..Options::default() };
                let program = compile(&text(&table), &options).unwrap_or_else(|faults| panic!("{faults:?}"));
                let Report { states, transitions, complete, interleavings_stuck, .. } =
                    explore(&Arc::new(program), Memory::Sc, &Limits::default(), &mut |_| true);
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
