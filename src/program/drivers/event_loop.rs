//! The event loop: tasks take turns on one thread, and others go on only where one awaits.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::task::Poll;

use futures::StreamExt;
use futures::future::{Either, select};
use futures::stream::FuturesUnordered;

use super::super::code::Program;
use super::super::machine::Machine;
use super::super::op::Op;
use super::super::syntax::ActorKind;
use super::super::world::real::{Crew, Life, Real, Watch};
use super::threads::{Acting, Desk, Hands, Run, came_of, kinds};
use crate::run::crew::Stop;
use crate::run::timer::{Timers, stopped, yield_now};

/// How long tasks that only yield go on, in nanoseconds, before timers and the browser have a turn.
const LONGEST_TURN: i64 = 4_000_000;

/// What came of a run on the event loop.
#[derive(Debug)]
pub struct Looped {
    /// As of a run on threads.
    pub run: Run,
    /// By how many nanoseconds a task at most was woken too late by its timer, if any was.
    pub lag: Option<i64>,
}

/// Tasks that were started and have no future yet.
#[derive(Default)]
struct Coming(AtomicUsize);

impl Crew for Coming {
    fn one_more(&self) -> bool {
        self.0.fetch_add(1, SeqCst);
        true
    }
}

/// What all tasks of a run share.
struct Loop<'w> {
    real: &'w Real<'w>,
    desk: &'w Desk,
    watch: &'w dyn Watch,
    timers: Timers,
    lag: Cell<Option<i64>>,
    /// When timers last had a turn.
    rested: Cell<i64>,
}

/// Says why a program cannot run on the event loop, if it cannot.
pub fn refused(program: &Program) -> Option<String> {
    if program.round_robin {
        return Some(
            "The naive loop runs no real timers: step this by hand, explore it, or take `loop events`."
                .into(),
        );
    }
    let other = kinds(program).find(|kind| *kind != ActorKind::Task)?;
    Some(format!(
        "This program has a {}, and only tasks run on the event loop: step it by hand, explore it, or make it a task.",
        other.word()
    ))
}

/// Runs a program.
///
/// # Errors
/// Returns a sentence where the program has actors that are no tasks, or another loop.
pub async fn run(
    program: &Arc<Program>,
    races: bool,
    stop: &Stop,
    watch: &dyn Watch,
) -> Result<Looped, String> {
    if let Some(why) = refused(program) {
        return Err(why);
    }
    let real = Real::new(program, usize::MAX, false, stop, watch);
    let desk = Desk::new(program, races, None);
    let lag = {
        let (coming, all) = (Coming::default(), Loop::new(&real, &desk, watch));
        coming.0.store(real.begins_with(), SeqCst);
        real.open(real.begins_with());
        let mut tasks = FuturesUnordered::new();
        let to_the_end = poll_fn(|context| {
            loop {
                for _ in 0..coming.0.swap(0, SeqCst) {
                    if let Some((life, machine)) = real.next(0, &coming) {
                        tasks.push(all.turns(life, machine));
                    }
                }
                match tasks.poll_next_unpin(context) {
                    Poll::Ready(Some(())) => {}
                    _ if coming.0.load(SeqCst) > 0 => {}
                    Poll::Ready(None) => return Poll::Ready(()),
                    Poll::Pending => return Poll::Pending,
                }
            }
        });
        if let Either::Right(((), to_the_end)) = select(to_the_end, pin!(stopped(stop))).await {
            real.halt();
            to_the_end.await;
        }
        drop(tasks);
        all.lag.get()
    };
    Ok(Looped { run: came_of(real.into_left(), usize::MAX, desk), lag })
}

impl<'w> Loop<'w> {
    fn new(real: &'w Real<'w>, desk: &'w Desk, watch: &'w dyn Watch) -> Loop<'w> {
        let rested = Cell::new(real.now());
        Loop { real, desk, watch, timers: Timers::default(), lag: Cell::new(None), rested }
    }

    /// Runs a task; each of its turns is told.
    async fn turns(&self, life: Life<'w>, machine: Machine) {
        let actor = life.actor;
        let mut live = pin!(self.live(life, machine));
        poll_fn(|context| {
            self.watch.turn(actor, true);
            let poll = live.as_mut().poll(context);
            self.watch.turn(actor, false);
            poll
        })
        .await;
        self.real.retire();
    }

    async fn live(&self, life: Life<'w>, machine: Machine) {
        let mut hands = Hands::new(self.real, self.desk);
        let Some(mut acting) = Acting::begin(self.real, life, machine, &mut hands) else { return };
        while let Some(op) = acting.next() {
            if op == Op::Yield {
                self.let_others_go_on().await;
            }
            let performed = acting.life.perform_on_loop(&op, &self.timers, &|late| self.note(late)).await;
            if !acting.goes_on(op, performed) {
                break;
            }
        }
        acting.end();
        hands.hand_in();
    }

    /// Lets all that is ready go on first; and timers too, from time to time.
    async fn let_others_go_on(&self) {
        if self.real.now() - self.rested.get() < LONGEST_TURN {
            return yield_now().await;
        }
        self.timers.after(0.0).await;
        self.rested.set(self.real.now());
    }

    fn note(&self, late: i64) {
        self.lag.set(self.lag.get().max(Some(late)));
    }
}
