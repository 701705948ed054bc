//! Labels of steps, in 16 bits each, as there are more steps than anything else.

use rustc_hash::FxHashMap;

use super::super::world::model::Step;

/// What labels mean. Nearly all steps are the only one of their actor, whose number is their label.
#[derive(Debug, Default)]
pub struct Names {
    /// Steps whose labels are not just the actor.
    others: Vec<Step>,
    numbers: FxHashMap<Step, u16>,
}

/// Where labels of other steps begin.
const OTHERS: u16 = 1 << 15;
/// Stands for the label of another step until it has one.
pub const UNNAMED: u16 = u16::MAX;

/// Returns the label of a step, or [`UNNAMED`].
pub fn plain(step: Step) -> u16 {
    if step.alternative == 0 && step.actor < OTHERS { step.actor } else { UNNAMED }
}

impl Names {
    /// Returns the label of a step that has no plain one.
    #[inline(never)]
    pub fn of(&mut self, step: Step) -> u16 {
        let next = OTHERS | self.others.len() as u16;
        let label = *self.numbers.entry(step).or_insert(next);
        if label == next {
            self.others.push(step);
        }
        label
    }

    /// Says whether there may be more of them: those of another state at least.
    pub fn has_room(&self) -> bool {
        self.others.len() < 30_000
    }

    /// Returns the step with a label.
    pub fn step_of(&self, label: u16) -> Step {
        if label < OTHERS {
            Step { actor: label, alternative: 0 }
        } else {
            self.others[(label - OTHERS) as usize]
        }
    }
}
