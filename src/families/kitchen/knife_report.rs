//! What a run with the shared knife reports: what became of both tasks, and the error of the one that failed.

use crate::contract::scenario::{Report, Role, State, Unit};
use crate::contract::words::words;

/// Who cuts what: helper 0 the meat, helper 1 the spices.
pub const TASKS: [&str; 2] = ["meat", "spices"];

words! {
    /// How the knife is shared.
    pub enum Sharing {
        /// Nobody takes care.
        None = "none",
        /// Everybody has a cupboard.
        Copy = "copy",
        /// One at a time.
        Lock = "lock",
        /// On one event loop.
        Async = "async",
    }
}

/// Why nothing could be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("knife is not in the cupboard")]
pub struct Missing;

/// What became of one helper's task.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cut {
    /// The task's result, as its caller gets it.
    pub result: Result<(), Missing>,
    /// Kitchen seconds when it ended.
    pub end: f64,
    /// ms and bytes that copying took.
    pub copied: Option<(f64, usize)>,
}

/// What became of both, and how many threads that took.
#[derive(Debug, Clone, PartialEq)]
pub struct Cuts {
    /// By helper.
    pub helpers: Vec<Cut>,
    /// Threads that did kitchen work.
    pub threads: usize,
}

/// The report; without cuts that of a run that was stopped.
pub fn report(sharing: Sharing, cuts: Option<&Cuts>) -> Report {
    let mut report = Report::new(if cuts.is_some() { State::Done } else { State::Stopped });
    let Some(Cuts { helpers, threads }) = cuts else {
        report.verdict = "Stopped before both helpers were through.".into();
        return report;
    };
    let preparation = helpers.iter().map(|cut| cut.end).fold(0.0, f64::max);
    let failed: Vec<usize> = (0..helpers.len()).filter(|&i| helpers[i].result.is_err()).collect();
    report.metric(
        "preparation_s",
        "Preparation",
        preparation,
        Unit::Seconds,
        "Kitchen seconds until both tasks had ended, well or not.",
    );
    report.metric(
        "failed",
        "Failed tasks",
        failed.len() as f64,
        Unit::Count,
        "Tasks whose result is an error. The run itself goes on to its end.",
    );
    report.metric("threads", "Threads", *threads as f64, Unit::Count, "Threads that cut, or tried to.");
    report.role("threads", Role::Crew);
    let copies: Vec<(f64, usize)> = helpers.iter().filter_map(|cut| cut.copied).collect();
    if !copies.is_empty() {
        let ms = copies.iter().map(|copy| copy.0).sum();
        let bytes = copies.iter().map(|copy| copy.1).sum::<usize>() as f64;
        report.metric(
            "copy_ms",
            "Copying",
            ms,
            Unit::Milliseconds,
            "How long both copies of the cupboard took to make.",
        );
        report.metric("copied_bytes", "Copied bytes", bytes, Unit::Count, "In both copies of the cupboard.");
    }
    for (task, cut) in TASKS.iter().zip(helpers) {
        let word = match cut.result {
            Ok(()) => "cut".into(),
            Err(error) => format!("failed: {error}"),
        };
        report.log.push(format!("{task}: {word}, after {:.2} s in the kitchen.", cut.end));
        report.values.insert(task, word);
    }
    if let Some(&first) = failed.first() {
        report.values.insert("error", Missing.to_string());
        report.log.push(format!("The result of “{}” is the error “{Missing}”.", TASKS[first]));
    }
    report.verdict = match (failed.first().map(|&first| TASKS[first]), sharing) {
        (Some(task), Sharing::Async) => {
            format!("The {task} failed on a single thread: the await let the other helper in between.")
        }
        (Some(task), _) => {
            format!("The {task} failed: both helpers had seen the knife, but only one could take it.")
        }
        (None, Sharing::Copy) => {
            format!(
                "Nothing failed, and it took only {preparation:.1} s: each helper had a cupboard. Copying it is the price."
            )
        }
        (None, Sharing::Lock) => {
            format!("Nothing failed, but it took {preparation:.1} s: the lock let one helper cut at a time.")
        }
        (None, _) => format!(
            "Nothing failed, but it took {preparation:.1} s: nothing came between looking and taking, so one waited."
        ),
    };
    report
}
