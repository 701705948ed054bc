//! The benchmark's rows about exploring: philosophers, explored here and by a model checker, stateright, both compiled
//! for this machine. Prints JSON. `bench/run.mjs` calls it, and explores the same in the browser.
//!
//!     cargo run --release --example model_checker -- ROUNDS THREADS

use std::sync::Arc;
use std::time::Instant;

use brigade::program::code::Options;
use brigade::program::code::compile::compile;
use brigade::program::explore::{Limits, explore_from};
use brigade::program::world::model::Memory;
use brigade::run::crew::Crew;
use serde::Serialize;
use stateright::{Checker, Model};

mod table;

use table::{Table, text};

/// The philosophers and meals of each row.
const TABLES: [(usize, u8); 3] = [(5, 3), (6, 2), (7, 2)];

#[derive(Serialize)]
struct Row {
    id: String,
    /// The program, for the browser.
    text: String,
    states: usize,
    transitions: usize,
    bytes_of_a_state: f64,
    /// Times in ms, in the order measured: of stateright, of exploring on one thread, and on several.
    checker: Vec<f64>,
    alone: Vec<f64>,
    together: Vec<f64>,
}

fn timed<T>(task: impl FnOnce() -> T) -> (f64, T) {
    let begin = Instant::now();
    let result = task();
    (begin.elapsed().as_secs_f64() * 1000.0, result)
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|word| word.parse::<usize>().expect("a whole number"));
    let rounds = arguments.next().unwrap_or(3);
    let threads = arguments.next().unwrap_or(2);
    let (none, crew) = (Crew::none(), Crew::start(threads).expect("threads"));
    let mut rows = vec![];
    for (seats, meals) in TABLES {
        let table = || Table { seats, meals, last_is_careful: true };
        let text = text(&table());
        let options = Options { exploring: true, ..Options::default() };
        let program = Arc::new(compile(&text, &options).expect("a program without faults"));
        let explored = |crew: &Crew| {
            timed(|| explore_from(&program, Memory::Sc, &[], &Limits::default(), crew, &mut |_| true))
        };
        let mut row = Row {
            id: format!("{seats} philosophers, {meals} meals"),
            text,
            states: 0,
            transitions: 0,
            bytes_of_a_state: 0.0,
            checker: vec![],
            alone: vec![],
            together: vec![],
        };
        for _ in 0..rounds {
            let (time, checker) = timed(|| table().checker().spawn_bfs().join());
            row.checker.push(time);
            let (alone, report) = explored(&none);
            let report = report.expect("no steps before");
            row.alone.push(alone);
            let (together, shared) = explored(&crew);
            let shared = shared.expect("no steps before");
            row.together.push(together);
            assert!(report.complete, "{}", row.id);
            // The checker counts each state as often as it comes to it, and the first one once more.
            let of_checker = (checker.unique_state_count(), checker.state_count() - 1);
            assert_eq!((report.states, report.transitions), of_checker, "{}", row.id);
            assert_eq!((shared.states, shared.transitions), of_checker, "{}", row.id);
            assert_eq!(shared.interleavings, report.interleavings, "{}", row.id);
            (row.states, row.transitions) = of_checker;
            row.bytes_of_a_state = report.bytes as f64 / report.states as f64;
        }
        rows.push(row);
    }
    println!("{}", serde_json::to_string(&rows).expect("plain figures"));
}
