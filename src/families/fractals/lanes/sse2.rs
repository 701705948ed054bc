//! The two-lane vectors in SSE2, which every x86-64 processor has: the code that the compiler makes from plain arrays
//! is half as fast.

use core::arch::x86_64::{
    __m128d, __m128i, _mm_add_epi64, _mm_add_pd, _mm_and_pd, _mm_castpd_ps, _mm_castpd_si128,
    _mm_castps_si128, _mm_castsi128_pd, _mm_cmpeq_epi8, _mm_cmple_pd, _mm_cvtsi128_si64, _mm_loadu_pd,
    _mm_movemask_epi8, _mm_movemask_pd, _mm_mul_pd, _mm_or_pd, _mm_packs_epi16, _mm_packs_epi32, _mm_set_pd,
    _mm_set1_epi8, _mm_set1_epi64x, _mm_set1_pd, _mm_setzero_si128, _mm_shuffle_ps, _mm_storeh_pd,
    _mm_storel_pd, _mm_sub_epi8, _mm_sub_pd,
};
use core::ops::{Add, Mul, Sub};

/// Two `f64`.
#[derive(Clone, Copy)]
pub struct Pair(__m128d);

/// Two truth values: all bits of a lane, or none.
#[derive(Clone, Copy)]
pub struct Mask(__m128d);

/// Two counters.
#[derive(Clone, Copy)]
pub struct Counts(__m128i);

impl Pair {
    /// The same value in both lanes.
    #[inline(always)]
    pub fn splat(value: f64) -> Self {
        // SAFETY: SSE2 is part of x86-64; this holds for all that follow.
        Self(unsafe { _mm_set1_pd(value) })
    }

    /// Lane 0, lane 1.
    #[inline(always)]
    pub fn new(first: f64, second: f64) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm_set_pd(second, first) })
    }

    /// Reads two values.
    ///
    /// # Safety
    /// `from` must be valid for reading two `f64`.
    #[inline(always)]
    pub unsafe fn load(from: *const f64) -> Self {
        // SAFETY: the caller's promise.
        Self(unsafe { _mm_loadu_pd(from) })
    }

    /// Writes lane 0.
    ///
    /// # Safety
    /// `to` must be valid for writing one `f64`.
    #[inline(always)]
    pub unsafe fn store_first(self, to: *mut f64) {
        // SAFETY: the caller's promise.
        unsafe { _mm_storel_pd(to, self.0) }
    }

    /// Writes lane 1.
    ///
    /// # Safety
    /// `to` must be valid for writing one `f64`.
    #[inline(always)]
    pub unsafe fn store_second(self, to: *mut f64) {
        // SAFETY: the caller's promise.
        unsafe { _mm_storeh_pd(to, self.0) }
    }

    /// Lane by lane `self <= other`; false where either is NaN.
    #[inline(always)]
    pub fn le(self, other: Self) -> Mask {
        // SAFETY: as above.
        Mask(unsafe { _mm_cmple_pd(self.0, other.0) })
    }
}

impl Add for Pair {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm_add_pd(self.0, other.0) })
    }
}

impl Sub for Pair {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm_sub_pd(self.0, other.0) })
    }
}

impl Mul for Pair {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm_mul_pd(self.0, other.0) })
    }
}

impl Mask {
    /// Both lanes true.
    #[inline(always)]
    pub fn all() -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm_castsi128_pd(_mm_set1_epi64x(-1)) })
    }

    /// Both lanes false.
    #[inline(always)]
    pub fn none() -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm_castsi128_pd(_mm_setzero_si128()) })
    }

    /// Lane by lane `self && other`.
    #[inline(always)]
    pub fn and(self, other: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm_and_pd(self.0, other.0) })
    }

    /// Lane by lane `self || other`.
    #[inline(always)]
    pub fn or(self, other: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm_or_pd(self.0, other.0) })
    }

    /// Whether a lane is true.
    #[inline(always)]
    pub fn any(self) -> bool {
        self.bits() != 0
    }

    /// Lane 0 as bit 0, lane 1 as bit 1.
    #[inline(always)]
    pub fn bits(self) -> u32 {
        // SAFETY: as above.
        unsafe { _mm_movemask_pd(self.0) as u32 }
    }
}

impl Counts {
    /// Nothing counted.
    #[inline(always)]
    pub fn none() -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm_setzero_si128() })
    }

    /// One more in each lane where `mask` is true: 127 times at most.
    #[inline(always)]
    pub fn plus(self, mask: Mask) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm_add_epi64(self.0, _mm_castpd_si128(mask.0)) })
    }

    /// `base` plus each of the eight counts as a byte, in order, and a bit for each that is `full`.
    #[inline(always)]
    pub fn narrow(counts: [Self; 4], base: u8, full: u8) -> ([u8; 8], u32) {
        // SAFETY: as above.
        unsafe {
            let [a, b, c, d] = counts.map(|pair| _mm_castpd_ps(_mm_castsi128_pd(pair.0)));
            let ab = _mm_castps_si128(_mm_shuffle_ps::<0b10_00_10_00>(a, b));
            let cd = _mm_castps_si128(_mm_shuffle_ps::<0b10_00_10_00>(c, d));
            let words = _mm_packs_epi32(ab, cd);
            let bytes = _mm_packs_epi16(words, words);
            let bits = _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(-(full as i8)))) as u32 & 0xff;
            (_mm_cvtsi128_si64(_mm_sub_epi8(_mm_set1_epi8(base as i8), bytes)).to_le_bytes(), bits)
        }
    }
}
