//! Tests of the blocked loop.

use super::*;
use crate::contract::scenario::State;
use crate::run::crew::Crew;
use crate::run::trace::table::spans;
use futures::executor::block_on;

fn context() -> Context {
    let values = Values::check(&BlockedLoop.params(), Values::defaults(&BlockedLoop.params(), 2)).unwrap();
    Context::new(&BlockedLoop, &values, false, Crew::none()).unwrap()
}

fn run(wait: Wait) -> (Ending, Context) {
    let context = context();
    // Only who starves waits for the limit; the others may take their time on a busy machine.
    let limit = if wait == Wait::SleepBlocking { 60.0 } else { 5000.0 };
    let story = Story { wait, producer: 20.0, look: 4.0, bounded: 100.0, limit };
    (block_on(tell(&story, &context)).unwrap(), context)
}

/// A hundred times, a few at a time: they hardly do anything but wait.
fn hundred_times(check: impl Fn() + Sync) {
    std::thread::scope(|scope| {
        for _ in 0..5 {
            scope.spawn(|| (0..20).for_each(|_| check()));
        }
    });
}

#[test]
fn a_blocking_sleep_starves_the_producer_a_hundred_times_in_a_row() {
    hundred_times(|| {
        let (ending, context) = run(Wait::SleepBlocking);
        assert!(!ending.seen);
        assert!(ending.waited >= 60.0 && ending.set >= ending.waited, "{ending:?}");
        assert!(ending.looks > 1, "{ending:?}");
        // Whatever else the machine does in between: one poll holds the loop from the first look to the end.
        let moments = |lane: usize, label: u16| -> Vec<f64> {
            let events = context.recorder.events(lane, 0).into_iter();
            events.filter(|event| event.label == label).map(|event| event.time).collect()
        };
        let (looked, gave_up) = (moments(1, LOOKS)[0], moments(1, GIVES_UP)[0]);
        let polls = spans(&context.recorder.events(COORDINATOR, 0));
        let held = polls.iter().any(|poll| poll.start <= looked && poll.end >= gave_up);
        assert!(held, "no single block from {looked} to {gave_up} µs in the loop’s lane");
        // The heart's first beat was due 4 ms after it began to wait.
        let due = moments(3, AWAITS)[0] + 4_000.0;
        let most = ending.lags.iter().copied().fold(0.0, f64::max);
        assert!(most * 1e3 >= gave_up - due, "{ending:?}");
    });
}

#[test]
fn blocking_for_a_bounded_time_lags_and_starves_nobody_a_hundred_times_in_a_row() {
    hundred_times(|| {
        let (ending, _) = run(Wait::BlockingBounded);
        assert!(ending.seen, "{ending:?}");
        assert!(ending.waited >= 100.0 && ending.looks >= 2, "{ending:?}");
        assert!(ending.lags.iter().any(|lag| *lag >= 90.0), "{ending:?}");
    });
}

#[test]
fn awaiting_is_well_a_hundred_times_in_a_row() {
    hundred_times(|| {
        let (ending, context) = run(Wait::Await);
        assert!(ending.seen, "{ending:?}");
        assert!(ending.set >= 20.0 && ending.waited >= ending.set && ending.waited < 5000.0, "{ending:?}");
        let blocks = spans(&context.recorder.events(1, 0)).iter().filter(|span| span.label == BLOCKS).count();
        assert_eq!(blocks, 0);
    });
}

#[test]
fn the_report_says_why_nothing_moved() {
    let story =
        Story { wait: Wait::SleepBlocking, producer: 500.0, look: 50.0, bounded: 1000.0, limit: 2000.0 };
    let ending = Ending { waited: 2001.0, seen: false, looks: 40, set: 2002.0, lags: vec![1951.0, 0.0, 1.0] };
    let report = report(&story, Some(&ending));
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
    assert_eq!(block_on(tell(&story, &context)), None);
    asking.join().unwrap();
    assert!(context.recorder.clock().now() < 3e6);
}
