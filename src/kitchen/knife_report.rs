//! What a run with the shared knife reports: what became of both tasks, and the error of the one that failed.

use super::shared_knife::{Cuts, Missing, Sharing, TASKS};
use crate::scenario::{Report, State, Unit};

/// The report; without cuts that of a run that was stopped.
pub fn report(sharing: Sharing, cuts: Option<&Cuts>) -> Report {
    let mut report = Report::new(if cuts.is_some() { State::Done } else { State::Stopped });
    let Some(Cuts { helpers, threads }) = cuts else {
        report.verdict = "Stopped before both were through.".into();
        return report;
    };
    let preparation = helpers.iter().map(|cut| cut.end).fold(0.0, f64::max);
    let failed: Vec<usize> = (0..helpers.len()).filter(|&i| helpers[i].result.is_err()).collect();
    report.metric(
        "preparation_s",
        "Preparation",
        preparation,
        Unit::Seconds,
        "Kitchen seconds until both tasks had ended, in whatever way.",
    );
    report.metric(
        "failed",
        "Failed tasks",
        failed.len() as f64,
        Unit::Count,
        "Tasks whose result is an error. The run itself goes through.",
    );
    report.metric(
        "threads",
        "Threads",
        *threads as f64,
        Unit::Count,
        "Threads that did kitchen work, or tried to.",
    );
    let copies: Vec<(f64, usize)> = helpers.iter().filter_map(|cut| cut.copied).collect();
    if !copies.is_empty() {
        let ms = copies.iter().map(|copy| copy.0).sum();
        let bytes = copies.iter().map(|copy| copy.1).sum::<usize>() as f64;
        report.metric("copy_ms", "Copying", ms, Unit::Milliseconds, "Time for all copies of the cupboard.");
        report.metric("copied_bytes", "Copied bytes", bytes, Unit::Count, "A copy for each helper.");
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
    let how = match sharing {
        Sharing::None => "both saw the knife, one got it",
        Sharing::Copy => "a cupboard for each: nothing to wait for, and everything copied",
        Sharing::Lock => "one after the other: the lock let one in at a time",
        Sharing::Async { yield_inside: false } => "one thread, and nothing between looking and taking",
        Sharing::Async { yield_inside: true } => {
            "one thread, and still a race: the await let the other in between"
        }
    };
    let outcome = match &failed[..] {
        [] => format!("Both were cut in {preparation:.1} s"),
        failed => {
            let names: Vec<_> = failed.iter().map(|&i| TASKS[i]).collect();
            format!("The {} failed, “{Missing}”", names.join(" and the "))
        }
    };
    report.verdict = format!("{outcome}: {how}.");
    report
}
