//! The two-lane vectors in wasm `simd128`. Each operation is one instruction of the processor, or two.

use core::arch::wasm32::{
    f64x2, f64x2_add, f64x2_le, f64x2_mul, f64x2_splat, f64x2_sub, i8x16_bitmask, i8x16_eq,
    i8x16_narrow_i16x8, i8x16_splat, i8x16_sub, i8x16_swizzle, i16x8_add, i16x8_narrow_i32x4, i16x8_splat,
    i32x4_shuffle, i64x2_add, i64x2_bitmask, i64x2_extract_lane, i64x2_splat, v128, v128_and, v128_any_true,
    v128_load, v128_load64_zero, v128_or, v128_store64_lane,
};
use core::ops::{Add, Mul, Sub};

/// Two `f64`.
#[derive(Clone, Copy)]
pub struct Pair(v128);

/// Two truth values: all bits of a lane, or none.
#[derive(Clone, Copy)]
pub struct Mask(v128);

/// Two counters.
#[derive(Clone, Copy)]
pub struct Counts(v128);

/// Four positions.
#[derive(Clone, Copy)]
pub struct Quad(v128);

impl Pair {
    /// The same value in both lanes.
    #[inline(always)]
    pub fn splat(value: f64) -> Self {
        Self(f64x2_splat(value))
    }

    /// Lane 0, lane 1.
    #[inline(always)]
    pub fn new(first: f64, second: f64) -> Self {
        Self(f64x2(first, second))
    }

    /// Reads two values.
    ///
    /// # Safety
    /// `from` must be valid for reading two `f64`.
    #[inline(always)]
    pub unsafe fn load(from: *const f64) -> Self {
        // SAFETY: the caller's promise; wasm loads need no alignment.
        Self(unsafe { v128_load(from.cast()) })
    }

    /// Writes lane 0.
    ///
    /// # Safety
    /// `to` must be valid for writing one `f64`.
    #[inline(always)]
    pub unsafe fn store_first(self, to: *mut f64) {
        // SAFETY: the caller's promise.
        unsafe { v128_store64_lane::<0>(self.0, to.cast()) }
    }

    /// Writes lane 1.
    ///
    /// # Safety
    /// `to` must be valid for writing one `f64`.
    #[inline(always)]
    pub unsafe fn store_second(self, to: *mut f64) {
        // SAFETY: the caller's promise.
        unsafe { v128_store64_lane::<1>(self.0, to.cast()) }
    }

    /// Lane by lane `self <= other`; false where either is NaN.
    #[inline(always)]
    pub fn le(self, other: Self) -> Mask {
        Mask(f64x2_le(self.0, other.0))
    }
}

impl Add for Pair {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(f64x2_add(self.0, other.0))
    }
}

impl Sub for Pair {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(f64x2_sub(self.0, other.0))
    }
}

impl Mul for Pair {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(f64x2_mul(self.0, other.0))
    }
}

impl Mask {
    /// Both lanes true.
    #[inline(always)]
    pub fn all() -> Self {
        Self(i64x2_splat(-1))
    }

    /// Both lanes false.
    #[inline(always)]
    pub fn none() -> Self {
        Self(i64x2_splat(0))
    }

    /// Lane by lane `self && other`.
    #[inline(always)]
    pub fn and(self, other: Self) -> Self {
        Self(v128_and(self.0, other.0))
    }

    /// Lane by lane `self || other`.
    #[inline(always)]
    pub fn or(self, other: Self) -> Self {
        Self(v128_or(self.0, other.0))
    }

    /// Whether a lane is true.
    #[inline(always)]
    pub fn any(self) -> bool {
        v128_any_true(self.0)
    }

    /// Lane 0 as bit 0, lane 1 as bit 1.
    #[inline(always)]
    pub fn bits(self) -> u32 {
        u32::from(i64x2_bitmask(self.0))
    }
}

/// Byte positions of four 16-bit values, packed.
static PACKED: [u64; 16] = super::packed([0x0100, 0x0302, 0x0504, 0x0706]);

impl Quad {
    /// Reads four values.
    ///
    /// # Safety
    /// `from` must be valid for reading four values.
    #[inline(always)]
    pub unsafe fn load(from: *const u16) -> Self {
        // SAFETY: the caller's promise; wasm loads need no alignment.
        Self(unsafe { v128_load64_zero(from.cast()) })
    }

    /// Adds `offset` to each.
    #[inline(always)]
    pub fn plus(self, offset: u16) -> Self {
        Self(i16x8_add(self.0, i16x8_splat(offset as i16)))
    }

    /// Writes those whose bit is set one after the other, and arbitrary values after them.
    ///
    /// # Safety
    /// `to` must be valid for writing four values, and `bits` must be below 16.
    #[inline(always)]
    pub unsafe fn pack(self, bits: u32, to: *mut u16) {
        // SAFETY: the caller's promise.
        unsafe {
            let places = v128_load64_zero(PACKED.as_ptr().add(bits as usize));
            v128_store64_lane::<0>(i8x16_swizzle(self.0, places), to.cast());
        }
    }
}

impl Counts {
    /// Nothing counted.
    #[inline(always)]
    pub fn none() -> Self {
        Self(i64x2_splat(0))
    }

    /// One more in each lane where `mask` is true: 127 times at most.
    #[inline(always)]
    pub fn plus(self, mask: Mask) -> Self {
        Self(i64x2_add(self.0, mask.0))
    }

    /// `base` plus each of the eight counts as a byte, in order, and a bit for each that is `full`.
    #[inline(always)]
    pub fn narrow(counts: [Self; 4], base: u8, full: u8) -> ([u8; 8], u32) {
        // These shuffles and narrowings are one instruction each; a shuffle of bytes is a dozen in V8.
        let [a, b, c, d] = counts.map(|pair| pair.0);
        let ab = i32x4_shuffle::<0, 2, 4, 6>(a, b);
        let cd = i32x4_shuffle::<0, 2, 4, 6>(c, d);
        let words = i16x8_narrow_i32x4(ab, cd);
        let bytes = i8x16_narrow_i16x8(words, words);
        let bits = u32::from(i8x16_bitmask(i8x16_eq(bytes, i8x16_splat(-(full as i8))))) & 0xff;
        (i64x2_extract_lane::<0>(i8x16_sub(i8x16_splat(base as i8), bytes)).to_le_bytes(), bits)
    }
}
