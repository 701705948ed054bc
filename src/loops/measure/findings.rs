//! What may be said of a comparison: the gates that it has to pass before a ratio is told, and the sentences.

use super::bootstrap::{DRAWS, Interval, LEAST, ratio_of_fastest};
use super::parts::Parts;
use super::samples::{QUIET, Samples, Side};
use super::statistics::{least, median};
use crate::contract::scenario::{Report, Role, Unit};

/// Half of the interval's width, as a share, with which a ratio is told at all.
const TELLABLE: f64 = 0.1;

/// A ratio so much above what the cores allow is no longer explained by its own noise.
const ABOVE: f64 = 1.05;

/// How far typical and fastest may differ on a machine that was not disturbed.
pub(super) const DISTURBED: f64 = 0.15;

/// From here on the threads' busy time is named as longer than the sequential time.
const INFLATED: f64 = 1.15;

/// The typical inflation over that of the lower quartile, up to which it is the same in all repeats.
const STEADY: f64 = 1.05;

/// One repeat of so many may be left out where inflation is the machine's own.
const SELDOM: usize = 5;

/// A part of the threads' time that is named where it is the largest one lost.
const WORTH_NAMING: f64 = 0.05;

/// What was compared.
pub struct Subject<'a> {
    /// Threads that share the work.
    pub threads: usize,
    /// Cores of the machine, as far as is known.
    pub cores: usize,
    /// Whether both sides are the same code.
    pub same_code: bool,
    /// Where the threads' time went in the repeat that is shown, and its sequential time in ms.
    pub parts: Option<(&'a Parts, f64)>,
}

/// A ratio of both sides: the fastest sequential repeat over the fastest chosen one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// Fastest over fastest.
    pub value: f64,
    /// Its 95 % interval.
    pub interval: Interval,
    /// Median over median.
    pub typical: f64,
}

/// What may be said.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// For the reader.
    pub sentence: String,
    /// Whether the ratio is kept back.
    pub withheld: bool,
    /// The ratio, also where it is kept back; `None` where there is none.
    pub ratio: Option<Ratio>,
}

impl Finding {
    fn withheld(sentence: String, ratio: Option<Ratio>) -> Self {
        Self { sentence, withheld: true, ratio }
    }
}

/// The ratio of the pairs that count; `None` for fewer than five, and for times of 0.
pub fn ratio_of(pairs: &[(f64, f64)]) -> Option<Ratio> {
    let interval = ratio_of_fastest(pairs, DRAWS)?;
    let (above, below): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let value = least(above.iter().copied())? / least(below.iter().copied())?;
    let typical = median(&above)? / median(&below)?;
    value.is_finite().then_some(Ratio { value, interval, typical })
}

/// Judges a comparison.
pub fn judge(samples: &Samples, subject: &Subject) -> Finding {
    if samples.too_short {
        return Finding::withheld(too_short(samples), None);
    }
    let ratio = ratio_of(&samples.pairs());
    let Some(ratio) = ratio else { return Finding::withheld(too_few(samples, subject.threads), None) };
    let Ratio { value, interval, .. } = ratio;
    if subject.same_code {
        return Finding::withheld(
            format!(
                "The same code on both sides: any ratio from {:.3} to {:.3} is the noise of this machine.",
                interval.low, interval.high
            ),
            Some(ratio),
        );
    }
    let range = format!("{} to {}", digits(interval.low), digits(interval.high));
    let wide = interval.share_of(value) > TELLABLE;
    let (threads, most) = (subject.threads, subject.threads.min(subject.cores));
    let told = |sentence: String| {
        let rest = [
            disturbed(&ratio, threads > subject.cores),
            lost(samples, subject),
            cores_found(samples, subject),
        ];
        let sentence = rest.into_iter().flatten().fold(sentence, |all, one| all + " " + &one);
        Finding { sentence, withheld: false, ratio: Some(ratio) }
    };
    if interval.includes(1.0) && !wide {
        return told(format!("No difference that can be measured: {range}."));
    }
    if value > ABOVE * most as f64 {
        return Finding::withheld(
            format!(
                "Faster than {} {} ({value:.1}): the sequential runs were disturbed. Measure longer.",
                cores(most),
                if most == 1 { "allows" } else { "allow" }
            ),
            Some(ratio),
        );
    }
    if wide {
        let reason = match median(&samples.inflations()) {
            Some(inflation) if inflation >= INFLATED => "Not every thread had a core.",
            _ => "The repeats differ too much.",
        };
        return Finding::withheld(
            format!(
                "Cannot tell: {:.1} to {:.1} times as fast. {reason} Measure longer.",
                interval.low, interval.high
            ),
            Some(ratio),
        );
    }
    if let Some(inflation) = cores_taken(samples, subject) {
        return Finding::withheld(
            format!(
                "Cannot tell: other work took the cores in {} of {} repeats; the rest took {inflation:.1} times as long. Measure \
                 longer.",
                samples.left_out(),
                samples.chosen.len()
            ),
            Some(ratio),
        );
    }
    let share = 100.0 * value / most as f64;
    told(if threads > subject.cores {
        format!(
            "{threads} threads share {}: {} times as fast as one thread, where {most} is the most.",
            cores(most),
            digits(value)
        )
    } else if threads == 1 {
        if value < 1.0 {
            format!("With a schedule, one thread takes {} times as long as without.", digits(1.0 / value))
        } else {
            format!(
                "With a schedule, one thread seems {} times as fast as without: that can only be noise.",
                digits(value)
            )
        }
    } else if value < 1.0 {
        format!("{threads} threads are slower: they take {} times as long as one.", digits(1.0 / value))
    } else if value > most as f64 {
        format!(
            "{threads} threads are {} times as fast as one: all that {} can give; what is above {most} is noise.",
            digits(value),
            cores(most)
        )
    } else {
        format!(
            "{threads} threads are {} times as fast as one: {share:.0} % of what {} can give.",
            digits(value),
            cores(most)
        )
    })
}

/// How much longer the work took in all in the fastest repeat, where repeats that had to be left out tell that this was other
/// work's doing and not the machine's own. Cores that are slower together are so in every repeat; other work comes and goes.
fn cores_taken(samples: &Samples, subject: &Subject) -> Option<f64> {
    let (parts, reference) = subject.parts?;
    let inflation = parts.busy / reference;
    let seldom = samples.left_out() * SELDOM <= samples.chosen.len();
    let is_own = seldom && is_steady(&samples.inflations());
    (samples.left_out() > 0 && inflation > *QUIET.end() && !is_own).then_some(inflation)
}

/// Whether three of four repeats were inflated about as much as half of them: a lucky one now and then tells nothing.
fn is_steady(inflations: &[f64]) -> bool {
    let mut sorted = inflations.to_vec();
    sorted.sort_by(f64::total_cmp);
    let low = sorted.get(sorted.len() / 4).copied();
    sorted.len() >= LEAST && low.zip(median(&sorted)).is_some_and(|(low, typical)| typical <= STEADY * low)
}

fn too_short(samples: &Samples) -> String {
    if !samples.step.is_finite() {
        return "This clock stands still: nothing can be measured with it.".into();
    }
    format!(
        "Too short for this clock ({:.0} µs), even {} times one after the other. Enlarge the problem.",
        samples.step,
        samples.executions_of(Side::Sequential)
    )
}

fn too_few(samples: &Samples, threads: usize) -> String {
    let (all, left_out) = (samples.chosen.len(), samples.left_out());
    if left_out > 0 {
        format!(
            "Cannot tell: {threads} cores were not free in {left_out} of {all} repeats. Close other programs, and measure longer."
        )
    } else {
        format!(
            "Cannot tell from {all} {}: {LEAST} are the least.",
            if all == 1 { "repeat" } else { "repeats" }
        )
    }
}

/// `shared`: the threads take turns on the cores, which is no disturbance.
fn disturbed(ratio: &Ratio, shared: bool) -> Option<String> {
    let off = (ratio.typical / ratio.value - 1.0).abs() > DISTURBED;
    let why = if shared { "" } else { ": the machine was disturbed" };
    off.then(|| format!("Typically {} times{why}.", digits(ratio.typical)))
}

fn cores_found(samples: &Samples, subject: &Subject) -> Option<String> {
    samples.more_cores.then(|| {
        format!(
            "{} threads were seen to run at once: so many cores there are, whatever the browser says.",
            subject.threads
        )
    })
}

/// Names the largest part of the threads' time that was lost.
fn lost(samples: &Samples, subject: &Subject) -> Option<String> {
    let (parts, reference) = subject.parts.filter(|_| subject.threads > 1)?;
    let inflation = (parts.busy - reference).max(0.0);
    let all = [inflation, parts.imbalance, parts.hand_out, parts.waiting];
    let largest = all.into_iter().max_by(f64::total_cmp)?;
    if largest < WORTH_NAMING * parts.total() {
        return None;
    }
    Some(if largest == parts.imbalance {
        early(parts.early, subject.threads)?
    } else if largest == inflation {
        // One disturbed repeat is no property of the machine.
        let steady = median(&samples.inflations()).filter(|&typical| typical >= INFLATED)?;
        if subject.threads > subject.cores {
            return None;
        }
        format!("Busy together, each core took {steady:.1} times as long: shared cores, memory or heat.")
    } else if largest == parts.hand_out {
        "The rest went mostly into handing out the pieces.".into()
    } else {
        "The rest passed mostly until the last thread’s end was noticed.".into()
    })
}

fn early(bits: u32, threads: usize) -> Option<String> {
    let list: Vec<String> =
        (0..threads.min(32)).filter(|thread| bits >> thread & 1 == 1).map(|t| t.to_string()).collect();
    match list.as_slice() {
        [] => None,
        [one] => Some(format!("Thread {one} finished early and waited.")),
        [first @ .., last] if list.len() <= 4 => {
            Some(format!("Threads {} and {last} finished early and waited.", first.join(", ")))
        }
        _ => Some(format!("{} of the {threads} threads finished early and waited.", list.len())),
    }
}

/// What is known of the ratio. Kept back it has neither a value nor an efficiency, and the sentence says why.
pub fn ratios(finding: &Finding, most: usize, report: &mut Report) {
    const FACTOR: Unit = Unit::Factor;
    if finding.withheld {
        report.values.insert("withheld", finding.sentence.clone());
    }
    let Some(ratio) = finding.ratio else { return };
    if !finding.withheld {
        report.metric(
            "speedup",
            "Speed-up",
            ratio.value,
            FACTOR,
            "Fastest repeat of the same code on one thread over the fastest chosen one.",
        );
        report.metric(
            "efficiency",
            "Efficiency",
            ratio.value / most as f64,
            Unit::Ratio,
            "Speed-up over what the cores can give at most: as many as there are threads, or all.",
        );
    }
    let around = [
        (
            Role::Low,
            "speedup_low",
            "Speed-up, from",
            ratio.interval.low,
            "The lower end of its 95 % interval.",
        ),
        (
            Role::High,
            "speedup_high",
            "Speed-up, to",
            ratio.interval.high,
            "The upper end of its 95 % interval.",
        ),
        (
            Role::Typical,
            "speedup_typical",
            "Speed-up, typically",
            ratio.typical,
            "Median over median: where it differs much from the speed-up, the machine was disturbed.",
        ),
    ];
    report.companions("speedup", FACTOR, &around);
}

/// Two digits after the point, and never fewer than two that count.
pub fn digits(value: f64) -> String {
    if value >= 100.0 {
        format!("{value:.0}")
    } else if value >= 10.0 {
        format!("{value:.1}")
    } else if value >= 0.1 || value == 0.0 {
        format!("{value:.2}")
    } else {
        format!("{value:.4}")
    }
}

/// “1 thread”, “2 threads”.
pub fn on_threads(threads: usize) -> String {
    if threads == 1 { "1 thread".into() } else { format!("{threads} threads") }
}

fn cores(count: usize) -> String {
    if count == 1 { "1 core".into() } else { format!("{count} cores") }
}

#[cfg(test)]
#[path = "findings_tests.rs"]
mod tests;
