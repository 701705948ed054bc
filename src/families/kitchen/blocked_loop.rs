//! `blocked-loop`: the catch of async. A consumer waits for a flag that a producer sets; if it waits by
//! blocking the thread, the loop stands still, and the producer never gets its turn.

use std::cell::RefCell;

use futures::FutureExt;
use futures::future::LocalBoxFuture;

use crate::contract::params::{Choice, Group, Param, Values};
use crate::contract::scenario::{Context, Report, Scenario, State, Unit};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::scenario::{Info, LookFor, Part, Preset};
use crate::contract::story::Actors;
use crate::contract::words::words;
use crate::error::Error;
use crate::loops::measure::statistics::median;
use crate::run::trace::{Act, Argument, Kind, Label, Resource, ResourceKind, label, resource_at};
use crate::stories::Teller;

/// The scenario.
pub struct BlockedLoop;

/// The flag, among the resources.
const FLAG: u32 = 0;

const TASKS: [&str; 3] = ["consumer", "producer", "heartbeat"];
const CONSUMER: usize = 0;
const PRODUCER: usize = 1;
const HEARTBEAT: usize = 2;

words! {
    /// How the consumer waits between two looks.
    pub enum Wait {
        /// Blocks the thread, and never gives it back.
        SleepBlocking = "sleep-blocking",
        /// Blocks the thread for a while, then gives it back for a moment.
        BlockingBounded = "blocking-bounded",
        /// Awaits a timer.
        Await = "await",
    }
}

crate::labels! {
    LABELS after label::SHARED.len();
    AWAITS = Label::new("awaits", Kind::Wait).of(Argument::Duration);
    BLOCKS = Label::new("blocks the thread", Kind::Work);
    TURN = Label::new("poll", Kind::Work).of(Argument::Task).act(Act::Turn);
    STARVES = Label::new("ready, but gets no turn", Kind::Blocked);
    LOOKS = Label::new("looks at the flag", Kind::Control).of(Argument::YesNo);
    SETS = Label::new("sets the flag", Kind::Control).act(Act::Signals);
    BEATS = Label::new("heartbeat", Kind::Control).of(Argument::Late);
    GIVES_UP = Label::new("gives up", Kind::Control).act(Act::Fails);
    OPENS = Label::new("begins", Kind::Control).act(Act::Begins);
    DONE = Label::new("done", Kind::Control).act(Act::Ends);
}

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

    fn labels(&self) -> &'static [Label] {
        &LABELS
    }

    fn resources(&self, _values: &Values) -> Vec<Resource> {
        vec![Resource::new("flag", ResourceKind::Flag)]
    }

    fn actors(&self, _values: &Values) -> Actors {
        Actors::on_loop(TASKS)
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
            Ok(tell(&story, context).await)
        }
        .boxed_local()
    }
}

/// A run, with its times in ms.
#[derive(Clone, Copy)]
pub struct Story {
    /// How the consumer waits.
    pub wait: Wait,
    /// When the producer sets the flag.
    pub producer: f64,
    /// Between two looks, and between two heartbeats.
    pub look: f64,
    /// How long `BlockingBounded` blocks.
    pub bounded: f64,
    /// When the consumer gives up.
    pub limit: f64,
}

/// How it went; times in ms since the beginning.
#[derive(Default)]
struct Ending {
    /// When the consumer saw the flag, or gave up.
    waited: Option<f64>,
    seen: bool,
    looks: u32,
    /// When the flag was set.
    set: Option<f64>,
    /// How late each heartbeat was.
    lags: Vec<f64>,
}

/// Runs a story.
pub async fn tell(story: &Story, context: &Context) -> Report {
    let teller = Teller::begin(context, TASKS.len(), 1.0, OPENS);
    let tasks = Tasks { story, teller, ending: RefCell::default() };
    let all = [
        (PRODUCER, tasks.produce().boxed_local()),
        (HEARTBEAT, tasks.beat().boxed_local()),
        // Last, so that the others have set their timers before it may block.
        (CONSUMER, tasks.consume().boxed_local()),
    ];
    let ended = tasks.teller.on_loop(TURN, all).await;
    report(story, ended.map(|_| tasks.ending.take()))
}

/// What the tasks of a story share.
struct Tasks<'a> {
    story: &'a Story,
    teller: Teller,
    ending: RefCell<Ending>,
}

impl Tasks<'_> {
    async fn awaits(&self, task: usize, ms: f64) -> f64 {
        self.teller.awaits(task, [AWAITS, STARVES], ms).await
    }

    async fn consume(&self) {
        let Story { wait, look, bounded, limit, .. } = *self.story;
        let seen = loop {
            let seen = self.ending.borrow().set.is_some();
            self.ending.borrow_mut().looks += 1;
            self.teller.note(CONSUMER, LOOKS, u32::from(seen));
            let left = limit - self.teller.now();
            if seen || left <= 0.0 || self.teller.is_stopped() {
                break seen;
            }
            match wait {
                Wait::Await => {
                    self.awaits(CONSUMER, look.min(left)).await;
                }
                Wait::SleepBlocking => self.teller.blocks(CONSUMER, BLOCKS, 0, look.min(left)),
                Wait::BlockingBounded => {
                    self.teller.blocks(CONSUMER, BLOCKS, 0, bounded.min(left));
                    if self.teller.now() < limit {
                        // Everybody who is overdue comes first. A timer of 0 ms would not do: to browsers that is no
                        // timer at all, and it may overtake those whose time has come.
                        self.awaits(CONSUMER, 1.0).await;
                    }
                }
            }
        };
        self.teller.ends(CONSUMER, if seen { DONE } else { GIVES_UP }, 0);
        self.ending.borrow_mut().seen = seen;
        self.ending.borrow_mut().waited = Some(self.teller.now());
    }

    async fn produce(&self) {
        self.awaits(PRODUCER, self.story.producer).await;
        self.ending.borrow_mut().set = Some(self.teller.now());
        self.teller.note(PRODUCER, SETS, resource_at(FLAG, line!()));
        self.teller.ends(PRODUCER, DONE, 0);
    }

    async fn beat(&self) {
        let goes_on = |ending: &Ending| ending.waited.is_none() || ending.set.is_none();
        while goes_on(&self.ending.borrow()) {
            let lag = self.awaits(HEARTBEAT, self.story.look).await.max(0.0);
            self.teller.note(HEARTBEAT, BEATS, (lag * 1e3) as u32);
            self.ending.borrow_mut().lags.push(lag);
        }
        self.teller.ends(HEARTBEAT, DONE, 0);
    }
}

/// How long the consumer waited, how late the others were, and why. Without an ending it was stopped.
fn report(story: &Story, ending: Option<Ending>) -> Report {
    const MS: Unit = Unit::Milliseconds;
    let Some(Ending { waited: Some(waited), set: Some(set), seen, looks, lags }) = ending else {
        return Report::stopped("Stopped: the page has a loop of its own, which was free all the time.");
    };
    let mut report = Report::new(State::Done);
    let most = lags.iter().copied().fold(0.0, f64::max);
    let help = "Until the consumer saw the flag, or gave up at the time limit.";
    report.metric("waited_ms", "Consumer waited", waited, MS, help);
    let help = "How late the latest heartbeat was: as long did nobody else get a turn.";
    report.metric("max_lag_ms", "Greatest lag", most, MS, help);
    report.metric("set_ms", "Flag set after", set, MS, "It was due after 500 ms.");
    let help = "Whether the consumer saw it before it gave up.";
    report.metric("seen", "Flag seen in time", f64::from(u8::from(seen)), Unit::YesNo, help);
    report.metric("lag_ms", "Median lag", median(&lags).unwrap_or(f64::NAN), MS, "Of all heartbeats.");
    let help = "How often the consumer looked at the flag.";
    report.metric("looks", "Looks", f64::from(looks), Unit::Count, help);
    report.metric("beats", "Heartbeats", lags.len() as f64, Unit::Count, "One is due every 50 ms.");
    report.crew(1, "One event loop runs all three tasks.");
    report.values.insert("outcome", if seen { "seen" } else { "starved" }.into());
    let (waited, producer, most) = (waited / 1e3, story.producer / 1e3, most / 1e3);
    let why = if seen {
        format!("the flag was set after {:.2} s and seen after {waited:.2} s", set / 1e3)
    } else if story.wait == Wait::Await {
        format!("the time limit of {waited:.2} s was over before the flag was set")
    } else {
        format!(
            "the consumer held the loop’s only thread for {waited:.2} s. The flag, due after {producer:.1} s, came only \
             when it gave up"
        )
    };
    report.verdict = match (seen, story.wait) {
        (true, Wait::Await) => format!("All went well: {why}."),
        (true, _) => format!("Late, but not lost: {why}. The heart stood still for {most:.2} s."),
        (false, Wait::Await) => format!("Too late: {why}."),
        (false, _) => format!("Nothing else moved: {why}."),
    };
    report.values.insert("why", why);
    report.log.push(report.verdict.clone());
    report
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
