//! The hall: where actors wait for each other. One lock guards it, and only who must wait, or lets others go on, comes
//! here; all that is seen in it was so at one moment.

use std::collections::VecDeque;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Condvar};
use std::task::Waker;

use super::super::super::machine::Machine;
use super::super::super::op::{Answer, Op};
use super::super::super::value::Value;
use super::super::model::Phase;
use super::Verdict;

/// An actor, as others see it.
#[derive(Debug)]
pub struct Seat {
    /// Its name.
    pub name: Arc<str>,
    /// Whether the program ends without it.
    pub daemon: bool,
    /// How it stands before its step.
    pub phase: Phase,
    /// Whether it is over.
    pub over: bool,
    /// Whether a thread runs it.
    pub seated: bool,
    /// Whether it waits until others let it go on.
    pub resting: bool,
    /// Whether it is counted among those that can go on.
    pub counted: bool,
    /// Whether it was woken because a resource may have become free for it.
    pub called: bool,
    /// Whether it ends the next time it may block.
    pub cancelled: Arc<AtomicBool>,
    /// What others answered for it.
    pub answer: Option<Answer>,
    /// The step at which it last waited, and its line.
    pub op: Option<Op>,
    /// The line of that step.
    pub line: u32,
    /// Where its thread sleeps.
    pub bed: Arc<Condvar>,
    /// Who is told instead where it is a task.
    pub waker: Option<Waker>,
    /// Its frames, while no thread has them.
    pub machine: Option<Machine>,
}

impl Seat {
    /// Makes a place for an actor.
    pub fn new(machine: Machine, phase: Phase) -> Seat {
        Seat {
            name: Arc::clone(&machine.name),
            daemon: machine.daemon,
            phase,
            over: false,
            seated: false,
            resting: false,
            counted: false,
            called: false,
            cancelled: Arc::new(AtomicBool::new(false)),
            answer: None,
            op: None,
            line: 0,
            bed: Arc::new(Condvar::new()),
            waker: None,
            machine: Some(machine),
        }
    }

    /// Wakes who runs it.
    pub fn wake(&mut self) {
        self.bed.notify_one();
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// Says whether it waits without a time limit.
    pub fn is_blocked(&self) -> bool {
        self.resting && !self.counted
    }
}

/// Who waits at a resource, and what only they have to do with it.
#[derive(Debug, Default)]
pub struct Queue {
    /// Who waits, by side. At a condition and a barrier, and for a fair lock, these have taken a step to be here.
    pub sides: [VecDeque<u32>; 2],
    /// Offers to hand over, the oldest first.
    pub offers: VecDeque<(u32, Value)>,
    /// Whether a channel that hands over was closed.
    pub closed: bool,
}

/// The hall.
#[derive(Debug, Default)]
pub struct Hall {
    /// All actors.
    pub seats: Vec<Seat>,
    /// By resource.
    pub queues: Vec<Queue>,
    /// How many threads go on, or are about to come: neither without an actor, nor with one that is blocked.
    pub going: usize,
    /// How many that are no daemons have begun and are not over.
    pub live: usize,
    /// Who has begun and has no thread yet.
    pub fresh: VecDeque<u32>,
    /// How many threads there are.
    pub threads: usize,
    /// How many of them have nothing to do.
    pub idle: usize,
    /// How many of those without an actor have been called for one.
    pub wanted: usize,
    /// How many threads must still be started.
    pub missing: usize,
    /// How many threads there may be.
    pub places: usize,
    /// How many threads meet at the start line.
    pub expected: usize,
    /// How many of them have come.
    pub lined: usize,
    /// How it ended, once it has.
    pub verdict: Option<Verdict>,
    /// Whether steps are taken in a given order only.
    pub forced: bool,
    /// Whose step is next in such an order, and which of its steps.
    pub token: Option<(u32, u16)>,
    /// Whose turn it is to run up to its next step in such an order, the next one first.
    pub turns: VecDeque<u32>,
    /// Who began by the present step.
    pub begun: Vec<u32>,
    /// Moves on with every `select`, so that none of its branches is preferred.
    pub chances: usize,
    /// Deadlocks that were found.
    pub deadlocks: Vec<String>,
    /// What is said of those who are stuck at something without an owner.
    pub alone: Vec<String>,
}

impl Hall {
    /// Lets who rests go on.
    pub fn rouse(&mut self, actor: u32) {
        let seat = &mut self.seats[actor as usize];
        if seat.resting {
            seat.resting = false;
            if !seat.counted {
                seat.counted = true;
                self.going += 1;
            }
            seat.wake();
        }
    }

    /// Lets an actor go on with an answer.
    pub fn free(&mut self, actor: u32, answer: Answer) {
        let seat = &mut self.seats[actor as usize];
        seat.answer = Some(answer);
        seat.phase = Phase::Ready;
        if self.forced {
            self.turns.push_back(actor);
        } else {
            self.rouse(actor);
        }
    }

    /// Lets an actor stand differently before its step, and look again.
    pub fn turn_to(&mut self, actor: u32, phase: Phase) {
        self.seats[actor as usize].phase = phase;
        if !self.forced {
            self.rouse(actor);
        }
    }

    /// Takes the longest waiting of a side.
    pub fn first(&mut self, resource: u32, side: usize) -> Option<u32> {
        self.queues[resource as usize].sides[side].pop_front()
    }

    /// Takes an actor out of a side, and says whether it was there.
    pub fn leave(&mut self, resource: u32, side: usize, actor: u32) -> bool {
        let queue = &mut self.queues[resource as usize].sides[side];
        let found = queue.iter().position(|other| *other == actor);
        found.is_some_and(|at| queue.remove(at).is_some())
    }

    /// Says whether nobody waits at a side.
    pub fn is_empty(&self, resource: u32, side: usize) -> bool {
        self.queues[resource as usize].sides[side].is_empty()
    }

    /// Says whether an actor has begun.
    pub fn has_begun(&self, actor: u32) -> bool {
        self.seats[actor as usize].phase != Phase::Unbegun
    }
}
