//! A built-in program as a scenario.

use std::sync::{Arc, OnceLock};

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use vecmap::VecMap;

use super::declared::{
    Driver, compiled, is_real, options, params_of, pool, reading, remarks, small, variant_of,
};
use super::{by_hand, explored, for_real, recorded};
use crate::contract::params::{Param, Value, Values};
use crate::contract::program::Reading;
use crate::contract::scenario::{Context, PoolRule, Report, Scenario};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::scenario::{Info, LookFor, Preset};
use crate::contract::story::Actors;
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::story::Stage;
use crate::error::Error;
use crate::program::code::{Options, Program};
use crate::program::drivers::event_loop;
use crate::program::ink;
use crate::run::trace::{Label, Resource};

/// A built-in program.
pub struct Story {
    #[cfg_attr(target_arch = "wasm32", allow(dead_code))]
    id: &'static str,
    text: &'static str,
    #[cfg(not(target_arch = "wasm32"))]
    texts: Texts,
    params: OnceLock<Vec<Param>>,
    pool: OnceLock<PoolRule>,
}

/// What the page says of it.
#[cfg(not(target_arch = "wasm32"))]
pub struct Texts {
    /// In the list.
    pub title: &'static str,
    /// The one question it answers.
    pub question: &'static str,
    /// A short lesson, in paragraphs.
    pub lesson: &'static [&'static str],
    /// What to look for.
    pub look_for: &'static [LookFor],
    /// Links to try.
    pub presets: &'static [Preset],
    /// Its entry.
    pub source_item: &'static str,
}

/// A link worth trying.
#[cfg(not(target_arch = "wasm32"))]
pub const fn preset(title: &'static str, note: &'static str, link: &'static str) -> Preset {
    Preset { title, note, link }
}

/// A built-in program, by its id and its text.
pub const fn story(
    id: &'static str,
    text: &'static str,
    #[cfg(not(target_arch = "wasm32"))] texts: Texts,
) -> Story {
    Story {
        id,
        text,
        #[cfg(not(target_arch = "wasm32"))]
        texts,
        params: OnceLock::new(),
        pool: OnceLock::new(),
    }
}

/// Runs a text with checked values.
///
/// # Errors
/// Everything that is wrong with the text, a line each.
pub async fn run(text: &str, values: &Values, context: &mut Context) -> Result<Report, Error> {
    let plain = compiled(text, &Options::default())?;
    let program = compiled(text, &options(&plain, values))?;
    let mut report = match values.one_of("driver") {
        Driver::Explore => explored::report(&program, values, context)?,
        Driver::Hand => by_hand::report(&program, values)?,
        Driver::Threads => for_real::report(&program, values, context)?,
        Driver::EventLoop => for_real::on_loop(&program, values, context).await?,
        Driver::Forced => for_real::forced(&program, values, context)?,
    };
    if let Some(told) = &mut report.program {
        told.lines = ink::lines(text, variant_of(&program, values));
        told.warnings = remarks(&program.warnings);
        told.small = small(&plain, values);
    }
    Ok(report)
}

/// Returns the program that runs on threads with these values; none where it runs otherwise, where the text is no program, or
/// where these are not the values of it.
fn program_of(text: &str, values: &Values) -> Option<Arc<Program>> {
    if !is_real(values) {
        return None;
    }
    let plain = compiled(text, &Options::default()).ok()?;
    let has_all = params_of(&plain).iter().all(|param| values.has(param.name));
    if has_all { compiled(text, &options(&plain, values)).ok() } else { None }
}

/// The names of its actors at the beginning, whose lanes those of the threads are.
pub fn actors_of(text: &str, values: &Values) -> Actors {
    let Some(program) = program_of(text, values) else { return Actors::default() };
    let names = program.roles.iter().map(|role| &*role.name);
    if event_loop::refused(&program).is_none() { Actors::on_loop(names) } else { Actors::on_threads(names) }
}

/// What its actors share.
pub fn resources_of(text: &str, values: &Values) -> Vec<Resource> {
    program_of(text, values).map_or(vec![], |program| recorded::resources(&program))
}

impl Scenario for Story {
    #[cfg(not(target_arch = "wasm32"))]
    fn info(&self) -> Info {
        let Texts { title, question, lesson, look_for, presets, source_item } = self.texts;
        Info {
            id: self.id,
            title,
            family: "programs",
            question,
            lesson,
            look_for,
            presets,
            can_compare: false,
            hidden: false,
            source: "src/families/programs/locks.rs",
            source_item,
        }
    }

    fn params(&self) -> Vec<Param> {
        let made = || {
            params_of(&compiled(self.text, &Options::default()).expect("a built-in program has no faults"))
        };
        self.params.get_or_init(made).clone()
    }

    fn read(&self, _given: &VecMap<String, Value>) -> Option<Reading> {
        Some(reading(self.text))
    }

    fn pool(&self) -> Option<PoolRule> {
        Some(self.pool.get_or_init(|| pool(self.text)).clone())
    }

    fn room(&self, threads: usize) -> usize {
        recorded::room(threads)
    }

    fn labels(&self) -> &'static [Label] {
        &recorded::LABELS
    }

    fn resources(&self, values: &Values) -> Vec<Resource> {
        resources_of(self.text, values)
    }

    fn actors(&self, values: &Values) -> Actors {
        actors_of(self.text, values)
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
        async move { run(self.text, values, context).await }.boxed_local()
    }
}
