//! The Julia set: a loop over columns of uneven cost, so that it matters which thread computes which column.
//!
//! Every column of the picture is a work item. The middle columns cost most: static bands leave the outer threads
//! idle, tiny chunks cost overhead, and the other schedules lie in between.

pub mod kernel;
mod lanes;
mod simd;
mod view;

use std::ops::Range;
use std::sync::Mutex;

use futures::FutureExt;
use futures::future::LocalBoxFuture;

use crate::contract::params::{Choice, Group, Param, Values};
use crate::contract::scenario::{Context, Report, Scenario, State, Tone, Unit};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::scenario::{Info, LookFor, Part, Preset, Work};
use crate::error::Error;
use crate::loops::measure::figures::{Measured, schedule_on};
use crate::loops::measure::headlines::agreement;
use crate::loops::measure::repeats::Workload;
use crate::loops::measure::samples::Side;
use crate::loops::measure::{self, Plan};
use crate::loops::schedule::{self, Counts, Schedule};
use crate::run::picture::{Picture, compare};
use crate::run::trace::label;
use crate::run::trace::recorder::COORDINATOR;
use kernel::{Kernel, Scratch};
use view::View;

/// Largest picture: 4096 columns of 4096 pixels.
pub const LARGEST: u64 = 4096;

/// The scenario `julia`.
pub struct JuliaSet;

impl Scenario for JuliaSet {
    #[cfg(not(target_arch = "wasm32"))]
    fn info(&self) -> Info {
        Info {
            id: "julia",
            title: "Julia set",
            family: "fractals",
            question: "Who should compute which column?",
            lesson: &[
                "The columns in the middle take far more work than the outer ones. Shared out in fixed bands, threads \
                 end early and wait; in small chunks on demand, all stay busy.",
                "Every pixel asks how many steps of z ← z² + c a starting point survives before it runs away. Some \
                 escape at once, others stay for hundreds of steps: that is why columns differ so much.",
                "Every chunk costs a moment to fetch. If the grain is too small, that moment is what you measure.",
            ],
            look_for: const {
                &[
                    LookFor::new(
                        "Static bands: the gaps at the right end of a lane. That thread waits for the slowest one.",
                        "julia?x=1&width=2&schedule=static&threads=2",
                        Part::Timeline,
                    ),
                    LookFor::new(
                        "Small chunks on demand: at the same place hardly a gap is left.",
                        "julia?x=1&width=2&threads=2",
                        Part::Timeline,
                    )
                    .zoomed(0.8, 1.0),
                    LookFor::new(
                        "The imbalance of the static bands: the slowest thread’s busy time over the mean. 1 would be even.",
                        "julia?x=1&width=2&schedule=static&threads=2",
                        Part::Figure("imbalance"),
                    ),
                    LookFor::new(
                        "The same bytes, whoever computed them: parallel code must not change the result.",
                        "julia?compare=1",
                        Part::Figure("identical"),
                    ),
                ]
            },
            presets: &PRESETS,
            can_compare: true,
            hidden: false,
            source: "src/families/fractals/mod.rs",
            source_item: "fn execute",
        }
    }

    fn params(&self) -> Vec<Param> {
        let kernel = |kernel: Kernel| {
            let (label, help) = match kernel {
                Kernel::Simd => ("SIMD", "Several pixels in every instruction."),
                Kernel::Scalar => ("Scalar", "One pixel at a time, as in the lecture."),
            };
            Choice::new(kernel.name(), label, help, false)
        };
        let mut params = vec![
            Param::real("re", "c, real part", -0.79, -2.0, 2.0)
                .help("The constant c decides the shape of the set."),
            Param::real("im", "c, imaginary part", 0.15, -2.0, 2.0)
                .help("Small changes make a different picture."),
            Param::integer("n", "Size", 1000, 2, LARGEST)
                .help("Columns, and rows: the work grows with the square.")
                .unit("px")
                .logarithmic(),
            Param::integer("max_iter", "Iterations", 255, 1, 255)
                .help("Steps after which a point counts as one that stays.")
                .unit("steps"),
            Param::real("x", "Centre, real", 0.0, -4.0, 4.0).help("Drag the picture to move it."),
            Param::real("y", "Centre, imaginary", 0.0, -4.0, 4.0).help("Drag the picture to move it."),
            Param::real("width", "Width", 4.0, 1e-13, 8.0)
                .help("Of the part of the plane that is shown. Zoom into the picture to change it.")
                .logarithmic(),
        ];
        params.extend(schedule::params("n", "columns", LARGEST, 8));
        params.extend([Param::one_of("kernel", "Kernel", Kernel::Simd, kernel)
            .help("The code that computes a column. Both give the same bytes.")
            .group(Group::Execution)]);
        params.extend(measure::plan::params());
        params
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn work(&self) -> Option<Work> {
        Some(Work { param: "n", power: 2.0 })
    }

    fn pictures(&self, values: &Values, compare: bool) -> Vec<Picture> {
        let n = values.integer("n") as usize;
        let ids: &[&str] = if compare { &["parallel", "sequential"] } else { &["parallel"] };
        ids.iter().map(|id| Picture::new(id, n, n)).collect()
    }

    fn run<'a>(
        &'a self,
        values: &'a Values,
        context: &'a mut Context,
    ) -> LocalBoxFuture<'a, Result<Report, Error>> {
        async move { run(values, context) }.boxed_local()
    }
}

/// Computes one picture repeatedly.
struct Columns {
    view: View,
    kernel: Kernel,
    schedule: Schedule,
    grain: usize,
    /// One for each lane, allocated before the first execution. Only one thread uses a lane, so the locks are never
    /// contended.
    scratch: Vec<Mutex<Scratch>>,
}

/// Returns the index of a side's picture, in the order of [`JuliaSet::pictures`].
fn picture_of(side: Side) -> usize {
    match side {
        Side::Chosen => 0,
        Side::Sequential | Side::Best => 1,
    }
}

impl Workload for Columns {
    fn items(&self) -> usize {
        self.view.n
    }

    fn events(&self) -> usize {
        schedule::most_events(self.view.n, self.grain)
    }

    fn is_parallel(&self) -> bool {
        self.schedule != Schedule::Sequential
    }

    fn best(&self) -> Option<&'static str> {
        (self.kernel == Kernel::Scalar).then_some("SIMD")
    }

    fn prepare(&self, context: &mut Context, side: Side) {
        context.pictures[picture_of(side)].clear();
    }

    fn execute(&self, context: &Context, side: Side) -> Counts {
        let picture = &context.pictures[picture_of(side)];
        let kernel = if side == Side::Best { Kernel::Simd } else { self.kernel };
        side.schedule(self.schedule).run(
            &context.crew,
            self.view.n,
            self.grain,
            &|lane, columns: Range<usize>| {
                if context.stop.is_set() {
                    return;
                }
                context.recorder.begin(lane, label::CHUNK, columns.start as u32);
                let mut reached = columns.start;
                let mut claimed = picture.claim(columns.clone(), lane);
                let (bytes, done) = claimed.parts();
                let mut scratch = self.scratch[lane].lock().expect("a panic ends the run");
                kernel::columns(kernel, &self.view, columns, bytes, &mut scratch, &mut |batch: Range<
                    usize,
                >| {
                    reached = batch.end;
                    context.progress.add(batch.len());
                    done(batch);
                    !context.stop.is_set()
                });
                context.recorder.end(lane, label::CHUNK, reached as u32);
            },
        )
    }

    fn verify(&self, context: &mut Context, side: Side) -> Result<(), Error> {
        context.pictures[picture_of(side)].complete()
    }
}

fn run(values: &Values, context: &mut Context) -> Result<Report, Error> {
    let view = View {
        re: values.real("re"),
        im: values.real("im"),
        n: values.integer("n") as usize,
        max_iter: values.integer("max_iter") as u8,
        x: values.real("x"),
        y: values.real("y"),
        width: values.real("width"),
    };
    let schedule: Schedule = values.one_of("schedule");
    let threads = if schedule == Schedule::Sequential { 1 } else { context.crew.size() };
    let workload = Columns {
        view,
        kernel: values.one_of("kernel"),
        schedule,
        grain: values.integer("grain") as usize,
        scratch: (0..context.recorder.lanes()).map(|_| Mutex::new(Scratch::new(view.n))).collect(),
    };
    let plan = Plan::of(values);
    let samples = measure::repeats::measure(&workload, plan, context)?;

    let mut report = Report::new(if samples.stopped { State::Stopped } else { State::Done });
    if !samples.stopped {
        context.recorder.begin(COORDINATOR, label::CHECK, 0);
        if let [chosen, sequential] = context.pictures.as_mut_slice() {
            compare(chosen, sequential)?;
            report.values.insert("pictures", "identical".into());
            report.metric(
                "identical",
                "Identical pictures",
                1.0,
                Unit::None,
                "1: both pictures have the same bytes. Otherwise the run would have failed.",
            );
        }
        report.images = context.pictures.iter_mut().map(Picture::summary).collect();
        context.recorder.end(COORDINATOR, label::CHECK, 0);
    }
    Measured {
        samples: &samples,
        plan,
        threads,
        what: &schedule_on(schedule.name(), threads),
        same_code: schedule == Schedule::Sequential,
        same: "Same picture.",
    }
    .report(context, &mut report);
    agreement(&mut report, "Pictures", "byte of the picture", ["every byte", "a wrong result"], Tone::Bad);
    Ok(report)
}

#[cfg(not(target_arch = "wasm32"))]
static PRESETS: [Preset; 14] = [
    Preset {
        title: "The lecture’s picture",
        note: "c = −0.79 + 0.15i, 1000 × 1000 pixels, in chunks of eight columns on demand.",
        link: "julia?compare=1",
    },
    Preset {
        title: "Static bands",
        note: "The right half of the picture in two bands: one holds nearly all of the work, and the thread with the other one ends early.",
        link: "julia?x=1&width=2&schedule=static&threads=2&compare=1",
    },
    Preset {
        title: "Dynamic, same threads",
        note: "The same two threads take small chunks on demand: none is left with the long band.",
        link: "julia?x=1&width=2&threads=2&compare=1",
    },
    Preset {
        title: "Too fine a grain",
        note: "Single columns of a small picture: each is so little work that fetching it counts.",
        link: "julia?n=200&grain=1&max_iter=20&repeats=20&compare=1",
    },
    Preset {
        title: "Oversubscription",
        note: "Thirty-two threads: where there are fewer cores they take turns, and gain nothing by it.",
        link: "julia?threads=32&n=2000&compare=1",
    },
    Preset {
        title: "A zoom",
        note: "A thousandth of the width: where the picture is uneven, so is the work.",
        link: "julia?x=-0.27&y=0.007&width=0.004&compare=1",
    },
    Preset {
        title: "A large interior",
        note: "c = −0.4: points inside never escape, and each costs all 255 steps.",
        link: "julia?re=-0.4&im=0&schedule=static&compare=1",
    },
    Preset {
        title: "A dendrite",
        note: "c = i: no interior at all, only branches as thin as dust.",
        link: "julia?re=0&im=1&compare=1",
    },
    Preset {
        title: "Work stealing",
        note: "The loop is split on the way, and idle threads steal pieces: see who has which columns.",
        link: "julia?schedule=work-stealing&grain=4&compare=1",
    },
    Preset {
        title: "Study: how many tasks",
        note: "The lecture’s first table, on your machine: the picture in 4, 8, … 512 tasks.",
        link: "julia?schedule=fork-join&repeats=11&sweep=grain:250,125,63,32,16,8,4,2",
    },
    Preset {
        title: "Study: base size",
        note: "The lecture’s second table: tasks of 1, 2, … 128 columns.",
        link: "julia?schedule=fork-join&repeats=11&sweep=grain:1..128*2",
    },
    Preset {
        title: "Study: schedules",
        note: "All ways to share out the loop, on the same threads, in one table.",
        link: "julia?repeats=11&sweep=schedule:static,interleaved,dynamic,guided,fork-join,work-stealing",
    },
    Preset {
        title: "Study: strong scaling",
        note: "The same picture on 1 to 8 threads: how far does the speed-up follow?",
        link: "julia?repeats=11&sweep=threads:1,2,3,4,8",
    },
    Preset {
        title: "Study: weak scaling",
        note: "Twice the pixels for twice the threads: does the time stay the same?",
        link: "julia?n=700&repeats=11&sweep=threads:1,2,3,4,8&study=weak",
    },
];

#[cfg(test)]
mod tests;
