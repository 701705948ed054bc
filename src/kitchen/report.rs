//! What a dinner reports: the figures of the chosen mode first, then those of the others beside it.

use super::mapo_tofu::Order;
use super::modes::{Dinner, Mode};
use crate::scenario::{Report, State, Unit};

/// The dinners of a run, by mode; `None` where the run ended before.
pub type Served = Vec<(Mode, Option<Dinner>)>;

/// Names of a mode's own figures in a comparison: its time, and the rice's temperature.
fn names(mode: Mode) -> [&'static str; 2] {
    match mode {
        Mode::Sequential => ["sequential_s", "sequential_celsius"],
        Mode::Threads => ["threads_s", "threads_celsius"],
        Mode::Async => ["async_s", "async_celsius"],
    }
}

fn title(mode: Mode, cooks: usize) -> String {
    match mode {
        Mode::Sequential => "One by one".into(),
        Mode::Threads if cooks == 1 => "One cook on a thread".into(),
        Mode::Threads => format!("{cooks} cooks on threads"),
        Mode::Async => "One cook on the event loop".into(),
    }
}

impl Order {
    /// Kitchen seconds below which this mode cannot be: max(work / cooks, span).
    pub fn bound(&self, mode: Mode) -> f64 {
        let seconds = |tenths: u32| f64::from(tenths) / 10.0;
        let (work, span) = (seconds(self.recipe.work()), seconds(self.recipe.span()));
        match mode {
            Mode::Sequential => work,
            Mode::Threads => span.max(work / self.cooks as f64),
            Mode::Async if self.one_pair => span.max(seconds(self.recipe.active_work())),
            Mode::Async => span,
        }
    }
}

/// The report of a run that ended `now` kitchen seconds after it began.
pub fn dinner(order: &Order, served: Served, now: f64) -> Report {
    let complete = served.iter().all(|(_, dinner)| dinner.is_some());
    let mut report = Report::new(if complete { State::Done } else { State::Stopped });
    report
        .values
        .insert("clock", if order.scale.is_some() { "real: measured" } else { "virtual: simulated" }.into());
    report.values.insert("mode", order.mode.name().into());
    report.values.insert("recipe", order.recipe.text());
    let chosen = served.iter().find(|(mode, _)| *mode == order.mode).and_then(|(_, dinner)| dinner.as_ref());
    if let Some(dinner) = chosen {
        figures(order, dinner, &mut report);
    }
    bounds(order, &mut report);
    if order.compare {
        for (mode, dinner) in &served {
            if let Some(dinner) = dinner {
                compared(order, *mode, dinner, &mut report);
            }
        }
    }
    for (mode, dinner) in &served {
        let title = title(*mode, order.cooks);
        report.log.push(match dinner {
            Some(Dinner { preparation, threads, .. }) => {
                let by = if *threads == 1 { "1 thread" } else { &format!("{threads} threads") };
                format!("{title}: {preparation:.2} s in the kitchen, by {by}.")
            }
            None => format!("{title}: stopped after {now:.2} s in the kitchen."),
        });
    }
    report.verdict = verdict(order, &served, chosen);
    report
}

fn figures(order: &Order, dinner: &Dinner, report: &mut Report) {
    let simulated = order.scale.is_none();
    report.metric(
        "preparation_s",
        if simulated { "Preparation, simulated" } else { "Preparation" },
        dinner.preparation,
        Unit::Seconds,
        "Kitchen seconds from the first step until everything is done.",
    );
    if let (Some(celsius), Some((task, _))) = (dinner.celsius(&order.recipe), order.recipe.cooling()) {
        let rice = order.recipe.tasks[task].name == "rice";
        report.metric(
            if rice { "rice_celsius" } else { "served_celsius" },
            if rice { "Rice" } else { "Temperature" },
            celsius,
            Unit::Celsius,
            "Of the dish that cools, when it is served.",
        );
        report.values.insert("cools", order.recipe.tasks[task].name.clone());
    }
    report.metric(
        "threads",
        if simulated { "Threads, simulated" } else { "Threads" },
        dinner.threads as f64,
        Unit::Count,
        "Threads that did kitchen work.",
    );
    let ideal = order.ideal(order.mode);
    report.metric(
        "ideal_s",
        "Ideal",
        ideal.preparation,
        Unit::Seconds,
        "The same on a clock that is never late (simulated).",
    );
    if let Some(scale) = order.scale {
        report.metric(
            "time_ms",
            "On the wall’s clock",
            dinner.preparation * scale,
            Unit::Milliseconds,
            "The preparation in real time.",
        );
        report.metric(
            "late_ms",
            "Late",
            (dinner.preparation - ideal.preparation) * scale,
            Unit::Milliseconds,
            "Distance from the ideal in real time: timers and threads wake up a little late.",
        );
    }
}

fn bounds(order: &Order, report: &mut Report) {
    let seconds = |tenths: u32| f64::from(tenths) / 10.0;
    let recipe = &order.recipe;
    report.metric("work_s", "Work", seconds(recipe.work()), Unit::Seconds, "All steps together.");
    report.metric(
        "active_s",
        "Active work",
        seconds(recipe.active_work()),
        Unit::Seconds,
        "All steps that take a cook’s hands.",
    );
    report.metric(
        "span_s",
        "Span",
        seconds(recipe.span()),
        Unit::Seconds,
        "The longest chain of tasks that need each other: no number of cooks is faster.",
    );
    report.metric(
        "bound_s",
        "Bound",
        order.bound(order.mode),
        Unit::Seconds,
        "No dinner is faster: the larger of work / cooks and span. A cook on an event loop shares only the \
         active work, if hands count.",
    );
}

fn compared(order: &Order, mode: Mode, dinner: &Dinner, report: &mut Report) {
    let [time, celsius] = names(mode);
    let labels = match mode {
        Mode::Sequential => ["One by one", "Temperature, one by one"],
        Mode::Threads => ["Threads", "Temperature, threads"],
        Mode::Async => ["Async", "Temperature, async"],
    };
    report.metric(time, labels[0], dinner.preparation, Unit::Seconds, "Kitchen seconds of this mode.");
    if let Some(value) = dinner.celsius(&order.recipe) {
        report.metric(celsius, labels[1], value, Unit::Celsius, "Of the dish that cools, when it is served.");
    }
}

fn verdict(order: &Order, served: &Served, chosen: Option<&Dinner>) -> String {
    let note = if order.scale.is_none() { " (simulated)" } else { "" };
    let time = |mode| {
        let found = served.iter().find(|(other, _)| *other == mode);
        found.and_then(|(_, dinner)| dinner.as_ref()).map(|dinner: &Dinner| dinner.preparation)
    };
    if order.compare
        && let (Some(one), Some(many), Some(all)) =
            (time(Mode::Sequential), time(Mode::Threads), time(Mode::Async))
    {
        let cooks = if order.cooks == 1 { "one cook".into() } else { format!("{} cooks", order.cooks) };
        return format!(
            "One by one {one:.1} s, {cooks} on threads {many:.1} s, one cook on the event loop {all:.1} s{note}."
        );
    }
    match chosen {
        Some(dinner) if !order.compare => {
            let warm = dinner.celsius(&order.recipe).zip(order.recipe.cooling()).map_or_else(
                String::new,
                |(celsius, (task, _))| {
                    format!(", and the {} has {celsius:.1} °C", order.recipe.tasks[task].name)
                },
            );
            let title = title(order.mode, order.cooks);
            format!("{title}: served after {:.1} s{warm}{note}.", dinner.preparation)
        }
        _ => "Stopped: what was cooked until then is shown.".into(),
    }
}
