//! Exploring against an enumeration of all orders that hashes nothing and runs every step anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use super::code::compile::compile;
use super::code::{Options, Program};
use super::explore::{Count, Limits, explore};
use super::machine::Silent;
use super::world::model::{Memory, Model, State, Step};

/// The most steps that an enumeration takes.
const MOST_STEPS: usize = 10_000;

/// What an enumeration found of an outcome.
#[derive(Debug, PartialEq)]
struct Enumerated {
    interleavings: u64,
    shortest: Vec<Step>,
}

/// Follows all orders; returns none where there are too many. Orders come in the order of actors, so of the shortest
/// ways to an outcome the first one found is the one that exploring must tell.
fn enumerate(program: &Arc<Program>, memory: Memory) -> Option<BTreeMap<String, Enumerated>> {
    let mut model = Model::new(Arc::clone(program), memory);
    let mut found: BTreeMap<String, Enumerated> = BTreeMap::new();
    let mut way: Vec<Step> = vec![];
    let mut taken = 0;
    let first = model.initial(Some(&mut Silent));
    let mut open: Vec<(State, Vec<Step>)> = vec![];
    let mut entered = Some(first);
    loop {
        if let Some(state) = entered.take() {
            let mut steps = vec![];
            model.steps(&state, &mut steps);
            if steps.is_empty() {
                let entry = found
                    .entry(format!("{:?}", model.ending(&state)))
                    .or_insert_with(|| Enumerated { interleavings: 0, shortest: way.clone() });
                entry.interleavings += 1;
                if way.len() < entry.shortest.len() {
                    entry.shortest.clone_from(&way);
                }
            }
            steps.reverse();
            open.push((state, steps));
        }
        let Some((state, steps)) = open.last_mut() else { return Some(found) };
        match steps.pop() {
            Some(step) => {
                taken += 1;
                if taken > MOST_STEPS {
                    return None;
                }
                let mut next = state.clone();
                way.push(step);
                model.take(&mut next, step, Some(&mut Silent));
                entered = Some(next);
            }
            None => {
                open.pop();
                way.pop();
            }
        }
    }
}

pub const STATEMENTS: [&str; 40] = [
    "x += 1",
    "x = y",
    "y = 1",
    "r = x",
    "a += 1",
    "s = swap a, 5",
    "if compare a, 0, 3 { x = 7 }",
    "lock l",
    "unlock l",
    "lock m",
    "unlock m",
    "with l { x += 1 }",
    "with l { lock m\n unlock m }",
    "with re { with re { y += 1 } }",
    "if try lock l { unlock l }",
    "if lock l for 1s { unlock l } else { x = 9 }",
    "with read rw { r = x }",
    "with write rw { x = 2 }",
    "with l { wait c }",
    "with l { if wait c for 1s { y = 3 } }",
    "notify c",
    "notify all c",
    "acquire sem",
    "release sem",
    "with sem { x = 4 }",
    "meet both",
    "put box, index",
    "x = take box",
    "put hand, 6",
    "y = take hand",
    "if try put hand, 8 { x = 8 }",
    "close box",
    "select { v = take box { x = v }\n put hand, 3 { y = 9 } }",
    "select { v = take hand { x = v }\n after 1s { y = 8 } }",
    "o = start helper(2)\n join o",
    "o = start helper(0)\n x = result o",
    "o = new helper(1)\n cancel o",
    "o = start helper(3)\n cancel o",
    "try { with l { fail \"no\" } } catch e { y = 5 }",
    "with fa { x += 2 }",
];

pub fn program_of(actors: &[(bool, Vec<usize>)], spurious: bool) -> String {
    let mut text = String::from(
        "shared x = 0, y = 0\natomic a = 0\nlock l, m\nreentrant lock re\nfair lock fa\nrwlock rw\n\
         condition c of l\nsemaphore sem = 1\nbarrier both of 2\nchannel box[1], hand[0]\n\
         fn helper(n) { x += n; return 6 / n }\n",
    );
    if spurious {
        text.push_str("spurious on\n");
    }
    for (number, (task, statements)) in actors.iter().enumerate() {
        let kind = if *task { "task" } else { "thread" };
        text.push_str(&format!("{kind} t{number} {{\n"));
        for statement in statements {
            text.push_str(&format!("    {}\n", STATEMENTS[*statement]));
        }
        text.push_str("}\n");
    }
    text.push_str(
        "end { show x, \n show y\n show a\n expect x < 7 }\n".replace("show x, ", "show x").as_str(),
    );
    text
}

fn compare(text: &str, memory: Memory) {
    let program = match compile(text, &Options::default()) {
        Ok(program) => Arc::new(program),
        Err(faults) => panic!("{faults:?}\n{text}"),
    };
    let Some(expected) = enumerate(&program, memory) else { return };
    let report = explore(&program, memory, &Limits::default(), &mut |_| true);
    assert!(report.complete);
    let found: BTreeMap<String, Enumerated> = report
        .outcomes
        .iter()
        .map(|outcome| {
            let Count::Exactly(number) = &outcome.interleavings else { panic!("no loops here\n{text}") };
            let interleavings = number.parse().expect("a small number");
            let name = format!("{:?}", outcome.ending);
            (name, Enumerated { interleavings, shortest: outcome.shortest.clone() })
        })
        .collect();
    assert_eq!(found, expected, "{text}");
    let total: u64 = expected.values().map(|outcome| outcome.interleavings).sum();
    assert_eq!(report.interleavings, Count::Exactly(total.to_string()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn exploring_finds_what_an_enumeration_of_all_orders_finds(
        actors in prop::collection::vec((prop::bool::weighted(0.3), prop::collection::vec(0..STATEMENTS.len(), 1..4)), 2..4),
        spurious in prop::bool::weighted(0.2),
        tso in prop::bool::weighted(0.3),
    ) {
        let memory = if tso { Memory::Tso } else { Memory::Sc };
        compare(&program_of(&actors, spurious), memory);
    }
}
