//! `laid-table`: three cooks, three dishes and one table. At a barrier each waits for the others, and all sit down
//! together; without one, whoever is fast eats alone. Not in the list: it shows what a story needs.

use std::sync::{Barrier, Mutex};

use futures::FutureExt;
use futures::future::LocalBoxFuture;

use super::clocks;
use crate::contract::params::{Group, Param, Values};
use crate::contract::scenario::{Context, PoolRule, PoolSize, Report, Scenario, State, Unit};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::scenario::{Info, LookFor, Part};
use crate::contract::story::Actors;
use crate::error::Error;
use crate::run::trace::{Act, Argument, Kind, Label, Resource, ResourceKind, label, resource_at};
use crate::stories::Teller;

/// The scenario.
pub struct LaidTable;

/// The cooks, and how many kitchen seconds each carries its dish.
const COOKS: [(&str, f64); 3] = [("Olivia", 1.0), ("Noah", 2.0), ("Ada", 4.0)];
/// The barrier, among the resources.
const TABLE: u32 = 0;

crate::labels! {
    LABELS after label::SHARED.len();
    /// Carries a dish to the table; `arg` is the cook.
    CARRIES = Label::new("carries a dish", Kind::Work).of(Argument::Item);
    /// Waits at the table.
    WAITS = Label::new("waits for the others", Kind::Blocked).act(Act::Wants);
    /// The story begins.
    OPENS = Label::new("dishes are ready", Kind::Control).act(Act::Begins);
    /// Sits down.
    SITS = Label::new("sits down", Kind::Control).act(Act::Ends);
}

impl Scenario for LaidTable {
    #[cfg(not(target_arch = "wasm32"))]
    fn info(&self) -> Info {
        Info {
            id: "laid-table",
            title: "Laid table",
            family: "kitchen",
            question: "Who waits for whom before a meal?",
            lesson: &[
                "Three cooks carry a dish each, the slowest for four seconds. At a barrier nobody goes on before \
                       all have come: the meal begins when the last one does.",
            ],
            look_for: const {
                &[
                    LookFor::new(
                        "Olivia’s lane: a second of carrying, then waiting until the slowest has come.",
                        "laid-table",
                        Part::Lane("Olivia"),
                    ),
                    LookFor::new(
                        "The same lane without a barrier: nobody is waited for.",
                        "laid-table?barrier=0",
                        Part::Lane("Olivia"),
                    ),
                ]
            },
            presets: &[],
            can_compare: false,
            hidden: true,
            source: "src/families/kitchen/laid_table.rs",
            source_item: "fn carry",
        }
    }

    fn params(&self) -> Vec<Param> {
        vec![
            Param::flag("barrier", "Barrier", true)
                .help("Whether nobody sits down before all have come.")
                .group(Group::Execution),
            clocks::scale(500.0, 10.0, 2000.0),
        ]
    }

    fn pool(&self) -> Option<PoolRule> {
        Some(PoolRule {
            size: PoolSize::Fixed(COOKS.len()),
            when: Vec::new(),
            compared: None,
            otherwise: None,
        })
    }

    fn labels(&self) -> &'static [Label] {
        &LABELS
    }

    fn resources(&self, values: &Values) -> Vec<Resource> {
        let table = Resource::new("table", ResourceKind::Barrier);
        if values.flag("barrier") { vec![table] } else { Vec::new() }
    }

    fn actors(&self, _values: &Values) -> Actors {
        Actors::on_threads(COOKS.map(|(name, _)| name))
    }

    fn run<'a>(
        &'a self,
        values: &'a Values,
        context: &'a mut Context,
    ) -> LocalBoxFuture<'a, Result<Report, Error>> {
        let (barrier, scale) = (values.flag("barrier"), values.real("scale"));
        async move { Ok(carry(barrier, scale, context)) }.boxed_local()
    }
}

/// Lets all cooks carry their dishes and sit down.
fn carry(barrier: bool, scale: f64, context: &Context) -> Report {
    let teller = Teller::begin(context, COOKS.len(), scale, OPENS);
    let table = Barrier::new(COOKS.len());
    let seated = Mutex::new(Vec::new());
    context.crew.broadcast(|cook| {
        teller.blocks(cook, CARRIES, cook as u32, COOKS[cook].1);
        if barrier {
            teller.waits(cook, WAITS, resource_at(TABLE, line!()), || table.wait());
        }
        if !teller.is_stopped() {
            // Noted in turn, so that the list is in the order of its times.
            let mut seated = seated.lock().expect("nobody panics with it");
            seated.push((cook, teller.now()));
            teller.ends(cook, SITS, 0);
        }
    });
    let seated = seated.into_inner().expect("nobody panics with it");
    report(barrier, teller.is_stopped(), &seated)
}

/// The report on who sat down when, in kitchen seconds, in the order in which they did.
fn report(barrier: bool, stopped: bool, seated: &[(usize, f64)]) -> Report {
    let mut report = Report::new(if stopped { State::Stopped } else { State::Done });
    if let ([(first, begins), .., (last, ends)], false) = (seated, stopped) {
        report.metric("first_s", "First at table", *begins, Unit::Seconds, "When the first one sat down.");
        report.metric("last_s", "Last at table", *ends, Unit::Seconds, "When the last one sat down.");
        report.crew(COOKS.len(), "One for each cook.");
        report.verdict = if barrier {
            format!(
                "All sat down together after {ends:.1} s: at the barrier everybody waited for the slowest."
            )
        } else {
            let (first, last) = (COOKS[*first].0, COOKS[*last].0);
            format!("{first} sat down after {begins:.1} s and ate alone: nobody waited for {last}.")
        };
    } else {
        report.verdict = "Stopped before all dishes were on the table.".into();
    }
    report.log.extend(
        seated.iter().map(|(cook, after)| format!("{} sits down after {after:.2} s.", COOKS[*cook].0)),
    );
    report
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::run::trace::Phase;
    use crate::stories::trial::{run, times};

    #[test]
    fn with_a_barrier_nobody_sits_down_before_the_last_has_come() {
        for barrier in ["true", "false"] {
            let (report, context) = run(&LaidTable, &[("barrier", barrier), ("scale", "10")]);
            let arrived = times(&context, CARRIES, Phase::End);
            let sat = times(&context, SITS, Phase::Instant);
            assert_eq!((arrived.len(), sat.len()), (3, 3));
            assert!(barrier == "false" || sat[0] >= arrived[2]);
            assert_eq!(report.state, State::Done);
            assert!(report.get("first_s") <= report.get("last_s"));
        }
    }
}
