//! Who waits for whom. Nobody looks but who is about to rest, so this costs nothing while nobody blocks.
//!
//! All that is followed here stands still while it is: an actor that rests gives nothing back. So a cycle that is
//! found is one, and none is missed, because the last one of it to rest closes it.

use super::super::super::code::ResourceKind;
use super::super::super::op::Op;
use super::super::model::Phase;
use super::super::sentences::lock_of;
use super::Real;
use super::hall::Hall;
use super::things::{Thing, locked};

/// What a blocked actor waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Resource(u32),
    Actor(u32),
}

impl Real<'_> {
    /// Returns who holds a resource.
    pub fn holders_of(&self, resource: u32) -> Vec<u32> {
        match &self.things[resource as usize] {
            Thing::Lock(lock) => lock.owner().into_iter().collect(),
            Thing::RwLock(lock) => locked(lock).holders(),
            _ => vec![],
        }
    }

    /// Returns what an actor waits for that somebody has.
    fn wanted(&self, hall: &Hall, actor: u32) -> Option<Wanted> {
        let seat = &hall.seats[actor as usize];
        if !seat.is_blocked() {
            return None;
        }
        match seat.op.as_ref()? {
            Op::Lock(at, _) | Op::LockRead(at) | Op::LockWrite(at) => Some(Wanted::Resource(*at)),
            Op::Wait(at, _) if matches!(seat.phase, Phase::Woken | Phase::GaveUp | Phase::Cancelled) => {
                Some(Wanted::Resource(lock_of(&self.program, *at)))
            }
            Op::Join(at, _) | Op::Result(at) => Some(Wanted::Actor(*at)),
            _ => None,
        }
    }

    /// Looks whether an actor that has just come to rest closes a cycle, or waits for one that is gone.
    pub(super) fn look_for_a_cycle(&self, hall: &mut Hall, me: u32) {
        let Some(wanted) = self.wanted(hall, me) else { return };
        let mut seen = vec![me];
        let mut way = vec![(me, wanted)];
        if self.closes(hall, me, &mut seen, &mut way) {
            let sentence = self.cycle(hall, way);
            self.tell_deadlock(hall, sentence);
        }
        if let Wanted::Resource(at) = wanted {
            for holder in self.holders_of(at) {
                if hall.seats[holder as usize].over {
                    self.tell_gone(hall, me, at, holder);
                }
            }
        }
    }

    /// Looks whether somebody waits for what an actor held when it ended.
    pub(super) fn look_whether_gone(&self, hall: &mut Hall, gone: u32) {
        for actor in 0..hall.seats.len() as u32 {
            if let Some(Wanted::Resource(at)) = self.wanted(hall, actor)
                && self.holders_of(at).contains(&gone)
            {
                self.tell_gone(hall, actor, at, gone);
            }
        }
    }

    /// Follows who waits for whom from the end of a way; says whether it comes back to the beginning.
    fn closes(&self, hall: &Hall, me: u32, seen: &mut Vec<u32>, way: &mut Vec<(u32, Wanted)>) -> bool {
        let Some((_, wanted)) = way.last().copied() else { return false };
        let others = match wanted {
            Wanted::Resource(at) => self.holders_of(at),
            Wanted::Actor(other) => vec![other],
        };
        for other in others {
            if other == me {
                return true;
            }
            if seen.contains(&other) {
                continue;
            }
            seen.push(other);
            let Some(next) = self.wanted(hall, other) else { continue };
            way.push((other, next));
            if self.closes(hall, me, seen, way) {
                return true;
            }
            way.pop();
        }
        false
    }

    /// Writes a cycle, from its first actor on.
    fn cycle(&self, hall: &Hall, mut way: Vec<(u32, Wanted)>) -> String {
        let first = way.iter().enumerate().min_by_key(|(_, (actor, _))| *actor).map_or(0, |(at, _)| at);
        way.rotate_left(first);
        let name = |wanted| match wanted {
            Wanted::Resource(at) => self.program.resources[at as usize].name.as_str(),
            Wanted::Actor(at) => &hall.seats[at as usize].name,
        };
        let parts = way.iter().enumerate().map(|(at, (actor, wanted))| {
            let before = way[(at + way.len() - 1) % way.len()].1;
            let holds = match before {
                Wanted::Resource(_) => format!("holds {} and ", name(before)),
                Wanted::Actor(_) => String::new(),
            };
            format!("{} {holds}waits for {}", hall.seats[*actor as usize].name, name(*wanted))
        });
        parts.collect::<Vec<_>>().join("; ")
    }

    fn tell_gone(&self, hall: &mut Hall, actor: u32, at: u32, gone: u32) {
        let name = |actor: u32| &hall.seats[actor as usize].name;
        let resource = &self.program.resources[at as usize].name;
        let sentence =
            format!("{} waits for {resource}, which {} held when it ended", name(actor), name(gone));
        self.tell_deadlock(hall, sentence);
    }

    fn tell_deadlock(&self, hall: &mut Hall, sentence: String) {
        if !hall.deadlocks.contains(&sentence) {
            self.watch.deadlock(&sentence);
            hall.deadlocks.push(sentence);
        }
    }

    /// Says of everybody who is stuck at something without an owner that nobody is left to let it go on.
    pub(super) fn left_alone(&self, hall: &Hall) -> Vec<String> {
        let mut told = vec![];
        for (actor, seat) in hall.seats.iter().enumerate() {
            if !seat.is_blocked() || self.wanted(hall, actor as u32).is_some() {
                continue;
            }
            let named = |at: &u32| &self.program.resources[*at as usize];
            let why = match &seat.op {
                Some(Op::Wait(at, _)) => format!("{}, and nobody is left to notify it", named(at).name),
                Some(Op::Take(at, _) | Op::TakeEach(at)) => {
                    format!("{}, and nobody is left to put anything into it", named(at).name)
                }
                Some(Op::Put(at, ..)) => {
                    format!("{}, and nobody is left to take from it", named(at).name)
                }
                Some(Op::Acquire(at, _)) => {
                    format!("{}, and nobody is left to release it", named(at).name)
                }
                Some(Op::Meet(at)) => match named(at).kind {
                    ResourceKind::Barrier { of } => {
                        format!("{} of {of}, and nobody else is left to come", named(at).name)
                    }
                    _ => continue,
                },
                _ => continue,
            };
            told.push(format!("{} waits for {why}", seat.name));
        }
        told
    }
}
