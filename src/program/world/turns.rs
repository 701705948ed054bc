//! Whose turn it is on the event loop.

use super::super::op::Op;
use super::model::{Phase, Turn};

impl Turn<'_, '_> {
    /// Says who has the event loop after a step.
    pub fn pass_turn(&mut self, taken: Option<(u32, &Op)>) {
        let at = self.model.layout.turn;
        if self.model.program.round_robin {
            return self.pass_in_turn(taken);
        }
        if let Some((actor, op)) = taken
            && self.model.brief(self.words, actor).task
        {
            let rests = matches!(op, Op::Yield | Op::Sleep(_) | Op::Fetch(_));
            let gave_up_elsewhere = self.words[at] != 0 && self.words[at] != actor + 1;
            if !gave_up_elsewhere {
                self.words[at] = if rests { 0 } else { actor + 1 };
            }
        }
        if self.words[at] != 0 && !self.model.goes_on(self.words, self.words[at] - 1) {
            self.words[at] = 0;
        }
    }

    /// The naive loop: the next task that is not over, only after `yield` or the end of the one before.
    fn pass_in_turn(&mut self, taken: Option<(u32, &Op)>) {
        let at = self.model.layout.turn;
        let count = self.model.layout.count(self.words);
        let now = self.words[at];
        let yielded = matches!(taken, Some((actor, Op::Yield)) if actor + 1 == now);
        if now != 0 && !yielded && !self.model.brief(self.words, now - 1).over {
            return;
        }
        let candidate = |words: &[u32], actor: u32| {
            let brief = self.model.brief(words, actor);
            brief.task && !brief.over && self.model.phase_of(words, actor) != Phase::Unbegun
        };
        let next =
            (0..count).map(|ahead| (now + ahead) % count.max(1)).find(|actor| candidate(self.words, *actor));
        self.words[at] = next.map_or(0, |actor| actor + 1);
    }
}
