//! `blocked-loop`: the catch of async. A consumer waits for a flag that a producer sets; if it waits by
//! blocking the thread, the loop stands still, and the producer never gets its turn.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures::FutureExt;
use futures::future::{Either, LocalBoxFuture, select};
use futures::stream::{FuturesUnordered, StreamExt};

use super::clocks::{Clock, RealClock};
use super::loop_report::{Ending, Story, Wait, report};
use super::scribe::{POLL, Scribe};
use crate::contract::params::{Choice, Group, Param, Values};
use crate::contract::scenario::{Context, PoolRule, Report, Scenario};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::scenario::{Info, LookFor, Part, Preset};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::story::Stage as PageStage;
use crate::contract::story::{Actors, ExtraLane};
use crate::error::Error;
use crate::run::timer::{block, stopped};
use crate::run::trace::recorder::COORDINATOR;
use crate::run::trace::{Act, Argument, Kind, Label, Phase, Resource, ResourceKind, label, resource_at};

/// The scenario.
pub struct BlockedLoop;

crate::labels! {
    /// [`POLL`] keeps the place that it has in the other scenarios of the kitchen.
    LABELS after label::SHARED.len();
    /// Awaits a timer, of `arg` µs: the loop may let others go on.
    AWAITS = Label::new("awaits", Kind::Wait).of(Argument::Duration);
    /// Keeps the thread.
    BLOCKS = Label::new("blocks the thread", Kind::Work);
    /// A task has its turn.
    TURN = Label::new("poll", Kind::Work).of(Argument::Task).act(Act::Turn);
    /// What it waited for has come, but the loop is not free.
    STARVES = Label::new("ready, but gets no turn", Kind::Blocked);
    /// The consumer looks at the flag; `arg` 1 if it is set.
    LOOKS = Label::new("looks at the flag", Kind::Control).of(Argument::YesNo);
    /// The producer sets the flag.
    SETS = Label::new("sets the flag", Kind::Control).act(Act::Signals);
    /// The heart beats; `arg` is how late, in µs.
    BEATS = Label::new("heartbeat", Kind::Control).of(Argument::Late);
    /// The consumer gives up.
    GIVES_UP = Label::new("gives up", Kind::Control).act(Act::Fails);
    /// The story begins.
    OPENS = Label::new("begins", Kind::Control).act(Act::Begins);
    /// A task is over.
    DONE = Label::new("done", Kind::Control).act(Act::Ends);
}
const _: () = assert!(POLL == TURN);

/// The flag, among the resources.
const FLAG: u32 = 0;

const LANES: [&str; 3] = ["consumer", "producer", "heartbeat"];
const CONSUMER: usize = 0;
const PRODUCER: usize = 1;
const HEARTBEAT: usize = 2;

impl Scenario for BlockedLoop {
    #[cfg(not(target_arch = "wasm32"))]
    fn info(&self) -> Info {
        Info {
            id: "blocked-loop",
            title: "Blocked loop",
            family: "kitchen",
            question: "What if one task on the event loop does not let go?",
            lesson: &[
                "A consumer waits for a flag that a producer sets after 0.5 s, on the same event loop. If it waits by \
                 blocking the thread, the producer gets no turn, and the flag comes too late.",
                "A loop lets others go on only where a task awaits. While the consumer sleeps on the thread, the \
                 producer’s time passes and the heartbeat stops, which wants a turn twenty times a second. Looking \
                 more often does not help: the flag can only be set on the thread that is asleep. Blocking for a \
                 bounded time is a little better: everybody gets a turn, late. With an await all goes well.",
                "The loop that blocks here is the engine’s, in a worker. The page has a loop of its own, so it still \
                 answers, draws this run and can stop it.",
            ],
            look_for: const {
                &[
                    LookFor::new(
                        "The event loop’s lane with an await: hairlines, for each task soon lets go.",
                        "blocked-loop?wait=await",
                        Part::Lane("event loop"),
                    ),
                    LookFor::new(
                        "The same lane with a blocking sleep: one long block.",
                        "blocked-loop",
                        Part::Lane("event loop"),
                    ),
                    LookFor::new(
                        "The producer’s lane: ready after 0.5 s, and no turn until the consumer lets go.",
                        "blocked-loop",
                        Part::Lane("producer"),
                    ),
                    LookFor::new(
                        "The heartbeat’s lag: as long would any other task on this loop have waited.",
                        "blocked-loop",
                        Part::Chart,
                    ),
                ]
            },
            presets: &PRESETS,
            can_compare: false,
            hidden: false,
            source: "src/families/kitchen/blocked_loop.rs",
            source_item: "async fn consume",
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn figures(&self) -> Option<&'static [&'static str]> {
        Some(&["Consumer waited", "Greatest lag", "Flag set after"])
    }

    fn params(&self) -> Vec<Param> {
        let option = |wait: Wait| {
            let (label, help) = match wait {
                Wait::SleepBlocking => (
                    "Blocking sleep (broken)",
                    "Sleeps for 50 ms on the thread between two looks, and never awaits.",
                ),
                Wait::BlockingBounded => (
                    "Bounded blocking",
                    "Blocks for 1 s at a time, then awaits for a moment, so that others get a turn.",
                ),
                Wait::Await => {
                    ("Await", "Awaits a timer of 50 ms between two looks, and leaves the thread to others.")
                }
            };
            Choice::new(wait.name(), label, help, false)
        };
        vec![
            Param::one_of("wait", "Consumer waits by", Wait::SleepBlocking, option)
                .help("What the consumer does between two looks at the flag.")
                .group(Group::Execution),
            Param::real("limit", "Time limit", 2.0, 0.6, 10.0)
                .help("After how long the consumer gives up.")
                .unit("s")
                .logarithmic()
                .group(Group::Problem),
        ]
    }

    fn pool(&self) -> Option<PoolRule> {
        None
    }

    fn labels(&self) -> &'static [Label] {
        &LABELS
    }

    fn resources(&self, _values: &Values) -> Vec<Resource> {
        vec![Resource::new("flag", ResourceKind::Flag)]
    }

    fn actors(&self, _values: &Values) -> Actors {
        Actors { coordinator: Some("event loop"), threads: Vec::new() }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn stage(&self) -> PageStage {
        PageStage::Story
    }

    fn lanes(&self, _values: &Values, _compare: bool) -> Vec<ExtraLane> {
        let lane = |(number, name): (usize, &&str)| ExtraLane {
            name: (*name).into(),
            track: "async",
            number,
            on_loop: true,
        };
        LANES.iter().enumerate().map(lane).collect()
    }

    fn run<'a>(
        &'a self,
        values: &'a Values,
        context: &'a mut Context,
    ) -> LocalBoxFuture<'a, Result<Report, Error>> {
        async move {
            let limit = values.real("limit") * 1e3;
            let story =
                Story { wait: values.one_of("wait"), producer: 500.0, look: 50.0, bounded: 1000.0, limit };
            Ok(report(&story, tell(&story, context).await.as_ref()))
        }
        .boxed_local()
    }
}

/// What the tasks of a story share.
struct Stage<'a> {
    story: &'a Story,
    context: &'a Context,
    /// Its seconds are real ones.
    clock: RealClock,
    scribe: Scribe,
    flag: Cell<bool>,
    set: Cell<f64>,
    consumed: Cell<Option<(f64, bool)>>,
    looks: Cell<u32>,
    lags: RefCell<Vec<f64>>,
}

/// Runs a story; `None` if it was asked to stop.
pub async fn tell(story: &Story, context: &Context) -> Option<Ending> {
    context.progress.expect(LANES.len());
    let clock = RealClock::open(*context.recorder.clock(), 1000.0);
    context.recorder.record_at(clock.opened(), COORDINATOR, Phase::Instant, OPENS, 0);
    let lane = context.recorder.lanes() - context.lanes.len();
    let stage = Stage {
        story,
        context,
        scribe: Scribe::new(context.recorder.clone(), Rc::new(clock.clone()), lane),
        clock,
        flag: Cell::new(false),
        set: Cell::new(f64::NAN),
        consumed: Cell::new(None),
        looks: Cell::new(0),
        lags: RefCell::default(),
    };
    let mut tasks: FuturesUnordered<_> = [
        stage.scribe.polled(PRODUCER, stage.produce().boxed_local()),
        stage.scribe.polled(HEARTBEAT, stage.beat().boxed_local()),
        // Last, so that the others have set their timers before it may block.
        stage.scribe.polled(CONSUMER, stage.consume().boxed_local()),
    ]
    .into_iter()
    .collect();
    let all = std::pin::pin!(async { while tasks.next().await.is_some() {} });
    match select(all, std::pin::pin!(stopped(&context.stop))).await {
        Either::Left(_) if !context.stop.is_set() => {}
        _ => return None,
    }
    drop(tasks);
    let (waited, seen) = stage.consumed.get()?;
    let Stage { looks, set, lags, .. } = stage;
    Some(Ending { waited, seen, looks: looks.get(), set: set.get(), lags: lags.take() })
}

impl Stage<'_> {
    /// ms since the beginning.
    fn now(&self) -> f64 {
        self.clock.seconds() * 1e3
    }

    /// Awaits so many ms, and writes down from when on it was the loop that made the task wait. Returns
    /// how late it is, in ms.
    async fn awaits(&self, lane: usize, ms: f64) -> f64 {
        let begin = self.clock.stamp();
        self.scribe.begin(lane, AWAITS, (ms * 1e3) as u32);
        self.clock.timers().after(ms).await;
        let due = begin + ms * 1e3;
        let late = self.clock.stamp() - due;
        // Timers of browsers are late by a few ms even on a free loop.
        if late < 10_000.0 {
            self.scribe.end(lane, AWAITS, 0);
        } else {
            let lane = lane + self.context.recorder.lanes() - self.context.lanes.len();
            self.context.recorder.record_at(due, lane, Phase::End, AWAITS, 0);
            self.context.recorder.record_at(due, lane, Phase::Wait, STARVES, 0);
            self.context.recorder.record_at(due + late, lane, Phase::End, STARVES, 0);
        }
        late / 1e3
    }

    /// Blocks the thread for so many ms, at most until the limit.
    fn blocks(&self, ms: f64) {
        self.scribe.begin(CONSUMER, BLOCKS, 0);
        block(ms.min(self.story.limit - self.now()), || self.context.stop.is_set());
        self.scribe.end(CONSUMER, BLOCKS, 0);
    }

    async fn consume(&self) {
        let seen = loop {
            let seen = self.flag.get();
            self.looks.set(self.looks.get() + 1);
            self.scribe.instant(CONSUMER, LOOKS, u32::from(seen));
            if seen || self.now() >= self.story.limit || self.context.stop.is_set() {
                break seen;
            }
            match self.story.wait {
                Wait::Await => {
                    self.awaits(CONSUMER, self.story.look.min(self.story.limit - self.now())).await;
                }
                Wait::SleepBlocking => self.blocks(self.story.look),
                Wait::BlockingBounded => {
                    self.blocks(self.story.bounded);
                    if self.now() < self.story.limit {
                        // Everybody who is overdue comes first. A timer of 0 ms would not do: to browsers that is no
                        // timer at all, and it may overtake those whose time has come.
                        self.awaits(CONSUMER, 1.0).await;
                    }
                }
            }
        };
        self.scribe.instant(CONSUMER, if seen { DONE } else { GIVES_UP }, 0);
        self.consumed.set(Some((self.now(), seen)));
        self.context.progress.add(1);
    }

    async fn produce(&self) {
        self.awaits(PRODUCER, self.story.producer).await;
        self.flag.set(true);
        self.set.set(self.now());
        self.scribe.instant(PRODUCER, SETS, resource_at(FLAG, line!()));
        self.scribe.instant(PRODUCER, DONE, 0);
        self.context.progress.add(1);
    }

    async fn beat(&self) {
        while self.consumed.get().is_none() || !self.flag.get() {
            let lag = self.awaits(HEARTBEAT, self.story.look).await.max(0.0);
            self.scribe.instant(HEARTBEAT, BEATS, (lag * 1e3) as u32);
            self.lags.borrow_mut().push(lag);
        }
        self.scribe.instant(HEARTBEAT, DONE, 0);
        self.context.progress.add(1);
    }
}

#[cfg(not(target_arch = "wasm32"))]
static PRESETS: [Preset; 4] = [
    Preset {
        title: "Blocking sleep",
        note: "The consumer sleeps on the thread: the producer gets no turn, and the flag comes too late.",
        link: "blocked-loop",
    },
    Preset {
        title: "Await",
        note: "A look every 50 ms as well, but the thread is free in between: seen after half a second.",
        link: "blocked-loop?wait=await",
    },
    Preset {
        title: "Bounded blocking",
        note: "Blocks for a second at a time: the flag is seen, but everybody is about a second late.",
        link: "blocked-loop?wait=blocking-bounded",
    },
    Preset {
        title: "Patience does not help",
        note: "Five seconds instead of two: the block gets longer, and the flag still comes too late.",
        link: "blocked-loop?limit=5",
    },
];

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "blocked_loop_tests.rs"]
mod tests;
