//! Real threads against the model: in given orders they agree in every step, and what comes of them freely is among
//! what exploring finds.

use std::sync::Arc;

use proptest::prelude::*;

use super::code::compile::compile;
use super::code::{Options, Program};
use super::drivers::own_threads::Native;
use super::drivers::threads::{Conditions, End, Run};
use super::drivers::{forced, threads};
use super::explore::{Limits, explore};
use super::orders_tests::{STATEMENTS, program_of};
use super::world::endings::Ending;
use super::world::model::{Memory, Model, Phase, State, Step};
use super::world::real::{Stand, Unwatched};
use crate::run::crew::Stop;

pub fn compiled(text: &str) -> Arc<Program> {
    match compile(text, &Options::default()) {
        Ok(program) => Arc::new(program),
        Err(faults) => panic!("{faults:?}\n{text}"),
    }
}

pub fn alone(places: usize, stop: &Stop) -> Conditions<'_> {
    Conditions { places, races: false, stop, watch: &Unwatched, threads: &Native }
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
    let stop = Stop::default();
    let run = forced::run(&program, &order, alone(20, &stop), |taken, real| {
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
        assert_eq!(run.end, End::Over(ending), "{order:?}\n{text}");
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

fn run(program: &Arc<Program>) -> Run {
    threads::run(program, alone(150, &Stop::default())).expect("threads only")
}

fn told(ending: &Ending) -> String {
    format!("{} {ending} {:?}", ending.kind.word(), ending.wrong)
}

pub fn ending(run: &Run) -> String {
    match &run.end {
        End::Over(ending) => told(ending),
        other => format!("{other:?}"),
    }
}

/// Runs a program freely and looks whether exploring finds what it comes to.
///
/// Plain reads and writes are relaxed atomic ones. On x86 such a write waits in a queue of its core, so more can happen
/// than under sequential consistency, and exactly what happens under `tso`. Other processors may do more still.
fn is_possible(text: &str, runs: usize) {
    let program = compiled(text);
    let limits = Limits { states: 50_000, ..Limits::default() };
    let report = explore(&program, Memory::Tso, &limits, &mut |_| true);
    if !report.complete {
        return;
    }
    let possible: Vec<String> = report.outcomes.iter().map(|outcome| told(&outcome.ending)).collect();
    for _ in 0..runs {
        let found = ending(&run(&program));
        assert!(possible.contains(&found), "{found}\nis not one of {possible:#?}\n{text}");
    }
}

#[cfg(target_arch = "x86_64")]
proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_happens_freely_is_possible(
        actors in prop::collection::vec((Just(false), prop::collection::vec(0..STATEMENTS.len(), 1..4)), 2..4),
        spurious in prop::bool::weighted(0.1),
    ) {
        // Who stands at `take` when another tries to put depends on time, where nobody waits for both.
        let text = program_of(&actors, spurious).replace("for 1s", "for 1ms").replace("after 1s", "after 1ms");
        prop_assume!(!text.contains("try put hand"));
        is_possible(&text, 10);
    }
}

/// Programs that always come to the same.
const RIGHT: [(&str, &str); 10] = [
    (
        "shared x = 0\nlock l, m\nthread t[3] { repeat 5 { with l { with m { x += 1 } } } }\nend { show x }",
        "x=15",
    ),
    (
        "shared x = 0\nreentrant lock l\nfn f() { with l { x += 1 } }\nthread t[3] { repeat 5 { with l { f() } } }
         end { show x }",
        "x=15",
    ),
    ("shared x = 0\nfair lock l\nthread t[3] { repeat 5 { with l { x += 1 } } }\nend { show x }", "x=15"),
    (
        "shared x = 0\nrwlock m\nthread r[2] { repeat 5 { with read m { y = x } } }
         thread w { repeat 5 { with write m { x += 1 } } }\nend { show x }",
        "x=5",
    ),
    (
        "shared full = false, x = 0\nlock l\ncondition changed of l
         thread put { repeat 5 { with l { while full { wait changed }; full = true; notify all changed } } }
         thread take { repeat 5 { with l { while not full { wait changed }; full = false; x += 1; notify all changed } } }
         end { show x }",
        "x=5",
    ),
    (
        "atomic x = 0\nsemaphore s = 2\nthread t[4] { repeat 5 { with s { x += 1 } } }\nend { show x }",
        "x=20",
    ),
    (
        "atomic x = 0\nbarrier b of 3\nthread t[3] { repeat 4 { x += 1; meet b; expect x % 3 == 0; meet b } }
         end { show x }",
        "x=12",
    ),
    (
        "channel c[2]\natomic x = 0\nthread cook { for i in 0..9 { put c, i }; close c }
         thread guest[2] { for v in c { x += v } }\nend { show x }",
        "x=36",
    ),
    (
        "channel c[0], d[0]\nshared x = 0\nthread a { for i in 0..4 { put c, 1 } }\nthread b { for i in 0..4 { put d, 2 } }
         thread s { repeat 8 { select { v = take c { x += v }
         v = take d { x += v } } } }\nend { show x }",
        "x=12",
    ),
    (
        "fn add(n) { if n < 2 { return n }; a = start add(n - 1); return n + result a }
         shared x = 0\nthread t { x = add(4) }\nend { show x }",
        "x=10",
    ),
];

#[test]
fn right_programs_never_get_stuck() {
    for (text, comes_to) in RIGHT {
        let program = compiled(text);
        for _ in 0..1000 {
            let run = run(&program);
            assert_eq!(ending(&run), format!("done {comes_to} []"), "{text}");
            assert!(run.deadlocks.is_empty() && run.alone.is_empty(), "{:?}\n{text}", run.deadlocks);
        }
    }
}

#[test]
fn accesses_without_order_are_those_that_exploring_finds() {
    let stories = [
        (include_str!("../families/programs/garlic.story"), vec!["none", "lock", "atomic"]),
        (include_str!("../families/programs/philosophers.story"), vec!["left", "ordered"]),
        (include_str!("../families/programs/soup.story"), vec!["one", "all"]),
        (include_str!("../families/programs/try-lock.story"), vec!["wait", "retry"]),
    ];
    for (text, variants) in stories {
        for variant in variants {
            let options =
                Options { exploring: true, variant: Some(variant.to_string()), ..Options::default() };
            let program = Arc::new(compile(text, &options).expect("a program"));
            let report = explore(&program, Memory::Sc, &Limits::default(), &mut |_| true);
            let mut found = vec![];
            for seed in 0..200 {
                let stop = Stop::default();
                let (_, _, order) = an_order(&program, seed * 7919 + 1, 300);
                let conditions = Conditions { races: true, ..alone(20, &stop) };
                let run = forced::run(&program, &order, conditions, |_, _| ()).expect("possible");
                found.extend(run.races);
                let run = threads::run(&program, conditions).expect("threads only");
                found.extend(run.races);
            }
            found.sort();
            found.dedup();
            let mut expected = report.conflicts;
            expected.sort();
            assert_eq!(found, expected, "{variant}\n{text}");
        }
    }
}
