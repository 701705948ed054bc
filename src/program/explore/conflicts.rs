//! Two accesses to one shared variable, one of them a write, that are both next in one state: nothing orders them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::world::model::{Model, State, Step};

pub use super::super::world::access::{Access, Conflict};

/// Looks for conflicts, and tells each once.
#[derive(Debug, Default)]
pub struct Conflicts {
    /// Pairs of machines that have been looked at.
    seen: FxHashSet<(u32, u32)>,
    told: FxHashSet<Conflict>,
}

impl Conflicts {
    /// Looks at the steps of a state, and calls `found` with what was never seen before.
    pub fn look(&mut self, model: &Model, state: &State, steps: &[Step], mut found: impl FnMut(Conflict)) {
        for (at, one) in steps.iter().enumerate() {
            let one = u32::from(one.actor);
            let Some((cell, writes)) = model.access(state, one) else { continue };
            for other in &steps[at + 1..] {
                let other = u32::from(other.actor);
                let Some((same, also)) = model.access(state, other) else { continue };
                if other == one || same != cell || !(writes || also) {
                    continue;
                }
                if !self.seen.insert((model.machine_number(state, one), model.machine_number(state, other))) {
                    continue;
                }
                let access = |actor, writes| {
                    let machine = model.machine(state, actor);
                    Access { actor: machine.name.to_string(), line: machine.line(&model.program), writes }
                };
                let variable = model.program.cells[cell as usize].name.clone();
                let conflict = Conflict { variable, first: access(one, writes), second: access(other, also) };
                if self.told.insert(conflict.clone()) {
                    found(conflict);
                }
            }
        }
    }
}

/// Returns the accesses that were seen in the states before one, those of the first states first.
pub fn in_order(conflicts: FxHashMap<Conflict, u32>, before: u32) -> Vec<Conflict> {
    let mut list: Vec<(u32, Conflict)> = conflicts
        .into_iter()
        .map(|(conflict, state)| (state, conflict))
        .filter(|(state, _)| *state < before)
        .collect();
    list.sort();
    list.into_iter().map(|(_, conflict)| conflict).collect()
}
