//! The trace of a real run: a lane for each actor, with its waiting, and with what it takes and gives back.

use std::sync::{Arc, OnceLock};

use crate::program::code::{Program, ResourceKind as Kept};
use crate::program::op::Op;
use crate::program::world::real::{Event, Lane, Watch};
use crate::run::notice::Notice;
use crate::run::trace::recorder::COORDINATOR;
use crate::run::trace::{
    Act, Argument, Kind, Label, Phase, Recorder, Resource, ResourceKind, label, resource_at,
};

crate::labels! {
    /// The labels of programs.
    pub LABELS after label::SHARED.len();
    /// The program begins: the origin of its time.
    OPEN = Label::new("program begins", Kind::Control).act(Act::Begins);
    /// An actor runs, from its first instruction to its last.
    RUNS = Label::new("runs", Kind::Work);
    /// A task has begun and is not over; when it has its turn, the lane of the event loop says.
    LIVES = Label::new("has begun", Kind::Passive);
    /// A task has its turn on the event loop.
    TURN = Label::new("turn", Kind::Work).of(Argument::Task).act(Act::Turn);
    /// An actor cannot go on until somebody gives or does something; what it is follows.
    WANTS = Label::new("waits for", Kind::Blocked).act(Act::Wants);
    /// An actor sleeps, or waits for another one.
    RESTS = Label::new("sleeps or joins", Kind::Wait).of(Argument::Line);
    /// It holds something from now on.
    TAKES = Label::new("takes", Kind::Control).act(Act::Gets);
    /// It gives back what it held.
    GIVES_BACK = Label::new("gives back", Kind::Control).act(Act::GivesBack);
    /// It puts something into a channel.
    PUTS = Label::new("puts", Kind::Control).act(Act::Puts);
    /// It takes something out of a channel.
    TAKES_OUT = Label::new("takes out", Kind::Control).act(Act::Takes);
    /// It notifies who waits for a condition.
    NOTIFIES = Label::new("notifies", Kind::Control).act(Act::Signals);
    /// It is over.
    ENDS = Label::new("is over", Kind::Control).act(Act::Ends);
    /// It failed.
    FAILS = Label::new("failed", Kind::Control).act(Act::Fails);
    /// The room for events is nearly spent: from here on only waiting is written down.
    SPARES = Label::new("from here on only waiting is recorded", Kind::Control);
}

/// Events of all lanes together: more than a reader looks at, and little enough for a phone.
const BUDGET: usize = 120_000;
/// Most events of one lane.
const MOST: usize = 20_000;
/// The share of a lane that is kept for waiting.
const KEPT_FOR_WAITING: u32 = 4;

/// Returns for how many events each lane has room, where there are so many threads.
pub fn room(threads: usize) -> usize {
    (BUDGET / (threads + 1)).min(MOST)
}

/// Returns what the trace's events are about.
pub fn resources(program: &Program) -> Vec<Resource> {
    let resource = |of: &crate::program::code::Resource| {
        let (kind, size) = match of.kind {
            Kept::Lock { .. } => (ResourceKind::Lock, None),
            Kept::RwLock => (ResourceKind::ReadersWriter, None),
            Kept::Condition { .. } => (ResourceKind::Condition, None),
            Kept::Semaphore { initial } => (ResourceKind::Semaphore, Some(initial)),
            Kept::Barrier { of } => (ResourceKind::Barrier, Some(of)),
            Kept::Channel { capacity } => (ResourceKind::Queue, capacity),
        };
        Resource { name: of.name.clone(), kind, size }
    };
    program.resources.iter().map(resource).collect()
}

/// Writes a real run into a trace. Actor n has the lane of thread n, whichever thread runs it: only one at a time does. A
/// task has a lane of its own.
pub struct Recorded {
    recorder: Arc<Recorder>,
    /// Where a deadlock is told of while others go on.
    notice: Arc<Notice>,
    /// Lanes of actors.
    lanes: usize,
    /// The lane of the first of them.
    first: usize,
    /// What an actor does from its beginning to its end.
    span: u16,
    /// When the first actor began, in µs of the trace.
    began: OnceLock<f64>,
}

impl Recorded {
    /// Writes for as many actors as there are threads; those beyond have no lane.
    pub fn new(recorder: &Arc<Recorder>, notice: &Arc<Notice>, threads: usize) -> Recorded {
        Recorded {
            recorder: Arc::clone(recorder),
            notice: Arc::clone(notice),
            lanes: threads,
            first: 1,
            span: RUNS,
            began: OnceLock::new(),
        }
    }

    /// Writes for so many tasks, whose lanes come after those of the threads.
    pub fn on_loop(recorder: &Arc<Recorder>, notice: &Arc<Notice>, tasks: usize) -> Recorded {
        let first = recorder.lanes() - tasks;
        Recorded { first, span: LIVES, ..Recorded::new(recorder, notice, tasks) }
    }

    /// Returns when the first actor began, in µs of the trace.
    pub fn began(&self) -> Option<f64> {
        self.began.get().copied()
    }
}

impl Watch for Recorded {
    fn lane(&self, actor: u32, _name: &str, _thread: usize) -> Option<Box<dyn Lane + '_>> {
        // The coordinator, whose lane this is, waits meanwhile.
        self.began.get_or_init(|| {
            self.recorder.record(COORDINATOR, Phase::Instant, OPEN, 0);
            self.recorder.clock().now()
        });
        if actor as usize >= self.lanes {
            return None;
        }
        let (lane, span) = (actor as usize + self.first, self.span);
        self.recorder.begin(lane, span, 0);
        let recorder = &self.recorder;
        Some(Box::new(Written { recorder, lane, span, held: vec![], waits: None, spares: false }))
    }

    fn turn(&self, actor: u32, begins: bool) {
        let phase = if begins { Phase::Begin } else { Phase::End };
        self.recorder.record(COORDINATOR, phase, TURN, actor);
    }

    fn deadlock(&self, sentence: &str) {
        self.notice.leave(&format!("A deadlock, while others may go on: {sentence}."));
    }
}

/// One actor's lane.
struct Written<'r> {
    recorder: &'r Recorder,
    lane: usize,
    /// What it does from its beginning to its end.
    span: u16,
    /// What it holds, as often as it does.
    held: Vec<u32>,
    /// The span of its waiting.
    waits: Option<(u16, u32)>,
    /// Whether only waiting is written down.
    spares: bool,
}

impl Written<'_> {
    fn note(&mut self, label: u16, arg: u32) {
        if !self.spares {
            self.recorder.record(self.lane, Phase::Instant, label, arg);
        }
    }

    /// Spares room once there is little left, as soon as it holds nothing: what is written as held is given back.
    fn spare(&mut self) {
        if self.held.is_empty() && !self.spares && self.recorder.is_scarce(self.lane, KEPT_FOR_WAITING) {
            self.note(SPARES, 0);
            self.spares = true;
        }
    }
}

impl Lane for Written<'_> {
    fn hear(&mut self, event: Event<'_>) {
        match event {
            Event::Step(op, line) => match op {
                Op::Put(at, ..) => self.note(PUTS, resource_at(*at, line)),
                Op::Take(at, _) | Op::TakeEach(at) => self.note(TAKES_OUT, resource_at(*at, line)),
                Op::Notify(at) | Op::NotifyAll(at) => self.note(NOTIFIES, resource_at(*at, line)),
                _ => {}
            },
            Event::Waits(op, line) => {
                let (label, arg) = match wanted(op) {
                    Some(resource) => (WANTS, resource_at(resource, line)),
                    None => (RESTS, line),
                };
                self.recorder.record(self.lane, Phase::Wait, label, arg);
                self.waits = Some((label, arg));
            }
            Event::GoesOn => {
                if let Some((label, arg)) = self.waits.take() {
                    self.recorder.end(self.lane, label, arg);
                }
            }
            Event::Takes(resource, line) => {
                self.held.push(resource);
                self.note(TAKES, resource_at(resource, line));
            }
            Event::GivesBack(resource, line) => {
                if let Some(at) = self.held.iter().rposition(|held| *held == resource) {
                    self.held.remove(at);
                    self.note(GIVES_BACK, resource_at(resource, line));
                    self.spare();
                }
            }
            Event::Ends { failed } => {
                self.recorder.record(self.lane, Phase::End, self.span, 0);
                self.recorder.record(self.lane, Phase::Instant, if failed { FAILS } else { ENDS }, 0);
            }
        }
    }
}

/// Returns the resource that an actor waits for at a step; none where it waits for another actor, or for a time.
fn wanted(op: &Op) -> Option<u32> {
    match op {
        Op::Lock(at, _) | Op::LockRead(at) | Op::LockWrite(at) | Op::Acquire(at, _) | Op::Wait(at, _) => {
            Some(*at)
        }
        Op::Meet(at) | Op::Put(at, ..) | Op::Take(at, _) | Op::TakeEach(at) => Some(*at),
        Op::Select(choices, _) => choices.first().map(|choice| choice.channel),
        _ => None,
    }
}
