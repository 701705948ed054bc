//! Whatever the text: never a panic, bounded time and memory.

use std::sync::Arc;

use super::code::Options;
use super::code::compile::compile;
use super::drivers::hand::Hand;
use super::drivers::notation::{decode, encode};
use super::explore::{Limits, explore};
use super::fault::MOST_FAULTS;
use super::world::model::Memory;

/// Runs a text as far as it is a program.
fn run(text: &str, seed: u64) -> bool {
    match compile(text, &Options { exploring: true, seed, ..Options::default() }) {
        Err(faults) => {
            assert!(!faults.is_empty() && faults.len() <= MOST_FAULTS, "{text}");
            for fault in faults {
                let fault = fault.to_string();
                assert!(fault.starts_with("line ") && fault.ends_with(['.', '?', '!']), "{fault}\n{text}");
                assert!(fault.len() < 1000, "{fault}");
            }
            false
        }
        Ok(program) => {
            let program = Arc::new(program);
            let memory = if seed.is_multiple_of(4) { Memory::Tso } else { Memory::Sc };
            let limits = Limits { bytes: 8 << 20, states: 60 };
            let report = explore(&program, memory, &limits, &mut |_| true);
            for outcome in &report.outcomes {
                let mut hand = Hand::new(Arc::clone(&program), memory);
                assert_eq!(decode(&encode(&outcome.shortest)), Ok(outcome.shortest.clone()));
                assert_eq!(hand.take_all(&outcome.shortest), Ok(()), "{text}");
                assert_eq!(hand.ending().as_ref(), Some(&outcome.ending), "{text}");
            }
            let mut hand = Hand::new(program, memory);
            hand.walk(seed, 12).expect("few steps");
            assert_eq!(
                hand.actors().iter().map(|actor| actor.steps.len()).sum::<usize>(),
                hand.possible().len()
            );
            hand.back_to(0);
            true
        }
    }
}

fn draw(seed: &mut u64) -> usize {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut drawn = *seed;
    drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (drawn ^ (drawn >> 31)) as usize
}

/// Splits a text where its parts could be taken apart.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = vec![];
    let mut kind = 0;
    for c in text.chars() {
        let next = if c.is_alphanumeric() || c == '_' { 1 } else { 2 };
        match pieces.last_mut() {
            Some(last) if next == 1 && kind == 1 => last.push(c),
            _ => pieces.push(c.to_string()),
        }
        kind = next;
    }
    pieces
}

#[test]
fn mutated_programs_are_run_or_told() {
    let corpus: Vec<Vec<String>> =
        super::reference_tests::examples().iter().map(|text| pieces(text)).collect();
    let mut seed = 1;
    let mut ran = 0;
    for round in 0..100_000 {
        let mut text = corpus[draw(&mut seed) % corpus.len()].clone();
        for _ in 0..draw(&mut seed) % 4 + 1 {
            let at = draw(&mut seed) % text.len();
            let other = &corpus[draw(&mut seed) % corpus.len()];
            let from = draw(&mut seed) % other.len();
            match draw(&mut seed) % 6 {
                0 => drop(text.remove(at)),
                1 => text.insert(at, other[from].clone()),
                2 => text[at].clone_from(&other[from]),
                3 => {
                    let to = draw(&mut seed) % text.len();
                    text.swap(at, to);
                }
                4 => {
                    let end = (from + draw(&mut seed) % 40).min(other.len());
                    text.splice(at..at, other[from..end].iter().cloned());
                }
                _ => {
                    let end = (at + draw(&mut seed) % 20).min(text.len());
                    text.drain(at..end);
                }
            }
            if text.is_empty() {
                text.push("end".into());
            }
        }
        ran += usize::from(run(&text.concat(), round));
    }
    assert!(ran > 2500, "{ran} mutants were programs");
}

#[test]
fn what_is_deep_or_long_is_a_sentence() {
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
    let long = vec!["1"; 20_000].join(" + ");
    let texts = [
        format!("const x = {}", deep("(", ")")),
        format!("const x = {}", deep("[", "]")),
        format!("const x = {}1", "not ".repeat(20_000)),
        format!("const x = {}1", "- ".repeat(20_000)),
        format!("const x = {long}"),
        format!("thread t {{ {} }}", deep("loop { ", " }").replace('1', "")),
        format!("thread t {{ {} }}", "loop { ".repeat(10_000)),
        format!("thread t {{ x = {} }}", "length ".repeat(10_000)),
        format!("thread t {{ if true {{ }} {} }}", "else if true { } ".repeat(5000)),
        format!("thread t {{ {} }}", "try { ".repeat(10_000)),
        "x".repeat(100_001),
        "é".repeat(40_000),
        "\"".repeat(9999),
        "@".repeat(9999),
        format!("variants a\n{}", "{ @ a\n".repeat(5000)),
    ];
    for text in &texts {
        run(text, 1);
    }
    assert!(compile(&texts[0], &Options::default()).unwrap_err()[0].sentence.contains("deep"));
}

#[test]
fn what_has_no_end_ends() {
    let texts = [
        "thread t { loop { } }",
        "thread t { loop { try { loop { } } catch e { } } }",
        "thread t { loop { print 1 } }",
        "fn f() { f() }\nthread t { f() }",
        "fn f() { f() }\nthread t { loop { try { f() } catch e { } } }",
        "fn f() { }\nthread t { loop { o = new f() } }",
        "fn f() { }\nthread t { loop { try { o = new f() } catch e { } } }",
        "fn f() { start f() }\nthread t { f() }",
        "thread t { l = [1]; loop { l = l + l } }",
        "thread t { l = [1]; loop { l = [l, l] } }",
        "thread t { l = [1]; loop { l = [l] } }",
        "thread t { s = \"a\"; loop { s = s + s } }",
        "shared x = 0\nthread t { loop { x += 1 } }",
        "channel c[]\nthread t { loop { put c, 1 } }",
        "fn g() { yield 1 }\nthread t { loop { h = g() } }",
        "fn g(n) { for v in g(n + 1) { yield v } }\nthread t { for v in g(0) { } }",
        "shared x = 1\nend { loop { x } }",
        "shared x = 1\nend { while x > 0 { } }",
        "thread t[1000] { yield }",
        "atomic a[1000] = 0\nthread t { loop { print a } }",
    ];
    for text in texts {
        run(text, 2);
    }
}
