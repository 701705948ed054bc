//! `shared-knife`: two helpers and one knife. Sharing goes wrong, and is put right in three ways: by
//! copying, by locking, and by an event loop on which nothing comes in between.

use std::sync::{Barrier, Mutex, MutexGuard};

use futures::FutureExt;
use futures::future::LocalBoxFuture;

use super::clocks;
use super::scribe::place;
use crate::contract::params::{Applies, Choice, Group, Param, Values};
use crate::contract::scenario::{Context, PoolRule, PoolSize, Report, Scenario, State, Unit};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::scenario::{Info, LookFor, Part, Preset};
use crate::contract::story::Actors;
use crate::contract::words::words;
use crate::error::Error;
use crate::run::timer::yield_now;
use crate::run::trace::{Act, Argument, Kind, Label, Resource, ResourceKind, label, resource_at};
use crate::stories::{Bell, Teller};

/// The scenario.
pub struct SharedKnife;

/// Who cuts what: helper 0 the meat, helper 1 the spices.
const TASKS: [&str; 2] = ["meat", "spices"];
/// Kitchen seconds that a cut takes.
const CUT: f64 = 1.0;
/// The result of a task whose helper has reached in vain.
const MISSING: &str = "knife is not in the cupboard";

words! {
    /// How the knife is shared: by nobody's care, a cupboard for each, one at a time, or on one event loop.
    enum Sharing {
        None = "none",
        Copy = "copy",
        Lock = "lock",
        Async = "async",
    }
}

crate::labels! {
    LABELS after label::SHARED.len();
    CUTS = Label::new("cuts", Kind::Work).of(Argument::Place);
    COPIES = Label::new("copies the cupboard", Kind::Work);
    TURN = Label::new("poll", Kind::Work).of(Argument::Task).act(Act::Turn);
    WAITS = Label::new("waits for the knife", Kind::Blocked).act(Act::Wants);
    OPEN = Label::new("kitchen opens", Kind::Control).act(Act::Begins);
    DONE = Label::new("task done", Kind::Control).of(Argument::Task).act(Act::Ends);
    FAILED = Label::new("failed", Kind::Control).of(Argument::Task).act(Act::Fails);
    LOOKS = Label::new("looks for the knife", Kind::Control).of(Argument::YesNo);
    REACHES = Label::new("reaches for the knife", Kind::Control).of(Argument::YesNo);
    TAKES = Label::new("takes the knife", Kind::Control).act(Act::Gets);
    RETURNS = Label::new("puts the knife back", Kind::Control).act(Act::GivesBack);
}

impl Scenario for SharedKnife {
    #[cfg(not(target_arch = "wasm32"))]
    fn info(&self) -> Info {
        Info {
            id: "shared-knife",
            title: "Shared knife",
            family: "kitchen",
            question: "What happens when two helpers need the same knife?",
            lesson: &[
                "Two helpers share one knife. Each looks whether it is there, and then takes it. If both look before \
                 one of them takes it, the other reaches in vain, and that task fails.",
                "There are three ways out. Give each helper a cupboard, as separate processes have: nothing is shared, \
                 and copying is the price. Lock the cupboard: the second helper waits. Or run both on one event loop: \
                 without an await between looking and taking, nothing comes in between. With one, something can: \
                 async code has races too, at fewer places.",
                "Safe Rust has no data races: every look and every reach is orderly by itself. It is the pair of them \
                 that is not. So that you see the race every time, the helpers wait for each other between looking \
                 and taking. On threads left alone it would happen once in a while, which is worse.",
            ],
            look_for: const {
                &[
                    LookFor::new(
                        "Without care: both look, one takes the knife, the other reaches in vain and fails at once.",
                        "shared-knife",
                        Part::Film,
                    ),
                    LookFor::new(
                        "Lock: nobody fails, but the second helper is blocked for a second, and it takes two.",
                        "shared-knife?sharing=lock",
                        Part::Timeline,
                    ),
                    LookFor::new(
                        "Event loop with an await in between: one await more, and the same code fails again.",
                        "shared-knife?sharing=async&yield_inside=1",
                        Part::Film,
                    ),
                ]
            },
            presets: &PRESETS,
            can_compare: false,
            hidden: false,
            source: "src/families/kitchen/shared_knife.rs",
            source_item: "fn help",
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn figures(&self) -> Option<&'static [&'static str]> {
        Some(&["Preparation", "Failed tasks", "Threads"])
    }

    fn params(&self) -> Vec<Param> {
        let option = |sharing: Sharing| {
            let (label, help) = match sharing {
                Sharing::None => {
                    ("Without care (broken)", "Two threads look, then take. One of them reaches in vain.")
                }
                Sharing::Copy => ("A copy each", "Two threads with a cupboard each, as processes have."),
                Sharing::Lock => ("Lock", "Two threads. Whoever comes second waits for the knife."),
                Sharing::Async => ("Event loop", "One thread. Nothing comes between looking and taking."),
            };
            Choice::new(sharing.name(), label, help, sharing != Sharing::Async)
        };
        vec![
            Param::one_of("sharing", "Sharing", Sharing::None, option)
                .help("How the two helpers share the knife.")
                .group(Group::Execution),
            Param::flag("yield_inside", "Await in between", false)
                .help("An await between looking and taking: the race is back.")
                .applies("sharing", &[Sharing::Async.name()])
                .group(Group::Execution),
            clocks::scale(1000.0, 50.0, 2000.0),
        ]
    }

    fn pool(&self) -> Option<PoolRule> {
        let threads = [Sharing::None, Sharing::Copy, Sharing::Lock].map(Sharing::name).into();
        let when = vec![Applies { param: "sharing", values: threads }];
        Some(PoolRule { size: PoolSize::Fixed(TASKS.len()), when, compared: None, otherwise: None })
    }

    fn labels(&self) -> &'static [Label] {
        &LABELS
    }

    fn resources(&self, values: &Values) -> Vec<Resource> {
        match values.one_of("sharing") {
            Sharing::Copy => {
                TASKS.map(|task| Resource::new(format!("{task}’s knife"), ResourceKind::Lock)).into()
            }
            Sharing::Lock => vec![Resource::new("knife", ResourceKind::Lock)],
            Sharing::None | Sharing::Async => vec![Resource::new("knife", ResourceKind::Thing)],
        }
    }

    fn actors(&self, values: &Values) -> Actors {
        match values.one_of("sharing") {
            Sharing::Async => Actors::on_loop(TASKS),
            _ => Actors::on_threads(TASKS),
        }
    }

    fn run<'a>(
        &'a self,
        values: &'a Values,
        context: &'a mut Context,
    ) -> LocalBoxFuture<'a, Result<Report, Error>> {
        async move {
            let sharing = values.one_of("sharing");
            let teller = Teller::begin(context, TASKS.len(), values.real("scale"), OPEN);
            let kitchen = Kitchen {
                sharing,
                cupboard: Mutex::new(vec![Tool::Knife, Tool::Spoon, Tool::Fork]),
                together: Barrier::new(TASKS.len()),
                returned: Bell::default(),
                teller,
            };
            let cuts = if sharing == Sharing::Async {
                let yields = values.flag("yield_inside");
                let helper = |task| (task, kitchen.help_on_loop(task, yields).boxed_local());
                kitchen.teller.on_loop(TURN, [0, 1].map(helper)).await
            } else {
                let cuts = context.crew.on_all(move |thread| kitchen.help(thread)).await;
                (!context.stop.is_set()).then_some(cuts)
            };
            Ok(match cuts {
                Some(cuts) => report(sharing, &cuts),
                None => Report::stopped("Stopped before both helpers were through."),
            })
        }
        .boxed_local()
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Tool {
    Knife,
    Spoon,
    Fork,
}

type Cupboard = Vec<Tool>;

/// What became of one helper's task.
struct Cut {
    result: Result<(), &'static str>,
    /// Kitchen seconds when it ended.
    end: f64,
    /// ms and bytes that copying took.
    copied: Option<(f64, usize)>,
}

/// What the helpers have in common.
struct Kitchen {
    sharing: Sharing,
    cupboard: Mutex<Cupboard>,
    together: Barrier,
    /// Rings when the knife is back.
    returned: Bell,
    teller: Teller,
}

impl Kitchen {
    /// One helper's task, on a thread.
    fn help(&self, task: usize) -> Cut {
        let mut copied = None;
        self.together.wait();
        let result = match self.sharing {
            Sharing::Copy => {
                let begin = self.teller.millis();
                let mut own = self.teller.during(task, COPIES, 0, || self.open().clone());
                copied = Some((self.teller.millis() - begin, size_of_val(&own[..])));
                self.reaches(task, &mut own).map(|()| self.cuts(task, &mut own))
            }
            Sharing::Lock => {
                let asked = resource_at(self.knife(task), line!());
                // Held while cutting: whoever comes now waits.
                let mut cupboard = self.teller.waits(task, WAITS, asked, || self.open());
                self.reaches(task, &mut cupboard).map(|()| self.cuts(task, &mut cupboard))
            }
            Sharing::None | Sharing::Async => {
                self.looks(task);
                // The unlucky moment, so that it is there every time: both have looked, nobody has taken.
                self.together.wait();
                // Apart from the cut: the cupboard must not be held while cutting.
                let knife = self.reaches(task, &mut self.open());
                // Nor is it back before both have reached for it, however busy the machine is.
                self.together.wait();
                knife.map(|()| {
                    self.teller.blocks(task, CUTS, place(task, 0), CUT);
                    self.returns(task, &mut self.open());
                })
            }
        };
        self.ends(task, result, copied)
    }

    /// One helper's task, on the event loop.
    async fn help_on_loop(&self, task: usize, yields: bool) -> Cut {
        let mut there = self.looks(task);
        if yields {
            // Any await will do: here the loop lets the other helper go on.
            yield_now().await;
        } else {
            while !there {
                let asked = resource_at(self.knife(task), line!());
                self.teller.waits_for(task, WAITS, asked, self.returned.heard()).await;
                there = self.open().contains(&Tool::Knife);
            }
        }
        let knife = self.reaches(task, &mut self.open());
        if knife.is_ok() {
            self.teller.sleeps(task, CUTS, place(task, 0), CUT).await;
            self.returns(task, &mut self.open());
            self.returned.ring();
        }
        self.ends(task, knife, None)
    }

    /// Each access by itself is orderly: anything else would be undefined behaviour.
    fn open(&self) -> MutexGuard<'_, Cupboard> {
        self.cupboard.lock().expect("a panic ends the run")
    }

    /// Number of a helper's knife among the resources.
    fn knife(&self, task: usize) -> u32 {
        if self.sharing == Sharing::Copy { task as u32 } else { 0 }
    }

    fn looks(&self, task: usize) -> bool {
        let there = self.open().contains(&Tool::Knife);
        self.teller.note(task, LOOKS, u32::from(there));
        there
    }

    /// Written down while the cupboard is open, so that the trace has the order in which it was.
    fn reaches(&self, task: usize, cupboard: &mut Cupboard) -> Result<(), &'static str> {
        let knife = cupboard.iter().position(|&tool| tool == Tool::Knife);
        self.teller.note(task, REACHES, u32::from(knife.is_some()));
        cupboard.swap_remove(knife.ok_or(MISSING)?);
        self.teller.note(task, TAKES, resource_at(self.knife(task), line!()));
        Ok(())
    }

    /// Cuts on a thread, and puts the knife back.
    fn cuts(&self, task: usize, cupboard: &mut Cupboard) {
        self.teller.blocks(task, CUTS, place(task, 0), CUT);
        self.returns(task, cupboard);
    }

    /// Written down before the knife is back, so that nobody takes it before in the trace.
    fn returns(&self, task: usize, cupboard: &mut Cupboard) {
        self.teller.note(task, RETURNS, resource_at(self.knife(task), line!()));
        cupboard.push(Tool::Knife);
    }

    fn ends(&self, task: usize, result: Result<(), &'static str>, copied: Option<(f64, usize)>) -> Cut {
        self.teller.ends(task, if result.is_ok() { DONE } else { FAILED }, task as u32);
        Cut { result, end: self.teller.now(), copied }
    }
}

/// What became of both tasks, and the error of the one that failed.
fn report(sharing: Sharing, cuts: &[Cut]) -> Report {
    let mut report = Report::new(State::Done);
    let preparation = cuts.iter().map(|cut| cut.end).fold(0.0, f64::max);
    let failed = cuts.iter().filter(|cut| cut.result.is_err()).count() as f64;
    let help = "Kitchen seconds until both tasks had ended, well or not.";
    report.metric("preparation_s", "Preparation", preparation, Unit::Seconds, help);
    let help = "Tasks whose result is an error. The run itself goes on to its end.";
    report.metric("failed", "Failed tasks", failed, Unit::Count, help);
    report.crew(if sharing == Sharing::Async { 1 } else { cuts.len() }, "Threads that cut, or tried to.");
    if sharing == Sharing::Copy {
        let (ms, bytes): (Vec<f64>, Vec<usize>) = cuts.iter().filter_map(|cut| cut.copied).unzip();
        let help = "How long both copies of the cupboard took to make.";
        report.metric("copy_ms", "Copying", ms.iter().sum(), Unit::Milliseconds, help);
        let bytes = bytes.iter().sum::<usize>() as f64;
        report.metric("copied_bytes", "Copied bytes", bytes, Unit::Count, "In both copies of the cupboard.");
    }
    let mut loser = None;
    for (task, cut) in TASKS.into_iter().zip(cuts) {
        let word = cut.result.map_or_else(|error| format!("failed: {error}"), |()| "cut".into());
        report.log.push(format!("{task}: {word}, after {:.2} s in the kitchen.", cut.end));
        report.values.insert(task, word);
        loser = loser.or(cut.result.err().map(|_| task));
    }
    if let Some(task) = loser {
        report.values.insert("error", MISSING.into());
        report.log.push(format!("The result of “{task}” is the error “{MISSING}”."));
    }
    report.verdict = match (loser, sharing) {
        (Some(task), Sharing::Async) => {
            format!("The {task} failed on a single thread: the await let the other helper in between.")
        }
        (Some(task), _) => {
            format!("The {task} failed: both helpers had seen the knife, but only one could take it.")
        }
        (None, Sharing::Copy) => {
            format!(
                "Nothing failed, and it took only {preparation:.1} s: each helper had a cupboard. Copying it is the price."
            )
        }
        (None, Sharing::Lock) => {
            format!("Nothing failed, but it took {preparation:.1} s: the lock let one helper cut at a time.")
        }
        (None, _) => format!(
            "Nothing failed, but it took {preparation:.1} s: nothing came between looking and taking, so one waited."
        ),
    };
    report
}

#[cfg(not(target_arch = "wasm32"))]
static PRESETS: [Preset; 5] = [
    Preset {
        title: "Without care",
        note: "Both look, one takes, the other reaches in vain: a task fails.",
        link: "shared-knife",
    },
    Preset {
        title: "A copy each",
        note: "A cupboard each, as separate processes have: nobody waits, one second.",
        link: "shared-knife?sharing=copy",
    },
    Preset {
        title: "Lock",
        note: "Nothing fails, but the second helper waits for the knife: two seconds.",
        link: "shared-knife?sharing=lock",
    },
    Preset {
        title: "Event loop",
        note: "One thread, no await between looking and taking: no race, two seconds.",
        link: "shared-knife?sharing=async",
    },
    Preset {
        title: "An await too many",
        note: "One await more, and the other helper gets in between: a race on one thread.",
        link: "shared-knife?sharing=async&yield_inside=1",
    },
];

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "shared_knife_tests.rs"]
mod tests;
