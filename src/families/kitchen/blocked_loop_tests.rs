//! Tests of the blocked loop.

use super::*;
use crate::run::trace::Phase;
use crate::run::trace::recorder::COORDINATOR;
use crate::run::trace::table::spans;
use crate::stories::trial::{self, hundred_times, times};
use futures::executor::block_on;

fn context() -> Context {
    trial::context(&BlockedLoop, &trial::values(&BlockedLoop, &[]))
}

fn run(wait: Wait) -> (Report, Context) {
    let context = context();
    // Only who starves waits for the limit; the others may take their time on a busy machine.
    let limit = if wait == Wait::SleepBlocking { 60.0 } else { 5000.0 };
    let story = Story { wait, producer: 20.0, look: 4.0, bounded: 100.0, limit };
    (block_on(tell(&story, &context)), context)
}

#[test]
fn a_blocking_sleep_starves_the_producer_a_hundred_times_in_a_row() {
    hundred_times(|| {
        let (report, context) = run(Wait::SleepBlocking);
        let get = |name| report.get(name).unwrap();
        assert_eq!(get("seen"), 0.0);
        assert!(get("waited_ms") >= 60.0 && get("set_ms") >= get("waited_ms"), "{report:?}");
        assert!(get("looks") > 1.0, "{report:?}");
        // Whatever else the machine does in between: one poll holds the loop from the first look to the end.
        let moment = |label| times(&context, label, Phase::Instant)[0];
        let (looked, gave_up) = (moment(LOOKS), moment(GIVES_UP));
        let polls = spans(&context.recorder.events(COORDINATOR, 0));
        let held = polls.iter().any(|poll| poll.start <= looked && poll.end >= gave_up);
        assert!(held, "no single block from {looked} to {gave_up} µs in the loop’s lane");
        // The heart's first beat was due 4 ms after it began to wait.
        let awaits = context.recorder.events(HEARTBEAT + 1, 0);
        let due = awaits.iter().find(|event| event.label == AWAITS).unwrap().time + 4_000.0;
        assert!(get("max_lag_ms") * 1e3 >= gave_up - due, "{report:?}");
    });
}

#[test]
fn blocking_for_a_bounded_time_lags_and_starves_nobody_a_hundred_times_in_a_row() {
    hundred_times(|| {
        let (report, _) = run(Wait::BlockingBounded);
        let least = [("seen", 1.0), ("waited_ms", 100.0), ("looks", 2.0), ("max_lag_ms", 90.0)];
        assert!(least.iter().all(|&(name, least)| report.get(name) >= Some(least)), "{report:?}");
    });
}

#[test]
fn awaiting_is_well_a_hundred_times_in_a_row() {
    hundred_times(|| {
        let (report, context) = run(Wait::Await);
        let (set, waited) = (report.get("set_ms"), report.get("waited_ms"));
        assert_eq!(report.get("seen"), Some(1.0));
        assert!(set >= Some(20.0) && waited >= set && waited < Some(5000.0), "{report:?}");
        assert!(times(&context, BLOCKS, Phase::Begin).is_empty());
    });
}

#[test]
fn the_report_says_why_nothing_moved() {
    let story =
        Story { wait: Wait::SleepBlocking, producer: 500.0, look: 50.0, bounded: 1000.0, limit: 2000.0 };
    let ending = Ending {
        waited: Some(2001.0),
        seen: false,
        looks: 40,
        set: Some(2002.0),
        lags: vec![1951.0, 0.0, 1.0],
    };
    let report = report(&story, Some(ending));
    assert_eq!(report.state, State::Done);
    assert_eq!(report.values["outcome"], "starved");
    assert!(report.verdict.contains("held the loop’s only thread for 2.00 s"), "{}", report.verdict);
    assert_eq!((report.get("max_lag_ms"), report.get("seen")), (Some(1951.0), Some(0.0)));
}

#[test]
fn stop_ends_a_loop_that_is_blocked() {
    let context = context();
    let stop = context.stop.clone();
    let asking = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(60));
        stop.set();
    });
    let story = Story { wait: Wait::SleepBlocking, producer: 20.0, look: 1e6, bounded: 1e6, limit: 1e6 };
    assert_eq!(block_on(tell(&story, &context)).state, State::Stopped);
    asking.join().unwrap();
    assert!(context.recorder.clock().now() < 3e6);
}
