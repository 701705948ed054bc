//! Timers: the browser's, wrapped once, and native ones with the same interface. A timer is a future; dropping it
//! before it fires cancels it for good.
//!
//! [`block`] is the opposite: it waits and keeps the thread, as a careless program does.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::task::{Context, Poll};
use std::time::Duration;

use futures::task::AtomicWaker;

use crate::run::crew::Stop;
use crate::run::trace::clock::Clock;

#[cfg(target_arch = "wasm32")]
use browser::Handle;
#[cfg(not(target_arch = "wasm32"))]
use native::Handle;

/// The timers of one run, counted, so that a test can see that none is left behind.
#[derive(Debug, Clone, Default)]
pub struct Timers(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    pending: AtomicU32,
    fired: AtomicU32,
}

impl Timers {
    /// Returns a timer that fires after `ms` milliseconds; the browser counts whole ones.
    pub fn after(&self, ms: f64) -> Timer {
        self.0.pending.fetch_add(1, SeqCst);
        let shared = Arc::new(Shared {
            fired: AtomicBool::new(false),
            waker: AtomicWaker::new(),
            counts: self.0.clone(),
        });
        Timer { handle: Handle::start(ms, shared.clone()), shared }
    }

    /// Returns the number of timers that are pending.
    pub fn pending(&self) -> u32 {
        self.0.pending.load(SeqCst)
    }

    /// Returns the number of timers that have fired so far.
    pub fn fired(&self) -> u32 {
        self.0.fired.load(SeqCst)
    }
}

/// State that a timer shares with the code that fires it.
struct Shared {
    fired: AtomicBool,
    waker: AtomicWaker,
    counts: Arc<Counts>,
}

impl Shared {
    fn fire(&self) {
        self.fired.store(true, SeqCst);
        self.counts.pending.fetch_sub(1, SeqCst);
        self.counts.fired.fetch_add(1, SeqCst);
        self.waker.wake();
    }
}

/// How often a waiting run looks at its stop flag, in ms. The flag is in shared memory, and no browser event tells
/// when it changes.
const STOP_LOOK: f64 = 20.0;

/// Completes soon after the run is asked to stop.
pub async fn stopped(stop: &Stop) {
    let timers = Timers::default();
    while !stop.is_set() {
        timers.after(STOP_LOOK).await;
    }
}

/// Yields once, so that everything else that is ready goes on first.
pub async fn yield_now() {
    let mut yielded = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// A future that completes when its time has come.
pub struct Timer {
    shared: Arc<Shared>,
    handle: Handle,
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context) -> Poll<()> {
        // The waker is registered first, so that a timer that fires in between is not missed.
        self.shared.waker.register(context.waker());
        if self.shared.fired.load(SeqCst) { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if self.handle.cancel() {
            self.shared.counts.pending.fetch_sub(1, SeqCst);
        }
    }
}

/// Longest time for which a blocked thread does not look at its stop condition.
pub const LOOK: Duration = Duration::from_millis(10);

/// Blocks the thread for `ms` milliseconds, and with it everything that waits for a turn on it. Returns `false`,
/// early, if `stop` says so.
pub fn block(ms: f64, stop: impl Fn() -> bool) -> bool {
    let clock = Clock::start();
    loop {
        let left = ms - clock.now() / 1e3;
        if stop() {
            return false;
        }
        if left <= 0.0 {
            return true;
        }
        pause(LOOK.min(Duration::from_secs_f64(left / 1e3)));
    }
}

/// Lets the thread sleep. Without atomics the browser offers no way to sleep, so the thread spins.
fn pause(duration: Duration) {
    #[cfg(any(not(target_arch = "wasm32"), target_feature = "atomics"))]
    std::thread::sleep(duration);
    #[cfg(all(target_arch = "wasm32", not(target_feature = "atomics")))]
    {
        let clock = Clock::start();
        while clock.now() < duration.as_secs_f64() * 1e6 {}
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use futures::FutureExt;
    use futures::executor::block_on;
    use futures::future::{Either, select};

    #[test]
    fn a_timer_fires_once_its_time_has_come_and_not_before() {
        let timers = Timers::default();
        let clock = Clock::start();
        block_on(timers.after(20.0));
        assert!(clock.now() >= 20_000.0);
        assert_eq!((timers.pending(), timers.fired()), (0, 1));
    }

    #[test]
    fn shorter_timers_fire_first_whatever_the_order_in_which_they_were_set() {
        let timers = Timers::default();
        block_on(async {
            let (long, short) = (timers.after(60.0), timers.after(5.0));
            match select(long, short).await {
                Either::Left(_) => panic!("the long one was first"),
                Either::Right(((), long)) => long.await,
            }
        });
        assert_eq!(timers.fired(), 2);
    }

    #[test]
    fn a_dropped_timer_never_fires() {
        let timers = Timers::default();
        let mut all: Vec<_> = (0..50).map(|i| timers.after(f64::from(i % 5) + 10.0)).collect();
        for timer in &mut all {
            assert!(timer.now_or_never().is_none());
        }
        drop(all);
        assert_eq!(timers.pending(), 0);
        std::thread::sleep(Duration::from_millis(40));
        assert_eq!(timers.fired(), 0);
    }

    #[test]
    fn blocking_ends_early_when_the_run_is_asked_to_stop() {
        let stop = Stop::default();
        let clock = Clock::start();
        assert!(block(15.0, || stop.is_set()));
        assert!(clock.now() >= 15_000.0);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(20));
                stop.set();
            });
            assert!(!block(60_000.0, || stop.is_set()));
        });
    }
}
