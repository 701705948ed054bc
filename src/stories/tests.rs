//! Tests of what stories share.

use std::cell::RefCell;

use futures::FutureExt;
use futures::executor::block_on;
use futures::future::join_all;

use super::*;
use crate::contract::scenario::MEMORY;
use crate::contract::story::{Actors, ExtraLane};
use crate::run::crew::Crew;
use crate::run::timer::yield_now;
use crate::run::trace::recorder::CAPACITY;
use crate::run::trace::table::{Span, spans};

const TURN: u16 = 10;
const AWAITS: u16 = 11;
const STARVES: u16 = 12;
const ENDS: u16 = 13;

/// The context of so many tasks on an event loop.
fn context(tasks: usize) -> Context {
    let names = Actors::on_loop(["a", "b", "c"]).tasks.into_iter().take(tasks);
    let lane = |(number, name)| ExtraLane { name, track: "async", number, on_loop: true };
    Context {
        recorder: Arc::new(Recorder::with_extra(0, CAPACITY, tasks)),
        lanes: names.enumerate().map(lane).collect(),
        crew: Crew::none(),
        stop: Arc::default(),
        progress: Arc::default(),
        notice: Arc::default(),
        pictures: Vec::new(),
        compare: false,
        record: true,
        cores: 2,
        budget_ms: 0.0,
        memory: MEMORY,
    }
}

fn spans_of(context: &Context, actor: usize) -> Vec<Span> {
    spans(&context.recorder.events(1 + actor, 0))
}

#[test]
fn tasks_take_turns_on_the_coordinators_lane_and_return_by_their_numbers() {
    let context = context(3);
    let teller = Teller::begin(&context, 3, 1.0, ENDS);
    let order = RefCell::new(Vec::new());
    let task = |actor: usize| {
        let (teller, order) = (&teller, &order);
        let task = async move {
            order.borrow_mut().push(actor);
            yield_now().await;
            teller.ends(actor, ENDS, 0);
            actor * 10
        };
        (actor, task.boxed_local())
    };
    assert_eq!(block_on(teller.on_loop(TURN, [2, 0, 1].map(task))), Some(vec![0, 10, 20]));
    assert_eq!(*order.borrow(), [2, 0, 1], "they begin in the order in which they are given");
    let turns: Vec<_> = spans(&context.recorder.events(COORDINATOR, 0));
    assert!(turns.iter().all(|turn| turn.label == TURN));
    assert_eq!(turns.iter().map(|turn| turn.first).collect::<Vec<_>>(), [2, 0, 1, 2, 0, 1]);
}

#[test]
fn what_a_timer_is_late_is_the_loops_fault_alone() {
    let context = context(2);
    let teller = Teller::begin(&context, 2, 1.0, ENDS);
    let tasks = [
        (0, teller.awaits(0, [AWAITS, STARVES], 5.0).boxed_local()),
        (1, async { block(60.0, || false) }.map(|_| 0.0).boxed_local()),
    ];
    let late = block_on(teller.on_loop(TURN, tasks)).unwrap()[0];
    let [awaits, starves] = spans_of(&context, 0)[..] else { panic!("two spans") };
    assert_eq!((awaits.label, awaits.first, starves.label), (AWAITS, 5_000, STARVES));
    assert_eq!(starves.start, awaits.end, "it is ready when its time has come");
    assert!(late >= 50.0, "{late} ms late");
    assert!((starves.end - starves.start - late * 1e3).abs() < 1.0);
}

#[test]
fn who_is_stopped_is_not_over() {
    let context = context(1);
    let teller = Teller::begin(&context, 1, 1.0, ENDS);
    context.stop.set();
    teller.blocks(0, AWAITS, 0, 1e6);
    teller.note(0, TURN, 0);
    teller.ends(0, ENDS, 0);
    assert_eq!(block_on(teller.on_loop(TURN, [(0, async {}.boxed_local())])), None);
    let events = context.recorder.events(1, 0);
    assert_eq!(events.iter().map(|event| event.phase).collect::<Vec<_>>(), [Phase::Begin]);
}

#[test]
fn a_bell_wakes_one_after_the_other_and_nobody_who_has_left() {
    let bell = Bell::default();
    let order = RefCell::new(Vec::new());
    let listens = |i: i32| {
        let (bell, order) = (&bell, &order);
        async move {
            bell.heard().await;
            order.borrow_mut().push(i);
        }
    };
    let mut left = Box::pin(bell.heard());
    assert!(left.as_mut().now_or_never().is_none());
    let mut all = Box::pin(join_all((0..3).map(listens)));
    assert!(all.as_mut().now_or_never().is_none());
    drop(left);
    for rung in 1..=3 {
        bell.ring();
        assert_eq!(all.as_mut().now_or_never().is_some(), rung == 3);
        assert_eq!(*order.borrow(), (0..rung).collect::<Vec<_>>());
    }
    bell.ring();
}
