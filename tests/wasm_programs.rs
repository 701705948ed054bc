//! The language in a real browser worker, whose words have 32 bits: known answers of exploring, orders by hand, and texts
//! that are no programs.
#![cfg(all(target_arch = "wasm32", feature = "threads"))]

use std::sync::Arc;

use brigade::program::code::Options;
use brigade::program::code::compile::compile;
use brigade::program::drivers::hand::Hand;
use brigade::program::explore::{Limits, Report, explore};
use brigade::program::world::model::Memory;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

const PHILOSOPHERS: &str = include_str!("../src/families/programs/philosophers.story");
const GARLIC: &str = include_str!("../src/families/programs/garlic.story");
const SOUP: &str = include_str!("../src/families/programs/soup.story");

fn explored(text: &str, memory: Memory) -> Report {
    let options = Options { exploring: true, ..Options::default() };
    let program = Arc::new(compile(text, &options).unwrap_or_else(|faults| panic!("{faults:?}")));
    let report = explore(&program, memory, &Limits::default(), &mut |_| true);
    for outcome in &report.outcomes {
        let mut hand = Hand::new(Arc::clone(&program), memory);
        hand.take_all(&outcome.shortest).unwrap();
        assert_eq!(hand.ending().as_ref(), Some(&outcome.ending));
    }
    report
}

/// The locks of philosophers, each with its first and second one.
fn table(order: &[(usize, usize)]) -> String {
    let actors = order.iter().enumerate().map(|(number, (first, second))| {
        format!("thread p{number} {{ lock f[{first}]; lock f[{second}]; unlock f[{second}]; unlock f[{first}] }}\n")
    });
    format!("lock f[{}]\n{}", order.len(), actors.collect::<String>())
}

#[wasm_bindgen_test]
fn answers_are_the_known_ones() {
    let left = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)];
    let ordered = [(0, 1), (1, 2), (2, 3), (3, 4), (0, 4)];
    for (text, interleavings, stuck, states) in [
        ("shared x = 0\nthread t[2] { repeat 4 { x += 1 } }\nend { show x }".to_string(), "12870", "0", None),
        (table(&[(0, 1), (1, 0)]), "6", "2", Some(19)),
        (table(&[(0, 1), (1, 2), (2, 0)]), "168", "6", Some(87)),
        (table(&left), "66468720", "120", Some(1743)),
        (table(&ordered), "49719072", "0", Some(1424)),
        (PHILOSOPHERS.to_string(), "714762", "90", None),
        (GARLIC.to_string(), "70", "0", None),
    ] {
        let report = explored(&text, Memory::Sc);
        assert_eq!(report.interleavings.to_string(), interleavings, "{text}");
        assert_eq!(report.interleavings_stuck.to_string(), stuck, "{text}");
        assert!(states.is_none_or(|states| states == report.states), "{} states of {text}", report.states);
    }
    let stores = "shared x = 0, y = 0\nthread a { x = 1; r = y; show r }\nthread b { y = 1; s = x; show s }";
    let both = |memory| {
        explored(stores, memory)
            .outcomes
            .iter()
            .any(|outcome| outcome.ending.to_string() == "r of a=0,s of b=0")
    };
    assert!(!both(Memory::Sc) && both(Memory::Tso));
}

#[wasm_bindgen_test]
fn many_states_are_told_apart_by_their_hashes() {
    // If each had to be compared with all others, this would not end in time.
    let text = "shared n[8] = 0\nthread t[8] { loop { n[index] += 1 } }";
    let program = Arc::new(compile(text, &Options::default()).unwrap());
    let limits = Limits { states: 300_000, ..Limits::default() };
    let report = explore(&program, Memory::Sc, &limits, &mut |_| true);
    assert!(!report.complete && report.states > 300_000, "{}", report.extent());
}

/// The steps of splitmix64.
fn draw(seed: &mut u64) -> usize {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut drawn = *seed;
    drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (drawn ^ (drawn >> 31)) as usize
}

#[wasm_bindgen_test]
fn two_thousand_texts_break_nothing() {
    let mut seed = 13;
    let mut programs = 0;
    for _ in 0..2000 {
        let from = [PHILOSOPHERS, GARLIC, SOUP][draw(&mut seed) % 3];
        let mut words: Vec<&str> = from.split_inclusive([' ', '\n', '(', '[']).collect();
        for _ in 0..=draw(&mut seed) % 4 {
            let (at, other) = (draw(&mut seed) % words.len(), draw(&mut seed) % words.len());
            match draw(&mut seed) % 3 {
                0 => words.swap(at, other),
                1 => words[at] = words[other],
                _ => drop(words.remove(at)),
            }
        }
        let options = Options { exploring: true, ..Options::default() };
        match compile(&words.concat(), &options) {
            Err(faults) => assert!(!faults.is_empty() && faults.len() <= 20),
            Ok(program) => {
                programs += 1;
                let limits = Limits { bytes: 8 << 20, states: 60 };
                explore(&Arc::new(program), Memory::Sc, &limits, &mut |_| true);
            }
        }
    }
    assert!(programs > 50, "{programs}");
}
