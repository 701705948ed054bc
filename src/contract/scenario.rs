//! The contract of a scenario: what it says of itself, what it is given, and what it reports.
//!
//! To add one: a file that implements [`Scenario`], and a line in [`crate::catalog`].

use std::sync::Arc;

use futures::future::LocalBoxFuture;
use serde::Serialize;
use vecmap::VecMap;

pub use crate::contract::outcome::{Headline, Report, Role, State, Tone, Unit};
use crate::contract::params::{Param, Value, Values};
pub use crate::contract::pool::{PoolRule, PoolSize};
#[cfg(feature = "programs")]
use crate::contract::program::Reading;
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::story::Stage;
use crate::contract::story::{Actors, ExtraLane};
use crate::error::Error;
use crate::run::crew::{Crew, Progress, Stop};
use crate::run::notice::Notice;
use crate::run::picture::Picture;
use crate::run::trace::recorder::CAPACITY;
use crate::run::trace::{Label, Recorder, Resource};

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
    pub look_for: &'static [LookFor],
    /// Links to try.
    pub presets: &'static [Preset],
    /// Whether a run can be compared with a sequential one.
    pub can_compare: bool,
    /// Whether the page leaves it out of its list.
    pub hidden: bool,
    /// Its source file in the repository.
    pub source: &'static str,
    /// The item of that file at which it is opened: what stands once in it, such as `fn execute`.
    pub source_item: &'static str,
}

/// Something to look for: a sentence, the run that shows it, and the part of the page that the sentence speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LookFor {
    /// The sentence.
    pub text: &'static str,
    /// The part of the link after `#/v1/`.
    pub link: &'static str,
    /// Ringed when that run has ended.
    pub ring: Part,
    /// The share of the timeline's length that is shown, from and to; all of it where it is `None`.
    pub zoom: Option<(f64, f64)>,
}

impl LookFor {
    /// All of the timeline is shown.
    pub const fn new(text: &'static str, link: &'static str, ring: Part) -> Self {
        Self { text, link, ring, zoom: None }
    }

    /// Shows the timeline from one share of its length to another, 0 to 1.
    pub const fn zoomed(self, from: f64, to: f64) -> Self {
        Self { zoom: Some((from, to)), ..self }
    }
}

/// A part of the page, the same for all scenarios. The page knows where it is: `www/page/named-parts.ts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The films of a story.
    Film,
    /// Who computed which part, as a strip or a tree.
    Strip,
    /// The total of a sum.
    Total,
    /// The lanes of the timeline.
    Timeline,
    /// One of these lanes, by its name on the timeline.
    Lane(&'static str),
    /// The chart under the timeline.
    Chart,
    /// The verdict as a whole.
    Verdict,
    /// A figure, by the name of its metric.
    Figure(&'static str),
    /// The times of a comparison, as bars.
    Times,
    /// The table of a study.
    Study,
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

    /// The parameters of a run, where they depend on what is asked for.
    ///
    /// # Errors
    /// If what is asked for says nothing of parameters.
    fn params_of(&self, _given: &VecMap<String, Value>) -> Result<Vec<Param>, Error> {
        Ok(self.params())
    }

    /// Reads a program without running it; `None` where the scenario has none.
    #[cfg(feature = "programs")]
    fn read(&self, _given: &VecMap<String, Value>) -> Option<Reading> {
        None
    }

    /// Which parameter is its work; `None` where there is no such thing. For the page alone.
    #[cfg(not(target_arch = "wasm32"))]
    fn work(&self) -> Option<Work> {
        None
    }

    /// The parameter whose text declares the others, if one does. For the page alone.
    #[cfg(not(target_arch = "wasm32"))]
    fn declared_by(&self) -> Option<&'static str> {
        None
    }

    /// What the arguments of its chunks count: one of them, in a word. For the page alone.
    #[cfg(not(target_arch = "wasm32"))]
    fn item(&self) -> &'static str {
        "column"
    }

    /// Labels of the large figures that its verdict will have, where they are not those of its family. For the page alone.
    #[cfg(not(target_arch = "wasm32"))]
    fn figures(&self) -> Option<&'static [&'static str]> {
        None
    }

    /// Which pool a run needs; `None`: never any. In the catalog, because the page works the size out
    /// too, to start the right engine beforehand. By default the parameter `threads` is the size.
    fn pool(&self) -> Option<PoolRule> {
        let param = self.params().into_iter().find(|param| param.name == "threads")?;
        Some(PoolRule {
            size: PoolSize::Param(param.name),
            when: param.applies.into_iter().collect(),
            compared: None,
            otherwise: None,
        })
    }

    /// Which pool a run with these values needs, where a text among them says so.
    fn pool_of(&self, _values: &Values) -> Option<PoolRule> {
        self.pool()
    }

    /// Size of the pool that a run needs; 0 if it needs none.
    fn threads(&self, values: &Values) -> usize {
        self.pool_of(values).map_or(0, |pool| pool.size(values, false))
    }

    /// For how many events each of so many threads has room in the trace.
    fn room(&self, _threads: usize) -> usize {
        CAPACITY
    }

    /// Lanes of the trace beside those of the coordinator and of the threads; they follow after these. By default those
    /// of its actors who are tasks.
    fn lanes(&self, values: &Values, _compare: bool) -> Vec<ExtraLane> {
        let lane = |(number, name)| ExtraLane { name, track: "async", number, on_loop: true };
        self.actors(values).tasks.into_iter().enumerate().map(lane).collect()
    }

    /// Labels of its own, after [`crate::run::trace::label::SHARED`].
    fn labels(&self) -> &'static [Label] {
        &[]
    }

    /// What its actors share, hold or wait for; events name them by their place in this list.
    fn resources(&self, _values: &Values) -> Vec<Resource> {
        Vec::new()
    }

    /// Whom a story is about. Without actors it is a loop, whose lanes are threads.
    fn actors(&self, _values: &Values) -> Actors {
        Actors::default()
    }

    /// Which stage shows it: that of stories, if it has actors. For the page alone.
    #[cfg(not(target_arch = "wasm32"))]
    fn stage(&self) -> Stage {
        let params = self.params();
        let defaults = Values::check(&params, Values::defaults(&params, 1));
        let is_story = defaults.is_ok_and(|values| self.actors(&values) != Actors::default());
        if is_story { Stage::Story } else { Stage::Loop }
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

/// What a run is given. What threads of the crew may still look at after the run is shared.
pub struct Context {
    /// Where it records who does what when.
    pub recorder: Arc<Recorder>,
    /// The lanes that the scenario asked for, after those of the coordinator and the threads.
    pub lanes: Vec<ExtraLane>,
    /// The threads.
    pub crew: Crew,
    /// Whether it should end early.
    pub stop: Arc<Stop>,
    /// How far it is.
    pub progress: Arc<Progress>,
    /// What is known before it has ended.
    pub notice: Arc<Notice>,
    /// What it fills in.
    pub pictures: Vec<Picture>,
    /// Whether the sequential reference is run too.
    pub compare: bool,
    /// Whether events are recorded at all; off only to measure what recording costs.
    pub record: bool,
    /// Logical cores of the machine, as far as is known.
    pub cores: usize,
    /// Time in ms that may be taken by repeats of which there are to be as many as it takes.
    pub budget_ms: f64,
    /// Bytes of memory that all of this has, at most.
    pub memory: usize,
}

/// [`Context::memory`]: what the module was built with, which a browser may refuse; natively more than enough.
pub const MEMORY: usize = match option_env!("BRIGADE_MEMORY") {
    Some(bytes) => match usize::from_str_radix(bytes, 10) {
        Ok(bytes) => bytes,
        Err(_) => panic!("BRIGADE_MEMORY is a number of bytes"),
    },
    None if cfg!(target_arch = "wasm32") => 512 << 20,
    None => (5 << 30) / 4,
};

/// [`Context::budget_ms`] unless something else is asked for.
pub const BUDGET_MS: f64 = 1200.0;

impl Context {
    /// Everything that a run of this scenario needs, allocated.
    ///
    /// # Errors
    /// If the crew has another size than the parameters ask for.
    pub fn new(scenario: &dyn Scenario, values: &Values, compare: bool, crew: Crew) -> Result<Self, Error> {
        let pool = scenario.pool_of(values);
        let size = |compare| pool.as_ref().map_or(0, |pool| pool.size(values, compare));
        let wanted = size(false).max(size(compare));
        if wanted != 0 && wanted != crew.size() {
            return Err(Error::WrongThreads { wanted, present: crew.size() });
        }
        let lanes = scenario.lanes(values, compare);
        Ok(Self {
            recorder: Arc::new(Recorder::with_extra(crew.size(), scenario.room(crew.size()), lanes.len())),
            lanes,
            crew,
            stop: Arc::default(),
            progress: Arc::default(),
            notice: Arc::default(),
            pictures: scenario.pictures(values, compare),
            compare,
            record: true,
            // A browser's module is told by the page.
            cores: std::thread::available_parallelism().map_or(usize::MAX, usize::from),
            budget_ms: BUDGET_MS,
            memory: MEMORY,
        })
    }
}
