//! Random numbers: a stream for each vector.

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
pub(super) struct Random(pub(super) u64);

impl Random {
    /// A stream of its own for each vector, so that it does not matter which thread computes it, and when.
    pub(super) fn of_vector(seed: u64, vector: usize) -> Self {
        let mut mixed = Self(seed);
        let mut stream = Self(mixed.next() ^ vector as u64);
        Self(stream.next())
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Returns a uniform number in −1 ≤ x < 1, in steps of 2⁻⁵².
    pub(super) fn component(&mut self) -> f64 {
        (self.next() >> 11) as f64 * (1.0 / (1u64 << 52) as f64) - 1.0
    }
}
