//! Cooking with one thread: one thing after the other, or everything that can go on at the same time on
//! an event loop. The same code runs on both clocks.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use futures::channel::oneshot;
use futures::future::{FutureExt, join_all};
use futures::stream::{FuturesUnordered, StreamExt};

use super::hands::Hands;
use super::recipe::{Recipe, Task};
use super::scribe::{DONE, HANDS, NEEDS, Scribe, label_of, place};
use crate::contract::params::Choice;
use crate::contract::words::words;
use crate::run::crew::Progress;

words! {
    /// How it is cooked. The words are also those of the trace's tracks.
    pub enum Mode {
        /// One step at a time.
        Sequential = "sequential",
        /// Cooks who each do one task at a time.
        Threads = "threads",
        /// One cook who does something else whenever there is only waiting to do.
        Async = "async",
    }
}

words! {
    /// Whether active steps take the one cook's hands.
    pub enum Grip {
        /// They do not.
        Free = "free",
        /// They do, and there is one pair.
        One = "one",
    }
}

words! {
    /// What the kitchen's seconds are.
    pub enum Seconds {
        /// Of timers.
        Real = "real",
        /// Of a queue of events.
        Virtual = "virtual",
    }
}

impl Mode {
    /// As in the form.
    pub fn choice(self) -> Choice {
        let (label, help) = match self {
            Self::Sequential => ("One by one", "One cook does one step after the other, and waits for each."),
            Self::Threads => ("Threads", "Several cooks share the tasks, each on a thread of its own."),
            Self::Async => {
                ("Async", "One cook on an event loop turns to another task whenever one only waits.")
            }
        };
        Choice::new(self.name(), label, help, self == Self::Threads)
    }
}

impl Grip {
    /// As in the form.
    pub fn choice(self) -> Choice {
        let (label, help) = match self {
            Self::Free => ("Free", "Every step is a sleep: none needs hands, so none waits for them."),
            Self::One => {
                ("One pair", "An active step takes the cook’s two hands. A passive one goes on by itself.")
            }
        };
        Choice::new(self.name(), label, help, false)
    }
}

impl Seconds {
    /// As in the form.
    pub fn choice(self) -> Choice {
        let (label, help) = match self {
            Self::Real => ("Real", "Real timers and threads. Times are measured."),
            Self::Virtual => {
                ("Virtual", "Simulated by a queue of events: done at once, and exactly the same every time.")
            }
        };
        Choice::new(self.name(), label, help, false)
    }
}

/// How a dinner went.
#[derive(Debug, Clone, PartialEq)]
pub struct Dinner {
    /// Kitchen seconds at which each task was done.
    pub done: Vec<f64>,
    /// Kitchen seconds until everything was.
    pub preparation: f64,
    /// Threads that did kitchen work.
    pub threads: usize,
}

impl Dinner {
    /// °C of the dish that cools, when it is served.
    pub fn celsius(&self, recipe: &Recipe) -> Option<f64> {
        let (task, heat) = recipe.cooling()?;
        Some(heat.after(self.preparation - self.done[task]))
    }
}

/// What every way of cooking needs.
#[derive(Clone)]
pub struct Kitchen {
    /// What is cooked.
    pub recipe: Arc<Recipe>,
    /// Writes it down.
    pub scribe: Scribe,
    /// Counts tenths of a second of steps.
    pub progress: Arc<Progress>,
}

impl Kitchen {
    /// One step after the other, on the first lane.
    pub async fn sequential(self) -> Dinner {
        let mut done = vec![0.0; self.recipe.tasks.len()];
        for task in self.recipe.order() {
            done[task] = self.task(task, 0, None).await;
        }
        self.dinner(done)
    }

    /// All tasks at once on one event loop, a lane for each. `hands`: active steps take turns for them.
    pub async fn event_loop(self, hands: Option<Hands>) -> Dinner {
        let count = self.recipe.tasks.len();
        let done = Rc::new(RefCell::new(vec![0.0; count]));
        let (bells, ringing): (Vec<_>, Vec<_>) = (0..count)
            .map(|_| {
                let (bell, ringing) = oneshot::channel::<()>();
                (bell, ringing.shared())
            })
            .unzip();
        let cooking: FuturesUnordered<_> = bells
            .into_iter()
            .enumerate()
            .map(|(task, bell)| {
                let needs = &self.recipe.tasks[task].needs;
                let needs = join_all(needs.iter().map(|&need| ringing[need].clone()));
                let (kitchen, hands, done) = (self.clone(), hands.clone(), done.clone());
                self.scribe.polled(task, async move {
                    kitchen.scribe.waiting(task, NEEDS, task as u32, needs).await;
                    let end = kitchen.task(task, task, hands.as_ref()).await;
                    done.borrow_mut()[task] = end;
                    // Nobody may need it.
                    let _ = bell.send(());
                })
            })
            .collect();
        cooking.collect::<()>().await;
        let done = done.take();
        self.dinner(done)
    }

    fn dinner(&self, done: Vec<f64>) -> Dinner {
        let preparation = done.iter().copied().fold(0.0, f64::max);
        Dinner { done, preparation, threads: self.scribe.threads() }
    }

    /// The steps of a task; returns when it was done.
    async fn task(&self, task: usize, lane: usize, hands: Option<&Hands>) -> f64 {
        let Task { steps, .. } = &self.recipe.tasks[task];
        for (number, step) in steps.iter().enumerate() {
            let arg = place(task, number);
            let held = match hands {
                Some(hands) if step.active => Some(self.scribe.waiting(lane, HANDS, arg, hands.take()).await),
                _ => None,
            };
            self.scribe.begin(lane, label_of(step), arg);
            self.scribe.clock().sleep(step.tenths).await;
            self.scribe.end(lane, label_of(step), arg);
            self.progress.add(step.tenths as usize);
            drop(held);
        }
        self.scribe.instant(lane, DONE, task as u32);
        self.scribe.clock().now()
    }
}
