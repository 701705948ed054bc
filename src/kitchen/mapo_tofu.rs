//! `mapo-tofu`: one dinner, cooked one step at a time, by several cooks (threads), or by one cook who
//! never just waits (the event loop). All waiting, no computing: where async is at its best.

use std::rc::Rc;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::{Either, LocalBoxFuture, select};

use super::clock::{Clock, RealClock, VirtualClock};
use super::cooks;
use super::hands::Hands;
use super::modes::{Dinner, Kitchen, Mode};
use super::recipe::{self, Recipe};
use super::report::{self, Served};
use super::scribe::{LABELS, OPEN, Scribe};
use crate::crew::Progress;
use crate::error::Error;
use crate::params::{Applies, Choice, Group, Param, Values};
use crate::scenario::{Context, ExtraLane, PoolRule, PoolSize, Report, Scenario};
#[cfg(not(target_arch = "wasm32"))]
use crate::scenario::{Info, Preset};
use crate::timer;
use crate::trace::event::Phase;
use crate::trace::recorder::COORDINATOR;
use crate::trace::{Label, Recorder};

/// The scenario.
pub struct MapoTofu;

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
    fn of(values: &Values, compare: bool) -> Result<Self, Error> {
        let recipe = Recipe::from_value(values.choice("recipe")).map_err(|fault| Error::BadParam {
            name: "recipe".into(),
            problem: format!("is no recipe: {fault}"),
        })?;
        Ok(Self {
            recipe: Arc::new(recipe),
            mode: Mode::from_name(values.choice("mode")).expect("the schema lists all modes"),
            compare,
            cooks: values.integer("cooks") as usize,
            one_pair: values.choice("hands") == "one",
            scale: (values.choice("clock") == "real").then(|| values.real("scale")),
        })
    }

    fn has(&self, mode: Mode) -> bool {
        self.compare || self.mode == mode
    }

    /// Modes that are cooked, in the order of their lanes.
    pub fn modes(&self) -> impl Iterator<Item = Mode> {
        Mode::ALL.into_iter().filter(|mode| self.has(*mode))
    }

    /// The lanes that threads do not bring along.
    pub fn lanes(&self) -> Vec<ExtraLane> {
        let lane = |track: Mode, name: String, number| ExtraLane { name, track: track.name(), number };
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

    fn kitchen(
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

impl Scenario for MapoTofu {
    #[cfg(not(target_arch = "wasm32"))]
    fn info(&self) -> Info {
        Info {
            id: "mapo-tofu",
            title: "Mapo tofu",
            family: "kitchen",
            question: "How can one cook be as fast as three?",
            lesson: &[
                "A dinner is mostly waiting: for water to boil, for spices to fry. Done one thing after the other it \
                 takes 23 seconds, and the rice is cold. Three cooks who work side by side, as threads do, need 9. \
                 So does a single cook who turns to something else whenever there is only waiting to do: that is async.",
                "An event loop is that cook. Each task says when it only waits (await), and the loop lets another one \
                 go on. There is still one thread, and its lane shows how little it has to do: a poll here and there.",
                "The limit shows as soon as steps need hands. A cook has one pair, so with “one pair of hands” active \
                 steps take turns, and async is held back by its active work, while three cooks have six hands. Async \
                 makes waiting cheap. It does not make work faster.",
            ],
            look_for: &[
                "The event loop’s lane: every poll is a hairline, the rest is time in which its thread is free.",
                "The same 9 seconds from three threads and from one: the longest chain of tasks, the span, is the limit.",
                "The rice: 2 °C are lost each second until it is served.",
            ],
            presets: &PRESETS,
            can_compare: true,
            hidden: false,
            source: "src/kitchen/mapo_tofu.rs",
        }
    }

    fn params(&self) -> Vec<Param> {
        let choice = Choice::new;
        vec![
            Param::text("recipe", "Recipe", recipe::DEFAULT, recipe::LONGEST_TEXT, recipe::FORMAT, recipe::named())
                .help("What is cooked. Change it, or write your own: it travels in the link."),
            Param::choice(
                "mode",
                "Cooking",
                Mode::Async.name(),
                vec![
                    choice("sequential", "One by one", "One cook does one step after the other, and waits for each.", false),
                    choice("threads", "Threads", "Several cooks, each on a thread of its own, share out the tasks.", true),
                    choice("async", "Async", "One cook on an event loop does something else while one thing waits.", false),
                ],
            )
            .help("Who does what when.")
            .simulated("clock", &["virtual"])
            .group(Group::Execution),
            Param::integer("cooks", "Cooks", 3, 1, 8)
                .help("For “Threads”: size of the pool. Each cook takes the first task in the list that can begin.")
                .group(Group::Execution),
            Param::choice(
                "hands",
                "Hands",
                "free",
                vec![
                    choice("free", "Free", "Every step only waits: hands are never short.", false),
                    choice("one", "One pair", "An active step takes the cook’s two hands; a passive one goes on by itself.", false),
                ],
            )
            .help("For “Async”: whether one cook can do two active steps at once.")
            .group(Group::Execution),
            Param::choice(
                "clock",
                "Clock",
                "real",
                vec![
                    choice("real", "Real", "Real timers and threads: times are measured.", false),
                    choice("virtual", "Virtual", "A queue of events: done at once, always exactly the same, simulated.", false),
                ],
            )
            .help("What a kitchen second is.")
            .group(Group::Measurement),
            Param::real("scale", "Kitchen second", 200.0, 10.0, 1000.0)
                .help("Real milliseconds for one second in the kitchen.")
                .unit("ms")
                .logarithmic()
                .applies("clock", &["real"])
                .group(Group::Measurement),
        ]
    }

    fn pool(&self) -> Option<PoolRule> {
        let real = Applies { param: "clock", values: vec!["real"] };
        let threads = Applies { param: "mode", values: vec!["threads"] };
        Some(PoolRule {
            size: PoolSize::Param("cooks"),
            when: vec![threads, real.clone()],
            compared: Some(vec![real]),
        })
    }

    fn labels(&self) -> &'static [Label] {
        &LABELS
    }

    fn lanes(&self, values: &Values, compare: bool) -> Vec<ExtraLane> {
        Order::of(values, compare).map(|order| order.lanes()).unwrap_or_default()
    }

    fn run<'a>(
        &'a self,
        values: &'a Values,
        context: &'a mut Context,
    ) -> LocalBoxFuture<'a, Result<Report, Error>> {
        async move {
            let order = Order::of(values, context.compare)?;
            Ok(match order.scale {
                Some(scale) => {
                    let clock = RealClock::open(*context.recorder.clock(), scale);
                    let served = cook(&order, context, &clock).await;
                    report::dinner(&order, served, clock.seconds())
                }
                None => report::dinner(&order, play(&order, context), 0.0),
            })
        }
        .boxed_local()
    }
}

/// First lane of each mode among those beside the threads'.
fn first_lane(context: &Context, mode: Mode) -> usize {
    let own = context.lanes.iter().position(|lane| lane.track == mode.name()).unwrap_or(0);
    context.recorder.lanes() - context.lanes.len() + own
}

/// On the virtual clock.
fn play(order: &Order, context: &Context) -> Served {
    context.progress.expect(order.modes().count() * order.recipe.work() as usize);
    context.recorder.record_at(0.0, COORDINATOR, Phase::Instant, OPEN, 0);
    order
        .modes()
        .map(|mode| {
            let lane = first_lane(context, mode);
            (mode, Some(order.simulate(mode, &context.recorder, &context.progress, lane)))
        })
        .collect()
}

/// On the real clock: the modes at the same time, for they only wait and do not disturb each other.
/// A mode that was not finished when the run was asked to stop has no dinner; its timers are cancelled.
pub async fn cook(order: &Order, context: &Context, clock: &RealClock) -> Served {
    context.progress.expect(order.modes().count() * order.recipe.work() as usize);
    context.recorder.record_at(clock.opened(), COORDINATOR, Phase::Instant, OPEN, 0);
    let film = |mode| async move {
        if !order.has(mode) {
            return None;
        }
        let cooking = async {
            let (recorder, progress) = (&context.recorder, &context.progress);
            let kitchen =
                || order.kitchen(Rc::new(clock.clone()), recorder, progress, first_lane(context, mode));
            match mode {
                Mode::Sequential => kitchen().sequential().await,
                Mode::Async => kitchen().event_loop(order.one_pair.then(Hands::default)).await,
                Mode::Threads => {
                    let (recipe, crew) = (order.recipe.clone(), &context.crew);
                    cooks::real(
                        recipe,
                        clock.clone(),
                        crew,
                        recorder.clone(),
                        progress.clone(),
                        context.stop.clone(),
                    )
                    .await
                }
            }
        };
        let stopped = std::pin::pin!(timer::stopped(&context.stop));
        match select(std::pin::pin!(cooking), stopped).await {
            // Cooks on threads see the flag for themselves, and may be the first to end.
            Either::Left((dinner, _)) if !context.stop.is_set() => Some((mode, Some(dinner))),
            _ => Some((mode, None)),
        }
    };
    let (one, many, all) = futures::join!(film(Mode::Sequential), film(Mode::Threads), film(Mode::Async));
    [one, many, all].into_iter().flatten().collect()
}

#[cfg(not(target_arch = "wasm32"))]
static PRESETS: [Preset; 8] = [
    Preset {
        title: "Three films",
        note: "One by one, three threads and the event loop cook the same dinner at the same time.",
        link: "mapo-tofu?compare=1",
    },
    Preset {
        title: "One by one",
        note: "23 seconds, and the rice has 48 °C: every wait is waited out.",
        link: "mapo-tofu?mode=sequential",
    },
    Preset {
        title: "Three threads",
        note: "Three cooks, 9 seconds: the span, no pool is faster.",
        link: "mapo-tofu?mode=threads",
    },
    Preset {
        title: "One cook, async",
        note: "9 seconds as well, by a single thread.",
        link: "mapo-tofu?mode=async",
    },
    Preset {
        title: "One pair of hands",
        note: "Active steps need hands: async is held back by its active work, three cooks are not.",
        link: "mapo-tofu?hands=one&compare=1",
    },
    Preset {
        title: "Two cooks",
        note: "One short of what the recipe can use: a task waits until somebody is free.",
        link: "mapo-tofu?mode=threads&cooks=2",
    },
    Preset {
        title: "Breakfast",
        note: "Another recipe: a longer chain, and coffee that gets cold.",
        link: "mapo-tofu?recipe=breakfast&compare=1",
    },
    Preset {
        title: "Exactly, at once",
        note: "The virtual clock: 23.0 and 9.0, simulated.",
        link: "mapo-tofu?clock=virtual&compare=1",
    },
];
