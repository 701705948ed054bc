//! From text to a program: parse, check, lower.

use std::collections::BTreeMap;

use super::super::check::check;
use super::super::fault::{Fault, Place};
use super::super::parse::parse;
use super::super::value::Value;
use super::Program;
use super::lower::Lower;

/// What a program is compiled with.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Values of settings; the others are as the text says.
    pub settings: BTreeMap<String, Value>,
    /// The variant; the first where nothing is said.
    pub variant: Option<String>,
    /// Whether settings have the values for exploring.
    pub exploring: bool,
    /// Where randomness begins.
    pub seed: u64,
}

/// Compiles a text.
///
/// # Errors
/// Returns everything that is wrong with it, at most [`super::super::fault::MOST_FAULTS`], in the order of the text.
pub fn compile(text: &str, options: &Options) -> Result<Program, Vec<Fault>> {
    let tree = parse(text, options.variant.as_deref())?;
    if let Some(variant) = &options.variant
        && !tree.variants.contains(variant)
    {
        let sentence = if tree.variants.is_empty() {
            format!("This program has no variants, so none called {variant}: leave the choice out.")
        } else {
            format!("There is no variant `{variant}`: choose one of {}.", tree.variants.join(", "))
        };
        return Err(vec![Fault { place: Place { line: 1, column: 1 }, sentence }]);
    }
    check(&tree)?;
    Lower::new(options).program(&tree)
}
