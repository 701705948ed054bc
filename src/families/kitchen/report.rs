//! What a dinner reports: the figures of the chosen mode first, then those of the others beside it.

use super::modes::{Dinner, Mode};
use super::order::Order;
use crate::contract::scenario::{Report, Role, State, Unit};

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
        Mode::Async => "One cook on an event loop".into(),
    }
}

/// “three cooks”, as in a sentence.
fn cooks_in_words(cooks: usize) -> String {
    const WORDS: [&str; 9] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];
    format!("{} {}", WORDS.get(cooks).unwrap_or(&"many"), if cooks == 1 { "cook" } else { "cooks" })
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

    /// Kitchen seconds of the one cook if active steps took the hands (simulated); `None` where they do, and where
    /// nobody cooks on an event loop.
    pub fn with_one_pair(&self) -> Option<f64> {
        if self.one_pair || !self.modes().any(|mode| mode == Mode::Async) {
            return None;
        }
        let one = Self { recipe: self.recipe.clone(), mode: Mode::Async, one_pair: true, ..*self };
        Some(one.ideal(Mode::Async).preparation)
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
    if let Some(seconds) = order.with_one_pair() {
        report.metric(
            "one_pair_s",
            "With one pair of hands",
            seconds,
            Unit::Seconds,
            "One cook on an event loop whose hands every active step needs (simulated). Here no step needs them.",
        );
    }
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
    headlines(order, &mut report);
    report
}

/// The large figures: the times of a comparison with what each did to the dish that cools, else those of the chosen mode.
fn headlines(order: &Order, report: &mut Report) {
    let cools = order.recipe.cooling().map(|(task, _)| order.recipe.tasks[task].name.as_str());
    if report.get("sequential_s").is_some() {
        for mode in Mode::ALL {
            let [time, celsius] = names(mode);
            let warm = report.get(celsius).zip(cools).map(|(_, dish)| format!("{dish} at {{{celsius}}}"));
            report.headline(time, &warm.iter().map(String::as_str).collect::<Vec<_>>());
        }
    } else if report.get("preparation_s").is_some() {
        let late = match report.get("late_ms") {
            Some(late) if late < 0.0 => ", measured {|late_ms|} early",
            Some(_) => ", measured {late_ms} late",
            None => "",
        };
        report.headline("preparation_s", &[&format!("ideal {{ideal_s}}{late}")]);
        for celsius in ["rice_celsius", "served_celsius"] {
            report.headline(celsius, &[&format!("{}, when served", cools.unwrap_or_default())]);
        }
        report.headline("threads", &[]);
    }
}

fn figures(order: &Order, dinner: &Dinner, report: &mut Report) {
    let simulated = order.scale.is_none();
    report.metric(
        "preparation_s",
        if simulated { "Preparation, simulated" } else { "Preparation" },
        dinner.preparation,
        Unit::Seconds,
        "Kitchen seconds until everything is done.",
    );
    if let (Some(celsius), Some((task, _))) = (dinner.celsius(&order.recipe), order.recipe.cooling()) {
        let rice = order.recipe.tasks[task].name == "rice";
        report.metric(
            if rice { "rice_celsius" } else { "served_celsius" },
            if rice { "Rice" } else { "Temperature" },
            celsius,
            Unit::Celsius,
            "How warm the dish that cools is when it is served.",
        );
        report.values.insert("cools", order.recipe.tasks[task].name.clone());
    }
    report.metric(
        "threads",
        if simulated { "Threads, simulated" } else { "Threads" },
        dinner.threads as f64,
        Unit::Count,
        "Threads that cooked.",
    );
    report.role("threads", Role::Crew);
    let ideal = order.ideal(order.mode);
    report.metric(
        "ideal_s",
        "Ideal",
        ideal.preparation,
        Unit::Seconds,
        "How long it takes where no clock is ever late (simulated).",
    );
    if let Some(scale) = order.scale {
        report.metric(
            "time_ms",
            "In real time",
            dinner.preparation * scale,
            Unit::Milliseconds,
            "The preparation on the clock on the wall.",
        );
        report.role("time_ms", Role::Time);
        report.metric(
            "late_ms",
            "Late by",
            (dinner.preparation - ideal.preparation) * scale,
            Unit::Milliseconds,
            "Real time beyond the ideal: timers and threads wake up a little late.",
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
        "All steps that need a cook’s hands.",
    );
    report.metric(
        "span_s",
        "Span",
        seconds(recipe.span()),
        Unit::Seconds,
        "The longest chain of tasks that need each other: no number of cooks can be faster.",
    );
    report.metric(
        "bound_s",
        "Lower bound",
        order.bound(order.mode),
        Unit::Seconds,
        "No dinner is faster than the span, nor than the work shared by all cooks. One cook on an event loop has only \
         the active work to do, and none where steps need no hands.",
    );
}

fn compared(order: &Order, mode: Mode, dinner: &Dinner, report: &mut Report) {
    let [time, celsius] = names(mode);
    let labels = match mode {
        Mode::Sequential => ["One by one", "Temperature, one by one"],
        Mode::Threads => ["Threads", "Temperature, threads"],
        Mode::Async => ["Async", "Temperature, async"],
    };
    report.metric(
        time,
        labels[0],
        dinner.preparation,
        Unit::Seconds,
        "Kitchen seconds until everything was done.",
    );
    if let Some(value) = dinner.celsius(&order.recipe) {
        report.metric(celsius, labels[1], value, Unit::Celsius, "How warm the dish that cools was served.");
    }
}

fn verdict(order: &Order, served: &Served, chosen: Option<&Dinner>) -> String {
    let note = if order.scale.is_none() { " (simulated)" } else { "" };
    let pair = order.with_one_pair().map_or_else(String::new, |seconds| {
        let simulated = if order.scale.is_some() { ", simulated" } else { "" };
        format!("; with one pair of hands {seconds:.1} s{simulated}")
    });
    let time = |mode| {
        let found = served.iter().find(|(other, _)| *other == mode);
        found.and_then(|(_, dinner)| dinner.as_ref()).map(|dinner: &Dinner| dinner.preparation)
    };
    if order.compare
        && let (Some(one), Some(many), Some(all)) =
            (time(Mode::Sequential), time(Mode::Threads), time(Mode::Async))
    {
        let cooks = cooks_in_words(order.cooks);
        return format!(
            "One by one {one:.1} s, {cooks} on threads {many:.1} s, one cook on an event loop {all:.1} s{pair}{note}."
        );
    }
    match chosen {
        Some(dinner) if !order.compare => {
            let warm = dinner.celsius(&order.recipe).zip(order.recipe.cooling()).map_or_else(
                String::new,
                |(celsius, (task, _))| {
                    format!(", with the {} at {celsius:.1} °C", order.recipe.tasks[task].name)
                },
            );
            let title = title(order.mode, order.cooks);
            format!("{title}: served after {:.1} s{warm}{pair}{note}.", dinner.preparation)
        }
        _ => "Stopped: the film shows what was cooked until then.".into(),
    }
}
