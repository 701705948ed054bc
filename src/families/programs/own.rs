//! `own`: a program that the reader has written, or that came with a link.

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use vecmap::VecMap;

use super::built_in::{actors_of, resources_of, run};
use super::declared::{Driver, common, compiled, is_real, params_of, pool, reading, searching};
use super::recorded;
use crate::contract::params::{Format, Group, Named, Param, Value, Values};
use crate::contract::program::Reading;
use crate::contract::scenario::{Context, PoolRule, Report, Scenario};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::scenario::{Info, LookFor, Part};
use crate::contract::story::Actors;
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::story::Stage;
use crate::error::Error;
use crate::program::code::Options;
use crate::program::lexer::LONGEST_PROGRAM;
use crate::run::trace::{Label, Resource};

/// The scenario.
pub struct Own;

/// Texts to begin with: name, label, what it is, text.
const NAMED: [(&str, &str, &str, &str); 5] = [
    ("dishes", "Dishes", "Two cooks wash three dishes.", include_str!("template.story")),
    ("garlic", "Garlic", "A race, and its repairs.", include_str!("garlic.story")),
    ("philosophers", "Philosophers", "A deadlock, and its repair.", include_str!("philosophers.story")),
    ("try-lock", "Try again", "A livelock.", include_str!("try-lock.story")),
    ("soup", "Soup", "A condition.", include_str!("soup.story")),
];

/// The text of a value: one that has a name, or the value itself.
fn text_of(value: &str) -> &str {
    NAMED.iter().find(|known| known.0 == value).map_or(value, |known| known.3)
}

fn given_text(given: &VecMap<String, Value>) -> &str {
    match given.get("text") {
        Some(Value::Text(text)) => text_of(text),
        _ => text_of(NAMED[0].0),
    }
}

fn with_text(params: Vec<Param>) -> Vec<Param> {
    // Faults of a text are told all together, by who compiles it.
    let format = Format { name: "program", check: |_| Ok(()) };
    let named = NAMED.map(|(value, label, help, text)| Named { value, label, help, text: text.into() });
    let text = Param::text("text", "Program", NAMED[0].0, LONGEST_PROGRAM, format, named.into())
        .help("What is run. Your own text travels in the link.")
        .group(Group::Problem);
    std::iter::once(text).chain(params).collect()
}

impl Scenario for Own {
    #[cfg(not(target_arch = "wasm32"))]
    fn info(&self) -> Info {
        Info {
            id: "own",
            title: "Your own",
            family: "programs",
            question: "What can your program come to?",
            lesson: &[
                "Write a small concurrent program, or change one of these. It runs on real threads; it can be stepped by \
                 hand, and explored whole: every order in which its steps can come.",
                "A text travels in its link, and is only ever text. The words of the language are explained in \
                 docs/programs.md.",
            ],
            look_for: const {
                &[LookFor::new(
                    "Two cooks can wash one dish more than there is: reading and writing are two steps.",
                    "own?driver=explore",
                    Part::Figure("outcomes_possible"),
                )]
            },
            presets: &[],
            can_compare: false,
            hidden: false,
            source: "src/families/programs/own.rs",
            source_item: "fn given_text",
        }
    }

    fn params(&self) -> Vec<Param> {
        with_text(common(Driver::Threads))
    }

    fn params_of(&self, given: &VecMap<String, Value>) -> Result<Vec<Param>, Error> {
        let program = compiled(given_text(given), &Options::default())?;
        Ok(with_text(params_of(&program)))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn declared_by(&self) -> Option<&'static str> {
        Some("text")
    }

    fn read(&self, given: &VecMap<String, Value>) -> Option<Reading> {
        let mut reading = reading(given_text(given));
        reading.params = with_text(std::mem::take(&mut reading.params));
        Some(reading)
    }

    fn pool(&self) -> Option<PoolRule> {
        Some(pool(text_of(NAMED[0].0)))
    }

    fn pool_of(&self, values: &Values) -> Option<PoolRule> {
        Some(if is_real(values) { pool(text_of(values.choice("text"))) } else { searching() })
    }

    fn room(&self, threads: usize) -> usize {
        recorded::room(threads)
    }

    fn labels(&self) -> &'static [Label] {
        &recorded::LABELS
    }

    fn resources(&self, values: &Values) -> Vec<Resource> {
        resources_of(text_of(values.choice("text")), values)
    }

    fn actors(&self, values: &Values) -> Actors {
        actors_of(text_of(values.choice("text")), values)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn stage(&self) -> Stage {
        Stage::Program
    }

    fn run<'a>(
        &'a self,
        values: &'a Values,
        context: &'a mut Context,
    ) -> LocalBoxFuture<'a, Result<Report, Error>> {
        async move { run(text_of(values.choice("text")), values, context).await }.boxed_local()
    }
}
