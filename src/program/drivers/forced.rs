//! Real threads that pass a token, so that a given order of steps happens really.

use std::sync::Arc;

use super::super::code::Program;
use super::super::machine::MOST_INSTRUCTIONS;
use super::super::world::model::{FLUSHES, Step};
use super::super::world::real::{Real, Verdict};
use super::threads::{Conditions, Desk, Run, came_of, refused};

/// Lets an order happen; what is left after it goes on freely. `seen` is called before the
/// first step and after each, when everybody stands before the next one.
///
/// # Errors
/// Returns a sentence where the program has actors that are no threads, or where a step is not possible.
pub fn run(
    program: &Arc<Program>,
    steps: &[Step],
    conditions: Conditions<'_>,
    mut seen: impl FnMut(usize, &Real<'_>),
) -> Result<Run, String> {
    if let Some(why) = refused(program) {
        return Err(why);
    }
    if let Some(at) = steps.iter().position(|step| step.alternative == FLUSHES) {
        return Err(format!(
            "Step {} lets a write reach memory, and when that happens no thread can be told: take an order of \
             sequentially consistent memory.",
            at + 1
        ));
    }
    let Conditions { places, races, stop, watch, threads } = conditions;
    let real = Real::new(program, places, true, stop, watch);
    let desk = Desk::new(program, races, Some(MOST_INSTRUCTIONS));
    let mut refused_at = None;
    threads.run(&real, &desk, &mut || {
        real.begin_in_order();
        seen(0, &real);
        for (at, step) in steps.iter().enumerate() {
            if !real.take_in_order(*step) {
                refused_at = Some(at + 1);
                return;
            }
            seen(at + 1, &real);
        }
        real.set_free();
    });
    let left = real.into_left();
    if let (Some(step), Verdict::Refused | Verdict::Ended) = (refused_at, left.verdict) {
        return Err(format!("Step {step} is not possible: choose another order."));
    }
    Ok(came_of(left, places, desk))
}
