//! The scenario as a whole, natively: known sums, all schedules alike, traces that add up.

use std::collections::BTreeMap;

use super::*;
use crate::crew::Crew;
use crate::params::Value;
use crate::trace::table::spans_since;

fn values(changes: &[(&str, Value)]) -> Values {
    let mut given: BTreeMap<String, Value> = Values::defaults(&JuliaSet.params(), 2);
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
    let values = values(&[("n", number(300.0)), ("schedule", text("fork-join"))]);
    let (report, _) = execute(&values, true);
    for name in [
        "time_ms",
        "time_min_ms",
        "time_spread_ms",
        "sequential_ms",
        "sequential_min_ms",
        "sequential_spread_ms",
        "speedup",
        "efficiency",
        "imbalance",
        "chunks",
        "steals",
    ] {
        assert!(report.get(name).is_some(), "{name} is missing");
    }
    let imbalance = report.get("imbalance").unwrap();
    assert!((1.0..=2.0).contains(&imbalance), "{imbalance}");
    let (speedup, efficiency) = (report.get("speedup").unwrap(), report.get("efficiency").unwrap());
    assert!((speedup / 2.0 - efficiency).abs() < 1e-12);
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
    assert!(report.notices.iter().any(|notice| notice.contains("timeline holds the first")));
}

#[test]
fn the_wrong_number_of_threads_is_refused() {
    let values = values(&[("threads", number(4.0))]);
    let crew = Crew::start(2).unwrap();
    let error = Context::new(&JuliaSet, &values, false, crew).err().unwrap();
    assert_eq!(error, Error::WrongThreads { wanted: 4, present: 2 });
}
