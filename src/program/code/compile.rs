//! From text to a program: parse, check, lower.

use super::super::check::check;
use super::super::fault::{Fault, Place};
use super::super::parse::parse;
use super::lower::Lower;
use super::{Options, Program};

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
