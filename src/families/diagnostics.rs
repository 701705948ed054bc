//! `self-test`: a hidden scenario that fails on purpose, or gets stuck, so that tests can see how the engine and the page
//! react.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Barrier, Mutex};

use futures::FutureExt;
use futures::future::LocalBoxFuture;

use crate::contract::params::{Choice, Param, Values};
use crate::contract::scenario::{Context, Report, Scenario, State};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::scenario::{Info, LookFor, Part};
use crate::contract::story::Actors;
use crate::contract::words::words;
use crate::error::Error;
use crate::run::trace::{Act, Kind, Label, Phase, Resource, ResourceKind, label, resource_at};

words! {
    /// What goes wrong.
    enum Failure {
        /// Nothing.
        None = "none",
        /// The coordinator panics.
        Coordinator = "coordinator",
        /// A thread panics.
        Thread = "thread",
        /// A thread never ends.
        Spin = "spin",
        /// All wait to be stopped.
        Wait = "wait",
        /// Each thread holds a lock and waits for the next one's.
        Stuck = "stuck",
    }
}

/// The scenario.
pub struct SelfTest;

crate::labels! {
    LABELS after label::SHARED.len();
    /// Waits for a lock.
    WANTS = Label::new("waits for a lock", Kind::Blocked).act(Act::Wants);
    /// Has taken a lock.
    GETS = Label::new("takes a lock", Kind::Control).act(Act::Gets);
}

impl Scenario for SelfTest {
    #[cfg(not(target_arch = "wasm32"))]
    fn info(&self) -> Info {
        Info {
            id: "self-test",
            title: "Self-test",
            family: "diagnostics",
            question: "What happens when a run fails?",
            lesson: &["A run that panics ends with its message; one that never ends is stopped by force."],
            look_for: const { &[LookFor::new("The next run works.", "self-test", Part::Verdict)] },
            presets: &[],
            can_compare: false,
            hidden: true,
            source: "src/families/diagnostics.rs",
            source_item: "fn run",
        }
    }

    fn params(&self) -> Vec<Param> {
        let option = |failure: Failure| {
            let (label, help) = match failure {
                Failure::None => ("None", "Ends at once."),
                Failure::Coordinator => ("Panic of the coordinator", "Panics outside the pool."),
                Failure::Thread => ("Panic of a thread", "The last thread of the pool panics."),
                Failure::Spin => ("Endless loop", "A thread never looks at the stop flag."),
                Failure::Wait => ("Patient loop", "Runs until it is asked to stop."),
                Failure::Stuck => ("Deadlock", "Each thread takes a lock, then waits for the next one’s."),
            };
            Choice::new(failure.name(), label, help, false)
        };
        vec![
            Param::one_of("fail", "Failure", Failure::None, option).help("What goes wrong."),
            Param::threads(),
        ]
    }

    fn labels(&self) -> &'static [Label] {
        &LABELS
    }

    fn resources(&self, values: &Values) -> Vec<Resource> {
        let locks = if values.one_of::<Failure>("fail") == Failure::Stuck { self.threads(values) } else { 0 };
        (0..locks).map(|lock| Resource::new(format!("lock {lock}"), ResourceKind::Lock)).collect()
    }

    fn actors(&self, values: &Values) -> Actors {
        let threads = (0..self.threads(values)).map(|thread| format!("thread {thread}")).collect();
        Actors { threads, ..Actors::default() }
    }

    fn run<'a>(
        &'a self,
        values: &'a Values,
        context: &'a mut Context,
    ) -> LocalBoxFuture<'a, Result<Report, Error>> {
        async move {
            let last = context.crew.size() - 1;
            let context = &*context;
            match values.one_of("fail") {
                Failure::Coordinator => panic!("the coordinator was asked to panic"),
                Failure::Stuck => return Ok(gets_stuck(context)),
                fail => context.crew.broadcast(|thread| {
                    context.recorder.begin(thread + 1, label::CHUNK, 0);
                    match fail {
                        Failure::Thread if thread == last => panic!("thread {thread} was asked to panic"),
                        Failure::Spin if thread == last => loop {
                            std::hint::spin_loop();
                        },
                        Failure::Wait => {
                            while !context.stop.is_set() {
                                std::hint::spin_loop();
                            }
                        }
                        _ => {}
                    }
                    context.recorder.end(thread + 1, label::CHUNK, 0);
                }),
            }
            let stopped = context.stop.is_set();
            let mut report = Report::new(if stopped { State::Stopped } else { State::Done });
            report.verdict = "Nothing failed.".into();
            Ok(report)
        }
        .boxed_local()
    }
}

/// Every thread takes its lock and waits for the next one's: a deadlock, as real as it can be that is noticed.
fn gets_stuck(context: &Context) -> Report {
    let count = context.crew.size();
    let locks: Vec<Mutex<()>> = (0..count).map(|_| Mutex::new(())).collect();
    let together = Barrier::new(count);
    let waiting = AtomicUsize::new(0);
    context.crew.broadcast(|thread| {
        let (lane, next) = (thread + 1, (thread + 1) % count);
        let _held = locks[thread].lock().expect("nobody panics with it");
        context.recorder.record(lane, Phase::Instant, GETS, resource_at(thread as u32, line!()));
        together.wait();
        context.recorder.record(lane, Phase::Wait, WANTS, resource_at(next as u32, line!()));
        waiting.fetch_add(1, SeqCst);
        // Whoever gets the lock could go on: nobody does before all wait, and then nobody ever will.
        while locks[next].try_lock().is_err() && waiting.load(SeqCst) < count && !context.stop.is_set() {
            std::thread::yield_now();
        }
        // Nobody lets go before all have seen it.
        together.wait();
    });
    let mut report = Report::new(if context.stop.is_set() { State::Stopped } else { State::Stuck });
    let waits: Vec<String> = (0..count)
        .map(|thread| {
            format!("thread {thread} holds lock {thread} and waits for lock {}", (thread + 1) % count)
        })
        .collect();
    report.verdict = format!("Nobody can go on: {}.", waits.join("; "));
    report.log.push(report.verdict.clone());
    report
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::crew::Crew;

    fn run_with(fail: &str) -> std::thread::Result<Result<Report, Error>> {
        let mut given = Values::defaults(&SelfTest.params(), 2);
        given.insert("fail".into(), crate::contract::params::Value::Text(fail.into()));
        let values = Values::check(&SelfTest.params(), given).unwrap();
        let mut context = Context::new(&SelfTest, &values, false, Crew::start(2).unwrap()).unwrap();
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            futures::executor::block_on(SelfTest.run(&values, &mut context))
        }))
    }

    #[test]
    fn a_deadlock_ends_stuck_and_says_who_waits_for_what() {
        let report = run_with("stuck").unwrap().unwrap();
        assert_eq!(report.state, State::Stuck);
        assert!(report.verdict.contains("thread 1 holds lock 1 and waits for lock 0"), "{}", report.verdict);
    }

    #[test]
    fn panics_reach_the_caller_with_their_message() {
        assert_eq!(run_with("none").unwrap().unwrap().state, State::Done);
        let message = |fail| {
            let payload = run_with(fail).unwrap_err();
            payload.downcast_ref::<String>().cloned().or(payload.downcast_ref::<&str>().map(|s| (*s).into()))
        };
        assert_eq!(message("thread").unwrap(), "thread 1 was asked to panic");
        assert_eq!(message("coordinator").unwrap(), "the coordinator was asked to panic");
    }
}
