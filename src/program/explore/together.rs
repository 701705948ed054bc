//! Several threads search together. One of them leads: it does what lies between the phases of a batch, and says when a
//! phase begins. Whoever comes takes pieces of it, so that nobody waits for a thread that has no processor.
//!
//! A batch takes about ten milliseconds, so threads do not go to sleep between phases: whoever is early looks again and
//! again whether it goes on, and sleeps only if that takes long.

use std::hint::spin_loop;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Condvar, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError};

use super::search::{Phase, Search, lock};
use super::{Limits, Progress};
use crate::run::crew::Crew;
use crate::run::trace::clock::Clock;

/// How often a thread looks before it sleeps: some fifty microseconds.
const LOOKS: u32 = 20_000;

/// Searches until nothing is left, or limits are reached, or `goes_on` ends it.
pub fn together(
    search: Search,
    limits: &Limits,
    crew: &Crew,
    goes_on: &mut (dyn FnMut(Progress) -> bool + Send),
) -> Search {
    let shared = Shared {
        search: RwLock::new(search),
        begun: AtomicU32::new(0),
        asleep: Mutex::new(()),
        woken: Condvar::new(),
    };
    let goes_on = Mutex::new(goes_on);
    // Threads that were idle may all wake on one core; they meet first, until they run at once.
    crew.arm(&Clock::start());
    crew.broadcast(|thread| {
        if thread == 0 {
            shared.lead(limits, &mut **lock(&goes_on));
        } else {
            shared.follow(thread);
        }
    });
    crew.take_start();
    shared.search.into_inner().unwrap_or_else(PoisonError::into_inner)
}

struct Shared {
    search: RwLock<Search>,
    /// How many phases have begun for all.
    begun: AtomicU32,
    asleep: Mutex<()>,
    woken: Condvar,
}

impl Shared {
    fn lead(&self, limits: &Limits, goes_on: &mut (dyn FnMut(Progress) -> bool + Send)) {
        // Also where something panics, or the others would wait for ever.
        let _end = End(self);
        while self.write().begin_batch(limits, goes_on) {
            // Few states are not worth having the others look.
            let is_small = self.read().is_small();
            for phase in [Phase::Expand, Phase::LookUp] {
                self.write().begin_phase(phase);
                if !is_small {
                    self.tell();
                }
                self.read().work(0);
            }
            self.write().end_batch(limits);
        }
    }

    fn follow(&self, thread: usize) {
        let mut seen = 0;
        loop {
            seen = self.after(seen);
            let search = self.read();
            if search.has_ended() {
                break;
            }
            search.work(thread);
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Search> {
        self.search.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until nobody works any more.
    fn write(&self) -> RwLockWriteGuard<'_, Search> {
        for _ in 0..LOOKS {
            match self.search.try_write() {
                Ok(search) => return search,
                Err(TryLockError::Poisoned(search)) => return search.into_inner(),
                Err(TryLockError::WouldBlock) => spin_loop(),
            }
        }
        self.search.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says that a phase begins.
    fn tell(&self) {
        {
            // Nobody falls asleep between looking and sleeping.
            let _asleep = lock(&self.asleep);
            self.begun.fetch_add(1, Ordering::Release);
        }
        self.woken.notify_all();
    }

    /// Waits until more phases have begun than so many; returns how many have.
    fn after(&self, seen: u32) -> u32 {
        let now = || Some(self.begun.load(Ordering::Acquire)).filter(|begun| *begun != seen);
        for _ in 0..LOOKS {
            if let Some(begun) = now() {
                return begun;
            }
            spin_loop();
        }
        let mut asleep = lock(&self.asleep);
        loop {
            if let Some(begun) = now() {
                return begun;
            }
            asleep = self.woken.wait(asleep).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Ends the search for all when it is dropped.
struct End<'s>(&'s Shared);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.write().begin_phase(Phase::Ended);
        self.0.tell();
    }
}
