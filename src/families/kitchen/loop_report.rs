//! What a blocked loop reports: how long the consumer waited, how late the others were, and why.

use crate::contract::scenario::{Report, Role, State, Unit};
use crate::contract::words::words;
use crate::loops::measure::statistics::median;

words! {
    /// How the consumer waits between two looks.
    pub enum Wait {
        /// Blocks the thread, and never gives it back.
        SleepBlocking = "sleep-blocking",
        /// Blocks the thread for a while, then gives it back for a moment.
        BlockingBounded = "blocking-bounded",
        /// Awaits a timer.
        Await = "await",
    }
}

/// A run, with its times in ms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Story {
    /// How the consumer waits.
    pub wait: Wait,
    /// When the producer sets the flag.
    pub producer: f64,
    /// Between two looks, and between two heartbeats.
    pub look: f64,
    /// How long `BlockingBounded` blocks.
    pub bounded: f64,
    /// When the consumer gives up.
    pub limit: f64,
}

/// How it went; times in ms since the beginning.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    /// When the consumer saw the flag, or gave up.
    pub waited: f64,
    /// Whether it saw the flag.
    pub seen: bool,
    /// How often it looked.
    pub looks: u32,
    /// When the flag was set.
    pub set: f64,
    /// How late each heartbeat was.
    pub lags: Vec<f64>,
}

/// The report; without an ending that of a run that was stopped.
pub fn report(story: &Story, ending: Option<&Ending>) -> Report {
    const MS: Unit = Unit::Milliseconds;
    let mut report = Report::new(if ending.is_some() { State::Done } else { State::Stopped });
    let Some(Ending { waited, seen, looks, set, lags }) = ending else {
        report.verdict = "Stopped: the page has a loop of its own, which was free all the time.".into();
        return report;
    };
    let most = lags.iter().copied().fold(0.0, f64::max);
    report.metric(
        "waited_ms",
        "Consumer waited",
        *waited,
        MS,
        "Until the consumer saw the flag, or gave up at the time limit.",
    );
    report.metric(
        "max_lag_ms",
        "Greatest lag",
        most,
        MS,
        "How late the latest heartbeat was: as long did nobody else get a turn.",
    );
    report.metric("set_ms", "Flag set after", *set, MS, "It was due after 500 ms.");
    report.metric(
        "seen",
        "Flag seen in time",
        f64::from(u8::from(*seen)),
        Unit::YesNo,
        "Whether the consumer saw it before it gave up.",
    );
    report.metric("lag_ms", "Median lag", median(lags).unwrap_or(f64::NAN), MS, "Of all heartbeats.");
    report.metric(
        "looks",
        "Looks",
        f64::from(*looks),
        Unit::Count,
        "How often the consumer looked at the flag.",
    );
    report.metric("beats", "Heartbeats", lags.len() as f64, Unit::Count, "One is due every 50 ms.");
    report.metric("threads", "Threads", 1.0, Unit::Count, "One event loop runs all three tasks.");
    report.role("threads", Role::Crew);
    report.values.insert("outcome", if *seen { "seen" } else { "starved" }.into());
    let (waited, producer, most) = (waited / 1e3, story.producer / 1e3, most / 1e3);
    let why = if *seen {
        format!("the flag was set after {:.2} s and seen after {waited:.2} s", set / 1e3)
    } else if story.wait == Wait::Await {
        format!("the time limit of {waited:.2} s was over before the flag was set")
    } else {
        format!(
            "the consumer held the loop’s only thread for {waited:.2} s. The flag, due after {producer:.1} s, came only \
             when it gave up"
        )
    };
    report.values.insert("why", why.clone());
    report.verdict = match (seen, story.wait) {
        (true, Wait::Await) => format!("All went well: {why}."),
        (true, _) => format!("Late, but not lost: {why}. The heart stood still for {most:.2} s."),
        (false, Wait::Await) => format!("Too late: {why}."),
        (false, _) => format!("Nothing else moved: {why}."),
    };
    report.log.push(report.verdict.clone());
    report
}
