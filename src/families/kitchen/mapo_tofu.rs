//! `mapo-tofu`: one dinner, cooked one step at a time, by several cooks (threads), or by one cook who
//! never just waits (the event loop). All waiting, no computing: where async is at its best.

use std::rc::Rc;

use futures::FutureExt;
use futures::future::{Either, LocalBoxFuture, select};

use super::clocks::{self, RealClock};
use super::cooks;
use super::hands::Hands;
use super::modes::{Grip, Mode, Seconds};
use super::order::Order;
use super::recipe;
use super::report::{self, Served};
use super::scribe::{LABELS, OPEN};
use crate::contract::params::{Applies, Group, Param, Values};
use crate::contract::scenario::{Context, PoolRule, PoolSize, Report, Scenario};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::scenario::{Info, LookFor, Part, Preset};
use crate::contract::story::ExtraLane;
use crate::error::Error;
use crate::run::timer;
use crate::run::trace::Label;
use crate::run::trace::event::Phase;
use crate::run::trace::recorder::COORDINATOR;

/// The scenario.
pub struct MapoTofu;

impl Scenario for MapoTofu {
    #[cfg(not(target_arch = "wasm32"))]
    fn info(&self) -> Info {
        Info {
            id: "mapo-tofu",
            title: "Mapo tofu",
            family: "kitchen",
            question: "How can one cook be as fast as three?",
            lesson: &[
                "Some steps need hands, others only time. One after the other takes 23 s. Three cooks need 9 s. One \
                 cook who never stands and watches a pot needs 13 s.",
                "That cook is an event loop. Wherever a task only waits it says so (await), and the loop turns to \
                 another task. There is one thread for all of them, and its lane shows how little it has to do.",
                "As it opens, every step is a sleep, as in the lecture: rice washes itself, and one thread is done after \
                 9 s, like three. With “One pair” of hands an active step takes the cook’s hands, and active steps take \
                 turns: 13 s. Async makes waiting cheap. It does not make work faster.",
            ],
            look_for: const {
                &[
                    LookFor::new(
                        "The event loop’s lane: each poll is a hairline. The rest of the time its thread is free.",
                        "mapo-tofu?mode=async&scale=200",
                        Part::Lane("event loop"),
                    ),
                    LookFor::new(
                        "“By itself” over a pot or a bowl: nobody attends to that step.",
                        "mapo-tofu?mode=async&clock=virtual",
                        Part::Film,
                    ),
                    LookFor::new(
                        "Three threads and one both need 9 s: no dinner is faster than its longest chain of tasks, the span.",
                        "mapo-tofu?clock=virtual&compare=1",
                        Part::Verdict,
                    ),
                    LookFor::new(
                        "One by one, the rice has cooled to 48 °C: it loses 2 °C each second until it is served.",
                        "mapo-tofu?mode=sequential&clock=virtual",
                        Part::Figure("rice_celsius"),
                    ),
                ]
            },
            presets: &PRESETS,
            can_compare: true,
            hidden: false,
            source: "src/families/kitchen/mapo_tofu.rs",
            source_item: "pub async fn cook",
        }
    }

    fn params(&self) -> Vec<Param> {
        vec![
            Param::text(
                "recipe",
                "Recipe",
                recipe::DEFAULT,
                recipe::LONGEST_TEXT,
                recipe::FORMAT,
                recipe::named(),
            )
            .help("What is cooked. Change it, or write your own: it travels in the link."),
            Param::one_of("mode", "Cooking", Mode::Async, Mode::choice)
                .help("Who cooks, and in which order.")
                .simulated("clock", &[Seconds::Virtual.name()])
                .group(Group::Execution),
            Param::integer("cooks", "Cooks", 3, 1, 8)
                .help("For “Threads”: how many cooks. Each takes the first task in the list that can begin.")
                .group(Group::Execution),
            Param::one_of("hands", "Hands", Grip::Free, Grip::choice)
                .help("For “Async”: whether active steps need the cook’s hands.")
                .group(Group::Execution),
            Param::one_of("clock", "Clock", Seconds::Real, Seconds::choice)
                .help("What the kitchen’s seconds are.")
                .group(Group::Measurement),
            clocks::scale(200.0, 10.0, 1000.0).applies("clock", &[Seconds::Real.name()]),
        ]
    }

    fn pool(&self) -> Option<PoolRule> {
        let real = Applies { param: "clock", values: vec![Seconds::Real.name()] };
        let threads = Applies { param: "mode", values: vec![Mode::Threads.name()] };
        Some(PoolRule {
            size: PoolSize::Param("cooks"),
            when: vec![threads, real.clone()],
            compared: Some(vec![real]),
            otherwise: None,
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
        note: "The same dinner one by one, by three threads and by one event loop: 23, 9 and 9 s.",
        link: "mapo-tofu?compare=1",
    },
    Preset {
        title: "One by one",
        note: "23 s: one cook stands and watches every pot, and the rice has cooled to 48 °C.",
        link: "mapo-tofu?mode=sequential",
    },
    Preset {
        title: "Three threads",
        note: "9 s: as long as the longest chain of tasks. More cooks would not be faster.",
        link: "mapo-tofu?mode=threads",
    },
    Preset {
        title: "One cook, async",
        note: "9 s as well, by a single thread: here every step is a sleep, and none needs hands.",
        link: "mapo-tofu?mode=async",
    },
    Preset {
        title: "One pair of hands",
        note: "Active steps take the one cook’s hands in turn: 13 s. Three cooks still need 9 s.",
        link: "mapo-tofu?hands=one&compare=1",
    },
    Preset {
        title: "Two cooks",
        note: "One cook too few: meat and tofu wait until somebody is free, and dinner until 16 s.",
        link: "mapo-tofu?mode=threads&cooks=2",
    },
    Preset {
        title: "Breakfast",
        note: "Another recipe: 25 s one by one, and the coffee cools to 60 °C. Side by side it takes 12 s.",
        link: "mapo-tofu?recipe=breakfast&compare=1",
    },
    Preset {
        title: "Exactly, at once",
        note: "Simulated on the virtual clock: 23.0, 9.0 and 9.0 s, the same every time.",
        link: "mapo-tofu?clock=virtual&compare=1",
    },
];
