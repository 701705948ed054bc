//! Native timers, for tests: one thread that sleeps until the next one is due.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock};
use std::time::{Duration, Instant};

use super::Shared;

/// When a timer is due, and a number that tells apart timers that are due at the same time.
type Key = (Instant, u64);

#[derive(Default)]
struct Queue {
    timers: BTreeMap<Key, Arc<Shared>>,
    numbers: u64,
}

#[derive(Default)]
struct Service {
    queue: Mutex<Queue>,
    changed: Condvar,
}

impl Service {
    fn get() -> &'static Self {
        static SERVICE: OnceLock<Service> = OnceLock::new();
        static THREAD: OnceLock<()> = OnceLock::new();
        let service = SERVICE.get_or_init(Self::default);
        THREAD.get_or_init(|| {
            std::thread::Builder::new()
                .name("timers".into())
                .spawn(|| service.serve())
                .map(drop)
                .expect("a thread for the timers")
        });
        service
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().expect("no code that can panic holds this lock")
    }

    fn serve(&self) {
        let mut queue = self.lock();
        loop {
            let now = Instant::now();
            queue = match queue.timers.first_key_value().map(|(key, _)| *key) {
                Some(key) if key.0 <= now => {
                    // Fires under the lock, so that a timer that has been cancelled cannot be about to fire.
                    queue.timers.remove(&key).expect("it is the first one").fire();
                    queue
                }
                Some((due, _)) => {
                    self.changed
                        .wait_timeout(queue, due - now)
                        .expect("no code that can panic holds this lock")
                        .0
                }
                None => self.changed.wait(queue).expect("no code that can panic holds this lock"),
            };
        }
    }
}

pub(super) struct Handle(Key);

impl Handle {
    pub fn start(ms: f64, shared: Arc<Shared>) -> Self {
        let service = Service::get();
        let mut queue = service.lock();
        queue.numbers += 1;
        let key = (Instant::now() + Duration::from_secs_f64(ms.max(0.0) / 1e3), queue.numbers);
        queue.timers.insert(key, shared);
        service.changed.notify_one();
        Self(key)
    }

    /// Cancels the timer, and returns whether it was still pending.
    pub fn cancel(&self) -> bool {
        Service::get().lock().timers.remove(&self.0).is_some()
    }
}
