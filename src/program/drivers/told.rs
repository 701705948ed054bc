//! Steps in words: what an actor would do next, or what it waits for.

use super::super::op::Op;
use super::super::world::model::{FLUSHES, GIVES_UP, Model, Phase, State, Step, WAKES};

/// Says what a step would do.
pub fn told(model: &Model, state: &State, step: Step) -> String {
    let actor = u32::from(step.actor);
    match step.alternative {
        GIVES_UP => return format!("gives up waiting for {}", model.awaited(state, actor)),
        WAKES => return "wakes without cause".into(),
        FLUSHES => return "has its oldest write reach memory".into(),
        _ => {}
    }
    let machine = model.machine(state, actor);
    let Some(op) = &machine.pending else { return "is over".into() };
    let resource = |at: &u32| model.program.resources[*at as usize].name.as_str();
    let variable = |at: &u32| model.program.cells[*at as usize].name.as_str();
    let now = |at: &u32| model.written(state, &model.cell(state, *at));
    let written = |value| model.written(state, value);
    let other = |at: &u32| model.machine(state, *at).name.to_string();
    let function = |at: u32| &model.program.functions[at as usize].name;
    match op {
        Op::Read(cell) => format!("reads {} ({})", variable(cell), now(cell)),
        Op::Write(cell, value) => format!("writes {} to {}", written(value), variable(cell)),
        Op::Update(cell, binary, value) => {
            format!("does {} {}= {} ({})", variable(cell), binary.sign(), written(value), now(cell))
        }
        Op::Swap(cell, value) => format!("swaps {} ({}) for {}", variable(cell), now(cell), written(value)),
        Op::Compare(cell, old, new) => {
            format!("makes {} ({}) {} if it is {}", variable(cell), now(cell), written(new), written(old))
        }
        Op::Fence => "goes on, as all its writes are in memory".into(),
        Op::Lock(lock, _) if !model.holders_of(state, *lock).is_empty() => {
            let own = model.holders_of(state, *lock).contains(&actor);
            if own {
                format!("takes {} once more", resource(lock))
            } else {
                format!("asks for {}", resource(lock))
            }
        }
        Op::Lock(lock, _) => format!("takes {}", resource(lock)),
        Op::TryLock(lock) => format!("tries to take {}", resource(lock)),
        Op::Unlock(lock) => format!("gives back {}", resource(lock)),
        Op::LockRead(lock) => format!("takes {} for reading", resource(lock)),
        Op::LockWrite(lock) => format!("takes {} for writing", resource(lock)),
        Op::UnlockRead(lock) => format!("gives back {} for reading", resource(lock)),
        Op::UnlockWrite(lock) => format!("gives back {} for writing", resource(lock)),
        Op::Wait(condition, _) if matches!(model.phase(state, actor), Phase::Ready | Phase::Flagged) => {
            format!("waits for {} and gives back its lock", resource(condition))
        }
        Op::Wait(..) => format!("wakes and takes {}", model.awaited(state, actor)),
        Op::Notify(condition) => format!("notifies one at {}", resource(condition)),
        Op::NotifyAll(condition) => format!("notifies all at {}", resource(condition)),
        Op::Acquire(semaphore, _) => format!("acquires {}", resource(semaphore)),
        Op::TryAcquire(semaphore) => format!("tries to acquire {}", resource(semaphore)),
        Op::Release(semaphore) => format!("releases {}", resource(semaphore)),
        Op::Meet(barrier) => format!("arrives at {}", resource(barrier)),
        Op::Put(channel, value, _) => format!("puts {} into {}", written(value), resource(channel)),
        Op::TryPut(channel, value) => format!("tries to put {} into {}", written(value), resource(channel)),
        Op::Take(channel, _) | Op::TakeEach(channel) => format!("takes from {}", resource(channel)),
        Op::TryTake(channel) => format!("tries to take from {}", resource(channel)),
        Op::Close(channel) => format!("closes {}", resource(channel)),
        Op::LengthOf(channel) => format!("looks how much is in {}", resource(channel)),
        Op::Select(choices, _) => {
            let choice = &choices[usize::from(step.alternative) % choices.len()];
            match &choice.put {
                Some(value) => format!("puts {} into {}", written(value), resource(&choice.channel)),
                None => format!("takes from {}", resource(&choice.channel)),
            }
        }
        Op::Start(making) | Op::New(making) => format!("starts {}", function(making.function)),
        Op::Begin(actor) => format!("starts {}", other(actor)),
        Op::Join(actor, _) => format!("sees that {} is over", other(actor)),
        Op::Result(actor) => format!("gets the result of {}", other(actor)),
        Op::Done(actor) => format!("looks whether {} is over", other(actor)),
        Op::Alive(actor) => format!("looks whether {} is alive", other(actor)),
        Op::Cancel(actor) => format!("cancels {}", other(actor)),
        Op::Completed(actors) => match actors.get(usize::from(step.alternative)) {
            Some(actor) => format!("sees that {} is over", other(actor)),
            None => "waits".into(),
        },
        Op::Sleep(time) => format!("sleeps {}", super::super::value::Value::Time(*time)),
        Op::Fetch(value) => format!("fetches {}", written(value)),
        Op::Yield => "lets others go on".into(),
        Op::Output(text) => format!("writes {text:?}"),
    }
}
