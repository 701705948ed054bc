//! The two-lane `f64` vector that the SIMD kernel is written in. Two implementations of one interface:
//! wasm `simd128`, which is the product, and a portable twin made of arrays, with which the same kernel
//! compiles natively and is property-tested bit for bit. Only what the kernel needs is here, and nothing
//! fuses or reorders arithmetic.

use core::ops::{Add, Mul, Sub};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod imp {
    use core::arch::wasm32::{
        f64x2, f64x2_add, f64x2_le, f64x2_mul, f64x2_splat, f64x2_sub, i8x16_shuffle, i64x2_bitmask,
        i64x2_extract_lane, i64x2_splat, i64x2_sub, v128, v128_and, v128_any_true, v128_load, v128_or,
        v128_store, v128_store64_lane,
    };

    /// Two `f64`.
    #[derive(Clone, Copy)]
    pub struct Pair(v128);

    /// Two truth values: all bits of a lane, or none.
    #[derive(Clone, Copy)]
    pub struct Mask(v128);

    /// Two counters.
    #[derive(Clone, Copy)]
    pub struct Counts(v128);

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

        /// Writes both lanes.
        ///
        /// # Safety
        /// `to` must be valid for writing two `f64`.
        #[inline(always)]
        pub unsafe fn store(self, to: *mut f64) {
            // SAFETY: the caller's promise; wasm stores need no alignment.
            unsafe { v128_store(to.cast(), self.0) }
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

        #[inline(always)]
        pub(super) fn plus(self, other: Self) -> Self {
            Self(f64x2_add(self.0, other.0))
        }

        #[inline(always)]
        pub(super) fn minus(self, other: Self) -> Self {
            Self(f64x2_sub(self.0, other.0))
        }

        #[inline(always)]
        pub(super) fn times(self, other: Self) -> Self {
            Self(f64x2_mul(self.0, other.0))
        }

        /// Lane by lane `self <= other`; false where either is NaN.
        #[inline(always)]
        pub fn le(self, other: Self) -> Mask {
            Mask(f64x2_le(self.0, other.0))
        }
    }

    impl Mask {
        /// Both lanes true.
        #[inline(always)]
        pub fn all() -> Self {
            Self(i64x2_splat(-1))
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

    impl Counts {
        /// The same count in both lanes.
        #[inline(always)]
        pub fn splat(value: u8) -> Self {
            Self(i64x2_splat(i64::from(value)))
        }

        /// One more in each lane where `mask` is true.
        #[inline(always)]
        pub fn plus(self, mask: Mask) -> Self {
            Self(i64x2_sub(self.0, mask.0))
        }

        /// The low bytes of eight counters, in order.
        #[inline(always)]
        pub fn narrow(counts: [Self; 4]) -> [u8; 8] {
            let [a, b, c, d] = counts.map(|pair| pair.0);
            let ab = i8x16_shuffle::<0, 8, 16, 24, 0, 8, 16, 24, 0, 8, 16, 24, 0, 8, 16, 24>(a, b);
            let cd = i8x16_shuffle::<0, 8, 16, 24, 0, 8, 16, 24, 0, 8, 16, 24, 0, 8, 16, 24>(c, d);
            let all = i8x16_shuffle::<0, 1, 2, 3, 16, 17, 18, 19, 0, 1, 2, 3, 16, 17, 18, 19>(ab, cd);
            i64x2_extract_lane::<0>(all).to_le_bytes()
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod imp {
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

        /// Writes both lanes.
        ///
        /// # Safety
        /// `to` must be valid for writing two `f64`.
        #[inline(always)]
        pub unsafe fn store(self, to: *mut f64) {
            // SAFETY: as in `load`.
            unsafe { to.cast::<[f64; 2]>().write(self.0) }
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

        #[inline(always)]
        pub(super) fn plus(self, other: Self) -> Self {
            Self([self.0[0] + other.0[0], self.0[1] + other.0[1]])
        }

        #[inline(always)]
        pub(super) fn minus(self, other: Self) -> Self {
            Self([self.0[0] - other.0[0], self.0[1] - other.0[1]])
        }

        #[inline(always)]
        pub(super) fn times(self, other: Self) -> Self {
            Self([self.0[0] * other.0[0], self.0[1] * other.0[1]])
        }

        /// Lane by lane `self <= other`; false where either is NaN.
        #[inline(always)]
        pub fn le(self, other: Self) -> Mask {
            Mask([-i64::from(self.0[0] <= other.0[0]), -i64::from(self.0[1] <= other.0[1])])
        }
    }

    impl Mask {
        /// Both lanes true.
        #[inline(always)]
        pub fn all() -> Self {
            Self([-1; 2])
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
        /// The same count in both lanes.
        #[inline(always)]
        pub fn splat(value: u8) -> Self {
            Self([i64::from(value); 2])
        }

        /// One more in each lane where `mask` is true.
        #[inline(always)]
        pub fn plus(self, mask: Mask) -> Self {
            Self([self.0[0] - mask.0[0], self.0[1] - mask.0[1]])
        }

        /// The low bytes of eight counters, in order.
        #[inline(always)]
        pub fn narrow(counts: [Self; 4]) -> [u8; 8] {
            let [a, b, c, d] = counts.map(|pair| pair.0);
            [a[0], a[1], b[0], b[1], c[0], c[1], d[0], d[1]].map(|count| count as u8)
        }
    }
}

pub use imp::{Counts, Mask, Pair};

impl Add for Pair {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.plus(other)
    }
}

impl Sub for Pair {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.minus(other)
    }
}

impl Mul for Pair {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.times(other)
    }
}
