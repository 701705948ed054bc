//! The contract of a scenario: what it says of itself, what it is given, and what it reports.
//!
//! To add one: a file that implements [`Scenario`], and a line in [`crate::catalog`].

use futures::future::LocalBoxFuture;
use serde::Serialize;

use crate::crew::{Crew, Progress, Stop};
use crate::error::Error;
use crate::params::{Param, Values};
use crate::picture::{Picture, Summary};
use crate::trace::{Label, Recorder};

/// What the page shows of a scenario before it runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Info {
    /// In links.
    pub id: &'static str,
    /// In the list.
    pub title: &'static str,
    /// Id of its family.
    pub family: &'static str,
    /// The one question it answers.
    pub question: &'static str,
    /// A short lesson, in paragraphs.
    pub lesson: &'static [&'static str],
    /// What to look for.
    pub look_for: &'static [&'static str],
    /// Links to try.
    pub presets: &'static [Preset],
    /// Whether a run can be compared with a sequential one.
    pub can_compare: bool,
    /// Whether the page leaves it out of its list.
    pub hidden: bool,
    /// Its source file in the repository.
    pub source: &'static str,
}

/// A link worth trying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Preset {
    /// A few words.
    pub title: &'static str,
    /// A sentence on what to see.
    pub note: &'static str,
    /// The part of the link after `#/v1/`.
    pub link: &'static str,
}

/// Which parameter is a scenario's work, for studies in which the work grows with the threads.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Work {
    /// Name of a number parameter.
    pub param: &'static str,
    /// The work grows with this power of it: 1 for a number of tasks, 2 for the side of a square.
    pub power: f64,
}

/// Something that runs.
pub trait Scenario: Sync {
    /// What it says of itself. Not in the engine: the page was built with these texts.
    #[cfg(not(target_arch = "wasm32"))]
    fn info(&self) -> Info;

    /// Its parameters, in the order of the form.
    fn params(&self) -> Vec<Param>;

    /// Which parameter is its work; `None` where there is no such thing. For the page alone.
    #[cfg(not(target_arch = "wasm32"))]
    fn work(&self) -> Option<Work> {
        None
    }

    /// What the arguments of its chunks count: one of them, in a word. For the page alone.
    #[cfg(not(target_arch = "wasm32"))]
    fn item(&self) -> &'static str {
        "column"
    }

    /// Size of the pool that a run needs; 0 if it needs none. The page works this out too, from the
    /// parameter `threads` and when it applies, to start the right engine beforehand.
    fn threads(&self, values: &Values) -> usize {
        match self.params().iter().find(|param| param.name == "threads") {
            Some(param) if values.applies(param) => values.integer("threads") as usize,
            _ => 0,
        }
    }

    /// Labels of its own, after [`crate::trace::label::SHARED`].
    fn labels(&self) -> &'static [Label] {
        &[]
    }

    /// Pictures that a run fills in; allocated before it begins.
    fn pictures(&self, _values: &Values, _compare: bool) -> Vec<Picture> {
        Vec::new()
    }

    /// Runs. A blocking scenario simply completes; one that waits for events awaits them.
    /// A run that is asked to stop ends soon and reports what it has.
    fn run<'a>(
        &'a self,
        values: &'a Values,
        context: &'a mut Context,
    ) -> LocalBoxFuture<'a, Result<Report, Error>>;
}

/// What a run is given.
pub struct Context {
    /// Where it records who does what when.
    pub recorder: Recorder,
    /// The threads.
    pub crew: Crew,
    /// Whether it should end early.
    pub stop: Stop,
    /// How far it is.
    pub progress: Progress,
    /// What it fills in.
    pub pictures: Vec<Picture>,
    /// Whether the sequential reference is run too.
    pub compare: bool,
    /// Whether events are recorded at all; off only to measure what recording costs.
    pub record: bool,
}

impl Context {
    /// Everything that a run of this scenario needs, allocated.
    ///
    /// # Errors
    /// If the crew has another size than the parameters ask for.
    pub fn new(scenario: &dyn Scenario, values: &Values, compare: bool, crew: Crew) -> Result<Self, Error> {
        let wanted = scenario.threads(values);
        if wanted != 0 && wanted != crew.size() {
            return Err(Error::WrongThreads { wanted, present: crew.size() });
        }
        Ok(Self {
            recorder: Recorder::new(crew.size()),
            crew,
            stop: Stop::default(),
            progress: Progress::default(),
            pictures: scenario.pictures(values, compare),
            compare,
            record: true,
        })
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It went through.
    Done,
    /// It was asked to stop, and did.
    Stopped,
}

/// Unit of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Unit {
    /// Milliseconds.
    #[serde(rename = "ms")]
    Milliseconds,
    /// A factor, shown as 1.9×.
    #[serde(rename = "x")]
    Factor,
    /// 0 to 1, shown in percent.
    #[serde(rename = "ratio")]
    Ratio,
    /// A whole number.
    #[serde(rename = "count")]
    Count,
    /// A number without a unit.
    #[serde(rename = "none")]
    None,
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
}

/// What a run reports.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// How it ended.
    pub state: State,
    /// The figures.
    pub metrics: Vec<Metric>,
    /// Exact large numbers in decimal, and words, by name.
    pub values: std::collections::BTreeMap<&'static str, String>,
    /// The pictures.
    pub images: Vec<Summary>,
    /// The result in a sentence.
    pub verdict: String,
    /// What happened, in order.
    pub log: Vec<String>,
    /// What the reader should know about the figures.
    pub notices: Vec<String>,
}

impl Report {
    /// An empty report.
    pub fn new(state: State) -> Self {
        Self {
            state,
            metrics: Vec::new(),
            values: std::collections::BTreeMap::new(),
            images: Vec::new(),
            verdict: String::new(),
            log: Vec::new(),
            notices: Vec::new(),
        }
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
            self.metrics.push(Metric { name, label, value, unit, help });
        }
    }

    /// A figure by name.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.metrics.iter().find(|metric| metric.name == name).map(|metric| metric.value)
    }
}
