//! What needs no look at the others while nobody waits: locks, semaphores, and channels with room inside.

use std::collections::VecDeque;
use std::sync::atomic::Ordering::{Relaxed, SeqCst};
use std::sync::atomic::{AtomicU32, AtomicU64, fence};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::super::super::code::ResourceKind;
use super::super::super::value::Value;

/// Says in a word that somebody waits, so that giving back goes through the hall.
const WAITED: u64 = 1 << 63;

/// A resource, as far as threads may act on it without the hall.
#[derive(Debug)]
pub enum Thing {
    /// A lock with an owner.
    Lock(Owned),
    /// A lock for readers or a writer.
    RwLock(Mutex<Readers>),
    /// A semaphore.
    Semaphore(Count),
    /// A channel that values wait in.
    Buffer(Mutex<Buffer>),
    /// Everything else is in the hall.
    Elsewhere,
}

/// Locks what is never poisoned, as nothing panics under it.
pub fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Thing {
    /// Makes a resource.
    pub fn new(kind: ResourceKind) -> Thing {
        match kind {
            ResourceKind::Lock { reentrant, fair } => {
                Thing::Lock(Owned { word: AtomicU64::new(0), depth: AtomicU32::new(0), reentrant, fair })
            }
            ResourceKind::RwLock => Thing::RwLock(Mutex::new(Readers::default())),
            ResourceKind::Semaphore { initial } => {
                Thing::Semaphore(Count { word: AtomicU64::new(u64::from(initial)) })
            }
            ResourceKind::Channel { capacity } if capacity != Some(0) => {
                Thing::Buffer(Mutex::new(Buffer { capacity, ..Buffer::default() }))
            }
            _ => Thing::Elsewhere,
        }
    }

    /// Notes that somebody waits, or that nobody does any more. Only who has the hall may say so.
    pub fn mark(&self, side: usize, waited: bool) {
        match self {
            Thing::Lock(lock) if waited => _ = lock.word.fetch_or(WAITED, SeqCst),
            Thing::Semaphore(count) if waited => _ = count.word.fetch_or(WAITED, SeqCst),
            Thing::RwLock(lock) => locked(lock).waited = waited,
            Thing::Buffer(buffer) => locked(buffer).waited[side] = waited,
            // The words are made anew whenever something is given back.
            Thing::Lock(_) | Thing::Semaphore(_) | Thing::Elsewhere => {}
        }
    }
}

/// A lock with an owner: plain, reentrant or fair.
#[derive(Debug)]
pub struct Owned {
    /// The owner's number and one, or 0.
    word: AtomicU64,
    /// How often a reentrant lock is held; only its owner touches this.
    depth: AtomicU32,
    /// Whether its owner may take it again.
    pub reentrant: bool,
    /// Whether it goes to the longest waiting.
    pub fair: bool,
}

/// How giving back went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenBack {
    /// It was not held.
    NotHeld,
    /// All is done.
    Done,
    /// Somebody waits, so the hall must do it.
    Waited,
}

impl Owned {
    /// Returns the owner.
    pub fn owner(&self) -> Option<u32> {
        let owner = self.word.load(SeqCst) & !WAITED;
        (owner != 0).then(|| owner as u32 - 1)
    }

    /// Takes it if it is free, or one's own and reentrant.
    pub fn try_take(&self, me: u32) -> bool {
        let mine = u64::from(me) + 1;
        let mut now = 0;
        loop {
            // The first exchange is tried whatever the word is, because it orders what was written before.
            match self.word.compare_exchange(now, now | mine, SeqCst, SeqCst) {
                Ok(_) => {
                    self.depth.store(1, Relaxed);
                    return true;
                }
                Err(found) if found & !WAITED == 0 => now = found,
                Err(found) => {
                    let again = self.reentrant && found & !WAITED == mine;
                    if again {
                        self.depth.fetch_add(1, Relaxed);
                    }
                    return again;
                }
            }
        }
    }

    /// Takes it if it is free; otherwise notes that somebody waits for it, as one thing.
    pub fn take_or_mark(&self, me: u32) -> bool {
        loop {
            if self.try_take(me) {
                return true;
            }
            let now = self.word.load(SeqCst);
            let held = now & !WAITED != 0;
            if held && self.word.compare_exchange(now, now | WAITED, SeqCst, SeqCst).is_ok() {
                return false;
            }
        }
    }

    /// Gives it back once.
    pub fn give_back(&self, me: u32) -> GivenBack {
        let mine = u64::from(me) + 1;
        if self.word.load(Relaxed) & !WAITED != mine {
            fence(SeqCst);
            return GivenBack::NotHeld;
        }
        if self.reentrant && self.depth.load(Relaxed) > 1 {
            self.depth.fetch_sub(1, SeqCst);
            return GivenBack::Done;
        }
        match self.word.compare_exchange(mine, 0, SeqCst, SeqCst) {
            Ok(_) => GivenBack::Done,
            Err(_) => GivenBack::Waited,
        }
    }

    /// Says whether its owner holds it more than once.
    pub fn is_held_again(&self) -> bool {
        self.reentrant && self.depth.load(Relaxed) > 1
    }

    /// Gives it to somebody, or to nobody. Only its owner does so, in the hall.
    pub fn pass_to(&self, next: Option<u32>, waited: bool) {
        self.depth.store(1, Relaxed);
        let next = next.map_or(0, |next| u64::from(next) + 1);
        self.word.store(next | if waited { WAITED } else { 0 }, SeqCst);
    }
}

/// A semaphore.
#[derive(Debug)]
pub struct Count {
    word: AtomicU64,
}

impl Count {
    /// Takes one if there is one.
    pub fn try_acquire(&self) -> bool {
        let taken = self.word.fetch_update(SeqCst, SeqCst, |now| (now & !WAITED > 0).then(|| now - 1));
        if taken.is_err() {
            fence(SeqCst);
        }
        taken.is_ok()
    }

    fn one_more(now: u64) -> u64 {
        (now & !WAITED).saturating_add(1).min(u64::from(u32::MAX))
    }

    /// Gives one back, unless somebody waits.
    pub fn release(&self) -> GivenBack {
        let given =
            self.word.fetch_update(SeqCst, SeqCst, |now| (now & WAITED == 0).then(|| Count::one_more(now)));
        given.map_or(GivenBack::Waited, |_| GivenBack::Done)
    }

    /// Gives one back, in the hall.
    pub fn release_waited(&self, still: bool) {
        let bit = if still { WAITED } else { 0 };
        let _ = self.word.fetch_update(SeqCst, SeqCst, |now| Some(Count::one_more(now) | bit));
    }
}

/// Who holds a lock for readers or a writer.
#[derive(Debug, Default)]
pub struct Readers {
    /// Who writes.
    pub writer: Option<u32>,
    /// Who reads, as often as it does.
    pub readers: Vec<u32>,
    waited: bool,
}

impl Readers {
    /// Takes it for reading.
    pub fn try_read(&mut self, me: u32) -> bool {
        if self.writer.is_none() {
            self.readers.push(me);
        }
        self.writer.is_none()
    }

    /// Takes it for writing.
    pub fn try_write(&mut self, me: u32) -> bool {
        let free = self.writer.is_none() && self.readers.is_empty();
        if free {
            self.writer = Some(me);
        }
        free
    }

    /// Gives it back for reading.
    pub fn unread(&mut self, me: u32) -> GivenBack {
        let Some(at) = self.readers.iter().position(|reader| *reader == me) else {
            return GivenBack::NotHeld;
        };
        self.readers.swap_remove(at);
        self.given_back()
    }

    /// Gives it back for writing.
    pub fn unwrite(&mut self, me: u32) -> GivenBack {
        if self.writer != Some(me) {
            return GivenBack::NotHeld;
        }
        self.writer = None;
        self.given_back()
    }

    fn given_back(&self) -> GivenBack {
        if self.waited && self.readers.is_empty() { GivenBack::Waited } else { GivenBack::Done }
    }

    /// Returns who holds it.
    pub fn holders(&self) -> Vec<u32> {
        self.writer.map_or_else(|| self.readers.clone(), |writer| vec![writer])
    }
}

/// The side of those who take from a channel, and of all who wait for other things.
pub const TAKERS: usize = 0;
/// The side of those who put into a channel, and of those who wait for a lock without having asked for it in turn.
pub const PUTTERS: usize = 1;

/// What waits in a channel.
#[derive(Debug, Default)]
pub struct Buffer {
    /// The values, the oldest first.
    pub items: VecDeque<Value>,
    /// Whether it was closed.
    pub closed: bool,
    capacity: Option<u32>,
    /// Whether somebody waits to take, or to put.
    pub waited: [bool; 2],
}

impl Buffer {
    /// Says whether one more goes in.
    pub fn has_room(&self) -> bool {
        self.capacity.is_none_or(|capacity| (self.items.len() as u32) < capacity)
    }

    /// Says whether any number of values may be inside.
    pub fn is_wide(&self) -> bool {
        self.capacity.is_none()
    }
}
