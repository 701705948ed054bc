//! One order, step by step: where everybody stands after the steps of a link.

use std::sync::Arc;

use super::declared::{kept, memory};
use crate::contract::params::Values;
use crate::contract::program::{End, NextStep, Position, Standing, Taken, Told};
use crate::contract::scenario::{Report, State, Unit};
use crate::error::Error;
use crate::program::code::Program;
use crate::program::drivers::hand::Hand;
use crate::program::drivers::notation;
use crate::program::drivers::printed::{Printed, Said};
use crate::program::world::endings::{Ending, Kind};

/// How many of the last steps are told.
const TOLD_STEPS: usize = 200;
/// How many of those who wait in vain are told by name in a sentence.
const MOST_WAITERS: usize = 5;
/// How many of the last printed lines are told.
pub const TOLD_LINES: usize = 200;

/// Takes the steps of a link as far as they are possible, and reports where the program stands.
///
/// # Errors
/// A sentence, if the order cannot be read.
pub fn report(program: &Arc<Program>, values: &Values) -> Result<Report, Error> {
    let steps = notation::decode(values.choice("steps")).map_err(Error::BadProgram)?;
    let mut hand = Hand::new(Arc::clone(program), memory(values));
    let refused = hand.take_all(&steps).err();
    let position = position(&hand);
    let mut report = Report::new(match &position.end {
        Some(end) if end.kind == Kind::Stuck.word() => State::Stuck,
        _ => State::Done,
    });
    report.notices.extend(refused.map(|why| format!("{why} The steps before it were taken.")));
    report.metric("steps", "Steps", position.count as f64, Unit::Count, "Steps that were taken.");
    report.headline("steps", &[]);
    if let Some(ending) = hand.ending() {
        add_figures(&mut report, &ending);
        report.headlines.truncate(3);
    }
    report.verdict = sentence(&position);
    report.log.extend(position.printed.iter().map(|(_, line)| line.clone()));
    report.program = Some(Box::new(Told {
        lines: vec![],
        warnings: vec![],
        small: vec![],
        position: Some(position),
        runs: 0,
        outcomes: vec![],
        findings: vec![],
        races: vec![],
        graph: None,
        kept: vec![],
        endless: None,
    }));
    Ok(report)
}

/// Adds what a program came to: kind and outcome, and the figures that it shows.
pub fn add_figures(report: &mut Report, ending: &Ending) {
    report.values.insert("kind", ending.kind.word().into());
    report.values.insert("outcome", ending.to_string());
    for (name, value) in &ending.figures {
        // What is no number stands in the outcome.
        if let Ok(number) = value.parse::<f64>() {
            let name = kept(name);
            report.metric(name, name, number, Unit::None, "A figure that the program shows.");
            report.headline(name, &[]);
        }
    }
}

/// Says how a program ended.
pub fn end(ending: &Ending) -> End {
    let wrong = ending.wrong.iter().map(|meaning| format!("Not so: {meaning}."));
    End {
        kind: ending.kind.word(),
        outcome: ending.to_string(),
        details: ending.stuck.iter().chain(&ending.failures).cloned().chain(wrong).collect(),
    }
}

/// Says where everybody stands.
pub fn position(hand: &Hand) -> Position {
    let actors = hand.actors().into_iter().map(|actor| Standing {
        name: actor.name,
        line: actor.line,
        next: actor
            .steps
            .into_iter()
            .map(|(step, words)| NextStep { code: notation::encode(&[step]), words })
            .collect(),
        awaits: actor.awaits,
        over: actor.over,
        begun: actor.begun,
        failed: actor.failed,
        rests: actor.rests,
        variables: actor.variables,
    });
    let taken = hand.last(TOLD_STEPS).into_iter().map(|taken| Taken {
        actor: u32::from(taken.step.actor),
        line: taken.line,
        words: taken.words,
        access: taken.access,
        gets: taken.gets,
        gives: taken.gives,
    });
    let mut printed: Vec<Said> = hand.printed().iter().flat_map(Printed::said).collect();
    printed.drain(..printed.len().saturating_sub(TOLD_LINES));
    Position {
        steps: notation::encode(hand.steps()),
        count: hand.steps().len(),
        actors: actors.collect(),
        variables: hand.variables(),
        resources: hand.things(),
        taken: taken.collect(),
        printed,
        end: hand.ending().as_ref().map(end),
    }
}

fn sentence(position: &Position) -> String {
    let after = match position.count {
        0 => "Before the first step".to_string(),
        1 => "After one step".to_string(),
        count => format!("After {count} steps"),
    };
    match &position.end {
        None => {
            let able: Vec<&str> = position
                .actors
                .iter()
                .filter(|actor| !actor.next.is_empty())
                .map(|actor| actor.name.as_str())
                .collect();
            let can = if able.len() == 1 { "can go on" } else { "can go on: choose one" };
            format!("{after} {} {can}.", able.join(", "))
        }
        Some(end) => ended(&after, end),
    }
}

/// Says how a program ended, after what.
pub fn ended(after: &str, End { kind, outcome, details }: &End) -> String {
    match *kind {
        "stuck" if details.len() > MOST_WAITERS => {
            let (first, left) = (details[..MOST_WAITERS].join("; "), details.len() - MOST_WAITERS);
            format!("{after} nobody can go on: {first}; and {left} more wait.")
        }
        "stuck" => format!("{after} nobody can go on: {}.", details.join("; ")),
        "done" if outcome.is_empty() => format!("{after} it ended well."),
        "done" => format!("{after} it ended well: {outcome}."),
        "failed" => format!("{after} it failed: {}.", details.join("; ")),
        _ => format!("{after} it ended {kind}: {outcome}. {}", details.join(" ")),
    }
}
