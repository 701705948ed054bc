//! `range-sum`: divide and conquer. The sum of lo..hi−1 is halved at the middle until a part is at most `threshold`
//! long; parts run as tasks, and their sums are added on the way back.
//!
//! Its `fork-join` is its own code, not the loop schedule of that name: a task returns a value here, and the scenario
//! shows the tree of tasks. The other schedules share out the same parts as a plain loop.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use futures::FutureExt;
use futures::future::LocalBoxFuture;

use super::exact::{self, Method, Opaque};
use super::shape::tree_metrics;
use super::shape::{Shape, bounds};
use super::{Agreement, Totals};
use crate::contract::params::{Kind, Param, Value, Values};
use crate::contract::scenario::{Context, Report, Scenario, State};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::scenario::{Info, LookFor, Part, Preset, Work};
use crate::error::Error;
use crate::loops::measure::figures::schedule_on;
use crate::loops::measure::repeats::Workload;
use crate::loops::measure::samples::Side;
use crate::loops::schedule::{self, Counts, Schedule};
use crate::run::crew::Crew;
use crate::run::trace::label;
use crate::run::trace::recorder::COORDINATOR;

/// Numbers below this limit add up to less than 2⁶⁴, and fit an event's argument.
pub const LARGEST: u64 = u32::MAX as u64;

/// Most parts: each task costs some bytes and some time.
pub const MOST_PARTS: u64 = 1 << 20;

/// Numbers between two looks at the stop flag: a few milliseconds.
const SEGMENT: u64 = 1 << 24;

/// The scenario `range-sum`.
pub struct RangeSum;

impl Scenario for RangeSum {
    #[cfg(not(target_arch = "wasm32"))]
    fn info(&self) -> Info {
        Info {
            id: "range-sum",
            title: "Divide and conquer",
            family: "sums",
            question: "When should a task stop dividing?",
            lesson: &[
                "To add up a thousand million numbers, halve the range again and again, and let threads take the \
                 halves. But at some size, dividing a part once more costs more than it gains.",
                "That size is the threshold: a part that is no longer is not divided any more. A high one makes few \
                 large tasks, which are cheap, but threads run out of them. A low one makes many small tasks, and each \
                 costs a moment to fork and to join. Between the two lies a wide plateau, and almost any value on it \
                 will do.",
                "The work is all additions together. The span is the longest chain of additions that must wait for each \
                 other: one part, and then one addition for each level on the way up. Work over span is the \
                 parallelism: more threads than that cannot all be busy. And k threads that are never idle without need \
                 take at most work/k + span: the greedy bound.",
            ],
            look_for: const {
                &[
                    LookFor::new(
                        "The tree of tasks: large stolen branches near the top, and whole subtrees in one colour.",
                        "range-sum?method=simd&threshold=20000000",
                        Part::Strip,
                    ),
                    LookFor::new(
                        "How few steals there are: an idle thread takes the largest branch that nobody has begun.",
                        "range-sum?method=simd",
                        Part::Figure("steals"),
                    ),
                    LookFor::new(
                        "A million numbers at a threshold of 100: nearly all the time is in the tasks, and hardly any in the numbers.",
                        "range-sum?hi=1000000&threshold=100&method=simd&compare=1",
                        Part::Times,
                    ),
                ]
            },
            presets: &PRESETS,
            can_compare: true,
            hidden: false,
            source: "src/families/sums/range_sum.rs",
            source_item: "fn task",
        }
    }

    fn params(&self) -> Vec<Param> {
        let [mut schedule, mut grain, threads] = schedule::params("hi", "parts", MOST_PARTS, 1);
        schedule.default = Value::Text(Schedule::ForkJoin.name().into());
        if let Kind::Choice { options } = &mut schedule.kind {
            for option in options.iter_mut().filter(|option| option.value == Schedule::ForkJoin.name()) {
                option.help = "Tasks fork into halves and join their sums; idle threads steal halves.";
            }
        }
        if let Some(applies) = &mut grain.applies {
            applies.values.retain(|name| *name != Schedule::ForkJoin.name());
        }
        if let Kind::Integer { max_param, .. } = &mut grain.kind {
            *max_param = None;
        }
        grain = grain.help("Parts given to a thread at once by the schedules that share out a loop.");
        let mut params = vec![
            Param::integer("lo", "From", 1, 0, LARGEST).help("The first number.").at_most("hi").logarithmic(),
            Param::integer("hi", "Up to", 1_000_000_000, 1, LARGEST)
                .help("The number after the last. Sums of numbers up to the limit fit 64 bits.")
                .logarithmic(),
            Param::integer("threshold", "Threshold", 100_000, 1, LARGEST)
                .help("A part that is no longer than this is not divided any more.")
                .unit("numbers")
                .logarithmic(),
            Method::param(),
            schedule,
            grain,
            threads,
        ];
        params.extend(crate::loops::measure::plan::params());
        params
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn work(&self) -> Option<Work> {
        Some(Work { param: "hi", power: 1.0 })
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn item(&self) -> &'static str {
        "number"
    }

    fn run<'a>(
        &'a self,
        values: &'a Values,
        context: &'a mut Context,
    ) -> LocalBoxFuture<'a, Result<Report, Error>> {
        async move { run(values, context) }.boxed_local()
    }
}

/// Sums one range repeatedly.
struct Tree {
    range: Range<u64>,
    threshold: u64,
    shape: Shape,
    /// The parts' bounds for the schedules that share out a loop; empty otherwise.
    bounds: Vec<u32>,
    method: Method,
    schedule: Schedule,
    grain: usize,
    zero: Opaque,
    /// Total of the last execution.
    total: AtomicU64,
    /// Parts that the last execution computed.
    parts: AtomicU64,
    totals: Totals,
}

/// State that the tasks of one execution share.
struct Forks<'a> {
    tree: &'a Tree,
    context: &'a Context,
    parts: AtomicU64,
    steals: AtomicU64,
}

impl Forks<'_> {
    /// Runs a task, and returns the sum of its range. Sums of numbers below 2³² never exceed 64 bits.
    fn task(&self, range: Range<u64>) -> u64 {
        let length = range.end - range.start;
        if length <= self.tree.threshold {
            return self.part(range);
        }
        let middle = range.start + length / 2;
        let (left, right) = rayon::join_context(
            |_| self.task(range.start..middle),
            |half| {
                if half.migrated() {
                    self.steals.fetch_add(1, Relaxed);
                }
                self.task(middle..range.end)
            },
        );
        left + right
    }

    fn part(&self, range: Range<u64>) -> u64 {
        let Context { recorder, stop, progress, .. } = self.context;
        if stop.is_set() {
            return 0;
        }
        let lane = COORDINATOR + 1 + Crew::this_thread();
        let end = range.end as u32;
        recorder.begin(lane, label::CHUNK, range.start as u32);
        let sum = self.tree.sum(range, self.context);
        recorder.end(lane, label::CHUNK, end);
        self.parts.fetch_add(1, Relaxed);
        progress.add(1);
        sum
    }
}

impl Tree {
    /// Returns the sum of a range, or of the part that was done when the run was asked to stop.
    fn sum(&self, range: Range<u64>, context: &Context) -> u64 {
        if self.method == Method::ClosedForm {
            return exact::numbers(self.method, range, &self.zero);
        }
        let mut total = 0;
        let mut first = range.start;
        while first < range.end && !context.stop.is_set() {
            let end = range.end.min(first + SEGMENT);
            total += exact::numbers(self.method, first..end, &self.zero);
            first = end;
        }
        total
    }

    /// Computes the reference: one straight loop, no tasks.
    fn sequential(&self, method: Method, context: &Context) -> Counts {
        let Range { start, end } = self.range;
        context.recorder.begin(COORDINATOR, label::CHUNK, start as u32);
        let (mut total, mut first, mut told) = (0, start, 0);
        while first < end && !context.stop.is_set() {
            let next = if method == Method::ClosedForm { end } else { end.min(first + SEGMENT) };
            total += exact::numbers(method, first..next, &self.zero);
            first = next;
            // Progress counts parts, as in the parallel run.
            let done = (first - start) * self.shape.leaves / (end - start);
            context.progress.add((done - told) as usize);
            told = done;
        }
        context.recorder.end(COORDINATOR, label::CHUNK, first as u32);
        self.total.store(total, Relaxed);
        self.parts.store(self.shape.leaves, Relaxed);
        Counts { chunks: 1, steals: None }
    }

    fn fork_join(&self, context: &Context) -> Counts {
        let forks = Forks { tree: self, context, parts: AtomicU64::new(0), steals: AtomicU64::new(0) };
        let total = context.crew.install(|| forks.task(self.range.clone()));
        self.total.store(total, Relaxed);
        let parts = forks.parts.into_inner();
        self.parts.store(parts, Relaxed);
        Counts { chunks: parts, steals: Some(forks.steals.into_inner()) }
    }

    /// Computes the same parts, shared out as a loop.
    fn as_loop(&self, context: &Context) -> Counts {
        self.total.store(0, Relaxed);
        self.parts.store(0, Relaxed);
        let parts = self.bounds.len() - 1;
        self.schedule.run(&context.crew, parts, self.grain, &|lane, chunk: Range<usize>| {
            if context.stop.is_set() {
                return;
            }
            context.recorder.begin(lane, label::CHUNK, self.bounds[chunk.start]);
            let (mut total, mut reached) = (0, chunk.start);
            while reached < chunk.end && !context.stop.is_set() {
                let part = u64::from(self.bounds[reached])..u64::from(self.bounds[reached + 1]);
                total += self.sum(part, context);
                reached += 1;
                context.progress.add(1);
            }
            // These are whole numbers, so the order of the additions does not matter.
            self.total.fetch_add(total, Relaxed);
            self.parts.fetch_add((reached - chunk.start) as u64, Relaxed);
            context.recorder.end(lane, label::CHUNK, self.bounds[reached]);
        })
    }
}

impl Workload for Tree {
    fn items(&self) -> usize {
        self.shape.leaves as usize
    }

    fn events(&self) -> usize {
        // A chunk has at least one part, whatever the schedule.
        2 * self.shape.leaves as usize + 16
    }

    fn is_parallel(&self) -> bool {
        self.schedule != Schedule::Sequential
    }

    fn best(&self) -> Option<&'static str> {
        (self.method != Method::ClosedForm).then_some("the formula")
    }

    fn prepare(&self, _context: &mut Context, _side: Side) {}

    fn execute(&self, context: &Context, side: Side) -> Counts {
        match (side, self.schedule) {
            (Side::Best, _) => self.sequential(Method::ClosedForm, context),
            (Side::Sequential, _) | (_, Schedule::Sequential) => self.sequential(self.method, context),
            (_, Schedule::ForkJoin) => self.fork_join(context),
            _ => self.as_loop(context),
        }
    }

    fn verify(&self, _context: &mut Context, _side: Side) -> Result<(), Error> {
        let (done, all) = (self.parts.load(Relaxed), self.shape.leaves);
        if done != all {
            return Err(Error::Incomplete { missing: all.abs_diff(done) as usize, total: all as usize });
        }
        self.totals.agree(self.total.load(Relaxed).into(), |total| total.to_string())
    }
}

fn run(values: &Values, context: &mut Context) -> Result<Report, Error> {
    let range = values.integer("lo")..values.integer("hi");
    let threshold = values.integer("threshold");
    let length = range.end - range.start;
    let shape = Shape::of(length, threshold);
    if shape.leaves > MOST_PARTS {
        return Err(Error::TooLarge(format!(
            "A threshold of {threshold} would make {} tasks, and {MOST_PARTS} are the most: raise the threshold, or \
             take fewer numbers",
            shape.leaves
        )));
    }
    let schedule: Schedule = values.one_of("schedule");
    let threads = if schedule == Schedule::Sequential { 1 } else { context.crew.size() };
    let is_loop = !matches!(schedule, Schedule::Sequential | Schedule::ForkJoin);
    let workload = Tree {
        bounds: if is_loop { bounds(&range, threshold) } else { Vec::new() },
        range,
        threshold,
        shape,
        method: values.one_of("method"),
        schedule,
        grain: values.integer("grain") as usize,
        zero: Opaque::zero(),
        total: AtomicU64::new(0),
        parts: AtomicU64::new(0),
        totals: Totals::default(),
    };
    let what = format!("{}, {}", workload.method.word(), schedule_on(schedule.name(), threads));
    let mut report = super::run(&workload, values, threads, &what, context, Agreement::proven)?;
    tree_metrics(&shape, length, schedule, &mut report);
    if report.state == State::Done {
        let total = workload.totals.get().expect("a finished run has a total");
        report.values.insert("total", total.to_string());
    }
    Ok(report)
}

#[cfg(not(target_arch = "wasm32"))]
static PRESETS: [Preset; 7] = [
    Preset {
        title: "A thousand million numbers",
        note: "16 384 tasks of 61 000 numbers each, forked and joined.",
        link: "range-sum?method=simd&compare=1",
    },
    Preset {
        title: "A tree to look at",
        note: "Only 64 tasks: see who took which branch.",
        link: "range-sum?method=simd&threshold=20000000&compare=1",
    },
    Preset {
        title: "The smaller one",
        note: "A tenth of the numbers in as many tasks: each task costs as much, and does a tenth of the work.",
        link: "range-sum?hi=100000000&threshold=10000&method=simd&compare=1",
    },
    Preset {
        title: "Too small a threshold",
        note: "Tasks of 61 numbers: forking and joining them costs more than adding up.",
        link: "range-sum?hi=1000000&threshold=100&method=simd&compare=1",
    },
    Preset {
        title: "Study: the threshold",
        note: "From a hundred numbers in a task to ten million: where is it fastest, and how wide is that range?",
        link: "range-sum?hi=20000000&method=simd&repeats=9&sweep=threshold:100..10000000*10",
    },
    Preset {
        title: "Study: strong scaling",
        note: "The same tree on 1 to 8 threads.",
        link: "range-sum?hi=200000000&method=simd&repeats=11&sweep=threads:1,2,3,4,8",
    },
    Preset {
        title: "The formula",
        note: "How Gauss is said to have done it, aged nine: no tree, no threads, no time.",
        link: "range-sum?method=closed-form&schedule=sequential&compare=0",
    },
];
