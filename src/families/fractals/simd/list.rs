//! Lists of points that are compacted without branches: every element is written, and the end moves on by one only if
//! the element is kept.

use super::super::lanes::{Pair, Quad, packed};
use super::orbits::{Orbits, VECTORS};
use super::{CAPACITY, GROUP, WIDE};

/// Elements of a list, with room for whole groups to be read, and four elements to be written, beyond the valid ones.
pub const ROOM: usize = CAPACITY + 2 * 2 * WIDE;

/// Points under way: orbits as two arrays, and the pixel of each in the batch. Aligned, so that no other data, for
/// instance of another thread, shares the cache line of the length, which is written for every point.
#[repr(C, align(128))]
#[derive(Clone)]
pub struct List {
    /// Real parts.
    pub xs: [f64; ROOM],
    /// Imaginary parts.
    pub ys: [f64; ROOM],
    /// Pixels in the batch.
    pub at: [u16; ROOM],
    /// Points in the list.
    pub len: usize,
}

impl List {
    /// A list without points.
    pub const EMPTY: Self = Self { xs: [0.0; ROOM], ys: [0.0; ROOM], at: [0; ROOM], len: 0 };
}

/// Fills up the last group with copies of the last element, which is then computed again with the same result.
#[inline(always)]
pub fn repeat_last<T: Copy>(list: &mut [T], len: usize) {
    let last = list[len - 1];
    list[len..len + GROUP].fill(last);
}

/// Returns a bit for each lane of a group that holds one of the `left` points.
#[inline(always)]
pub fn valid(left: usize) -> u32 {
    if left >= GROUP { (1 << GROUP) - 1 } else { (1 << left) - 1 }
}

/// Reads the orbits of a group.
///
/// # Safety
/// `first + 2 * N` must be `ROOM` at most.
#[inline(always)]
pub unsafe fn load<const N: usize>(list: &List, first: usize) -> [Orbits; N] {
    core::array::from_fn(|v| {
        // SAFETY: the caller's promise.
        unsafe {
            Orbits {
                x: Pair::load(list.xs.as_ptr().add(first + 2 * v)),
                y: Pair::load(list.ys.as_ptr().add(first + 2 * v)),
            }
        }
    })
}

/// Appends those of `first`, `first + 1`, … whose bit of the four is set. Returns the new length.
///
/// # Safety
/// `len + 4` must not exceed the list, and `bits` must be below 16.
#[inline(always)]
pub unsafe fn list4(list: &mut [u16], len: usize, bits: u32, first: usize) -> usize {
    /// For each set of four bits, the numbers of those that are set, packed.
    const NUMBERS: [u64; 16] = packed([0, 1, 2, 3]);
    let each = 0x0001_0001_0001_0001;
    // SAFETY: the caller's promise. No sum exceeds 16 bits: positions are below ROOM.
    unsafe {
        let four = NUMBERS.get_unchecked(bits as usize) + first as u64 * each;
        list.as_mut_ptr().add(len).cast::<[u8; 8]>().write(four.to_le_bytes());
    }
    len + bits.count_ones() as usize
}

/// Reads the positions of a group.
///
/// # Safety
/// `from` must be valid for reading eight positions.
#[inline(always)]
pub unsafe fn load8(from: *const u16) -> [Quad; 2] {
    // SAFETY: the caller's promise.
    unsafe { [Quad::load(from), Quad::load(from.add(4))] }
}

/// Appends the points of a group whose bit is set; `at` are their pixels. Returns the new length.
///
/// # Safety
/// `len + 8` must not exceed ROOM, and `bits` must be below 256.
#[inline(always)]
pub unsafe fn append8(
    list: &mut List,
    len: usize,
    orbits: &[Orbits; VECTORS],
    at: [Quad; 2],
    bits: u32,
) -> usize {
    let [a, b, c, d] = *orbits;
    // SAFETY: the caller's promise.
    unsafe {
        let len = append4(list, len, &[a, b], at[0], bits & 15);
        append4(list, len, &[c, d], at[1], bits >> 4)
    }
}

/// Does the same as [`append8`] for half a group.
///
/// # Safety
/// `len + 4` must not exceed ROOM, and `bits` must be below 16.
#[inline(always)]
pub unsafe fn append4(list: &mut List, mut len: usize, orbits: &[Orbits; 2], at: Quad, bits: u32) -> usize {
    let (xs, ys) = (list.xs.as_mut_ptr(), list.ys.as_mut_ptr());
    // SAFETY: the caller's promise.
    unsafe {
        at.pack(bits, list.at.as_mut_ptr().add(len));
        for (v, z) in (0..).step_by(2).zip(orbits) {
            z.x.store_first(xs.add(len));
            z.y.store_first(ys.add(len));
            len += (bits >> v & 1) as usize;
            z.x.store_second(xs.add(len));
            z.y.store_second(ys.add(len));
            len += (bits >> (v + 1) & 1) as usize;
        }
    }
    len
}
