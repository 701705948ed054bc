//! The kitchen in a real browser worker: its timers, its threads, and what remains when a run is dropped. All tests
//! share one instance, and so one pool of `THREADS` threads.
#![cfg(all(target_arch = "wasm32", feature = "threads"))]

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use brigade::contract::params::{Value, Values};
use brigade::contract::scenario::{Context, Report, Scenario, State};
use brigade::families::kitchen::blocked_loop::{BlockedLoop, Story, Wait, tell};
use brigade::families::kitchen::clocks::{Clock, RealClock};
use brigade::families::kitchen::mapo_tofu::{MapoTofu, cook};
use brigade::families::kitchen::modes::Mode;
use brigade::families::kitchen::order::Order;
use brigade::families::kitchen::recipe::Recipe;
use brigade::families::kitchen::scribe::{ACTIVE, PASSIVE, POLL};
use brigade::families::kitchen::shared_knife::SharedKnife;
use brigade::run::crew::Crew;
use brigade::run::timer::Timers;
use brigade::run::trace::table::spans;
use brigade::wasm::init_thread_pool;
use futures::FutureExt;
use futures::future::{Either, join_all, select};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

const THREADS: usize = 3;

/// Builds the pool once.
async fn pool() {
    use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
    static STARTED: AtomicBool = AtomicBool::new(false);
    if !STARTED.swap(true, Relaxed) {
        JsFuture::from(init_thread_pool(THREADS)).await.unwrap();
    }
    assert_eq!(rayon::current_num_threads(), THREADS);
}

fn values(scenario: &dyn Scenario, changes: &[(&str, &str)]) -> Values {
    let params = scenario.params();
    let mut given = Values::defaults(&params, 2);
    for (name, text) in changes {
        let number = text.parse().map(Value::Number);
        let value = number.or_else(|_| text.parse().map(Value::Flag));
        given.insert((*name).into(), value.unwrap_or_else(|_| Value::Text((*text).into())));
    }
    Values::check(&params, given).unwrap()
}

async fn run(scenario: &dyn Scenario, changes: &[(&str, &str)], compare: bool) -> (Report, Context) {
    let values = values(scenario, changes);
    let mut context = Context::new(scenario, &values, compare, Crew::global()).unwrap();
    let report = scenario.run(&values, &mut context).await.unwrap();
    (report, context)
}

#[wasm_bindgen_test]
async fn a_timer_is_the_browsers_and_a_dropped_one_never_fires() {
    let timers = Timers::default();
    let clock = brigade::run::trace::clock::Clock::start();
    timers.after(20.0).await;
    // The browser's clock has steps, and its timers may be early by one step.
    assert!(clock.now() >= 19_000.0, "{} µs", clock.now());
    let left: Vec<_> = (0..100).map(|i| timers.after(f64::from(i % 10))).collect();
    assert_eq!(timers.pending(), 100);
    drop(left);
    timers.after(50.0).await;
    assert_eq!((timers.pending(), timers.fired()), (0, 2));
}

#[wasm_bindgen_test]
async fn the_virtual_clock_is_exact() {
    pool().await;
    for (mode, seconds, celsius) in [("sequential", 23.0, 48.0), ("threads", 9.0, 76.0), ("async", 9.0, 76.0)]
    {
        let (report, _) = run(&MapoTofu, &[("mode", mode), ("clock", "virtual")], false).await;
        assert_eq!(report.get("preparation_s"), Some(seconds));
        assert_eq!(report.get("rice_celsius"), Some(celsius));
    }
}

#[wasm_bindgen_test]
async fn the_real_clock_is_never_early_and_what_is_late_is_colder() {
    pool().await;
    let scale = 50.0;
    for (mode, ideal, celsius, threads) in
        [("sequential", 23.0, 48.0, 1.0), ("threads", 9.0, 76.0, 3.0), ("async", 9.0, 76.0, 1.0)]
    {
        let (report, _) = run(&MapoTofu, &[("mode", mode), ("scale", "50")], false).await;
        let seconds = report.get("preparation_s").unwrap();
        assert_eq!(report.get("threads"), Some(threads), "{mode}");
        let off = (seconds - ideal) * scale;
        assert!(off > -5.0, "{mode} was early by {off} ms");
        // Rice cools by 2 °C a second at most. How late a timer is depends on the machine.
        let lost = celsius - report.get("rice_celsius").unwrap();
        assert!(
            lost.abs() <= 2.0 * (off.max(0.0) + 20.0) / scale,
            "{mode}: late by {off} ms, {lost} °C colder"
        );
    }
}

#[wasm_bindgen_test]
async fn three_modes_at_once_and_async_by_one_thread_alone() {
    pool().await;
    let (report, context) = run(&MapoTofu, &[("scale", "20")], true).await;
    assert_eq!(report.state, State::Done);
    for name in ["sequential_s", "threads_s", "async_s", "rice_celsius"] {
        assert!(report.get(name).is_some(), "{name} is missing");
    }
    let lanes_with = |labels: &[u16]| -> BTreeSet<usize> {
        let has = |lane| context.recorder.events(lane, 0).iter().any(|event| labels.contains(&event.label));
        (0..context.recorder.lanes()).filter(|&lane| has(lane)).collect()
    };
    assert_eq!(lanes_with(&[POLL]), BTreeSet::from([0]), "every poll is on the coordinator’s thread");
    let steps = lanes_with(&[ACTIVE, PASSIVE]);
    assert!((1..=THREADS).all(|lane| steps.contains(&lane)), "each cook has worked on a thread");
    assert_eq!(context.recorder.dropped(), 0);
}

#[wasm_bindgen_test]
async fn dropping_a_run_midway_cancels_its_timers() {
    pool().await;
    for mode in Mode::ALL {
        let recipe = Arc::new(Recipe::from_value("mapo-tofu").unwrap());
        let order =
            Order { recipe, mode, compare: false, cooks: THREADS, one_pair: false, scale: Some(10.0) };
        let values = values(&MapoTofu, &[("mode", mode.name()), ("scale", "10")]);
        let context = Context::new(&MapoTofu, &values, false, Crew::global()).unwrap();
        let clock = RealClock::open(*context.recorder.clock(), 10.0);
        let others = Timers::default();
        {
            let run = Box::pin(cook(&order, &context, &clock));
            match select(run, others.after(45.0)).await {
                Either::Left(_) => panic!("it cannot be over by now"),
                Either::Right(((), run)) => {
                    assert_eq!(clock.timers().pending() == 0, mode == Mode::Threads, "{mode:?}");
                    drop(run);
                }
            }
        }
        assert_eq!(clock.timers().pending(), 0, "{mode:?} left timers behind");
        // Cooks on threads stop at their next look at the flag.
        others.after(60.0).await;
        let (fired, mark) = (clock.timers().fired(), context.recorder.mark());
        others.after(150.0).await;
        assert_eq!(clock.timers().fired(), fired, "a timer of {mode:?} fired after the run");
        assert_eq!(context.recorder.mark(), mark, "{mode:?} went on");
    }
}

#[wasm_bindgen_test]
async fn a_run_that_waits_sees_the_stop_flag() {
    pool().await;
    for mode in ["sequential", "threads", "async"] {
        let values = values(&MapoTofu, &[("mode", mode), ("scale", "1000")]);
        let mut context = Context::new(&MapoTofu, &values, false, Crew::global()).unwrap();
        let (stop, timers) = (context.stop.clone(), Timers::default());
        let clock = *context.recorder.clock();
        let ask = async {
            timers.after(50.0).await;
            stop.set();
        };
        let (report, ()) = futures::join!(MapoTofu.run(&values, &mut context), ask);
        assert_eq!(report.unwrap().state, State::Stopped, "{mode}");
        // Long before the dinner would be ready.
        assert!(clock.now() < 8e6, "{mode}: {} ms", clock.now() / 1e3);
    }
}

/// On threads the two helpers need a pool of two, which this instance lacks, so only the
/// helpers of the event loop run here (the others run natively, and in the tests of the site).
#[wasm_bindgen_test]
async fn on_one_event_loop_the_knife_is_safe_unless_there_is_an_await_in_between() {
    pool().await;
    for yields in [false, true] {
        let changes =
            [("sharing", "async"), ("yield_inside", if yields { "true" } else { "false" }), ("scale", "50")];
        for _ in 0..10 {
            let together = (0..10).map(|_| run(&SharedKnife, &changes, false));
            for (report, _) in join_all(together).await {
                assert_eq!(report.values["meat"], "cut");
                assert_eq!(report.get("threads"), Some(1.0));
                let spices = if yields { "failed: knife is not in the cupboard" } else { "cut" };
                assert_eq!(report.values["spices"], spices);
            }
        }
    }
}

#[wasm_bindgen_test]
async fn a_blocked_loop_starves_and_an_awaiting_one_does_not_a_hundred_times() {
    for _ in 0..100 {
        for wait in [Wait::SleepBlocking, Wait::BlockingBounded, Wait::Await] {
            let limit = if wait == Wait::SleepBlocking { 30.0 } else { 5000.0 };
            let story = Story { wait, producer: 8.0, look: 3.0, bounded: 20.0, limit };
            let values = values(&BlockedLoop, &[]);
            let context = Context::new(&BlockedLoop, &values, false, Crew::global()).unwrap();
            let report = tell(&story, &context).await;
            let get = |name| report.get(name).unwrap();
            assert_eq!(get("seen") == 1.0, wait != Wait::SleepBlocking, "{wait:?} {report:?}");
            match wait {
                // Due after 3 ms at most 7 ms late, given up after 30.
                Wait::SleepBlocking => {
                    assert!(get("max_lag_ms") >= 20.0 && get("set_ms") >= 30.0, "{report:?}");
                }
                Wait::BlockingBounded => {
                    assert!(get("max_lag_ms") >= 15.0 && get("looks") >= 2.0, "{report:?}");
                }
                Wait::Await => assert!(get("set_ms") >= 7.0, "{report:?}"),
            }
            let longest = spans(&context.recorder.events(0, 0))
                .iter()
                .map(|poll| poll.end - poll.start)
                .fold(0.0, f64::max);
            assert!(wait == Wait::Await || longest >= 19_000.0, "{wait:?}: {longest} µs");
        }
    }
}

#[wasm_bindgen_test]
async fn what_needs_no_threads_runs_without_any() {
    let scenarios: [(&dyn Scenario, (&str, &str)); 3] =
        [(&MapoTofu, ("scale", "10")), (&SharedKnife, ("sharing", "async")), (&BlockedLoop, ("limit", "1"))];
    for (scenario, change) in scenarios {
        let values = values(scenario, &[change]);
        assert_eq!(scenario.threads(&values), 0);
        let mut context = Context::new(scenario, &values, false, Crew::none()).unwrap();
        // Begins, and waits.
        assert!(scenario.run(&values, &mut context).now_or_never().is_none());
    }
    let clock: Rc<dyn Clock> = Rc::new(RealClock::open(brigade::run::trace::clock::Clock::start(), 10.0));
    clock.sleep(0).now_or_never().expect("no time at all");
}
