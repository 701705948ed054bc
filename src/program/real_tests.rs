//! Real threads against the model: in given orders they agree in every step, and what comes of them freely is among
//! what exploring finds.

use std::sync::Arc;

use proptest::prelude::*;

use super::code::compile::compile;
use super::code::{Options, Program};
use super::drivers::{forced, threads};
use super::orders_tests::{STATEMENTS, program_of};
use super::world::model::{Memory, Model, Phase, State, Step};
use super::world::real::{Stand, Unwatched};
use crate::run::crew::Stop;

fn compiled(text: &str) -> Arc<Program> {
    match compile(text, &Options::default()) {
        Ok(program) => Arc::new(program),
        Err(faults) => panic!("{faults:?}\n{text}"),
    }
}

/// Draws an order of steps to the end, or at most so many.
fn an_order(program: &Arc<Program>, mut seed: u64, most: usize) -> (Model, Vec<State>, Vec<Step>) {
    let mut model = Model::new(Arc::clone(program), Memory::Sc);
    let (mut states, mut taken, mut possible) = (vec![model.initial(None)], vec![], vec![]);
    while taken.len() < most {
        let mut state = states[taken.len()].clone();
        model.steps(&state, &mut possible);
        if possible.is_empty() {
            break;
        }
        seed = seed.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        let step = possible[(seed >> 33) as usize % possible.len()];
        model.take(&mut state, step, None);
        states.push(state);
        taken.push(step);
    }
    (model, states, taken)
}

/// Says how everybody stands in a state of the model.
fn stands(model: &Model, state: &State) -> Vec<Stand> {
    (0..model.actors(state))
        .map(|actor| {
            let machine = model.machine(state, actor);
            let over = model.is_over(state, actor);
            let begun = model.has_begun(state, actor);
            let phase = model.phase(state, actor);
            Stand {
                name: machine.name.to_string(),
                op: machine.pending.clone(),
                line: if over || !begun { 0 } else { machine.line(&model.program) },
                phase: if phase == Phase::Flagged { Phase::Ready } else { phase },
                cancelled: phase == Phase::Flagged && !over,
                over,
            }
        })
        .collect()
}

fn agree(text: &str, seed: u64) -> usize {
    let program = compiled(text);
    let (model, states, order) = an_order(&program, seed, 200);
    let complete = order.len() < 200;
    let run = forced::run(&program, &order, 20, &Stop::default(), &Unwatched, |taken, real| {
        let mut found = real.stands();
        for stand in &mut found {
            if stand.over || stand.phase == Phase::Unbegun {
                stand.line = 0;
            }
            stand.cancelled &= !stand.over;
        }
        let state = &states[taken];
        assert_eq!(found, stands(&model, state), "after {taken} of {order:?} in\n{text}");
        for cell in 0..program.cells.len() as u32 {
            assert_eq!(real.cell(cell), model.cell(state, cell), "after {taken} of {order:?} in\n{text}");
        }
        for resource in 0..program.resources.len() as u32 {
            let mut holders = real.holders_of(resource);
            holders.sort_unstable();
            assert_eq!(holders, model.holders_of(state, resource), "after {taken} of {order:?} in\n{text}");
        }
    });
    let run = run.unwrap_or_else(|why| panic!("{why} {order:?}\n{text}"));
    if complete {
        let ending = model.ending(&states[order.len()]);
        assert_eq!(run.end, threads::End::Over(ending), "{order:?}\n{text}");
    }
    order.len()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn in_a_given_order_threads_do_what_the_model_does(
        actors in prop::collection::vec((Just(false), prop::collection::vec(0..STATEMENTS.len(), 1..5)), 2..5),
        spurious in prop::bool::weighted(0.2),
        seed in any::<u64>(),
    ) {
        agree(&program_of(&actors, spurious), seed);
    }
}
