//! The two-lane `f64` vector of the SIMD kernel. One interface, three implementations: wasm `simd128`, which is the
//! product; SSE2, on which native tests check the same kernel bit for bit; and plain arrays for every other target.
//! It has only what the kernel needs, and nothing fuses or reorders arithmetic.

#[cfg(any(test, not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128")))))]
mod portable;
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod quad;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;
#[cfg(target_arch = "x86_64")]
mod sse2;

#[cfg(not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128"))))]
use portable as imp;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use simd128 as imp;
#[cfg(target_arch = "x86_64")]
use sse2 as imp;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub use quad::Quad;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub use simd128::Quad;

pub use imp::{Counts, Mask, Pair};

/// Returns, for each set of four bits, the values whose bit is set, packed to the front.
pub const fn packed(values: [u64; 4]) -> [u64; 16] {
    let mut table = [0; 16];
    let mut bits = 0;
    while bits < 16 {
        let (mut k, mut len) = (0, 0);
        while k < 4 {
            if bits >> k & 1 == 1 {
                table[bits] |= values[k] << (16 * len);
                len += 1;
            }
            k += 1;
        }
        bits += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Quad, imp, packed, portable};

    /// Makes every bit pattern, with those more often around which `<=` and rounding are delicate.
    fn number() -> impl Strategy<Value = f64> {
        let delicate = [
            4.0,
            4.0 + 8.9e-16,
            -0.0,
            5e-324,
            f64::MAX,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
            -f64::NAN,
        ];
        prop_oneof![any::<u64>().prop_map(f64::from_bits), -4.0..4.0, prop::sample::select(delicate.to_vec())]
    }

    macro_rules! check {
        ($name:ident, $lanes:ident) => {
            mod $name {
                use super::*;
                use $lanes::{Counts, Mask, Pair};

                fn lanes(pair: Pair) -> [f64; 2] {
                    let mut out = [0.0; 2];
                    // SAFETY: each store has its element.
                    unsafe {
                        pair.store_first(&raw mut out[0]);
                        pair.store_second(&raw mut out[1]);
                    }
                    out
                }

                fn same(a: f64, b: f64) -> bool {
                    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
                }

                proptest! {
                    #[test]
                    fn lanes_compute_as_scalars_do(a in [number(), number()], b in [number(), number()]) {
                        // SAFETY: the arrays have two elements.
                        let (p, q) = unsafe { (Pair::load(a.as_ptr()), Pair::load(b.as_ptr())) };
                        for v in 0..2 {
                            prop_assert!(same(lanes(p + q)[v], a[v] + b[v]));
                            prop_assert!(same(lanes(p - q)[v], a[v] - b[v]));
                            prop_assert!(same(lanes(p * q)[v], a[v] * b[v]));
                            prop_assert!(same(lanes(Pair::new(a[0], a[1]))[v], a[v]));
                            prop_assert!(same(lanes(Pair::splat(a[0]))[v], a[0]));
                        }
                        let (le, ge) = ([a[0] <= b[0], a[1] <= b[1]], [b[0] <= a[0], b[1] <= a[1]]);
                        let bits = |mask: [bool; 2]| u32::from(mask[0]) | u32::from(mask[1]) << 1;
                        prop_assert_eq!(p.le(q).bits(), bits(le));
                        prop_assert_eq!(p.le(q).and(q.le(p)).bits(), bits(le) & bits(ge));
                        prop_assert_eq!(p.le(q).or(q.le(p)).bits(), bits(le) | bits(ge));
                        prop_assert_eq!(p.le(q).any(), bits(le) != 0);
                    }

                    #[test]
                    fn counts_narrow_to_bytes_in_order(counts in any::<[u8; 8]>(), base: u8, full in 0..=127u8) {
                        let counts = counts.map(|count| count & 127);
                        let base = base & 127;
                        let pairs = [0, 2, 4, 6].map(|k| {
                            let count = |k: usize| f64::from(counts[k]);
                            (1..=127).fold(Counts::none(), |pair, i| {
                                pair.plus(Pair::splat(f64::from(i)).le(Pair::new(count(k), count(k + 1))))
                            })
                        });
                        let (bytes, bits) = Counts::narrow(pairs, base, full);
                        prop_assert_eq!(bytes, counts.map(|count| base + count));
                        for (k, count) in counts.into_iter().enumerate() {
                            prop_assert_eq!(bits >> k & 1 == 1, count == full);
                        }
                        prop_assert_eq!(bits >> 8, 0);
                    }

                    #[test]
                    fn packing_keeps_what_is_set_in_order(values: [u16; 4], offset: u16, bits in 0..16u32) {
                        let kept: Vec<u16> =
                            (0..4).filter(|k| bits >> k & 1 == 1).map(|k| values[k].wrapping_add(offset)).collect();
                        let mut out = [0; 4];
                        // SAFETY: both arrays have four elements, and there are four bits.
                        unsafe { Quad::load(values.as_ptr()).plus(offset).pack(bits, out.as_mut_ptr()) };
                        prop_assert_eq!(&out[..kept.len()], &kept[..]);
                    }
                }

                #[test]
                fn constant_masks() {
                    assert_eq!((Mask::all().bits(), Mask::none().bits()), (3, 0));
                    assert!(Mask::all().any() && !Mask::none().any());
                }
            }
        };
    }

    check!(this_target, imp);
    check!(plain_arrays, portable);

    #[test]
    fn tables_are_packed() {
        let values = [7, 70, 700, 7000];
        for (bits, entry) in packed(values).into_iter().enumerate() {
            let kept = (0..4).filter(|k| bits >> k & 1 == 1).map(|k| values[k]);
            assert_eq!(entry, kept.enumerate().map(|(k, value)| value << (16 * k)).sum::<u64>());
        }
    }
}
