//! What each step does to the words of a state.

use super::super::code::ResourceKind;
use super::super::op::{Answer, Op};
use super::super::value::Value;
use super::model::{GIVES_UP, Phase, Turn, WAKES};
use super::sentences::{lock_of, not_held, waits_within, waits_without_lock};
use super::{Performed, World};

fn goes(value: Value) -> Performed {
    Performed::Goes(Answer::Value(value))
}

fn yes(value: bool) -> Performed {
    goes(Value::Bool(value))
}

impl World for Turn<'_, '_> {
    fn perform(&mut self, actor: u32, op: &Op, alternative: u16) -> Performed {
        match op {
            Op::Read(cell) => goes(self.read(actor, *cell)),
            Op::Write(cell, value) => {
                self.write(actor, *cell, value);
                goes(Value::None)
            }
            Op::Update(cell, binary, value) => {
                let old = self.read(actor, *cell);
                match binary.of(&old, value) {
                    Ok(new) => {
                        self.words[*cell as usize] = self.model.tables.value(&new);
                        goes(Value::None)
                    }
                    Err(text) => Performed::Goes(Answer::fail(text)),
                }
            }
            Op::Swap(cell, value) => {
                let old = self.read(actor, *cell);
                self.words[*cell as usize] = self.model.tables.value(value);
                goes(old)
            }
            Op::Compare(cell, old, new) => {
                let same = self.read(actor, *cell) == *old;
                if same {
                    self.words[*cell as usize] = self.model.tables.value(new);
                }
                yes(same)
            }
            Op::Fence | Op::Sleep(_) | Op::Yield => goes(Value::None),
            Op::Fetch(value) => goes(value.clone()),
            Op::Output(text) => {
                if let Some(host) = &mut self.host {
                    let name = &self.model.tables.machine_of(self.model.number(self.words, actor)).name;
                    host.write(name, text);
                }
                goes(Value::None)
            }
            Op::Lock(lock, _) => self.lock(actor, *lock, alternative),
            Op::TryLock(lock) => self.try_lock(actor, *lock),
            Op::Unlock(lock) => self.unlock(actor, *lock),
            Op::LockRead(lock) => self.lock_shared(actor, *lock),
            Op::LockWrite(lock) => {
                let at = self.at(*lock);
                self.words[at] = actor + 1;
                goes(Value::None)
            }
            Op::UnlockRead(lock) => self.unlock_shared(actor, *lock),
            Op::UnlockWrite(lock) => {
                let at = self.at(*lock);
                if self.words[at] != actor + 1 {
                    return self.not_held(*lock);
                }
                self.words[at] = 0;
                goes(Value::None)
            }
            Op::Wait(condition, _) => self.wait(actor, *condition, alternative),
            Op::Notify(condition) => self.notify(*condition, 1),
            Op::NotifyAll(condition) => self.notify(*condition, usize::MAX),
            Op::Acquire(semaphore, _) => {
                if alternative == GIVES_UP {
                    return yes(false);
                }
                let at = self.at(*semaphore);
                self.words[at] -= 1;
                yes(true)
            }
            Op::TryAcquire(semaphore) => {
                let at = self.at(*semaphore);
                let some = self.words[at] > 0;
                self.words[at] -= u32::from(some);
                yes(some)
            }
            Op::Release(semaphore) => {
                let at = self.at(*semaphore);
                self.words[at] = self.words[at].saturating_add(1);
                goes(Value::None)
            }
            Op::Meet(barrier) => self.meet(actor, *barrier),
            Op::Put(channel, value, _) => self.put(actor, *channel, value, alternative),
            Op::TryPut(channel, value) => self.try_put(actor, *channel, value, alternative),
            Op::Take(channel, _) => self.take(*channel, alternative),
            Op::TakeEach(channel) => self.take_each(*channel),
            Op::TryTake(channel) => self.try_take(*channel),
            Op::Close(channel) => self.close(*channel),
            Op::LengthOf(channel) => self.length(*channel),
            Op::Select(choices, _) => self.select(actor, choices, alternative),
            Op::Start(making) => Performed::Goes(self.make(making, Phase::Ready)),
            Op::New(making) => Performed::Goes(self.make(making, Phase::Unbegun)),
            Op::Begin(other) => self.begin_made(*other),
            Op::Join(other, _) => self.join(*other, alternative),
            Op::Result(other) => self.result(*other),
            Op::Done(other) => yes(self.model.over(self.words, *other)),
            Op::Alive(other) => {
                let begun = self.model.phase_of(self.words, *other) != Phase::Unbegun;
                yes(begun && !self.model.over(self.words, *other))
            }
            Op::Cancel(other) => {
                self.cancel(*other);
                goes(Value::None)
            }
            Op::Completed(others) => self.completed(others, alternative),
        }
    }
}

impl Turn<'_, '_> {
    fn at(&self, resource: u32) -> usize {
        self.model.layout.resources[resource as usize]
    }

    fn not_held(&self, resource: u32) -> Performed {
        Performed::Goes(not_held(&self.model.program, resource))
    }

    fn read(&self, actor: u32, cell: u32) -> Value {
        let mut word = self.words[cell as usize];
        if self.model.tso {
            let stores = self.model.tables.list_of(self.words[self.model.buffer(self.words, actor)]);
            if let Some(newest) = stores.chunks(2).rev().find(|store| store[0] == cell) {
                word = newest[1];
            }
        }
        self.model.tables.value_of(word)
    }

    fn write(&mut self, actor: u32, cell: u32, value: &Value) {
        let word = self.model.tables.value(value);
        if self.model.tso && !self.model.program.cells[cell as usize].atomic {
            let at = self.model.buffer(self.words, actor);
            let mut stores = self.model.tables.list_of(self.words[at]).to_vec();
            stores.extend([cell, word]);
            self.words[at] = self.model.tables.list(&stores);
        } else {
            self.words[cell as usize] = word;
        }
    }

    /// Lets the oldest store of an actor reach memory.
    pub(super) fn flush(&mut self, actor: u32) {
        let at = self.model.buffer(self.words, actor);
        let stores = self.model.tables.list_of(self.words[at]).to_vec();
        if let [cell, word, rest @ ..] = stores.as_slice() {
            self.words[*cell as usize] = *word;
            self.words[at] = self.model.tables.list(rest);
        }
    }

    fn kind(&self, lock: u32) -> (bool, bool) {
        match self.model.program.resources[lock as usize].kind {
            ResourceKind::Lock { reentrant, fair } => (reentrant, fair),
            _ => (false, false),
        }
    }

    fn lock(&mut self, actor: u32, lock: u32, alternative: u16) -> Performed {
        let at = self.at(lock);
        let (reentrant, fair) = self.kind(lock);
        if alternative == GIVES_UP {
            if fair {
                self.dequeue(at + 1, actor);
                self.set_phase(actor, Phase::Ready);
            }
            return yes(false);
        }
        if fair && self.words[at] != 0 {
            let mut queue = self.model.tables.list_of(self.words[at + 1]).to_vec();
            queue.push(actor);
            self.words[at + 1] = self.model.tables.list(&queue);
            self.set_phase(actor, Phase::Parked);
            return Performed::Stays;
        }
        self.words[at] = actor + 1;
        if reentrant {
            self.words[at + 1] += 1;
        }
        yes(true)
    }

    fn try_lock(&mut self, actor: u32, lock: u32) -> Performed {
        let at = self.at(lock);
        let (reentrant, _) = self.kind(lock);
        if self.words[at] != 0 && !(reentrant && self.words[at] == actor + 1) {
            return yes(false);
        }
        self.words[at] = actor + 1;
        if reentrant {
            self.words[at + 1] += 1;
        }
        yes(true)
    }

    fn unlock(&mut self, actor: u32, lock: u32) -> Performed {
        let at = self.at(lock);
        let (reentrant, _) = self.kind(lock);
        if self.words[at] != actor + 1 {
            return self.not_held(lock);
        }
        if reentrant {
            self.words[at + 1] -= 1;
            if self.words[at + 1] > 0 {
                return goes(Value::None);
            }
        }
        self.free(lock);
        goes(Value::None)
    }

    /// Frees a lock; a fair one goes to the longest waiting.
    fn free(&mut self, lock: u32) {
        let at = self.at(lock);
        self.words[at] = 0;
        let (_, fair) = self.kind(lock);
        if fair {
            let queue = self.model.tables.list_of(self.words[at + 1]).to_vec();
            if let [next, rest @ ..] = queue.as_slice() {
                self.words[at] = next + 1;
                self.words[at + 1] = self.model.tables.list(rest);
                self.freed.push((*next, Answer::Value(Value::Bool(true))));
            }
        }
    }

    fn lock_shared(&mut self, actor: u32, lock: u32) -> Performed {
        let at = self.at(lock) + 1;
        let mut readers = self.model.tables.list_of(self.words[at]).to_vec();
        readers.push(actor);
        readers.sort_unstable();
        self.words[at] = self.model.tables.list(&readers);
        goes(Value::None)
    }

    fn unlock_shared(&mut self, actor: u32, lock: u32) -> Performed {
        let at = self.at(lock) + 1;
        if self.dequeue(at, actor) { goes(Value::None) } else { self.not_held(lock) }
    }

    /// Takes an actor out of a list once, and says whether it was there.
    fn dequeue(&mut self, at: usize, actor: u32) -> bool {
        let mut list = self.model.tables.list_of(self.words[at]).to_vec();
        let found = list.iter().position(|other| *other == actor);
        if let Some(found) = found {
            list.remove(found);
            self.words[at] = self.model.tables.list(&list);
        }
        found.is_some()
    }

    /// Takes a parked actor out of the queue in which it waits.
    pub(super) fn leave_queue(&mut self, actor: u32, op: &Op) {
        match op {
            Op::Wait(resource, _) | Op::Meet(resource) => {
                let at = self.at(*resource);
                self.dequeue(at, actor);
            }
            Op::Lock(lock, _) => {
                let at = self.at(*lock) + 1;
                self.dequeue(at, actor);
            }
            Op::Put(channel, ..) => self.withdraw(actor, *channel),
            _ => {}
        }
    }

    fn wait(&mut self, actor: u32, condition: u32, alternative: u16) -> Performed {
        let of = lock_of(&self.model.program, condition);
        let lock = self.at(of);
        let at = self.at(condition);
        let (reentrant, _) = self.kind(of);
        match self.model.phase_of(self.words, actor) {
            Phase::Ready | Phase::Flagged => {
                if self.words[lock] != actor + 1 {
                    return Performed::Goes(waits_without_lock(&self.model.program, condition));
                }
                if reentrant && self.words[lock + 1] > 1 {
                    return Performed::Goes(waits_within(&self.model.program, condition));
                }
                if reentrant {
                    self.words[lock + 1] = 0;
                }
                let mut queue = self.model.tables.list_of(self.words[at]).to_vec();
                queue.push(actor);
                self.words[at] = self.model.tables.list(&queue);
                self.set_phase(actor, Phase::Parked);
                self.free(of);
                Performed::Stays
            }
            Phase::Parked => {
                self.dequeue(at, actor);
                self.set_phase(actor, if alternative == WAKES { Phase::Woken } else { Phase::GaveUp });
                Performed::Stays
            }
            phase => {
                self.words[lock] = actor + 1;
                if reentrant {
                    self.words[lock + 1] = 1;
                }
                if phase == Phase::Cancelled {
                    return Performed::Goes(Answer::fail(super::super::machine::CANCELLED));
                }
                yes(phase == Phase::Woken)
            }
        }
    }

    fn notify(&mut self, condition: u32, most: usize) -> Performed {
        let at = self.at(condition);
        let queue = self.model.tables.list_of(self.words[at]).to_vec();
        let count = queue.len().min(most);
        for actor in &queue[..count] {
            self.set_phase(*actor, Phase::Woken);
        }
        self.words[at] = self.model.tables.list(&queue[count..]);
        goes(Value::None)
    }

    fn meet(&mut self, actor: u32, barrier: u32) -> Performed {
        let at = self.at(barrier);
        let mut here = self.model.tables.list_of(self.words[at]).to_vec();
        let ResourceKind::Barrier { of } = self.model.program.resources[barrier as usize].kind else {
            return goes(Value::None);
        };
        if here.len() as u32 + 1 >= of {
            self.words[at] = 0;
            self.freed.extend(here.iter().map(|other| (*other, Answer::Value(Value::None))));
            return goes(Value::None);
        }
        // Who came first makes no difference, so the order is not kept.
        here.push(actor);
        here.sort_unstable();
        self.words[at] = self.model.tables.list(&here);
        self.set_phase(actor, Phase::Parked);
        Performed::Stays
    }
}
