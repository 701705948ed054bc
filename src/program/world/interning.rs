//! Parts of states that occur again and again, kept once and named by numbers.
//!
//! What an actor does with an answer depends on the two only. So it is computed once for each pair, and exploring is
//! looking up numbers.

use std::hash::BuildHasherDefault;
use std::sync::Arc;

use indexmap::IndexSet;
use rustc_hash::{FxHashMap, FxHasher};

use super::super::code::Program;
use super::super::machine::{Host, Machine};
use super::super::op::{Answer, Op};
use super::super::syntax::ActorKind;
use super::super::value::Value;

type Set<T> = IndexSet<T, BuildHasherDefault<FxHasher>>;

/// What is asked about an actor most often.
#[derive(Debug, Clone)]
pub struct Brief {
    /// The step it stands before.
    pub op: Option<Op>,
    /// Whether it is over.
    pub over: bool,
    /// Whether the program ends without it.
    pub daemon: bool,
    /// Whether it is a task on the event loop.
    pub task: bool,
}

/// The tables.
#[derive(Debug)]
pub struct Tables {
    machines: Set<Machine>,
    briefs: Vec<Brief>,
    next: FxHashMap<(u32, u64), u32>,
    values: Set<Value>,
    lists: Set<Box<[u32]>>,
    bytes: usize,
    counter: Counter,
}

/// Nobody listens, but instructions are counted.
#[derive(Debug, Default)]
struct Counter {
    spent: u64,
}

impl Host for Counter {
    fn spent(&mut self, instructions: u64) {
        self.spent += instructions;
    }
}

/// The largest number of a number that needs no entry.
const SMALL: i64 = 1 << 29;

impl Tables {
    /// Makes empty tables.
    pub fn new() -> Tables {
        let mut tables = Tables {
            machines: Set::default(),
            briefs: vec![],
            next: FxHashMap::default(),
            values: Set::default(),
            lists: Set::default(),
            bytes: 0,
            counter: Counter::default(),
        };
        tables.list(&[]);
        for value in [Value::None, Value::Bool(false), Value::Bool(true)] {
            tables.value(&value);
        }
        tables
    }

    /// Returns about how many bytes they take.
    pub fn bytes(&self) -> usize {
        self.bytes + 40 * self.next.len()
    }

    /// Returns how many instructions have been run.
    pub fn spent(&self) -> u64 {
        self.counter.spent
    }

    /// Returns the number of a value.
    pub fn value(&mut self, value: &Value) -> u32 {
        match value {
            Value::Int(small) if (-SMALL..SMALL).contains(small) => {
                return (((small << 1) ^ (small >> 63)) as u32) << 1;
            }
            // As they are entered first, except while that is done.
            Value::None | Value::Bool(_) if self.values.len() > 2 => {
                return u32::from(*value != Value::None) * 2 + u32::from(*value == Value::Bool(true)) * 2 + 1;
            }
            _ => {}
        }
        let (number, new) = match self.values.get_index_of(value) {
            Some(number) => (number, false),
            None => self.values.insert_full(value.clone()),
        };
        if new {
            self.bytes += 80 + 8 * value.cost() as usize;
        }
        (number as u32) << 1 | 1
    }

    /// Returns the value of a number.
    pub fn value_of(&self, word: u32) -> Value {
        if word & 1 == 1 {
            return self.values[(word >> 1) as usize].clone();
        }
        let zigzag = i64::from(word >> 1);
        Value::Int((zigzag >> 1) ^ -(zigzag & 1))
    }

    /// Returns the number of a list; 0 is the empty one.
    pub fn list(&mut self, items: &[u32]) -> u32 {
        if let Some(number) = self.lists.get_index_of(items) {
            return number as u32;
        }
        self.bytes += 60 + 4 * items.len();
        self.lists.insert_full(items.into()).0 as u32
    }

    /// Returns the list of a number.
    pub fn list_of(&self, number: u32) -> &[u32] {
        &self.lists[number as usize]
    }

    /// Returns the number of a machine.
    pub fn machine(&mut self, machine: Machine) -> u32 {
        if let Some(number) = self.machines.get_index_of(&machine) {
            return number as u32;
        }
        self.bytes += 2 * machine.bytes();
        self.briefs.push(Brief {
            op: machine.pending.clone(),
            over: machine.over.is_some(),
            daemon: machine.daemon,
            task: machine.kind == ActorKind::Task,
        });
        self.machines.insert_full(machine).0 as u32
    }

    /// Returns the machine of a number.
    pub fn machine_of(&self, number: u32) -> &Machine {
        &self.machines[number as usize]
    }

    /// Returns what is asked most often of it.
    pub fn brief(&self, number: u32) -> &Brief {
        &self.briefs[number as usize]
    }

    /// Returns what a machine becomes with an answer. With a host it runs again, so that the host hears it.
    pub fn resumed(
        &mut self,
        program: &Program,
        number: u32,
        answer: Answer,
        host: Option<&mut dyn Host>,
    ) -> u32 {
        let key = match &answer {
            Answer::Value(value) => u64::from(self.value(value)),
            Answer::Fail(text) => 1 << 40 | u64::from(self.value(&Value::Text(Arc::clone(text)))),
        };
        if host.is_none()
            && let Some(next) = self.next.get(&(number, key))
        {
            return *next;
        }
        let mut machine = self.machine_of(number).clone();
        machine.resume(program, host.unwrap_or(&mut self.counter), Some(answer));
        let next = self.machine(machine);
        self.next.insert((number, key), next);
        next
    }
}
