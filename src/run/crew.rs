//! The crew: a pool of exactly k threads that run closures at the same time, and what a run shares with the page that
//! watches it: the stop flag and the progress.

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering::Relaxed, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard};

use futures::channel::oneshot;

use crate::error::Error;
use crate::run::trace::clock::Clock;

mod start_line;

pub use start_line::Start;
use start_line::StartLine;

/// A pool of k threads. The thread that calls it is the *coordinator*, which is not one of them.
pub struct Crew {
    size: usize,
    pool: Pool,
    line: Mutex<Line>,
}

/// Whether the threads meet at a start line when they are next asked to run something.
enum Line {
    Off,
    /// They will meet; times are of this clock.
    Armed(Clock),
    /// They have met.
    Met(Start),
}

enum Pool {
    /// rayon's global pool, the only one that wasm-bindgen-rayon builds in WebAssembly.
    Global,
    /// A pool of its own.
    Own(rayon::ThreadPool),
    /// No threads at all.
    None,
}

/// Collects the results of the tasks of [`Crew::on_all`].
struct Gathered<T> {
    results: Mutex<Vec<Option<T>>>,
    left: AtomicUsize,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("nothing panics under this lock")
}

impl Crew {
    /// Starts `threads` threads (native).
    ///
    /// # Errors
    /// If the operating system refuses them.
    pub fn start(threads: usize) -> Result<Self, Error> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .map_err(|error| Error::NoThreads(error.to_string()))?;
        Ok(Self::with(threads, Pool::Own(pool)))
    }

    /// The global pool, which must have been built before (WebAssembly).
    pub fn global() -> Self {
        Self::with(rayon::current_num_threads(), Pool::Global)
    }

    /// A crew without threads, for what the coordinator does by itself.
    pub fn none() -> Self {
        Self::with(0, Pool::None)
    }

    fn with(size: usize, pool: Pool) -> Self {
        Self { size, pool, line: Mutex::new(Line::Off) }
    }

    /// Number of threads, without the coordinator.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Lets the threads meet at a start line before the next [`broadcast`](Self::broadcast) or
    /// [`install`](Self::install) begins its task. Times are of `clock`.
    pub fn arm(&self, clock: &Clock) {
        *lock(&self.line) = Line::Armed(*clock);
    }

    /// Returns how the start since the last [`arm`](Self::arm) went; `None` if the threads were given nothing to run.
    pub fn take_start(&self) -> Option<Start> {
        match std::mem::replace(&mut *lock(&self.line), Line::Off) {
            Line::Met(start) => Some(start),
            Line::Armed(_) | Line::Off => None,
        }
    }

    /// Returns a start line if the threads are to meet before their next task.
    fn line(&self) -> Option<StartLine> {
        match *lock(&self.line) {
            Line::Armed(clock) => Some(StartLine::new(self.size, clock)),
            Line::Met(_) | Line::Off => None,
        }
    }

    /// Runs `task(t)` on every thread t = 0..k at the same time, and returns when all are done.
    ///
    /// # Panics
    /// Panics in a crew without threads. Passes on a panic of a task, natively.
    pub fn broadcast(&self, task: impl Fn(usize) + Sync) {
        self.broadcast_any(&task);
    }

    /// Not generic, so that a module has rayon's code for it only once, not for each schedule.
    #[inline(never)]
    fn broadcast_any(&self, task: &(dyn Fn(usize) + Sync)) {
        let line = self.line();
        let run = |thread: usize| {
            if let Some(line) = &line {
                line.meet(thread);
            }
            task(thread);
        };
        match &self.pool {
            Pool::Global => drop(rayon::broadcast(|context| run(context.index()))),
            Pool::Own(pool) => drop(pool.broadcast(|context| run(context.index()))),
            Pool::None => panic!("this crew has no threads"),
        }
        if let Some(line) = line {
            *lock(&self.line) = Line::Met(line.outcome());
        }
    }

    /// Runs `task(t)` on every thread t = 0..k at the same time, and `meanwhile` on the coordinator; returns when all are
    /// done.
    ///
    /// # Panics
    /// Panics in a crew without threads. Passes on a panic of a task, natively.
    pub fn broadcast_while(&self, task: &(dyn Fn(usize) + Sync), meanwhile: &mut dyn FnMut()) {
        let line = self.line();
        let run = |thread: usize| {
            if let Some(line) = &line {
                line.meet(thread);
            }
            task(thread);
        };
        let run = &run;
        match &self.pool {
            Pool::Global => rayon::in_place_scope(|scope| {
                scope.spawn_broadcast(move |_, context| run(context.index()));
                meanwhile();
            }),
            Pool::Own(pool) => pool.in_place_scope(|scope| {
                scope.spawn_broadcast(move |_, context| run(context.index()));
                meanwhile();
            }),
            Pool::None => panic!("this crew has no threads"),
        }
        if let Some(line) = &line {
            *lock(&self.line) = Line::Met(line.outcome());
        }
    }

    /// Runs `task(t)` on every thread t = 0..k at the same time without blocking the coordinator. Returns a future of
    /// all results; the tasks run to their end even if it is dropped.
    ///
    /// # Panics
    /// Panics at once in a crew without threads. A panic of a task ends the process, natively.
    pub fn on_all<T, F>(&self, task: F) -> impl Future<Output = Vec<T>> + use<T, F>
    where
        T: Send + 'static,
        F: Fn(usize) -> T + Send + Sync + 'static,
    {
        let gathered = Arc::new(Gathered {
            results: Mutex::new((0..self.size).map(|_| None).collect()),
            left: AtomicUsize::new(self.size),
        });
        let (sender, over) = oneshot::channel();
        let (sender, shared) = (Mutex::new(Some(sender)), gathered.clone());
        let run = move |thread: usize| {
            let result = task(thread);
            lock(&shared.results)[thread] = Some(result);
            if shared.left.fetch_sub(1, SeqCst) == 1 {
                // The receiver is gone if the future was dropped.
                let _ = lock(&sender).take().map(|sender| sender.send(()));
            }
        };
        match &self.pool {
            Pool::Global => rayon::spawn_broadcast(move |context| run(context.index())),
            Pool::Own(pool) => pool.spawn_broadcast(move |context| run(context.index())),
            Pool::None => panic!("this crew has no threads"),
        }
        async move {
            over.await.expect("the last task says so");
            lock(&gathered.results).drain(..).map(|result| result.expect("all tasks are over")).collect()
        }
    }

    /// Runs `task` on one of the threads, so that rayon's `join` and iterators in it use this crew. After a start line
    /// the other threads are awake, and look for work at once.
    ///
    /// # Panics
    /// Panics in a crew without threads. Passes on a panic of the task, natively.
    pub fn install<R: Send>(&self, task: impl FnOnce() -> R + Send) -> R {
        let mut task = Some(task);
        let mut result = None;
        self.install_any(&mut || result = task.take().map(|task| task()));
        result.expect("the task has ended")
    }

    /// Not generic, for the reason of [`Self::broadcast_any`].
    #[inline(never)]
    fn install_any(&self, task: &mut (dyn FnMut() + Send)) {
        if matches!(*lock(&self.line), Line::Armed(_)) {
            let task = Mutex::new(task);
            self.broadcast_any(&|thread| {
                if thread == 0 {
                    lock(&task)();
                }
            });
            return;
        }
        match &self.pool {
            // `join` from outside moves the first closure into the global pool, as `install` does.
            Pool::Global => drop(rayon::join(task, || ())),
            Pool::Own(pool) => pool.install(task),
            Pool::None => panic!("this crew has no threads"),
        }
    }

    /// Returns the trace lane of the calling thread: 0 for the coordinator.
    pub fn this_lane() -> usize {
        rayon::current_thread_index().map_or(0, |thread| thread + 1)
    }

    /// Returns the number of the calling thread, 0..k; 0 on the coordinator.
    pub fn this_thread() -> usize {
        rayon::current_thread_index().unwrap_or(0)
    }
}

/// Asks a run to end early. The page stores a value other than 0 here, in shared memory.
#[derive(Debug, Default)]
pub struct Stop(AtomicU32);

impl Stop {
    /// Returns whether the run should end. Scenarios check this between work items.
    pub fn is_set(&self) -> bool {
        self.0.load(Relaxed) != 0
    }

    /// Asks the run to end.
    pub fn set(&self) {
        self.0.store(1, Relaxed);
    }

    /// Returns the address of the u32.
    pub fn address(&self) -> usize {
        &raw const self.0 as usize
    }
}

/// How far a run is, in work items; the page reads it.
#[derive(Debug, Default)]
#[repr(C)]
pub struct Progress {
    done: AtomicU32,
    total: AtomicU32,
    /// 1 while repeats are measured, which the page must not disturb.
    measuring: AtomicU32,
}

impl Progress {
    /// Sets the number of work items of the whole run.
    pub fn expect(&self, items: usize) {
        self.total.store(u32::try_from(items).unwrap_or(u32::MAX), Relaxed);
    }

    /// Adds finished work items.
    pub fn add(&self, items: usize) {
        self.done.fetch_add(items as u32, Relaxed);
    }

    /// Returns the number of work items done, and of all.
    pub fn get(&self) -> (u32, u32) {
        (self.done.load(Relaxed), self.total.load(Relaxed))
    }

    /// Says whether repeats are measured from now on: the page keeps still meanwhile.
    pub fn measure(&self, measuring: bool) {
        self.measuring.store(measuring.into(), Relaxed);
    }

    /// Returns whether repeats are being measured.
    pub fn is_measuring(&self) -> bool {
        self.measuring.load(Relaxed) != 0
    }

    /// Returns the address of the three u32: done, total, and whether repeats are being measured.
    pub fn address(&self) -> usize {
        &raw const *self as usize
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use futures::executor::block_on;

    #[test]
    fn all_threads_at_once_while_the_coordinator_goes_on() {
        let crew = Crew::start(4).unwrap();
        let together = Arc::new(std::sync::Barrier::new(5));
        let meeting = together.clone();
        let all = crew.on_all(move |thread| {
            meeting.wait();
            thread * 10
        });
        // Returns only when all four threads and this one have arrived.
        together.wait();
        assert_eq!(block_on(all), [0, 10, 20, 30]);
    }

    #[test]
    fn the_coordinator_does_something_meanwhile() {
        let crew = Crew::start(3).unwrap();
        let together = std::sync::Barrier::new(4);
        let seen = AtomicUsize::new(0);
        let mut own = 0;
        crew.broadcast_while(
            &|thread| {
                together.wait();
                seen.fetch_add(1 << (8 * thread), SeqCst);
            },
            &mut || {
                together.wait();
                own += 1;
            },
        );
        assert_eq!((seen.into_inner(), own), (0x01_01_01, 1));
    }

    #[test]
    fn after_a_start_line_everything_goes_as_without() {
        let crew = Crew::start(3).unwrap();
        let clock = Clock::start();
        assert_eq!(crew.take_start(), None);
        crew.arm(&clock);
        assert_eq!(crew.install(|| rayon::join(|| 20, || 22)), (20, 22));
        let start = crew.take_start().expect("the threads have met");
        assert!(start.go <= clock.now());
        crew.arm(&clock);
        let seen = AtomicUsize::new(0);
        crew.broadcast(|thread| _ = seen.fetch_add(1 << (8 * thread), SeqCst));
        assert_eq!(seen.into_inner(), 0x01_01_01, "each thread once");
        assert!(crew.take_start().is_some());
        crew.broadcast(|_| ());
        assert_eq!(crew.take_start(), None, "a line is for one start");
    }
}
