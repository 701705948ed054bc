//! What every scenario's report promises the page: large figures that it can draw, and figures that say what they are.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

use brigade::catalog::scenarios;
use brigade::contract::outcome::{Report, Role};
use brigade::contract::params::{Kind, Value, Values};
use brigade::contract::scenario::{Context, Scenario};
use brigade::run::crew::Crew;

/// Runs with the defaults, but small and quick where that can be said.
fn run(scenario: &dyn Scenario, compare: bool) -> Report {
    let params = scenario.params();
    let mut given = Values::defaults(&params, 2);
    for param in &params {
        let small: f64 = match param.name {
            "n" => 60.0,
            "hi" => 10_000.0,
            "vectors" => 50.0,
            "dim" | "scale" => 10.0,
            "limit" => 0.6,
            _ => continue,
        };
        let value = match param.kind {
            Kind::Integer { min, max, .. } => small.clamp(min as f64, max as f64),
            Kind::Real { min, max, .. } => small.clamp(min, max),
            _ => panic!("{} is no number", param.name),
        };
        given.insert(param.name.into(), Value::Number(value));
    }
    if let Some(repeats) = given.get_mut("repeats") {
        *repeats = Value::Number(5.0);
    }
    // Limits that follow others.
    for (name, most) in [("grain", 50.0), ("chunk", 50.0), ("lo", 1.0), ("threshold", 1000.0)] {
        if let Some(Value::Number(old)) = given.get_mut(name) {
            *old = old.min(most);
        }
    }
    let values =
        Values::check(&params, given).unwrap_or_else(|error| panic!("{}: {error}", scenario.info().id));
    let pool = scenario.pool().map_or(0, |pool| pool.size(&values, compare)).max(scenario.threads(&values));
    let crew = if pool == 0 { Crew::none() } else { Crew::start(pool).unwrap() };
    let mut context = Context::new(scenario, &values, compare, crew).unwrap();
    futures::executor::block_on(scenario.run(&values, &mut context)).unwrap()
}

/// The names in braces of a note.
fn places(note: &str) -> impl Iterator<Item = &str> {
    note.split('{').skip(1).map(|rest| rest.split('}').next().unwrap().trim_matches('|'))
}

#[test]
fn every_verdict_can_be_drawn() {
    for scenario in scenarios() {
        for compare in [false, true].into_iter().filter(|&compare| !compare || scenario.info().can_compare) {
            let id = scenario.info().id;
            let report = run(scenario, compare);
            let names: BTreeSet<_> = report.metrics.iter().map(|metric| metric.name).collect();
            assert_eq!(names.len(), report.metrics.len(), "{id} has a figure twice");
            for headline in &report.headlines {
                // What is withheld says how it is called, and why.
                assert!(
                    names.contains(headline.metric) || headline.label.is_some() && headline.help.is_some(),
                    "{id}: {headline:?}"
                );
                for place in headline.notes.iter().flat_map(|note| places(note)) {
                    let beside = |role| report.beside(headline.metric, role).is_some();
                    let known = match place {
                        "interval" => beside(Role::Low) && beside(Role::High),
                        "spread" => beside(Role::Spread),
                        name => names.contains(name),
                    };
                    assert!(known, "{id} has nothing to put in the place of {place}");
                }
            }
            for metric in &report.metrics {
                let of_another = matches!(
                    metric.role,
                    Some(Role::Low | Role::High | Role::Min | Role::Spread | Role::Typical)
                );
                assert_eq!(metric.of.is_some(), of_another, "{id}: {metric:?}");
                // A ratio that is withheld still lies somewhere.
                let known =
                    |of| names.contains(of) || report.headlines.iter().any(|headline| headline.metric == of);
                assert!(metric.of.is_none_or(known), "{id}: {metric:?}");
            }
            // The page finds figures by their role: each is there once.
            let roles: Vec<_> = report
                .metrics
                .iter()
                .map(|metric| (metric.of, metric.role))
                .filter(|(_, role)| role.is_some())
                .collect();
            for (at, role) in roles.iter().enumerate() {
                assert!(!roles[..at].contains(role), "{id} has {role:?} twice");
            }
        }
    }
}

/// Numbers in links stay: whoever appends to these lists appends here too.
#[test]
fn units_and_roles_keep_their_numbers() {
    use brigade::contract::outcome::Unit;
    let units: Vec<_> = Unit::ALL.iter().map(|unit| unit.name()).collect();
    assert_eq!(units[..8], ["none", "ms", "x", "ratio", "count", "s", "°C", "yes-no"]);
    let roles: Vec<_> = Role::ALL.iter().map(|role| role.name()).collect();
    assert_eq!(roles[..6], ["low", "high", "min", "spread", "typical", "time"]);
    assert_eq!(
        roles[6..],
        [
            "reference",
            "best",
            "speed-up",
            "agreement",
            "crew",
            "logical-cores",
            "measured-repeats",
            "left-out",
            "executions",
            "shown",
            "shown-reference",
            "useful-part",
            "inflation-part",
            "imbalance-part",
            "hand-out-part",
            "waiting-part",
            "task-count",
            "chunk-count",
        ]
    );
}
