//! Real runs that are watched, stopped, blocked, or short of threads.

use std::sync::Mutex;

use super::drivers::threads::{Conditions, End, Run};
use super::drivers::{forced, threads};
use super::real_tests::{alone, compiled, ending};
use super::world::model::Step;
use super::world::real::{Event, Lane, Watch};
use crate::run::crew::Stop;

/// Stops a run when an actor waits, or, if none does, when one begins; or when a deadlock is told.
struct Stopper<'s> {
    stop: &'s Stop,
    when: When,
    heard: Mutex<Vec<String>>,
}

#[derive(Clone, Copy, PartialEq)]
enum When {
    Begins,
    Waits,
    Deadlock,
    Never,
}

struct Ear<'s>(&'s Stopper<'s>, String);

impl Lane for Ear<'_> {
    fn hear(&mut self, event: Event<'_>) {
        if matches!(event, Event::Waits(..)) && self.0.when == When::Waits {
            self.0.stop.set();
        }
        self.0.heard.lock().unwrap().push(format!("{} {event:?}", self.1));
    }
}

impl Watch for Stopper<'_> {
    fn lane(&self, _actor: u32, name: &str, _thread: usize) -> Option<Box<dyn Lane + '_>> {
        if self.when == When::Begins {
            self.stop.set();
        }
        Some(Box::new(Ear(self, name.to_string())))
    }

    fn deadlock(&self, _sentence: &str) {
        if self.when == When::Deadlock {
            self.stop.set();
        }
    }
}

fn watched(text: &str, when: When) -> (Run, Vec<String>) {
    let stop = Stop::default();
    let stopper = Stopper { stop: &stop, when, heard: Mutex::default() };
    let conditions = Conditions { watch: &stopper, ..alone(150, &stop) };
    let run = threads::run(&compiled(text), conditions).expect("threads only");
    (run, stopper.heard.into_inner().unwrap())
}

#[test]
fn stop_ends_a_run_from_every_state() {
    for text in [
        "thread t { loop { } }",
        "shared x = 0\nthread t { loop { x += 1 } }",
        "thread t { work 9000000000 }",
        "thread t { block 99999s }",
        "thread t { sleep 99999s }",
        "fn f() { loop { } }\nthread t { start f(); o = start f(); join o }",
    ] {
        assert_eq!(watched(text, When::Begins).0.end, End::Stopped, "{text}");
    }
    // Somebody always goes on, so that nothing is stuck.
    let blocked = [
        "sleep 99999s",
        "lock l; lock l",
        "lock l for 1s; lock l for 99999s",
        "with fa { lock fa }",
        "with read m { with write m { } }",
        "with l { wait c }",
        "with l { wait c for 99999s }",
        "acquire s",
        "meet b",
        "x = take ch",
        "put ch, 1; put ch, 2",
        "x = take hand",
        "put hand, 1",
        "select { v = take ch { }\n put hand, 2 { } }",
        "select { v = take hand { }\n after 99999s { } }",
        "o = start f(); join o",
        "o = start f(); x = result o",
    ];
    for statements in blocked {
        let text = format!(
            "lock l\nfair lock fa\nrwlock m\ncondition c of l\nsemaphore s = 0\nbarrier b of 2\nchannel ch[1], hand[0]
             fn f() {{ loop {{ }} }}\nthread busy {{ loop {{ }} }}\nthread t {{ {statements} }}"
        );
        assert_eq!(watched(&text, When::Waits).0.end, End::Stopped, "{text}");
    }
}

#[test]
fn a_deadlock_is_told_when_it_closes_though_others_go_on() {
    let both = "lock a, b\nbarrier both of 2
         thread Barron { lock a; meet both; lock b }\nthread Olivia { lock b; meet both; lock a }";
    let cycle = "Barron holds a and waits for b; Olivia holds b and waits for a";
    let (run, _) = watched(both, When::Never);
    assert_eq!(ending(&run), "stuck stuck: Barron waits for b; Olivia waits for a []");
    assert_eq!(run.deadlocks, [cycle]);
    let (run, _) = watched(&format!("{both}\nthread Steve {{ loop {{ }} }}"), When::Deadlock);
    assert_eq!((run.end, run.deadlocks), (End::Stopped, vec![cycle.to_string()]));

    let told = |text: &str| watched(text, When::Never).0.deadlocks;
    assert_eq!(told("lock l\nthread t { lock l; lock l }"), ["t holds l and waits for l"]);
    assert_eq!(
        told("lock l\nthread a { lock l }\nthread b { sleep 1ms; lock l }"),
        ["b waits for l, which a held when it ended"]
    );
    assert_eq!(
        told("lock l\nfn f() { lock l }\nthread main { lock l; o = start f(); join o }"),
        ["main holds l and waits for o; o waits for l"]
    );
    assert_eq!(
        told("rwlock m\nbarrier both of 2\nthread t[2] { with read m { meet both; with write m { } } }")
            .len(),
        2
    );
    // A time limit ends it.
    assert!(told("lock l\nthread t { lock l; if lock l for 1ms { } }").is_empty());
}

#[test]
fn who_is_left_alone_is_told() {
    let alone = |text: &str| watched(text, When::Never).0.alone;
    assert_eq!(
        alone("lock l\ncondition c of l\nthread t { with l { wait c } }"),
        ["t waits for c, and nobody is left to notify it"]
    );
    assert_eq!(
        alone("channel ch[2]\nthread t { x = take ch }"),
        ["t waits for ch, and nobody is left to put anything into it"]
    );
    assert_eq!(
        alone("barrier b of 3\nthread t { meet b }"),
        ["t waits for b of 3, and nobody else is left to come"]
    );
}

#[test]
fn actors_without_a_thread_wait_for_one_and_are_not_stuck() {
    let few =
        |text: &str| threads::run(&compiled(text), alone(2, &Stop::default())).expect("threads only").end;
    let End::Over(over) = few("atomic x = 0\nthread t[9] { x += 1 }\nend { show x }") else { panic!("over") };
    assert_eq!(over.to_string(), "x=9");
    let End::TooFewThreads(sentence) = few("barrier b of 3\nthread t[3] { meet b }") else {
        panic!("too few")
    };
    assert!(sentence.contains("needs 3 threads or more, and there are 2"), "{sentence}");
    let started = "fn f() { }\nthread t { a = start f(); b = start f(); join a; join b }";
    assert!(matches!(few(started), End::Over(_)));
    let program = compiled("task t { }");
    assert!(threads::run(&program, alone(2, &Stop::default())).unwrap_err().contains("task"));
}

#[test]
fn daemons_end_with_the_others() {
    let (run, _) = watched(
        "atomic ticks = 0\ndaemon thread clock { loop { ticks += 1 } }
         thread t { while ticks == 0 { } }\nend { expect ticks > 0 }",
        When::Never,
    );
    assert_eq!(ending(&run), "done  []");
    // Where there are no others, they do not begin.
    let (run, heard) = watched("daemon thread clock { loop { } }\nend { show 1 + 1 }", When::Never);
    assert_eq!((ending(&run), heard), ("done 1 + 1=2 []".to_string(), vec![]));
}

#[test]
fn who_watches_hears_of_steps_waits_and_resources() {
    let (_, heard) =
        watched("lock l\ncondition c of l\nthread t { lock l; wait c for 1ms; unlock l }", When::Never);
    assert_eq!(
        heard,
        [
            "t Step(Lock(0, None), 3)",
            "t Takes(0, 3)",
            "t GivesBack(0, 3)",
            "t Waits(Wait(1, Some(1000000)), 3)",
            "t GoesOn",
            "t Takes(0, 3)",
            "t Step(Wait(1, Some(1000000)), 3)",
            "t GivesBack(0, 3)",
            "t Step(Unlock(0), 3)",
            "t Ends { failed: false }",
        ]
    );
}

#[test]
fn a_step_that_is_not_possible_is_refused() {
    let program = compiled("lock l\nthread a, b { lock l }");
    let order = |actors: &[u16]| {
        let steps: Vec<Step> = actors.iter().map(|actor| Step { actor: *actor, alternative: 0 }).collect();
        forced::run(&program, &steps, alone(2, &Stop::default()), |_, _| ())
    };
    assert_eq!(order(&[0, 1]).unwrap_err(), "Step 2 is not possible: choose another order.");
    assert_eq!(order(&[0, 0]).unwrap_err(), "Step 2 is not possible: choose another order.");
    assert_eq!(order(&[7]).unwrap_err(), "Step 1 is not possible: choose another order.");
    assert_eq!(ending(&order(&[1]).unwrap()), "stuck stuck: a waits for l []");
}

#[test]
fn many_threads_come_and_go() {
    let program = compiled(
        "barrier all of 150\natomic x = 0\nthread t[150] { meet all; x += 1; meet all }\nend { show x }",
    );
    for _ in 0..10 {
        let run = threads::run(&program, alone(150, &Stop::default())).expect("threads only");
        assert_eq!(ending(&run), "done x=150 []");
    }
}
