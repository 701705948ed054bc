//! What stories share, whatever they are about: actors on threads, or tasks on the coordinator's event loop, who do
//! things in lanes of their own, wait for each other, and are over.
//!
//! - [`Teller`]: does what takes time, and writes down who did it when
//! - [`Bell`]: wakes tasks that wait for something to change
//! - [`turns`], [`waiting`]: futures whose turns and waits are written down
//! - `trial`: runs of stories in tests

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard};

use futures::channel::oneshot::{Sender, channel};
use futures::future::{Either, LocalBoxFuture, select};
use futures::stream::{FuturesUnordered, StreamExt};

use crate::contract::scenario::Context;
use crate::run::crew::{Progress, Stop};
use crate::run::timer::{Timers, block, stopped};
use crate::run::trace::recorder::COORDINATOR;
use crate::run::trace::{Phase, Recorder};

#[cfg(all(test, not(target_arch = "wasm32")))]
pub mod trial;

/// Timers of browsers are late by a few ms even on a free loop.
const TOLERANCE_MS: f64 = 10.0;

/// Writes a story down while it happens. Actors have numbers from 0; times are in the story's own unit.
pub struct Teller {
    recorder: Arc<Recorder>,
    stop: Arc<Stop>,
    progress: Arc<Progress>,
    timers: Timers,
    /// Lane of the first actor; the others follow.
    first: usize,
    /// µs of the trace at which the story began.
    began: f64,
    /// Real ms for a unit of its time.
    unit: f64,
}

impl Teller {
    /// Begins a story of so many actors: the scenario's own lanes where it has any, the threads otherwise.
    pub fn begin(context: &Context, actors: usize, unit: f64, label: u16) -> Self {
        let Context { recorder, lanes, stop, progress, .. } = context;
        progress.expect(actors);
        let began = recorder.clock().now();
        recorder.record_at(began, COORDINATOR, Phase::Instant, label, 0);
        Self {
            recorder: recorder.clone(),
            stop: stop.clone(),
            progress: progress.clone(),
            timers: Timers::default(),
            first: if lanes.is_empty() { COORDINATOR + 1 } else { recorder.lanes() - lanes.len() },
            began,
            unit,
        }
    }

    /// The story's time.
    pub fn now(&self) -> f64 {
        self.millis() / self.unit
    }

    /// Real ms since it began.
    pub fn millis(&self) -> f64 {
        (self.recorder.clock().now() - self.began) / 1e3
    }

    /// Whether it should end early. Who is stopped in the middle of something neither ends that nor is over.
    pub fn is_stopped(&self) -> bool {
        self.stop.is_set()
    }

    fn record(&self, actor: usize, phase: Phase, label: u16, arg: u32) {
        self.recorder.record(self.first + actor, phase, label, arg);
    }

    /// A moment, unless the story is stopped.
    pub fn note(&self, actor: usize, label: u16, arg: u32) {
        if !self.is_stopped() {
            self.record(actor, Phase::Instant, label, arg);
        }
    }

    /// The moment at which an actor is over, well or not.
    pub fn ends(&self, actor: usize, label: u16, arg: u32) {
        if !self.is_stopped() {
            self.record(actor, Phase::Instant, label, arg);
            self.progress.add(1);
        }
    }

    /// A span of doing something.
    pub fn during<T>(&self, actor: usize, label: u16, arg: u32, action: impl FnOnce() -> T) -> T {
        self.record(actor, Phase::Begin, label, arg);
        let result = action();
        self.record(actor, Phase::End, label, arg);
        result
    }

    /// A span of waiting, which keeps the thread: for a lock, at a barrier.
    pub fn waits<T>(&self, actor: usize, label: u16, arg: u32, wait: impl FnOnce() -> T) -> T {
        self.record(actor, Phase::Wait, label, arg);
        let result = wait();
        self.record(actor, Phase::End, label, arg);
        result
    }

    /// A span of so much time in which the actor keeps the thread.
    pub fn blocks(&self, actor: usize, label: u16, arg: u32, time: f64) {
        self.record(actor, Phase::Begin, label, arg);
        if block(time * self.unit, || self.is_stopped()) {
            self.record(actor, Phase::End, label, arg);
        }
    }

    /// A span of so much time in which the event loop may let others go on.
    pub async fn sleeps(&self, actor: usize, label: u16, arg: u32, time: f64) {
        self.record(actor, Phase::Begin, label, arg);
        self.timers.after(time * self.unit).await;
        self.record(actor, Phase::End, label, arg);
    }

    /// Awaits a timer in a span labelled `awaits`, whose argument is the time in µs. What it is late beyond that is
    /// the loop's fault, and a span of its own, labelled `starves`. Returns by how much it is late.
    pub async fn awaits(&self, actor: usize, [awaits, starves]: [u16; 2], time: f64) -> f64 {
        let begin = self.recorder.clock().now();
        let micros = time * self.unit * 1e3;
        self.record(actor, Phase::Begin, awaits, micros as u32);
        self.timers.after(time * self.unit).await;
        let (due, now) = (begin + micros, self.recorder.clock().now());
        let free = now - due < TOLERANCE_MS * 1e3;
        let lane = self.first + actor;
        self.recorder.record_at(if free { now } else { due }, lane, Phase::End, awaits, 0);
        if !free {
            self.recorder.record_at(due, lane, Phase::Wait, starves, 0);
            self.recorder.record_at(now, lane, Phase::End, starves, 0);
        }
        (now - due) / 1e3 / self.unit
    }

    /// Awaits what another task brings; a span of waiting, if the actor has to wait at all.
    pub async fn waits_for<T>(
        &self,
        actor: usize,
        label: u16,
        arg: u32,
        future: impl Future<Output = T>,
    ) -> T {
        waiting(future, |phase| self.record(actor, phase, label, arg)).await
    }

    /// Runs actors as tasks on the coordinator's event loop, begun in the order in which they are given. Returns their
    /// results by their numbers; `None` if the story was stopped first.
    pub async fn on_loop<T>(
        &self,
        turn: u16,
        tasks: impl IntoIterator<Item = (usize, LocalBoxFuture<'_, T>)>,
    ) -> Option<Vec<T>> {
        let tasks = tasks.into_iter().map(|(actor, task)| async move {
            let note = |phase| self.recorder.record(COORDINATOR, phase, turn, actor as u32);
            (actor, turns(task, note).await)
        });
        let all = tasks.collect::<FuturesUnordered<_>>().collect::<Vec<_>>();
        match select(pin!(all), pin!(stopped(&self.stop))).await {
            Either::Left((mut ended, _)) if !self.is_stopped() => {
                ended.sort_by_key(|&(actor, _)| actor);
                Some(ended.into_iter().map(|(_, result)| result).collect())
            }
            _ => None,
        }
    }
}

/// Wakes one task of an event loop after the other, in the order in which they began to listen.
#[derive(Default)]
pub struct Bell(Mutex<VecDeque<Sender<()>>>);

impl Bell {
    fn queue(&self) -> MutexGuard<'_, VecDeque<Sender<()>>> {
        self.0.lock().expect("nothing panics under this lock")
    }

    /// Waits until the bell rings for this task.
    pub async fn heard(&self) {
        let (sender, rings) = channel();
        self.queue().push_back(sender);
        // A bell that is gone rings for nobody.
        let _ = rings.await;
    }

    /// Wakes the task that has waited longest and still does.
    pub fn ring(&self) {
        let mut queue = self.queue();
        while queue.pop_front().is_some_and(|next| next.send(()).is_err()) {}
    }
}

/// Awaits a future, and says when each of its turns on the event loop begins and ends.
pub async fn turns<T>(future: impl Future<Output = T>, note: impl Fn(Phase)) -> T {
    let mut future = pin!(future);
    poll_fn(|context| {
        note(Phase::Begin);
        let poll = future.as_mut().poll(context);
        note(Phase::End);
        poll
    })
    .await
}

/// Awaits a future, and says when waiting for it begins and ends, if it is not there at once.
pub async fn waiting<T>(future: impl Future<Output = T>, note: impl Fn(Phase)) -> T {
    let mut future = pin!(future);
    let mut begun = false;
    let value = poll_fn(|context| {
        let poll = future.as_mut().poll(context);
        if poll.is_pending() && !std::mem::replace(&mut begun, true) {
            note(Phase::Wait);
        }
        poll
    })
    .await;
    if begun {
        note(Phase::End);
    }
    value
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
