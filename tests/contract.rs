//! What the core promises the page: a catalog that is consistent in itself, presets and shared link vectors that pass
//! the core's own check, and a check that accepts no wrong value and never panics.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

use brigade::catalog::{self, scenarios};
use brigade::contract::params::{Kind, Param, Value, Values};
use brigade::contract::scenario::{LookFor, Part, Scenario};
use brigade::contract::story::Stage;
use brigade::error::Error;
use brigade::program::drivers::threads::MOST_THREADS;
use proptest::prelude::*;
use vecmap::VecMap;

/// Returns a value as a link writes it, by the kind of its parameter.
fn parse(param: &Param, text: &str) -> Value {
    match param.kind {
        Kind::Integer { word: Some(word), .. } if word == text => Value::Text(text.into()),
        Kind::Integer { .. } | Kind::Real { .. } => {
            Value::Number(text.parse().unwrap_or_else(|_| panic!("{}={text}", param.name)))
        }
        Kind::Choice { .. } | Kind::Text { .. } => Value::Text(text.into()),
        Kind::Flag => Value::Flag(text == "1"),
    }
}

#[test]
fn ids_and_names_are_unique_and_families_exist() {
    let mut ids = BTreeSet::new();
    for scenario in scenarios() {
        let info = scenario.info();
        assert!(ids.insert(info.id), "{} is there twice", info.id);
        assert!(catalog::FAMILIES.iter().any(|family| family.id == info.family), "{}", info.family);
        assert!(std::path::Path::new(info.source).exists(), "{} is not a file", info.source);
        assert_eq!(catalog::find(info.id).unwrap().info(), info);
        let mut names = BTreeSet::from(["compare", "sweep", "study"]);
        for param in scenario.params() {
            assert!(names.insert(param.name), "{} of {} is there twice or reserved", param.name, info.id);
            assert!(!param.label.is_empty() && !param.help.is_empty(), "{} says nothing", param.name);
            if let Some(when) = &param.applies {
                let other = scenario.params().into_iter().find(|p| p.name == when.param).unwrap();
                let Kind::Choice { options } = other.kind else { panic!("{} is no choice", other.name) };
                for value in &when.values {
                    assert!(options.iter().any(|option| option.value == *value), "{value}");
                }
            }
        }
    }
    assert_eq!(catalog::find("nonsense").err(), Some(Error::UnknownScenario("nonsense".into())));
}

#[test]
fn defaults_are_valid_on_every_machine() {
    for scenario in scenarios() {
        for cores in [1, 2, 8, 64, 1024] {
            let params = scenario.params();
            Values::check(&params, Values::defaults(&params, cores)).unwrap();
        }
    }
}

/// Panics unless a link names a scenario and has only parameters of that scenario, with valid values.
fn follow(link: &str) -> &'static dyn Scenario {
    let (id, query) = link.split_once('?').unwrap_or((link, ""));
    let target = catalog::find(id).unwrap();
    let params = target.params();
    let mut given = Values::defaults(&params, 2);
    let mut swept = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap();
        match name {
            "compare" => assert!(target.info().can_compare),
            "study" => assert!(value == "weak" && target.work().is_some()),
            // The page reads the rest of the sweep; its unit tests read all these links.
            "sweep" => swept.push(value.split_once(':').unwrap().0),
            _ => {
                let param = params.iter().find(|param| param.name == name).expect(name);
                given.insert(name.into(), parse(param, value));
            }
        }
    }
    assert!(swept.iter().all(|name| params.iter().any(|param| param.name == *name)), "{swept:?}");
    Values::check(&params, given).unwrap_or_else(|error| panic!("{link}: {error}"));
    target
}

#[test]
fn presets_are_valid_links() {
    for scenario in scenarios() {
        for preset in scenario.info().presets {
            follow(preset.link);
        }
    }
}

#[test]
fn what_to_look_for_is_shown_by_a_run_of_the_same_scenario() {
    for scenario in scenarios() {
        let info = scenario.info();
        assert!(!info.look_for.is_empty(), "{} has nothing to look for", info.id);
        for LookFor { text, link, ring, zoom } in info.look_for {
            assert_eq!(follow(link).info().id, info.id, "{link}");
            assert!(text.ends_with(['.', '?']), "{text}");
            if let Part::Figure(name) | Part::Lane(name) = ring {
                assert!(!name.is_empty(), "{text}");
            }
            if *ring == Part::Times {
                assert!(link.ends_with("compare=1"), "{link} has nothing to compare");
            }
            assert_eq!(*ring == Part::Study, link.contains("sweep="), "{link}");
            assert!(zoom.is_none_or(|(from, to)| 0.0 <= from && from < to && to <= 1.0), "{zoom:?}");
        }
    }
}

#[test]
fn the_work_is_a_parameter() {
    for scenario in scenarios() {
        let Some(work) = scenario.work() else { continue };
        let param = scenario.params().into_iter().find(|param| param.name == work.param).unwrap();
        assert!(matches!(param.kind, Kind::Integer { .. }), "{} of {}", work.param, scenario.info().id);
        assert!(work.power > 0.0);
    }
}

/// The page resolves links by the exported schema; the resolved values must pass here.
#[test]
fn what_the_page_makes_of_the_frozen_links_passes_the_check() {
    let vectors: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("vectors/links.json")).expect("JSON");
    let mut checked = 0;
    for vector in vectors {
        let Some(params) = vector.get("params").filter(|params| params.is_object()) else { continue };
        let scenario = catalog::find(vector["scenario"].as_str().unwrap()).unwrap();
        let frozen: VecMap<String, Value> = serde_json::from_value(params.clone()).unwrap();
        // Parameters that are newer than the link have their defaults.
        let mut given = Values::defaults(&scenario.params(), 4);
        given.extend(frozen);
        Values::check(&scenario.params(), given)
            .unwrap_or_else(|error| panic!("{}: {error}", vector["link"]));
        checked += 1;
    }
    assert!(checked > 10, "only {checked} vectors");
}

#[test]
fn the_json_of_the_catalog_has_every_scenario() {
    let json: serde_json::Value = serde_json::from_str(&catalog::json()).unwrap();
    assert_eq!(json["version"], catalog::VERSION);
    assert_eq!(json["scenarios"].as_array().unwrap().len(), scenarios().count());
    let schedule =
        json["scenarios"][0]["params"].as_array().unwrap().iter().find(|p| p["name"] == "schedule");
    assert_eq!(schedule.unwrap()["kind"]["options"].as_array().unwrap().len(), 7);
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Flag),
        any::<f64>().prop_map(Value::Number),
        (-5.0..5000.0f64).prop_map(Value::Number),
        (0u32..5000).prop_map(|x| Value::Number(f64::from(x))),
        "[a-z-]{0,12}".prop_map(Value::Text),
        Just(Value::Text("dynamic".into())),
    ]
}

proptest! {
    #[test]
    fn a_value_passes_only_within_its_limits(index in 0usize..13, value in any_value()) {
        let params = catalog::find("julia").unwrap().params();
        let param = &params[index % params.len()];
        let mut given = Values::defaults(&params, 2);
        given.insert(param.name.into(), value.clone());
        let fits = match (&param.kind, &value) {
            (Kind::Integer { min, max, .. }, Value::Number(x)) =>
                x.fract() == 0.0 && *x >= *min as f64 && *x <= *max as f64,
            (Kind::Real { min, max, .. }, Value::Number(x)) => x >= min && x <= max,
            (Kind::Choice { options }, Value::Text(word)) => options.iter().any(|option| option.value == word),
            (Kind::Flag, Value::Flag(_)) => true,
            _ => false,
        };
        match Values::check(&params, given) {
            // The parameter n limits the grain as well.
            Ok(values) => prop_assert!(fits && values.integer("grain") <= values.integer("n")),
            Err(Error::BadParam { problem, .. }) => prop_assert!(!fits || problem.contains("at most n")),
            Err(other) => prop_assert!(false, "{}", other),
        }
    }
}

/// Makes values that a link can give: anything, or something that nearly fits.
fn mutated(param: &Param) -> BoxedStrategy<Value> {
    let own = Just(param.default.clone());
    match &param.kind {
        Kind::Integer { min, max, .. } => {
            let (min, max) = (*min as f64, *max as f64);
            prop_oneof![8 => own, 1 => any_value(), 3 => (min - 2.0..=max + 2.0).prop_map(|x| Value::Number(x.round()))].boxed()
        }
        Kind::Real { min, max, .. } => {
            let (min, max) = (*min, *max);
            prop_oneof![8 => own, 1 => any_value(), 3 => (min - 1.0..=max + 1.0).prop_map(Value::Number)]
                .boxed()
        }
        Kind::Choice { options } => {
            let words: Vec<_> = options.iter().map(|option| option.value.to_owned()).collect();
            prop_oneof![8 => own, 1 => any_value(), 3 => proptest::sample::select(words).prop_map(Value::Text)].boxed()
        }
        Kind::Flag => {
            prop_oneof![8 => own, 1 => any_value(), 3 => any::<bool>().prop_map(Value::Flag)].boxed()
        }
        Kind::Text { named, .. } => {
            // Not every notation has known texts.
            let orders = ["", "0x3.1.0a2"].map(str::to_owned);
            let texts: Vec<_> = named.iter().map(|known| known.text.clone()).chain(orders).collect();
            // A known text with a part cut out, doubled, or replaced by something else.
            let edited = (
                proptest::sample::select(texts),
                any::<(u16, u16)>(),
                "\\PC{0,8}|[~0-9.a-z-]{0,8}",
                any::<bool>(),
            )
                .prop_map(|(text, (from, length), other, twice)| {
                    let letters: Vec<char> = text.chars().collect();
                    let from = usize::from(from) % (letters.len() + 1);
                    let end = (from + usize::from(length) % 16).min(letters.len());
                    let part: String = letters[from..end].iter().collect();
                    let middle = if twice { format!("{part}{part}") } else { other };
                    let (head, tail) = (&letters[..from], &letters[end..]);
                    Value::Text(head.iter().collect::<String>() + &middle + &tail.iter().collect::<String>())
                });
            prop_oneof![8 => own, 1 => any_value(), 3 => edited].boxed()
        }
    }
}

/// Makes a scenario and values for it that a link might give: some left out, some unknown, some wrong.
fn any_values() -> impl Strategy<Value = (usize, VecMap<String, Value>)> {
    (0..scenarios().count()).prop_flat_map(|index| {
        let params = scenarios().nth(index).unwrap().params();
        let strategies: Vec<_> = params
            .iter()
            .map(|param| (Just(param.name.to_owned()), mutated(param), prop::bool::weighted(0.999)))
            .collect();
        let strange = prop::option::weighted(0.05, ("\\PC{0,8}", any_value()));
        (Just(index), strategies, strange).prop_map(|(index, values, strange)| {
            let kept = values.into_iter().filter(|(.., kept)| *kept).map(|(name, value, _)| (name, value));
            (index, kept.chain(strange).collect())
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_link_makes_the_core_panic_or_ask_for_too_much((index, given) in any_values()) {
        let scenario = scenarios().nth(index).unwrap();
        let params = scenario.params();
        match Values::check(&params, given.clone()) {
            Ok(values) => {
                prop_assert_eq!(given.len(), params.len());
                // Everything that the page and the core ask of a scenario before it runs.
                // A program may have more actors than the forms of other scenarios have threads.
                let most = if scenario.stage() == Stage::Program { MOST_THREADS } else { 32 };
                prop_assert!(scenario.threads(&values) <= most);
                for compare in [false, true] {
                    prop_assert!(scenario.pool().map_or(0, |pool| pool.size(&values, compare)) <= most);
                    prop_assert!(scenario.lanes(&values, compare).len() <= 64);
                    for param in &params {
                        values.applies(param);
                    }
                }
            }
            Err(error) => {
                let sentence = error.to_string();
                prop_assert!(!sentence.is_empty() && sentence.chars().count() < 600, "{}", sentence);
            }
        }
    }
}
