//! The steps: what an actor asks of the world, with all operands, and what it is answered.

use std::sync::Arc;

use super::syntax::ActorKind;
use super::value::{Binary, Value};

/// How long something may take at most, in nanoseconds.
pub type Limit = Option<i64>;

/// A branch of a `select`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Choice {
    /// The channel.
    pub channel: u32,
    /// What is put; without it the branch takes.
    pub put: Option<Value>,
}

/// An actor to be made.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Making {
    /// What it runs.
    pub function: u32,
    /// Its operands.
    pub operands: Vec<Value>,
    /// What runs it.
    pub kind: ActorKind,
    /// What it is named after.
    pub named: Option<Arc<str>>,
}

/// An operation on something shared. Numbers are those of variables, resources and actors.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Op {
    Read(u32),
    Write(u32, Value),
    Update(u32, Binary, Value),
    Swap(u32, Value),
    Compare(u32, Value, Value),
    Fence,
    Lock(u32, Limit),
    TryLock(u32),
    Unlock(u32),
    LockRead(u32),
    LockWrite(u32),
    UnlockRead(u32),
    UnlockWrite(u32),
    Wait(u32, Limit),
    Notify(u32),
    NotifyAll(u32),
    Acquire(u32, Limit),
    TryAcquire(u32),
    Release(u32),
    Meet(u32),
    Put(u32, Value, Limit),
    TryPut(u32, Value),
    Take(u32, Limit),
    /// As `for v in channel` takes: the end is an answer, not a failure.
    TakeEach(u32),
    TryTake(u32),
    Close(u32),
    LengthOf(u32),
    Select(Arc<[Choice]>, Limit),
    Start(Arc<Making>),
    /// No step: it belongs to the step before.
    New(Arc<Making>),
    Begin(u32),
    Join(u32, Limit),
    Result(u32),
    Done(u32),
    Alive(u32),
    Cancel(u32),
    /// The next of these that is over.
    Completed(Arc<[u32]>),
    Sleep(i64),
    Fetch(Value),
    Yield,
    Output(Arc<str>),
}

/// What the world answers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The operation has this value.
    Value(Value),
    /// The operation failed.
    Fail(Arc<str>),
}

impl Answer {
    /// Answers with a failure.
    pub fn fail(text: impl Into<Arc<str>>) -> Answer {
        Answer::Fail(text.into())
    }
}

impl Op {
    /// Says whether an actor may have to wait at this, so that `cancel` ends it there.
    pub fn may_block(&self) -> bool {
        matches!(
            self,
            Op::Lock(..)
                | Op::LockRead(_)
                | Op::LockWrite(_)
                | Op::Wait(..)
                | Op::Acquire(..)
                | Op::Meet(_)
                | Op::Put(..)
                | Op::Take(..)
                | Op::TakeEach(_)
                | Op::Select(..)
                | Op::Join(..)
                | Op::Result(_)
                | Op::Completed(_)
                | Op::Sleep(_)
                | Op::Fetch(_)
        )
    }

    /// Returns how long this may take.
    pub fn limit(&self) -> Limit {
        match self {
            Op::Lock(_, limit)
            | Op::Wait(_, limit)
            | Op::Acquire(_, limit)
            | Op::Put(_, _, limit)
            | Op::Take(_, limit)
            | Op::Select(_, limit)
            | Op::Join(_, limit) => *limit,
            _ => None,
        }
    }

    /// Returns the shared variable that this reads or writes, and whether it writes.
    pub fn access(&self) -> Option<(u32, bool)> {
        match self {
            Op::Read(cell) => Some((*cell, false)),
            Op::Write(cell, _) => Some((*cell, true)),
            _ => None,
        }
    }
}
