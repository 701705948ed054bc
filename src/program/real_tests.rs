//! Real threads against the model: in given orders they agree in every step, and what comes of them freely is among
//! what exploring finds.

use std::sync::{Arc, Mutex};

use proptest::prelude::*;

use super::code::compile::compile;
use super::code::{Options, Program};
use super::drivers::threads::{End, Run};
use super::drivers::{forced, threads};
use super::explore::{Limits, explore};
use super::orders_tests::{STATEMENTS, program_of};
use super::world::model::{Memory, Model, Phase, State, Step};
use super::world::real::{Event, Lane, Stand, Unwatched, Watch};
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
    threads::run(program, 150, &Stop::default(), &Unwatched).expect("threads only")
}

fn ending(run: &Run) -> String {
    match &run.end {
        End::Over(ending) => format!("{} {ending} {:?}", ending.kind.word(), ending.wrong),
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
    let possible: Vec<String> = report
        .outcomes
        .iter()
        .map(|outcome| {
            let ending = &outcome.ending;
            format!("{} {ending} {:?}", ending.kind.word(), ending.wrong)
        })
        .collect();
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

/// Stops a run when an actor waits, or, if none does, when one begins; or when a deadlock is told.
struct Stopper<'s> {
    stop: &'s Stop,
    when: When,
    heard: Mutex<Vec<String>>,
}

#[derive(Clone, Copy, PartialEq)]
enum When {
    Begins,
    Waits,
    Deadlock,
    Never,
}

struct Ear<'s>(&'s Stopper<'s>, String);

impl Lane for Ear<'_> {
    fn hear(&mut self, event: Event<'_>) {
        if matches!(event, Event::Waits(..)) && self.0.when == When::Waits {
            self.0.stop.set();
        }
        self.0.heard.lock().unwrap().push(format!("{} {event:?}", self.1));
    }
}

impl Watch for Stopper<'_> {
    fn lane(&self, _actor: u32, name: &str, _thread: usize) -> Option<Box<dyn Lane + '_>> {
        if self.when == When::Begins {
            self.stop.set();
        }
        Some(Box::new(Ear(self, name.to_string())))
    }

    fn deadlock(&self, _sentence: &str) {
        if self.when == When::Deadlock {
            self.stop.set();
        }
    }
}

fn watched(text: &str, when: When) -> (Run, Vec<String>) {
    let stop = Stop::default();
    let stopper = Stopper { stop: &stop, when, heard: Mutex::default() };
    let run = threads::run(&compiled(text), 150, &stop, &stopper).expect("threads only");
    (run, stopper.heard.into_inner().unwrap())
}

#[test]
fn stop_ends_a_run_from_every_state() {
    for text in [
        "thread t { loop { } }",
        "shared x = 0\nthread t { loop { x += 1 } }",
        "thread t { work 9000000000 }",
        "thread t { block 99999s }",
        "thread t { sleep 99999s }",
        "fn f() { loop { } }\nthread t { start f(); o = start f(); join o }",
    ] {
        assert_eq!(watched(text, When::Begins).0.end, End::Stopped, "{text}");
    }
    // Somebody always goes on, so that nothing is stuck.
    let blocked = [
        "sleep 99999s",
        "lock l; lock l",
        "lock l for 1s; lock l for 99999s",
        "with fa { lock fa }",
        "with read m { with write m { } }",
        "with l { wait c }",
        "with l { wait c for 99999s }",
        "acquire s",
        "meet b",
        "x = take ch",
        "put ch, 1; put ch, 2",
        "x = take hand",
        "put hand, 1",
        "select { v = take ch { }\n put hand, 2 { } }",
        "select { v = take hand { }\n after 99999s { } }",
        "o = start f(); join o",
        "o = start f(); x = result o",
    ];
    for statements in blocked {
        let text = format!(
            "lock l\nfair lock fa\nrwlock m\ncondition c of l\nsemaphore s = 0\nbarrier b of 2\nchannel ch[1], hand[0]
             fn f() {{ loop {{ }} }}\nthread busy {{ loop {{ }} }}\nthread t {{ {statements} }}"
        );
        assert_eq!(watched(&text, When::Waits).0.end, End::Stopped, "{text}");
    }
}

#[test]
fn a_deadlock_is_told_when_it_closes_though_others_go_on() {
    let both = "lock a, b\nbarrier both of 2
         thread Barron { lock a; meet both; lock b }\nthread Olivia { lock b; meet both; lock a }";
    let cycle = "Barron holds a and waits for b; Olivia holds b and waits for a";
    let (run, _) = watched(both, When::Never);
    assert_eq!(ending(&run), "stuck stuck: Barron waits for b; Olivia waits for a []");
    assert_eq!(run.deadlocks, [cycle]);
    let (run, _) = watched(&format!("{both}\nthread Steve {{ loop {{ }} }}"), When::Deadlock);
    assert_eq!((run.end, run.deadlocks), (End::Stopped, vec![cycle.to_string()]));

    let told = |text: &str| watched(text, When::Never).0.deadlocks;
    assert_eq!(told("lock l\nthread t { lock l; lock l }"), ["t holds l and waits for l"]);
    assert_eq!(
        told("lock l\nthread a { lock l }\nthread b { sleep 1ms; lock l }"),
        ["b waits for l, which a held when it ended"]
    );
    assert_eq!(
        told("lock l\nfn f() { lock l }\nthread main { lock l; o = start f(); join o }"),
        ["main holds l and waits for o; o waits for l"]
    );
    assert_eq!(
        told("rwlock m\nbarrier both of 2\nthread t[2] { with read m { meet both; with write m { } } }")
            .len(),
        2
    );
    // A time limit ends it.
    assert!(told("lock l\nthread t { lock l; if lock l for 1ms { } }").is_empty());
}

#[test]
fn who_is_left_alone_is_told() {
    let alone = |text: &str| watched(text, When::Never).0.alone;
    assert_eq!(
        alone("lock l\ncondition c of l\nthread t { with l { wait c } }"),
        ["t waits for c, and nobody is left to notify it"]
    );
    assert_eq!(
        alone("channel ch[2]\nthread t { x = take ch }"),
        ["t waits for ch, and nobody is left to put anything into it"]
    );
    assert_eq!(
        alone("barrier b of 3\nthread t { meet b }"),
        ["t waits for b of 3, and nobody else is left to come"]
    );
}

#[test]
fn actors_without_a_thread_wait_for_one_and_are_not_stuck() {
    let few = |text: &str| {
        threads::run(&compiled(text), 2, &Stop::default(), &Unwatched).expect("threads only").end
    };
    let End::Over(over) = few("atomic x = 0\nthread t[9] { x += 1 }\nend { show x }") else { panic!("over") };
    assert_eq!(over.to_string(), "x=9");
    let End::TooFewThreads(sentence) = few("barrier b of 3\nthread t[3] { meet b }") else {
        panic!("too few")
    };
    assert!(sentence.contains("needs 3 threads or more, and there are 2"), "{sentence}");
    let started = "fn f() { }\nthread t { a = start f(); b = start f(); join a; join b }";
    assert!(matches!(few(started), End::Over(_)));
    let program = compiled("task t { }");
    assert!(threads::run(&program, 2, &Stop::default(), &Unwatched).unwrap_err().contains("task"));
}

#[test]
fn daemons_end_with_the_others() {
    let (run, _) = watched(
        "atomic ticks = 0\ndaemon thread clock { loop { ticks += 1 } }
         thread t { while ticks == 0 { } }\nend { expect ticks > 0 }",
        When::Never,
    );
    assert_eq!(ending(&run), "done  []");
}

#[test]
fn who_watches_hears_of_steps_waits_and_resources() {
    let (_, heard) =
        watched("lock l\ncondition c of l\nthread t { lock l; wait c for 1ms; unlock l }", When::Never);
    assert_eq!(
        heard,
        [
            "t Step(Lock(0, None), 3)",
            "t Takes(0)",
            "t GivesBack(0)",
            "t Waits(Wait(1, Some(1000000)), 3)",
            "t GoesOn",
            "t Takes(0)",
            "t Step(Wait(1, Some(1000000)), 3)",
            "t Step(Unlock(0), 3)",
            "t GivesBack(0)",
            "t Ends",
        ]
    );
}

#[test]
fn a_step_that_is_not_possible_is_refused() {
    let program = compiled("lock l\nthread a, b { lock l }");
    let order = |actors: &[u16]| {
        let steps: Vec<Step> = actors.iter().map(|actor| Step { actor: *actor, alternative: 0 }).collect();
        forced::run(&program, &steps, 2, &Stop::default(), &Unwatched, |_, _| ())
    };
    assert_eq!(order(&[0, 1]).unwrap_err(), "Step 2 is not possible: choose another order.");
    assert_eq!(order(&[0, 0]).unwrap_err(), "Step 2 is not possible: choose another order.");
    assert_eq!(order(&[7]).unwrap_err(), "Step 1 is not possible: choose another order.");
    assert_eq!(ending(&order(&[1]).unwrap()), "stuck stuck: a waits for l []");
}
