//! Cooking with several cooks: threads that each take the first task in the list that has all it needs
//! and do it from beginning to end. On the virtual clock a queue of events plays them.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex};

use super::clocks::RealClock;
use super::modes::Dinner;
use super::recipe::Recipe;
use super::scribe::{ACTIVE, DONE, NEEDS, PASSIVE, label_of, place};
use crate::run::crew::{Crew, Progress, Stop};
use crate::run::timer::{LOOK, block};
use crate::run::trace::Recorder;
use crate::run::trace::event::Phase;

/// What one cook did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment {
    /// Which task.
    pub task: usize,
    /// By whom, from 0.
    pub cook: usize,
    /// In tenths of a second.
    pub begin: u32,
    /// In tenths of a second.
    pub end: u32,
}

/// Plays cooks on a virtual clock: list scheduling. Of cooks who are free at the same time the one with
/// the lowest number takes first.
pub fn simulate(recipe: &Recipe, cooks: usize) -> Vec<Assignment> {
    let count = recipe.tasks.len();
    let (mut taken, mut done) = (vec![false; count], vec![false; count]);
    let mut busy: Vec<Option<Assignment>> = vec![None; cooks];
    let mut finished = Vec::with_capacity(count);
    let mut now = 0;
    loop {
        for (cook, at) in busy.iter_mut().enumerate().filter(|(_, at)| at.is_none()) {
            let Some(task) = recipe.first_ready(&taken, &done) else { break };
            taken[task] = true;
            *at = Some(Assignment { task, cook, begin: now, end: now + recipe.tasks[task].tenths() });
        }
        // All that ends at the next moment ends before anybody takes something new.
        let Some(next) = busy.iter().flatten().map(|assignment| assignment.end).min() else { break };
        now = next;
        for at in &mut busy {
            if let Some(assignment) = at.take_if(|assignment| assignment.end == now) {
                done[assignment.task] = true;
                finished.push(assignment);
            }
        }
    }
    finished
}

/// Writes down what simulated cooks did, the first of them on lane `lane`.
pub fn write(recipe: &Recipe, assignments: &[Assignment], recorder: &Recorder, lane: usize) -> Dinner {
    let micros = |tenths: u32| f64::from(tenths) * 1e5;
    let mut done = vec![0.0; recipe.tasks.len()];
    let mut cooks: Vec<usize> = assignments.iter().map(|assignment| assignment.cook).collect();
    let mut free = vec![0; cooks.iter().max().map_or(0, |most| most + 1)];
    for &Assignment { task, cook, begin, end } in assignments {
        let lane = lane + cook;
        if free[cook] < begin {
            // Only now is it known for what.
            recorder.record_at(micros(free[cook]), lane, Phase::Wait, NEEDS, task as u32);
            recorder.record_at(micros(begin), lane, Phase::End, NEEDS, task as u32);
        }
        free[cook] = end;
        let mut now = begin;
        for (number, step) in recipe.tasks[task].steps.iter().enumerate() {
            let arg = place(task, number);
            recorder.record_at(micros(now), lane, Phase::Begin, label_of(step), arg);
            now += step.tenths;
            recorder.record_at(micros(now), lane, Phase::End, label_of(step), arg);
        }
        recorder.record_at(micros(end), lane, Phase::Instant, DONE, task as u32);
        done[task] = f64::from(end) / 10.0;
    }
    cooks.sort_unstable();
    cooks.dedup();
    let preparation = done.iter().copied().fold(0.0, f64::max);
    Dinner { done, preparation, threads: cooks.len() }
}

/// What the cooks have before their eyes.
struct Board {
    taken: Vec<bool>,
    done: Vec<bool>,
    /// Kitchen seconds.
    times: Vec<f64>,
    worked: Vec<bool>,
}

struct Shared {
    recipe: Arc<Recipe>,
    clock: RealClock,
    recorder: Arc<Recorder>,
    progress: Arc<Progress>,
    stop: Arc<Stop>,
    /// Nobody waits for this dinner any more.
    abandoned: AtomicBool,
    board: Mutex<Board>,
    changed: Condvar,
}

/// Sends the cooks home when it is dropped.
struct Abandon(Arc<Shared>);

impl Drop for Abandon {
    fn drop(&mut self) {
        self.0.abandoned.store(true, SeqCst);
    }
}

/// Cooks on the real threads of a crew, each on its own lane. Whoever drops this future sends the
/// cooks home.
pub async fn real(
    recipe: Arc<Recipe>,
    clock: RealClock,
    crew: &Crew,
    recorder: Arc<Recorder>,
    progress: Arc<Progress>,
    stop: Arc<Stop>,
) -> Dinner {
    let count = recipe.tasks.len();
    let board = Board {
        taken: vec![false; count],
        done: vec![false; count],
        times: vec![0.0; count],
        worked: vec![false; crew.size()],
    };
    let shared = Arc::new(Shared {
        recipe,
        clock,
        recorder,
        progress,
        stop,
        abandoned: AtomicBool::new(false),
        board: Mutex::new(board),
        changed: Condvar::new(),
    });
    let Abandon(here) = &Abandon(shared.clone());
    crew.on_all(move |thread| shared.cook(thread)).await;
    let board = here.board.lock().expect("a panic was passed on");
    Dinner {
        done: board.times.clone(),
        preparation: board.times.iter().copied().fold(0.0, f64::max),
        threads: board.worked.iter().filter(|worked| **worked).count(),
    }
}

impl Shared {
    fn ends(&self) -> bool {
        self.stop.is_set() || self.abandoned.load(SeqCst)
    }

    /// One cook's evening.
    fn cook(&self, thread: usize) {
        while let Some(task) = self.take(thread) {
            if !self.steps(task, thread) {
                return;
            }
            self.recorder.record(thread + 1, Phase::Instant, DONE, task as u32);
            let mut board = self.board.lock().expect("a panic ends the run");
            board.done[task] = true;
            board.times[task] = self.clock.seconds();
            drop(board);
            self.changed.notify_all();
        }
    }

    /// Takes the first task that has all it needs; waits for one if need be. `None`: there is nothing
    /// more to do.
    fn take(&self, thread: usize) -> Option<usize> {
        let lane = thread + 1;
        let mut board = self.board.lock().expect("a panic ends the run");
        let mut waiting = false;
        let found = loop {
            if self.ends() || board.taken.iter().all(|taken| *taken) {
                break None;
            }
            if let Some(task) = self.recipe.first_ready(&board.taken, &board.done) {
                board.taken[task] = true;
                board.worked[thread] = true;
                break Some(task);
            }
            if !waiting {
                waiting = true;
                self.recorder.record(lane, Phase::Wait, NEEDS, u32::MAX);
            }
            board = self.changed.wait_timeout(board, LOOK).expect("a panic ends the run").0;
        };
        drop(board);
        if waiting {
            self.recorder.end(lane, NEEDS, found.map_or(u32::MAX, |task| task as u32));
        }
        found
    }

    /// Does a task; `false` if the run ended meanwhile.
    fn steps(&self, task: usize, thread: usize) -> bool {
        let lane = thread + 1;
        for (number, step) in self.recipe.tasks[task].steps.iter().enumerate() {
            let label = if step.active { ACTIVE } else { PASSIVE };
            self.recorder.begin(lane, label, place(task, number));
            if !block(self.clock.millis(step.tenths), || self.ends()) {
                // Without an end in the trace: it was not finished.
                return false;
            }
            self.recorder.end(lane, label, place(task, number));
            self.progress.add(step.tenths as usize);
        }
        true
    }
}
