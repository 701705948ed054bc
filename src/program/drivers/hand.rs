//! By hand: the reader says whose step is next, sees what each would do, and can go back.

use std::sync::Arc;

use super::super::code::Program;
use super::super::op::Op;
use super::super::world::endings::{Awaited, Ending};
use super::super::world::model::{Memory, Model, Phase, State, Step};
use super::super::world::resources::Thing;
use super::notation::LONGEST_ORDER;
use super::printed::Printed;
use super::told::told;

/// One actor as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its name.
    pub name: String,
    /// The line of its next step; 0 where there is none.
    pub line: u32,
    /// What its next steps would do, in words; empty for one that cannot go on.
    pub steps: Vec<(Step, String)>,
    /// Why it has no step, in words; none for one that has.
    pub rests: Option<String>,
    /// What it waits for; nothing for one that has a step.
    pub awaits: Vec<Awaited>,
    /// Whether it is over, well or not.
    pub over: bool,
    /// Whether it has begun.
    pub begun: bool,
    /// Whether it failed.
    pub failed: bool,
    /// Its own variables, with their values.
    pub variables: Vec<(String, String)>,
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The step.
    pub step: Step,
    /// In which line.
    pub line: u32,
    /// What it did.
    pub words: String,
    /// The variable of the top that it read or wrote, by its number, and whether it wrote.
    pub access: Option<(u32, bool)>,
    /// Who holds what since, by numbers: the resource and the actor. A step may give to somebody else.
    pub gets: Vec<[u32; 2]>,
    /// Who no longer holds what.
    pub gives: Vec<[u32; 2]>,
}

/// A program that is stepped.
#[derive(Debug)]
pub struct Hand {
    model: Model,
    states: Vec<State>,
    steps: Vec<Step>,
    printed: Vec<Printed>,
}

impl Hand {
    /// Begins a program: every actor stands before its first step.
    pub fn new(program: Arc<Program>, memory: Memory) -> Hand {
        let mut model = Model::new(program, memory);
        let mut printed = Printed::default();
        let state = model.initial(Some(&mut printed));
        Hand { model, states: vec![state], steps: vec![], printed: vec![printed] }
    }

    fn state(&self) -> &State {
        &self.states[self.steps.len()]
    }

    /// Returns the steps taken so far.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Returns all steps that are possible now.
    pub fn possible(&self) -> Vec<Step> {
        let mut steps = vec![];
        self.model.steps(self.state(), &mut steps);
        steps
    }

    /// Takes a step.
    ///
    /// # Errors
    /// Returns a sentence where this step is not possible.
    pub fn take(&mut self, step: Step) -> Result<(), String> {
        let number = self.steps.len() + 1;
        if !self.possible().contains(&step) {
            let name = if u32::from(step.actor) < self.model.actors(self.state()) {
                self.model.machine(self.state(), u32::from(step.actor)).name.to_string()
            } else {
                format!("actor {}", step.actor)
            };
            return Err(format!(
                "Step {number} is not possible: {name} cannot do this here. Choose another one."
            ));
        }
        if self.steps.len() >= LONGEST_ORDER {
            return Err(format!("{LONGEST_ORDER} steps are the most by hand: go back, or begin anew."));
        }
        let mut state = self.state().clone();
        let mut printed = Printed::default();
        self.model.take(&mut state, step, Some(&mut printed));
        self.states.push(state);
        self.steps.push(step);
        self.printed.push(printed);
        Ok(())
    }

    /// Takes steps as long as they are possible.
    ///
    /// # Errors
    /// Returns a sentence at the first that is not.
    pub fn take_all(&mut self, steps: &[Step]) -> Result<(), String> {
        steps.iter().try_for_each(|step| self.take(*step))
    }

    /// Goes back to where so many steps were taken.
    pub fn back_to(&mut self, steps: usize) {
        self.steps.truncate(steps);
        self.states.truncate(self.steps.len() + 1);
        self.printed.truncate(self.steps.len() + 1);
    }

    /// Returns the last steps, at most so many.
    pub fn last(&self, most: usize) -> Vec<Taken> {
        let from = self.steps.len().saturating_sub(most);
        let mut before = self.holds(from);
        let mut taken = |at: usize| {
            let (step, state) = (self.steps[at], &self.states[at]);
            let after = self.holds(at + 1);
            let not_in = |all: &[[u32; 2]], other: &[[u32; 2]]| {
                all.iter().filter(|hold| !other.contains(hold)).copied().collect::<Vec<_>>()
            };
            let (gets, gives) = (not_in(&after, &before), not_in(&before, &after));
            before = after;
            let line = self.model.machine(state, u32::from(step.actor)).line(&self.model.program);
            let op = self.model.machine(state, u32::from(step.actor)).pending.as_ref();
            let access = op.filter(|_| step.alternative == 0).and_then(Op::access);
            Taken { step, line, words: told(&self.model, state, step), access, gets, gives }
        };
        (from..self.steps.len()).map(&mut taken).collect()
    }

    /// Returns who holds what after so many steps: resources and actors.
    fn holds(&self, steps: usize) -> Vec<[u32; 2]> {
        let resources = 0..self.model.program.resources.len() as u32;
        let of = |resource| {
            let holders = self.model.holders_of(&self.states[steps], resource).into_iter();
            holders.map(move |actor| [resource, actor])
        };
        resources.flat_map(of).collect()
    }

    /// Takes up to `most` steps as a number decides; the same number, the same steps.
    ///
    /// # Errors
    /// Returns a sentence when there are too many steps.
    pub fn walk(&mut self, seed: u64, most: usize) -> Result<(), String> {
        for _ in 0..most {
            let possible = self.possible();
            if possible.is_empty() {
                break;
            }
            // The steps of splitmix64.
            let place = self.steps.len() as u64 + 1;
            let mut drawn = seed.wrapping_add(place.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            drawn ^= drawn >> 31;
            self.take(possible[(drawn % possible.len() as u64) as usize])?;
        }
        Ok(())
    }

    /// Returns how it ended, once there are no more steps.
    pub fn ending(&self) -> Option<Ending> {
        self.possible().is_empty().then(|| self.model.ending(self.state()))
    }

    /// Returns every actor as it stands.
    pub fn actors(&self) -> Vec<Standing> {
        let possible = self.possible();
        (0..self.model.actors(self.state())).map(|actor| self.standing(actor, &possible)).collect()
    }

    fn standing(&self, actor: u32, possible: &[Step]) -> Standing {
        let (model, state) = (&self.model, self.state());
        let machine = model.machine(state, actor);
        let steps: Vec<(Step, String)> = possible
            .iter()
            .filter(|step| u32::from(step.actor) == actor)
            .map(|step| (*step, told(model, state, *step)))
            .collect();
        let rests = match &machine.over {
            Some(Ok(_)) if steps.is_empty() => Some("is over".to_string()),
            Some(Err(failure)) if steps.is_empty() => {
                Some(format!("failed in line {}: {}", failure.line, failure.text))
            }
            _ if !steps.is_empty() => None,
            _ if !model.has_begun(state, actor) => Some("has not begun".into()),
            _ if model.has_ended(state) => Some("ends with the others".into()),
            _ => Some(self.why(actor)),
        };
        let stands = steps.is_empty() && machine.over.is_none() && model.has_begun(state, actor);
        let blocked = stands && !model.has_ended(state) && !model.may_step_alone(state, actor);
        let variables = machine
            .variables(&model.program)
            .into_iter()
            .map(|(name, value)| (name.to_string(), model.written(state, value)))
            .collect();
        Standing {
            name: machine.name.to_string(),
            line: machine.line(&model.program),
            over: machine.over.is_some() && steps.is_empty(),
            begun: model.has_begun(state, actor),
            failed: matches!(machine.over, Some(Err(_))) && steps.is_empty(),
            awaits: if blocked { model.awaits(state, actor) } else { vec![] },
            steps,
            rests,
            variables,
        }
    }

    /// Says what an actor waits for, who has it, and since when.
    fn why(&self, actor: u32) -> String {
        let (model, state) = (&self.model, self.state());
        if model.may_step_alone(state, actor) {
            return "waits for its turn on the event loop".into();
        }
        let mut why = format!("waits for {}", model.awaited(state, actor));
        // Nobody holds what is not a lock, and an actor has no holders.
        for awaited in model.awaits(state, actor) {
            let Awaited::Resource(resource) = awaited else { continue };
            for holder in model.holders_of(state, resource) {
                let since = self.held_since(resource, holder);
                let name = &model.machine(state, holder).name;
                why.push_str(&match holder == actor {
                    true => format!(", which it holds itself since step {since}"),
                    false => format!(", which {name} holds since step {since}"),
                });
            }
        }
        why
    }

    /// Returns the number of the step by which an actor got what it holds.
    fn held_since(&self, resource: u32, holder: u32) -> usize {
        let mut since = self.steps.len();
        while since > 0 && self.model.holders_of(&self.states[since - 1], resource).contains(&holder) {
            since -= 1;
        }
        since
    }

    /// Returns the variables of the top with their values in memory.
    pub fn variables(&self) -> Vec<(String, String)> {
        let cells = self.model.program.cells.iter().enumerate();
        cells
            .map(|(at, cell)| {
                let value = self.model.cell(self.state(), at as u32);
                (cell.name.clone(), self.model.written(self.state(), &value))
            })
            .collect()
    }

    /// Returns every resource as it stands.
    pub fn things(&self) -> Vec<Thing> {
        let blocked: Vec<Vec<Awaited>> = self.actors().into_iter().map(|actor| actor.awaits).collect();
        self.model.things(self.state(), &blocked)
    }

    /// Returns what has been printed, a part for the beginning and one for each step.
    pub fn printed(&self) -> &[Printed] {
        &self.printed
    }

    /// Says whether an actor has been notified and not yet got its lock back.
    pub fn is_woken(&self, actor: u32) -> bool {
        matches!(self.model.phase(self.state(), actor), Phase::Woken | Phase::GaveUp)
    }
}
