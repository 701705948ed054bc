//! How one real run ended: in a sentence, and where everybody stands.

use super::by_hand::{TOLD_LINES, end, ended};
use crate::contract::program::{Position, Standing};
use crate::program::drivers::threads::{End, Run};
use crate::program::world::endings::{Ending, Kind, Remains, awaited, awaits, written};

/// How many sentences on who cannot go on are told; of many it is the same.
const MOST_SENTENCES: usize = 3;

/// Returns what a run came to; none where it was stopped, or had too few threads.
pub fn ending(run: &Run) -> Option<&Ending> {
    match &run.end {
        End::Over(ending) => Some(ending),
        End::Stopped | End::TooFewThreads(_) => None,
    }
}

/// Says how a run ended, after where it ran.
pub fn sentence(run: &Run, how: &str) -> String {
    let known: Vec<&String> = run.deadlocks.iter().chain(&run.alone).collect();
    let left = known.len().saturating_sub(MOST_SENTENCES);
    let mut known: String =
        known.iter().take(MOST_SENTENCES).map(|sentence| format!(" {sentence}.")).collect();
    if left > 0 {
        known.push_str(&format!(" So do {left} more."));
    }
    match ending(run) {
        None => format!("Stopped while it ran.{known}"),
        // A circle says more than who waits for what.
        Some(ending) if ending.kind == Kind::Stuck && !known.is_empty() => {
            format!("{how} nobody can go on.{known}")
        }
        Some(ending) => format!("{}{known}", ended(how, &end(ending))),
    }
}

/// Says where everybody stands at the end.
pub fn position(run: &Run) -> Position {
    let left = &run.left;
    let program = left.program();
    let actors = (0..left.count()).map(|actor| {
        let machine = left.machine(actor);
        let over = left.is_over(actor);
        let rests = match &machine.over {
            Some(Ok(_)) => "is over".to_string(),
            Some(Err(failure)) => format!("failed in line {}: {}", failure.line, failure.text),
            None if !left.has_begun(actor) => "has not begun".into(),
            None if left.has_ended() => "ended with the others".into(),
            None if matches!(run.end, End::Stopped) => "was stopped".into(),
            None => format!("waits for {}", awaited(left, actor)),
        };
        let waits =
            !over && left.has_begun(actor) && matches!(&run.end, End::Over(end) if end.kind == Kind::Stuck);
        let variables = machine.variables(program).into_iter();
        Standing {
            name: machine.name.to_string(),
            line: if over { 0 } else { machine.line(program) },
            next: vec![],
            rests: Some(rests),
            awaits: if waits { awaits(left, actor) } else { vec![] },
            over,
            begun: left.has_begun(actor),
            failed: matches!(machine.over, Some(Err(_))),
            variables: variables.map(|(name, value)| (name.to_string(), written(left, value))).collect(),
        }
    });
    let cells = program.cells.iter().enumerate();
    let variables =
        cells.map(|(at, cell)| (cell.name.clone(), written(left, &left.cell(at as u32)))).collect();
    let mut printed = run.printed.said();
    printed.drain(..printed.len().saturating_sub(TOLD_LINES));
    Position {
        steps: String::new(),
        count: 0,
        actors: actors.collect(),
        variables,
        resources: vec![],
        taken: vec![],
        printed,
        end: ending(run).map(end),
    }
}
