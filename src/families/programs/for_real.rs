//! Real runs: on the threads of the pool, freely or in a given order, and on the event loop.

use std::sync::Arc;

use super::by_hand::add_figures;
use super::explored::{MOST_OUTCOMES, races, races_left_out, shortened};
use super::recorded::Recorded;
use super::repeated::{Tally, seen_so_often};
use super::standing::{ending, position, sentence};
use crate::contract::params::Values;
use crate::contract::program::Told;
use crate::contract::scenario::{Context, Report, State, Unit};
use crate::error::Error;
use crate::program::code::Program;
use crate::program::drivers::threads::Conditions;
use crate::program::drivers::{event_loop, forced, notation, threads};
use crate::program::world::endings::Kind;
use crate::program::world::real::{Unwatched, Watch};
use crate::run::notice::Notice;

/// Runs in which accesses without order are looked for, where that is asked for: it slows them down.
const RUNS_WITH_RACES: usize = 10;

/// Runs a program on threads as often as is asked for, and reports what it came to.
///
/// # Errors
/// A sentence, where it cannot run on threads.
pub fn report(program: &Arc<Program>, values: &Values, context: &mut Context) -> Result<Report, Error> {
    let wanted = values.integer("runs") as usize;
    let looks = values.flag("races");
    let on = On { words: "On real threads", threads: context.crew.size() };
    context.progress.expect(wanted);
    let notice = notice_for(wanted, context);
    let mut tally = Tally::of(wanted);
    for number in 0..wanted {
        tally.begin(&context.recorder);
        let watched = Recorded::new(&context.recorder, &notice, context.crew.size());
        let watch: &dyn Watch = if context.record { &watched } else { &Unwatched };
        let conditions = conditions(context, looks && number < RUNS_WITH_RACES, watch);
        // Where there is a core for each thread, the first run waits until all of them have one.
        if number == 0 && context.crew.size() <= context.cores {
            context.crew.arm(context.recorder.clock());
        }
        let begun = context.recorder.clock().now();
        let run = threads::run(program, conditions).map_err(Error::BadProgram)?;
        context.crew.take_start();
        let ms = (context.recorder.clock().now() - watched.began().unwrap_or(begun)) / 1e3;
        tally.add(run, ms, on.words, &context.recorder);
        context.progress.add(1);
        if tally.too_few.is_some() || context.stop.is_set() {
            break;
        }
    }
    told(tally, wanted, &on, context)
}

/// Runs a program on the event loop as often as is asked for, and reports what it came to.
///
/// # Errors
/// A sentence, where it cannot run there.
pub async fn on_loop(program: &Arc<Program>, values: &Values, context: &Context) -> Result<Report, Error> {
    let wanted = values.integer("runs") as usize;
    let looks = values.flag("races");
    let on = On { words: "On the event loop", threads: 1 };
    context.progress.expect(wanted);
    let notice = notice_for(wanted, context);
    let (mut tally, mut lag) = (Tally::of(wanted), None);
    for number in 0..wanted {
        tally.begin(&context.recorder);
        let watched = Recorded::on_loop(&context.recorder, &notice, context.lanes.len());
        let watch: &dyn Watch = if context.record { &watched } else { &Unwatched };
        let begun = context.recorder.clock().now();
        let looped = event_loop::run(program, looks && number < RUNS_WITH_RACES, &context.stop, watch).await;
        let looped = looped.map_err(Error::BadProgram)?;
        lag = lag.max(looped.lag);
        let ms = (context.recorder.clock().now() - watched.began().unwrap_or(begun)) / 1e3;
        tally.add(looped.run, ms, on.words, &context.recorder);
        context.progress.add(1);
        if context.stop.is_set() {
            break;
        }
    }
    let mut report = told(tally, wanted, &on, context)?;
    if let Some(lag) = lag {
        let help = "By how much a task was woken later by its timer than it had asked for, at most.";
        report.metric("lag_ms", "Lag of the loop", lag as f64 / 1e6, Unit::Milliseconds, help);
        report.headline("lag_ms", &[]);
    }
    Ok(report)
}

/// Where a program ran.
/// Returns where a deadlock is told while others go on: of many runs each is over in a moment, and the next one is told of.
fn notice_for(wanted: usize, context: &Context) -> Arc<Notice> {
    if wanted == 1 { Arc::clone(&context.notice) } else { Arc::default() }
}

struct On {
    words: &'static str,
    threads: usize,
}

/// Lets the steps of a link happen on threads, one after the other; what is left goes on freely.
///
/// # Errors
/// A sentence, where it cannot run on threads, or where the steps are not possible.
pub fn forced(program: &Arc<Program>, values: &Values, context: &mut Context) -> Result<Report, Error> {
    let steps = notation::decode(values.choice("steps")).map_err(Error::BadProgram)?;
    let watched = Recorded::new(&context.recorder, &context.notice, context.crew.size());
    let on = On { words: "In this order", threads: context.crew.size() };
    let watch: &dyn Watch = if context.record { &watched } else { &Unwatched };
    context.progress.expect(steps.len());
    let progress = Arc::clone(&context.progress);
    let conditions = conditions(context, values.flag("races"), watch);
    let begun = context.recorder.clock().now();
    let run = forced::run(program, &steps, conditions, |at, _| progress.add(usize::from(at > 0)))
        .map_err(Error::BadProgram)?;
    let mut tally = Tally::of(1);
    let ms = (context.recorder.clock().now() - watched.began().unwrap_or(begun)) / 1e3;
    tally.add(run, ms, on.words, &context.recorder);
    told(tally, 1, &on, context)
}

fn conditions<'c>(context: &'c Context, races: bool, watch: &'c dyn Watch) -> Conditions<'c> {
    let Context { crew, stop, .. } = context;
    Conditions { places: crew.size(), races, stop, watch, threads: crew }
}

fn told(tally: Tally, wanted: usize, on: &On, context: &Context) -> Result<Report, Error> {
    let stopped = context.stop.is_set();
    if let Some(why) = &tally.too_few {
        return Err(Error::BadProgram(format!("{why} Set Threads to more.")));
    }
    let Some((run, ms)) = &tally.first else { return Ok(Report::stopped("Stopped before it began.")) };
    let (runs, seen) = (tally.runs, &tally.seen);
    let ending = ending(run);
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
            *ms,
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
    report
        .crew(on.threads, "Threads of the pool, where each actor has one of its own; the event loop is one.");
    if let Some(deadlock) = tally.deadlocks.first() {
        report.values.insert("deadlock", deadlock.clone());
    }
    report.verdict = match ending {
        Some(_) if wanted > 1 => tally.counted(on.words),
        _ => sentence(run, on.words),
    };
    report.log = run.printed.lines();
    let deadlocks = shortened(tally.deadlocks.iter().map(|found| format!("A deadlock: {found}.")).collect());
    report.program = Some(Box::new(Told {
        lines: vec![],
        warnings: vec![],
        small: vec![],
        position: Some(position(run)),
        runs,
        outcomes: seen.iter().take(MOST_OUTCOMES).map(seen_so_often).collect(),
        findings: deadlocks.into_iter().chain(races_left_out(&tally.races)).collect(),
        races: races(&tally.races),
        graph: None,
        kept: if tally.kept.len() > 1 { tally.kept } else { vec![] },
        endless: None,
    }));
    Ok(report)
}
