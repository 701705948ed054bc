//! Writes down what happens in a kitchen: which lane shows what, under which label.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;

use super::clocks::Clock;
use super::recipe::Step;
use crate::run::crew::Crew;
use crate::run::trace::{Act, Argument, Kind, Label, Phase, Recorder, label};
use crate::stories::{turns, waiting};

crate::labels! {
    /// The labels of the kitchen's scenarios.
    pub LABELS after label::SHARED.len();
    /// A step that takes a cook's hands; `arg` is [`place`] of it.
    ACTIVE = Label::new("active step", Kind::Work).of(Argument::Place);
    /// A step that goes on by itself; `arg` is [`place`] of it.
    PASSIVE = Label::new("passive step", Kind::Passive).of(Argument::Place);
    /// The event loop lets a task go on; `arg` is the task.
    POLL = Label::new("poll", Kind::Work).of(Argument::Task).act(Act::Turn);
    /// A task, or a cook, waits for another task to be done; `arg` is the task that waits, if there is one.
    NEEDS = Label::new("waits for a task", Kind::Wait).of(Argument::Task);
    /// A step waits for the cook's hands; `arg` as for the step.
    HANDS = Label::new("waits for the hands", Kind::Blocked).of(Argument::Place);
    /// The kitchen opens: the origin of its time.
    OPEN = Label::new("kitchen opens", Kind::Control).act(Act::Begins);
    /// A task is done; `arg` is the task.
    DONE = Label::new("task done", Kind::Control).of(Argument::Task).act(Act::Ends);
    /// Something failed; `arg` says who.
    FAILED = Label::new("failed", Kind::Control).of(Argument::Task).act(Act::Fails);
}

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

    /// A span of doing something begins on the lane of a task (or of a cook).
    pub fn begin(&self, lane: usize, label: u16, arg: u32) {
        self.threads.borrow_mut().insert(Crew::this_lane());
        self.write(self.lanes + lane, Phase::Begin, label, arg);
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
        waiting(future, |phase| self.write(self.lanes + lane, phase, label, arg)).await
    }

    /// A future whose every turn is written down, on the lane of the thread that polls it.
    pub fn polled<T>(&self, task: usize, future: impl Future<Output = T>) -> impl Future<Output = T> {
        let scribe = self.clone();
        turns(future, move |phase| scribe.write(Crew::this_lane(), phase, POLL, task as u32))
    }
}
