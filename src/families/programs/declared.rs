//! The parameters of a program: those of every program, and those that its text declares.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::contract::params::{Applies, Choice, Format, Group, Param, Values};
use crate::contract::program::{Reading, Remark};
use crate::contract::scenario::{PoolRule, PoolSize};
use crate::contract::words::words;
use crate::error::Error;
use crate::program::code::compile::compile;
use crate::program::code::{Options, Program, Setting};
use crate::program::drivers::notation;
use crate::program::fault::Fault;
use crate::program::ink;
use crate::program::lexer::LONGEST_PROGRAM;
use crate::program::value::Value;
use crate::program::world::model::Memory;

words! {
    /// How a program is run.
    pub enum Driver {
        /// All orders.
        Explore = "explore",
        /// The reader chooses whose step is next.
        Hand = "hand",
    }
}

words! {
    /// Who follows all orders.
    pub enum Search {
        /// One thread.
        Alone = "one",
        /// Several threads together.
        Together = "threads",
    }
}

words! {
    /// What memory promises.
    enum Promise {
        /// Sequential consistency.
        Sc = "sc",
        /// Total store order.
        Tso = "tso",
    }
}

/// The largest number that the page can hold exactly.
const LARGEST: i64 = (1 << 53) - 1;

/// Returns a text that lasts. Parameters have names that last as long as the module does; texts of readers have some as
/// well, so each different one is kept once.
pub fn kept(text: &str) -> &'static str {
    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all.get(text) {
        return known;
    }
    let fresh: &'static str = Box::leak(text.to_owned().into_boxed_str());
    all.insert(fresh);
    fresh
}

/// Compiles a text.
///
/// # Errors
/// Everything that is wrong with it, a line each.
pub fn compiled(text: &str, options: &Options) -> Result<Arc<Program>, Error> {
    compile(text, options).map(Arc::new).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        Error::BadProgram(lines.join("\n"))
    })
}

/// The parameters that all programs have.
pub fn common() -> Vec<Param> {
    let driver = |driver: Driver| {
        let (label, help) = match driver {
            Driver::Explore => ("All orders", "Follows every order in which the steps can come."),
            Driver::Hand => ("By hand", "You choose whose step is next, forwards and back."),
        };
        Choice::new(driver.name(), label, help, false)
    };
    let promise = |promise: Promise| {
        let (label, help) = match promise {
            Promise::Sc => ("In order", "A write is visible to all at once."),
            Promise::Tso => ("Late", "A write waits in a queue before others see it, as on x86."),
        };
        Choice::new(promise.name(), label, help, false)
    };
    let search = |search: Search| {
        let (label, help) = match search {
            Search::Alone => ("One thread", "Enough for most programs."),
            Search::Together => ("Several", "Threads share the work, and find the same."),
        };
        Choice::new(search.name(), label, help, search == Search::Together)
    };
    let order = Format {
        name: "order",
        check: |text| match notation::decode(text) {
            Ok(_) => Ok(()),
            Err(_) => Err("is no order of steps: it is made of parts such as 0, 1x3 or 0a2".into()),
        },
    };
    vec![
        Param::one_of("driver", "Run", Driver::Explore, driver)
            .help("How the program is run.")
            .group(Group::Execution),
        Param::integer("seed", "Seed", 0, 0, 1_000_000)
            .help("Where randomness begins: that of the program, and of a random walk.")
            .group(Group::Execution),
        Param::one_of("memory", "Writes", Promise::Sc, promise)
            .help("When a write to a shared variable is seen.")
            .group(Group::Execution),
        Param::one_of("search", "Search", Search::Alone, search)
            .help("Who follows all orders. A program with few states is not worth several threads.")
            .group(Group::Execution)
            .applies("driver", &[Driver::Explore.name()]),
        Param::integer("searchers", "Searchers", 2, 2, 8)
            .help("How many threads follow all orders together.")
            .group(Group::Execution)
            .applies("search", &[Search::Together.name()]),
        Param::text("steps", "Steps", "", LONGEST_PROGRAM, order, vec![])
            .help("The steps taken so far: of actor 0, 1 and so on.")
            .group(Group::Place),
    ]
}

/// All parameters of a program.
pub fn params_of(program: &Program) -> Vec<Param> {
    let mut params = common();
    if let [first, ..] = &program.variants[..] {
        let options = program.variants.iter().map(|name| choice(name)).collect();
        let variant = Param::choice("variant", "Variant", kept(first), options);
        params.insert(1, helped(variant, "Which lines of the program count."));
    }
    params.extend(program.settings.iter().filter_map(param_of));
    params
}

fn choice(name: &str) -> Choice {
    let name = kept(name);
    // Not by its constructor: that leaves out what the page has from the catalog, where own texts are not.
    Choice { value: name, label: name, help: "", needs_threads: false }
}

fn helped(mut param: Param, help: &str) -> Param {
    param.help = kept(help);
    param.group(Group::Problem)
}

/// The parameter for a setting; a time has none yet, and is as the text says.
fn param_of(setting: &Setting) -> Option<Param> {
    let name = kept(&setting.name);
    let param = match (&setting.value, &setting.range) {
        (Value::Int(default), Some((Value::Int(least), Value::Int(most)))) => {
            Param::whole(name, name, *default, (*least).max(-LARGEST), (*most).min(LARGEST))
        }
        (Value::Int(default), None) => Param::whole(name, name, *default, -LARGEST, LARGEST),
        (Value::Bool(default), _) => Param::flag(name, name, *default),
        (Value::Text(default), _) if !setting.among.is_empty() => {
            Param::choice(name, name, kept(default), setting.among.iter().map(|word| choice(word)).collect())
        }
        _ => return None,
    };
    let mut help =
        if setting.help.is_empty() { "A setting of the program.".into() } else { setting.help.clone() };
    if let Some(explore) = &setting.explore
        && *explore != setting.value
    {
        help.push_str(&format!(" Where nothing is chosen, {explore} for stepping and for all orders."));
    }
    Some(helped(param, &help))
}

/// The options that these values ask for. A setting that nobody has changed has its value for exploring, so that what is
/// stepped is what was explored.
pub fn options(program: &Program, values: &Values) -> Options {
    let mut settings = BTreeMap::new();
    for setting in program.settings.iter().filter(|setting| param_of(setting).is_some()) {
        let name = setting.name.as_str();
        let value = match setting.value {
            Value::Int(_) => Value::Int(values.real(name) as i64),
            Value::Bool(_) => Value::Bool(values.flag(name)),
            _ => Value::Text(values.choice(name).into()),
        };
        if value != setting.value {
            settings.insert(name.to_owned(), value);
        }
    }
    Options {
        settings,
        variant: variant_of(program, values).map(str::to_owned),
        exploring: true,
        seed: values.integer("seed"),
    }
}

/// When threads are needed, and how many.
pub fn pool() -> PoolRule {
    let explore = Applies { param: "driver", values: vec![Driver::Explore.name()] };
    let together = Applies { param: "search", values: vec![Search::Together.name()] };
    PoolRule { size: PoolSize::Param("searchers"), when: vec![explore, together], compared: None }
}

/// What memory promises in a run with these values.
pub fn memory(values: &Values) -> Memory {
    match values.one_of("memory") {
        Promise::Sc => Memory::Sc,
        Promise::Tso => Memory::Tso,
    }
}

/// The variant that these values choose; none where the text has none.
pub fn variant_of<'v>(program: &Program, values: &'v Values) -> Option<&'v str> {
    (!program.variants.is_empty()).then(|| values.choice("variant"))
}

/// What is wrong with a text, or worth a look, as the page is told of it.
pub fn remarks(faults: &[Fault]) -> Vec<Remark> {
    let remark = |Fault { place, sentence }: &Fault| Remark {
        line: place.line,
        column: place.column,
        sentence: sentence.clone(),
    };
    faults.iter().map(remark).collect()
}

/// Reads a text without running it, in its first variant.
pub fn reading(text: &str) -> Reading {
    let (params, faults, warnings) = match compile(text, &Options::default()) {
        Ok(program) => (params_of(&program), vec![], remarks(&program.warnings)),
        Err(faults) => (common(), remarks(&faults), vec![]),
    };
    Reading { lines: ink::lines(text, None), params, faults, warnings }
}
