//! What a run of the dinner was asked for: the recipe, who cooks it, and what that takes on a clock that is never late.

use std::rc::Rc;
use std::sync::Arc;

use super::clocks::{Clock, VirtualClock};
use super::cooks;
use super::hands::Hands;
use super::modes::{Dinner, Grip, Kitchen, Mode, Seconds};
use super::recipe::Recipe;
use super::scribe::Scribe;
use crate::contract::params::Values;
use crate::contract::story::ExtraLane;
use crate::error::Error;
use crate::run::crew::Progress;
use crate::run::trace::Recorder;

/// What a run was asked for.
pub struct Order {
    /// What to cook.
    pub recipe: Arc<Recipe>,
    /// The mode that the parameters name.
    pub mode: Mode,
    /// All modes side by side.
    pub compare: bool,
    /// For threads.
    pub cooks: usize,
    /// Whether active steps take the one cook's hands.
    pub one_pair: bool,
    /// Real ms for a kitchen second; `None` on the virtual clock.
    pub scale: Option<f64>,
}

impl Order {
    /// As the parameters say.
    ///
    /// # Errors
    /// If the recipe is none.
    pub fn of(values: &Values, compare: bool) -> Result<Self, Error> {
        let recipe = Recipe::from_value(values.choice("recipe")).map_err(|fault| Error::BadParam {
            name: "recipe".into(),
            problem: format!("is no recipe: {fault}"),
        })?;
        Ok(Self {
            recipe: Arc::new(recipe),
            mode: values.one_of("mode"),
            compare,
            cooks: values.integer("cooks") as usize,
            one_pair: values.one_of::<Grip>("hands") == Grip::One,
            scale: (values.one_of::<Seconds>("clock") == Seconds::Real).then(|| values.real("scale")),
        })
    }

    /// Whether this mode is cooked.
    pub fn has(&self, mode: Mode) -> bool {
        self.compare || self.mode == mode
    }

    /// Modes that are cooked, in the order of their lanes.
    pub fn modes(&self) -> impl Iterator<Item = Mode> {
        Mode::ALL.into_iter().filter(|mode| self.has(*mode))
    }

    /// The lanes that threads do not bring along.
    pub fn lanes(&self) -> Vec<ExtraLane> {
        let lane = |track: Mode, name: String, number| ExtraLane {
            name,
            track: track.name(),
            number,
            on_loop: track != Mode::Threads,
        };
        let mut lanes = Vec::new();
        for mode in self.modes() {
            match mode {
                Mode::Sequential => lanes.push(lane(mode, "cook".into(), 0)),
                Mode::Threads if self.scale.is_some() => {}
                Mode::Threads => {
                    lanes.extend((0..self.cooks).map(|cook| lane(mode, format!("cook {}", cook + 1), cook)));
                }
                Mode::Async => lanes.extend(
                    self.recipe.tasks.iter().enumerate().map(|(i, task)| lane(mode, task.name.clone(), i)),
                ),
            }
        }
        lanes
    }

    /// What this mode takes on a clock that is never late. Writes it down from lane `lane` on.
    pub fn simulate(
        &self,
        mode: Mode,
        recorder: &Arc<Recorder>,
        progress: &Arc<Progress>,
        lane: usize,
    ) -> Dinner {
        if mode == Mode::Threads {
            let assignments = cooks::simulate(&self.recipe, self.cooks);
            progress.add(self.recipe.work() as usize);
            return cooks::write(&self.recipe, &assignments, recorder, lane);
        }
        let clock = VirtualClock::default();
        let kitchen = self.kitchen(Rc::new(clock.clone()), recorder, progress, lane);
        match mode {
            Mode::Sequential => clock.run(kitchen.sequential()),
            _ => clock.run(kitchen.event_loop(self.one_pair.then(Hands::default))),
        }
    }

    /// The same without a trace: the ideal.
    pub fn ideal(&self, mode: Mode) -> Dinner {
        let recorder = Recorder::with_capacity(0, 0);
        recorder.switch(false);
        self.simulate(mode, &Arc::new(recorder), &Arc::default(), 0)
    }

    /// A kitchen that writes to the lanes from `lane` on.
    pub fn kitchen(
        &self,
        clock: Rc<dyn Clock>,
        recorder: &Arc<Recorder>,
        progress: &Arc<Progress>,
        lane: usize,
    ) -> Kitchen {
        Kitchen {
            recipe: self.recipe.clone(),
            scribe: Scribe::new(recorder.clone(), clock, lane),
            progress: progress.clone(),
        }
    }
}
