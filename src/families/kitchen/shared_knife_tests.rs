//! Tests of the shared knife.

use super::*;
use crate::contract::params::Value;
use crate::contract::scenario::State;
use crate::run::crew::Crew;
use crate::run::trace::table::spans;
use futures::executor::block_on;

const SCALE: f64 = 50.0;

fn run(sharing: &str, yield_inside: bool, scale: f64) -> (Report, Context) {
    let mut given = Values::defaults(&SharedKnife.params(), 2);
    given.insert("sharing".into(), Value::Text(sharing.into()));
    given.insert("yield_inside".into(), Value::Flag(yield_inside));
    given.insert("scale".into(), Value::Number(scale));
    let values = Values::check(&SharedKnife.params(), given).unwrap();
    let threads = SharedKnife.threads(&values);
    let crew = if threads == 0 { Crew::none() } else { Crew::start(threads).unwrap() };
    let mut context = Context::new(&SharedKnife, &values, false, crew).unwrap();
    let report = block_on(SharedKnife.run(&values, &mut context)).unwrap();
    assert_eq!(report.state, State::Done);
    (report, context)
}

/// A hundred times, a few at a time: they hardly do anything but wait.
fn hundred_times(check: impl Fn() + Sync) {
    std::thread::scope(|scope| {
        for _ in 0..10 {
            scope.spawn(|| (0..10).for_each(|_| check()));
        }
    });
}

#[test]
fn without_care_one_task_fails_a_hundred_times_in_a_row() {
    hundred_times(|| {
        let (report, context) = run("none", false, SCALE);
        assert_eq!(report.get("failed"), Some(1.0));
        assert_eq!(report.values["error"], "knife is not in the cupboard");
        let words = [&*report.values["meat"], &*report.values["spices"]];
        assert!(words.contains(&"cut") && words.contains(&"failed: knife is not in the cupboard"));
        for lane in 1..=2 {
            let looks: Vec<_> =
                context.recorder.events(lane, 0).into_iter().filter(|event| event.label == LOOKS).collect();
            assert_eq!(looks.len(), 1);
            assert_eq!(looks[0].arg, 1, "both have seen it");
        }
        // The trace has the race in its order: both look, one takes the knife, the other reaches in vain.
        let mut moments: Vec<(f64, u16, u32)> = (1..=2)
            .flat_map(|lane| context.recorder.events(lane, 0))
            .filter(|event| matches!(event.label, LOOKS | REACHES))
            .map(|event| (event.time, event.label, event.arg))
            .collect();
        moments.sort_by(|a, b| a.0.total_cmp(&b.0));
        let order: Vec<_> = moments.iter().map(|moment| (moment.1, moment.2)).collect();
        assert_eq!(order, [(LOOKS, 1), (LOOKS, 1), (REACHES, 1), (REACHES, 0)]);
    });
}

#[test]
fn each_repair_works_a_hundred_times_in_a_row() {
    for sharing in ["copy", "lock", "async"] {
        hundred_times(|| {
            let (report, _) = run(sharing, false, SCALE);
            assert_eq!(report.get("failed"), Some(0.0), "{sharing}");
            assert_eq!((&*report.values["meat"], &*report.values["spices"]), ("cut", "cut"));
            let least = if sharing == "copy" { 1.0 } else { 2.0 };
            assert!(report.get("preparation_s").unwrap() >= least - 0.05, "{sharing}");
            assert_eq!(report.get("threads"), Some(if sharing == "async" { 1.0 } else { 2.0 }));
            assert_eq!(report.get("copied_bytes").is_some(), sharing == "copy");
        });
    }
}

#[test]
fn an_await_in_between_brings_the_race_back_a_hundred_times_in_a_row() {
    hundred_times(|| {
        let (report, _) = run("async", true, SCALE);
        assert_eq!(report.get("failed"), Some(1.0));
        assert_eq!(report.values["meat"], "cut");
        assert_eq!(report.values["spices"], "failed: knife is not in the cupboard");
        assert_eq!(report.get("threads"), Some(1.0));
    });
}

#[test]
fn whoever_comes_second_waits_for_the_lock_in_its_lane() {
    let (_, context) = run("lock", false, 100.0);
    let mut cuts = Vec::new();
    let mut waits = Vec::new();
    for lane in 1..=2 {
        for span in spans(&context.recorder.events(lane, 0)) {
            if span.label == CUTS { &mut cuts } else { &mut waits }.push(span);
        }
    }
    cuts.sort_by(|a, b| a.start.total_cmp(&b.start));
    let [first, second] = cuts[..] else { panic!("two cuts") };
    assert!(second.start >= first.end, "two hold the knife at once");
    let longest = waits.iter().map(|wait| wait.end - wait.start).fold(0.0, f64::max);
    assert!(longest >= 90_000.0, "waited {longest} µs only");
}
