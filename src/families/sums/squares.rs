//! `squares`: for x in 0..count, n = start + x, the sum of i² for i in 0..n. One task for each number, all of nearly
//! the same size, and independent of each other: the best case for threads.

use std::ops::Range;

use futures::FutureExt;
use futures::future::LocalBoxFuture;

use super::exact::{self, LARGEST_SQUARED, Method, Opaque};
use super::{Agreement, Partials, Totals};
use crate::contract::params::{Param, Values};
use crate::contract::scenario::{Context, Report, Role, Scenario, State, Unit};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::scenario::{Info, LookFor, Part, Preset, Work};
use crate::error::Error;
use crate::loops::measure::figures::schedule_on;
use crate::loops::measure::repeats::Workload;
use crate::loops::measure::samples::Side;
use crate::loops::schedule::{self, Counts, Schedule};
use crate::run::trace::label;

/// Most tasks.
pub const MOST: u64 = 10_000;

/// Terms between two looks at the stop flag: a few milliseconds.
const SEGMENT: u64 = 1 << 22;

/// The scenario `squares`.
pub struct Squares;

impl Scenario for Squares {
    #[cfg(not(target_arch = "wasm32"))]
    fn info(&self) -> Info {
        Info {
            id: "squares",
            title: "Sums of squares",
            family: "sums",
            question: "Faster code, or more threads?",
            lesson: &[
                "Two threads take half the time of one. So does a loop that is twice as fast. But a formula that needs \
                 three multiplications beats any number of threads.",
                "The work is twenty numbers n near five million, and for each the sum of all squares below it: a \
                 hundred million multiplications in twenty tasks of equal size, none of which needs another’s result.",
                "With SIMD, two terms to an instruction, one thread gains about as much as a second thread would bring, \
                 and the two gains multiply. The formula (n − 1)·n·(2n − 1)/6 has no terms at all. So first find the \
                 better method, then make the code on one thread fast, then share it out.",
                "The totals have 20 digits and more, and fit no 64-bit number. Adding in 128 bits would take ten times \
                 as long in WebAssembly, so terms are added in blocks that provably fit, and only the blocks in 128 \
                 bits. Compilers know the formula too: each term of the loop is mixed with a zero that the compiler \
                 cannot know, so that the loop’s time grows with n, as an honest loop’s must.",
                "For comparison, in Python on another machine the same hundred million terms took 6.0 s alone, 6.2 s \
                 with two threads, of which its global lock lets only one run, and 2.2 s with processes.",
            ],
            look_for: const {
                &[
                    LookFor::new(
                        "One thread against two: what does the second one gain?",
                        "squares?threads=2&compare=1",
                        Part::Times,
                    ),
                    LookFor::new(
                        "Loop against SIMD on one thread: does that step gain more?",
                        "squares?schedule=sequential&repeats=9&sweep=method:loop,simd,closed-form",
                        Part::Study,
                    ),
                    LookFor::new(
                        "How little time the formula takes on one thread, and how much more it takes to share it out.",
                        "squares?method=closed-form&compare=1",
                        Part::Times,
                    ),
                    LookFor::new(
                        "Twenty tasks on three threads: six, seven and seven. With a core for each, one thread ends early.",
                        "squares?schedule=static&threads=3",
                        Part::Timeline,
                    ),
                ]
            },
            presets: &PRESETS,
            can_compare: true,
            hidden: false,
            source: "src/families/sums/squares.rs",
            source_item: "fn execute",
        }
    }

    fn params(&self) -> Vec<Param> {
        let mut params = vec![
            Param::integer("count", "Count", 20, 1, MOST)
                .help("How many numbers n there are, each a task.")
                .unit("numbers")
                .logarithmic(),
            Param::integer("start", "Start", 5_000_000, 0, LARGEST_SQUARED + 1)
                .help("The first n. Squares beyond the limit would not be exact in a 53-bit lane."),
            Method::param(),
        ];
        params.extend(schedule::params("count", "numbers", MOST, 1));
        params.extend(crate::loops::measure::plan::params());
        params
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn work(&self) -> Option<Work> {
        Some(Work { param: "count", power: 1.0 })
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

/// Computes all sums repeatedly.
struct Numbers {
    start: u64,
    count: usize,
    method: Method,
    schedule: Schedule,
    grain: usize,
    zero: Opaque,
    sums: Partials,
    totals: Totals,
}

impl Numbers {
    /// Returns the sum of squares below n; `None` if the run was asked to stop meanwhile.
    fn sum(&self, method: Method, n: u64, context: &Context) -> Option<u128> {
        if method == Method::ClosedForm {
            return Some(exact::squares(method, 0..n, &self.zero));
        }
        let mut total = 0;
        let mut first = 0;
        while first < n {
            if context.stop.is_set() {
                return None;
            }
            let end = n.min(first + SEGMENT);
            total += exact::squares(method, first..end, &self.zero);
            first = end;
        }
        Some(total)
    }
}

impl Workload for Numbers {
    fn items(&self) -> usize {
        self.count
    }

    fn events(&self) -> usize {
        schedule::most_events(self.count, self.grain)
    }

    fn is_parallel(&self) -> bool {
        self.schedule != Schedule::Sequential
    }

    fn best(&self) -> Option<&'static str> {
        (self.method != Method::ClosedForm).then_some("the formula")
    }

    fn prepare(&self, _context: &mut Context, _side: Side) {
        self.sums.clear();
    }

    fn execute(&self, context: &Context, side: Side) -> Counts {
        let method = if side == Side::Best { Method::ClosedForm } else { self.method };
        side.schedule(self.schedule).run(
            &context.crew,
            self.count,
            self.grain,
            &|lane, numbers: Range<usize>| {
                if context.stop.is_set() {
                    return;
                }
                context.recorder.begin(lane, label::CHUNK, numbers.start as u32);
                let mut reached = numbers.start;
                for x in numbers {
                    let Some(sum) = self.sum(method, self.start + x as u64, context) else { break };
                    self.sums.set(x, sum);
                    context.progress.add(1);
                    reached = x + 1;
                }
                context.recorder.end(lane, label::CHUNK, reached as u32);
            },
        )
    }

    fn verify(&self, _context: &mut Context, _side: Side) -> Result<(), Error> {
        self.totals.agree(self.sums.values()?.sum(), |total| total.to_string())
    }
}

fn run(values: &Values, context: &mut Context) -> Result<Report, Error> {
    let (start, count) = (values.integer("start"), values.integer("count"));
    // The largest term is start + count − 2 squared; 10 000 sums of it stay far below 2¹²⁸.
    let largest = (start + count).saturating_sub(2);
    if largest > LARGEST_SQUARED {
        return Err(Error::TooLarge(format!(
            "With start {start} and count {count} the largest term is {largest}², and squares beyond \
             {LARGEST_SQUARED}² are not exact in 53 bits: lower start or count"
        )));
    }
    let schedule: Schedule = values.one_of("schedule");
    let threads = if schedule == Schedule::Sequential { 1 } else { context.crew.size() };
    let workload = Numbers {
        start,
        count: count as usize,
        method: values.one_of("method"),
        schedule,
        grain: values.integer("grain") as usize,
        zero: Opaque::zero(),
        sums: Partials::new(count as usize),
        totals: Totals::default(),
    };
    let what = format!("{}, {}", workload.method.word(), schedule_on(schedule.name(), threads));
    let mut report = super::run(&workload, values, threads, &what, context, Agreement::proven)?;
    report.metric("tasks", "Tasks", count as f64, Unit::Count, "One for each number n.");
    report.role("tasks", Role::Tasks);
    if report.state == State::Done {
        let sums: Vec<u128> = workload.sums.values()?.collect();
        let total = workload.totals.get().expect("a finished run has a total");
        report.values.insert("total", total.to_string());
        report.values.insert("first", sums[0].to_string());
        report.values.insert("last", sums[sums.len() - 1].to_string());
    }
    Ok(report)
}

#[cfg(not(target_arch = "wasm32"))]
static PRESETS: [Preset; 8] = [
    Preset {
        title: "Twenty tasks",
        note: "The honest loop, shared out on demand, beside the same loop on one thread.",
        link: "squares?compare=1",
    },
    Preset {
        title: "The same in lanes",
        note: "SIMD, two terms to an instruction: compare its times with the loop’s.",
        link: "squares?method=simd&compare=1",
    },
    Preset {
        title: "The formula",
        note: "Ten thousand sums by formula: next to no work, so that most of the time is for handing it out.",
        link: "squares?method=closed-form&count=10000&compare=1",
    },
    Preset {
        title: "Study: which method",
        note: "Loop, SIMD and formula on the same threads, in one table.",
        link: "squares?repeats=9&sweep=method:loop,simd,closed-form",
    },
    Preset {
        title: "Study: strong scaling",
        note: "The same twenty tasks on 1 to 8 threads: the speed-up, and what Amdahl’s law makes of it.",
        link: "squares?method=simd&repeats=11&sweep=threads:1,2,3,4,8",
    },
    Preset {
        title: "Study: weak scaling",
        note: "Ten tasks for each thread: more threads do more work in the same time.",
        link: "squares?method=simd&count=10&repeats=11&sweep=threads:1,2,3,4,8&study=weak",
    },
    Preset {
        title: "Static bands are enough",
        note: "Ten tasks of equal cost for each of two threads: what is decided beforehand loses nothing.",
        link: "squares?schedule=static&threads=2&compare=1",
    },
    Preset {
        title: "An unlucky number",
        note: "Three threads, twenty tasks: two have seven and one has six.",
        link: "squares?schedule=static&threads=3&compare=1",
    },
];
