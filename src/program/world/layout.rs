//! Where everything is in the words of a state, and how a state becomes few bytes.

use super::super::code::{Program, ResourceKind};

/// Where the parts of a state are.
#[derive(Debug, Clone)]
pub struct Layout {
    /// For each resource its first word.
    pub resources: Vec<usize>,
    /// The word of the event loop: who has it, and behind it the stores that tasks have not yet made visible.
    pub turn: usize,
    /// The first word of the first actor.
    pub actors: usize,
    /// How many words an actor has.
    pub stride: usize,
}

impl Layout {
    /// Lays out a program.
    pub fn new(program: &Program, tso: bool) -> Layout {
        let mut at = program.cells.len();
        let mut resources = vec![];
        for resource in &program.resources {
            resources.push(at);
            at += match resource.kind {
                ResourceKind::Lock { reentrant, fair } => 1 + usize::from(reentrant || fair),
                ResourceKind::RwLock | ResourceKind::Channel { .. } => 2,
                _ => 1,
            };
        }
        Layout { resources, turn: at, actors: at + 2, stride: if tso { 2 } else { 1 } }
    }

    /// Returns how many actors a state has.
    pub fn count(&self, words: &[u32]) -> u32 {
        ((words.len() - self.actors) / self.stride) as u32
    }

    /// Returns the first word of an actor.
    pub fn actor(&self, actor: u32) -> usize {
        self.actors + actor as usize * self.stride
    }
}

/// Writes words as bytes, small ones as one: seven bits a byte, the last without the eighth.
pub fn pack(words: &[u32], out: &mut Vec<u8>) {
    // As nearly always; the processor does several of these at once.
    if words.iter().fold(0, |all, word| all | word) < 0x80 {
        out.extend(words.iter().map(|word| *word as u8));
        return;
    }
    for word in words {
        let mut rest = *word;
        while rest >= 0x80 {
            out.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        out.push(rest as u8);
    }
}

/// Reads the words back.
pub fn unpack(bytes: &[u8], words: &mut Vec<u32>) {
    words.clear();
    if bytes.iter().fold(0, |all, byte| all | byte) < 0x80 {
        words.extend(bytes.iter().map(|byte| u32::from(*byte)));
        return;
    }
    let (mut word, mut shift) = (0u32, 0);
    for byte in bytes {
        word |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            words.push(word);
            (word, shift) = (0, 0);
        } else {
            shift += 7;
        }
    }
}
