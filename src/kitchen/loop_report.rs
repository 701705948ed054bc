//! What a blocked loop reports: how long the consumer waited, how late the others were, and why.

use super::blocked_loop::{Ending, Story, Wait};
use crate::measure::statistics::median;
use crate::scenario::{Report, State, Unit};

/// The report; without an ending that of a run that was stopped.
pub fn report(story: &Story, ending: Option<&Ending>) -> Report {
    const MS: Unit = Unit::Milliseconds;
    let mut report = Report::new(if ending.is_some() { State::Done } else { State::Stopped });
    let Some(Ending { waited, seen, looks, set, lags }) = ending else {
        report.verdict = "Stopped: the page’s own loop was free all the time.".into();
        return report;
    };
    let most = lags.iter().copied().fold(0.0, f64::max);
    report.metric(
        "waited_ms",
        "Consumer waited",
        *waited,
        MS,
        "Until it saw the flag, or gave up at the time limit.",
    );
    report.metric(
        "max_lag_ms",
        "Greatest lag",
        most,
        MS,
        "The latest heartbeat: how long the loop let nobody else go on.",
    );
    report.metric("set_ms", "Flag set after", *set, MS, "The producer’s time is after 500 ms.");
    report.metric(
        "seen",
        "Flag seen",
        f64::from(u8::from(*seen)),
        Unit::None,
        "1 if the consumer saw it in time.",
    );
    report.metric("lag_ms", "Lag, median", median(lags).unwrap_or(f64::NAN), MS, "Of all heartbeats.");
    report.metric(
        "looks",
        "Looks",
        f64::from(*looks),
        Unit::Count,
        "How often the consumer looked at the flag.",
    );
    report.metric("beats", "Heartbeats", lags.len() as f64, Unit::Count, "One is due every 50 ms.");
    report.metric("threads", "Threads", 1.0, Unit::Count, "One event loop runs all three tasks.");
    report.values.insert("outcome", if *seen { "seen" } else { "starved" }.into());
    let (waited, producer, most) = (waited / 1e3, story.producer / 1e3, most / 1e3);
    let why = if *seen {
        format!("the flag was set after {:.2} s and seen after {waited:.2} s", set / 1e3)
    } else if story.wait == Wait::Await {
        format!("the time limit was over after {waited:.2} s, before the flag was set")
    } else {
        format!(
            "the consumer held the loop’s only thread for {waited:.2} s, so the producer, due after {producer:.1} s, \
             got its turn only when the time limit was over"
        )
    };
    report.values.insert("why", why.clone());
    report.verdict = match (seen, story.wait) {
        (true, Wait::Await) => format!("All is well: {why}."),
        (true, _) => format!("Late, but not starved: {why}; the heart stood still for {most:.2} s."),
        (false, _) => format!("Nothing moved: {why}."),
    };
    report.log.push(report.verdict.clone());
    report
}
