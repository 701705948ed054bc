//! The benchmark's native rows: the same crate, scenario and measuring as in the browser, compiled
//! for this machine. Prints JSON. `bench/run.mjs` calls it once for each browser process.
//!
//!     cargo run --release --example bench_native -- ROUNDS THREADS

use brigade::catalog;
use brigade::contract::params::{Value, Values};
use brigade::contract::scenario::Context;
use brigade::loops::schedule::Schedule;
use brigade::run::crew::Crew;
use futures::executor::block_on;
use serde::Serialize;

/// Pixels on each side of the picture.
const SIZE: f64 = 1000.0;

#[derive(Serialize)]
struct Row {
    id: String,
    /// Times in ms, in the order measured.
    samples: Vec<f64>,
    #[serde(skip)]
    kernel: &'static str,
    #[serde(skip)]
    schedule: Schedule,
    #[serde(skip)]
    threads: usize,
}

#[derive(Serialize)]
struct Output {
    rows: Vec<Row>,
    /// Checksum of the bytes, the same for every row.
    sum: u64,
    crc32: u32,
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|word| word.parse::<usize>().expect("a whole number"));
    let rounds = arguments.next().unwrap_or(10);
    let threads = arguments.next().unwrap_or(2);

    let row =
        |id: String, kernel, schedule, threads| Row { id, samples: Vec::new(), kernel, schedule, threads };
    let mut rows = vec![
        row("native scalar".into(), "scalar", Schedule::Sequential, 1),
        row("native simd".into(), "simd", Schedule::Sequential, 1),
    ];
    for schedule in Schedule::ALL.into_iter().filter(|schedule| *schedule != Schedule::Sequential) {
        rows.push(row(format!("native {} {threads}", schedule.name()), "simd", schedule, threads));
    }

    let mut known = None;
    for _ in 0..rounds {
        // Runs round robin, so that a slow moment of the machine affects all rows alike.
        for row in &mut rows {
            let (time, sum, crc32) = measure(row);
            assert_eq!(*known.get_or_insert((sum, crc32)), (sum, crc32), "{} is not bit-identical", row.id);
            row.samples.push(time);
        }
    }
    let (sum, crc32) = known.expect("at least one round");
    let output = Output { rows, sum, crc32 };
    println!("{}", serde_json::to_string(&output).expect("plain data with finite numbers"));
}

/// Runs one warm-up and one measured execution. Returns its time in ms, and the sum and checksum of the picture.
fn measure(row: &Row) -> (f64, u64, u32) {
    let scenario = catalog::find("julia").expect("it is in the catalog");
    let mut given = Values::defaults(&scenario.params(), row.threads);
    for (name, value) in [
        ("n", Value::Number(SIZE)),
        ("kernel", Value::Text(row.kernel.into())),
        ("schedule", Value::Text(row.schedule.name().into())),
        ("repeats", Value::Number(1.0)),
        ("warmup", Value::Number(1.0)),
    ] {
        given.insert(name.into(), value);
    }
    let values = Values::check(&scenario.params(), given).expect("they are the schema's own");
    let crew = Crew::start(row.threads).expect("the machine has threads");
    let mut context = Context::new(scenario, &values, false, crew).expect("the crew has the size asked for");
    let report = block_on(scenario.run(&values, &mut context)).expect("the run succeeds");
    let time = report.get("time_ms").expect("a measured run has a time");
    (time, report.images[0].sum, report.images[0].crc32)
}
