//! What a picture of the Julia set shows: the constant, and a square of the plane.

/// One picture to compute: z → z² + c on a square of the plane.
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
    /// Returns the real part of the points of column `j`.
    #[inline]
    pub fn column_x(&self, j: usize) -> f64 {
        (self.x - self.width / 2.0) + (j as f64 * self.width) / (self.n - 1) as f64
    }

    /// Returns the imaginary part of the points of row `i`.
    #[inline]
    pub fn row_y(&self, i: usize) -> f64 {
        (self.y - self.width / 2.0) + (i as f64 * self.width) / (self.n - 1) as f64
    }

    /// Returns whether c and every coordinate are finite. Coordinates are monotone in their index, so the corners
    /// decide.
    pub(super) fn is_finite(&self) -> bool {
        let last = self.n - 1;
        let values =
            [self.re, self.im, self.column_x(0), self.column_x(last), self.row_y(0), self.row_y(last)];
        values.iter().all(|value| value.is_finite())
    }
}
