//! The two-lane vectors of the sums' SIMD code: wasm `simd128`, which is the product, and a portable twin made of
//! arrays, with which the same code compiles and is tested natively. It has only what the sums need.

use core::ops::{Add, Mul};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod imp {
    use core::arch::wasm32::{
        f64x2, f64x2_add, f64x2_extract_lane, f64x2_mul, f64x2_splat, i64x2_add, u64x2, u64x2_extract_lane,
        u64x2_splat, v128,
    };

    /// Two `f64`.
    #[derive(Clone, Copy)]
    pub struct Floats(v128);

    /// Two `u64`.
    #[derive(Clone, Copy)]
    pub struct Wholes(v128);

    impl Floats {
        /// Lane 0, lane 1.
        #[inline(always)]
        pub fn new(first: f64, second: f64) -> Self {
            Self(f64x2(first, second))
        }

        /// The same value in both lanes.
        #[inline(always)]
        pub fn splat(value: f64) -> Self {
            Self(f64x2_splat(value))
        }

        #[inline(always)]
        pub(super) fn plus(self, other: Self) -> Self {
            Self(f64x2_add(self.0, other.0))
        }

        #[inline(always)]
        pub(super) fn times(self, other: Self) -> Self {
            Self(f64x2_mul(self.0, other.0))
        }

        /// Both lanes.
        #[inline(always)]
        pub fn parts(self) -> [f64; 2] {
            [f64x2_extract_lane::<0>(self.0), f64x2_extract_lane::<1>(self.0)]
        }
    }

    impl Wholes {
        /// Lane 0, lane 1.
        #[inline(always)]
        pub fn new(first: u64, second: u64) -> Self {
            Self(u64x2(first, second))
        }

        /// The same value in both lanes.
        #[inline(always)]
        pub fn splat(value: u64) -> Self {
            Self(u64x2_splat(value))
        }

        #[inline(always)]
        pub(super) fn plus(self, other: Self) -> Self {
            Self(i64x2_add(self.0, other.0))
        }

        /// Both lanes.
        #[inline(always)]
        pub fn parts(self) -> [u64; 2] {
            [u64x2_extract_lane::<0>(self.0), u64x2_extract_lane::<1>(self.0)]
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod imp {
    /// Two `f64`.
    #[derive(Clone, Copy)]
    pub struct Floats([f64; 2]);

    /// Two `u64`.
    #[derive(Clone, Copy)]
    pub struct Wholes([u64; 2]);

    impl Floats {
        /// Lane 0, lane 1.
        #[inline(always)]
        pub fn new(first: f64, second: f64) -> Self {
            Self([first, second])
        }

        /// The same value in both lanes.
        #[inline(always)]
        pub fn splat(value: f64) -> Self {
            Self([value; 2])
        }

        #[inline(always)]
        pub(super) fn plus(self, other: Self) -> Self {
            Self([self.0[0] + other.0[0], self.0[1] + other.0[1]])
        }

        #[inline(always)]
        pub(super) fn times(self, other: Self) -> Self {
            Self([self.0[0] * other.0[0], self.0[1] * other.0[1]])
        }

        /// Both lanes.
        #[inline(always)]
        pub fn parts(self) -> [f64; 2] {
            self.0
        }
    }

    impl Wholes {
        /// Lane 0, lane 1.
        #[inline(always)]
        pub fn new(first: u64, second: u64) -> Self {
            Self([first, second])
        }

        /// The same value in both lanes.
        #[inline(always)]
        pub fn splat(value: u64) -> Self {
            Self([value; 2])
        }

        #[inline(always)]
        pub(super) fn plus(self, other: Self) -> Self {
            Self([self.0[0] + other.0[0], self.0[1] + other.0[1]])
        }

        /// Both lanes.
        #[inline(always)]
        pub fn parts(self) -> [u64; 2] {
            self.0
        }
    }
}

pub use imp::{Floats, Wholes};

impl Add for Floats {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.plus(other)
    }
}

impl Mul for Floats {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.times(other)
    }
}

impl Add for Wholes {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.plus(other)
    }
}
