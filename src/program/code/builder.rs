//! What is built while a program is compiled.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::fault::{Faults, Place};
use super::super::value::Value;
use super::{Figure, Program};

/// What a name at the top is to the code.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub enum Meaning {
    Value(Value),
    Cell(u32),
    Cells(u32, u32),
    Function(u32),
}

/// A program while it is built.
#[derive(Debug, Default)]
pub struct Builder {
    /// What has been built.
    pub program: Program,
    /// What names at the top mean.
    pub meanings: BTreeMap<String, Meaning>,
    /// Functions that are generators.
    pub generators: BTreeSet<String>,
    /// What is wrong.
    pub faults: Faults,
    constants: HashMap<Value, u32>,
}

impl Builder {
    /// Returns the number of a constant.
    pub fn constant(&mut self, value: Value) -> u32 {
        if let Some(number) = self.constants.get(&value) {
            return *number;
        }
        let number = self.program.consts.len() as u32;
        self.program.consts.push(value.clone());
        self.constants.insert(value, number);
        number
    }

    /// Tells a fault.
    pub fn fault(&mut self, place: Place, sentence: impl Into<String>) {
        self.faults.add(place, sentence);
    }

    /// Adds a figure and returns its number.
    pub fn figure(&mut self, name: &str, place: Place, of_all: bool) -> u32 {
        self.program.figures.push(Figure { name: name.to_string(), place, of_all });
        self.program.figures.len() as u32 - 1
    }
}
