//! Describes what a run reports: its figures, the verdict in words and in large figures, and what happened.

use vecmap::VecMap;

use serde::Serialize;

#[cfg(feature = "programs")]
use super::program::Told;
use super::words::words;
use crate::run::picture::Summary;

words! {
    /// How a run ended.
    pub enum State {
        /// It went through.
        Done = "done",
        /// It was asked to stop, and did.
        Stopped = "stopped",
        /// Nobody could go on, and not all were over: the verdict says who waits for what.
        Stuck = "stuck",
    }
}

words! {
    /// Unit of a figure. The one list of them, in the order of their numbers in links: only ever to be appended to.
    pub enum Unit {
        /// A number without a unit.
        None = "none",
        /// Milliseconds.
        Milliseconds = "ms",
        /// A factor, shown as 1.9×.
        Factor = "x",
        /// 0 to 1, shown in percent.
        Ratio = "ratio",
        /// A whole number.
        Count = "count",
        /// Seconds: of the kitchen, which are not always seconds of the clock on the wall.
        Seconds = "s",
        /// Degrees Celsius.
        Celsius = "°C",
        /// 1 or 0, shown as yes or no.
        YesNo = "yes-no",
    }
}

words! {
    /// What a figure is to the parts of the page that all scenarios share; they know figures by this alone. In the order
    /// of their numbers in links: only ever to be appended to.
    pub enum Role {
        /// The lower end of another figure's 95 % interval.
        Low = "low",
        /// The upper end of another figure's 95 % interval.
        High = "high",
        /// The least that another figure was in any repeat.
        Min = "min",
        /// How far the repeats of another figure lie apart.
        Spread = "spread",
        /// What another figure typically is.
        Typical = "typical",
        /// The time by which the run is judged.
        Time = "time",
        /// The time of the reference that it is compared with.
        Reference = "reference",
        /// The time of another code for the same, on one thread.
        Best = "best",
        /// How many times as fast as the reference.
        Speedup = "speed-up",
        /// Whether both sides came to the same: 1 or 0.
        Agreement = "agreement",
        /// Threads that shared the work.
        Crew = "crew",
        /// Logical cores of the machine.
        LogicalCores = "logical-cores",
        /// Measured repeats of each side.
        Repeats = "measured-repeats",
        /// Repeats that do not count.
        LeftOut = "left-out",
        /// Executions in a repeat.
        Executions = "executions",
        /// Number of the repeat that is shown, from 1 on.
        Shown = "shown",
        /// Number of the reference's repeat that is shown, from 1 on.
        ShownReference = "shown-reference",
        /// Part of the threads' time: as long as one thread alone takes.
        UsefulPart = "useful-part",
        /// Part of the threads' time: what the same work took longer than that.
        InflationPart = "inflation-part",
        /// Part of the threads' time: until the last thread had ended.
        ImbalancePart = "imbalance-part",
        /// Part of the threads' time: before and between chunks.
        HandOutPart = "hand-out-part",
        /// Part of the threads' time: until the end was noticed.
        WaitingPart = "waiting-part",
        /// Pieces that the work was cut into by itself.
        Tasks = "task-count",
        /// Pieces in which it was handed out.
        Chunks = "chunk-count",
    }
}

/// A measured or derived figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Metric {
    /// Stable name, for scripts.
    pub name: &'static str,
    /// As on the page.
    pub label: &'static str,
    /// The figure; always finite.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// What it is and how it was got, in a sentence.
    pub help: &'static str,
    /// The figure of which this one says more; `None` for a figure of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<&'static str>,
    /// What it says of that, or what it is itself; `None` where nothing but its own words says that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

/// What a companion says of its figure, its own name and label, its value, and its help.
pub type Companion = (Role, &'static str, &'static str, f64, &'static str);

/// One of a verdict's large figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Headline {
    /// Name of the figure. Where there is no figure of that name, it is withheld.
    pub metric: &'static str,
    /// Lines below it. `{name}` stands for the figure of that name, `{|name|}` for how large it is without its sign, and
    /// `{interval}` and `{spread}` for the interval and the spread of this one: the page knows how many digits they ask for.
    pub notes: Vec<String>,
    /// Instead of the figure's own label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<&'static str>,
    /// Instead of the figure's own help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// A word instead of the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word: Option<&'static str>,
    /// How the word is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tone: Option<Tone>,
}

impl Headline {
    /// A figure with its own label and help.
    #[inline(never)]
    pub fn new(metric: &'static str, notes: &[&str]) -> Self {
        let notes = notes.iter().map(|&note| note.into()).collect();
        Self { metric, notes, label: None, help: None, word: None, tone: None }
    }
}

words! {
    /// How a word is meant.
    pub enum Tone {
        /// As it should be.
        Good = "good",
        /// Otherwise than one might expect.
        Odd = "odd",
        /// As it must not be.
        Bad = "bad",
    }
}

/// What a run reports.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// How it ended.
    pub state: State,
    /// The figures.
    pub metrics: Vec<Metric>,
    /// The large figures of the verdict. Where a run that is done has none, they are its first three figures.
    pub headlines: Vec<Headline>,
    /// Whether measuring longer would make the result better known.
    pub vague: bool,
    /// Exact large numbers in decimal, and words, by name.
    pub values: VecMap<&'static str, String>,
    /// The pictures.
    pub images: Vec<Summary>,
    /// The result in a sentence.
    pub verdict: String,
    /// What happened, in order.
    pub log: Vec<String>,
    /// What the reader should know about the figures.
    pub notices: Vec<String>,
    /// What is told of a program beside figures.
    #[cfg(feature = "programs")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program: Option<Box<Told>>,
}

impl Report {
    /// An empty report.
    pub fn new(state: State) -> Self {
        Self {
            state,
            metrics: Vec::new(),
            headlines: Vec::new(),
            vague: false,
            values: VecMap::new(),
            images: Vec::new(),
            verdict: String::new(),
            log: Vec::new(),
            notices: Vec::new(),
            #[cfg(feature = "programs")]
            program: None,
        }
    }

    /// The report of a run that was stopped before there was anything to report.
    pub fn stopped(verdict: &str) -> Self {
        Self { verdict: verdict.into(), ..Self::new(State::Stopped) }
    }

    /// Adds a figure, unless it is not finite (a ratio of times too short for the clock).
    #[inline(never)]
    pub fn metric(
        &mut self,
        name: &'static str,
        label: &'static str,
        value: f64,
        unit: Unit,
        help: &'static str,
    ) {
        if value.is_finite() {
            self.metrics.push(Metric { name, label, value, unit, help, of: None, role: None });
        }
    }

    /// Adds the number of threads that shared the work.
    #[inline(never)]
    pub fn crew(&mut self, threads: usize, help: &'static str) {
        self.metric("threads", "Threads", threads as f64, Unit::Count, help);
        self.role("threads", Role::Crew);
    }

    /// Says what the figure of that name is to the page, if there is one.
    #[inline(never)]
    pub fn role(&mut self, name: &str, role: Role) {
        for metric in self.metrics.iter_mut().filter(|metric| metric.name == name) {
            metric.role = Some(role);
        }
    }

    /// Adds what there is to say of a figure beside its value, in the figure's unit.
    #[inline(never)]
    pub fn companions(&mut self, of: &'static str, unit: Unit, all: &[Companion]) {
        for &(role, name, label, value, help) in all.iter().filter(|companion| companion.3.is_finite()) {
            self.metrics.push(Metric { name, label, value, unit, help, of: Some(of), role: Some(role) });
        }
    }

    /// Adds a large figure with the lines below it, if there is a figure of that name.
    #[inline(never)]
    pub fn headline(&mut self, metric: &'static str, notes: &[&str]) {
        if self.get(metric).is_some() {
            self.headlines.push(Headline::new(metric, notes));
        }
    }

    /// A figure by name.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.metrics.iter().find(|metric| metric.name == name).map(|metric| metric.value)
    }

    /// What stands beside a figure: the companion that says this of it.
    pub fn beside(&self, of: &str, role: Role) -> Option<f64> {
        let found = self.metrics.iter().find(|metric| metric.of == Some(of) && metric.role == Some(role));
        found.map(|metric| metric.value)
    }
}
