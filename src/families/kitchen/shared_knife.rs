//! `shared-knife`: two helpers and one knife. Sharing goes wrong, and is put right in three ways: by
//! copying, by locking, and by an event loop on which nothing comes in between.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::{Arc, Barrier, Mutex, MutexGuard};

use futures::FutureExt;
use futures::channel::oneshot::{Sender, channel};
use futures::future::{Either, LocalBoxFuture, join, select};

use super::clocks::{Clock, RealClock};
use super::knife_report::{Cut, Cuts, Missing, Sharing, TASKS, report};
#[cfg(not(target_arch = "wasm32"))]
use super::knife_texts;
use super::scribe::{POLL, Scribe};
use crate::contract::params::{Applies, Choice, Group, Param, Values};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::scenario::Info;
use crate::contract::scenario::{Context, PoolRule, PoolSize, Report, Scenario};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::story::Stage;
use crate::contract::story::{Actors, ExtraLane};
use crate::error::Error;
use crate::run::crew::{Progress, Stop};
use crate::run::timer::{block, stopped, yield_now};
use crate::run::trace::recorder::COORDINATOR;
use crate::run::trace::{
    Act, Argument, Kind, Label, Phase, Recorder, Resource, ResourceKind, label, resource_at,
};

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
            lesson: knife_texts::LESSON,
            look_for: knife_texts::LOOK_FOR,
            presets: knife_texts::PRESETS,
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
            Param::real("scale", "Kitchen second", 1000.0, 50.0, 2000.0)
                .help("How many real milliseconds a second in the kitchen takes.")
                .unit("ms")
                .logarithmic()
                .group(Group::Measurement),
        ]
    }

    fn pool(&self) -> Option<PoolRule> {
        let threads = Applies {
            param: "sharing",
            values: [Sharing::None, Sharing::Copy, Sharing::Lock].map(Sharing::name).into(),
        };
        Some(PoolRule { size: PoolSize::Fixed(2), when: vec![threads], compared: None })
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
            Sharing::Async => Actors { coordinator: Some("event loop"), threads: Vec::new() },
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
        if values.one_of::<Sharing>("sharing") == Sharing::Async {
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
            let sharing = values.one_of("sharing");
            let order = Order { sharing, yields: values.flag("yield_inside"), scale: values.real("scale") };
            Ok(report(sharing, cut(order, context).await.as_ref()))
        }
        .boxed_local()
    }
}

/// What was asked for.
#[derive(Clone, Copy)]
pub struct Order {
    /// How the knife is shared.
    pub sharing: Sharing,
    /// Whether there is an await between looking and taking, on the event loop.
    pub yields: bool,
    /// Milliseconds of a second in the kitchen.
    pub scale: f64,
}

/// Lets both helpers cut; `None` if the run was asked to stop before they were through.
pub async fn cut(order: Order, context: &Context) -> Option<Cuts> {
    context.progress.expect(TASKS.len());
    let Context { recorder, stop, progress, .. } = context;
    let clock = RealClock::open(*recorder.clock(), order.scale);
    recorder.record_at(clock.opened(), COORDINATOR, Phase::Instant, OPEN, 0);
    let on_loop = order.sharing == Sharing::Async;
    let helpers = Helpers {
        order,
        cupboard: Mutex::new(Cupboard::new()),
        together: Barrier::new(TASKS.len()),
        clock: clock.clone(),
        recorder: recorder.clone(),
        lanes: if on_loop { recorder.lanes() - context.lanes.len() } else { 1 },
        stop: stop.clone(),
        progress: progress.clone(),
    };
    if !on_loop {
        let helpers = Arc::new(helpers);
        let cuts = context.crew.on_all(move |thread| helpers.help(thread)).await;
        return (!stop.is_set()).then_some(Cuts { helpers: cuts, threads: TASKS.len() });
    }
    let scribe = Scribe::new(recorder.clone(), Rc::new(clock), helpers.lanes);
    let waiting = RefCell::default();
    let helper = |task| scribe.polled(task, helpers.help_on_loop(task, &scribe, &waiting));
    let both = std::pin::pin!(join(helper(0), helper(1)));
    match select(both, std::pin::pin!(stopped(stop))).await {
        Either::Left(((meat, spices), _)) => Some(Cuts { helpers: vec![meat, spices], threads: 1 }),
        Either::Right(_) => None,
    }
}

/// What the helpers have in common.
struct Helpers {
    order: Order,
    cupboard: Mutex<Cupboard>,
    together: Barrier,
    clock: RealClock,
    recorder: Arc<Recorder>,
    /// The lane of the first; that of the other follows.
    lanes: usize,
    stop: Arc<Stop>,
    progress: Arc<Progress>,
}

impl Helpers {
    /// One helper's task, on a thread.
    fn help(&self, task: usize) -> Cut {
        let mut copied = None;
        self.together.wait();
        let result = match self.order.sharing {
            Sharing::Copy => {
                self.record(task, Phase::Begin, COPIES, 0);
                let begin = self.clock.stamp();
                let mut own = self.open().clone();
                copied = Some(((self.clock.stamp() - begin) / 1e3, std::mem::size_of_val(&own.0[..])));
                self.record(task, Phase::End, COPIES, 0);
                self.reaches(task, task as u32, &mut own)
                    .map(|knife| self.cuts(task, task as u32, knife, &mut own))
            }
            Sharing::Lock => {
                self.record(task, Phase::Wait, WAITS, resource_at(KNIFE, line!()));
                let mut cupboard = self.open();
                self.record(task, Phase::End, WAITS, resource_at(KNIFE, line!()));
                // Held while cutting: whoever comes now waits.
                self.reaches(task, KNIFE, &mut cupboard)
                    .map(|knife| self.cuts(task, KNIFE, knife, &mut cupboard))
            }
            Sharing::None | Sharing::Async => {
                self.looks(task);
                // The unlucky moment, so that it is there every time: both have looked, nobody has taken.
                self.together.wait();
                // Apart from the match: the guard must not be held while cutting.
                let knife = self.reaches(task, KNIFE, &mut self.open());
                // Nor is it back before both have reached for it, however busy the machine is.
                self.together.wait();
                knife.map(|knife| {
                    self.blocks(task);
                    self.returns(task, KNIFE, knife, &mut self.open());
                })
            }
        };
        self.ends(task, result, copied)
    }

    /// One helper's task, on the event loop. Whoever waits for the knife is in `waiting`.
    async fn help_on_loop(
        &self,
        task: usize,
        scribe: &Scribe,
        waiting: &RefCell<VecDeque<Sender<()>>>,
    ) -> Cut {
        let mut there = self.looks(task);
        if self.order.yields {
            // Any await will do: here the loop lets the other helper go on.
            yield_now().await;
        } else {
            while !there {
                let (sender, returned) = channel();
                waiting.borrow_mut().push_back(sender);
                // A knife that is never returned leaves the sender behind, and wakes nobody.
                let _ = scribe.waiting(task, WAITS, resource_at(KNIFE, line!()), returned).await;
                there = self.open().has_knife();
            }
        }
        let knife = self.reaches(task, KNIFE, &mut self.open());
        if knife.is_ok() {
            self.record(task, Phase::Begin, CUTS, (task as u32) << 8);
            self.clock.sleep(CUT).await;
            self.record(task, Phase::End, CUTS, (task as u32) << 8);
        }
        let result = knife.map(|knife| self.returns(task, KNIFE, knife, &mut self.open()));
        if let (Ok(()), Some(next)) = (result, waiting.borrow_mut().pop_front()) {
            let _ = next.send(());
        }
        self.ends(task, result, None)
    }

    fn record(&self, task: usize, phase: Phase, label: u16, arg: u32) {
        self.recorder.record(self.lanes + task, phase, label, arg);
    }

    /// Each access by itself is orderly: anything else would be undefined behaviour.
    fn open(&self) -> MutexGuard<'_, Cupboard> {
        self.cupboard.lock().expect("a panic ends the run")
    }

    fn looks(&self, task: usize) -> bool {
        let there = self.open().has_knife();
        self.record(task, Phase::Instant, LOOKS, u32::from(there));
        there
    }

    /// Written down while the cupboard is open, so that the trace has the order in which it was.
    fn reaches(&self, task: usize, resource: u32, cupboard: &mut Cupboard) -> Result<Tool, Missing> {
        let knife = cupboard.take_knife();
        self.record(task, Phase::Instant, REACHES, u32::from(knife.is_ok()));
        if knife.is_ok() {
            self.record(task, Phase::Instant, TAKES, resource_at(resource, line!()));
        }
        knife
    }

    /// Cuts on a thread, and puts the knife back.
    fn cuts(&self, task: usize, resource: u32, knife: Tool, cupboard: &mut Cupboard) {
        self.blocks(task);
        self.returns(task, resource, knife, cupboard);
    }

    /// Cuts on a thread.
    fn blocks(&self, task: usize) {
        self.record(task, Phase::Begin, CUTS, (task as u32) << 8);
        if block(self.clock.millis(CUT), || self.stop.is_set()) {
            self.record(task, Phase::End, CUTS, (task as u32) << 8);
        }
    }

    /// Written down before the knife is back, so that nobody takes it before in the trace.
    fn returns(&self, task: usize, resource: u32, knife: Tool, cupboard: &mut Cupboard) {
        if !self.stop.is_set() {
            self.record(task, Phase::Instant, RETURNS, resource_at(resource, line!()));
        }
        cupboard.0.push(knife);
    }

    fn ends(&self, task: usize, result: Result<(), Missing>, copied: Option<(f64, usize)>) -> Cut {
        // Whoever was stopped in the middle of a cut is neither done, nor did the task fail.
        if !self.stop.is_set() {
            self.record(task, Phase::Instant, if result.is_ok() { DONE } else { FAILED }, task as u32);
            self.progress.add(1);
        }
        Cut { result, end: self.clock.seconds(), copied }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "shared_knife_tests.rs"]
mod tests;
