//! States as bytes, each kept once, found again by their hash.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

/// All states found so far, numbered in the order in which they were found.
#[derive(Debug, Default)]
pub struct Store {
    bytes: Vec<u8>,
    /// Where each state ends.
    ends: Vec<u32>,
    /// For each state a part of its hash, so that hardly any other state is looked at, and its number.
    numbers: HashTable<(u32, u32)>,
}

/// Returns 32 bits of a hash. Where words have 32 bits the hasher fills only the lower half of its 64.
fn hash_of(bytes: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as u32
}

/// Makes 64 bits of the part of a hash that is kept, as the table looks at the first and the last of them.
fn spread(part: u32) -> u64 {
    u64::from(part).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn state<'b>(bytes: &'b [u8], ends: &[u32], number: u32) -> &'b [u8] {
    let number = number as usize;
    let start = if number == 0 { 0 } else { ends[number - 1] as usize };
    &bytes[start..ends[number] as usize]
}

impl Store {
    /// Returns the number of a state, and whether it is new.
    pub fn insert(&mut self, packed: &[u8]) -> (u32, bool) {
        let part = hash_of(packed);
        let Store { bytes, ends, numbers } = self;
        let found =
            numbers.find(spread(part), |entry| entry.0 == part && state(bytes, ends, entry.1) == packed);
        if let Some((_, number)) = found {
            return (*number, false);
        }
        let number = ends.len() as u32;
        bytes.extend_from_slice(packed);
        ends.push(bytes.len() as u32);
        numbers.insert_unique(spread(part), (part, number), |entry| spread(entry.0));
        (number, true)
    }

    /// Returns the bytes of a state.
    pub fn get(&self, number: u32) -> &[u8] {
        state(&self.bytes, &self.ends, number)
    }

    /// Returns how many states there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Says whether one more state fits, whose places are numbers of 32 bits.
    pub fn has_room(&self) -> bool {
        self.bytes.len() < (u32::MAX as usize) - (1 << 24) && self.ends.len() < u32::MAX as usize - 1
    }

    /// Returns how many bytes this takes.
    pub fn size(&self) -> usize {
        self.bytes.capacity() + 4 * self.ends.capacity() + 9 * self.numbers.capacity() * 8 / 7
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn states_that_differ_in_a_byte_or_two_have_hashes_that_differ() {
        let packed = |number: u16| [7, 0, number as u8, 2, (number >> 8) as u8, 0];
        let parts: BTreeSet<u32> = (0..20_000).map(|number| hash_of(&packed(number))).collect();
        // By chance, a pair of them may meet in 2^32 places.
        assert!(parts.len() > 19_900, "{}", parts.len());
    }
}
