//! Variables of the top: a word that threads load and store, and beside it a place for what does not fit in.

use std::sync::atomic::Ordering::{Relaxed, SeqCst};
use std::sync::atomic::{AtomicU64, fence};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::super::super::code;
use super::super::super::value::Value;

/// The lowest bits of a word say what the others are.
const TAG_BITS: u32 = 4;
/// The word of a value that is beside it.
const LONG: u64 = 0;

/// A variable.
///
/// Reading and writing a shared one is a relaxed atomic load and a separate relaxed store: what a plain variable
/// without synchronisation does, but without being undefined.
#[derive(Debug)]
pub struct Cell {
    word: AtomicU64,
    /// What the value is while the word is [`LONG`]. Only who has this lock makes the word so.
    long: Mutex<Value>,
    atomic: bool,
}

fn encoded(value: &Value) -> Option<u64> {
    let number = |number: i64, tag: u64| {
        let shifted = number << TAG_BITS;
        (shifted >> TAG_BITS == number).then_some(shifted as u64 | tag)
    };
    match value {
        Value::Int(value) => number(*value, 1),
        Value::Time(value) => number(*value, 2),
        Value::Bool(value) => number(i64::from(*value), 3),
        Value::None => number(0, 4),
        Value::Unset => number(0, 5),
        Value::Actor(at) => number(i64::from(*at), 6),
        Value::Resource(at) => number(i64::from(*at), 7),
        _ => None,
    }
}

fn decoded(word: u64) -> Value {
    let number = word as i64 >> TAG_BITS;
    match word & ((1 << TAG_BITS) - 1) {
        1 => Value::Int(number),
        2 => Value::Time(number),
        3 => Value::Bool(number != 0),
        4 => Value::None,
        6 => Value::Actor(number as u32),
        7 => Value::Resource(number as u32),
        _ => Value::Unset,
    }
}

impl Cell {
    /// Makes a variable with its first value.
    pub fn new(cell: &code::Cell) -> Cell {
        let made = Cell { word: AtomicU64::new(LONG), long: Mutex::new(Value::Unset), atomic: cell.atomic };
        made.store(&cell.initial);
        made
    }

    fn long(&self) -> MutexGuard<'_, Value> {
        self.long.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads it.
    pub fn load(&self) -> Value {
        let word = if self.atomic {
            // What its thread wrote before must be in memory: on x86 a load alone does not wait for that.
            fence(SeqCst);
            self.word.load(SeqCst)
        } else {
            self.word.load(Relaxed)
        };
        if word == LONG { self.load_long() } else { decoded(word) }
    }

    #[cold]
    fn load_long(&self) -> Value {
        let long = self.long();
        match self.word.load(SeqCst) {
            LONG => long.clone(),
            word => decoded(word),
        }
    }

    /// Writes it.
    pub fn store(&self, value: &Value) {
        match encoded(value) {
            Some(word) if self.atomic => self.word.store(word, SeqCst),
            Some(word) => self.word.store(word, Relaxed),
            None => {
                let mut long = self.long();
                *long = value.clone();
                self.word.store(LONG, SeqCst);
            }
        }
    }

    /// Changes it in one step, unless `next` has nothing to write; returns what it was.
    pub fn change<E>(&self, mut next: impl FnMut(&Value) -> Result<Option<Value>, E>) -> Result<Value, E> {
        // A step that writes nothing orders as well.
        fence(SeqCst);
        let mut word = self.word.load(SeqCst);
        loop {
            if word == LONG {
                return self.change_long(next);
            }
            let old = decoded(word);
            let Some(new) = next(&old)? else { return Ok(old) };
            let Some(new) = encoded(&new) else { return self.change_long(next) };
            match self.word.compare_exchange_weak(word, new, SeqCst, SeqCst) {
                Ok(_) => return Ok(old),
                Err(now) => word = now,
            }
        }
    }

    fn change_long<E>(&self, mut next: impl FnMut(&Value) -> Result<Option<Value>, E>) -> Result<Value, E> {
        let mut long = self.long();
        loop {
            let word = self.word.load(SeqCst);
            let old = if word == LONG { long.clone() } else { decoded(word) };
            let Some(new) = next(&old)? else { return Ok(old) };
            let short = encoded(&new);
            // Nobody looks at what is beside the word without the lock.
            let before = short.is_none().then(|| std::mem::replace(&mut *long, new));
            if self.word.compare_exchange(word, short.unwrap_or(LONG), SeqCst, SeqCst).is_ok() {
                return Ok(old);
            }
            if let Some(before) = before {
                *long = before;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(initial: Value, atomic: bool) -> Cell {
        Cell::new(&code::Cell { name: "x".into(), atomic, initial })
    }

    #[test]
    fn what_was_written_is_read() {
        let list = Value::list(vec![Value::Int(1), Value::text("two")]).unwrap();
        for value in [
            Value::Unset,
            Value::None,
            Value::Bool(true),
            Value::Bool(false),
            Value::Int(0),
            Value::Int(-1),
            Value::Int(i64::MAX),
            Value::Int(i64::MIN),
            Value::Int((1 << 59) - 1),
            Value::Int(1 << 59),
            Value::Int(-(1 << 59)),
            Value::Time(i64::MIN),
            Value::Time(5),
            Value::text("soup"),
            list.clone(),
            Value::Actor(7),
            Value::Resource(3),
        ] {
            for atomic in [false, true] {
                let cell = cell(list.clone(), atomic);
                assert_eq!(cell.load(), list);
                cell.store(&value);
                assert_eq!(cell.load(), value);
                let swapped = cell.change(|_| Ok::<_, ()>(Some(Value::text("next"))));
                assert_eq!(swapped, Ok(value.clone()));
                assert_eq!(cell.change(|_| Ok::<_, ()>(Some(value.clone()))), Ok(Value::text("next")));
                assert_eq!(cell.load(), value);
            }
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn nothing_is_lost_where_short_and_long_values_are_mixed() {
        let cell = cell(Value::Int((1 << 59) - 500), true);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..1000 {
                        cell.change(|old| match old {
                            Value::Int(old) => Ok(Some(Value::Int(old + 1))),
                            _ => Err("no number"),
                        })
                        .expect("a number");
                    }
                });
            }
        });
        assert_eq!(cell.load(), Value::Int((1 << 59) + 3500));
    }
}
