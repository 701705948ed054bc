//! The lecture's Julia kernel: what a picture is ([`View`]), the plain scalar loop that defines every
//! pixel, and [`columns`], through which every schedule computes columns with either kernel.
//!
//! A pixel is the number of checks `|z|² ≤ 4` that its orbit passes, `max_iter` at most, in `f64` and
//! without fused or reordered arithmetic. A picture is bytes, column-major.

use super::simd;
use core::ops::Range;

/// Pixels that are worked on at once where several columns fit: the lists of the SIMD kernel then stay in
/// the first-level cache, and a columns' batch is still short enough for a live picture.
const BATCH_PIXELS: usize = 5120;

/// Most columns in a batch, so that small pictures show progress too.
const BATCH_COLUMNS: usize = 5;

/// One picture's worth of the problem: z → z² + c on a square of the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Real part of c.
    pub re: f64,
    /// Imaginary part of c.
    pub im: f64,
    /// Pixels on each side, 2 or more.
    pub n: usize,
    /// Checks after which a pixel counts as inside, 1 or more.
    pub max_iter: u8,
    /// Centre, real part.
    pub x: f64,
    /// Centre, imaginary part.
    pub y: f64,
    /// Side of the square in the plane.
    pub width: f64,
}

impl View {
    /// Real part of the points of column `j`.
    #[inline]
    pub fn column_x(&self, j: usize) -> f64 {
        (self.x - self.width / 2.0) + (j as f64 * self.width) / (self.n - 1) as f64
    }

    /// Imaginary part of the points of row `i`.
    #[inline]
    pub fn row_y(&self, i: usize) -> f64 {
        (self.y - self.width / 2.0) + (i as f64 * self.width) / (self.n - 1) as f64
    }

    /// Whether c and every coordinate are finite. Coordinates are monotone in their index, so the corners decide.
    fn is_finite(&self) -> bool {
        let last = self.n - 1;
        let values =
            [self.re, self.im, self.column_x(0), self.column_x(last), self.row_y(0), self.row_y(last)];
        values.iter().all(|value| value.is_finite())
    }
}

/// How pixels are computed. Both give the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kernel {
    /// One pixel at a time.
    Scalar,
    /// Two-lane vectors and staged compaction.
    Simd,
}

/// Per-thread working memory, allocated before a measured run (never in it): about 300 KB for n = 4096.
pub struct Scratch {
    /// Imaginary parts of the rows, then dead rows up to a multiple of the SIMD kernel's group.
    rows: Box<[f64]>,
    /// The view that `rows` belong to.
    rows_of: Option<View>,
    lists: simd::Lists,
}

impl Scratch {
    /// Room for pictures with up to `n` rows.
    pub fn new(n: usize) -> Self {
        Self {
            rows: vec![0.0; n.next_multiple_of(simd::GROUP)].into_boxed_slice(),
            rows_of: None,
            lists: simd::Lists::new(n.max(BATCH_PIXELS)),
        }
    }

    /// Computes the rows' coordinates, unless they are those of `view` already.
    fn prepare(&mut self, view: &View) {
        assert!(view.n >= 2 && view.n <= self.rows.len(), "the scratch memory is too small for this picture");
        if self.rows_of == Some(*view) {
            return;
        }
        for (i, row) in self.rows.iter_mut().enumerate() {
            *row = if i < view.n { view.row_y(i) } else { simd::DEAD };
        }
        self.rows_of = Some(*view);
    }
}

/// Fills `out` (`columns.len() * n` bytes, column-major) with the counts of `columns`.
///
/// `column_done` is called after each batch of columns is complete, in order, and every column is in exactly
/// one batch; when it returns false the rest is left as it is, and so does this function. Never allocates.
///
/// # Panics
/// If `out` has another length, or `scratch` was made for a smaller n.
pub fn columns(
    kernel: Kernel,
    view: &View,
    columns: Range<usize>,
    out: &mut [u8],
    scratch: &mut Scratch,
    column_done: &mut dyn FnMut(Range<usize>) -> bool,
) -> bool {
    assert_eq!(out.len(), columns.len() * view.n, "one byte for each pixel");
    scratch.prepare(view);
    // Not finite is no sensible picture, but it must be the same one: the SIMD kernel takes NaN for escaped.
    let simd = kernel == Kernel::Simd && view.is_finite();
    let batch = (BATCH_PIXELS / view.n).clamp(1, BATCH_COLUMNS);
    let mut first = columns.start;
    for pixels in out.chunks_mut(batch * view.n) {
        let range = first..first + pixels.len() / view.n;
        first = range.end;
        if simd {
            simd::batch(view, range.clone(), &scratch.rows, pixels, &mut scratch.lists);
        } else {
            scalar(view, range.clone(), &scratch.rows, pixels);
        }
        if !column_done(range) {
            return false;
        }
    }
    true
}

/// The definition, one pixel after the other.
fn scalar(view: &View, columns: Range<usize>, rows: &[f64], out: &mut [u8]) {
    for (j, column) in columns.zip(out.chunks_exact_mut(view.n)) {
        let x = view.column_x(j);
        for (pixel, &y) in column.iter_mut().zip(rows) {
            *pixel = count(x, y, view);
        }
    }
}

/// Checks that the orbit of x + iy passes.
#[inline(always)]
fn count(mut x: f64, mut y: f64, view: &View) -> u8 {
    for k in 0..view.max_iter {
        let (xx, yy, xy) = (x * x, y * y, x * y);
        if xx + yy > 4.0 {
            return k;
        }
        x = (xx - yy) + view.re;
        y = (xy + xy) + view.im;
    }
    view.max_iter
}
