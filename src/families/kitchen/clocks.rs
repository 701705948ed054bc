//! The kitchen's two clocks. On the real one a kitchen second takes so many real milliseconds, by the
//! browser's timers; what happens is measured. The virtual one is a queue of events: waiting takes no
//! time at all, and the same recipe always gives exactly the same times.
//!
//! Steps last whole tenths of a second, so that the virtual clock's sums are exact.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::{Context, Poll, Wake, Waker};

use futures::FutureExt;
use futures::future::{LocalBoxFuture, ready};

use crate::contract::params::{Group, Param};
use crate::run::timer::Timers;
use crate::run::trace::clock::Clock as TraceClock;

/// µs of the trace in a kitchen second of the virtual clock: there the trace is in kitchen time.
const MICROS: f64 = 1e6;

/// The parameter that says how long a second in the kitchen takes.
pub fn scale(default: f64, min: f64, max: f64) -> Param {
    Param::real("scale", "Kitchen second", default, min, max)
        .help("How many real milliseconds a second in the kitchen takes.")
        .unit("ms")
        .logarithmic()
        .group(Group::Measurement)
}

/// Time in the kitchen.
pub trait Clock {
    /// Kitchen seconds since the beginning.
    fn now(&self) -> f64;

    /// This moment on the trace's own axis, in µs.
    fn stamp(&self) -> f64;

    /// Waits for so many tenths of a kitchen second; not at all for 0.
    fn sleep(&self, tenths: u32) -> LocalBoxFuture<'static, ()>;
}

/// The real clock.
#[derive(Clone)]
pub struct RealClock {
    trace: TraceClock,
    /// µs of the trace when the kitchen opened.
    opened: f64,
    /// Real ms for a kitchen second.
    scale: f64,
    timers: Timers,
}

impl RealClock {
    /// Opens the kitchen now. `trace` is the clock of the run's recorder.
    pub fn open(trace: TraceClock, scale: f64) -> Self {
        Self { opened: trace.now(), trace, scale, timers: Timers::default() }
    }

    /// Real ms of so many tenths of a kitchen second.
    pub fn millis(&self, tenths: u32) -> f64 {
        f64::from(tenths) / 10.0 * self.scale
    }

    /// µs of the trace when it opened.
    pub fn opened(&self) -> f64 {
        self.opened
    }

    /// Its timers, for tests.
    pub fn timers(&self) -> &Timers {
        &self.timers
    }

    /// Kitchen seconds since it opened.
    pub fn seconds(&self) -> f64 {
        (self.trace.now() - self.opened) / 1e3 / self.scale
    }
}

impl Clock for RealClock {
    fn now(&self) -> f64 {
        self.seconds()
    }

    fn stamp(&self) -> f64 {
        self.trace.now()
    }

    fn sleep(&self, tenths: u32) -> LocalBoxFuture<'static, ()> {
        if tenths == 0 {
            ready(()).boxed_local()
        } else {
            self.timers.after(self.millis(tenths)).boxed_local()
        }
    }
}

/// The virtual clock: a queue of events, in the order of their time and then of their number.
#[derive(Clone, Default)]
pub struct VirtualClock(Rc<Queue>);

#[derive(Default)]
struct Queue {
    /// Tenths of a second.
    now: Cell<u64>,
    numbers: Cell<u64>,
    events: RefCell<BTreeMap<(u64, u64), Waker>>,
}

impl VirtualClock {
    /// Events that are still to come.
    pub fn pending(&self) -> usize {
        self.0.events.borrow().len()
    }

    /// Runs a future to its end; whenever it waits, time jumps to the next event.
    ///
    /// # Panics
    /// If the future waits for something that no event will bring.
    pub fn run<T>(&self, future: impl Future<Output = T>) -> T {
        struct Flag(AtomicBool);
        impl Wake for Flag {
            fn wake(self: Arc<Self>) {
                self.0.store(true, Relaxed);
            }
        }
        let mut future = pin!(future);
        let flag = Arc::new(Flag(AtomicBool::new(true)));
        let waker = Waker::from(flag.clone());
        loop {
            while flag.0.swap(false, Relaxed) {
                if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                    return value;
                }
            }
            let next = self.0.events.borrow_mut().pop_first();
            let ((time, _), waker) = next.expect("something waits for what never comes");
            self.0.now.set(time);
            waker.wake();
        }
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> f64 {
        self.0.now.get() as f64 / 10.0
    }

    fn stamp(&self) -> f64 {
        self.now() * MICROS
    }

    fn sleep(&self, tenths: u32) -> LocalBoxFuture<'static, ()> {
        if tenths == 0 {
            return ready(()).boxed_local();
        }
        let number = self.0.numbers.replace(self.0.numbers.get() + 1);
        Nap { queue: self.0.clone(), key: (self.0.now.get() + u64::from(tenths), number) }.boxed_local()
    }
}

/// Waiting on the virtual clock.
struct Nap {
    queue: Rc<Queue>,
    key: (u64, u64),
}

impl Future for Nap {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context) -> Poll<()> {
        if self.queue.now.get() >= self.key.0 {
            return Poll::Ready(());
        }
        self.queue.events.borrow_mut().insert(self.key, context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Nap {
    fn drop(&mut self) {
        self.queue.events.borrow_mut().remove(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::future::{Either, join_all, select};

    #[test]
    fn events_come_in_the_order_of_time_then_of_asking() {
        let clock = VirtualClock::default();
        let order = RefCell::new(Vec::new());
        clock.run(join_all([30, 10, 20, 10, 0].iter().enumerate().map(|(i, &tenths)| {
            let (clock, order) = (&clock, &order);
            async move {
                clock.sleep(tenths).await;
                order.borrow_mut().push((i, clock.now()));
            }
        })));
        assert_eq!(order.into_inner(), [(4, 0.0), (1, 1.0), (3, 1.0), (2, 2.0), (0, 3.0)]);
        assert_eq!((clock.now(), clock.stamp(), clock.pending()), (3.0, 3e6, 0));
    }

    #[test]
    fn what_is_dropped_leaves_no_event_behind() {
        let clock = VirtualClock::default();
        clock.run(async {
            match select(clock.sleep(50), clock.sleep(10)).await {
                Either::Left(_) => panic!("the long one was first"),
                Either::Right(((), long)) => {
                    assert_eq!(clock.pending(), 1);
                    drop(long);
                }
            }
        });
        assert_eq!((clock.now(), clock.pending()), (1.0, 0));
    }

    #[test]
    #[should_panic(expected = "never comes")]
    fn waiting_for_nothing_is_noticed() {
        VirtualClock::default().run(std::future::pending::<()>());
    }
}
