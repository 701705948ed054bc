//! Actors as things that others act on: started, waited for, cancelled.

use std::sync::Arc;

use super::super::machine::{CANCELLED, Failure, Machine, Silent};
use super::super::op::{Answer, Making, Op};
use super::super::value::Value;
use super::Performed;
use super::model::{GIVES_UP, Phase, Turn};
use super::sentences::{MOST_ACTORS, cannot_start, name_of, never_began, too_many_actors};

impl Turn<'_, '_> {
    /// Makes an actor and answers with it.
    pub(super) fn make(&mut self, making: &Making, phase: Phase) -> Answer {
        let count = self.model.layout.count(self.words);
        if count >= MOST_ACTORS {
            return too_many_actors();
        }
        let program = Arc::clone(&self.model.program);
        let names =
            (0..count).map(|actor| &*self.model.tables.machine_of(self.model.number(self.words, actor)).name);
        let (name, index) = name_of(&program, making, names);
        let machine =
            Machine::new(&program, name, index, making.kind, false, making.function, &making.operands);
        let actor = self.add(machine, phase);
        if phase == Phase::Ready {
            self.begin(actor);
        }
        Answer::Value(Value::Actor(actor))
    }

    /// Lets an actor run to its first step.
    fn begin(&mut self, actor: u32) {
        let program = Arc::clone(&self.model.program);
        let mut machine = self.model.tables.machine_of(self.model.number(self.words, actor)).clone();
        match &mut self.host {
            Some(host) => machine.resume(&program, *host, None),
            None => machine.resume(&program, &mut Silent, None),
        }
        let number = self.model.tables.machine(machine);
        self.set_actor(actor, number, Phase::Ready);
        self.settle(actor);
    }

    fn name(&self, actor: u32) -> Arc<str> {
        Arc::clone(&self.model.tables.machine_of(self.model.number(self.words, actor)).name)
    }

    pub(super) fn begin_made(&mut self, actor: u32) -> Performed {
        let machine = self.model.tables.machine_of(self.model.number(self.words, actor));
        if self.model.phase_of(self.words, actor) != Phase::Unbegun || machine.over.is_some() {
            return Performed::Goes(cannot_start(machine));
        }
        self.begin(actor);
        Performed::Goes(Answer::Value(Value::None))
    }

    fn never_began(&self, actor: u32) -> Option<Performed> {
        (self.model.phase_of(self.words, actor) == Phase::Unbegun)
            .then(|| Performed::Goes(never_began(&self.name(actor))))
    }

    pub(super) fn join(&mut self, actor: u32, alternative: u16) -> Performed {
        if alternative == GIVES_UP {
            return Performed::Goes(Answer::Value(Value::Bool(false)));
        }
        self.never_began(actor).unwrap_or(Performed::Goes(Answer::Value(Value::Bool(true))))
    }

    /// Answers with what an actor returned; what it failed with is asked for by that.
    pub(super) fn result(&mut self, actor: u32) -> Performed {
        if let Some(failed) = self.never_began(actor) {
            return failed;
        }
        let machine = self.model.tables.machine_of(self.model.number(self.words, actor));
        Performed::Goes(match &machine.over {
            Some(Err(Failure { text, .. })) => {
                let answer = Answer::Fail(Arc::clone(text));
                if !machine.asked {
                    let mut asked = machine.clone();
                    asked.asked = true;
                    let number = self.model.tables.machine(asked);
                    let phase = self.model.phase_of(self.words, actor);
                    self.set_actor(actor, number, phase);
                }
                answer
            }
            Some(Ok(value)) => Answer::Value(value.clone()),
            None => Answer::fail("it is not over"),
        })
    }

    pub(super) fn completed(&self, actors: &[u32], alternative: u16) -> Performed {
        let Some(actor) = actors.get(usize::from(alternative)) else { return Performed::Stays };
        self.never_began(*actor).unwrap_or(Performed::Goes(Answer::Value(Value::Actor(*actor))))
    }

    /// Cancels an actor: at once where it stands at something that may block, otherwise there.
    pub(super) fn cancel(&mut self, actor: u32) {
        let brief = self.model.brief(self.words, actor);
        if brief.over {
            return;
        }
        let op = brief.op.clone();
        let phase = self.model.phase_of(self.words, actor);
        match (phase, op) {
            (Phase::Unbegun, _) => {
                let mut machine = self.model.tables.machine_of(self.model.number(self.words, actor)).clone();
                machine.abandon(&Arc::clone(&self.model.program), CANCELLED);
                machine.asked = true;
                let number = self.model.tables.machine(machine);
                self.set_actor(actor, number, Phase::Ready);
            }
            (Phase::Ready | Phase::Flagged, _) => {
                if self.model.ends_cancelled(self.words, actor) {
                    self.set_phase(actor, Phase::Ready);
                    self.freed.push((actor, Answer::fail(CANCELLED)));
                } else {
                    self.set_phase(actor, Phase::Flagged);
                }
            }
            (Phase::Parked, Some(op)) => {
                self.leave_queue(actor, &op);
                if matches!(op, Op::Wait(..)) {
                    self.set_phase(actor, Phase::Cancelled);
                } else {
                    self.freed.push((actor, Answer::fail(CANCELLED)));
                }
            }
            _ => self.set_phase(actor, Phase::Cancelled),
        }
    }
}
