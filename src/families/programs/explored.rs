//! All orders: what exploring found, as figures, words and a sentence.

use std::sync::Arc;

use super::by_hand::{end, position};
use super::declared::{Search, memory};
use num_bigint::BigUint;

use crate::contract::params::Values;
use crate::contract::program::{self as contract, Possible, StateGraph, Told, Unordered};
use crate::contract::scenario::{Context, Report, State, Unit};
use crate::error::Error;
use crate::program::code::Program;
use crate::program::drivers::hand::Hand;
use crate::program::drivers::notation;
use crate::program::explore::{
    Access, Conflict, Count, Drawn, Limits, Picture, Report as Found, Verdict, explore_from,
};
use crate::program::world::endings::Kind;
use crate::run::crew::Crew;

/// Outcomes that are told; figures count all of them.
pub const MOST_OUTCOMES: usize = 500;
/// Findings that are told.
const MOST_FINDINGS: usize = 20;
/// Pairs of accesses without order that are told.
const MOST_RACES: usize = 40;

/// Explores what is left of a program after the steps of a link, and reports what was found.
///
/// # Errors
/// A sentence, if the order cannot be read, or its steps are not possible.
pub fn report(program: &Arc<Program>, values: &Values, context: &mut Context) -> Result<Report, Error> {
    let from = notation::decode(values.choice("steps")).map_err(Error::BadProgram)?;
    let Context { stop, progress, crew, memory: bytes, .. } = context;
    let none = Crew::none();
    let crew = if values.one_of::<Search>("search") == Search::Together { crew } else { &none };
    let limits = Limits::within(*bytes);
    let mut expanded = 0;
    let found = explore_from(program, memory(values), &from, &limits, crew, &mut |far| {
        progress.expect(far.states);
        progress.add(far.expanded - expanded);
        expanded = far.expanded;
        !stop.is_set()
    });
    let found = found.map_err(|taken| {
        Error::BadProgram(format!(
            "Step {} is not possible: these steps belong to another program.",
            taken + 1
        ))
    })?;
    let mut report = told(&found, from.len(), stop.is_set());
    let mut hand = Hand::new(Arc::clone(program), memory(values));
    hand.take_all(&from).map_err(Error::BadProgram)?;
    if let Some(told) = &mut report.program {
        told.position = Some(position(&hand));
    }
    Ok(report)
}

/// The report on all orders, after so many steps; `stopped` if a reader ended it early.
fn told(found: &Found, after: usize, stopped: bool) -> Report {
    let mut report = Report::new(if stopped { State::Stopped } else { State::Done });
    let bad = found.outcomes.iter().filter(|outcome| outcome.ending.kind != Kind::Done);
    let shortest = bad.clone().map(|outcome| outcome.shortest.len()).min();
    let figures = [
        (
            "outcomes_possible",
            "Outcomes",
            Some(found.outcomes.len()),
            "Different things that the program can come to.",
        ),
        (
            "states",
            "States",
            Some(found.states),
            "Situations that can come up: where everybody stands, and what is where.",
        ),
        ("transitions", "Transitions", Some(found.transitions), "Steps from one state to another."),
        (
            "shortest_failure",
            "Shortest failure",
            shortest,
            "The fewest steps after which something has gone wrong.",
        ),
    ];
    for (name, label, value, help) in figures {
        if let Some(value) = value {
            report.metric(name, label, value as f64, Unit::Count, help);
        }
    }
    let note = match (bad.count(), found.outcomes.len()) {
        (_, 0) if found.complete => "it never ends".to_string(),
        (_, 0) => "none reached yet".to_string(),
        (0, _) if found.complete => "all of them good".to_string(),
        (0, _) => "none of them bad so far".to_string(),
        (bad, _) => format!("{bad} of them bad"),
    };
    report.headline("outcomes_possible", &[&note]);
    report.headline("states", &["{transitions} steps between them"]);
    report.headline("shortest_failure", &["steps to it"]);
    for (name, count) in
        [("interleavings", &found.interleavings), ("interleavings_stuck", &found.interleavings_stuck)]
    {
        if *count != Count::Unknown {
            report.values.insert(name, count.to_string());
        }
    }
    report.values.insert("verdict", found.verdict().words().into());
    if found.livelock.is_some() {
        report.values.insert("cycle", "without getting on".into());
    } else if !found.passed_over.is_empty() {
        report.values.insert("cycle", format!("passes over {}", found.passed_over.join(", ")));
    }
    report.verdict = sentence(found);
    if after > 0 {
        report.verdict = format!("From step {after} on: {}", report.verdict);
    }
    report.program = Some(Box::new(Told {
        lines: vec![],
        warnings: vec![],
        small: vec![],
        position: None,
        runs: 0,
        outcomes: found.outcomes.iter().take(MOST_OUTCOMES).map(possible).collect(),
        kept: vec![],
        findings: findings(found).into_iter().chain(races_left_out(&found.conflicts)).collect(),
        races: races(&found.conflicts),
        graph: found.picture.as_ref().map(graph),
        endless: found.livelock.as_deref().map(notation::encode),
    }));
    report
}

fn possible(outcome: &crate::program::explore::Outcome) -> Possible {
    Possible {
        end: end(&outcome.ending),
        seen: None,
        interleavings: (outcome.interleavings != Count::Unknown).then(|| outcome.interleavings.to_string()),
        steps: notation::encode(&outcome.shortest),
        length: outcome.shortest.len(),
        no_return: outcome.no_return,
    }
}

fn graph(picture: &Picture) -> StateGraph {
    let drawn = |state: &Drawn| contract::Drawn {
        way: notation::encode(&state.way),
        depth: state.way.len(),
        end: state.ending.as_ref().map(end),
        lost: state.is_lost,
    };
    StateGraph { states: picture.states.iter().map(drawn).collect(), steps: picture.steps.clone() }
}

/// Says how many pairs of accesses without order are not told, if there are too many.
pub fn races_left_out(found: &[Conflict]) -> Option<String> {
    let left_out = found.len().saturating_sub(MOST_RACES);
    (left_out > 0).then(|| format!("There are {left_out} more pairs of accesses that nothing puts in order."))
}

/// Tells of accesses that nothing puts in order, as many as a reader looks at.
pub fn races(found: &[Conflict]) -> Vec<Unordered> {
    let access = |Access { actor, line, writes }: &Access| contract::Access {
        actor: actor.clone(),
        line: *line,
        writes: *writes,
    };
    let told = |Conflict { variable, first, second }: &Conflict| Unordered {
        variable: variable.clone(),
        accesses: [access(first), access(second)],
    };
    found.iter().take(MOST_RACES).map(told).collect()
}

/// Leaves out what is too much to be told, and says how much.
pub fn shortened(mut findings: Vec<String>) -> Vec<String> {
    let left_out = findings.len().saturating_sub(MOST_FINDINGS);
    if left_out > 0 {
        findings.truncate(MOST_FINDINGS);
        findings.push(format!("And {left_out} more like these."));
    }
    findings
}

fn findings(found: &Found) -> Vec<String> {
    let mut findings = vec![];
    if found.livelock.is_some() {
        findings.push(
            "It can go on for ever without getting on: everybody takes steps, round and round.".to_string(),
        );
    }
    if !found.passed_over.is_empty() {
        let names = found.passed_over.join(", ");
        findings.insert(0, format!("Can be passed over without end, though a step was possible: {names}."));
    }
    shortened(findings)
}

fn sentence(found: &Found) -> String {
    let verdict = match found.verdict() {
        Verdict::AlwaysRight => match &found.interleavings {
            Count::Exactly(number) => format!("Always right: all {number} orders end well."),
            _ => "Always right: whatever the order, an end is a good one.".into(),
        },
        Verdict::CanFail => format!("It can fail: {}.", worst(found)),
        Verdict::GetsStuck => format!("It can get stuck: {}.", worst(found)),
        Verdict::Unknown if found.complete => "It never ends.".into(),
        // How far it went says all that is known.
        Verdict::Unknown => return found.extent(),
    };
    format!("{verdict} {}", found.extent())
}

/// The worst kind of outcome: in how many orders, and the one with the shortest way.
fn worst(found: &Found) -> String {
    let Some(worst) =
        found.outcomes.iter().min_by_key(|outcome| (outcome.ending.kind, outcome.shortest.len()))
    else {
        return String::new();
    };
    let of_kind = found.outcomes.iter().filter(|outcome| outcome.ending.kind == worst.ending.kind);
    let exactly = |count: &Count| match count {
        Count::Exactly(number) => number.parse::<BigUint>().ok(),
        Count::WithoutEnd | Count::Unknown => None,
    };
    let orders = of_kind.clone().map(|outcome| exactly(&outcome.interleavings)).sum::<Option<BigUint>>();
    let example =
        if of_kind.count() > 1 { format!(", for example “{}”", worst.ending) } else { String::new() };
    match (orders, &found.interleavings) {
        (Some(orders), Count::Exactly(all)) if example.is_empty() => {
            format!("{orders} of {all} orders end with “{}”", worst.ending)
        }
        (Some(orders), Count::Exactly(all)) => {
            format!("{orders} of {all} orders end {}{example}", worst.ending.kind.word())
        }
        _ => format!("“{}” is possible", worst.ending),
    }
}
