//! From text to tree. All faults are found at once; a part that cannot be read is passed over.

mod cursor;
mod expressions;
mod statements;
mod top;

use super::fault::{Fault, Faults};
use super::lexer::lex;
use super::syntax::Tree;
use super::variants::{resolve, variants_of};

/// Returns the tree of a text, or everything that is wrong with how it is written.
///
/// # Errors
/// Returns at most [`super::fault::MOST_FAULTS`] faults, in the order of the text.
pub fn parse(text: &str, variant: Option<&str>) -> Result<Tree, Vec<Fault>> {
    let mut faults = Faults::default();
    let lexemes = lex(text, &mut faults);
    let variants = variants_of(&lexemes);
    let chosen = variant.or(variants.first().map(String::as_str));
    let lexemes = resolve(lexemes, chosen, &mut faults);
    let mut tree = cursor::Parser::new(lexemes, &mut faults).tree();
    tree.variants = variants;
    if faults.is_empty() { Ok(tree) } else { Err(faults.into_sorted()) }
}
