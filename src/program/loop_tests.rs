//! The event loop: what comes of tasks on it is among what exploring finds; they sleep side by side; and it can be stopped.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use futures::executor::block_on;
use proptest::prelude::*;

use super::drivers::event_loop::{Looped, run};
use super::drivers::threads::End;
use super::explore::{Limits, explore};
use super::orders_tests::{STATEMENTS, program_of};
use super::real_tests::{compiled, ending};
use super::world::model::Memory;
use super::world::real::{Unwatched, Watch};
use crate::run::crew::Stop;
use crate::run::trace::clock::Clock;

fn looped(text: &str) -> Looped {
    block_on(run(&compiled(text), false, &Stop::default(), &Unwatched)).expect("tasks only")
}

fn printed(text: &str) -> Vec<String> {
    looped(text).run.printed.lines()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_happens_on_the_loop_is_possible(
        actors in prop::collection::vec((Just(true), prop::collection::vec(0..STATEMENTS.len(), 1..4)), 2..4),
    ) {
        let text = program_of(&actors, false).replace("for 1s", "for 1ms").replace("after 1s", "after 1ms");
        // Who stands at `take` already when another tries to put depends on whose turn was first.
        prop_assume!(!text.contains("try put hand"));
        let program = compiled(&text);
        let limits = Limits { states: 50_000, ..Limits::default() };
        let report = explore(&program, Memory::Sc, &limits, &mut |_| true);
        prop_assume!(report.complete);
        let found = ending(&looped(&text).run);
        let possible: Vec<String> = report
            .outcomes
            .iter()
            .map(|outcome| format!("{} {} {:?}", outcome.ending.kind.word(), outcome.ending, outcome.ending.wrong))
            .collect();
        prop_assert!(possible.contains(&found), "{found}\nis not one of {possible:#?}\n{text}");
    }
}

#[test]
fn others_go_on_only_where_a_task_awaits() {
    assert_eq!(
        printed("task a { print 1; print 2; yield; print 3 }\ntask b { print 4; yield; print 5 }"),
        ["1", "2", "4", "3", "5"]
    );
    // Without an await between reading and writing nothing comes in between.
    let text = "shared x = 0\ntask t[10] { repeat 100 { x += 1; yield } }\nend { show x }";
    assert_eq!(ending(&looped(text).run), "done x=1000 []");
}

#[test]
fn tasks_sleep_side_by_side() {
    let text = "task t[20] { sleep 50ms; print index }";
    let clock = Clock::start();
    let together = looped(text);
    let time = clock.now();
    assert!(time >= 50_000.0 && together.lag.is_some_and(|lag| lag >= 0), "{time} {:?}", together.lag);
    assert_eq!(together.run.printed.lines().len(), 20);
    let naive = block_on(run(&compiled("loop round robin\ntask t { }"), false, &Stop::default(), &Unwatched));
    assert!(naive.unwrap_err().contains("naive loop"));
}

#[test]
fn a_task_that_blocks_makes_the_others_late() {
    let lag = looped("task a { sleep 5ms }\ntask b { block 60ms }").lag.expect("timers");
    assert!(lag >= 50_000_000, "{lag}");
}

#[test]
fn started_tasks_join_and_who_waits_for_nothing_is_stuck() {
    let text = "fn f(n) { yield; return n * n }\ntask t { a = start f(3); b = start f(4)\nshow result a + result b }";
    assert_eq!(ending(&looped(text).run), "done result a + result b of t=25 []");
    let stuck = looped("lock a, b\ntask p { lock a; yield; lock b }\ntask q { lock b; yield; lock a }").run;
    assert!(ending(&stuck).starts_with("stuck"), "{}", ending(&stuck));
    assert_eq!(stuck.deadlocks.len(), 1);
}

#[test]
fn it_is_stopped_whatever_tasks_do() {
    for text in [
        "task t { sleep 10000s }",
        "task t { loop { yield } }",
        "shared x = 0\ntask t { loop { x += 1 } }",
        "task t { block 10000s }",
        "lock l\ntask s { with l { sleep 10000s } }\ntask t { lock l }",
    ] {
        let stop = Stop::default();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(std::time::Duration::from_millis(30));
                stop.set();
            });
            let end = block_on(run(&compiled(text), false, &stop, &Unwatched)).expect("tasks only").run.end;
            assert_eq!(end, End::Stopped, "{text}");
        });
    }
}

/// Counts the turns of all tasks.
#[derive(Default)]
struct Turns(AtomicUsize);

impl Watch for Turns {
    fn turn(&self, _actor: u32, begins: bool) {
        self.0.fetch_add(usize::from(begins), Relaxed);
    }
}

#[test]
fn tasks_have_turns_only_when_they_can_go_on() {
    let text = "channel jobs[2]\ntask maker { for i in 0..6 { sleep 20ms; put jobs, i }; close jobs }\n\
                task printer { for j in jobs { print me, j; sleep 50ms } }";
    let turns = Turns::default();
    let looped = block_on(run(&compiled(text), false, &Stop::default(), &turns)).expect("tasks only");
    assert_eq!(looped.run.printed.lines().len(), 6);
    // It begins, sleeps and waits at the channel, six times each; and some timers may be early.
    let turns = turns.0.into_inner();
    assert!(turns < 100, "{turns} turns");
}
