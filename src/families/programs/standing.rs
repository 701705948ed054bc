//! How one real run ended: in a sentence, and where everybody stands.

use super::by_hand::{TOLD_LINES, end, ended};
use crate::contract::program::{Position, Standing};
use crate::program::drivers::threads::{End, Run};
use crate::program::world::endings::{Ending, Kind, Remains, awaited, written};

/// Returns what a run came to; none where it was stopped, or had too few threads.
pub fn ending(run: &Run) -> Option<&Ending> {
    match &run.end {
        End::Over(ending) => Some(ending),
        End::Stopped | End::TooFewThreads(_) => None,
    }
}

/// Says how a run ended, after where it ran.
pub fn sentence(run: &Run, how: &str) -> String {
    let known: String =
        run.deadlocks.iter().chain(&run.alone).map(|sentence| format!(" {sentence}.")).collect();
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
        let variables = machine.variables(program).into_iter();
        Standing {
            name: machine.name.to_string(),
            line: if over { 0 } else { machine.line(program) },
            next: vec![],
            rests: Some(rests),
            over,
            variables: variables.map(|(name, value)| (name.to_string(), written(left, value))).collect(),
        }
    });
    let cells = program.cells.iter().enumerate();
    let variables =
        cells.map(|(at, cell)| (cell.name.clone(), written(left, &left.cell(at as u32)))).collect();
    let mut printed = run.printed.lines();
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
