//! Programs on the threads of a real browser: random orders happen as the model says, right programs come to their ends, and
//! what is started may be more than the pool holds. All tests share one pool of `THREADS` threads.
#![cfg(all(target_arch = "wasm32", feature = "threads"))]

use std::sync::Arc;

use brigade::program::code::compile::compile;
use brigade::program::code::{Options, Program};
use brigade::program::drivers::hand::Hand;
use brigade::program::drivers::threads::{Conditions, End};
use brigade::program::drivers::{forced, threads};
use brigade::program::world::model::Memory;
use brigade::program::world::real::Unwatched;
use brigade::run::crew::{Crew, Stop};
use brigade::wasm::init_thread_pool;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

const THREADS: usize = 4;

/// Builds the pool once.
async fn pool() -> Crew {
    use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
    static STARTED: AtomicBool = AtomicBool::new(false);
    if !STARTED.swap(true, Relaxed) {
        JsFuture::from(init_thread_pool(THREADS)).await.unwrap();
    }
    Crew::global()
}

fn compiled(text: &str) -> Arc<Program> {
    let options = Options { exploring: true, ..Options::default() };
    Arc::new(compile(text, &options).unwrap_or_else(|faults| panic!("{faults:?}\n{text}")))
}

fn conditions<'c>(crew: &'c Crew, stop: &'c Stop) -> Conditions<'c> {
    Conditions { places: crew.size(), races: false, stop, watch: &Unwatched, threads: crew }
}

fn comes_to(text: &str, crew: &Crew) -> String {
    match threads::run(&compiled(text), conditions(crew, &Stop::default())).expect("threads only").end {
        End::Over(ending) => format!("{} {ending}", ending.kind.word()),
        other => format!("{other:?}"),
    }
}

/// The steps of splitmix64.
fn draw(seed: &mut u64) -> usize {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut drawn = *seed;
    drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (drawn ^ (drawn >> 31)) as usize
}

const STATEMENTS: [&str; 12] = [
    "x += 1",
    "x = y; y = x + 1",
    "n += 1",
    "with l { x += 2 }",
    "lock l; lock m; unlock m; unlock l",
    "lock m; lock l; unlock l; unlock m",
    "put c, 1",
    "v = take c; x += v",
    "acquire s; y += 1; release s",
    "with l { wait full for 1s }",
    "with l { notify all full }",
    "if try lock m { y = 7; unlock m }",
];

#[wasm_bindgen_test]
async fn in_a_given_order_threads_do_what_the_model_does() {
    let crew = pool().await;
    let mut seed = 5;
    for _ in 0..50 {
        let mut text = String::from(
            "shared x = 0, y = 0\natomic n = 0\nlock l, m\ncondition full of l\nsemaphore s = 1\nchannel c[1]\n",
        );
        for actor in 0..2 + draw(&mut seed) % 3 {
            let body: Vec<&str> =
                (0..=draw(&mut seed) % 4).map(|_| STATEMENTS[draw(&mut seed) % STATEMENTS.len()]).collect();
            text.push_str(&format!("thread t{actor} {{ {} }}\n", body.join("\n")));
        }
        text.push_str("end { show x; show y; show n }");
        let program = compiled(&text);
        let mut hand = Hand::new(Arc::clone(&program), Memory::Sc);
        let mut variables = vec![hand.variables()];
        loop {
            let possible = hand.possible();
            if possible.is_empty() {
                break;
            }
            hand.take(possible[draw(&mut seed) % possible.len()]).unwrap();
            variables.push(hand.variables());
        }
        let mut seen: Vec<Vec<(String, String)>> = vec![];
        let stop = Stop::default();
        let real = forced::run(&program, hand.steps(), conditions(&crew, &stop), |_, real| {
            let cells = program.cells.iter().enumerate();
            seen.push(
                cells.map(|(at, cell)| (cell.name.clone(), real.cell(at as u32).to_string())).collect(),
            );
        });
        let real = real.unwrap_or_else(|why| panic!("{why}\n{text}"));
        assert_eq!(seen, variables, "{text}");
        assert_eq!(real.end, End::Over(hand.ending().unwrap()), "{text}");
    }
}

#[wasm_bindgen_test]
async fn right_programs_never_get_stuck() {
    let crew = pool().await;
    for (text, end) in [
        ("shared x = 0\nlock l, m\nthread t[3] { repeat 5 { with l { with m { x += 1 } } } }\nend { show x }", "x=15"),
        ("shared x = 0\nfair lock l\nthread t[3] { repeat 5 { with l { x += 1 } } }\nend { show x }", "x=15"),
        (
            "shared full = false, x = 0\nlock l\ncondition changed of l
             thread put { repeat 5 { with l { while full { wait changed }; full = true; notify all changed } } }
             thread take { repeat 5 { with l { while not full { wait changed }; full = false; x += 1
             notify all changed } } }\nend { show x }",
            "x=5",
        ),
        (
            "atomic x = 0\nbarrier b of 3\nthread t[3] { repeat 4 { x += 1; meet b; meet b } }\nend { show x }",
            "x=12",
        ),
        (
            "channel c[2]\natomic x = 0\nthread cook { for i in 0..9 { put c, i }; close c }
             thread guest[2] { for v in c { x += v } }\nend { show x }",
            "x=36",
        ),
    ] {
        for _ in 0..40 {
            assert_eq!(comes_to(text, &crew), format!("done {end}"), "{text}");
        }
    }
}

#[wasm_bindgen_test]
async fn actors_beyond_the_pool_wait_for_a_thread() {
    let crew = pool().await;
    let text = "atomic n = 0\nthread t[20] { n += 1 }\nend { show n }";
    assert_eq!(comes_to(text, &crew), "done n=20");
    let started = "atomic n = 0\nfn f() { n += 1 }\nthread t { repeat 30 { start f() } }\nend { show n }";
    assert_eq!(comes_to(started, &crew), "done n=30");
    let program = compiled("barrier b of 5\nthread t[5] { meet b }");
    let stop = Stop::default();
    let end = threads::run(&program, conditions(&crew, &stop)).unwrap().end;
    assert!(matches!(&end, End::TooFewThreads(why) if why.contains("5 threads or more")), "{end:?}");
}
