//! Four positions as a plain array, for every target but wasm's `simd128`. SSE2 cannot permute them, and the scalar
//! units have time for it while the vectors compute.

/// Four positions.
#[derive(Clone, Copy)]
pub struct Quad([u16; 4]);

impl Quad {
    /// Reads four values.
    ///
    /// # Safety
    /// `from` must be valid for reading four values.
    #[inline(always)]
    pub unsafe fn load(from: *const u16) -> Self {
        // SAFETY: the caller's promise; an array needs no more alignment than its element.
        Self(unsafe { from.cast::<[u16; 4]>().read() })
    }

    /// Adds `offset` to each.
    #[inline(always)]
    pub fn plus(self, offset: u16) -> Self {
        Self(self.0.map(|value| value.wrapping_add(offset)))
    }

    /// Writes those whose bit is set one after the other, and arbitrary values after them.
    ///
    /// # Safety
    /// `to` must be valid for writing four values, and `bits` must be below 16.
    #[inline(always)]
    pub unsafe fn pack(self, bits: u32, to: *mut u16) {
        let mut len = 0;
        for (k, value) in self.0.into_iter().enumerate() {
            // SAFETY: the caller's promise; `len` is below 4 here.
            unsafe { to.add(len).write(value) };
            len += (bits >> k & 1) as usize;
        }
    }
}
