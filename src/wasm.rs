//! The façade: the only module that knows JavaScript.
//!
//! It lives in the engine worker (the coordinator). A run takes two calls: [`begin`] checks the request, allocates
//! everything and returns the addresses, so that the page can watch; [`execute`] runs. Pixels and events never cross:
//! the page reads them at the addresses of the layout. The catalog does not cross either: the page is built with it.

use std::cell::RefCell;
use vecmap::VecMap;

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::catalog;
use crate::contract::params::{Value, Values};
use crate::contract::scenario::{Context, Report, Scenario};
use crate::contract::story::ExtraLane;
use crate::error::Error;
use crate::run::crew::Crew;
use crate::run::trace::recorder::Address as RecorderAddress;
use crate::run::trace::{Label, Resource, label};

mod panics;

#[cfg(feature = "threads")]
pub use wasm_bindgen_rayon::init_thread_pool;

/// A request to run (type `RunRequest` of the page).
#[derive(Deserialize)]
struct Request {
    scenario: String,
    params: VecMap<String, Value>,
    compare: bool,
    record: bool,
    /// Logical cores that the browser reports.
    #[serde(default)]
    cores: Option<usize>,
    #[serde(default)]
    budget_ms: Option<f64>,
    /// Bytes of memory, if the browser refused what the module was built with.
    #[serde(default)]
    memory: Option<usize>,
}

/// A run from its [`begin`] until the next one: what the page reads must stay where it is.
struct Prepared {
    id: String,
    scenario: &'static dyn Scenario,
    values: Values,
    context: Context,
}

thread_local! {
    static PREPARED: RefCell<Option<Box<Prepared>>> = const { RefCell::new(None) };
}

#[derive(Serialize)]
struct LaneLayout {
    name: String,
    role: &'static str,
    thread: Option<usize>,
    track: Option<&'static str>,
    /// Who it is in a story.
    actor: Option<String>,
    on_loop: bool,
    header: usize,
    events: usize,
    capacity: usize,
}

#[derive(Serialize)]
struct ImageLayout {
    id: &'static str,
    width: usize,
    height: usize,
    pixels: usize,
    owners: usize,
}

/// Type `RunLayout` of the page.
#[derive(Serialize)]
struct Layout {
    stop: usize,
    progress: usize,
    notice: usize,
    origin_ms: f64,
    lanes: Vec<LaneLayout>,
    labels: Vec<Label>,
    resources: Vec<Resource>,
    images: Vec<ImageLayout>,
}

/// Type `Outcome` of the page.
#[derive(Serialize)]
struct Outcome<'a> {
    scenario: &'a str,
    params: &'a Values,
    #[serde(flatten)]
    report: &'a Report,
}

/// Runs once in each instance, on whatever thread instantiates it.
#[wasm_bindgen(start)]
fn start() {
    panics::watch();
}

/// Checks a request and allocates all that its run needs; returns the layout.
///
/// # Errors
/// A sentence, if the request cannot be run.
#[wasm_bindgen]
pub fn begin(request: JsValue) -> Result<JsValue, String> {
    PREPARED.take();
    // In its box before its addresses are taken: they must stay valid until the run is over.
    let prepared = Box::new(prepare(request).map_err(|error| error.to_string())?);
    let layout = layout(&prepared);
    PREPARED.set(Some(prepared));
    Ok(to_js(&layout))
}

/// Converts to a plain object. JSON text would need code and tables to write and read numbers: a sixth of what a
/// reader downloads.
fn to_js(value: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).expect("layouts and outcomes are plain data")
}

/// Reads the program of a request without running it; `null` where its scenario has none.
///
/// # Errors
/// A sentence, if the request cannot be understood.
#[cfg(feature = "programs")]
#[wasm_bindgen]
pub fn read(request: JsValue) -> Result<JsValue, String> {
    #[derive(Deserialize)]
    struct Asked {
        scenario: String,
        params: VecMap<String, Value>,
    }
    let Asked { scenario, params } = serde_wasm_bindgen::from_value(request)
        .map_err(|error| Error::BadRequest(error.to_string()).to_string())?;
    let scenario = catalog::find(&scenario).map_err(|error| error.to_string())?;
    Ok(to_js(&scenario.read(&params)))
}

fn prepare(request: JsValue) -> Result<Prepared, Error> {
    let request: Request =
        serde_wasm_bindgen::from_value(request).map_err(|error| Error::BadRequest(error.to_string()))?;
    let scenario = catalog::find(&request.scenario)?;
    let values = Values::check(&scenario.params_of(&request.params)?, request.params)?;
    let crew = if cfg!(feature = "threads") { Crew::global() } else { Crew::none() };
    let mut context = Context::new(scenario, &values, request.compare, crew)?;
    context.record = request.record;
    context.cores = request.cores.unwrap_or(context.cores);
    context.budget_ms = request.budget_ms.unwrap_or(context.budget_ms);
    context.memory = request.memory.unwrap_or(context.memory);
    Ok(Prepared { id: request.scenario, scenario, values, context })
}

fn layout(prepared: &Prepared) -> Layout {
    let Context { recorder, lanes: extra, stop, progress, notice, pictures, .. } = &prepared.context;
    let threaded = recorder.lanes() - extra.len();
    let actors = prepared.scenario.actors(&prepared.values);
    let lanes = (0..recorder.lanes()).map(|lane| {
        let thread = lane.checked_sub(1);
        let address = recorder.address(lane);
        let RecorderAddress { header, events, capacity } = address;
        match (lane.checked_sub(threaded), thread) {
            (Some(index), _) => {
                let ExtraLane { name, track, number, on_loop } = extra[index].clone();
                LaneLayout {
                    actor: Some(name.clone()),
                    name,
                    role: "task",
                    thread: Some(number),
                    track: Some(track),
                    on_loop,
                    header,
                    events,
                    capacity,
                }
            }
            (None, thread) => LaneLayout {
                name: thread.map_or("coordinator".into(), |t| format!("thread {t}")),
                role: if thread.is_some() { "worker" } else { "coordinator" },
                thread,
                track: None,
                actor: match thread {
                    Some(t) => actors.threads.get(t).cloned(),
                    None => actors.coordinator.map(str::to_owned),
                },
                on_loop: false,
                header,
                events,
                capacity,
            },
        }
    });
    let images = pictures.iter().map(|picture| ImageLayout {
        id: picture.id,
        width: picture.width(),
        height: picture.height(),
        pixels: picture.pixels_address(),
        owners: picture.owners_address(),
    });
    Layout {
        stop: stop.address(),
        progress: progress.address(),
        notice: notice.address(),
        origin_ms: recorder.clock().origin_ms(),
        lanes: lanes.collect(),
        labels: label::SHARED.iter().chain(prepared.scenario.labels()).copied().collect(),
        resources: prepared.scenario.resources(&prepared.values),
        images: images.collect(),
    }
}

/// Runs what [`begin`] prepared, and returns a promise of the outcome. It rejects with the scenario's error, a sentence.
/// It never settles if something panics, see [`panics`].
#[wasm_bindgen]
pub fn execute() -> js_sys::Promise {
    wasm_bindgen_futures::future_to_promise(run_prepared().map(|result| result.map_err(JsValue::from)))
}

async fn run_prepared() -> Result<JsValue, String> {
    // Taken out for the run; boxed, so that the addresses of the layout stay valid.
    let mut prepared = PREPARED.take().ok_or_else(|| Error::NothingPrepared.to_string())?;
    let Prepared { id, scenario, values, context } = &mut *prepared;
    let result = scenario.run(values, context).await;
    let outcome = result.map(|report| to_js(&Outcome { scenario: id, params: values, report: &report }));
    PREPARED.set(Some(prepared));
    outcome.map_err(|error| error.to_string())
}
