//! An actor: its frames, and what it runs until its next step.
//!
//! A machine is told the answer to its last step, goes on, and stops before the next one. It can be cloned, compared
//! and hashed, and knows no driver: who performs the steps, and when, is not its business.

mod flow;
mod instructions;
mod operands;
mod run;

use std::sync::Arc;

use super::code::Program;
use super::op::{Answer, Op};
use super::syntax::ActorKind;
use super::value::Value;

pub use operands::describe;

/// How many calls may be within each other.
pub const DEEPEST_CALLS: usize = 1000;
/// How many instructions there may be without a step, where time stands still.
pub const MOST_INSTRUCTIONS: u64 = 1_000_000;
/// How many generators an actor may make.
pub const MOST_GENERATORS: usize = 1000;
/// What a cancelled actor fails with.
pub const CANCELLED: &str = "cancelled";

/// What runs a machine provides: output, time and computing that are no steps.
pub trait Host {
    /// Says whether texts are wanted at all.
    fn listens(&self) -> bool {
        false
    }
    /// Prints a line.
    fn print(&mut self, _actor: &str, _line: String) {}
    /// Prints without ending the line.
    fn write(&mut self, _actor: &str, _text: &str) {}
    /// Counts.
    fn tally(&mut self, _actor: &str, _count: i64) {}
    /// Notes a figure of real runs.
    fn measure(&mut self, _actor: &str, _value: &Value) {}
    /// Returns the time since the beginning, in nanoseconds.
    fn now(&mut self) -> i64 {
        0
    }
    /// Computes millions of additions.
    fn work(&mut self, _millions: i64) {}
    /// Lets time pass.
    fn block(&mut self, _nanoseconds: i64) {}
    /// Is told how many instructions were run.
    fn spent(&mut self, _instructions: u64) {}
    /// Says whether to run on. It is asked from time to time; a machine that must not rests where it is, with neither a
    /// step nor an end.
    fn goes_on(&mut self) -> bool {
        true
    }
    /// Returns how many instructions there may be without a step.
    fn most_instructions(&self) -> Option<u64> {
        Some(MOST_INSTRUCTIONS)
    }
}

/// Where nobody listens and time stands still.
#[derive(Debug, Default)]
pub struct Silent;

impl Host for Silent {}

/// As [`Silent`], and with so many instructions in all.
#[derive(Debug)]
pub struct Rationed {
    /// How many are left.
    pub left: u64,
}

impl Host for Rationed {
    fn spent(&mut self, instructions: u64) {
        self.left = self.left.saturating_sub(instructions);
    }

    fn most_instructions(&self) -> Option<u64> {
        Some(self.left)
    }
}

/// A call that is not over.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Frame {
    function: u32,
    at: u32,
    slots: Vec<Value>,
    stack: Vec<Value>,
    handlers: Vec<u32>,
    /// The generator that this is, and whether its end is told as the end of a `for`.
    generator: Option<(u32, bool)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Generator {
    Ready(Box<Frame>),
    Running,
    Over,
}

/// Why an actor ended too early.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Failure {
    /// What went wrong.
    pub text: Arc<str>,
    /// The line where.
    pub line: u32,
}

/// An actor.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Machine {
    /// Its name.
    pub name: Arc<str>,
    /// Its number among those of one declaration.
    pub index: u32,
    /// What runs it.
    pub kind: ActorKind,
    /// Whether the program ends without it.
    pub daemon: bool,
    frames: Vec<Frame>,
    generators: Vec<Generator>,
    draws: u32,
    /// The step it stands before.
    pub pending: Option<Op>,
    /// What it returned or failed with, once it is over.
    pub over: Option<Result<Value, Failure>>,
    /// Whether somebody has asked for its failure, or wanted it.
    pub asked: bool,
    /// Figures: their numbers and values.
    pub shown: Vec<(u32, Value)>,
    /// Expectations that were false, by their numbers.
    pub wrong: Vec<u32>,
}

impl Machine {
    /// Makes an actor that stands at the beginning of a function.
    pub fn new(
        program: &Program,
        name: Arc<str>,
        index: u32,
        kind: ActorKind,
        daemon: bool,
        function: u32,
        operands: &[Value],
    ) -> Machine {
        Machine {
            name,
            index,
            kind,
            daemon,
            frames: vec![Frame::new(program, function, operands.to_vec())],
            generators: vec![],
            draws: 0,
            pending: None,
            over: None,
            asked: false,
            shown: vec![],
            wrong: vec![],
        }
    }

    /// Goes on with an answer, or from the beginning, until the next step or the end.
    pub fn resume(&mut self, program: &Program, host: &mut dyn Host, answer: Option<Answer>) {
        self.pending = None;
        let failed = match answer {
            None => None,
            Some(Answer::Value(value)) => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.stack.push(value);
                }
                None
            }
            Some(Answer::Fail(text)) => Some(text),
        };
        if let Some(text) = failed {
            let line = self.line(program);
            self.unwind(program, Failure { text, line });
        }
        self.run(program, host);
    }

    /// Ends it with a failure that nothing can catch.
    pub fn abandon(&mut self, program: &Program, text: &str) {
        self.frames.iter_mut().for_each(|frame| frame.handlers.clear());
        let line = self.line(program);
        self.pending = None;
        self.unwind(program, Failure { text: text.into(), line });
    }

    /// Returns the line where it is; the last one once it is over.
    pub fn line(&self, program: &Program) -> u32 {
        let Some(frame) = self.frames.last() else { return 0 };
        let lines = &program.functions[frame.function as usize].lines;
        lines.get((frame.at as usize).saturating_sub(1)).copied().unwrap_or(0)
    }

    /// Returns the variables of the innermost call that have values, by name.
    pub fn variables<'p>(&self, program: &'p Program) -> Vec<(&'p str, &Value)> {
        let Some(frame) = self.frames.last() else { return vec![] };
        let names = &program.functions[frame.function as usize].slots;
        names
            .iter()
            .zip(&frame.slots)
            .filter(|(name, value)| !name.is_empty() && **value != Value::Unset)
            .map(|(name, value)| (name.as_str(), value))
            .collect()
    }

    /// Returns about how many bytes this takes.
    pub fn bytes(&self) -> usize {
        let frame = |frame: &Frame| {
            let values: u64 = frame.slots.iter().chain(&frame.stack).map(Value::cost).sum();
            120 + 24 * (frame.slots.len() + frame.stack.len()) + 8 * values as usize
        };
        let generators = self.generators.iter().map(|generator| match generator {
            Generator::Ready(inner) => frame(inner),
            _ => 16,
        });
        200 + self.frames.iter().map(frame).sum::<usize>() + generators.sum::<usize>()
    }
}

impl Frame {
    fn new(program: &Program, function: u32, mut operands: Vec<Value>) -> Frame {
        operands.resize(program.functions[function as usize].slots.len(), Value::Unset);
        Frame { function, at: 0, slots: operands, stack: vec![], handlers: vec![], generator: None }
    }
}
