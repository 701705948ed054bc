//! A picture that several threads fill in at the same time, whole columns each, while the page
//! already looks at it.

use std::cell::UnsafeCell;
use std::ops::Range;
use std::sync::atomic::{AtomicU8, Ordering::AcqRel, Ordering::Acquire, Ordering::Release};

use crc::{CRC_32_ISO_HDLC, Crc, Table};
use serde::Serialize;

use crate::error::Error;

/// CRC-32/IEEE, one byte at a time. Its table is 1 kB; that of a faster one would be an eighth of the whole module.
const CRC: Crc<u32, Table<1>> = Crc::<u32, Table<1>>::new(&CRC_32_ISO_HDLC);

/// `width` × `height` bytes, column-major: pixel (column j, row i) at j·height + i.
pub struct Picture {
    /// `parallel` (the chosen schedule) or `sequential` (the reference).
    pub id: &'static str,
    width: usize,
    height: usize,
    pixels: Box<[UnsafeCell<u8>]>,
    /// 0 until the column is computed; then 1 plus the lane that computed it last.
    owners: Box<[AtomicU8]>,
    /// State of the column since the last `clear`: `FREE`, `CLAIMED` or `DONE`.
    claims: Box<[AtomicU8]>,
}

/// States of a column.
const FREE: u8 = 0;
const CLAIMED: u8 = 1;
const DONE: u8 = 2;

// SAFETY: a pixel is written only through a `Columns`, and `claim` gives out each column once
// between two calls of `clear` and `pixels`, which need exclusive access.
unsafe impl Sync for Picture {}

/// Identifies a picture: its size, the sum of its bytes, and their CRC-32/IEEE in storage order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The same as [`Picture::id`].
    pub id: &'static str,
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Sum of all bytes.
    pub sum: u64,
    /// CRC-32/IEEE of all bytes.
    pub crc32: u32,
}

impl Picture {
    /// An empty picture.
    pub fn new(id: &'static str, width: usize, height: usize) -> Self {
        let bytes = || (0..width).map(|_| AtomicU8::new(0)).collect();
        // Zeroed as a whole: zeroing the largest picture cell by cell would take as long as computing a small one.
        let zeros = Box::into_raw(vec![0_u8; width * height].into_boxed_slice());
        // SAFETY: UnsafeCell<u8> has the layout of u8, and the box is given up above.
        let pixels = unsafe { Box::from_raw(zeros as *mut [UnsafeCell<u8>]) };
        Self { id, width, height, pixels, owners: bytes(), claims: bytes() }
    }

    /// Returns the number of columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Returns the number of rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Returns the address of the first pixel.
    pub fn pixels_address(&self) -> usize {
        self.pixels.as_ptr() as usize
    }

    /// Returns the address of the first column's owner.
    pub fn owners_address(&self) -> usize {
        self.owners.as_ptr() as usize
    }

    /// Lets every column be claimed anew. Keeps the bytes and the owners, since the page may not have seen the latest
    /// yet.
    pub fn clear(&mut self) {
        for claim in &mut self.claims {
            *claim.get_mut() = FREE;
        }
    }

    /// Takes columns for writing, for one lane.
    ///
    /// # Panics
    /// If one of them has been claimed since the last [`clear`](Self::clear), or does not exist:
    /// each column is computed exactly once.
    pub fn claim(&self, columns: Range<usize>, lane: usize) -> Columns<'_> {
        for column in columns.clone() {
            assert!(
                self.claims[column].swap(CLAIMED, AcqRel) == FREE,
                "column {column} was given out twice by the schedule"
            );
        }
        Columns { picture: self, columns, lane }
    }

    /// Returns all bytes in storage order.
    pub fn pixels(&mut self) -> &[u8] {
        // SAFETY: `&mut self` excludes every `Columns`; UnsafeCell<u8> has the layout of u8.
        unsafe { std::slice::from_raw_parts(self.pixels.as_ptr().cast::<u8>(), self.pixels.len()) }
    }

    /// Checks that every column has been computed since the last [`clear`](Self::clear).
    ///
    /// # Errors
    /// If columns are missing; tells how many.
    pub fn complete(&self) -> Result<(), Error> {
        let missing = self.claims.iter().filter(|claim| claim.load(Acquire) != DONE).count();
        if missing == 0 { Ok(()) } else { Err(Error::Incomplete { missing, total: self.width }) }
    }

    /// Returns size, sum and checksum.
    pub fn summary(&mut self) -> Summary {
        let (id, width, height) = (self.id, self.width, self.height);
        let pixels = self.pixels();
        let sum = pixels.iter().map(|&byte| u64::from(byte)).sum();
        Summary { id, width, height, sum, crc32: CRC.checksum(pixels) }
    }
}

/// The right to write some columns of a picture.
pub struct Columns<'a> {
    picture: &'a Picture,
    columns: Range<usize>,
    lane: usize,
}

impl Columns<'_> {
    /// Returns the bytes, column after column, and a function that marks columns (by their absolute numbers) as done.
    pub fn parts(&mut self) -> (&mut [u8], impl Fn(Range<usize>) + '_) {
        let height = self.picture.height;
        let cells = &self.picture.pixels[self.columns.start * height..self.columns.end * height];
        // SAFETY: `claim` gave these columns to this value alone, and `&mut self` to this borrow.
        let bytes =
            unsafe { std::slice::from_raw_parts_mut(cells.as_ptr().cast::<u8>().cast_mut(), cells.len()) };
        let (owners, claims) = (&self.picture.owners, &self.picture.claims);
        let owner = u8::try_from(self.lane + 1).unwrap_or(u8::MAX);
        let done = move |columns: Range<usize>| {
            for column in columns {
                owners[column].store(owner, Release);
                claims[column].store(DONE, Release);
            }
        };
        (bytes, done)
    }
}

/// Compares two pictures byte by byte.
///
/// # Errors
/// If a pixel differs; tells the first.
pub fn compare(a: &mut Picture, b: &mut Picture) -> Result<(), Error> {
    let height = a.height.max(1);
    let (a, b) = (a.pixels(), b.pixels());
    if a == b {
        return Ok(());
    }
    let at = a.iter().zip(b).position(|(x, y)| x != y).unwrap_or(a.len().min(b.len()));
    Err(Error::Mismatch { place: format!("column {}, row {}", at / height, at % height) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[test]
    fn columns_are_written_side_by_side_and_once() {
        let mut picture = Picture::new("parallel", 10, 3);
        assert_eq!(picture.complete(), Err(Error::Incomplete { missing: 10, total: 10 }));
        std::thread::scope(|scope| {
            for lane in 0..5 {
                let picture = &picture;
                scope.spawn(move || {
                    let mut columns = picture.claim(2 * lane..2 * lane + 2, lane);
                    let (bytes, done) = columns.parts();
                    bytes.fill(lane as u8 + 1);
                    done(2 * lane..2 * lane + 2);
                });
            }
        });
        assert_eq!(picture.complete(), Ok(()));
        assert_eq!(picture.summary().sum, 6 * (1 + 2 + 3 + 4 + 5));
        let claim_again = AssertUnwindSafe(|| picture.claim(9..10, 0).lane);
        assert!(catch_unwind(claim_again).is_err(), "given out twice");
        picture.clear();
        assert_eq!(
            picture.complete(),
            Err(Error::Incomplete { missing: 10, total: 10 }),
            "nothing is done anew"
        );
        assert_eq!(picture.owners[9].load(Acquire), 5, "but known to have been");
        let mut last = picture.claim(9..10, 0);
        assert_eq!(last.lane, 0, "free again");
        last.parts().1(9..10);
        assert_eq!(picture.complete(), Err(Error::Incomplete { missing: 9, total: 10 }));
    }

    #[test]
    fn a_difference_is_found_where_it_is() {
        let mut a = Picture::new("parallel", 4, 5);
        let mut b = Picture::new("sequential", 4, 5);
        assert_eq!(compare(&mut a, &mut b), Ok(()));
        b.claim(2..3, 0).parts().0[4] = 1;
        assert_eq!(compare(&mut a, &mut b), Err(Error::Mismatch { place: "column 2, row 4".into() }));
    }

    #[test]
    fn the_checksum_is_the_usual_one() {
        let mut picture = Picture::new("parallel", 9, 1);
        picture.claim(0..9, 0).parts().0.copy_from_slice(b"123456789");
        assert_eq!(picture.summary().crc32, 0xcbf4_3926);
    }
}
