//! What a program comes to: its figures, what was wrong, who failed, who waits for what.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::super::code::{Program, ResourceKind};
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

/// What is left of a program once nobody goes on, whichever world it ran in.
pub trait Remains {
    /// Returns the program.
    fn program(&self) -> &Program;
    /// Returns how many actors there are.
    fn count(&self) -> u32;
    /// Returns an actor.
    fn machine(&self, actor: u32) -> &Machine;
    /// Says whether an actor has begun.
    fn has_begun(&self, actor: u32) -> bool;
    /// Says whether an actor is over.
    fn is_over(&self, actor: u32) -> bool;
    /// Says whether an actor no longer waits for its condition, but for the lock of it.
    fn retakes(&self, actor: u32) -> bool;
    /// Says whether all but daemons are over.
    fn has_ended(&self) -> bool;
    /// Returns what a variable of the top is.
    fn cell(&self, cell: u32) -> Value;
    /// Returns how much is in a channel, or how many offer there.
    fn length(&self, channel: u32) -> usize;
}

/// Returns what is left comes to.
pub fn ending(remains: &dyn Remains) -> Ending {
    let program = remains.program();
    if !remains.has_ended() {
        let stuck = stuck(remains);
        return Ending { kind: Kind::Stuck, figures: vec![], stuck, failures: vec![], wrong: vec![] };
    }
    let (end, asked) = run_end(remains);
    let mut shown = vec![];
    let mut wrong = vec![];
    let mut failures = vec![];
    for actor in 0..remains.count() {
        let machine = remains.machine(actor);
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
    shown.sort_by_key(|(figure, ..)| program.figures[*figure as usize].place);
    wrong.sort_by_key(|number| program.expectations[*number as usize].place);
    wrong.dedup();
    let figures = shown.into_iter().map(|(figure, actor, value)| {
        let name = &program.figures[figure as usize].name;
        let name = actor.map_or(name.clone(), |actor| format!("{name} of {actor}"));
        (name, written(remains, value))
    });
    let wrong: Vec<String> =
        wrong.into_iter().map(|number| program.expectations[number as usize].meaning.clone()).collect();
    let kind = match (failures.is_empty(), wrong.is_empty()) {
        (false, _) => Kind::Failed,
        (true, false) => Kind::Wrong,
        (true, true) => Kind::Done,
    };
    Ending { kind, figures: figures.collect(), stuck: vec![], failures, wrong }
}

/// Writes a value, with resources and actors by name.
pub fn written(remains: &dyn Remains, value: &Value) -> String {
    match value {
        Value::Actor(actor) => remains.machine(*actor).name.to_string(),
        Value::List(list) => {
            let items: Vec<String> = list.items.iter().map(|item| written(remains, item)).collect();
            format!("[{}]", items.join(", "))
        }
        other => describe(remains.program(), other),
    }
}

/// Runs the block at the end, and says whose failures it asked for.
fn run_end(remains: &dyn Remains) -> (Option<Machine>, Vec<u32>) {
    let mut asked = vec![];
    let program = remains.program();
    let Some(end) = program.end else { return (None, asked) };
    let mut machine = Machine::new(program, "end".into(), 0, ActorKind::Thread, false, end, &[]);
    // Reads are no steps here, so all instructions together are limited.
    let mut host = Rationed { left: MOST_INSTRUCTIONS };
    machine.resume(program, &mut host, None);
    while let Some(op) = &machine.pending {
        let answer = look(remains, op, &mut asked);
        machine.resume(program, &mut host, Some(answer));
    }
    (Some(machine), asked)
}

/// Answers what can be asked without changing anything.
fn look(remains: &dyn Remains, op: &Op, asked: &mut Vec<u32>) -> Answer {
    Answer::Value(match op {
        Op::Read(cell) => remains.cell(*cell),
        Op::Done(actor) => Value::Bool(remains.is_over(*actor)),
        Op::Alive(actor) => Value::Bool(!remains.is_over(*actor) && remains.has_begun(*actor)),
        Op::Result(actor) => match &remains.machine(*actor).over {
            Some(Ok(value)) => value.clone(),
            Some(Err(failure)) => {
                asked.push(*actor);
                return Answer::Fail(Arc::clone(&failure.text));
            }
            None => return Answer::fail("it asks for the result of what is not over"),
        },
        Op::LengthOf(channel) => Value::Int(remains.length(*channel) as i64),
        _ => return Answer::fail("`end` takes no steps; move this into an actor"),
    })
}

fn stuck(remains: &dyn Remains) -> Vec<String> {
    (0..remains.count())
        .filter(|actor| !remains.is_over(*actor) && remains.has_begun(*actor))
        .map(|actor| format!("{} waits for {}", remains.machine(actor).name, awaited(remains, actor)))
        .collect()
}

/// What an actor waits for: a resource or another actor, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Awaited {
    /// A lock, channel or the like.
    Resource(u32),
    /// Somebody who is to end.
    Actor(u32),
}

/// Returns what an actor waits for: any of these; nothing where it waits for no thing, but for its turn.
pub fn awaits(remains: &dyn Remains, actor: u32) -> Vec<Awaited> {
    let Some(op) = &remains.machine(actor).pending else { return vec![] };
    match op {
        Op::Wait(condition, _) => {
            vec![Awaited::Resource(match remains.program().resources[*condition as usize].kind {
                ResourceKind::Condition { of } if remains.retakes(actor) => of,
                _ => *condition,
            })]
        }
        Op::Lock(at, _)
        | Op::LockRead(at)
        | Op::LockWrite(at)
        | Op::Acquire(at, _)
        | Op::Meet(at)
        | Op::Put(at, ..)
        | Op::Take(at, _)
        | Op::TakeEach(at) => vec![Awaited::Resource(*at)],
        Op::Select(choices, _) => choices.iter().map(|choice| Awaited::Resource(choice.channel)).collect(),
        Op::Join(at, _) | Op::Result(at) => vec![Awaited::Actor(*at)],
        Op::Completed(actors) => actors.iter().map(|at| Awaited::Actor(*at)).collect(),
        _ => vec![],
    }
}

/// Returns what an actor waits for, by name.
pub fn awaited(remains: &dyn Remains, actor: u32) -> String {
    let name = |awaited| match awaited {
        Awaited::Resource(at) => remains.program().resources[at as usize].name.clone(),
        Awaited::Actor(at) => remains.machine(at).name.to_string(),
    };
    let names: Vec<String> = awaits(remains, actor).into_iter().map(name).collect();
    match &remains.machine(actor).pending {
        None => "its writes to reach memory".into(),
        Some(_) if names.is_empty() => "its turn".into(),
        Some(_) => names.join(" or "),
    }
}

/// A state of the model, looked at as what is left.
struct Seen<'m> {
    model: &'m Model,
    state: &'m State,
}

impl Remains for Seen<'_> {
    fn program(&self) -> &Program {
        &self.model.program
    }

    fn count(&self) -> u32 {
        self.model.actors(self.state)
    }

    fn machine(&self, actor: u32) -> &Machine {
        self.model.machine(self.state, actor)
    }

    fn has_begun(&self, actor: u32) -> bool {
        self.model.has_begun(self.state, actor)
    }

    fn is_over(&self, actor: u32) -> bool {
        self.model.is_over(self.state, actor)
    }

    fn retakes(&self, actor: u32) -> bool {
        matches!(self.model.phase(self.state, actor), Phase::Woken | Phase::GaveUp | Phase::Cancelled)
    }

    fn has_ended(&self) -> bool {
        self.model.has_ended(self.state)
    }

    fn cell(&self, cell: u32) -> Value {
        self.model.cell(self.state, cell)
    }

    fn length(&self, channel: u32) -> usize {
        self.model.in_channel(&self.state.words, channel)
    }
}

impl Model {
    /// Returns what a state without steps comes to.
    pub fn ending(&self, state: &State) -> Ending {
        ending(&Seen { model: self, state })
    }

    /// Writes a value, with resources and actors by name.
    pub fn written(&self, state: &State, value: &Value) -> String {
        written(&Seen { model: self, state }, value)
    }

    /// Returns what an actor waits for, by name.
    pub fn awaited(&self, state: &State, actor: u32) -> String {
        awaited(&Seen { model: self, state }, actor)
    }

    /// Returns what an actor waits for, if it cannot go on.
    pub fn awaits(&self, state: &State, actor: u32) -> Vec<Awaited> {
        awaits(&Seen { model: self, state }, actor)
    }

    /// Returns how much is in a channel, or how many offer there.
    pub(super) fn in_channel(&self, words: &[u32], channel: u32) -> usize {
        let items = self.tables.list_of(words[self.layout.resources[channel as usize]]).len();
        if self.capacity(channel) == Some(0) { items / 2 } else { items }
    }

    /// Returns who holds what an actor waits for: the owner of a lock, or all readers of a rwlock.
    pub fn holders_of(&self, state: &State, resource: u32) -> Vec<u32> {
        let at = self.layout.resources[resource as usize];
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
