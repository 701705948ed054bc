//! Repeated, interleaved measuring of a workload, alone or beside its sequential reference.
//!
//! Interleaving (reference, chosen, reference, chosen, …) lets a slow drift of the machine, its heat
//! or other load, hit both sides alike.

use crate::error::Error;
use crate::measure::balance::imbalance;
use crate::measure::statistics::{Summary, median};
use crate::scenario::{Context, Report, Unit};
use crate::schedule::{Counts, Schedule};
use crate::trace::label;
use crate::trace::recorder::COORDINATOR;

/// Which code of a comparison runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The best sequential code.
    Sequential,
    /// What the parameters ask for.
    Chosen,
}

impl Side {
    /// The schedule of this side, where `chosen` is what the parameters ask for.
    pub fn schedule(self, chosen: Schedule) -> Schedule {
        match self {
            Self::Sequential => Schedule::Sequential,
            Self::Chosen => chosen,
        }
    }
}

/// Something that can be run again and again.
pub trait Workload {
    /// Work items of one execution, for the progress.
    fn items(&self) -> usize;

    /// Most events that one execution can record on one lane.
    fn events(&self) -> usize;

    /// Gets ready; not measured.
    fn prepare(&self, context: &mut Context, side: Side);

    /// The measured part. Returns early, with anything, when the run is asked to stop.
    fn execute(&self, context: &Context, side: Side) -> Counts;

    /// Looks whether the execution did all its work; not measured.
    ///
    /// # Errors
    /// If it did not.
    fn verify(&self, context: &mut Context, side: Side) -> Result<(), Error>;
}

/// How often to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Executions of each side that are not measured.
    pub warmup: usize,
    /// Measured executions of each side.
    pub repeats: usize,
}

/// What was measured of one side.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    /// Wall time of each repeat in ms.
    pub times: Vec<f64>,
    /// Imbalance of each repeat that was recorded.
    pub imbalances: Vec<f64>,
    /// Chunks and steals of the last repeat.
    pub counts: Option<Counts>,
}

/// What was measured of both sides.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    /// The reference; empty unless the run compares.
    pub sequential: Sample,
    /// What the parameters ask for.
    pub chosen: Sample,
    /// Whether the run was asked to stop.
    pub stopped: bool,
    /// Repeats that the trace holds, of the measured ones.
    pub recorded: usize,
    /// Whether a repeat was too large to be recorded at all.
    pub unrecordable: bool,
}

/// Measures a workload.
///
/// # Errors
/// If an execution was incomplete.
pub fn measure(workload: &dyn Workload, plan: Plan, context: &mut Context) -> Result<Samples, Error> {
    let sides: &[Side] = if context.compare { &[Side::Sequential, Side::Chosen] } else { &[Side::Chosen] };
    context.progress.expect((plan.warmup + plan.repeats) * sides.len() * workload.items());
    let mut samples = Samples::default();
    for number in 0..plan.warmup + plan.repeats {
        let warming_up = number < plan.warmup;
        for &side in sides {
            workload.prepare(context, side);
            // A repeat is recorded as a whole or not at all, and a warm-up only if it takes no repeat's place.
            let executions = if warming_up { 1 + sides.len() } else { 1 };
            let recorded = context.record && context.recorder.room() >= executions * (workload.events() + 2);
            context.recorder.switch(recorded);
            let mark = context.recorder.mark();
            let (label, arg) = match (warming_up, side) {
                (true, _) => (label::WARM_UP, number),
                (false, Side::Sequential) => (label::SEQUENTIAL, number - plan.warmup),
                (false, Side::Chosen) => (label::REPEAT, number - plan.warmup),
            };
            context.recorder.begin(COORDINATOR, label, arg as u32);
            let start = context.recorder.clock().now();
            let counts = workload.execute(context, side);
            let end = context.recorder.clock().now();
            context.recorder.end(COORDINATOR, label, arg as u32);
            if context.stop.is_set() {
                samples.stopped = true;
                return Ok(samples);
            }
            workload.verify(context, side)?;
            if warming_up {
                continue;
            }
            let sample = match side {
                Side::Sequential => &mut samples.sequential,
                Side::Chosen => &mut samples.chosen,
            };
            sample.times.push((end - start) / 1e3);
            sample.counts = Some(counts);
            if recorded {
                sample.imbalances.extend(imbalance(&context.recorder, &mark, label::CHUNK));
                samples.recorded += usize::from(side == Side::Chosen);
            } else {
                samples.unrecordable |= context.record && samples.recorded == 0;
            }
        }
    }
    context.recorder.switch(context.record);
    Ok(samples)
}

impl Samples {
    /// Adds the figures that every measured run reports. `threads`: that share the chosen side's work.
    pub fn report(&self, threads: usize, plan: Plan, report: &mut Report) {
        const MS: Unit = Unit::Milliseconds;
        let chosen = Summary::of(&self.chosen.times);
        let sequential = Summary::of(&self.sequential.times);
        if let Some(time) = chosen {
            report.metric("time_ms", "Time", time.median, MS, "Median wall time of the chosen schedule.");
            report.metric("time_min_ms", "Fastest", time.min, MS, "Its least disturbed repeat.");
            report.metric(
                "time_spread_ms",
                "Spread",
                time.spread,
                MS,
                "Median absolute deviation of its repeats.",
            );
        }
        if let Some(time) = sequential {
            report.metric(
                "sequential_ms",
                "Sequential",
                time.median,
                MS,
                "Median wall time of the sequential reference.",
            );
            report.metric(
                "sequential_min_ms",
                "Sequential, fastest",
                time.min,
                MS,
                "Its least disturbed repeat.",
            );
            report.metric(
                "sequential_spread_ms",
                "Sequential, spread",
                time.spread,
                MS,
                "Median absolute deviation of its repeats.",
            );
        }
        // Times below the clock's step may all be 0, which nothing can be divided by.
        if let (Some(time), Some(reference)) = (chosen, sequential)
            && time.median > 0.0
        {
            let speedup = reference.median / time.median;
            report.metric(
                "speedup",
                "Speed-up",
                speedup,
                Unit::Factor,
                "Sequential median over the chosen one's.",
            );
            report.metric(
                "efficiency",
                "Efficiency",
                speedup / threads as f64,
                Unit::Ratio,
                "Speed-up for each thread: 100 % would be a thread's whole worth from each thread.",
            );
        }
        if let Some(imbalance) = median(&self.chosen.imbalances) {
            report.metric(
                "imbalance",
                "Imbalance",
                imbalance,
                Unit::Factor,
                "Slowest thread's busy time over the mean: 1.00× is perfectly even.",
            );
        }
        if let Some(counts) = self.chosen.counts {
            report.metric(
                "chunks",
                "Chunks",
                counts.chunks as f64,
                Unit::Count,
                "Pieces that the loop was cut into, in the last repeat.",
            );
            if let Some(steals) = counts.steals {
                report.metric(
                    "steals",
                    "Steals",
                    steals as f64,
                    Unit::Count,
                    "Pieces that an idle thread took from another's queue, in the last repeat.",
                );
            }
        }
        report.metric("threads", "Threads", threads as f64, Unit::Count, "Threads that shared the work.");
        let repeats = self.chosen.times.len();
        report.metric("repeats", "Repeats", repeats as f64, Unit::Count, "Measured executions of each side.");
        report.log.push(format!("{} warm-up and {repeats} measured executions of each side.", plan.warmup));
        for (i, time) in self.chosen.times.iter().enumerate() {
            let reference =
                self.sequential.times.get(i).map(|t| format!("sequential {t:.3} ms, ")).unwrap_or_default();
            report.log.push(format!("Repeat {}: {reference}chosen {time:.3} ms.", i + 1));
        }
        if self.recorded < repeats && self.recorded > 0 {
            report.notices.push(format!(
                "The timeline holds the first {} of {repeats} repeats; the buffers had no room for more.",
                self.recorded
            ));
        }
        if self.recorded == 0 && self.unrecordable {
            report.notices.push(
                "There is no timeline: one repeat has more chunks than the buffers can hold. Larger chunks would \
                 fit."
                    .into(),
            );
        }
        if chosen.is_some_and(|time| time.median < 0.1) {
            report.notices.push(
                "One repeat takes less than 0.1 ms, which the browser's clock can hardly resolve: take the figures \
                 as a rough guide, or enlarge the problem."
                    .into(),
            );
        }
    }
}
