//! Every example of `docs/programs.md` comes to what stands below it.

use std::sync::Arc;

use super::code::Options;
use super::code::compile::compile;
use super::explore::{Limits, explore};
use super::syntax::{STATEMENT_WORDS, TOP_WORDS, WORDS};
use super::world::model::Memory;

const REFERENCE: &str = include_str!("../../docs/programs.md");

/// Returns the blocks of a document with what stands behind their three backquotes, in order.
fn blocks(document: &str) -> Vec<(String, String)> {
    let mut blocks: Vec<(String, String)> = vec![];
    let mut inside = false;
    for line in document.lines() {
        if let Some(info) = line.strip_prefix("```") {
            if !inside {
                blocks.push((info.to_string(), String::new()));
            }
            inside = !inside;
        } else if let (true, Some((_, text))) = (inside, blocks.last_mut()) {
            text.push_str(line);
            text.push('\n');
        }
    }
    blocks
}

/// Returns the programs of the reference.
pub fn examples() -> Vec<String> {
    blocks(REFERENCE)
        .into_iter()
        .filter(|(info, _)| info.starts_with("program"))
        .map(|(_, text)| text)
        .collect()
}

/// Writes what a program comes to, as the reference does.
fn comes_to(text: &str, info: &str) -> String {
    let mut options = Options { exploring: true, ..Options::default() };
    let mut memory = Memory::Sc;
    for word in info.split(' ').skip(1) {
        match word {
            "tso" => memory = Memory::Tso,
            "stopped" => {}
            variant => options.variant = Some(variant.to_string()),
        }
    }
    let program = match compile(text, &options) {
        Ok(program) => Arc::new(program),
        Err(faults) => return faults.iter().map(|fault| format!("{fault}\n")).collect(),
    };
    let mut told: String = program.warnings.iter().map(|warning| format!("warning: {warning}\n")).collect();
    let report = explore(&program, memory, &Limits { states: 20_000, ..Limits::default() }, &mut |_| true);
    for outcome in &report.outcomes {
        let kind = outcome.ending.kind.word();
        let ending = outcome.ending.to_string();
        let ending = ending.strip_prefix("stuck: ").unwrap_or(&ending);
        let before = if ending.is_empty() { "" } else { ": " };
        let wrong = if outcome.ending.wrong.is_empty() {
            String::new()
        } else {
            format!(" (not: {})", outcome.ending.wrong.join(", "))
        };
        told.push_str(&format!("{kind}{before}{ending}{wrong} · {}\n", outcome.interleavings));
    }
    if !report.complete {
        told.push_str(&format!("{}\n", report.extent()));
    }
    if report.livelock.is_some() {
        told.push_str("can go on for ever without getting on\n");
    }
    if !report.passed_over.is_empty() {
        told.push_str(&format!("can be passed over without end: {}\n", report.passed_over.join(", ")));
    }
    told
}

#[test]
fn every_example_of_the_reference_comes_to_what_it_says() {
    let blocks = blocks(REFERENCE);
    let mut examples = 0;
    let mut wrong = String::new();
    for (at, (info, text)) in blocks.iter().enumerate() {
        if !info.starts_with("program") {
            continue;
        }
        examples += 1;
        let said = match blocks.get(at + 1) {
            Some((info, said)) if info == "text" => said.as_str(),
            _ => "nothing",
        };
        let found = comes_to(text, info);
        if said != found {
            wrong.push_str(&format!("=== {info}\n{text}--- said\n{said}--- found\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(examples >= 20);
}

#[test]
fn every_word_is_in_the_reference() {
    let phrases = WORDS.iter().map(|usage| usage.phrase);
    for word in phrases.chain(STATEMENT_WORDS).chain(TOP_WORDS) {
        assert!(REFERENCE.contains(&format!("`{word}")), "the reference has no `{word}`");
    }
}
