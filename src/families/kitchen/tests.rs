//! Tests of the dinner: exact times on the virtual clock, a plain list scheduler to compare with, and
//! real timers and threads.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::executor::block_on;
use proptest::prelude::*;

use self::plain_scheduler::plain_list_scheduler;
use super::clocks::RealClock;
use super::mapo_tofu::{MapoTofu, cook};
use super::modes::Mode;
use super::order::Order;
use super::recipe::{Recipe, tests::any_recipe};
use super::scribe::{ACTIVE, DONE, HANDS, NEEDS, OPEN, PASSIVE, POLL};
use super::{BlockedLoop, SharedKnife};
use crate::contract::params::{Value, Values};
use crate::contract::scenario::{Context, Report, Scenario, State};
use crate::run::crew::Crew;
use crate::run::trace::event::Phase;
use crate::run::trace::table::{Span, spans};

#[path = "plain_scheduler_tests.rs"]
mod plain_scheduler;

fn values(changes: &[(&str, Value)]) -> Values {
    let mut given = Values::defaults(&MapoTofu.params(), 2);
    for (name, value) in changes {
        given.insert((*name).into(), value.clone());
    }
    Values::check(&MapoTofu.params(), given).unwrap()
}

fn word(text: &str) -> Value {
    Value::Text(text.into())
}

fn context(values: &Values, compare: bool) -> Context {
    let threads = MapoTofu.pool().unwrap().size(values, compare);
    let crew = if threads == 0 { Crew::none() } else { Crew::start(threads).unwrap() };
    Context::new(&MapoTofu, values, compare, crew).unwrap()
}

fn run(changes: &[(&str, Value)], compare: bool) -> (Report, Context) {
    let values = values(changes);
    let mut context = context(&values, compare);
    let report = block_on(MapoTofu.run(&values, &mut context)).unwrap();
    (report, context)
}

fn order(recipe: Recipe, cooks: usize, one_pair: bool) -> Order {
    Order { recipe: Arc::new(recipe), mode: Mode::Async, compare: true, cooks, one_pair, scale: None }
}

#[test]
fn the_dinner_of_the_lecture_takes_exactly_this_long() {
    for (mode, seconds, celsius, threads) in
        [("sequential", 23.0, 48.0, 1.0), ("threads", 9.0, 76.0, 3.0), ("async", 9.0, 76.0, 1.0)]
    {
        let (report, _) = run(&[("mode", word(mode)), ("clock", word("virtual"))], false);
        assert_eq!(report.state, State::Done);
        assert_eq!(report.get("preparation_s"), Some(seconds), "{mode}");
        assert_eq!(report.get("rice_celsius"), Some(celsius), "{mode}");
        assert_eq!(report.get("threads"), Some(threads), "{mode}");
        assert_eq!(report.get("ideal_s"), Some(seconds), "{mode}");
        assert_eq!((report.get("work_s"), report.get("span_s")), (Some(23.0), Some(9.0)));
        assert!(report.verdict.contains("simulated"), "{}", report.verdict);
        assert_eq!(report.get("late_ms"), None, "nothing is measured on the virtual clock");
    }
}

#[test]
fn one_pair_of_hands_holds_async_back_and_three_cooks_not() {
    let hands = |mode| {
        let changes = [("mode", word(mode)), ("clock", word("virtual")), ("hands", word("one"))];
        let (report, context) = run(&changes, false);
        (report.get("preparation_s").unwrap(), report.get("rice_celsius").unwrap(), context)
    };
    let (seconds, celsius, context) = hands("async");
    // Wash 0 to 2, blend 2 to 4, fry the meat 4 to 9, mix the tofu 9 to 11, mix 11 to 13; the rice is done at 7.
    assert_eq!((seconds, celsius), (13.0, 68.0));
    let blocked: usize = (1..context.recorder.lanes())
        .map(|lane| {
            spans(&context.recorder.events(lane, 0)).iter().filter(|span| span.label == HANDS).count()
        })
        .sum();
    assert_eq!(blocked, 2, "blending and frying the meat wait for the hands");
    assert_eq!(hands("threads").0, 9.0);
    assert_eq!(hands("sequential").0, 23.0);
}

#[test]
fn a_dinner_of_free_hands_says_what_one_pair_would_take() {
    let one_pair = |changes: &[(&str, Value)], compare| run(changes, compare).0.get("one_pair_s");
    let virtually = |mode, hands| [("mode", word(mode)), ("clock", word("virtual")), ("hands", word(hands))];
    assert_eq!(one_pair(&virtually("async", "free"), false), Some(13.0));
    assert_eq!(one_pair(&virtually("threads", "free"), true), Some(13.0), "beside the others");
    assert_eq!(one_pair(&virtually("threads", "free"), false), None, "nobody cooks on an event loop");
    assert_eq!(one_pair(&virtually("async", "one"), false), None, "that is what was cooked");
    let (report, _) = run(&virtually("async", "free"), false);
    assert!(report.verdict.contains("with one pair of hands 13.0 s"), "{}", report.verdict);
}

#[test]
fn what_is_always_read_is_short() {
    for scenario in [&MapoTofu as &dyn Scenario, &SharedKnife, &BlockedLoop] {
        let info = scenario.info();
        let intro = info.lesson[0];
        assert!(intro.chars().count() <= 180, "{}: {intro}", info.id);
    }
    for mode in ["sequential", "threads", "async"] {
        for compare in [false, true] {
            let changes = [("mode", word(mode)), ("clock", word("virtual")), ("cooks", Value::Number(8.0))];
            let verdict = run(&changes, compare).0.verdict;
            assert!(verdict.chars().count() <= 140, "{verdict}");
        }
    }
}

#[test]
fn every_number_of_cooks_gives_what_the_plain_scheduler_gives() {
    for recipe in ["mapo-tofu", "breakfast"] {
        let recipe = Recipe::from_value(recipe).unwrap();
        for cooks in 1..=8 {
            let changes = [
                ("mode", word("threads")),
                ("clock", word("virtual")),
                ("cooks", Value::Number(cooks as f64)),
                ("recipe", word(&recipe.text())),
            ];
            let (report, _) = run(&changes, false);
            let ends = plain_list_scheduler(&recipe, cooks);
            let last = ends.iter().max().unwrap();
            assert_eq!(report.get("preparation_s"), Some(f64::from(*last) / 10.0), "{cooks} cooks");
            let (task, heat) = recipe.cooling().unwrap();
            let celsius = report.get("rice_celsius").or(report.get("served_celsius")).unwrap();
            assert_eq!(celsius, heat.after(f64::from(last - ends[task]) / 10.0), "{cooks} cooks");
            assert!(report.get("preparation_s") >= report.get("bound_s"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..Default::default() })]

    #[test]
    fn random_recipes_agree_with_the_plain_scheduler_and_the_bounds(recipe in any_recipe(), cooks in 1usize..=8) {
        let tenths = |seconds: f64| (seconds * 10.0).round() as u32;
        let free = order(recipe.clone(), cooks, false);
        let threads = free.ideal(Mode::Threads);
        let done: Vec<u32> = threads.done.iter().copied().map(tenths).collect();
        prop_assert_eq!(&done, &plain_list_scheduler(&recipe, cooks));

        prop_assert_eq!(tenths(free.ideal(Mode::Sequential).preparation), recipe.work());
        prop_assert_eq!(tenths(free.ideal(Mode::Async).preparation), recipe.span());
        let one = order(recipe, cooks, true);
        for order in [&free, &one] {
            for mode in Mode::ALL {
                let dinner = order.ideal(mode);
                prop_assert!(dinner.preparation >= order.bound(mode) - 1e-9, "{:?}", mode);
                prop_assert!(dinner.preparation <= order.ideal(Mode::Sequential).preparation);
            }
        }
    }

    #[test]
    fn every_step_is_in_the_trace_once_in_its_order_and_after_its_needs(
        recipe in any_recipe(),
        cooks in 1usize..=4,
        hands in prop_oneof![Just("free"), Just("one")],
    ) {
        let changes = [
            ("clock", word("virtual")),
            ("cooks", Value::Number(cooks as f64)),
            ("hands", word(hands)),
            ("recipe", word(&recipe.text())),
        ];
        let (report, context) = run(&changes, true);
        prop_assert_eq!(report.state, State::Done);
        prop_assert_eq!(context.progress.get(), (3 * recipe.work(), 3 * recipe.work()));
        for mode in Mode::ALL {
            check_track(&recipe, &context, mode.name(), hands == "one" && mode == Mode::Async)?;
        }
        // The same once more gives the same trace, to the bit.
        let (_, again) = run(&changes, true);
        for lane in 0..context.recorder.lanes() {
            prop_assert_eq!(context.recorder.events(lane, 0), again.recorder.events(lane, 0));
        }
    }
}

/// What must hold for one mode's lanes in a trace of the virtual clock.
fn check_track(recipe: &Recipe, context: &Context, track: &str, one_pair: bool) -> Result<(), TestCaseError> {
    let first = context.recorder.lanes() - context.lanes.len();
    let mut steps: BTreeMap<u32, Span> = BTreeMap::new();
    for (i, lane) in context.lanes.iter().enumerate().filter(|(_, lane)| lane.track == track) {
        let all = spans(&context.recorder.events(first + i, 0));
        let mut last = 0.0;
        for span in &all {
            prop_assert!(span.start >= last, "{}: spans of a lane overlap", lane.name);
            last = span.end;
            prop_assert!(matches!(span.label, ACTIVE | PASSIVE | NEEDS | HANDS));
            if matches!(span.label, ACTIVE | PASSIVE) {
                prop_assert!(steps.insert(span.first, *span).is_none(), "a step was done twice");
            }
        }
    }
    let mut ends = vec![0.0; recipe.tasks.len()];
    let mut begins = vec![f64::INFINITY; recipe.tasks.len()];
    for (task, described) in recipe.tasks.iter().enumerate() {
        for (number, step) in described.steps.iter().enumerate() {
            let span = steps.remove(&((task << 8 | number) as u32)).expect("every step is done");
            prop_assert_eq!(span.label == ACTIVE, step.active);
            prop_assert!((span.end - span.start - f64::from(step.tenths) * 1e5).abs() < 1e-3);
            prop_assert!(span.start >= ends[task], "steps in their order");
            begins[task] = begins[task].min(span.start);
            ends[task] = span.end;
            if one_pair && step.active {
                steps_at_once(&steps, &span)?;
            }
        }
    }
    prop_assert!(steps.is_empty(), "nothing else is done");
    for (task, described) in recipe.tasks.iter().enumerate() {
        for &need in &described.needs {
            prop_assert!(begins[task] >= ends[need], "a task begins after what it needs");
        }
    }
    Ok(())
}

/// No other active step goes on during this one.
fn steps_at_once(others: &BTreeMap<u32, Span>, span: &Span) -> Result<(), TestCaseError> {
    for other in others.values().filter(|other| other.label == ACTIVE) {
        let overlap = other.end.min(span.end) - other.start.max(span.start);
        prop_assert!(overlap <= 0.0, "two active steps with one pair of hands");
    }
    Ok(())
}

#[test]
fn async_uses_exactly_one_thread() {
    for clock in ["virtual", "real"] {
        let changes = [("clock", word(clock)), ("scale", Value::Number(10.0))];
        let (report, context) = run(&changes, true);
        assert_eq!(report.state, State::Done);
        let polled: BTreeSet<usize> = (0..context.recorder.lanes())
            .filter(|&lane| context.recorder.events(lane, 0).iter().any(|event| event.label == POLL))
            .collect();
        assert_eq!(polled, BTreeSet::from([0]), "all polls are the coordinator’s");
        let polls = spans(&context.recorder.events(0, 0));
        // Each of five tasks is polled at least once for every time it waited.
        assert!(polls.len() >= 12 && polls.iter().all(|span| span.label == POLL && span.depth == 0));
    }
}

#[test]
fn on_the_real_clock_every_mode_is_close_to_the_ideal() {
    // A machine that is busy elsewhere may be late once; it is never early, and not late every time.
    let mut lateness = Vec::new();
    for _ in 0..5 {
        let (report, context) = run(&[("scale", Value::Number(50.0)), ("mode", word("threads"))], true);
        assert_eq!(report.state, State::Done);
        assert_eq!(report.get("threads"), Some(3.0));
        assert_eq!(context.recorder.dropped(), 0);
        let mut latest: f64 = 0.0;
        for (name, ideal) in [("sequential_s", 23.0), ("threads_s", 9.0), ("async_s", 9.0)] {
            let late = (report.get(name).unwrap() - ideal) * 50.0;
            assert!(late > -2.0, "{name} was early by {late} ms");
            latest = latest.max(late - 0.05 * ideal * 50.0);
        }
        lateness.push(latest);
        if latest <= 20.0 {
            return;
        }
    }
    panic!("later than 5 % + 20 ms each time: {lateness:?}");
}

#[test]
fn cooks_on_threads_write_their_own_lanes() {
    let changes = [("mode", word("threads")), ("scale", Value::Number(10.0)), ("cooks", Value::Number(8.0))];
    let (report, context) = run(&changes, false);
    let worked = report.get("threads").unwrap() as usize;
    assert!((1..=5).contains(&worked));
    let mut tasks = BTreeSet::new();
    let mut lanes = 0;
    for lane in 1..=8 {
        let events = context.recorder.events(lane, 0);
        tasks.extend(events.iter().filter(|event| event.label == DONE).map(|event| event.arg));
        lanes += usize::from(events.iter().any(|event| matches!(event.label, ACTIVE | PASSIVE)));
        let begun = events.iter().filter(|event| matches!(event.phase, Phase::Begin | Phase::Wait)).count();
        assert_eq!(begun, events.iter().filter(|event| event.phase == Phase::End).count());
    }
    assert_eq!(tasks.len(), 5);
    assert_eq!(lanes, worked);
    assert_eq!(context.recorder.events(0, 0)[0].label, OPEN);
}

#[test]
fn a_run_stops_soon_after_it_is_asked_to() {
    for mode in ["sequential", "threads", "async"] {
        let values = values(&[("mode", word(mode)), ("scale", Value::Number(1000.0))]);
        let mut context = context(&values, false);
        let stop = context.stop.clone();
        let clock = crate::run::trace::clock::Clock::start();
        let asking = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(50));
            stop.set();
        });
        let report = block_on(MapoTofu.run(&values, &mut context)).unwrap();
        asking.join().unwrap();
        assert_eq!(report.state, State::Stopped, "{mode}");
        assert_eq!(report.get("preparation_s"), None);
        assert!(report.verdict.starts_with("Stopped"));
        assert!(clock.now() < 2e6, "{mode} took {} ms", clock.now() / 1e3);
    }
}

#[test]
fn dropping_a_run_midway_cancels_its_timers() {
    for mode in [Mode::Sequential, Mode::Async, Mode::Threads] {
        let changes = [("mode", word(mode.name())), ("scale", Value::Number(10.0))];
        let values = values(&changes);
        let context = context(&values, false);
        let order = Order {
            recipe: Arc::new(Recipe::from_value("mapo-tofu").unwrap()),
            mode,
            compare: false,
            cooks: 3,
            one_pair: false,
            scale: Some(10.0),
        };
        let clock = RealClock::open(*context.recorder.clock(), 10.0);
        let mut run = Box::pin(cook(&order, &context, &clock));
        // Half of it, by hand.
        while clock.seconds() < 4.5 {
            assert!(run.as_mut().now_or_never().is_none(), "it cannot be over by now");
            std::thread::sleep(Duration::from_millis(1));
        }
        let under_way = clock.timers().pending();
        assert!(if mode == Mode::Threads { under_way == 0 } else { under_way > 0 }, "{mode:?}: {under_way}");
        drop(run);
        assert_eq!(clock.timers().pending(), 0, "{mode:?} left timers behind");
        // Cooks on threads go home at their next look.
        std::thread::sleep(Duration::from_millis(40));
        let (fired, mark) = (clock.timers().fired(), context.recorder.mark());
        std::thread::sleep(Duration::from_millis(120));
        assert_eq!(clock.timers().fired(), fired, "a timer of {mode:?} fired after the run");
        assert_eq!(context.recorder.mark(), mark, "{mode:?} went on");
    }
}

#[test]
fn a_recipe_that_cannot_be_cooked_is_refused_in_words() {
    let mut given = Values::defaults(&MapoTofu.params(), 2);
    given.insert("recipe".into(), word("1~~a~n1~~b~n0"));
    let error = Values::check(&MapoTofu.params(), given.clone()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "recipe is no recipe: “a”, “b” need each other in a circle, so none could begin."
    );
    given.insert("recipe".into(), word(&"x".repeat(2000)));
    assert!(Values::check(&MapoTofu.params(), given).unwrap_err().to_string().contains("at most 1500 bytes"));
}

#[test]
fn only_threads_on_the_real_clock_need_a_pool() {
    let pool = |mode, clock, compare| {
        let values = values(&[("mode", word(mode)), ("clock", word(clock)), ("cooks", Value::Number(5.0))]);
        MapoTofu.pool().unwrap().size(&values, compare)
    };
    assert_eq!(pool("threads", "real", false), 5);
    assert_eq!(pool("async", "real", true), 5);
    for (mode, clock, compare) in [
        ("async", "real", false),
        ("sequential", "real", false),
        ("threads", "virtual", false),
        ("threads", "virtual", true),
    ] {
        assert_eq!(pool(mode, clock, compare), 0, "{mode} {clock}");
    }
}
