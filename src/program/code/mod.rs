//! A compiled program: compact instructions with their source lines, and tables of what is declared.

mod builder;
pub mod compile;
mod constants;
mod emit;
mod emit_blocks;
mod emit_expressions;
mod lower;
mod unreturned;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fault::{Fault, Place};
use super::syntax::{ActorKind, Hold, Word};
use super::value::{Binary, Value};

/// One instruction of the stack machine. Jumps name the instruction they go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Instr {
    Const(u32),
    Load(u32),
    Store(u32),
    Pop,
    Dup,
    Minus,
    Not,
    Binary(Binary),
    Jump(u32),
    JumpIfNot(u32),
    /// Short-circuit `and`: goes there with `false`, or drops `true`.
    JumpIfFalse(u32),
    /// Short-circuit `or`.
    JumpIfTrue(u32),
    /// Drops the end of a channel, list or generator and goes there; keeps anything else.
    JumpIfClosed(u32),
    List(u32),
    Index,
    /// From a list, an index and a value: the list with the value there.
    WithElement,
    Length,
    Call(u32),
    /// A call that takes the place of its caller.
    Become(u32),
    Return,
    Me,
    MyIndex,
    Now,
    Random,
    Fib,
    Work,
    Block,
    /// From an index: the variable of an array, by its first number and length.
    CellAt(u32, u32),
    Try(u32),
    EndTry,
    /// Fails with a text.
    Fail,
    /// Fails again with what a handler was told: a list of text and line.
    Rethrow,
    Print(u32),
    Show(u32),
    Expect(u32),
    Tally,
    Measure,
    Generator(u32),
    Next,
    YieldValue,
    /// The next element of what is in a slot; the slot behind it counts.
    Each(u32),
    /// Takes the value on the stack out of the list in a slot, and keeps it on the stack.
    Without(u32),
    // What follows are steps: the machine stops before them.
    Word(Word, bool),
    Read,
    Write,
    Update(Binary),
    Enter(Hold),
    Leave(Hold),
    Yield,
    Output(u32),
    /// An actor, by its number in the list of spawns.
    Spawn(u32),
    Completed(u32),
    Select(u32),
}

/// A function, or the body of an actor.
#[derive(Debug, Default)]
pub struct Function {
    /// Its name; empty for the body of an actor.
    pub name: String,
    /// How many of the slots are operands.
    pub params: u32,
    /// The names of its variables; those that the compiler made are empty.
    pub slots: Vec<String>,
    /// What it does.
    pub code: Vec<Instr>,
    /// The line of each instruction.
    pub lines: Vec<u32>,
    /// Whether it has `yield` with a value.
    pub generator: bool,
    /// Variables that are figures of the actor that runs this outermost: slot and figure.
    pub kept: Vec<(u32, u32)>,
}

/// A shared or atomic variable.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Its name, with its index if it is one of several.
    pub name: String,
    /// Whether every operation on it is one step.
    pub atomic: bool,
    /// What it is at the beginning.
    pub initial: Value,
}

/// What a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ResourceKind {
    Lock { reentrant: bool, fair: bool },
    RwLock,
    Condition { of: u32 },
    Semaphore { initial: u32 },
    Barrier { of: u32 },
    Channel { capacity: Option<u32> },
}

impl ResourceKind {
    /// Returns its word.
    pub fn word(self) -> &'static str {
        match self {
            ResourceKind::Lock { .. } => "lock",
            ResourceKind::RwLock => "rwlock",
            ResourceKind::Condition { .. } => "condition",
            ResourceKind::Semaphore { .. } => "semaphore",
            ResourceKind::Barrier { .. } => "barrier",
            ResourceKind::Channel { .. } => "channel",
        }
    }
}

/// A lock, channel or the like.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Its name, with its index if it is one of several.
    pub name: String,
    /// What it is.
    pub kind: ResourceKind,
}

/// An actor that begins with the program.
#[derive(Debug, Clone)]
pub struct Role {
    /// Its name, for example `cook 0`.
    pub name: Arc<str>,
    /// Its number among those of one declaration.
    pub index: u32,
    /// What runs it.
    pub kind: ActorKind,
    /// Whether the program ends without it.
    pub daemon: bool,
    /// Its body.
    pub function: u32,
}

/// How `start` and `new` make an actor.
#[derive(Debug, Clone)]
pub struct Spawn {
    /// What it runs.
    pub function: u32,
    /// What runs it; its starter's kind where nothing is said.
    pub kind: Option<ActorKind>,
    /// Whether it begins at once.
    pub begun: bool,
    /// The variable it is named after.
    pub named: Option<Arc<str>>,
}

/// A branch of a `select`, with what it waits for: taking, or putting.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// For each branch whether it puts.
    pub puts: Vec<bool>,
    /// Whether there is an `after`.
    pub limited: bool,
}

/// A figure that the program shows.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Its name.
    pub name: String,
    /// Where it is shown.
    pub place: Place,
    /// Whether it is one figure for each actor.
    pub of_all: bool,
}

/// What must be true, in words, and where it says so.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// What it means.
    pub meaning: String,
    /// Where it is.
    pub place: Place,
}

/// A setting of a program, with values.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// What it is where nothing else is said.
    pub value: Value,
    /// What it is when everything is explored.
    pub explore: Option<Value>,
    /// The least and largest number.
    pub range: Option<(Value, Value)>,
    /// The choices.
    pub among: Vec<String>,
    /// What it is for.
    pub help: String,
}

/// What a program is compiled with.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Values of settings; the others are as the text says.
    pub settings: BTreeMap<String, Value>,
    /// The variant; the first where nothing is said.
    pub variant: Option<String>,
    /// Whether settings have the values for exploring.
    pub exploring: bool,
    /// Where randomness begins.
    pub seed: u64,
}

/// A compiled program. Every driver runs the same.
#[derive(Debug, Default)]
pub struct Program {
    /// Constants.
    pub consts: Vec<Value>,
    /// Functions and bodies.
    pub functions: Vec<Function>,
    /// Shared and atomic variables.
    pub cells: Vec<Cell>,
    /// Everything that actors wait for.
    pub resources: Vec<Resource>,
    /// The actors at the beginning.
    pub roles: Vec<Role>,
    /// What `start` and `new` make.
    pub spawns: Vec<Spawn>,
    /// What `select` waits for.
    pub selections: Vec<Selection>,
    /// The body of `end`.
    pub end: Option<u32>,
    /// What is shown.
    pub figures: Vec<Figure>,
    /// What is expected.
    pub expectations: Vec<Expectation>,
    /// Whether tasks take turns at `yield` only.
    pub round_robin: bool,
    /// Whether waiting may end without cause.
    pub spurious: bool,
    /// Where randomness begins.
    pub seed: u64,
    /// The settings.
    pub settings: Vec<Setting>,
    /// The variants.
    pub variants: Vec<String>,
    /// What is worth a look.
    pub warnings: Vec<Fault>,
}
