//! Real runs: on the threads of the pool, freely, or in a given order.

use std::collections::HashMap;
use std::sync::Arc;

use super::by_hand::{TOLD_LINES, add_figures, end, ended};
use super::explored::{MOST_OUTCOMES, conflict, shortened};
use super::recorded::Recorded;
use crate::contract::params::Values;
use crate::contract::program::{Position, Possible, Standing, Told};
use crate::contract::scenario::{Context, Report, State, Unit};
use crate::error::Error;
use crate::program::code::Program;
use crate::program::drivers::threads::{Conditions, End, Run};
use crate::program::drivers::{forced, notation, threads};
use crate::program::explore::Conflict;
use crate::program::world::endings::{Ending, Kind, Remains, awaited, written};
use crate::program::world::real::{Unwatched, Watch};
use crate::run::crew::Crew;

/// Runs in which accesses without order are looked for, where that is asked for: it slows them down.
const RUNS_WITH_RACES: usize = 10;

/// What repeated runs came to.
#[derive(Default)]
struct Tally {
    runs: usize,
    /// Every outcome with how often it was seen, in the order in which they came.
    seen: Vec<(Ending, usize)>,
    places: HashMap<Ending, usize>,
    races: Vec<Conflict>,
    /// The run that is told, the first one, and how long it took in ms.
    first: Option<(Run, f64)>,
    /// Why there are no more.
    too_few: Option<String>,
}

impl Tally {
    fn add(&mut self, mut run: Run, ms: f64) {
        for race in std::mem::take(&mut run.races) {
            if !self.races.contains(&race) {
                self.races.push(race);
            }
        }
        match &run.end {
            End::Over(ending) => {
                self.runs += 1;
                match self.places.get(ending) {
                    Some(at) => self.seen[*at].1 += 1,
                    None => {
                        self.places.insert(ending.clone(), self.seen.len());
                        self.seen.push((ending.clone(), 1));
                    }
                }
            }
            End::TooFewThreads(why) => self.too_few = Some(why.clone()),
            End::Stopped => {}
        }
        if self.first.is_none() {
            self.first = Some((run, ms));
        }
    }
}

/// Runs a program on threads as often as is asked for, and reports what it came to.
///
/// # Errors
/// A sentence, where it cannot run on threads.
pub fn report(program: &Arc<Program>, values: &Values, context: &mut Context) -> Result<Report, Error> {
    let wanted = values.integer("runs") as usize;
    let looks = values.flag("races");
    let watched = Recorded::new(&context.recorder, context.crew.size());
    context.progress.expect(wanted);
    let mut tally = Tally::default();
    for number in 0..wanted {
        let watch: &dyn Watch = if number == 0 && context.record { &watched } else { &Unwatched };
        let conditions = conditions(context, looks && number < RUNS_WITH_RACES, watch);
        // Where there is a core for each thread, the first run waits until all of them have one.
        if number == 0 && context.crew.size() <= context.cores {
            context.crew.arm(context.recorder.clock());
        }
        let begun = context.recorder.clock().now();
        let run = threads::run(program, conditions).map_err(Error::BadProgram)?;
        context.crew.take_start();
        let start = watched.began().filter(|_| number == 0).unwrap_or(begun);
        tally.add(run, (context.recorder.clock().now() - start) / 1e3);
        context.progress.add(1);
        if tally.too_few.is_some() || context.stop.is_set() {
            break;
        }
    }
    told(tally, wanted, &context.crew, context.stop.is_set(), None)
}

/// Lets the steps of a link happen on threads, one after the other; what is left goes on freely.
///
/// # Errors
/// A sentence, where it cannot run on threads, or where the steps are not possible.
pub fn forced(program: &Arc<Program>, values: &Values, context: &mut Context) -> Result<Report, Error> {
    let steps = notation::decode(values.choice("steps")).map_err(Error::BadProgram)?;
    let watched = Recorded::new(&context.recorder, context.crew.size());
    let watch: &dyn Watch = if context.record { &watched } else { &Unwatched };
    context.progress.expect(steps.len());
    let progress = Arc::clone(&context.progress);
    let conditions = conditions(context, values.flag("races"), watch);
    let begun = context.recorder.clock().now();
    let run = forced::run(program, &steps, conditions, |at, _| progress.add(usize::from(at > 0)))
        .map_err(Error::BadProgram)?;
    let mut tally = Tally::default();
    let begun = watched.began().unwrap_or(begun);
    tally.add(run, (context.recorder.clock().now() - begun) / 1e3);
    told(tally, 1, &context.crew, context.stop.is_set(), Some(steps.len()))
}

fn conditions<'c>(context: &'c Context, races: bool, watch: &'c dyn Watch) -> Conditions<'c> {
    let Context { crew, stop, .. } = context;
    Conditions { places: crew.size(), races, stop, watch, threads: crew }
}

/// Reports; `steps` is how many were forced.
fn told(
    tally: Tally,
    wanted: usize,
    crew: &Crew,
    stopped: bool,
    steps: Option<usize>,
) -> Result<Report, Error> {
    if let Some(why) = tally.too_few {
        return Err(Error::BadProgram(format!("{why} Set Threads to more.")));
    }
    let Tally { runs, seen, races, first, .. } = tally;
    let Some((run, ms)) = first else { return Ok(Report::stopped("Stopped before it began.")) };
    let ending = match &run.end {
        End::Over(ending) => Some(ending),
        End::Stopped | End::TooFewThreads(_) => None,
    };
    let stuck = ending.is_some_and(|ending| ending.kind == Kind::Stuck);
    let state = match (stopped && runs < wanted, stuck && wanted == 1) {
        (true, _) => State::Stopped,
        (_, true) => State::Stuck,
        _ => State::Done,
    };
    let mut report = Report::new(state);
    if let Some(ending) = ending {
        report.values.insert("kind", ending.kind.word().into());
        report.values.insert("outcome", ending.to_string());
        add_figures(&mut report, ending);
        report.headlines.truncate(1);
        report.metric(
            "time_ms",
            "Time",
            ms,
            Unit::Milliseconds,
            "From the moment at which the first actor began to the end of the run.",
        );
        report.headline("time_ms", if wanted > 1 { &["of the first run"] } else { &[] });
    }
    if wanted > 1 {
        report.metric("runs", "Runs", runs as f64, Unit::Count, "Real runs that came to an end.");
        report.metric(
            "outcomes_seen",
            "Seen",
            seen.len() as f64,
            Unit::Count,
            "Different things that they came to.",
        );
        report.headlines.clear();
        report.headline("outcomes_seen", &["different ends of {runs} runs"]);
        report.headline("time_ms", &["of the first run"]);
    }
    report.crew(crew.size(), "Threads of the pool; each actor has one of its own.");
    if let Some(deadlock) = run.deadlocks.first() {
        report.values.insert("deadlock", deadlock.clone());
    }
    let known: String =
        run.deadlocks.iter().chain(&run.alone).map(|sentence| format!(" {sentence}.")).collect();
    report.verdict = match ending {
        None => format!("Stopped while it ran.{known}"),
        Some(_) if wanted > 1 => counted(&seen, runs),
        Some(ending) => {
            let how = if steps.is_some() { "In this order" } else { "On real threads" };
            // A circle says more than who waits for what.
            match (ending.kind, known.is_empty()) {
                (Kind::Stuck, false) => format!("{how} nobody can go on.{known}"),
                _ => format!("{}{known}", ended(how, &end(ending))),
            }
        }
    };
    report.log = run.printed.lines();
    report.program = Some(Box::new(Told {
        lines: vec![],
        warnings: vec![],
        small: vec![],
        position: Some(position(&run)),
        runs,
        outcomes: seen.iter().take(MOST_OUTCOMES).map(seen_so_often).collect(),
        findings: findings(&races, &run),
        endless: None,
    }));
    Ok(report)
}

/// Says how many runs came to what.
fn counted(seen: &[(Ending, usize)], runs: usize) -> String {
    let of = |kind: Kind| {
        seen.iter().filter(|(ending, _)| ending.kind == kind).map(|(_, count)| count).sum::<usize>()
    };
    let parts: Vec<String> = [
        (of(Kind::Stuck), "got stuck"),
        (of(Kind::Failed), "failed"),
        (of(Kind::Wrong), "ended wrong"),
        (of(Kind::Done), "ended well"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, words)| format!("{count} {words}"))
    .collect();
    let different = match seen.len() {
        1 => "all with the same outcome".to_string(),
        many => format!("with {many} different outcomes"),
    };
    format!("Of {runs} runs on real threads {}, {different}.", parts.join(", "))
}

fn findings(races: &[Conflict], run: &Run) -> Vec<String> {
    let mut findings: Vec<String> =
        run.deadlocks.iter().map(|found| format!("A deadlock: {found}.")).collect();
    findings.extend(races.iter().map(conflict));
    shortened(findings)
}

fn seen_so_often((ending, count): &(Ending, usize)) -> Possible {
    Possible {
        end: end(ending),
        seen: Some(*count),
        interleavings: None,
        steps: String::new(),
        length: 0,
        no_return: None,
    }
}

/// Says where everybody stands at the end.
fn position(run: &Run) -> Position {
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
        end: match &run.end {
            End::Over(ending) => Some(end(ending)),
            End::Stopped | End::TooFewThreads(_) => None,
        },
    }
}
