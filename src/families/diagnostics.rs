//! `self-test`: a hidden scenario that fails on purpose, so that tests can see how the engine and the page react.

use futures::FutureExt;
use futures::future::LocalBoxFuture;

use crate::contract::params::{Choice, Param, Values};
use crate::contract::scenario::{Context, Report, Scenario, State};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::scenario::{Info, LookFor, Part};
use crate::contract::words::words;
use crate::error::Error;
use crate::run::trace::label;

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
    }
}

/// The scenario.
pub struct SelfTest;

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
            source_item: "context.crew.broadcast",
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
            };
            Choice::new(failure.name(), label, help, false)
        };
        vec![
            Param::one_of("fail", "Failure", Failure::None, option).help("What goes wrong."),
            Param::threads(),
        ]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::crew::Crew;

    fn run(fail: &str) -> std::thread::Result<Result<Report, Error>> {
        let mut given = Values::defaults(&SelfTest.params(), 2);
        given.insert("fail".into(), crate::contract::params::Value::Text(fail.into()));
        let values = Values::check(&SelfTest.params(), given).unwrap();
        let mut context = Context::new(&SelfTest, &values, false, Crew::start(2).unwrap()).unwrap();
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            futures::executor::block_on(SelfTest.run(&values, &mut context))
        }))
    }

    #[test]
    fn panics_reach_the_caller_with_their_message() {
        assert_eq!(run("none").unwrap().unwrap().state, State::Done);
        let message = |fail| {
            let payload = run(fail).unwrap_err();
            payload.downcast_ref::<String>().cloned().or(payload.downcast_ref::<&str>().map(|s| (*s).into()))
        };
        assert_eq!(message("thread").unwrap(), "thread 1 was asked to panic");
        assert_eq!(message("coordinator").unwrap(), "the coordinator was asked to panic");
    }
}
