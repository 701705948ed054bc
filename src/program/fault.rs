//! What is wrong with a text, as sentences with a place.

use std::fmt;

/// A place in a text; both numbers count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// One thing that is wrong with a program, or worth a warning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Where it is.
    pub place: Place,
    /// What is wrong and what to do, without the place.
    pub sentence: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.place.line, self.place.column, self.sentence)
    }
}

/// The most faults that are told of one text.
pub const MOST_FAULTS: usize = 20;

/// Collects faults, and remembers when there are enough.
#[derive(Debug, Default)]
pub struct Faults {
    found: Vec<Fault>,
}

impl Faults {
    /// Adds a fault, unless its place has one already.
    pub fn add(&mut self, place: Place, sentence: impl Into<String>) {
        if self.found.len() < MOST_FAULTS && !self.found.iter().any(|fault| fault.place == place) {
            self.found.push(Fault { place, sentence: sentence.into() });
        }
    }

    /// Says whether no more need be looked for.
    pub fn is_full(&self) -> bool {
        self.found.len() >= MOST_FAULTS
    }

    /// Says whether there are none.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Returns them in the order of the text.
    pub fn into_sorted(mut self) -> Vec<Fault> {
        self.found.sort();
        self.found
    }
}

/// Returns the candidate that is most like `word`, if one is like enough to be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > 40 {
        return None;
    }
    let most = if word.chars().count() < 5 { 1 } else { 2 };
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word && candidate.len() <= 42)
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(far, _)| *far <= most)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Counts the letters to change, add, leave out or swap with their neighbour to make one word from another.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut rows = vec![(0..=to.len()).collect::<Vec<usize>>()];
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let mut best = (rows[i][j] + usize::from(a != b)).min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && from[i - 1] == *b {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[from.len()][to.len()]
}
