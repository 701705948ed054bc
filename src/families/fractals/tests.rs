//! The scenario as a whole, natively: known sums, all schedules alike, traces that add up.

use super::*;
use crate::contract::params::Value;
use crate::run::crew::Crew;
use crate::run::trace::table::spans_since;

fn values(changes: &[(&str, Value)]) -> Values {
    let mut given = Values::defaults(&JuliaSet.params(), 2);
    for (name, value) in changes {
        given.insert((*name).into(), value.clone());
    }
    Values::check(&JuliaSet.params(), given).unwrap()
}

fn number(x: f64) -> Value {
    Value::Number(x)
}

fn text(word: &str) -> Value {
    Value::Text(word.into())
}

fn execute(values: &Values, compare: bool) -> (Report, Context) {
    let threads = JuliaSet.threads(values);
    let crew = if threads == 0 { Crew::none() } else { Crew::start(threads).unwrap() };
    let mut context = Context::new(&JuliaSet, values, compare, crew).unwrap();
    // The same on every machine: with fewer cores than threads there would be no start line.
    context.cores = 8;
    let report = futures::executor::block_on(JuliaSet.run(values, &mut context)).unwrap();
    (report, context)
}

#[test]
fn the_lectures_picture_has_the_known_sum() {
    for kernel in ["simd", "scalar"] {
        let values = values(&[("kernel", text(kernel)), ("repeats", number(1.0)), ("warmup", number(0.0))]);
        let (report, _) = execute(&values, true);
        let sums: Vec<_> = report.images.iter().map(|image| (image.id, image.sum)).collect();
        assert_eq!(sums, [("parallel", 10_538_924), ("sequential", 10_538_924)]);
        assert_eq!(report.images[0].crc32, report.images[1].crc32);
        assert_eq!(report.get("identical"), Some(1.0));
    }
}

#[test]
fn every_schedule_gives_the_same_picture_and_a_trace_that_covers_it() {
    let mut crcs = Vec::new();
    for schedule in Schedule::ALL {
        let values = values(&[
            ("n", number(150.0)),
            ("schedule", text(schedule.name())),
            ("threads", number(3.0)),
            ("repeats", number(2.0)),
            ("warmup", number(0.0)),
        ]);
        let (report, context) = execute(&values, false);
        crcs.push(report.images[0].crc32);
        let nothing = vec![0; context.recorder.lanes()];
        let lanes = spans_since(&context.recorder, &nothing);
        let repeats: Vec<_> =
            lanes[COORDINATOR].iter().filter(|span| span.label == label::REPEAT).copied().collect();
        assert_eq!(repeats.len(), 2);
        for repeat in repeats {
            let mut columns = [0; 150];
            let mut chunks = 0;
            for span in lanes.iter().flatten().filter(|span| span.label == label::CHUNK) {
                if span.start >= repeat.start && span.end <= repeat.end {
                    chunks += 1;
                    (span.first..span.last).for_each(|column| columns[column as usize] += 1);
                }
            }
            assert!(columns.iter().all(|&count| count == 1), "{schedule:?}");
            if schedule != Schedule::WorkStealing && schedule != Schedule::Guided {
                assert_eq!(Some(f64::from(chunks)), report.get("chunks"));
            }
        }
        assert_eq!(context.recorder.dropped(), 0);
    }
    assert!(crcs.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_comparison_reports_all_its_figures() {
    let values = values(&[("n", number(300.0)), ("schedule", text("fork-join")), ("kernel", text("scalar"))]);
    let (report, context) = execute(&values, true);
    for name in [
        "time_ms",
        "time_min_ms",
        "sequential_ms",
        "sequential_min_ms",
        "best_sequential_ms",
        "start_up_ms",
        "inflation",
        "imbalance",
        "chunks",
        "steals",
        "repeats",
        "left_out",
    ] {
        assert!(report.get(name).is_some(), "{name} is missing");
    }
    let figure = |name: &str| report.get(name).unwrap();
    assert!((1.0..=2.0).contains(&figure("imbalance")), "{}", figure("imbalance"));
    assert_eq!(report.get("speedup").is_some(), report.get("efficiency").is_some());
    // A busy machine makes the verdict withhold the ratio, and say why.
    assert_eq!(report.get("speedup").is_none(), report.values.contains_key("withheld"));
    if let Some(speedup) = report.get("speedup") {
        assert!((speedup / figure("cores").min(2.0) - figure("efficiency")).abs() < 1e-12);
    }
    assert!((5.0..=100.0).contains(&figure("repeats")), "{}", figure("repeats"));
    assert!(figure("left_out") <= figure("repeats"));
    // The parts are those of the shown repeat, apart from rounding.
    let shown = figure("shown_repeat") as u32 - 1;
    let nothing = vec![0; context.recorder.lanes()];
    let spans = spans_since(&context.recorder, &nothing);
    let repeat =
        spans[COORDINATOR].iter().find(|span| span.label == label::REPEAT && span.first == shown).unwrap();
    let parts = ["useful_ms", "inflation_ms", "imbalance_ms", "hand_out_ms", "waiting_ms"].map(figure);
    assert!((parts.iter().sum::<f64>() - 2.0 * (repeat.end - repeat.start) / 1e3).abs() < 1e-9, "{parts:?}");
}

#[test]
fn an_exact_number_of_repeats_is_kept_to() {
    for (launch, repeats) in [("line", 1), ("cold", 6), ("line", 7)] {
        let values = values(&[
            ("n", number(200.0)),
            ("repeats", number(f64::from(repeats))),
            ("launch", text(launch)),
        ]);
        let (report, context) = execute(&values, true);
        assert_eq!(report.get("repeats"), Some(f64::from(repeats)));
        assert_eq!(report.get("start_up_ms").is_some(), launch == "line");
        assert!(launch == "line" || report.get("left_out") == Some(0.0));
        assert!(!context.progress.is_measuring());
    }
}

#[test]
fn pairs_are_measured_in_the_order_that_drift_hits_alike() {
    let values = values(&[("n", number(400.0)), ("repeats", number(4.0)), ("kernel", text("scalar"))]);
    let (_, context) = execute(&values, true);
    let events = context.recorder.events(COORDINATOR, 0);
    let order: Vec<_> = events
        .iter()
        .filter(|event| event.phase == crate::run::trace::Phase::Begin)
        .filter_map(|event| match event.label {
            label::SEQUENTIAL => Some(('a', event.arg)),
            label::REPEAT => Some(('b', event.arg)),
            _ => None,
        })
        .collect();
    assert_eq!(order, [('a', 0), ('b', 0), ('b', 1), ('a', 1), ('a', 2), ('b', 2), ('b', 3), ('a', 3)]);
    assert!(events.windows(2).all(|pair| pair[0].time <= pair[1].time));
}

#[test]
fn the_same_code_on_both_sides_has_no_speed_up() {
    let values = values(&[("n", number(800.0)), ("schedule", text("sequential"))]);
    let (report, _) = execute(&values, true);
    assert_eq!(report.get("speedup"), None);
    assert!(report.values["withheld"].starts_with("The same code on both sides"), "{}", report.verdict);
    assert!(report.get("noise").is_some());
}

#[test]
fn what_is_too_short_has_no_speed_up() {
    let values = values(&[("n", number(2.0)), ("grain", number(1.0))]);
    // A thread that loses its core in the middle makes even this take long, but not every time.
    let found = (0..20).map(|_| execute(&values, true).0).find(|report| {
        report.values.get("withheld").is_some_and(|sentence| sentence.starts_with("Too short for this clock"))
    });
    let report = found.expect("one of twenty runs is not disturbed");
    assert_eq!((report.get("speedup"), report.get("efficiency")), (None, None));
}

#[test]
fn a_run_that_is_asked_to_stop_says_so() {
    let values = values(&[("n", number(500.0))]);
    let mut context = Context::new(&JuliaSet, &values, true, Crew::start(2).unwrap()).unwrap();
    context.stop.set();
    let report = futures::executor::block_on(JuliaSet.run(&values, &mut context)).unwrap();
    assert_eq!(report.state, State::Stopped);
    assert!(report.get("time_ms").is_none());
    assert_eq!(context.progress.get().0, 0);
    assert!(!context.progress.is_measuring());
}

#[test]
fn a_trace_without_room_keeps_whole_repeats_only() {
    let values = values(&[
        ("n", number(2048.0)),
        ("grain", number(1.0)),
        ("max_iter", number(1.0)),
        ("repeats", number(40.0)),
    ]);
    let (report, context) = execute(&values, false);
    assert_eq!(context.recorder.dropped(), 0);
    let begun = context.recorder.events(COORDINATOR, 0).iter().filter(|e| e.label == label::REPEAT).count();
    assert!(begun % 2 == 0 && begun > 2 && begun < 80, "{begun}");
    assert!(report.log.iter().any(|line| line.contains("trace holds the first")));
}

#[test]
fn the_wrong_number_of_threads_is_refused() {
    let values = values(&[("threads", number(4.0))]);
    let crew = Crew::start(2).unwrap();
    let error = Context::new(&JuliaSet, &values, false, crew).err().unwrap();
    assert_eq!(error, Error::WrongThreads { wanted: 4, present: 2 });
}
