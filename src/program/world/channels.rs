//! Channels: what is in them, who offers, who stands at `take`.
//!
//! A channel has two words: the list of what is in it (where it hands over: of who offers), and whether it is closed.

use super::super::code::ResourceKind;
use super::super::op::{Answer, Choice, Op};
use super::super::value::Value;
use super::Performed;
use super::model::{GIVES_UP, Model, Phase, Turn};
use super::sentences::{
    MOST_IN_A_CHANNEL, closed_already, offer_closed, put_into_closed, taken_from_closed, too_full,
};

impl Model {
    pub(super) fn capacity(&self, channel: u32) -> Option<u32> {
        match self.program.resources[channel as usize].kind {
            ResourceKind::Channel { capacity } => capacity,
            _ => None,
        }
    }

    fn contents(&self, words: &[u32], channel: u32) -> &[u32] {
        self.tables.list_of(words[self.layout.resources[channel as usize]])
    }

    pub(super) fn is_closed(&self, words: &[u32], channel: u32) -> bool {
        words[self.layout.resources[channel as usize] + 1] != 0
    }

    pub(super) fn has_room(&self, words: &[u32], channel: u32) -> bool {
        self.capacity(channel).is_none_or(|capacity| (self.contents(words, channel).len() as u32) < capacity)
    }

    /// Says whether `take` goes on: something is there, or nothing can come any more.
    pub(super) fn has_something(&self, words: &[u32], channel: u32) -> bool {
        words[self.layout.resources[channel as usize]] != 0 || self.is_closed(words, channel)
    }

    /// Returns who stands at `take` of a channel that hands over, with nothing offered.
    pub(super) fn takers(&self, words: &[u32], channel: u32, but: u32) -> Vec<u32> {
        if words[self.layout.resources[channel as usize]] != 0 {
            return vec![];
        }
        (0..self.layout.count(words))
            .filter(|actor| {
                let brief = self.brief(words, *actor);
                let ready = matches!(self.phase_of(words, *actor), Phase::Ready | Phase::Flagged);
                *actor != but
                    && ready
                    && match &brief.op {
                        Some(Op::Take(at, _) | Op::TakeEach(at)) => *at == channel,
                        Some(Op::Select(choices, _)) => {
                            choices.iter().any(|choice| choice.channel == channel && choice.put.is_none())
                        }
                        _ => false,
                    }
            })
            .collect()
    }
}

/// Answers a `select` with the number of the branch and what it took.
pub(super) fn chosen(branch: usize, value: Value) -> Answer {
    let pair = vec![Value::Int(branch as i64), value];
    Value::list(pair).map_or_else(Answer::fail, Answer::Value)
}

impl Turn<'_, '_> {
    fn set_list(&mut self, at: usize, items: &[u32]) {
        self.words[at] = self.model.tables.list(items);
    }

    pub(super) fn put(&mut self, actor: u32, channel: u32, value: &Value, alternative: u16) -> Performed {
        if alternative == GIVES_UP {
            if self.model.phase_of(self.words, actor) == Phase::Parked {
                self.withdraw(actor, channel);
            }
            return Performed::Goes(Answer::Value(Value::Bool(false)));
        }
        if self.model.is_closed(self.words, channel) {
            return self.put_into_closed(channel);
        }
        if self.model.capacity(channel) == Some(0) {
            let at = self.model.layout.resources[channel as usize];
            let mut offers = self.model.tables.list_of(self.words[at]).to_vec();
            offers.extend([actor, self.model.tables.value(value)]);
            self.set_list(at, &offers);
            self.set_phase(actor, Phase::Parked);
            return Performed::Stays;
        }
        self.put_inside(channel, value)
    }

    fn put_into_closed(&self, channel: u32) -> Performed {
        Performed::Goes(put_into_closed(&self.model.program, channel))
    }

    fn put_inside(&mut self, channel: u32, value: &Value) -> Performed {
        let at = self.model.layout.resources[channel as usize];
        let mut contents = self.model.tables.list_of(self.words[at]).to_vec();
        if contents.len() >= MOST_IN_A_CHANNEL && self.model.capacity(channel).is_none() {
            return Performed::Goes(too_full(&self.model.program, channel));
        }
        contents.push(self.model.tables.value(value));
        self.set_list(at, &contents);
        Performed::Goes(Answer::Value(Value::Bool(true)))
    }

    pub(super) fn try_put(&mut self, actor: u32, channel: u32, value: &Value, taker: u16) -> Performed {
        if self.model.is_closed(self.words, channel) {
            return self.put_into_closed(channel);
        }
        if self.model.capacity(channel) == Some(0) {
            let handed = self.hand_over(actor, channel, value, usize::from(taker));
            return Performed::Goes(Answer::Value(Value::Bool(handed)));
        }
        if !self.model.has_room(self.words, channel) {
            return Performed::Goes(Answer::Value(Value::Bool(false)));
        }
        self.put_inside(channel, value)
    }

    /// Gives a value to one who stands at `take`.
    fn hand_over(&mut self, actor: u32, channel: u32, value: &Value, taker: usize) -> bool {
        let Some(taker) = self.model.takers(self.words, channel, actor).get(taker).copied() else {
            return false;
        };
        let answer = match &self.model.brief(self.words, taker).op {
            Some(Op::Select(choices, _)) => {
                let branch =
                    choices.iter().position(|choice| choice.channel == channel && choice.put.is_none());
                chosen(branch.unwrap_or(0), value.clone())
            }
            _ => Answer::Value(value.clone()),
        };
        self.freed.push((taker, answer));
        true
    }

    /// Takes the oldest value, or the oldest offer, if there is one.
    fn take_oldest(&mut self, channel: u32) -> Option<Value> {
        let at = self.model.layout.resources[channel as usize];
        let contents = self.model.tables.list_of(self.words[at]).to_vec();
        if self.model.capacity(channel) == Some(0) {
            let [offering, value, rest @ ..] = contents.as_slice() else { return None };
            self.set_list(at, rest);
            self.freed.push((*offering, Answer::Value(Value::Bool(true))));
            return Some(self.model.tables.value_of(*value));
        }
        let [value, rest @ ..] = contents.as_slice() else { return None };
        self.set_list(at, rest);
        Some(self.model.tables.value_of(*value))
    }

    pub(super) fn take(&mut self, channel: u32, alternative: u16) -> Performed {
        if alternative == GIVES_UP {
            return Performed::Goes(Answer::Value(Value::None));
        }
        Performed::Goes(match self.take_oldest(channel) {
            Some(value) => Answer::Value(value),
            None => self.taken_from_closed(channel),
        })
    }

    fn taken_from_closed(&self, channel: u32) -> Answer {
        taken_from_closed(&self.model.program, channel)
    }

    pub(super) fn take_each(&mut self, channel: u32) -> Performed {
        Performed::Goes(Answer::Value(self.take_oldest(channel).unwrap_or(Value::Closed)))
    }

    pub(super) fn try_take(&mut self, channel: u32) -> Performed {
        Performed::Goes(match self.take_oldest(channel) {
            None if self.model.is_closed(self.words, channel) => self.taken_from_closed(channel),
            taken => Answer::Value(taken.unwrap_or(Value::None)),
        })
    }

    /// Closes a channel; who offers there fails.
    pub(super) fn close(&mut self, channel: u32) -> Performed {
        let at = self.model.layout.resources[channel as usize];
        if self.model.is_closed(self.words, channel) {
            return Performed::Goes(closed_already(&self.model.program, channel));
        }
        self.words[at + 1] = 1;
        if self.model.capacity(channel) == Some(0) {
            let offers = self.model.tables.list_of(self.words[at]).to_vec();
            self.words[at] = 0;
            let failed = offer_closed(&self.model.program, channel);
            self.freed.extend(offers.chunks(2).map(|offer| (offer[0], failed.clone())));
        }
        Performed::Goes(Answer::Value(Value::None))
    }

    /// Takes back what an actor offered.
    pub(super) fn withdraw(&mut self, actor: u32, channel: u32) {
        let at = self.model.layout.resources[channel as usize];
        let offers = self.model.tables.list_of(self.words[at]).to_vec();
        let left: Vec<u32> = offers.chunks(2).filter(|offer| offer[0] != actor).flatten().copied().collect();
        self.set_list(at, &left);
    }

    pub(super) fn length(&self, channel: u32) -> Performed {
        let count = self.model.in_channel(self.words, channel);
        Performed::Goes(Answer::Value(Value::Int(count as i64)))
    }

    pub(super) fn select(&mut self, actor: u32, choices: &[Choice], alternative: u16) -> Performed {
        if alternative == GIVES_UP {
            return Performed::Goes(chosen(choices.len(), Value::None));
        }
        let branch = usize::from(alternative) % choices.len();
        let Choice { channel, put } = &choices[branch];
        let done = match put {
            None => match self.take_oldest(*channel) {
                Some(value) => Ok(value),
                None => Err(self.taken_from_closed(*channel)),
            },
            Some(_) if self.model.is_closed(self.words, *channel) => return self.put_into_closed(*channel),
            Some(value) if self.model.capacity(*channel) == Some(0) => {
                self.hand_over(actor, *channel, value, usize::from(alternative) / choices.len());
                Ok(Value::None)
            }
            Some(value) => match self.put_inside(*channel, value) {
                Performed::Goes(failed @ Answer::Fail(_)) => Err(failed),
                _ => Ok(Value::None),
            },
        };
        Performed::Goes(done.map_or_else(|failed| failed, |value| chosen(branch, value)))
    }
}
