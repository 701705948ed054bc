//! From values on the stack to a step with operands of the right kinds.

use std::sync::Arc;

use super::super::code::{Program, ResourceKind};
use super::super::op::{Choice, Limit, Op};
use super::super::syntax::{Hold, Word};
use super::super::value::Value;

/// Writes a value as it is printed, with resources by name.
pub fn describe(program: &Program, value: &Value) -> String {
    match value {
        Value::Resource(at) => program.resources[*at as usize].name.clone(),
        Value::List(list) => {
            let items: Vec<String> = list.items.iter().map(|item| describe(program, item)).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}

/// Takes the top of a stack.
pub fn pop(stack: &mut Vec<Value>) -> Result<Value, String> {
    match stack.pop() {
        Some(Value::Unset) => Err("a variable was read before it got a value; give it one first".into()),
        Some(value) => Ok(value),
        None => Err("the stack is empty, which is a fault in Brigade".into()),
    }
}

/// Takes a number.
pub fn number(stack: &mut Vec<Value>, what: &str) -> Result<i64, String> {
    match pop(stack)? {
        Value::Int(value) => Ok(value),
        other => Err(format!("{what} must be a number, not {}", other.kind())),
    }
}

/// Takes a time that is not negative.
pub fn time(stack: &mut Vec<Value>, what: &str) -> Result<i64, String> {
    match pop(stack)? {
        Value::Time(value) if value >= 0 => Ok(value),
        Value::Time(_) => Err(format!("{what} must not be negative")),
        other => Err(format!("{what} must be a time such as 100ms, not {}", other.kind())),
    }
}

/// Takes true or false.
pub fn truth(stack: &mut Vec<Value>) -> Result<bool, String> {
    match pop(stack)? {
        Value::Bool(value) => Ok(value),
        other => Err(format!("a condition must be true or false, not {}", other.kind())),
    }
}

/// Takes a variable of the top.
pub fn cell(stack: &mut Vec<Value>) -> Result<u32, String> {
    match pop(stack)? {
        Value::Cell(cell) => Ok(cell),
        other => Err(format!("here must be a variable of the top, not {}", other.kind())),
    }
}

fn resource(
    program: &Program,
    value: Value,
    word: &str,
    wanted: &str,
    suits: impl Fn(ResourceKind) -> bool,
) -> Result<u32, String> {
    match value {
        Value::Resource(at) => {
            let found = &program.resources[at as usize];
            if suits(found.kind) {
                Ok(at)
            } else {
                Err(format!("`{word}` needs a {wanted}, and {} is a {}", found.name, found.kind.word()))
            }
        }
        other => Err(format!("`{word}` needs a {wanted}, not {}", other.kind())),
    }
}

fn actor(value: Value, word: &str) -> Result<u32, String> {
    match value {
        Value::Actor(at) => Ok(at),
        other => Err(format!("`{word}` needs an actor made by `start` or `new`, not {}", other.kind())),
    }
}

fn is_lock(kind: ResourceKind) -> bool {
    matches!(kind, ResourceKind::Lock { .. })
}
fn is_condition(kind: ResourceKind) -> bool {
    matches!(kind, ResourceKind::Condition { .. })
}
fn is_semaphore(kind: ResourceKind) -> bool {
    matches!(kind, ResourceKind::Semaphore { .. })
}
fn is_channel(kind: ResourceKind) -> bool {
    matches!(kind, ResourceKind::Channel { .. })
}

/// Makes the step of a word.
pub fn word_step(program: &Program, word: Word, limited: bool, stack: &mut Vec<Value>) -> Result<Op, String> {
    let limit: Limit = if limited { Some(time(stack, "a time limit")?) } else { None };
    let lock = |value, word| resource(program, value, word, "lock", is_lock);
    let condition = |value, word| resource(program, value, word, "condition", is_condition);
    let semaphore = |value, word| resource(program, value, word, "semaphore", is_semaphore);
    let channel = |value, word| resource(program, value, word, "channel", is_channel);
    Ok(match word {
        Word::Lock => Op::Lock(lock(pop(stack)?, "lock")?, limit),
        Word::TryLock => Op::TryLock(lock(pop(stack)?, "try lock")?),
        Word::Unlock => Op::Unlock(lock(pop(stack)?, "unlock")?),
        Word::Wait => Op::Wait(condition(pop(stack)?, "wait")?, limit),
        Word::Notify => Op::Notify(condition(pop(stack)?, "notify")?),
        Word::NotifyAll => Op::NotifyAll(condition(pop(stack)?, "notify all")?),
        Word::Acquire => Op::Acquire(semaphore(pop(stack)?, "acquire")?, limit),
        Word::TryAcquire => Op::TryAcquire(semaphore(pop(stack)?, "try acquire")?),
        Word::Release => Op::Release(semaphore(pop(stack)?, "release")?),
        Word::Meet => {
            let is_barrier = |kind| matches!(kind, ResourceKind::Barrier { .. });
            Op::Meet(resource(program, pop(stack)?, "meet", "barrier", is_barrier)?)
        }
        Word::Put => {
            let value = pop(stack)?;
            Op::Put(channel(pop(stack)?, "put")?, sendable(value)?, limit)
        }
        Word::TryPut => {
            let value = pop(stack)?;
            Op::TryPut(channel(pop(stack)?, "try put")?, sendable(value)?)
        }
        Word::Take => Op::Take(channel(pop(stack)?, "take")?, limit),
        Word::TryTake => Op::TryTake(channel(pop(stack)?, "try take")?),
        Word::Close => Op::Close(channel(pop(stack)?, "close")?),
        Word::Join => Op::Join(actor(pop(stack)?, "join")?, limit),
        Word::Result => Op::Result(actor(pop(stack)?, "result")?),
        Word::Done => Op::Done(actor(pop(stack)?, "done")?),
        Word::Alive => Op::Alive(actor(pop(stack)?, "alive")?),
        Word::Cancel => Op::Cancel(actor(pop(stack)?, "cancel")?),
        Word::Start => Op::Begin(actor(pop(stack)?, "start")?),
        Word::Swap => {
            let value = pop(stack)?;
            Op::Swap(cell(stack)?, sendable(value)?)
        }
        Word::Compare => {
            let new = pop(stack)?;
            let old = pop(stack)?;
            Op::Compare(cell(stack)?, old, sendable(new)?)
        }
        Word::Sleep => Op::Sleep(time(stack, "how long to sleep")?),
        Word::Fetch => Op::Fetch(pop(stack)?),
        Word::Fence => Op::Fence,
        Word::Next | Word::Length | Word::Fib | Word::Block | Word::Work => {
            return Err("this is no step, which is a fault in Brigade".into());
        }
    })
}

/// Says that a value may leave its actor; a generator cannot.
pub fn sendable(value: Value) -> Result<Value, String> {
    fn holds_generator(value: &Value) -> bool {
        match value {
            Value::Generator(_) => true,
            Value::List(list) => list.items.iter().any(holds_generator),
            _ => false,
        }
    }
    if holds_generator(&value) {
        return Err(
            "a generator belongs to one actor and cannot be given to others; give what it yields".into()
        );
    }
    Ok(value)
}

/// Makes the step that begins a `with`.
pub fn enter_step(program: &Program, hold: Hold, value: Value) -> Result<Op, String> {
    held(program, hold, value).map(|(at, semaphore)| match hold {
        Hold::Read => Op::LockRead(at),
        Hold::Write => Op::LockWrite(at),
        Hold::Plain if semaphore => Op::Acquire(at, None),
        Hold::Plain => Op::Lock(at, None),
    })
}

/// Makes the step that ends a `with`.
pub fn leave_step(program: &Program, hold: Hold, value: Value) -> Result<Op, String> {
    held(program, hold, value).map(|(at, semaphore)| match hold {
        Hold::Read => Op::UnlockRead(at),
        Hold::Write => Op::UnlockWrite(at),
        Hold::Plain if semaphore => Op::Release(at),
        Hold::Plain => Op::Unlock(at),
    })
}

fn held(program: &Program, hold: Hold, value: Value) -> Result<(u32, bool), String> {
    let at = match hold {
        Hold::Plain => resource(program, value, "with", "lock", |kind| is_lock(kind) || is_semaphore(kind))?,
        _ => resource(program, value, "with read", "rwlock", |kind| kind == ResourceKind::RwLock)?,
    };
    Ok((at, is_semaphore(program.resources[at as usize].kind)))
}

/// Makes the step of a `select`.
pub fn select_step(
    program: &Program,
    puts: &[bool],
    limited: bool,
    stack: &mut Vec<Value>,
) -> Result<Op, String> {
    let limit = if limited { Some(time(stack, "a time limit")?) } else { None };
    let mut choices = vec![];
    for puts in puts.iter().rev() {
        let put = if *puts { Some(sendable(pop(stack)?)?) } else { None };
        let channel = resource(program, pop(stack)?, "select", "channel", is_channel)?;
        choices.push(Choice { channel, put });
    }
    choices.reverse();
    Ok(Op::Select(choices.into(), limit))
}

/// Returns the channel in a value.
pub fn channel(program: &Program, value: &Value, word: &str) -> Result<u32, String> {
    resource(program, value.clone(), word, "channel", is_channel)
}

/// Makes the step that waits for the next of several actors.
pub fn completed_step(value: &Value) -> Result<Option<Op>, String> {
    let Value::List(list) = value else {
        return Err(format!("`completed` needs a list of actors, not {}", value.kind()));
    };
    if list.items.is_empty() {
        return Ok(None);
    }
    let actors: Result<Arc<[u32]>, String> =
        list.items.iter().map(|item| actor(item.clone(), "completed")).collect();
    Ok(Some(Op::Completed(actors?)))
}
