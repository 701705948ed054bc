//! `shared-knife`: two helpers and one knife. Sharing goes wrong, and is put right in three ways: by
//! copying, by locking, and by an event loop on which nothing comes in between.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::{Arc, Barrier, Mutex};

use futures::FutureExt;
use futures::channel::oneshot;
use futures::future::{Either, LocalBoxFuture, join, select};

use super::clock::{Clock, RealClock};
use super::knife_report::{Cut, Cuts, Missing, Sharing, TASKS, report};
use super::scribe::{POLL, Scribe};
use crate::contract::params::{Applies, Choice, Group, Param, Values};
use crate::contract::scenario::{Context, PoolRule, PoolSize, Report, Scenario};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::scenario::{Info, LookFor, Part, Preset};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::story::Stage;
use crate::contract::story::{Actors, ExtraLane};
use crate::error::Error;
use crate::run::timer::{block, stopped, yield_now};
use crate::run::trace::recorder::COORDINATOR;
use crate::run::trace::{Act, Argument, Kind, Label, Phase, Resource, ResourceKind, label, resource_at};

/// The scenario.
pub struct SharedKnife;

/// The one knife, among the resources.
const KNIFE: u32 = 0;
/// A cut takes a kitchen second.
const CUT: u32 = 10;

crate::labels! {
    /// [`POLL`] keeps the place that it has in the other scenarios of the kitchen.
    LABELS after label::SHARED.len();
    /// Cuts; `arg` is the helper's task.
    CUTS = Label::new("cuts", Kind::Work).of(Argument::Place);
    /// Copies the cupboard.
    COPIES = Label::new("copies the cupboard", Kind::Work);
    /// A helper has its turn on the event loop.
    TURN = Label::new("poll", Kind::Work).of(Argument::Task).act(Act::Turn);
    /// Waits for the knife.
    WAITS = Label::new("waits for the knife", Kind::Blocked).act(Act::Wants);
    /// The story begins.
    OPEN = Label::new("kitchen opens", Kind::Control).act(Act::Begins);
    /// A task is done.
    DONE = Label::new("task done", Kind::Control).of(Argument::Task).act(Act::Ends);
    /// A task has failed.
    FAILED = Label::new("failed", Kind::Control).of(Argument::Task).act(Act::Fails);
    /// Looks whether the knife is there; `arg` 1 if it is.
    LOOKS = Label::new("looks for the knife", Kind::Control).of(Argument::YesNo);
    /// Reaches for the knife; `arg` 1 if it got hold of it.
    REACHES = Label::new("reaches for the knife", Kind::Control).of(Argument::YesNo);
    /// Has taken the knife.
    TAKES = Label::new("takes the knife", Kind::Control).act(Act::Gets);
    /// Has put it back.
    RETURNS = Label::new("puts the knife back", Kind::Control).act(Act::GivesBack);
}
const _: () = assert!(POLL == TURN);

/// What the cupboard holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tool {
    Knife,
    Spoon,
    Fork,
}

#[derive(Debug, Clone)]
struct Cupboard(Vec<Tool>);

impl Cupboard {
    fn new() -> Self {
        Self(vec![Tool::Knife, Tool::Spoon, Tool::Fork])
    }

    fn has_knife(&self) -> bool {
        self.0.contains(&Tool::Knife)
    }

    fn take_knife(&mut self) -> Result<Tool, Missing> {
        let place = self.0.iter().position(|tool| *tool == Tool::Knife).ok_or(Missing)?;
        Ok(self.0.swap_remove(place))
    }
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

    fn params(&self) -> Vec<Param> {
        let choice = Choice::new;
        vec![
            Param::choice(
                "sharing",
                "Sharing",
                "none",
                vec![
                    choice(
                        "none",
                        "Without care (broken)",
                        "Two threads look, then take. One of them reaches in vain.",
                        true,
                    ),
                    choice(
                        "copy",
                        "A copy each",
                        "Two threads with a cupboard each, as processes have.",
                        true,
                    ),
                    choice("lock", "Lock", "Two threads. Whoever comes second waits for the knife.", true),
                    choice(
                        "async",
                        "Event loop",
                        "One thread. Nothing comes between looking and taking.",
                        false,
                    ),
                ],
            )
            .help("How the two helpers share the knife.")
            .group(Group::Execution),
            Param::flag("yield_inside", "Await in between", false)
                .help("An await between looking and taking: the race is back.")
                .applies("sharing", &["async"])
                .group(Group::Execution),
            Param::real("scale", "Kitchen second", 1000.0, 50.0, 2000.0)
                .help("How many real milliseconds a second in the kitchen takes.")
                .unit("ms")
                .logarithmic()
                .group(Group::Measurement),
        ]
    }

    fn pool(&self) -> Option<PoolRule> {
        let threads = Applies { param: "sharing", values: vec!["none", "copy", "lock"] };
        Some(PoolRule { size: PoolSize::Fixed(2), when: vec![threads], compared: None })
    }

    fn labels(&self) -> &'static [Label] {
        &LABELS
    }

    fn resources(&self, values: &Values) -> Vec<Resource> {
        match values.choice("sharing") {
            "copy" => TASKS.map(|task| Resource::new(format!("{task}’s knife"), ResourceKind::Lock)).into(),
            "lock" => vec![Resource::new("knife", ResourceKind::Lock)],
            _ => vec![Resource::new("knife", ResourceKind::Thing)],
        }
    }

    fn actors(&self, values: &Values) -> Actors {
        match values.choice("sharing") {
            "async" => Actors { coordinator: Some("event loop"), threads: Vec::new() },
            _ => Actors { coordinator: None, threads: TASKS.map(str::to_owned).into() },
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn stage(&self) -> Stage {
        Stage::Story
    }

    fn lanes(&self, values: &Values, _compare: bool) -> Vec<ExtraLane> {
        let lane = |(number, name): (usize, &&str)| ExtraLane {
            name: (*name).into(),
            track: "async",
            number,
            on_loop: true,
        };
        if values.choice("sharing") == "async" {
            TASKS.iter().enumerate().map(lane).collect()
        } else {
            Vec::new()
        }
    }

    fn run<'a>(
        &'a self,
        values: &'a Values,
        context: &'a mut Context,
    ) -> LocalBoxFuture<'a, Result<Report, Error>> {
        async move {
            let sharing = match values.choice("sharing") {
                "none" => Sharing::None,
                "copy" => Sharing::Copy,
                "lock" => Sharing::Lock,
                _ => Sharing::Async { yield_inside: values.flag("yield_inside") },
            };
            Ok(report(sharing, cut(sharing, values.real("scale"), context).await.as_ref()))
        }
        .boxed_local()
    }
}

/// Lets both helpers cut; `None` if the run was asked to stop before they were through.
pub async fn cut(sharing: Sharing, scale: f64, context: &Context) -> Option<Cuts> {
    context.progress.expect(TASKS.len());
    let clock = RealClock::open(*context.recorder.clock(), scale);
    context.recorder.record_at(clock.opened(), COORDINATOR, Phase::Instant, OPEN, 0);
    if let Sharing::Async { yield_inside } = sharing {
        let lane = context.recorder.lanes() - context.lanes.len();
        let scribe = Scribe::new(context.recorder.clone(), Rc::new(clock.clone()), lane);
        let cuts = std::pin::pin!(on_the_loop(yield_inside, &clock, &scribe, context));
        return match select(cuts, std::pin::pin!(stopped(&context.stop))).await {
            Either::Left((cuts, _)) => Some(cuts),
            Either::Right(_) => None,
        };
    }
    let helpers = Arc::new(Helpers {
        sharing,
        cupboard: Mutex::new(Cupboard::new()),
        together: Barrier::new(TASKS.len()),
        clock,
        context: (context.recorder.clone(), context.stop.clone(), context.progress.clone()),
    });
    let results = context.crew.on_all(move |thread| helpers.help(thread)).await;
    (!context.stop.is_set()).then_some(Cuts { helpers: results, threads: TASKS.len() })
}

/// What helpers on threads have in common.
struct Helpers {
    sharing: Sharing,
    cupboard: Mutex<Cupboard>,
    together: Barrier,
    clock: RealClock,
    context: (Arc<crate::run::trace::Recorder>, Arc<crate::run::crew::Stop>, Arc<crate::run::crew::Progress>),
}

impl Helpers {
    /// One helper's task, on a thread.
    fn help(&self, thread: usize) -> Cut {
        let (recorder, stop, progress) = &self.context;
        let mut copied = None;
        self.together.wait();
        let result = match self.sharing {
            Sharing::Copy => {
                recorder.begin(thread + 1, COPIES, 0);
                let begin = self.clock.stamp();
                let mut own = self.open().clone();
                copied = Some(((self.clock.stamp() - begin) / 1e3, std::mem::size_of_val(&own.0[..])));
                recorder.end(thread + 1, COPIES, 0);
                self.reaches(thread, thread as u32, &mut own).map(|_| {
                    self.cuts(thread);
                    self.returns(thread, thread as u32);
                })
            }
            Sharing::Lock => {
                recorder.record(thread + 1, Phase::Wait, WAITS, resource_at(KNIFE, line!()));
                let mut cupboard = self.open();
                recorder.end(thread + 1, WAITS, resource_at(KNIFE, line!()));
                // Held while cutting: whoever comes now waits.
                self.reaches(thread, KNIFE, &mut cupboard).map(|knife| {
                    self.cuts(thread);
                    self.returns(thread, KNIFE);
                    cupboard.0.push(knife);
                })
            }
            Sharing::None | Sharing::Async { .. } => {
                let there = self.open().has_knife();
                recorder.record(thread + 1, Phase::Instant, LOOKS, u32::from(there));
                // The unlucky moment, so that it is there every time: both have looked, nobody has taken.
                self.together.wait();
                // Apart from the match: the guard must not be held while cutting.
                let knife = self.reaches(thread, KNIFE, &mut self.open());
                // Nor is it back before both have reached for it, however busy the machine is.
                self.together.wait();
                knife.map(|knife| {
                    self.cuts(thread);
                    self.returns(thread, KNIFE);
                    self.open().0.push(knife);
                })
            }
        };
        // Whoever was stopped in the middle of a cut is neither done, nor did the task fail.
        if !stop.is_set() {
            let label = if result.is_ok() { DONE } else { FAILED };
            recorder.record(thread + 1, Phase::Instant, label, thread as u32);
            progress.add(1);
        }
        Cut { result, end: self.clock.seconds(), copied }
    }

    /// Each access by itself is orderly: anything else would be undefined behaviour.
    fn open(&self) -> std::sync::MutexGuard<'_, Cupboard> {
        self.cupboard.lock().expect("a panic ends the run")
    }

    /// Written down while the cupboard is open, so that the trace has the order in which it was.
    fn reaches(&self, thread: usize, resource: u32, cupboard: &mut Cupboard) -> Result<Tool, Missing> {
        let recorder = &self.context.0;
        let knife = cupboard.take_knife();
        recorder.record(thread + 1, Phase::Instant, REACHES, u32::from(knife.is_ok()));
        if knife.is_ok() {
            recorder.record(thread + 1, Phase::Instant, TAKES, resource_at(resource, line!()));
        }
        knife
    }

    /// Written down before the knife is back, so that nobody takes it before in the trace.
    fn returns(&self, thread: usize, resource: u32) {
        let (recorder, stop, _) = &self.context;
        if !stop.is_set() {
            recorder.record(thread + 1, Phase::Instant, RETURNS, resource_at(resource, line!()));
        }
    }

    fn cuts(&self, thread: usize) {
        let (recorder, stop, _) = &self.context;
        recorder.begin(thread + 1, CUTS, (thread as u32) << 8);
        if block(self.clock.millis(CUT), || stop.is_set()) {
            recorder.end(thread + 1, CUTS, (thread as u32) << 8);
        }
    }
}

/// Both helpers on one event loop.
async fn on_the_loop(yield_inside: bool, clock: &RealClock, scribe: &Scribe, context: &Context) -> Cuts {
    let cupboard = RefCell::new(Cupboard::new());
    let waiting: RefCell<VecDeque<oneshot::Sender<()>>> = RefCell::default();
    let helper = |task: usize| {
        let (cupboard, waiting) = (&cupboard, &waiting);
        async move {
            let result = async {
                let mut there = cupboard.borrow().has_knife();
                scribe.instant(task, LOOKS, u32::from(there));
                if yield_inside {
                    // Any await will do: here the loop lets the other helper go on.
                    yield_now().await;
                } else {
                    while !there {
                        let (sender, returned) = oneshot::channel();
                        waiting.borrow_mut().push_back(sender);
                        // A knife that is never returned leaves the sender behind, and wakes nobody.
                        let _ = scribe.waiting(task, WAITS, resource_at(KNIFE, line!()), returned).await;
                        there = cupboard.borrow().has_knife();
                    }
                }
                let knife = cupboard.borrow_mut().take_knife();
                scribe.instant(task, REACHES, u32::from(knife.is_ok()));
                let knife = knife?;
                scribe.instant(task, TAKES, resource_at(KNIFE, line!()));
                scribe.begin(task, CUTS, (task as u32) << 8);
                clock.sleep(CUT).await;
                scribe.end(task, CUTS, (task as u32) << 8);
                scribe.instant(task, RETURNS, resource_at(KNIFE, line!()));
                cupboard.borrow_mut().0.push(knife);
                if let Some(next) = waiting.borrow_mut().pop_front() {
                    let _ = next.send(());
                }
                Ok(())
            }
            .await;
            scribe.instant(task, if result.is_ok() { DONE } else { FAILED }, task as u32);
            context.progress.add(1);
            Cut { result, end: clock.seconds(), copied: None }
        }
    };
    let (meat, spices) = join(scribe.polled(0, helper(0)), scribe.polled(1, helper(1))).await;
    Cuts { helpers: vec![meat, spices], threads: scribe.threads() }
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
