//! The parameters of a program: those of every program, and those that its text declares.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::contract::params::{Applies, Choice, Format, Group, Kind, Param, Values};
use crate::contract::program::{Reading, Remark};
use crate::contract::scenario::{PoolRule, PoolSize};
use crate::contract::words::words;
use crate::error::Error;
use crate::program::code::compile::compile;
use crate::program::code::{Options, Program, Setting};
use crate::program::drivers::event_loop;
use crate::program::drivers::notation;
use crate::program::drivers::threads::{self, MOST_THREADS};
use crate::program::fault::Fault;
use crate::program::ink;
use crate::program::lexer::LONGEST_PROGRAM;
use crate::program::syntax::ActorKind;
use crate::program::value::Value;
use crate::program::world::model::Memory;

words! {
    /// How a program is run.
    pub enum Driver {
        /// On the threads of the pool.
        Threads = "threads",
        /// All orders. The first that needs no threads: where there are none it takes the place of the others.
        Explore = "explore",
        /// The reader chooses whose step is next.
        Hand = "hand",
        /// On the one event loop.
        EventLoop = "event-loop",
        /// A given order, on the threads of the pool.
        Forced = "forced",
    }
}

/// Drivers that run a program for real.
const REALLY: [Driver; 3] = [Driver::Threads, Driver::EventLoop, Driver::Forced];
/// Those in which the order of steps is nobody's.
const FREELY: [Driver; 2] = [Driver::Threads, Driver::EventLoop];
/// Those that need threads.
const ON_THREADS: [Driver; 2] = [Driver::Threads, Driver::Forced];

words! {
    /// Which values settings have that nobody has changed, in a real run.
    pub enum Sized {
        /// Those of the text.
        Given = "given",
        /// Those for exploring.
        Explored = "explored",
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

/// The parameters that all programs have, with this driver where none is chosen.
pub fn common(usual: Driver) -> Vec<Param> {
    let driver = |driver: Driver| {
        let (label, help) = match driver {
            Driver::Threads => {
                ("On threads", "Each actor runs on a real thread, at the same time as the others.")
            }
            Driver::EventLoop => {
                ("On the event loop", "Tasks take turns on one thread. Others go on where one awaits.")
            }
            Driver::Forced => ("In this order", "The steps happen in their order, on real threads."),
            Driver::Explore => ("All orders", "Follows every order in which the steps can come."),
            Driver::Hand => ("By hand", "You choose whose step is next, forwards and back."),
        };
        Choice::new(driver.name(), label, help, matches!(driver, Driver::Threads | Driver::Forced))
    };
    let promise = |promise: Promise| {
        let (label, help) = match promise {
            Promise::Sc => ("In order", "A write is visible to all at once."),
            Promise::Tso => ("Late", "A write waits in a queue before others see it, as on x86."),
        };
        Choice::new(promise.name(), label, help, false)
    };
    let sized = |sized: Sized| {
        let (label, help) = match sized {
            Sized::Given => ("As given", "Settings are as the text says."),
            Sized::Explored => ("As explored", "Settings that have a value for exploring have that one."),
        };
        Choice::new(sized.name(), label, help, false)
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
        Param::one_of("driver", "Run", usual, driver).help("How the program is run.").group(Group::Execution),
        Param::integer("runs", "Runs", 1, 1, 10_000)
            .help("How often it is run. What the runs come to is counted.")
            .group(Group::Execution)
            .applies("driver", &FREELY.map(Driver::name)),
        Param::one_of("sized", "Settings", Sized::Given, sized)
            .help("The values of settings that nobody has chosen.")
            .group(Group::Execution)
            .applies("driver", &FREELY.map(Driver::name)),
        Param::flag("races", "Race report", false)
            .help("Looks for accesses that nothing puts in order. It makes the run slower.")
            .group(Group::Execution)
            .applies("driver", &REALLY.map(Driver::name)),
        Param::integer("pool", "Threads", 0, 0, MOST_THREADS as u64)
            .help(
                "Threads of the pool; 0: as many as there are actors. Actors beyond them wait for a thread.",
            )
            .group(Group::Execution)
            .applies("driver", &ON_THREADS.map(Driver::name)),
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
    // What has both threads and tasks, or processes, does not run for real.
    let mut impossible = vec![];
    if threads::refused(program).is_some() {
        impossible.extend(ON_THREADS);
    }
    if event_loop::refused(program).is_some() {
        impossible.push(Driver::EventLoop);
    }
    let possible = |driver: &Driver| !impossible.contains(driver);
    let usual = FREELY.into_iter().find(possible).unwrap_or(Driver::Explore);
    let mut params = common(usual);
    let is_possible = |name: &str| !impossible.iter().any(|driver| driver.name() == name);
    for param in &mut params {
        match (&mut param.kind, &mut param.applies) {
            (Kind::Choice { options }, _) if param.name == "driver" => {
                options.retain(|option| is_possible(option.value));
            }
            (_, Some(applies)) if applies.param == "driver" => {
                applies.values.retain(|value| is_possible(value))
            }
            _ => {}
        }
    }
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

/// The settings that nobody has changed and that have another value for exploring, with that value.
pub fn small(program: &Program, values: &Values) -> Vec<(String, String)> {
    let changed = options(program, values).settings;
    let of = |setting: &Setting| {
        let explore = setting.explore.as_ref().filter(|explore| **explore != setting.value)?;
        (!changed.contains_key(&setting.name)).then(|| (setting.name.clone(), explore.to_string()))
    };
    program.settings.iter().filter_map(of).collect()
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
        exploring: !FREELY.contains(&values.one_of("driver"))
            || values.one_of::<Sized>("sized") == Sized::Explored,
        seed: values.integer("seed"),
    }
}

/// Threads that are there for actors which are started later, where a program starts any.
const FOR_STARTED: f64 = 8.0;

/// Whether a run with these values is a real one: only then anything is asked of its actors, and its text read for that.
pub fn is_real(values: &Values) -> bool {
    REALLY.contains(&values.one_of("driver"))
}

/// The pool of several threads that explore together.
pub fn searching() -> PoolRule {
    let explore = Applies { param: "driver", values: vec![Driver::Explore.name()] };
    let together = Applies { param: "search", values: vec![Search::Together.name()] };
    PoolRule {
        size: PoolSize::Param("searchers"),
        when: vec![explore, together],
        compared: None,
        otherwise: None,
    }
}

/// When threads are needed, and how many. How many actors a text begins with is asked of the compiler, for the values of
/// its settings and for one more of each: what is not linear in them is near enough.
pub fn pool(text: &str) -> PoolRule {
    let real = Applies { param: "driver", values: ON_THREADS.map(Driver::name).into() };
    let actors = |changed: Option<(&str, i64)>| {
        let settings =
            changed.map(|(name, value)| (name.to_owned(), Value::Int(value))).into_iter().collect();
        let program = compile(text, &Options { settings, ..Options::default() }).ok()?;
        let threads = program.roles.iter().filter(|role| role.kind == ActorKind::Thread).count();
        Some((threads as f64, program))
    };
    let (mut base, mut each) = (1.0, vec![]);
    if let Some((count, program)) = actors(None) {
        base = count + if program.spawns.is_empty() { 0.0 } else { FOR_STARTED };
        for setting in &program.settings {
            let Value::Int(value) = setting.value else { continue };
            let most = match setting.range {
                Some((_, Value::Int(most))) => most,
                _ => i64::MAX,
            };
            let step = if value < most { 1 } else { -1 };
            let Some((other, _)) = actors(Some((&setting.name, value + step))) else { continue };
            let more = (other - count) * step as f64;
            if more != 0.0 {
                base -= more * value as f64;
                each.push((kept(&setting.name), more));
            }
        }
    }
    PoolRule {
        size: PoolSize::Actors { given: "pool", base, each, most: MOST_THREADS },
        when: vec![real],
        compared: None,
        otherwise: Some(Box::new(searching())),
    }
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
        Err(faults) => (common(Driver::Threads), remarks(&faults), vec![]),
    };
    Reading { lines: ink::lines(text, None), params, pool: pool(text), faults, warnings }
}
