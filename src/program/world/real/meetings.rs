//! Where actors meet: conditions, barriers, channels that hand over, and `select`.

use super::super::super::code::ResourceKind;
use super::super::super::machine::CANCELLED;
use super::super::super::op::{Answer, Choice, Op};
use super::super::super::value::Value;
use super::super::channels::chosen;
use super::super::model::Phase;
use super::super::sentences::{
    closed_already, lock_of, offer_closed, put_into_closed, taken_from_closed, waits_within,
    waits_without_lock,
};
use super::at_once::{Call, Tried};
use super::attempt::Attempt;
use super::hall::Hall;
use super::things::{TAKERS, Thing, locked};
use super::{ANY, Real, goes, yes};

impl Real<'_> {
    /// Waits for a condition, which gives back its lock; or takes the lock again.
    pub(super) fn wait_for_condition(&self, hall: &mut Hall, me: u32, condition: u32) -> Attempt {
        let of = lock_of(&self.program, condition);
        let Thing::Lock(lock) = &self.things[of as usize] else { return Attempt::Cannot };
        let phase = hall.seats[me as usize].phase;
        if phase != Phase::Ready {
            if lock.owner().is_some() || !lock.try_take(me) {
                return Attempt::Cannot;
            }
            return Attempt::Goes(match phase {
                Phase::Cancelled => Answer::fail(CANCELLED),
                phase => yes(phase == Phase::Woken),
            });
        }
        if lock.owner() != Some(me) {
            return Attempt::Goes(waits_without_lock(&self.program, condition));
        }
        if lock.is_held_again() {
            return Attempt::Goes(waits_within(&self.program, condition));
        }
        hall.queues[condition as usize].sides[TAKERS].push_back(me);
        hall.seats[me as usize].phase = Phase::Parked;
        self.let_go(hall, of);
        Attempt::Stays
    }

    /// Wakes the longest waiting.
    pub(super) fn notify(&self, hall: &mut Hall, condition: u32, most: usize) -> Attempt {
        for _ in 0..most {
            let Some(actor) = hall.first(condition, TAKERS) else { break };
            hall.turn_to(actor, Phase::Woken);
        }
        Attempt::Goes(goes(Value::None))
    }

    /// Arrives; the last arrival frees all.
    pub(super) fn meet(&self, hall: &mut Hall, me: u32, barrier: u32) -> Attempt {
        let ResourceKind::Barrier { of } = self.program.resources[barrier as usize].kind else {
            return Attempt::Goes(goes(Value::None));
        };
        let here = &mut hall.queues[barrier as usize].sides[TAKERS];
        if (here.len() as u32) + 1 < of {
            here.push_back(me);
            hall.seats[me as usize].phase = Phase::Parked;
            return Attempt::Stays;
        }
        let mut here = Vec::from(std::mem::take(here));
        here.sort_unstable();
        here.into_iter().for_each(|other| hall.free(other, goes(Value::None)));
        Attempt::Goes(goes(Value::None))
    }

    /// Takes a step at a channel that hands over.
    pub(super) fn on_offers(&self, hall: &mut Hall, me: u32, at: u32, op: &Op, alternative: u16) -> Attempt {
        let closed = hall.queues[at as usize].closed;
        Attempt::Goes(match op {
            Op::Put(..) | Op::TryPut(..) if closed => put_into_closed(&self.program, at),
            Op::Put(_, value, _) => {
                hall.queues[at as usize].offers.push_back((me, value.clone()));
                hall.seats[me as usize].phase = Phase::Parked;
                self.call(hall, Call::One(at, TAKERS));
                return Attempt::Stays;
            }
            Op::TryPut(_, value) => yes(self.hand_over(hall, me, at, value, alternative)),
            Op::Close(_) if closed => closed_already(&self.program, at),
            Op::Close(_) => {
                hall.queues[at as usize].closed = true;
                for (from, _) in std::mem::take(&mut hall.queues[at as usize].offers) {
                    hall.free(from, offer_closed(&self.program, at));
                }
                self.call(hall, Call::All(at));
                goes(Value::None)
            }
            Op::LengthOf(_) => goes(Value::Int(hall.queues[at as usize].offers.len() as i64)),
            _ => match (self.take_offer(hall, at), op) {
                (Some(value), _) => goes(value),
                (None, Op::TakeEach(_)) if closed => goes(Value::Closed),
                (None, _) if closed => taken_from_closed(&self.program, at),
                (None, Op::TryTake(_)) => goes(Value::None),
                (None, _) => return Attempt::Cannot,
            },
        })
    }

    /// Takes the oldest offer; who made it goes on.
    fn take_offer(&self, hall: &mut Hall, at: u32) -> Option<Value> {
        let (from, value) = hall.queues[at as usize].offers.pop_front()?;
        hall.free(from, yes(true));
        Some(value)
    }

    /// Returns who stands at `take` with nothing offered.
    fn takers(&self, hall: &Hall, at: u32, but: u32) -> Vec<u32> {
        let queue = &hall.queues[at as usize];
        if !queue.offers.is_empty() {
            return vec![];
        }
        queue.sides[TAKERS].iter().copied().filter(|taker| *taker != but).collect()
    }

    /// Gives a value to one who stands at `take`: to the longest standing, or to the one that an order says.
    fn hand_over(&self, hall: &mut Hall, me: u32, at: u32, value: &Value, which: u16) -> bool {
        let mut takers = self.takers(hall, at, me);
        let which = match which {
            ANY => 0,
            which => {
                takers.sort_unstable();
                usize::from(which)
            }
        };
        let Some(taker) = takers.get(which).copied() else { return false };
        let seat = &hall.seats[taker as usize];
        let Some(op) = seat.op.clone() else { return false };
        let phase = seat.phase;
        let answer = match &op {
            Op::Select(choices, _) => {
                let branch = choices.iter().position(|choice| choice.channel == at && choice.put.is_none());
                chosen(branch.unwrap_or(0), value.clone())
            }
            _ => goes(value.clone()),
        };
        self.deregister(hall, taker, &op, phase);
        hall.free(taker, answer);
        true
    }

    /// Takes a branch of a `select`: the one that an order says, or the first ready one from a place that moves on.
    pub(super) fn select(&self, hall: &mut Hall, me: u32, choices: &[Choice], which: u16) -> Attempt {
        if which != ANY {
            let (branch, taker) = (usize::from(which) % choices.len(), usize::from(which) / choices.len());
            return self.branch(hall, me, &choices[branch], branch, taker as u16).unwrap_or(Attempt::Cannot);
        }
        hall.chances = hall.chances.wrapping_add(1);
        let from = hall.chances % choices.len();
        (0..choices.len())
            .map(|ahead| (from + ahead) % choices.len())
            .find_map(|branch| self.branch(hall, me, &choices[branch], branch, ANY))
            .unwrap_or(Attempt::Cannot)
    }

    /// Takes one branch, if it is ready.
    fn branch(
        &self,
        hall: &mut Hall,
        me: u32,
        choice: &Choice,
        branch: usize,
        taker: u16,
    ) -> Option<Attempt> {
        let at = choice.channel;
        let answer = if let Thing::Buffer(buffer) = &self.things[at as usize] {
            let op = match &choice.put {
                Some(value) => Op::Put(at, value.clone(), None),
                None => Op::Take(at, None),
            };
            let tried = self.on_a_buffer(at, &mut locked(buffer), &op);
            let Tried::Done(answer, call) = tried else { return None };
            self.call(hall, call);
            answer
        } else {
            let closed = hall.queues[at as usize].closed;
            match &choice.put {
                Some(_) if closed => put_into_closed(&self.program, at),
                Some(value) => {
                    if !self.hand_over(hall, me, at, value, taker) {
                        return None;
                    }
                    goes(Value::None)
                }
                None => match self.take_offer(hall, at) {
                    Some(value) => goes(value),
                    None if closed => taken_from_closed(&self.program, at),
                    None => return None,
                },
            }
        };
        Some(Attempt::Goes(match answer {
            Answer::Value(_) if choice.put.is_some() => chosen(branch, Value::None),
            Answer::Value(value) => chosen(branch, value),
            failed => failed,
        }))
    }
}
