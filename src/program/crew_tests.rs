//! Exploring on several threads finds the same as on one.

use std::sync::Arc;

use super::code::Options;
use super::code::compile::compile;
use super::explore::{Limits, Report, explore_from};
use super::world::model::Memory;
use crate::run::crew::Crew;

const TEXTS: [(&str, Memory, usize); 8] = [
    // Thousands of states, many that are stuck.
    (
        "const n = 6
         lock forks[n]
         thread philosopher[n] {
             repeat 2 {
                 lock forks[index]
                 lock forks[(index + 1) % n]
                 unlock forks[index]
                 unlock forks[(index + 1) % n]
             }
         }",
        Memory::Sc,
        usize::MAX,
    ),
    (include_str!("../families/programs/soup.story"), Memory::Sc, usize::MAX),
    // Ways without end.
    (include_str!("../families/programs/try-lock.story"), Memory::Sc, usize::MAX),
    // Many conflicts, found in another order by each thread, and many outcomes.
    (
        "shared a = 0
         shared b = 0
         thread t[3] { repeat 2 { a += 1; b = a } }
         end { show a; show b }",
        Memory::Tso,
        40_000,
    ),
    // Cut off by a limit, in the middle of a batch.
    ("shared a[3] = 0; thread t[3] { loop { a[index] += 1 } }", Memory::Sc, 3333),
    // Every thread makes actors and values that the others have never seen.
    (
        "channel c[]
         fn child(n) { put c, [n, n * n] }
         thread t[3] { repeat 2 { f = start child(index + 10); join f } }
         end { show length c }",
        Memory::Sc,
        usize::MAX,
    ),
    // Steps so long that a batch is broken off.
    (
        "shared x = 0
         thread t[3] { repeat 2 { i = 0; while i < 60_000 { i += 1 }; x += 1 } }
         end { show x }",
        Memory::Sc,
        usize::MAX,
    ),
    // One way only.
    ("shared x = 0; thread t { repeat 500 { x += 1 } }; end { show x }", Memory::Sc, usize::MAX),
];

fn told(report: Report) -> String {
    // How much memory it takes is another matter.
    format!("{:#?}", Report { bytes: 0, ..report })
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let crews = [Crew::none(), Crew::start(2).expect("threads"), Crew::start(3).expect("threads")];
    for (text, memory, states) in TEXTS {
        let options = Options { exploring: true, ..Options::default() };
        let program = Arc::new(compile(text, &options).unwrap_or_else(|faults| panic!("{faults:?}")));
        let limits = Limits { states: states.min(Limits::default().states), ..Limits::default() };
        let explored = crews.each_ref().map(|crew| {
            let report = explore_from(&program, memory, &[], &limits, crew, &mut |_| true);
            told(report.expect("nothing is taken before"))
        });
        assert!(explored[0] == explored[1] && explored[0] == explored[2], "{text}\n{}", explored[0]);
    }
}
