//! Sums: work whose result everybody can check, in three shapes. [`squares`] is a loop of equal,
//! independent tasks; [`range_sum`] divides and conquers; [`norms`] maps and reduces real numbers, where
//! the order of additions decides the last bit.
//!
//! Results are exact, or the same to the last bit, whatever the schedule, and every run checks that. Only norms that
//! are added in the order of their arrival may differ in the last bits.

mod arrival;
pub mod exact;
pub mod norms;
mod random;
pub mod range_sum;
pub mod shape;
pub mod squares;
mod vectors;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Acquire, Ordering::Relaxed, Ordering::Release};

use crate::contract::params::Values;
use crate::contract::scenario::{Context, Report, State, Tone, Unit};
use crate::error::Error;
use crate::loops::measure::Plan;
use crate::loops::measure::figures::Measured;
use crate::loops::measure::headlines::agreement;
use crate::loops::measure::repeats::{Workload, measure};
use crate::run::trace::label;
use crate::run::trace::recorder::COORDINATOR;

/// Results of the parts of a sum. Any thread writes them; they are read in the order of their index.
struct Partials {
    slots: Vec<Slot>,
}

#[derive(Default)]
struct Slot {
    low: AtomicU64,
    high: AtomicU64,
    /// How often the slot was written; exactly once in a correct run.
    written: AtomicU32,
}

impl Partials {
    fn new(count: usize) -> Self {
        Self { slots: (0..count).map(|_| Slot::default()).collect() }
    }

    fn clear(&self) {
        self.slots.iter().for_each(|slot| slot.written.store(0, Relaxed));
    }

    fn set(&self, index: usize, value: u128) {
        let slot = &self.slots[index];
        slot.low.store(value as u64, Relaxed);
        slot.high.store((value >> 64) as u64, Relaxed);
        slot.written.fetch_add(1, Release);
    }

    /// Returns all values, in order.
    ///
    /// # Errors
    /// If a value was not computed, or more than once.
    fn values(&self) -> Result<impl Iterator<Item = u128> + '_, Error> {
        let missing = self.slots.iter().filter(|slot| slot.written.load(Acquire) != 1).count();
        if missing > 0 {
            return Err(Error::Incomplete { missing, total: self.slots.len() });
        }
        Ok(self
            .slots
            .iter()
            .map(|slot| u128::from(slot.high.load(Relaxed)) << 64 | u128::from(slot.low.load(Relaxed))))
    }
}

/// The total of both sides: every execution must give the same one.
#[derive(Default)]
struct Totals(Mutex<Option<u128>>);

impl Totals {
    /// Takes the total of one more execution, and compares it.
    ///
    /// # Errors
    /// If an earlier execution gave another total.
    fn agree(&self, total: u128, shown: impl Fn(u128) -> String) -> Result<(), Error> {
        let mut known = self.0.lock().expect("nobody panics with it");
        match *known {
            Some(other) if other != total => {
                Err(Error::Mismatch { place: format!("the total: {} and {}", shown(other), shown(total)) })
            }
            _ => {
                *known = Some(total);
                Ok(())
            }
        }
    }

    fn get(&self) -> Option<u128> {
        *self.0.lock().expect("nobody panics with it")
    }
}

/// Whether all executions gave the same total.
struct Agreement {
    identical: bool,
    /// What the verdict says of the agreement; may be empty.
    same: &'static str,
}

impl Agreement {
    /// Every execution was compared with the others as it ended, and the run fails on a difference.
    fn proven() -> Self {
        Self { identical: true, same: "Same total." }
    }
}

/// Measures a workload of this family and begins its report; `what` names the work, for instance “dynamic on 2
/// threads”.
///
/// # Errors
/// If an execution was incomplete, or its result wrong.
fn run(
    workload: &dyn Workload,
    values: &Values,
    threads: usize,
    what: &str,
    context: &mut Context,
    agreed: impl FnOnce() -> Agreement,
) -> Result<Report, Error> {
    let plan = Plan::of(values);
    let samples = measure(workload, plan, context)?;
    let mut report = Report::new(if samples.stopped { State::Stopped } else { State::Done });
    let mut same = "";
    if !samples.stopped && context.compare {
        context.recorder.begin(COORDINATOR, label::CHECK, 0);
        let agreed = agreed();
        same = agreed.same;
        report.values.insert("totals", if agreed.identical { "identical" } else { "different" }.into());
        report.metric(
            "identical",
            "Identical totals",
            f64::from(u8::from(agreed.identical)),
            Unit::None,
            "1: every execution of both sides gave the same total. 0: they added in different orders, and rounded \
             differently.",
        );
        context.recorder.end(COORDINATOR, label::CHECK, 0);
    }
    let same_code = !workload.is_parallel();
    Measured { samples: &samples, plan, threads, what, same_code, same }.report(context, &mut report);
    agreement(&mut report, "Totals", "digit of the total", ["every digit", "in the last digits"], Tone::Odd);
    Ok(report)
}

// The catalog's texts, which these tests name scenarios by, are native only.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
