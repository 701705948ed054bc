//! Tests of the shared knife.

use super::*;
use crate::run::trace::Phase;
use crate::run::trace::table::spans;
use crate::stories::trial::{self, events, hundred_times};

fn run(sharing: &str, yield_inside: &str, scale: &str) -> (Report, Context) {
    let changes = [("sharing", sharing), ("yield_inside", yield_inside), ("scale", scale)];
    let (report, context) = trial::run(&SharedKnife, &changes);
    assert_eq!(report.state, State::Done);
    (report, context)
}

#[test]
fn without_care_one_task_fails_a_hundred_times_in_a_row() {
    hundred_times(|| {
        let (report, context) = run("none", "false", "50");
        assert_eq!(report.get("failed"), Some(1.0));
        assert_eq!(report.values["error"], "knife is not in the cupboard");
        let words = [&*report.values["meat"], &*report.values["spices"]];
        assert!(words.contains(&"cut") && words.contains(&"failed: knife is not in the cupboard"));
        for lane in 1..=2 {
            let looks = context.recorder.events(lane, 0).iter().filter(|event| event.label == LOOKS).count();
            assert_eq!(looks, 1);
        }
        // The trace has the race in its order: both look, one takes the knife, the other reaches in vain.
        let race = events(&context, &[LOOKS, REACHES], Phase::Instant);
        let order: Vec<_> = race.iter().map(|event| (event.label, event.arg)).collect();
        assert_eq!(order, [(LOOKS, 1), (LOOKS, 1), (REACHES, 1), (REACHES, 0)]);
    });
}

#[test]
fn each_repair_works_a_hundred_times_in_a_row() {
    for sharing in ["copy", "lock", "async"] {
        hundred_times(|| {
            let (report, _) = run(sharing, "false", "50");
            assert_eq!(report.get("failed"), Some(0.0), "{sharing}");
            assert_eq!((&*report.values["meat"], &*report.values["spices"]), ("cut", "cut"));
            let least = if sharing == "copy" { 1.0 } else { 2.0 };
            assert!(report.get("preparation_s").unwrap() >= least - 0.05, "{sharing}");
            assert_eq!(report.get("threads"), Some(if sharing == "async" { 1.0 } else { 2.0 }));
            assert_eq!(report.get("copied_bytes"), (sharing == "copy").then_some(6.0));
        });
    }
}

#[test]
fn an_await_in_between_brings_the_race_back_a_hundred_times_in_a_row() {
    hundred_times(|| {
        let (report, _) = run("async", "true", "50");
        assert_eq!(report.get("failed"), Some(1.0));
        assert_eq!(report.values["meat"], "cut");
        assert_eq!(report.values["spices"], "failed: knife is not in the cupboard");
        assert_eq!(report.get("threads"), Some(1.0));
    });
}

#[test]
fn whoever_comes_second_waits_for_the_lock_in_its_lane() {
    let (_, context) = run("lock", "false", "100");
    let all = (1..=2).flat_map(|lane| spans(&context.recorder.events(lane, 0)));
    let (mut cuts, waits): (Vec<_>, Vec<_>) = all.partition(|span| span.label == CUTS);
    cuts.sort_by(|a, b| a.start.total_cmp(&b.start));
    let [first, second] = cuts[..] else { panic!("two cuts") };
    assert!(second.start >= first.end, "two hold the knife at once");
    let longest = waits.iter().map(|wait| wait.end - wait.start).fold(0.0, f64::max);
    assert!(longest >= 90_000.0, "waited {longest} µs only");
}
