//! The figures that every measured run reports, and its sentence.

use super::bootstrap::{DRAWS, LEAST, median_of};
use super::findings::{Finding, Subject, judge, on_threads, ratios};
use super::headlines::{Told, headlines};
use super::plan::{Plan, Repeats};
use super::samples::{Samples, Side};
use super::statistics::{Summary, median};
use crate::contract::scenario::{Context, Report, Role, State, Unit};

/// What was measured, in the words of its scenario.
pub struct Measured<'a> {
    /// Its repeats.
    pub samples: &'a Samples,
    /// How it was measured.
    pub plan: Plan,
    /// Threads that shared the work.
    pub threads: usize,
    /// What was done, for instance “dynamic on 2 threads”.
    pub what: &'a str,
    /// Whether both sides of a comparison are the same code.
    pub same_code: bool,
    /// What is said of results that are the same, for instance “Same bytes.”
    pub same: &'a str,
}

/// What these figures are to the page.
static ROLES: [(&str, Role); 15] = [
    ("best_sequential_ms", Role::Best),
    ("threads", Role::Crew),
    ("cores", Role::LogicalCores),
    ("shown_repeat", Role::Shown),
    ("shown_sequential", Role::ShownReference),
    ("chunks", Role::Chunks),
    ("repeats", Role::Repeats),
    ("left_out", Role::LeftOut),
    ("executions", Role::Executions),
    ("useful_ms", Role::UsefulPart),
    ("inflation_ms", Role::InflationPart),
    ("imbalance_ms", Role::ImbalancePart),
    ("hand_out_ms", Role::HandOutPart),
    ("waiting_ms", Role::WaitingPart),
    ("speedup", Role::Speedup),
];

/// A time's figures: name and label of each, in the order median, fastest, spread, and both ends of the interval.
struct Names {
    role: Role,
    names: [&'static str; 5],
    labels: [&'static str; 5],
    help: &'static str,
}

const CHOSEN: Names = Names {
    role: Role::Time,
    names: ["time_ms", "time_min_ms", "time_spread_ms", "time_low_ms", "time_high_ms"],
    labels: ["Time", "Fastest", "Spread", "Time, from", "Time, to"],
    help: "Median wall time of an execution, of what was asked for.",
};

const SEQUENTIAL: Names = Names {
    role: Role::Reference,
    names: [
        "sequential_ms",
        "sequential_min_ms",
        "sequential_spread_ms",
        "sequential_low_ms",
        "sequential_high_ms",
    ],
    labels: ["Same code, one thread", "Its fastest", "Its spread", "Its time, from", "Its time, to"],
    help: "Median wall time of an execution by the reference: the same code on one thread, without a schedule.",
};

fn times(report: &mut Report, sample: &[f64], names: &Names) {
    const MS: Unit = Unit::Milliseconds;
    let Some(summary) = Summary::of(sample) else { return };
    let [median, fastest, spread, low, high] = names.names;
    let labels = names.labels;
    report.metric(median, labels[0], summary.median, MS, names.help);
    report.role(median, names.role);
    report.companions(
        median,
        MS,
        &[(Role::Min, fastest, labels[1], summary.min, "The least disturbed repeat.")],
    );
    if sample.len() < LEAST {
        return;
    }
    let around = "Median absolute deviation of the repeats.";
    report.companions(median, MS, &[(Role::Spread, spread, labels[2], summary.spread, around)]);
    if let Some(interval) = median_of(sample, DRAWS) {
        let ends = [
            (Role::Low, low, labels[3], interval.low, "The lower end of the median’s 95 % interval."),
            (Role::High, high, labels[4], interval.high, "The upper end of the median’s 95 % interval."),
        ];
        report.companions(median, MS, &ends);
    }
}

impl Measured<'_> {
    /// Adds all figures, and the verdict.
    pub fn report(&self, context: &Context, report: &mut Report) {
        let Self { samples, threads, .. } = *self;
        let cores = if samples.more_cores { threads.max(context.cores) } else { context.cores };
        times(report, &samples.times(), &CHOSEN);
        times(report, &samples.reference(), &SEQUENTIAL);
        let shown = Samples::shown(&samples.chosen);
        let reference = samples.least_reference();
        let parts = shown.and_then(|at| samples.chosen[at].parts.as_ref());
        let subject = Subject { threads, cores, same_code: self.same_code, parts: parts.zip(reference) };
        let compared = context.compare && report.state == State::Done;
        let finding = compared.then(|| judge(samples, &subject));
        if let Some(finding) = &finding {
            ratios(finding, threads.min(cores), report);
            if let Some(ratio) = finding.ratio.filter(|_| self.same_code) {
                let noise = (ratio.interval.high - 1.0).max(1.0 - ratio.interval.low);
                report.metric(
                    "noise",
                    "Noise",
                    noise,
                    Unit::Ratio,
                    "How far the ratio of the same code to itself may be from 1: the interval of this comparison.",
                );
            }
        }
        if let Some((name, time)) = samples.best.filter(|_| compared) {
            report.values.insert("best_sequential", name.into());
            report.metric(
                "best_sequential_ms",
                "Fastest sequential code",
                time,
                Unit::Milliseconds,
                "Another code for the same, on one thread: its fastest repeat.",
            );
        }
        self.threads_time(cores, report);
        self.counts(report);
        self.tell(report);
        for &(name, role) in &ROLES {
            report.role(name, role);
        }
        report.verdict = self.verdict(finding.as_ref(), report);
        let told =
            Told { threads, cores, repeats: samples.chosen.len(), auto: self.plan.repeats == Repeats::Auto };
        headlines(&told, finding.as_ref(), report);
    }

    fn verdict(&self, finding: Option<&Finding>, report: &Report) -> String {
        match (finding, report.get("time_ms")) {
            _ if report.state == State::Stopped => "Stopped. What was computed until then is shown.".into(),
            (Some(finding), _) => {
                let best = self
                    .samples
                    .best
                    .map(|(name, time)| format!("On one thread, {name} takes {}.", duration(time)));
                let all = [&finding.sentence, self.same, best.as_deref().unwrap_or_default()];
                all.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
            }
            (_, Some(time)) if time > 0.0 => format!("{}: {}.", sentence_of(self.what), duration(time)),
            _ => format!("{}: too short to measure.", sentence_of(self.what)),
        }
    }

    /// What became of the threads' time.
    fn threads_time(&self, cores: usize, report: &mut Report) {
        const MS: Unit = Unit::Milliseconds;
        let Self { samples, threads, .. } = *self;
        report.metric("threads", "Threads", threads as f64, Unit::Count, "Threads that shared the work.");
        if cores < usize::MAX {
            report.metric(
                "cores",
                "Cores",
                cores as f64,
                Unit::Count,
                "Logical cores: as many as the browser tells of, or as many threads as were seen to run at once.",
            );
        }
        for (at, name, label, help) in [
            (
                0,
                "start_up_ms",
                "Start-up",
                "From asking the pool until its last thread was at the start line; not part of the time. Median.",
            ),
            (
                1,
                "start_line_ms",
                "At the start line",
                "From then on until all threads were seen to run at once; not part of the time. Median.",
            ),
        ] {
            let all: Vec<f64> =
                samples.chosen.iter().filter_map(|one| one.start_up).map(|both| both[at]).collect();
            if let Some(middle) = median(&all) {
                report.metric(name, label, middle, MS, help);
            }
        }
        let Some(shown) = Samples::shown(&samples.chosen) else { return };
        report.metric(
            "shown_repeat",
            "Shown repeat",
            (shown + 1) as f64,
            Unit::Count,
            "The fastest repeat in the trace: timeline, chunks, imbalance, and where the time went are of this one.",
        );
        if let Some(at) = Samples::shown(&samples.sequential) {
            report.metric(
                "shown_sequential",
                "Shown repeat, one thread",
                (at + 1) as f64,
                Unit::Count,
                "The fastest repeat of the reference in the trace.",
            );
        }
        let Some(parts) = &samples.chosen[shown].parts else { return };
        report.metric(
            "imbalance",
            "Imbalance",
            parts.unevenness,
            Unit::Factor,
            "Slowest thread's busy time over the mean: 1.00× is perfectly even.",
        );
        let Some(reference) = samples.least_reference() else { return };
        report.metric(
            "inflation",
            "Inflation",
            parts.busy / reference,
            Unit::Factor,
            "Busy time of all threads over the sequential time: above 1 the same work took longer in all. A thread that was \
             taken off its core counts as busy.",
        );
        let useful = reference.min(parts.busy);
        for (name, label, value, help) in [
            (
                "useful_ms",
                "Useful work",
                useful,
                "The sequential time, of the thread time of the shown repeat.",
            ),
            (
                "inflation_ms",
                "More work than sequentially",
                parts.busy - useful,
                "Busy time of all threads beyond the sequential time.",
            ),
            (
                "imbalance_ms",
                "Waiting for the last thread",
                parts.imbalance,
                "From each thread's last chunk until the end of the last one's.",
            ),
            (
                "hand_out_ms",
                "Start-up and hand-outs",
                parts.hand_out,
                "Before each thread's first chunk, and between two chunks.",
            ),
            (
                "waiting_ms",
                "Until the end was noticed",
                parts.waiting,
                "From the end of the last chunk until the coordinator had the result, for each thread.",
            ),
        ] {
            report.metric(name, label, value, MS, help);
        }
    }

    fn counts(&self, report: &mut Report) {
        let samples = self.samples;
        let counts =
            Samples::shown(&samples.chosen).map_or(samples.chosen.last(), |at| samples.chosen.get(at));
        if let Some(counts) = counts.map(|one| one.counts) {
            report.metric(
                "chunks",
                "Chunks",
                counts.chunks as f64,
                Unit::Count,
                "Pieces that the loop was cut into, in the shown repeat.",
            );
            if let Some(steals) = counts.steals {
                report.metric(
                    "steals",
                    "Steals",
                    steals as f64,
                    Unit::Count,
                    "Pieces that an idle thread took from another's queue, in the shown repeat.",
                );
            }
        }
        let left_out = samples.left_out();
        let repeats = samples.chosen.len();
        report.metric("repeats", "Repeats", repeats as f64, Unit::Count, "Measured repeats of each side.");
        report.metric(
            "left_out",
            "Repeats left out",
            left_out as f64,
            Unit::Count,
            "Repeats that do not count: their threads did not all run when they began, as the cores were not free.",
        );
        report.metric(
            "executions",
            "Executions in a repeat",
            samples.executions_of(Side::Chosen) as f64,
            Unit::Count,
            "Times are of one execution; a repeat has as many as the clock needs to measure it well.",
        );
    }

    /// The log, and notices on the trace.
    fn tell(&self, report: &mut Report) {
        let Self { samples, plan, .. } = *self;
        let all = samples.chosen.len();
        report.log.push(format!("{} warm-up and {all} measured repeats of each side.", plan.warmup));
        for (i, chosen) in samples.chosen.iter().enumerate() {
            let reference = samples
                .sequential
                .get(i)
                .map(|one| format!("sequential {:.3} ms, ", one.time))
                .unwrap_or_default();
            let note = if chosen.together {
                String::new()
            } else {
                format!(" (left out: {} cores were not free)", self.threads)
            };
            report.log.push(format!("Repeat {}: {reference}chosen {:.3} ms{note}.", i + 1, chosen.time));
        }
        let recorded = samples.chosen.iter().filter(|one| one.recorded).count();
        if recorded < all && recorded > 0 {
            // The timeline says which repeat it shows: the reader need not be told of those that it could not show.
            report.log.push(format!(
                "The trace holds the first {recorded} of {all} repeats; the buffers had no room for more."
            ));
        }
        if recorded == 0 && samples.unrecordable {
            report.notices.push(
                "There is no timeline: a repeat has more chunks than can be recorded. Larger chunks would fit."
                    .into(),
            );
        }
    }
}

/// A time in ms, with its unit.
fn duration(ms: f64) -> String {
    if ms >= 1000.0 {
        format!("{:.2} s", ms / 1e3)
    } else if ms >= 1.0 {
        format!("{ms:.1} ms")
    } else if ms >= 1e-3 {
        format!("{:.0} µs", 1e3 * ms)
    } else {
        format!("{:.0} ns", 1e6 * ms)
    }
}

/// With a capital letter.
fn sentence_of(what: &str) -> String {
    let mut letters = what.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// “dynamic on 2 threads”.
pub fn schedule_on(name: &str, threads: usize) -> String {
    format!("{name} on {}", on_threads(threads))
}
