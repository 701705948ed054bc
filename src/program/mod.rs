//! Programs: a small language for concurrent stories.
//!
//! A text of ten to forty lines is compiled once and run in several ways, always the same code.
//! `docs/programs.md` is the language's reference.
//!
//! - [`lexer`], [`variants`], [`parse`]: from text to [`syntax`], with all faults as sentences with a place
//! - [`ink`]: what each piece of a text is, for whoever shows it
//! - [`mod@check`]: names, kinds, what a process may touch
//! - [`code`]: compact instructions with their source lines
//! - [`machine`]: an actor's frames; runs until its next step, an [`op`], and is told an answer
//! - [`world`]: what steps act on: [`world::model`] is a packed state that can be hashed, compared and copied,
//!   [`world::real`] atomics and threads that park
//! - [`drivers`]: ways to run a program: by hand, on real threads, and on real threads in a given order
//! - [`explore`]: all orders

pub mod check;
pub mod code;
pub mod drivers;
pub mod explore;
pub mod fault;
pub mod ink;
pub mod isolation;
pub mod lexer;
pub mod machine;
pub mod op;
pub mod parse;
pub mod syntax;
pub mod value;
pub mod variants;
pub mod walk;
pub mod world;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod crew_tests;
#[cfg(test)]
mod fuzz_tests;
#[cfg(test)]
mod hand_tests;
#[cfg(test)]
mod known_tests;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod loop_tests;
#[cfg(test)]
mod orders_tests;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod real_tests;
#[cfg(test)]
mod reference_tests;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod stateright_tests;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod watched_tests;
