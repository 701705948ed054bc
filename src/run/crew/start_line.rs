//! The start line: k threads show that they run at the same time, and only then the clock of a repeat starts.
//!
//! Threads that are woken after a pause may share one core for dozens of repeats while another core is free, above
//! all in virtual machines. So the threads hand a token around until some rounds are so fast that every thread must
//! have had a core: a thread that shares one is off it for a millisecond and more at a time. While they spin, the
//! operating system sees k busy threads and spreads them.

use std::sync::atomic::{
    AtomicU32, AtomicU64, AtomicUsize, Ordering::Acquire, Ordering::Relaxed, Ordering::Release,
};

use crate::run::trace::clock::Clock;

/// Rounds of the token that are timed together.
const ROUNDS: usize = 20;

/// Longest time for these rounds, in µs for each thread: 0.2 µs for each handover, a few times what two cores of a
/// chip need.
const LIMIT: f64 = 4.0;

/// Time after which the threads start without having run together, in µs.
const PATIENCE: f64 = 40_000.0;

/// Longest wait in looks at the token; then the judge lets the threads start anyway. The clock may stand still.
const TURNS: u32 = 100_000_000;

/// Looks at the token between two looks at the clock.
const GLANCE: u32 = 1 << 12;

const WAITING: u32 = 0;
const TOGETHER: u32 = 1;
const GIVEN_UP: u32 = 2;

/// How a start went. Times in µs of the clock that was given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Start {
    /// When the last thread arrived.
    pub ready: f64,
    /// When the threads were let go.
    pub go: f64,
    /// Whether all threads were seen to run at the same time.
    pub together: bool,
}

/// A line for one start of `threads` threads.
pub(super) struct StartLine {
    threads: usize,
    clock: Clock,
    arrived: AtomicUsize,
    /// How often the token was handed over; thread `token % threads` has it.
    token: AtomicUsize,
    /// What thread 0, the judge, has decided.
    verdict: AtomicU32,
    /// The times of [`Start`], as the bits of an f64.
    ready: AtomicU64,
    go: AtomicU64,
}

impl StartLine {
    pub(super) fn new(threads: usize, clock: Clock) -> Self {
        Self {
            threads,
            clock,
            arrived: AtomicUsize::new(0),
            token: AtomicUsize::new(0),
            verdict: AtomicU32::new(WAITING),
            ready: AtomicU64::new(0),
            go: AtomicU64::new(0),
        }
    }

    /// Keeps the calling thread until all have shown that they run at once, or that they do not.
    /// Every thread 0..threads calls it once, at the same time as the others.
    #[inline(never)]
    pub(super) fn meet(&self, thread: usize) {
        if self.arrived.fetch_add(1, Release) + 1 == self.threads {
            self.ready.store(self.clock.now().to_bits(), Relaxed);
        }
        if thread == 0 {
            return self.judge();
        }
        while self.verdict.load(Acquire) == WAITING {
            if self.token.load(Acquire) % self.threads == thread {
                self.token.fetch_add(1, Release);
            }
            std::hint::spin_loop();
        }
    }

    /// Decides whether all run together, and lets them go.
    fn judge(&self) {
        let together = self.threads == 1 || self.run_together();
        self.go.store(self.clock.now().to_bits(), Relaxed);
        self.verdict.store(if together { TOGETHER } else { GIVEN_UP }, Release);
    }

    /// Sends the token on its rounds and times them, until some rounds are fast enough or [`PATIENCE`] is over.
    fn run_together(&self) -> bool {
        let arrived = self.clock.now();
        let (mut begun, mut rounds) = (arrived, 0);
        loop {
            let Some(now) = self.round(arrived) else { return false };
            rounds += 1;
            if rounds % ROUNDS == 0 {
                if now - begun < LIMIT * self.threads as f64 {
                    return true;
                }
                begun = now;
            }
            if now - arrived > PATIENCE {
                return false;
            }
        }
    }

    /// Hands the token over and waits until it is back. Returns the time then, or `None` if it does not come back.
    fn round(&self, arrived: f64) -> Option<f64> {
        let back = self.token.fetch_add(1, Release) + self.threads;
        let mut looks = 0;
        while self.token.load(Acquire) != back {
            looks += 1;
            if looks == TURNS || (looks % GLANCE == 0 && self.clock.now() - arrived > PATIENCE) {
                return None;
            }
            std::hint::spin_loop();
        }
        Some(self.clock.now())
    }

    /// Returns how the start went, once every thread has met.
    pub(super) fn outcome(&self) -> Start {
        let time = |bits: &AtomicU64| f64::from_bits(bits.load(Relaxed));
        Start {
            ready: time(&self.ready),
            go: time(&self.go),
            together: self.verdict.load(Acquire) == TOGETHER,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn nobody_starts_before_all_have_arrived() {
        for threads in [1, 2, 3, 8] {
            let clock = Clock::start();
            let line = StartLine::new(threads, clock);
            let started: Vec<f64> = std::thread::scope(|scope| {
                let line = &line;
                let all: Vec<_> = (0..threads)
                    .map(|thread| {
                        scope.spawn(move || {
                            line.meet(thread);
                            clock.now()
                        })
                    })
                    .collect();
                all.into_iter().map(|one| one.join().unwrap()).collect()
            });
            let start = line.outcome();
            assert!(started.iter().all(|&time| time >= start.go), "{threads} threads");
            // The judge may give up before a late thread arrives.
            assert!(!start.together || start.go >= start.ready, "{threads} threads: {start:?}");
        }
    }

    #[test]
    fn a_thread_that_never_comes_is_given_up() {
        let line = StartLine::new(2, Clock::start());
        line.meet(0);
        assert!(!line.outcome().together);
    }
}
