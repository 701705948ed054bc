//! The façade in a real browser worker, which wasm-bindgen's runner opens, with a live pool. All tests share one
//! instance, and so one pool of `THREADS` threads.
#![cfg(all(target_arch = "wasm32", feature = "threads"))]

use brigade::wasm::{begin, execute, init_thread_pool};
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

const THREADS: usize = 2;
const SCHEDULES: [&str; 7] =
    ["sequential", "static", "interleaved", "dynamic", "guided", "fork-join", "work-stealing"];

/// Builds the pool once; without it rayon would silently run everything on one thread.
async fn pool() {
    use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
    static STARTED: AtomicBool = AtomicBool::new(false);
    if !STARTED.swap(true, Relaxed) {
        JsFuture::from(init_thread_pool(THREADS)).await.unwrap();
    }
    assert_eq!(rayon::current_num_threads(), THREADS);
}

/// Returns all parameters of `julia`, with some changed.
fn julia(changes: Value) -> Value {
    let mut params = json!({
        "re": -0.79, "im": 0.15, "n": 60, "max_iter": 255, "x": 0.0, "y": 0.0, "width": 4.0,
        "kernel": "simd", "schedule": "dynamic", "grain": 3, "threads": THREADS, "launch": "line",
        "repeats": 1, "warmup": 0,
    });
    for (name, value) in changes.as_object().unwrap() {
        params[name] = value.clone();
    }
    params
}

fn request(scenario: &str, params: Value, compare: bool) -> JsValue {
    to_js(&json!({ "scenario": scenario, "params": params, "compare": compare, "record": true }))
}

/// Converts a request as the page's worker hands it over.
fn to_js(value: &Value) -> JsValue {
    js_sys::JSON::parse(&value.to_string()).unwrap()
}

fn from_js(value: &JsValue) -> Value {
    serde_json::from_str(&js_sys::JSON::stringify(value).unwrap().as_string().unwrap()).unwrap()
}

/// Prepares a run and returns its layout.
fn prepare(scenario: &str, params: Value, compare: bool) -> Value {
    from_js(&begin(request(scenario, params, compare)).unwrap())
}

/// Runs the prepared run.
async fn go() -> Result<Value, String> {
    match JsFuture::from(execute()).await {
        Ok(outcome) => Ok(from_js(&outcome)),
        Err(error) => Err(error.as_string().unwrap()),
    }
}

/// Reads bytes at an address of the layout, as the page does.
fn bytes_at(address: &Value, length: usize) -> Vec<u8> {
    let address = address.as_u64().unwrap() as usize;
    // SAFETY: the layout's addresses stay valid until the next `begin`, and nothing runs now.
    unsafe { std::slice::from_raw_parts(address as *const u8, length) }.to_vec()
}

fn u32s_at(address: &Value, count: usize) -> Vec<u32> {
    bytes_at(address, 4 * count).chunks(4).map(|word| u32::from_le_bytes(word.try_into().unwrap())).collect()
}

/// The lecture's kernel, written once more in the plainest way.
fn reference(params: &Value) -> Vec<u8> {
    let number = |name: &str| params[name].as_f64().unwrap();
    let (n, max_iter) = (number("n") as usize, number("max_iter") as u32);
    let width = number("width");
    let (x0, y0) = (number("x") - width / 2.0, number("y") - width / 2.0);
    let mut bytes = Vec::new();
    for j in 0..n {
        for i in 0..n {
            let mut x = x0 + (j as f64 * width) / (n as f64 - 1.0);
            let mut y = y0 + (i as f64 * width) / (n as f64 - 1.0);
            let mut count = max_iter;
            for k in 1..=max_iter {
                if x * x + y * y > 4.0 {
                    count = k - 1;
                    break;
                }
                (x, y) = (x * x - y * y + number("re"), x * y + x * y + number("im"));
            }
            bytes.push(count as u8);
        }
    }
    bytes
}

#[wasm_bindgen_test]
async fn every_schedule_and_kernel_gives_the_reference_picture() {
    pool().await;
    let problems = [
        json!({}),
        json!({ "n": 2 }),
        json!({ "n": 97, "re": 0.0, "im": 1.0 }),
        json!({ "n": 61, "re": -0.4, "im": 0.0, "max_iter": 7 }),
        json!({ "n": 50, "re": 2.0, "im": -2.0 }),
        json!({ "n": 33, "re": -2.0, "im": 0.0, "width": 8.0, "max_iter": 1 }),
        json!({ "n": 80, "x": -0.27, "y": 0.007, "width": 1e-13 }),
    ];
    for problem in problems {
        for kernel in ["simd", "scalar"] {
            for schedule in SCHEDULES {
                let mut params = julia(problem.clone());
                params["kernel"] = kernel.into();
                params["schedule"] = schedule.into();
                params["grain"] = 1.into();
                let n = params["n"].as_u64().unwrap() as usize;
                let expected = reference(&params);
                let layout = prepare("julia", params, false);
                let outcome = go().await.unwrap();
                assert_eq!(outcome["state"], "done");
                assert!(
                    bytes_at(&layout["images"][0]["pixels"], n * n) == expected,
                    "{problem} {kernel} {schedule}"
                );
                let owners = bytes_at(&layout["images"][0]["owners"], n);
                let sequential = schedule == "sequential";
                assert!(owners.iter().all(|&owner| if sequential {
                    owner == 1
                } else {
                    (2..4).contains(&owner)
                }));
            }
        }
    }
}

#[wasm_bindgen_test]
async fn the_lectures_picture_has_the_known_sum() {
    pool().await;
    prepare("julia", julia(json!({ "n": 1000, "repeats": 2 })), true);
    let outcome = go().await.unwrap();
    let images = outcome["images"].as_array().unwrap();
    assert_eq!(images.len(), 2);
    for image in images {
        assert_eq!(image["sum"], 10_538_924);
    }
    let names: Vec<_> =
        outcome["metrics"].as_array().unwrap().iter().map(|m| m["name"].as_str().unwrap()).collect();
    for name in ["time_ms", "sequential_ms", "imbalance", "chunks"] {
        assert!(names.contains(&name), "{name} is missing");
    }
    // A ratio, or the sentence that says why there is none: two repeats are too few for one.
    let withheld = outcome["values"]["withheld"].is_string();
    assert_eq!(names.contains(&"speedup"), !withheld);
}

#[wasm_bindgen_test]
async fn the_layout_leads_to_progress_and_events() {
    pool().await;
    let layout = prepare("julia", julia(json!({ "repeats": 3, "warmup": 1 })), true);
    assert_eq!(u32s_at(&layout["progress"], 2), [0, 0]);
    go().await.unwrap();
    // A repeat has as many executions as the clock needs.
    let [done, all] = u32s_at(&layout["progress"], 2)[..] else { panic!("two words") };
    assert_eq!((done, done % 60), (all, 0));
    assert!(done >= 8 * 60, "{done}");

    let lanes = layout["lanes"].as_array().unwrap();
    assert_eq!(lanes.len(), THREADS + 1);
    assert!(layout["origin_ms"].as_f64().unwrap() > 1.6e12, "ms since the epoch");
    let mut columns = 0;
    for lane in lanes {
        let [length, dropped] = u32s_at(&lane["header"], 2)[..] else { panic!("two words") };
        assert_eq!(dropped, 0);
        assert!(u64::from(length) <= lane["capacity"].as_u64().unwrap());
        let events = bytes_at(&lane["events"], 16 * length as usize);
        let mut last = 0.0;
        let mut open = Vec::new();
        for event in events.chunks(16) {
            let time = f64::from_le_bytes(event[..8].try_into().unwrap());
            let arg = u32::from_le_bytes(event[8..12].try_into().unwrap());
            let label = u16::from_le_bytes(event[12..14].try_into().unwrap());
            assert!(time >= last, "times ascend in a lane");
            last = time;
            match event[14] {
                0 => open.push((label, arg)),
                1 => {
                    let (begun, first) = open.pop().expect("an end has its begin");
                    assert_eq!(begun, label, "spans nest");
                    if label == 0 {
                        columns += arg - first;
                    }
                }
                phase => panic!("unexpected phase {phase}"),
            }
        }
        assert!(open.is_empty());
    }
    assert_eq!(
        columns,
        8 * 60,
        "every column of the warm-ups, and of the first execution of each repeat, is in one chunk"
    );
}

#[wasm_bindgen_test]
async fn the_stop_flag_in_memory_stops_a_run() {
    pool().await;
    for (scenario, params) in [
        ("julia", julia(json!({ "n": 4096, "repeats": 100 }))),
        ("self-test", json!({ "fail": "wait", "threads": THREADS })),
    ] {
        let layout = prepare(scenario, params, false);
        let stop = layout["stop"].as_u64().unwrap() as usize as *const std::sync::atomic::AtomicU32;
        // SAFETY: the address of the prepared run's flag.
        unsafe { &*stop }.store(1, std::sync::atomic::Ordering::Relaxed);
        assert_eq!(go().await.unwrap()["state"], "stopped");
    }
}

#[wasm_bindgen_test]
async fn bad_requests_are_refused_in_words() {
    pool().await;
    let refused = |request: JsValue| begin(request).unwrap_err();
    assert!(refused("not a request".into()).contains("could not be read"));
    assert!(refused(request("nonsense", json!({}), false)).contains("no scenario called “nonsense”"));
    assert!(refused(request("julia", json!({}), false)).contains("has no value"));
    assert!(refused(request("julia", julia(json!({ "n": 5000 })), false)).contains("between 2 and 4096"));
    assert!(refused(request("julia", julia(json!({ "grain": 61 })), false)).contains("at most n (60)"));
    assert!(refused(request("julia", julia(json!({ "threads": 7 })), false)).contains("needs 7 threads"));
    assert!(refused(request("julia", julia(json!({ "extra": 1 })), false)).contains("no parameter “extra”"));
    assert!(go().await.unwrap_err().contains("No run has been prepared"));
}
