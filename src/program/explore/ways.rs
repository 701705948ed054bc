//! From a graph to what is told of it.

use num_bigint::BigUint;

use super::super::world::endings::{Ending, Kind};
use super::super::world::model::{Model, State};
use super::cycles::cycles;
use super::graph::Graph;
use super::interleavings::{count, counted};
use super::search::Found;
use super::{Count, Drawn, Outcome, Picture, Report};

/// States that are drawn.
const MOST_DRAWN: usize = 300;

/// Returns all of a graph. `ends_well`: which states can still reach a good end; nothing where all can.
fn picture(graph: &Graph, terminals: &[(u32, u32)], endings: &[Ending], ends_well: &[bool]) -> Picture {
    let count = graph.states() as u32;
    let drawn = |state: u32| {
        let terminal = terminals.iter().find(|(at, _)| *at == state);
        Drawn {
            way: graph.way_to(state),
            ending: terminal.map(|(_, outcome)| endings[*outcome as usize].clone()),
            is_lost: ends_well.get(state as usize) == Some(&false),
        }
    };
    let steps = |from: u32| graph.steps(from).map(move |(step, to)| [from, to, u32::from(step.actor)]);
    Picture { states: (0..count).map(drawn).collect(), steps: (0..count).flat_map(steps).collect() }
}

/// Answers all questions about what was found.
pub fn report(model: &Model, found: Found) -> Report {
    let Found { store, graph, totals, complete, terminals, endings, conflicts, bytes } = found;
    let mut report = Report {
        states: store.len(),
        transitions: graph.transitions(),
        complete,
        bytes,
        interleavings: Count::Unknown,
        interleavings_stuck: Count::Unknown,
        outcomes: vec![],
        conflicts,
        end_can_be_lost: None,
        livelock: None,
        passed_over: vec![],
        picture: None,
    };
    let mut first = vec![u32::MAX; endings.len()];
    for (state, outcome) in &terminals {
        let first = &mut first[*outcome as usize];
        *first = (*first).min(*state);
    }
    let mut numbers = vec![Count::Unknown; endings.len()];
    let mut ends_well = vec![];
    if complete {
        let counted = totals.map_or_else(|| count(&graph, &terminals, endings.len()), counted);
        let exactly = |number: &Option<BigUint>| match number {
            Some(number) => Count::Exactly(number.to_string()),
            None => Count::WithoutEnd,
        };
        numbers = counted.outcomes.iter().map(exactly).collect();
        let sum = |wanted: &dyn Fn(Kind) -> bool| {
            let chosen = counted.outcomes.iter().zip(&endings).filter(|(_, ending)| wanted(ending.kind));
            chosen.map(|(number, _)| number.clone()).sum::<Option<BigUint>>()
        };
        report.interleavings = if counted.finite { exactly(&sum(&|_| true)) } else { Count::WithoutEnd };
        report.interleavings_stuck = exactly(&sum(&|kind| kind == Kind::Stuck));
        let kind_of = |outcome: u32| endings[outcome as usize].kind;
        let reaching = |wanted: fn(Kind) -> bool| {
            let goals = terminals.iter().filter(move |(_, outcome)| wanted(kind_of(*outcome)));
            let goals = goals.map(|(state, _)| *state);
            if counted.finite {
                graph.reaching_in(counted.order.as_deref(), goals)
            } else {
                graph.reaching(goals)
            }
        };
        let has = |wanted: fn(Kind) -> bool| endings.iter().any(|ending| wanted(ending.kind));
        // Where all ways end, and all ends are good, there is nothing to look for.
        let may_be_lost = !counted.finite || has(|kind| kind == Kind::Stuck);
        report.end_can_be_lost = Some(may_be_lost && reaching(|kind| kind != Kind::Stuck).contains(&false));
        if has(|kind| kind != Kind::Done) {
            ends_well = reaching(|kind| kind == Kind::Done);
        }
        if !counted.finite {
            let cycles = cycles(model, &store, &graph, &counted.endless);
            report.livelock = cycles.livelock.map(|state| graph.way_to(state));
            let mut state = State::default();
            let last = counted.endless.iter().max().copied().unwrap_or(0);
            state.unpack(store.get(last));
            report.passed_over = cycles
                .passed_over
                .iter()
                .filter(|actor| **actor < model.actors(&state))
                .map(|actor| model.machine(&state, *actor).name.to_string())
                .collect();
        }
    }
    if complete && store.len() <= MOST_DRAWN {
        report.picture = Some(picture(&graph, &terminals, &endings, &ends_well));
    }
    for ((ending, interleavings), first) in endings.into_iter().zip(numbers).zip(first) {
        let bad = complete && ending.kind != Kind::Done;
        let states = graph.states_to(first);
        let no_return = if bad { states.iter().position(|state| !ends_well[*state as usize]) } else { None };
        report.outcomes.push(Outcome { ending, interleavings, shortest: graph.way_to(first), no_return });
    }
    report.outcomes.sort_by_key(|outcome| outcome.shortest.len());
    report
}
