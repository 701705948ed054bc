//! The crew: a pool of exactly k threads that run closures at the same time, and what a run shares
//! with whoever watches it: the stop flag and the progress.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use crate::error::Error;

/// A pool of k threads. The thread that calls is the *coordinator* and not one of them.
pub struct Crew {
    size: usize,
    pool: Pool,
}

enum Pool {
    /// rayon's global pool: in WebAssembly, wasm-bindgen-rayon builds this one only.
    Global,
    /// A pool of its own.
    Own(rayon::ThreadPool),
    /// No threads at all.
    None,
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
        Ok(Self { size: threads, pool: Pool::Own(pool) })
    }

    /// The global pool, which must have been built before (WebAssembly).
    pub fn global() -> Self {
        Self { size: rayon::current_num_threads(), pool: Pool::Global }
    }

    /// A crew without threads, for what the coordinator does by itself.
    pub fn none() -> Self {
        Self { size: 0, pool: Pool::None }
    }

    /// Number of threads, without the coordinator.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Runs `task(t)` on every thread t = 0..k at the same time, and returns when all are done.
    ///
    /// # Panics
    /// Passes on a panic of a task; panics in a crew without threads.
    pub fn broadcast(&self, task: impl Fn(usize) + Sync) {
        match &self.pool {
            Pool::Global => drop(rayon::broadcast(|context| task(context.index()))),
            Pool::Own(pool) => drop(pool.broadcast(|context| task(context.index()))),
            Pool::None => panic!("this crew has no threads"),
        }
    }

    /// Lets every thread t = 0..k run `task(t)`, and does not wait for it. A panic of a task is lost
    /// to the caller, so the task tells its own end.
    ///
    /// # Panics
    /// In a crew without threads. A task that panics ends the process: it must catch what it can.
    pub fn start_everywhere(&self, task: impl Fn(usize) + Send + Sync + 'static) {
        match &self.pool {
            Pool::Global => rayon::spawn_broadcast(move |context| task(context.index())),
            Pool::Own(pool) => pool.spawn_broadcast(move |context| task(context.index())),
            Pool::None => panic!("this crew has no threads"),
        }
    }

    /// Runs `task` on one of the threads, so that rayon's `join` and iterators in it use this crew.
    ///
    /// # Panics
    /// Passes on a panic of the task; panics in a crew without threads.
    pub fn install<R: Send>(&self, task: impl FnOnce() -> R + Send) -> R {
        match &self.pool {
            // `join` from outside moves the first closure into the global pool, as `install` does.
            Pool::Global => rayon::join(task, || ()).0,
            Pool::Own(pool) => pool.install(task),
            Pool::None => panic!("this crew has no threads"),
        }
    }

    /// The lane of the trace that belongs to the thread that calls: 0 for the coordinator.
    pub fn this_lane() -> usize {
        rayon::current_thread_index().map_or(0, |thread| thread + 1)
    }

    /// The number of the thread that calls, 0..k; 0 on the coordinator.
    pub fn this_thread() -> usize {
        rayon::current_thread_index().unwrap_or(0)
    }
}

/// Asks a run to end early. Whoever watches stores a value other than 0, in shared memory.
#[derive(Debug, Default)]
pub struct Stop(AtomicU32);

impl Stop {
    /// Whether the run should end. Work items look at this in between.
    pub fn is_set(&self) -> bool {
        self.0.load(Relaxed) != 0
    }

    /// Asks the run to end.
    pub fn set(&self) {
        self.0.store(1, Relaxed);
    }

    /// Address of the u32.
    pub fn address(&self) -> usize {
        &raw const self.0 as usize
    }
}

/// How far a run is, in work items; read by whoever watches.
#[derive(Debug, Default)]
#[repr(C)]
pub struct Progress {
    done: AtomicU32,
    total: AtomicU32,
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

    /// Work items done, and in all.
    pub fn get(&self) -> (u32, u32) {
        (self.done.load(Relaxed), self.total.load(Relaxed))
    }

    /// Address of the two u32, done and total.
    pub fn address(&self) -> usize {
        &raw const *self as usize
    }
}
