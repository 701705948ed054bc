//! The benchmark's rows about programs on real threads, beside the same with the standard library's mutex and the channels
//! of crossbeam, all compiled for this machine. Prints JSON. `bench/run.mjs` calls it, and runs the same in the browser.
//!
//!     cargo run --release --example real_programs -- ROUNDS

use std::hint::black_box;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use brigade::program::code::compile::compile;
use brigade::program::code::{Options, Program};
use brigade::program::drivers::threads::{Conditions, End, run};
use brigade::program::machine::{Machine, Rationed};
use brigade::program::world::real::Unwatched;
use brigade::run::crew::{Crew, Stop};
use serde::Serialize;

/// How often each thing is done.
const TURNS: usize = 100_000;
/// Lock pairs in a turn of their loop, so that the loop itself counts little.
const PAIRS: usize = 20;

#[derive(Serialize)]
struct Row {
    id: &'static str,
    /// The program, for the browser.
    text: String,
    threads: usize,
    /// Instructions of its first actor before its first step, where it takes none.
    instructions: u64,
    /// Times in ms, in the order measured: of the program, and of the same without it.
    program: Vec<f64>,
    plain: Vec<f64>,
}

fn timed(task: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    task();
    begin.elapsed().as_secs_f64() * 1000.0
}

/// Instructions until the first actor is over, or stands before a step.
fn instructions(program: &Program) -> u64 {
    let role = &program.roles[0];
    let mut machine =
        Machine::new(program, Arc::clone(&role.name), role.index, role.kind, role.daemon, role.function, &[]);
    let mut host = Rationed { left: u64::MAX };
    machine.resume(program, &mut host, None);
    u64::MAX - host.left
}

fn run_once(program: &Arc<Program>, crew: &Crew) {
    let stop = Stop::default();
    let conditions =
        Conditions { places: crew.size(), races: false, stop: &stop, watch: &Unwatched, threads: crew };
    let end = run(program, conditions).expect("threads only").end;
    assert!(matches!(end, End::Over(_)), "{end:?}");
}

fn lock_pairs() {
    let mutex = Mutex::new(0);
    for _ in 0..TURNS {
        *black_box(&mutex).lock().expect("nothing panics") += 1;
    }
}

fn channel_items() {
    let (sender, receiver) = crossbeam_channel::bounded(50);
    std::thread::scope(|scope| {
        scope.spawn(move || (0..TURNS).for_each(|item| sender.send(item).expect("a receiver")));
        black_box(receiver.iter().count());
    });
}

fn start_threads(threads: usize) {
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(|| ()))));
}

fn main() {
    let rounds = std::env::args().nth(1).map_or(3, |word| word.parse().expect("a whole number"));
    let programs: [(&str, String, usize, &dyn Fn()); 5] = [
        ("instructions", format!("thread t {{ n = 0; repeat {TURNS} {{ n += 1 }} }}"), 1, &|| ()),
        (
            "lock pairs",
            format!(
                "lock l\nthread t {{ repeat {} {{ {} }} }}",
                TURNS / PAIRS,
                "lock l; unlock l; ".repeat(PAIRS)
            ),
            1,
            &lock_pairs,
        ),
        (
            "channel items",
            format!(
                "channel c[50]\nthread a {{ for i in 0..{TURNS} {{ put c, i }}; close c }}\nthread b {{ for v in c {{ }} }}"
            ),
            2,
            &channel_items,
        ),
        ("start of 2", "thread t[2] { }".into(), 2, &|| start_threads(2)),
        ("start of 32", "thread t[32] { }".into(), 32, &|| start_threads(32)),
    ];
    let mut rows = vec![];
    for (id, text, threads, plain) in programs {
        let program = Arc::new(compile(&text, &Options::default()).expect("a program without faults"));
        let crew = Crew::start(threads).expect("threads");
        let mut row =
            Row { id, threads, instructions: instructions(&program), text, program: vec![], plain: vec![] };
        for round in 0..=rounds {
            let (of_program, of_plain) = (timed(|| run_once(&program, &crew)), timed(plain));
            // The first round is not measured.
            if round > 0 {
                row.program.push(of_program);
                row.plain.push(of_plain);
            }
        }
        rows.push(row);
    }
    println!("{}", serde_json::to_string(&rows).expect("plain data"));
}
