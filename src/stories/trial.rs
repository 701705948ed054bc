//! Runs stories in tests, natively.

use futures::executor::block_on;

use crate::contract::params::{Value, Values};
use crate::contract::scenario::{Context, Report, Scenario};
use crate::run::crew::Crew;
use crate::run::trace::event::{Event, Phase};

/// The defaults of a scenario with some changes.
pub fn values(scenario: &dyn Scenario, changes: &[(&str, &str)]) -> Values {
    let params = scenario.params();
    let mut given = Values::defaults(&params, 2);
    for (name, text) in changes {
        let number = text.parse().map(Value::Number);
        let value = number.or_else(|_| text.parse().map(Value::Flag));
        given.insert((*name).into(), value.unwrap_or_else(|_| Value::Text((*text).into())));
    }
    Values::check(&params, given).unwrap()
}

/// What a run with these values needs, with threads of its own.
pub fn context(scenario: &dyn Scenario, values: &Values) -> Context {
    let threads = scenario.threads(values);
    let crew = if threads == 0 { Crew::none() } else { Crew::start(threads).unwrap() };
    Context::new(scenario, values, false, crew).unwrap()
}

/// Runs a scenario once.
pub fn run(scenario: &dyn Scenario, changes: &[(&str, &str)]) -> (Report, Context) {
    let values = values(scenario, changes);
    let mut context = context(scenario, &values);
    let report = block_on(scenario.run(&values, &mut context)).unwrap();
    (report, context)
}

/// A hundred times, a few at a time: stories hardly do anything but wait.
pub fn hundred_times(check: impl Fn() + Sync) {
    std::thread::scope(|scope| {
        for _ in 0..10 {
            scope.spawn(|| (0..10).for_each(|_| check()));
        }
    });
}

/// The events of all lanes with one of these labels in one of these phases, in the order of their times.
pub fn events(context: &Context, labels: &[u16], phase: Phase) -> Vec<Event> {
    let lanes = 0..context.recorder.lanes();
    let mut events: Vec<_> = lanes.flat_map(|lane| context.recorder.events(lane, 0)).collect();
    events.retain(|event| labels.contains(&event.label) && event.phase == phase);
    events.sort_by(|a, b| a.time.total_cmp(&b.time));
    events
}

/// µs of these events.
pub fn times(context: &Context, label: u16, phase: Phase) -> Vec<f64> {
    events(context, &[label], phase).iter().map(|event| event.time).collect()
}
