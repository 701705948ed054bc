//! Parts of states that occur again and again, kept once and named by numbers.
//!
//! What an actor does with an answer depends on the two only. So it is computed once for each pair, and exploring is
//! looking up numbers.
//!
//! Threads that explore together have a copy each, so that looking up asks nobody. What a copy lacks comes from the
//! tables in common, which give out the numbers: each copy is a beginning of them.

use std::hash::BuildHasherDefault;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
    /// For each machine what it becomes with `none`, `false` and `true`, as most answers are these.
    soon: Vec<[u32; FIXED]>,
    /// What it becomes with other answers.
    next: FxHashMap<(u32, u64), u32>,
    values: Set<Value>,
    lists: Set<Box<[u32]>>,
    bytes: usize,
    counter: Counter,
    common: Option<Arc<Mutex<Tables>>>,
}

/// How many values have fixed numbers.
const FIXED: usize = 3;
/// Stands for what is not known yet.
const UNKNOWN: u32 = u32::MAX;

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

fn locked(tables: &Mutex<Tables>) -> MutexGuard<'_, Tables> {
    // What panics is told elsewhere; the tables hold whole entries at any time.
    tables.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The largest number of a number that needs no entry.
const SMALL: i64 = 1 << 29;

impl Tables {
    /// Makes tables that hold nothing but the values that have fixed numbers.
    pub fn new() -> Tables {
        let mut tables = Tables::empty();
        tables.list(&[]);
        for value in [Value::None, Value::Bool(false), Value::Bool(true)] {
            tables.value(&value);
        }
        tables
    }

    fn empty() -> Tables {
        Tables {
            machines: Set::default(),
            briefs: vec![],
            soon: vec![],
            next: FxHashMap::default(),
            values: Set::default(),
            lists: Set::default(),
            bytes: 0,
            counter: Counter::default(),
            common: None,
        }
    }

    /// Returns about how many bytes they take.
    pub fn bytes(&self) -> usize {
        self.bytes + 40 * self.next.len() + 4 * FIXED * self.soon.len()
    }

    /// Returns how many instructions have been run.
    pub fn spent(&self) -> u64 {
        self.counter.spent
    }

    /// Makes copies that agree on all numbers from now on.
    pub fn shared_out(self, copies: usize) -> Vec<Tables> {
        let common = Arc::new(Mutex::new(self));
        let copy = |_| {
            let mut copy = Tables { common: Some(Arc::clone(&common)), ..Tables::empty() };
            copy.catch_up();
            copy
        };
        (0..copies).map(copy).collect()
    }

    /// Copies what others have added to the tables in common.
    pub fn catch_up(&mut self) {
        if let Some(common) = self.common.clone() {
            self.copy_new(&locked(&common));
        }
    }

    fn copy_new(&mut self, common: &Tables) {
        for at in self.values.len()..common.values.len() {
            self.enter_value(common.values[at].clone());
        }
        for at in self.lists.len()..common.lists.len() {
            self.enter_list(&common.lists[at]);
        }
        for at in self.machines.len()..common.machines.len() {
            self.enter_machine(common.machines[at].clone());
        }
    }

    /// Enters something new, first into the tables in common, if there are any; they may have it already.
    fn agree(&mut self, enter: impl Fn(&mut Tables) -> u32) -> u32 {
        let Some(common) = self.common.clone() else { return enter(self) };
        let mut common = locked(&common);
        let number = enter(&mut common);
        self.copy_new(&common);
        number
    }

    fn enter_value(&mut self, value: Value) -> u32 {
        let (number, new) = self.values.insert_full(value);
        if new {
            self.bytes += 80 + 8 * self.values[number].cost() as usize;
        }
        number as u32
    }

    fn enter_list(&mut self, items: &[u32]) -> u32 {
        let (number, new) = self.lists.insert_full(items.into());
        if new {
            self.bytes += 60 + 4 * items.len();
        }
        number as u32
    }

    fn enter_machine(&mut self, machine: Machine) -> u32 {
        let (number, new) = self.machines.insert_full(machine);
        if new {
            let machine = &self.machines[number];
            self.bytes += 2 * machine.bytes();
            self.briefs.push(Brief {
                op: machine.pending.clone(),
                over: machine.over.is_some(),
                daemon: machine.daemon,
                task: machine.kind == ActorKind::Task,
            });
        }
        number as u32
    }

    /// Returns the number of a value.
    pub fn value(&mut self, value: &Value) -> u32 {
        match value {
            Value::Int(small) if (-SMALL..SMALL).contains(small) => {
                return (((small << 1) ^ (small >> 63)) as u32) << 1;
            }
            // As they are entered first, except while that is done.
            Value::None | Value::Bool(_) if self.values.len() >= FIXED => {
                return u32::from(*value != Value::None) * 2 + u32::from(*value == Value::Bool(true)) * 2 + 1;
            }
            _ => {}
        }
        let number = match self.values.get_index_of(value) {
            Some(number) => number as u32,
            None => self.agree(|tables| tables.enter_value(value.clone())),
        };
        number << 1 | 1
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
        match self.lists.get_index_of(items) {
            Some(number) => number as u32,
            None => self.agree(|tables| tables.enter_list(items)),
        }
    }

    /// Returns the list of a number.
    pub fn list_of(&self, number: u32) -> &[u32] {
        &self.lists[number as usize]
    }

    /// Returns the number of a machine.
    pub fn machine(&mut self, machine: Machine) -> u32 {
        match self.machines.get_index_of(&machine) {
            Some(number) => number as u32,
            None if self.common.is_none() => self.enter_machine(machine),
            None => self.agree(|tables| tables.enter_machine(machine.clone())),
        }
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
        let fixed = if key & 1 == 1 { key as usize >> 1 } else { FIXED };
        if host.is_none() {
            let known = match self.soon.get(number as usize).and_then(|soon| soon.get(fixed)) {
                Some(&UNKNOWN) => None,
                Some(next) => Some(next),
                None => self.next.get(&(number, key)),
            };
            if let Some(next) = known {
                return *next;
            }
        }
        let mut machine = self.machine_of(number).clone();
        machine.resume(program, host.unwrap_or(&mut self.counter), Some(answer));
        let next = self.machine(machine);
        if fixed < FIXED {
            if self.soon.len() <= number as usize {
                self.soon.resize(self.machines.len(), [UNKNOWN; FIXED]);
            }
            self.soon[number as usize][fixed] = next;
        } else {
            self.next.insert((number, key), next);
        }
        next
    }
}
