//! States as bytes, each kept once, and an index that finds them by their hash.
//!
//! The index has parts, each for the hashes with one beginning, so that threads can enter states into several at once.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

/// All states found so far, numbered in the order in which they were found.
#[derive(Debug, Default)]
pub struct Store {
    bytes: Vec<u8>,
    /// Where each state ends.
    ends: Vec<u32>,
}

impl Store {
    /// Adds a state; its number is how many there were.
    pub fn push(&mut self, packed: &[u8]) {
        self.bytes.extend_from_slice(packed);
        self.ends.push(self.bytes.len() as u32);
    }

    /// Returns the bytes of a state.
    pub fn get(&self, number: u32) -> &[u8] {
        part(&self.bytes, &self.ends, number as usize)
    }

    /// Returns how many states there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Says whether some more states fit, whose places are numbers of 32 bits.
    pub fn has_room(&self) -> bool {
        self.bytes.len() < (u32::MAX as usize) - (1 << 24)
            && self.ends.len() < PROVISIONAL as usize - (1 << 24)
    }

    /// Returns how many bytes this takes.
    pub fn size(&self) -> usize {
        self.bytes.capacity() + 4 * self.ends.capacity()
    }
}

/// Returns one of the pieces of which `bytes` is made, by where each ends.
pub fn part<'b>(bytes: &'b [u8], ends: &[u32], number: usize) -> &'b [u8] {
    let start = if number == 0 { 0 } else { ends[number - 1] as usize };
    &bytes[start..ends[number] as usize]
}

/// Returns 32 bits of a hash. Where words have 32 bits the hasher fills only the lower half of its 64.
pub fn hash_of(packed: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(packed);
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as u32
}

/// How many parts the index has.
pub const PARTS: usize = 16;

/// Returns the part of the index for a hash.
pub fn part_of(hash: u32) -> usize {
    // Not the last bits: they say where in its part a state is.
    (hash >> 28) as usize
}

/// Makes 64 bits of a hash, as the table looks at the first and the last of them.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Marks what is not yet the number of a state.
pub const PROVISIONAL: u32 = 1 << 31;
/// The bits of a provisional number that say which step of a piece it is.
const STEP_BITS: u32 = 22;

/// Returns what stands for the number of the state that a step leads to, until it has one.
pub fn provisional(piece: usize, step: u32) -> u32 {
    PROVISIONAL | (piece as u32) << STEP_BITS | step
}

/// Returns which piece and which of its steps a provisional number means.
pub fn place(provisional: u32) -> (usize, u32) {
    let bits = provisional & !PROVISIONAL;
    ((bits >> STEP_BITS) as usize, bits & ((1 << STEP_BITS) - 1))
}

/// A part of the index: the hash and the number of each of its states.
#[derive(Debug, Default)]
#[repr(align(128))]
pub struct Part {
    table: HashTable<(u32, u32)>,
    /// Those with provisional numbers.
    fresh: Vec<(u32, u32)>,
}

impl Part {
    /// Returns the number of some state with this hash; without one, enters `provisional` and returns that.
    ///
    /// Hardly ever do two states have one hash. Whether it is the same state is asked later, of all at once: waiting for
    /// one place in memory after the other is most of what looking up costs, and so the processor can wait for many.
    pub fn candidate(&mut self, hash: u32, provisional: u32) -> u32 {
        match self.table.find(spread(hash), |entry| entry.0 == hash) {
            Some((_, number)) => *number,
            None => self.enter(hash, provisional),
        }
    }

    /// Returns the number of the state with this hash that `is_same` recognises, or enters it as `provisional` and
    /// returns that.
    pub fn number(&mut self, hash: u32, provisional: u32, is_same: impl Fn(u32) -> bool) -> u32 {
        match self.table.find(spread(hash), |entry| entry.0 == hash && is_same(entry.1)) {
            Some((_, number)) => *number,
            None => self.enter(hash, provisional),
        }
    }

    fn enter(&mut self, hash: u32, provisional: u32) -> u32 {
        self.table.insert_unique(spread(hash), (hash, provisional), |entry| spread(entry.0));
        self.fresh.push((hash, provisional));
        provisional
    }

    /// Replaces provisional numbers.
    pub fn settle(&mut self, settled: impl Fn(u32) -> u32) {
        for (hash, provisional) in self.fresh.drain(..) {
            let entry = self.table.find_mut(spread(hash), |entry| entry.1 == provisional);
            if let Some((_, number)) = entry {
                *number = settled(provisional);
            }
        }
    }

    /// Returns how many bytes this takes.
    pub fn size(&self) -> usize {
        9 * self.table.capacity() * 8 / 7
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn states_that_differ_in_a_byte_or_two_have_hashes_that_differ() {
        let packed = |number: u16| [7, 0, number as u8, 2, (number >> 8) as u8, 0];
        let hashes: Vec<u32> = (0..20_000).map(|number| hash_of(&packed(number))).collect();
        // By chance, a pair of them may meet in 2^32 places.
        assert!(hashes.iter().collect::<BTreeSet<_>>().len() > 19_900);
        // Each part would have 1250 of them by chance.
        for part in 0..PARTS {
            let here = hashes.iter().filter(|hash| part_of(**hash) == part).count();
            assert!((1000..1500).contains(&here), "{here} in part {part}");
        }
    }

    #[test]
    fn what_is_provisional_is_settled_wherever_it_is() {
        let mut part = Part::default();
        let number = |part: &mut Part, hash, provisional| {
            part.number(hash, PROVISIONAL | provisional, |other| other == PROVISIONAL | provisional)
        };
        for at in 0..1000 {
            assert_eq!(number(&mut part, at % 7, at), PROVISIONAL | at);
        }
        assert_eq!(number(&mut part, 3, 500 * 7 + 3), PROVISIONAL | (500 * 7 + 3));
        part.settle(|provisional| provisional & !PROVISIONAL);
        for at in 0..1000 {
            assert_eq!(part.number(at % 7, PROVISIONAL, |other| other == at), at);
        }
        assert!(part.size() >= 9 * 1001);
    }
}
