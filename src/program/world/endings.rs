//! What a program comes to: its figures, what was wrong, who failed, who waits for what.

use std::fmt;
use std::sync::Arc;

use super::super::machine::{CANCELLED, MOST_INSTRUCTIONS, Machine, Rationed, describe};
use super::super::op::{Answer, Op};
use super::super::syntax::ActorKind;
use super::super::value::Value;
use super::model::{Model, Phase, State};

/// How a program ends; the first that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Nobody can go on, and not all are over.
    Stuck,
    /// An actor failed, which was neither caught nor asked for.
    Failed,
    /// An expectation was false.
    Wrong,
    /// All is well.
    Done,
}

impl Kind {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Stuck => "stuck",
            Kind::Failed => "failed",
            Kind::Wrong => "wrong",
            Kind::Done => "done",
        }
    }
}

/// One outcome of a program.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ending {
    /// What kind of outcome it is.
    pub kind: Kind,
    /// Figures with their values, in the order of the text.
    pub figures: Vec<(String, String)>,
    /// Who waits for what, where it is stuck.
    pub stuck: Vec<String>,
    /// Who failed, how, and where.
    pub failures: Vec<String>,
    /// Expectations that were false.
    pub wrong: Vec<String>,
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind == Kind::Stuck {
            return write!(f, "stuck: {}", self.stuck.join("; "));
        }
        let figures: Vec<String> =
            self.figures.iter().map(|(name, value)| format!("{name}={value}")).collect();
        f.write_str(&figures.join(","))?;
        if self.kind == Kind::Failed {
            let before = if figures.is_empty() { "" } else { "," };
            write!(f, "{before}failed: {}", self.failures.join("; "))?;
        }
        Ok(())
    }
}

impl Model {
    /// Returns what a state without steps comes to.
    pub fn ending(&self, state: &State) -> Ending {
        if !self.ended(&state.words) {
            return Ending {
                kind: Kind::Stuck,
                figures: vec![],
                stuck: self.stuck(state),
                failures: vec![],
                wrong: vec![],
            };
        }
        let (end, asked) = self.run_end(state);
        let mut shown = vec![];
        let mut wrong = vec![];
        let mut failures = vec![];
        for actor in 0..self.actors(state) {
            let machine = self.machine(state, actor);
            if let Some(Err(failure)) = &machine.over
                && !machine.asked
                && !asked.contains(&actor)
                && *failure.text != *CANCELLED
            {
                failures.push(format!("{} in line {}: {}", machine.name, failure.line, failure.text));
            }
            shown.extend(machine.shown.iter().map(|(figure, value)| (*figure, Some(&machine.name), value)));
            wrong.extend(machine.wrong.iter().copied());
        }
        if let Some(end) = &end {
            if let Some(Err(failure)) = &end.over {
                failures.push(format!("end in line {}: {}", failure.line, failure.text));
            }
            shown.extend(end.shown.iter().map(|(figure, value)| (*figure, None, value)));
            wrong.extend(end.wrong.iter().copied());
        }
        shown.sort_by_key(|(figure, ..)| self.program.figures[*figure as usize].place);
        wrong.sort_by_key(|number| self.program.expectations[*number as usize].place);
        wrong.dedup();
        let figures = shown.into_iter().map(|(figure, actor, value)| {
            let name = &self.program.figures[figure as usize].name;
            let name = actor.map_or(name.clone(), |actor| format!("{name} of {actor}"));
            (name, self.written(state, value))
        });
        let wrong: Vec<String> = wrong
            .into_iter()
            .map(|number| self.program.expectations[number as usize].meaning.clone())
            .collect();
        let kind = match (failures.is_empty(), wrong.is_empty()) {
            (false, _) => Kind::Failed,
            (true, false) => Kind::Wrong,
            (true, true) => Kind::Done,
        };
        Ending { kind, figures: figures.collect(), stuck: vec![], failures, wrong }
    }

    /// Writes a value, with resources and actors by name.
    pub fn written(&self, state: &State, value: &Value) -> String {
        match value {
            Value::Actor(actor) => self.machine(state, *actor).name.to_string(),
            Value::List(list) => {
                let items: Vec<String> = list.items.iter().map(|item| self.written(state, item)).collect();
                format!("[{}]", items.join(", "))
            }
            other => describe(&self.program, other),
        }
    }

    /// Runs the block at the end, and says whose failures it asked for.
    fn run_end(&self, state: &State) -> (Option<Machine>, Vec<u32>) {
        let mut asked = vec![];
        let Some(end) = self.program.end else { return (None, asked) };
        let mut machine = Machine::new(&self.program, "end".into(), 0, ActorKind::Thread, false, end, &[]);
        // Reads are no steps here, so all instructions together are limited.
        let mut host = Rationed { left: MOST_INSTRUCTIONS };
        machine.resume(&self.program, &mut host, None);
        while let Some(op) = &machine.pending {
            let answer = self.look(state, op, &mut asked);
            machine.resume(&self.program, &mut host, Some(answer));
        }
        (Some(machine), asked)
    }

    /// Answers what can be asked without changing anything.
    fn look(&self, state: &State, op: &Op, asked: &mut Vec<u32>) -> Answer {
        let words = &state.words;
        Answer::Value(match op {
            Op::Read(cell) => self.tables.value_of(words[*cell as usize]),
            Op::Done(actor) => Value::Bool(self.over(words, *actor)),
            Op::Alive(actor) => {
                Value::Bool(!self.over(words, *actor) && self.phase_of(words, *actor) != Phase::Unbegun)
            }
            Op::Result(actor) => match &self.machine(state, *actor).over {
                Some(Ok(value)) => value.clone(),
                Some(Err(failure)) => {
                    asked.push(*actor);
                    return Answer::Fail(Arc::clone(&failure.text));
                }
                None => return Answer::fail("it asks for the result of what is not over"),
            },
            Op::LengthOf(channel) => {
                let items = self.tables.list_of(words[self.layout.resources[*channel as usize]]).len();
                Value::Int(if self.capacity(*channel) == Some(0) { items / 2 } else { items } as i64)
            }
            _ => return Answer::fail("`end` takes no steps; move this into an actor"),
        })
    }

    fn stuck(&self, state: &State) -> Vec<String> {
        let words = &state.words;
        (0..self.actors(state))
            .filter(|actor| !self.over(words, *actor) && self.phase_of(words, *actor) != Phase::Unbegun)
            .map(|actor| {
                format!("{} waits for {}", self.machine(state, actor).name, self.awaited(state, actor))
            })
            .collect()
    }

    /// Returns what an actor waits for, by name.
    pub fn awaited(&self, state: &State, actor: u32) -> String {
        let named = |resource: &u32| self.program.resources[*resource as usize].name.clone();
        let other = |actor: &u32| self.machine(state, *actor).name.to_string();
        let Some(op) = &self.brief(&state.words, actor).op else {
            return "its writes to reach memory".into();
        };
        match op {
            Op::Wait(condition, _) => match self.phase_of(&state.words, actor) {
                Phase::Ready | Phase::Flagged | Phase::Parked => named(condition),
                _ => match self.program.resources[*condition as usize].kind {
                    super::super::code::ResourceKind::Condition { of } => named(&of),
                    _ => named(condition),
                },
            },
            Op::Lock(at, _)
            | Op::LockRead(at)
            | Op::LockWrite(at)
            | Op::Acquire(at, _)
            | Op::Meet(at)
            | Op::Put(at, ..)
            | Op::Take(at, _)
            | Op::TakeEach(at) => named(at),
            Op::Select(choices, _) => {
                let names: Vec<String> = choices.iter().map(|choice| named(&choice.channel)).collect();
                names.join(" or ")
            }
            Op::Join(at, _) | Op::Result(at) => other(at),
            Op::Completed(actors) => actors.iter().map(other).collect::<Vec<_>>().join(" or "),
            _ => "its turn".into(),
        }
    }

    /// Returns who holds what an actor waits for: the owner of a lock, or all readers of a rwlock.
    pub fn holders_of(&self, state: &State, resource: u32) -> Vec<u32> {
        let at = self.layout.resources[resource as usize];
        use super::super::code::ResourceKind;
        match self.program.resources[resource as usize].kind {
            ResourceKind::Lock { .. } if state.words[at] != 0 => vec![state.words[at] - 1],
            ResourceKind::RwLock if state.words[at] != 0 => vec![state.words[at] - 1],
            ResourceKind::RwLock => self.tables.list_of(state.words[at + 1]).to_vec(),
            _ => vec![],
        }
    }

    /// Returns what a variable of the top is in memory.
    pub fn cell(&self, state: &State, cell: u32) -> Value {
        self.tables.value_of(state.words[cell as usize])
    }
}
