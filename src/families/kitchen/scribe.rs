//! Writes down what happens in a kitchen: which lane shows what, under which label.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::clock::Clock;
use super::recipe::Step;
use crate::run::crew::Crew;
use crate::run::trace::event::{Kind, Label, Phase};
use crate::run::trace::{Recorder, label};

const OWN: u16 = label::SHARED.len() as u16;
/// A step that takes a cook's hands; `arg` is [`place`] of it.
pub const ACTIVE: u16 = OWN;
/// A step that goes on by itself; `arg` is [`place`] of it.
pub const PASSIVE: u16 = OWN + 1;
/// The event loop lets a task go on; `arg` is the task.
pub const POLL: u16 = OWN + 2;
/// A task, or a cook, waits for another task to be done; `arg` is the task that waits, if there is one.
pub const NEEDS: u16 = OWN + 3;
/// A step waits for the cook's hands, or a helper for the knife; `arg` as for the step.
pub const HANDS: u16 = OWN + 4;
/// The kitchen opens: the origin of its time.
pub const OPEN: u16 = OWN + 5;
/// A task is done; `arg` is the task.
pub const DONE: u16 = OWN + 6;
/// Something failed; `arg` says who.
pub const FAILED: u16 = OWN + 7;

/// The labels of the kitchen's scenarios.
pub const LABELS: [Label; 8] = [
    Label { name: "active step", kind: Kind::Work },
    Label { name: "passive step", kind: Kind::Passive },
    Label { name: "poll", kind: Kind::Work },
    Label { name: "waits for a task", kind: Kind::Wait },
    Label { name: "waits for the hands", kind: Kind::Blocked },
    Label { name: "kitchen opens", kind: Kind::Control },
    Label { name: "task done", kind: Kind::Control },
    Label { name: "failed", kind: Kind::Control },
];

/// A step of a recipe as the argument of an event: task in the upper bits, step in the lower eight.
pub fn place(task: usize, step: usize) -> u32 {
    (task << 8 | step) as u32
}

/// The label of a step.
pub fn label_of(step: &Step) -> u16 {
    if step.active { ACTIVE } else { PASSIVE }
}

/// Writes for what runs on one event loop.
#[derive(Clone)]
pub struct Scribe {
    recorder: Arc<Recorder>,
    clock: Rc<dyn Clock>,
    /// Lane of the first task; the others follow.
    lanes: usize,
    /// Lanes of the threads that have begun a step.
    threads: Rc<RefCell<BTreeSet<usize>>>,
}

impl Scribe {
    /// Writes the tasks' spans to the lanes from `lanes` on.
    pub fn new(recorder: Arc<Recorder>, clock: Rc<dyn Clock>, lanes: usize) -> Self {
        Self { recorder, clock, lanes, threads: Rc::default() }
    }

    /// The clock that it goes by.
    pub fn clock(&self) -> &Rc<dyn Clock> {
        &self.clock
    }

    /// Threads that have begun a step, as far as this scribe has seen.
    pub fn threads(&self) -> usize {
        self.threads.borrow().len()
    }

    fn write(&self, lane: usize, phase: Phase, label: u16, arg: u32) {
        self.recorder.record_at(self.clock.stamp(), lane, phase, label, arg);
    }

    /// A span begins on the lane of a task (or of a cook).
    pub fn begin(&self, lane: usize, label: u16, arg: u32) {
        if matches!(label, ACTIVE | PASSIVE) {
            self.threads.borrow_mut().insert(Crew::this_lane());
        }
        let phase = if matches!(label, NEEDS | HANDS) { Phase::Wait } else { Phase::Begin };
        self.write(self.lanes + lane, phase, label, arg);
    }

    /// It ends.
    pub fn end(&self, lane: usize, label: u16, arg: u32) {
        self.write(self.lanes + lane, Phase::End, label, arg);
    }

    /// A moment on the lane of a task (or of a cook).
    pub fn instant(&self, lane: usize, label: u16, arg: u32) {
        self.write(self.lanes + lane, Phase::Instant, label, arg);
    }

    /// Waits, and writes it down if it had to wait at all.
    pub async fn waiting<T>(&self, lane: usize, label: u16, arg: u32, future: impl Future<Output = T>) -> T {
        let mut future = std::pin::pin!(future);
        let mut begun = false;
        let value = std::future::poll_fn(|context| {
            let poll = future.as_mut().poll(context);
            if poll.is_pending() && !begun {
                begun = true;
                self.begin(lane, label, arg);
            }
            poll
        })
        .await;
        if begun {
            self.end(lane, label, arg);
        }
        value
    }

    /// A future whose every poll is written down, on the lane of the thread that polls it.
    pub fn polled<F: Future>(&self, task: usize, future: F) -> Polled<F> {
        Polled { scribe: self.clone(), task, future: Box::pin(future) }
    }
}

/// See [`Scribe::polled`].
pub struct Polled<F> {
    scribe: Scribe,
    task: usize,
    future: Pin<Box<F>>,
}

impl<F: Future> Future for Polled<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<F::Output> {
        let lane = Crew::this_lane();
        let task = self.task as u32;
        self.scribe.write(lane, Phase::Begin, POLL, task);
        let poll = self.future.as_mut().poll(context);
        self.scribe.write(lane, Phase::End, POLL, task);
        poll
    }
}
