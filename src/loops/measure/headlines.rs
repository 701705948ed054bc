//! The large figures of a measured run: the ratio of a comparison, or that it is withheld; else the time.

use super::findings::{DISTURBED, Finding};
use crate::contract::scenario::{Headline, Report, Role, Tone};

/// Half of the interval's width, as a share, beyond which a ratio is worth to be measured longer.
const WIDE: f64 = 0.05;

/// Fewer repeats than these have no interval.
const FEW: usize = 5;

/// Between a number and what it counts, so that they stay on one line.
const NBSP: char = '\u{a0}';

/// What they tell of.
pub struct Told {
    /// Threads that shared the work.
    pub threads: usize,
    /// Cores of the machine, as far as is known.
    pub cores: usize,
    /// Measured repeats of each side.
    pub repeats: usize,
    /// Whether there were to be as many as are needed.
    pub auto: bool,
}

/// Adds them to a report that has its figures.
pub fn headlines(told: &Told, finding: Option<&Finding>, report: &mut Report) {
    let &Told { threads, cores, auto, .. } = told;
    let noise = report.get("noise").is_some();
    match finding {
        Some(Finding { withheld: true, sentence, ratio }) => {
            let known = if ratio.is_some() { 2 } else { 1 };
            let mut headline = Headline::new("speedup", &["withheld", "{interval}"][..known]);
            (headline.label, headline.help) = (Some("Speed-up"), Some(sentence.clone()));
            report.headlines.push(headline);
            report.headline("noise", &["of this machine"]);
            report.vague = auto && !noise;
        }
        Some(Finding { ratio: Some(ratio), .. }) => {
            let disturbed = (ratio.typical / ratio.value - 1.0).abs() > DISTURBED;
            let on = format!("on {}", counted(threads, "thread"));
            let second = if disturbed { "typically {speedup_typical}" } else { &on };
            report.headline("speedup", &["{interval}", second]);
            let most = if cores == usize::MAX {
                "of each thread".into()
            } else {
                format!("of what {} can give", counted(cores.min(threads), "core"))
            };
            report.headline("efficiency", &[&most]);
            report.vague = auto && ratio.interval.share_of(ratio.value) > WIDE;
        }
        _ if report.get("time_ms").is_some() => {
            let note = time_note(told.repeats, report);
            report.headline("time_ms", &[&note]);
            report.headline("imbalance", &["slowest thread over the mean"]);
            report.headline("chunks", &["handed out in a repeat"]);
        }
        _ => {}
    }
}

/// What the median is of, and where it lies.
fn time_note(repeats: usize, report: &Report) -> String {
    let beside = |role| report.beside("time_ms", role);
    if beside(Role::High).is_some() {
        "median, {interval}".into()
    } else if repeats == 1 {
        "one repeat".into()
    } else if repeats < FEW {
        format!("median of {repeats}")
    } else if beside(Role::Spread).is_some_and(|spread| spread > 0.0) {
        "{spread}, median".into()
    } else {
        "median".into()
    }
}

/// “1 thread”, “2 threads”.
#[inline(never)]
fn counted(count: usize, one: &str) -> String {
    format!("{count}{NBSP}{one}{}", if count == 1 { "" } else { "s" })
}

/// The figure that says whether both sides came to the same, and its word in the verdict, if a report has one. `what` is what
/// each side came to, `each` a part of it; `notes` are what is said of the same, and of what differs.
pub fn agreement(report: &mut Report, what: &'static str, each: &str, notes: [&'static str; 2], odd: Tone) {
    report.role("identical", Role::Agreement);
    let Some(value) = report.get("identical") else { return };
    let same = value == 1.0;
    let mut headline = Headline::new("identical", &[notes[usize::from(!same)]]);
    headline.label = Some(what);
    headline.help = Some(format!("Every {each} is compared with the sequential one."));
    headline.word = Some(if same { "identical" } else { "different" });
    headline.tone = Some(if same { Tone::Good } else { odd });
    report.headlines.push(headline);
}
