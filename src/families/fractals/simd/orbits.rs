//! Orbits in vectors: the step, the check, and counting. Only the arithmetic of this file decides a pixel.

use super::super::lanes::{Counts, Mask, Pair};

/// Vectors side by side where checks are counted: orbits, counts and constants just fit 16 registers.
pub const VECTORS: usize = 4;

/// c and the bound in both lanes.
#[derive(Clone, Copy)]
pub struct Constants {
    /// Real part of c.
    pub re: Pair,
    /// Imaginary part of c.
    pub im: Pair,
    /// The bound of |z|².
    pub four: Pair,
}

/// Two orbits.
#[derive(Clone, Copy)]
pub struct Orbits {
    /// Real parts.
    pub x: Pair,
    /// Imaginary parts.
    pub y: Pair,
}

impl Orbits {
    /// Computes z² + c.
    #[inline(always)]
    pub fn step(&mut self, c: Constants) {
        let (xx, yy, xy) = (self.x * self.x, self.y * self.y, self.x * self.y);
        self.x = (xx - yy) + c.re;
        self.y = (xy + xy) + c.im;
    }

    /// Checks |z|² ≤ 4.
    #[inline(always)]
    pub fn inside(&self, c: Constants) -> Mask {
        (self.x * self.x + self.y * self.y).le(c.four)
    }

    /// Makes a check, then a step; both share the squares.
    #[inline(always)]
    pub fn check_and_step(&mut self, c: Constants) -> Mask {
        let inside = self.inside(c);
        self.step(c);
        inside
    }
}

/// Steps and checks `orbits` `checks` times (at least once), and counts the checks that they pass.
#[inline(always)]
pub fn count<const STICKY: bool>(
    orbits: &mut [Orbits; VECTORS],
    checks: u32,
    c: Constants,
) -> [Counts; VECTORS] {
    let mut counts = [Counts::none(); VECTORS];
    let mut active = [Mask::all(); VECTORS];
    let mut add = |v: usize, inside: Mask| {
        active[v] = if STICKY { active[v].and(inside) } else { inside };
        counts[v] = counts[v].plus(active[v]);
    };
    for z in orbits.iter_mut() {
        z.step(c);
    }
    for _ in 1..checks {
        for (v, z) in orbits.iter_mut().enumerate() {
            add(v, z.check_and_step(c));
        }
    }
    for (v, z) in orbits.iter().enumerate() {
        add(v, z.inside(c));
    }
    counts
}
