//! The family: known answers through the scenarios, and links of steps.

use futures::executor::block_on;
use proptest::prelude::*;
use vecmap::VecMap;

use super::locks::{
    ABANDONED_LOCK, CHARGERS, CHIPS, GARLIC, PENCIL, PENCIL_TWICE, PHILOSOPHERS, SERVING_LINE, SOUP, TRY_LOCK,
};
use super::{own::Own, recorded};
use crate::contract::params::{Value, Values};
use crate::contract::scenario::{Context, Report, Scenario, State};
use crate::error::Error;
use crate::run::crew::Crew;

fn ran(scenario: &dyn Scenario, given: &[(&str, Value)]) -> Result<Report, Error> {
    let asked: VecMap<String, Value> =
        given.iter().map(|(name, value)| ((*name).into(), value.clone())).collect();
    let params = scenario.params_of(&asked)?;
    let mut all = Values::defaults(&params, 2);
    all.insert("driver".into(), text("explore"));
    for (name, value) in asked {
        all.insert(name, value);
    }
    let values = Values::check(&params, all)?;
    let crew = match scenario.threads(&values) {
        0 => Crew::none(),
        threads => Crew::start(threads)?,
    };
    let mut context = Context::new(scenario, &values, false, crew)?;
    block_on(scenario.run(&values, &mut context))
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn verdict(scenario: &dyn Scenario, variant: &str) -> String {
    ran(scenario, &[("variant", text(variant))]).unwrap().values["verdict"].clone()
}

/// A variant, with what exploring says of it.
type Variant = (&'static str, &'static str);

/// Every story with its variants; the first is the one that is meant where none is named.
fn stories() -> [(&'static dyn Scenario, &'static [Variant]); 10] {
    [
        (&GARLIC, &[("none", "can fail"), ("lock", "always right"), ("atomic", "always right")]),
        (&PENCIL, &[("inside", "always right"), ("outside", "always right")]),
        (&PENCIL_TWICE, &[("lock", "gets stuck"), ("reentrant", "always right")]),
        (&PHILOSOPHERS, &[("left", "gets stuck"), ("ordered", "always right")]),
        (&TRY_LOCK, &[("wait", "gets stuck"), ("retry", "always right")]),
        (&ABANDONED_LOCK, &[("unlock", "gets stuck"), ("with", "can fail"), ("catch", "always right")]),
        (&SOUP, &[("one", "gets stuck"), ("all", "always right")]),
        (&SERVING_LINE, &[("two", "always right"), ("one", "gets stuck")]),
        (&CHARGERS, &[("four", "always right"), ("one", "always right"), ("stranger", "can fail")]),
        (&CHIPS, &[("lock", "can fail"), ("barrier", "always right")]),
    ]
}

#[test]
fn every_variant_is_what_the_story_says_of_it() {
    for (scenario, variants) in stories() {
        for (variant, expected) in variants {
            assert_eq!(verdict(scenario, variant), *expected, "{} {variant}", scenario.info().id);
        }
    }
}

#[test]
fn figures_are_the_known_answers() {
    let report = ran(&GARLIC, &[]).unwrap();
    assert_eq!(report.values["interleavings"], "70");
    assert_eq!(report.get("outcomes_possible"), Some(3.0));
    let report = ran(&PHILOSOPHERS, &[]).unwrap();
    assert_eq!(report.values["interleavings"], "714762");
    assert_eq!(report.values["interleavings_stuck"], "90");
    assert_eq!(report.get("shortest_failure"), Some(6.0));
    let report = ran(&TRY_LOCK, &[("variant", text("retry"))]).unwrap();
    assert_eq!(report.values["interleavings"], "without end");
    assert_eq!(report.values["cycle"], "without getting on");
    let chips = ran(&CHIPS, &[]).unwrap().program.unwrap();
    let of = |end: &str| end.trim_start_matches("chips=").parse::<i64>().unwrap();
    let mut figures: Vec<i64> = chips.outcomes.iter().map(|possible| of(&possible.end.outcome)).collect();
    figures.sort_unstable();
    assert_eq!((figures.len(), figures[0], figures[106]), (107, 47, 512));
    let twice = ran(&PENCIL_TWICE, &[]).unwrap();
    assert_eq!((twice.get("outcomes_possible"), twice.get("shortest_failure")), (Some(1.0), Some(7.0)));
}

#[test]
fn every_way_that_was_found_opens_by_hand_at_its_end() {
    for (scenario, _) in stories() {
        let explored = ran(scenario, &[]).unwrap().program.unwrap();
        assert!(!explored.outcomes.is_empty());
        for outcome in &explored.outcomes {
            let by_hand = [("driver", text("hand")), ("steps", text(&outcome.steps))];
            let report = ran(scenario, &by_hand).unwrap();
            let position = report.program.unwrap().position.unwrap();
            assert_eq!(position.end.as_ref(), Some(&outcome.end));
            assert_eq!((position.count, &position.steps), (outcome.length, &outcome.steps));
            assert_eq!(report.state == State::Stuck, outcome.end.kind == "stuck");
            assert!(report.notices.is_empty());
        }
    }
}

#[test]
fn what_follows_some_steps_is_explored_from_there() {
    let whole = ran(&GARLIC, &[]).unwrap();
    let after = ran(&GARLIC, &[("steps", text("0.1"))]).unwrap();
    assert!(after.get("states") < whole.get("states"));
    assert!(after.program.unwrap().outcomes.iter().all(|outcome| outcome.end.outcome != "garlic=4"));
    let impossible = ran(&GARLIC, &[("steps", text("7"))]).unwrap_err().to_string();
    assert!(impossible.starts_with("Step 1 is not possible"), "{impossible}");
}

#[test]
fn steps_that_are_not_possible_are_left_out_with_a_notice() {
    let report = ran(&GARLIC, &[("driver", text("hand")), ("steps", text("0x3.9.1"))]).unwrap();
    assert_eq!(report.get("steps"), Some(3.0));
    assert_eq!(report.notices.len(), 1);
    assert!(report.notices[0].contains("Step 4 is not possible"), "{}", report.notices[0]);
}

#[test]
fn an_own_text_brings_its_own_parameters() {
    let program = "param n = 3 in -2..5 \"How many.\"\nparam fast = true\nshared x = n\nthread t { x += 1 }\nend { show x }";
    let given = [
        ("text", text(program)),
        ("n", Value::Number(-2.0)),
        ("driver", text("hand")),
        ("steps", text("0x2")),
    ];
    let report = ran(&Own, &given).unwrap();
    assert_eq!(report.get("x"), Some(-1.0));
    assert_eq!(report.values["outcome"], "x=-1");
    let unknown = ran(&Own, &[("n", Value::Number(1.0))]).unwrap_err();
    assert_eq!(unknown, Error::UnknownParam("n".into()));
}

#[test]
fn all_faults_of_a_text_are_told_at_once() {
    let faults = ran(&Own, &[("text", text("shard x = 0\nthread t { y += }"))]).unwrap_err().to_string();
    assert_eq!(faults.lines().count(), 2, "{faults}");
    assert!(faults.lines().all(|line| line.starts_with("line ")), "{faults}");
    let reading = Own.read(&[("text".to_string(), text("param steps = 1\n"))].into_iter().collect()).unwrap();
    assert!(reading.faults[0].sentence.contains("steps"), "{:?}", reading.faults);
}

#[test]
fn nothing_is_claimed_of_what_was_not_seen() {
    let endless = ran(&Own, &[("text", text("thread t { loop { yield } }"))]).unwrap();
    assert_eq!(endless.headlines[0].notes, ["it never ends"]);
    assert!(endless.verdict.starts_with("It never ends. All "), "{}", endless.verdict);
    let mut values = Values::defaults(&GARLIC.params(), 2);
    values.insert("driver".into(), text("explore"));
    let values = Values::check(&GARLIC.params(), values).unwrap();
    let mut context = Context::new(&GARLIC, &values, false, Crew::none()).unwrap();
    context.stop.set();
    let stopped = block_on(GARLIC.run(&values, &mut context)).unwrap();
    assert_eq!(stopped.state, State::Stopped);
    assert_eq!(stopped.headlines[0].notes, ["none reached yet"]);
    assert!(
        stopped.verdict.ends_with("no proof.") && !stopped.verdict.contains("right"),
        "{}",
        stopped.verdict
    );
}

#[test]
fn warnings_are_those_of_the_chosen_variant() {
    let program = "variants kept, returned\nlock l\nthread t {\n lock l\n unlock l @ returned\n}";
    let warned = |variant| {
        let given = [("text", text(program)), ("variant", text(variant))];
        ran(&Own, &given).unwrap().program.unwrap().warnings.len()
    };
    assert_eq!((warned("kept"), warned("returned")), (1, 0));
}

proptest! {
    #[test]
    fn no_order_of_steps_breaks_a_program(order in "([0-3](x[1-9])?\\.){0,30}") {
        let report = ran(&PHILOSOPHERS, &[("driver", text("hand")), ("steps", text(&order))]).unwrap();
        prop_assert!(report.program.unwrap().position.is_some());
    }
}

/// Runs on threads, with the values for exploring.
fn really(scenario: &dyn Scenario, runs: u32, more: &[(&str, Value)]) -> Report {
    let mut given = vec![
        ("driver", text("threads")),
        ("sized", text("explored")),
        ("races", Value::Flag(true)),
        ("runs", Value::Number(runs.into())),
    ];
    given.extend(more.iter().cloned());
    ran(scenario, &given).unwrap()
}

#[test]
fn what_was_seen_is_possible() {
    for (scenario, variants) in stories() {
        for (variant, _) in variants {
            let variant = ("variant", text(variant));
            let explored = ran(scenario, std::slice::from_ref(&variant)).unwrap().program.unwrap();
            let report = really(scenario, 200, &[variant]);
            let real = report.program.unwrap();
            assert_eq!(real.runs, 200);
            assert_eq!(real.outcomes.iter().filter_map(|outcome| outcome.seen).sum::<usize>(), 200);
            for outcome in &real.outcomes {
                let possible = explored.outcomes.iter().any(|possible| possible.end == outcome.end);
                assert!(possible, "{:?} of {}", outcome.end, scenario.info().id);
            }
            for race in &real.races {
                assert!(explored.races.contains(race), "{race:?}");
            }
        }
    }
}

#[test]
fn every_way_that_was_found_happens_on_threads() {
    for (scenario, _) in stories() {
        for outcome in ran(scenario, &[]).unwrap().program.unwrap().outcomes {
            let report =
                ran(scenario, &[("driver", text("forced")), ("steps", text(&outcome.steps))]).unwrap();
            let told = report.program.unwrap();
            assert_eq!(told.outcomes.len(), 1);
            assert_eq!(told.outcomes[0].end, outcome.end);
            assert_eq!(report.state == State::Stuck, outcome.end.kind == "stuck");
        }
    }
}

#[test]
fn the_pool_has_a_thread_for_each_actor() {
    let threads = |scenario: &dyn Scenario, given: &[(&str, f64)]| {
        let mut all = Values::defaults(&scenario.params(), 2);
        for (name, value) in given {
            all.insert((*name).into(), Value::Number(*value));
        }
        scenario.threads(&Values::check(&scenario.params(), all).unwrap())
    };
    assert_eq!(threads(&GARLIC, &[]), 2);
    assert_eq!(threads(&SOUP, &[]), 3);
    assert_eq!(threads(&SOUP, &[("people", 5.0)]), 5);
    assert_eq!(threads(&SOUP, &[("people", 5.0), ("pool", 2.0)]), 2);
}

#[test]
fn too_few_threads_are_no_deadlock() {
    let given = [
        ("text", text("barrier all of 3\nthread t[3] { meet all }")),
        ("driver", text("threads")),
        ("pool", Value::Number(2.0)),
    ];
    let error = ran(&Own, &given).unwrap_err().to_string();
    assert!(error.contains("3 threads or more, and there are 2"), "{error}");
}

#[test]
fn lanes_of_a_trace_hold_what_a_lock_allows() {
    let asked: VecMap<String, Value> = Values::defaults(&GARLIC.params(), 2)
        .into_iter()
        .map(|(name, value)| match &*name {
            "variant" => (name, text("lock")),
            "times" => (name, Value::Number(300.0)),
            _ => (name, value),
        })
        .collect();
    let values = Values::check(&GARLIC.params(), asked).unwrap();
    let mut context = Context::new(&GARLIC, &values, false, Crew::start(2).unwrap()).unwrap();
    block_on(GARLIC.run(&values, &mut context)).unwrap();
    let mut holds: Vec<(f64, f64)> = vec![];
    for lane in 1..=2 {
        let events = context.recorder.events(lane, 0);
        let of = |label: u16| events.iter().filter(move |event| event.label == label);
        let (takes, gives) = (of(recorded::TAKES), of(recorded::GIVES_BACK));
        assert_eq!((takes.clone().count(), gives.clone().count()), (300, 300));
        holds.extend(takes.zip(gives).map(|(takes, gives)| (takes.time, gives.time)));
        assert_eq!(of(recorded::ENDS).count(), 1);
    }
    holds.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(holds.windows(2).all(|pair| pair[0].1 <= pair[1].0), "two hold the lock at once");
}

#[test]
fn what_does_not_run_on_threads_is_explored() {
    let usual = |of: &str| {
        let asked: VecMap<String, Value> = [("text".to_string(), text(of))].into_iter().collect();
        Values::defaults(&Own.params_of(&asked).unwrap(), 2)["driver"].clone()
    };
    assert_eq!(usual("thread t { }"), text("threads"));
    assert_eq!(usual("task t { yield }"), text("event-loop"));
    assert_eq!(usual("thread s { }\ntask t { yield }"), text("explore"));
}
