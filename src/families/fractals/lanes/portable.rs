//! The two-lane vectors as plain arrays, with the results of `simd128`, for every other target.

use core::ops::{Add, Mul, Sub};

/// Two `f64`.
#[derive(Clone, Copy)]
#[repr(align(16))]
pub struct Pair([f64; 2]);

/// Two truth values: all bits of a lane, or none.
#[derive(Clone, Copy)]
#[repr(align(16))]
pub struct Mask([i64; 2]);

/// Two counters.
#[derive(Clone, Copy)]
#[repr(align(16))]
pub struct Counts([i64; 2]);

impl Pair {
    /// The same value in both lanes.
    #[inline(always)]
    pub fn splat(value: f64) -> Self {
        Self([value; 2])
    }

    /// Lane 0, lane 1.
    #[inline(always)]
    pub fn new(first: f64, second: f64) -> Self {
        Self([first, second])
    }

    /// Reads two values.
    ///
    /// # Safety
    /// `from` must be valid for reading two `f64`.
    #[inline(always)]
    pub unsafe fn load(from: *const f64) -> Self {
        // SAFETY: the caller's promise; an array of `f64` needs no more alignment than one.
        Self(unsafe { from.cast::<[f64; 2]>().read() })
    }

    /// Writes lane 0.
    ///
    /// # Safety
    /// `to` must be valid for writing one `f64`.
    #[inline(always)]
    pub unsafe fn store_first(self, to: *mut f64) {
        // SAFETY: the caller's promise.
        unsafe { to.write(self.0[0]) }
    }

    /// Writes lane 1.
    ///
    /// # Safety
    /// `to` must be valid for writing one `f64`.
    #[inline(always)]
    pub unsafe fn store_second(self, to: *mut f64) {
        // SAFETY: the caller's promise.
        unsafe { to.write(self.0[1]) }
    }

    /// Lane by lane `self <= other`; false where either is NaN.
    #[inline(always)]
    pub fn le(self, other: Self) -> Mask {
        Mask([-i64::from(self.0[0] <= other.0[0]), -i64::from(self.0[1] <= other.0[1])])
    }
}

impl Add for Pair {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self([self.0[0] + other.0[0], self.0[1] + other.0[1]])
    }
}

impl Sub for Pair {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self([self.0[0] - other.0[0], self.0[1] - other.0[1]])
    }
}

impl Mul for Pair {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self([self.0[0] * other.0[0], self.0[1] * other.0[1]])
    }
}

impl Mask {
    /// Both lanes true.
    #[inline(always)]
    pub fn all() -> Self {
        Self([-1; 2])
    }

    /// Both lanes false.
    #[inline(always)]
    pub fn none() -> Self {
        Self([0; 2])
    }

    /// Lane by lane `self && other`.
    #[inline(always)]
    pub fn and(self, other: Self) -> Self {
        Self([self.0[0] & other.0[0], self.0[1] & other.0[1]])
    }

    /// Lane by lane `self || other`.
    #[inline(always)]
    pub fn or(self, other: Self) -> Self {
        Self([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }

    /// Whether a lane is true.
    #[inline(always)]
    pub fn any(self) -> bool {
        self.0[0] | self.0[1] != 0
    }

    /// Lane 0 as bit 0, lane 1 as bit 1.
    #[inline(always)]
    pub fn bits(self) -> u32 {
        (self.0[0] & 1) as u32 | (self.0[1] & 2) as u32
    }
}

impl Counts {
    /// Nothing counted.
    #[inline(always)]
    pub fn none() -> Self {
        Self([0; 2])
    }

    /// One more in each lane where `mask` is true: 127 times at most.
    #[inline(always)]
    pub fn plus(self, mask: Mask) -> Self {
        Self([self.0[0] + mask.0[0], self.0[1] + mask.0[1]])
    }

    /// `base` plus each of the eight counts as a byte, in order, and a bit for each that is `full`.
    #[inline(always)]
    pub fn narrow(counts: [Self; 4], base: u8, full: u8) -> ([u8; 8], u32) {
        let [a, b, c, d] = counts.map(|pair| pair.0);
        let bytes = [a[0], a[1], b[0], b[1], c[0], c[1], d[0], d[1]].map(|count| -count as u8);
        let mut bits = 0;
        for (k, &byte) in bytes.iter().enumerate() {
            bits |= u32::from(byte == full) << k;
        }
        (bytes.map(|byte| base.wrapping_add(byte)), bits)
    }
}
