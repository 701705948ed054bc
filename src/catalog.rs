//! The one list of scenarios, and its JSON: from it the page makes its list, its forms, its links
//! and its lessons.

use serde::Serialize;

use crate::contract::scenario::Scenario;
use crate::error::Error;

/// Version of links and of this JSON.
pub const VERSION: u32 = 1;

/// A group of scenarios.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Family {
    /// Id that scenarios name.
    pub id: &'static str,
    /// In the list.
    pub title: &'static str,
    /// One line.
    pub summary: &'static str,
    /// Name of the wasm build that runs its scenarios; families may share one. `None`: every build runs them. A reader
    /// downloads the builds of the scenarios on the screen.
    pub build: Option<&'static str>,
    /// Labels of the large figures that a verdict will have, before there is one; a scenario may have others.
    pub figures: &'static [&'static str],
    /// The words of the button that compares.
    pub compare: Compare,
}

/// The words of the button that compares.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Compare {
    /// In short.
    pub text: &'static str,
    /// What follows where there is room.
    pub more: &'static str,
    /// What it does.
    pub title: &'static str,
}

/// Loops are compared with one thread.
const WITH_ONE_THREAD: Compare = Compare {
    text: "Compare",
    more: " with one thread",
    title: "Also runs the same code on one thread, in turn with the chosen schedule, and compares",
};

/// The build that the first view waits for: small, so it holds one family only.
const FIRST: &str = "first";

/// The families, in the order of the list.
pub const FAMILIES: &[Family] = &[
    Family {
        id: "fractals",
        title: "Fractals",
        summary: "Uneven work, and ways to share it out",
        build: Some(FIRST),
        figures: &["Speed-up", "Efficiency", "Pictures"],
        compare: WITH_ONE_THREAD,
    },
    Family {
        id: "sums",
        title: "Sums",
        summary: "Equal work, exact results, and what threads buy",
        build: Some("sums"),
        figures: &["Speed-up", "Efficiency", "Result"],
        compare: WITH_ONE_THREAD,
    },
    Family {
        id: "kitchen",
        title: "Kitchen",
        summary: "Waiting: threads and the event loop",
        build: Some("kitchen"),
        figures: &["Preparation", "Rice", "Threads"],
        compare: Compare {
            text: "Compare",
            more: " all three",
            title: "Cooks one by one, with threads and on the event loop at the same time",
        },
    },
    Family {
        id: "programs",
        title: "Programs",
        summary: "Small texts, stepped by hand and explored whole",
        build: Some("programs"),
        figures: &["Time"],
        compare: WITH_ONE_THREAD,
    },
    Family {
        id: "diagnostics",
        title: "Diagnostics",
        summary: "Runs that fail on purpose",
        build: None,
        figures: &["Speed-up", "Efficiency", "Pictures"],
        compare: WITH_ONE_THREAD,
    },
];

/// The scenarios by their ids, in the order of the list. A build has those of the families it was made for, the
/// crate's features; what no family here names is left out of it by the linker.
const SCENARIOS: &[(&str, &dyn Scenario)] = &[
    #[cfg(feature = "fractals")]
    ("julia", &crate::families::fractals::JuliaSet),
    #[cfg(feature = "sums")]
    ("squares", &crate::families::sums::squares::Squares),
    #[cfg(feature = "sums")]
    ("range-sum", &crate::families::sums::range_sum::RangeSum),
    #[cfg(feature = "sums")]
    ("norms", &crate::families::sums::norms::Norms),
    #[cfg(feature = "kitchen")]
    ("mapo-tofu", &crate::families::kitchen::MapoTofu),
    #[cfg(feature = "kitchen")]
    ("shared-knife", &crate::families::kitchen::SharedKnife),
    #[cfg(feature = "kitchen")]
    ("blocked-loop", &crate::families::kitchen::BlockedLoop),
    #[cfg(feature = "kitchen")]
    ("laid-table", &crate::families::kitchen::laid_table::LaidTable),
    #[cfg(feature = "programs")]
    ("garlic", &crate::families::programs::locks::GARLIC),
    #[cfg(feature = "programs")]
    ("pencil", &crate::families::programs::locks::PENCIL),
    #[cfg(feature = "programs")]
    ("pencil-twice", &crate::families::programs::locks::PENCIL_TWICE),
    #[cfg(feature = "programs")]
    ("philosophers", &crate::families::programs::locks::PHILOSOPHERS),
    #[cfg(feature = "programs")]
    ("try-lock", &crate::families::programs::locks::TRY_LOCK),
    #[cfg(feature = "programs")]
    ("abandoned-lock", &crate::families::programs::locks::ABANDONED_LOCK),
    #[cfg(feature = "programs")]
    ("soup", &crate::families::programs::locks::SOUP),
    #[cfg(feature = "programs")]
    ("serving-line", &crate::families::programs::locks::SERVING_LINE),
    #[cfg(feature = "programs")]
    ("chargers", &crate::families::programs::locks::CHARGERS),
    #[cfg(feature = "programs")]
    ("chips", &crate::families::programs::locks::CHIPS),
    #[cfg(feature = "programs")]
    ("own", &crate::families::programs::own::Own),
    ("self-test", &crate::families::diagnostics::SelfTest),
];

/// The scenarios, in the order of the list.
pub fn scenarios() -> impl Iterator<Item = &'static dyn Scenario> {
    SCENARIOS.iter().map(|(_, scenario)| *scenario)
}

/// The scenario with this id.
///
/// # Errors
/// If there is none.
pub fn find(id: &str) -> Result<&'static dyn Scenario, Error> {
    // By the list's id: so the engine never asks a scenario for its texts, and they are not in its module.
    let found = SCENARIOS.iter().find(|(known, _)| *known == id);
    found.map(|(_, scenario)| *scenario).ok_or_else(|| Error::UnknownScenario(id.into()))
}

/// The whole catalog as JSON (type `Catalog` of the page). Native only: the page is built with it.
#[cfg(not(target_arch = "wasm32"))]
pub fn json() -> String {
    use crate::contract::params::Param;
    use crate::contract::scenario::{Info, PoolRule, Role, Tone, Unit, Work};
    use crate::contract::story::Stage;

    #[derive(Serialize)]
    struct Entry {
        #[serde(flatten)]
        info: Info,
        params: Vec<Param>,
        work: Option<Work>,
        item: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        figures: Option<&'static [&'static str]>,
        stage: Stage,
        #[serde(skip_serializing_if = "Option::is_none")]
        declared_by: Option<&'static str>,
        pool: Option<PoolRule>,
    }
    #[derive(Serialize)]
    struct Vocabulary {
        units: &'static [Unit],
        roles: &'static [Role],
        tones: &'static [Tone],
    }
    #[derive(Serialize)]
    struct Catalog {
        version: u32,
        families: &'static [Family],
        /// The words that figures are described with, from which the page makes its types.
        words: Vocabulary,
        scenarios: Vec<Entry>,
    }
    let entry = |scenario: &'static dyn Scenario| Entry {
        info: scenario.info(),
        params: scenario.params(),
        work: scenario.work(),
        item: scenario.item(),
        figures: scenario.figures(),
        stage: scenario.stage(),
        declared_by: scenario.declared_by(),
        pool: scenario.pool(),
    };
    let words = Vocabulary { units: &Unit::ALL, roles: &Role::ALL, tones: &Tone::ALL };
    let scenarios = scenarios().map(entry).collect();
    serde_json::to_string(&Catalog { version: VERSION, families: FAMILIES, words, scenarios })
        .expect("the catalog has only finite numbers and text")
}
