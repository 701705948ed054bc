//! The SIMD kernel: staged compaction with a speculative tail. Bit-identical to the scalar loop.
//!
//! Most pixels escape within a few checks, a few take hundreds, and neighbours differ: lanes that wait for the
//! slowest of their vector waste most of their time. So a batch of columns is worked off in stages. After each stage,
//! the points that are still inside are moved together, so that the next one runs on full vectors again.
//!
//! 1. [`dense`] makes three checks of every pixel of a column and lists the rows that passed them all.
//! 2. [`head`] starts the listed rows again from their coordinates (cheaper than carrying four times as many
//!    orbits through memory), counts five more checks, and appends survivors to the batch's list.
//! 3. Every later stage is one of two, depending on how many points the previous one lost:
//!    - [`counted`] counts every check.
//!    - [`speculative`] iterates without any check, which saves three instructions in ten, and looks at the end.
//!      Escape is monotone, so a point that is inside then has passed every check before. The others go back to the
//!      stage's start and are counted there, gathered in full vectors ([`finish`]).
//!
//! Escape is monotone for |c| < 2: from |z| > 2 follows |z² + c| ≥ |z|² − |c| > 2. The margin to
//! [`MONOTONE`] is far beyond rounding, and what overflows to infinity or NaN is never `≤ 4` again. For
//! larger |c| all stages are counted with a sticky mask (`STICKY`), which assumes nothing.
//!
//! Branches inside a stage's loops do not depend on the data (but for one, which follows the outline of the picture
//! and so is predictable); lists are compacted by writing each point and moving the end on by 0 or 1.
//! bench/kernel-notes.md has the figures behind the constants, and what else was tried.

use core::ops::Range;

use super::lanes::{Counts, Mask, Pair, Quad};
use super::view::View;
use list::{List, ROOM, append4, append8, list4, load, load8, repeat_last, valid};
use orbits::{Constants, Orbits, VECTORS, count};

mod list;
mod orbits;

/// Lanes of a group: rows are padded to a multiple of it, with [`DEAD`].
pub const GROUP: usize = 2 * VECTORS;
/// A coordinate that escapes at the first check.
pub const DEAD: f64 = 4.0;
/// Most pixels in a batch. Positions fit 16 bits, and what survives the first checks of a
/// typical picture fits the first-level cache.
pub const CAPACITY: usize = 5120;

/// Vectors side by side where no checks are counted: enough independent work to hide the latency of the arithmetic.
const WIDE: usize = 6;

/// |c|² below which escape is monotone, with a margin for rounding.
const MONOTONE: f64 = 3.9;
/// Checks of every pixel.
const DENSE: u32 = 3;
/// Checks that [`head`] adds.
const HEAD: u32 = 5;
/// Checks of a [`counted`] stage.
const COUNTED: u32 = 5;
/// Loss (share of the points for each check) above which stages are counted.
const COUNT_ABOVE: f32 = 0.06;
/// Checks of a speculative stage: those of the first pair whose loss is exceeded. The lengths are few, so that the
/// branch predictor learns the loop's end: lengths that follow the loss smoothly cost a third more time.
const LENGTHS: [(f32, u32); 3] = [(0.02, 8), (0.0005, 12), (-1.0, 32)];

/// The working memory of one thread, 195 KB.
pub struct Lists {
    /// The points at the stage's start, and those at its end. Their size is known at compile time, so that their
    /// addresses differ by constants: one operand of an instruction replaces three additions.
    points: Box<[List]>,
    /// Rows that passed the dense checks, or positions of the points that escaped in a speculative stage.
    places: Box<[u16]>,
}

impl Lists {
    /// Allocates empty lists, with all the memory they will need.
    pub fn allocate() -> Self {
        Self { points: vec![List::EMPTY; 2].into_boxed_slice(), places: vec![0; ROOM].into_boxed_slice() }
    }
}

/// Fills `out` with the counts of whole columns, `CAPACITY` pixels at most. `rows` are the rows' coordinates,
/// padded with [`DEAD`] to a multiple of [`GROUP`]. All coordinates and c must be finite.
pub fn batch(view: &View, columns: Range<usize>, rows: &[f64], out: &mut [u8], lists: &mut Lists) {
    assert!(out.len() <= CAPACITY && out.len() == columns.len() * view.n);
    assert!(rows.len() == view.n.next_multiple_of(GROUP));
    if view.re * view.re + view.im * view.im < MONOTONE {
        stages::<false>(view, columns, rows, out, lists);
    } else {
        stages::<true>(view, columns, rows, out, lists);
    }
}

fn stages<const STICKY: bool>(
    view: &View,
    columns: Range<usize>,
    rows: &[f64],
    out: &mut [u8],
    lists: &mut Lists,
) {
    let c = Constants { re: Pair::splat(view.re), im: Pair::splat(view.im), four: Pair::splat(4.0) };
    let max_iter = u32::from(view.max_iter);
    let Lists { points, places } = lists;
    let (live, next) = points.split_at_mut(1);
    let (mut live, mut next) = (&mut live[0], &mut next[0]);
    live.len = 0;

    let mut checks = HEAD.min(max_iter.saturating_sub(DENSE));
    let mut before = 0;
    for (k, (j, column)) in columns.zip(out.chunks_exact_mut(view.n)).enumerate() {
        let x = Pair::splat(view.column_x(j));
        let passed = dense::<STICKY>(x, rows, column, places, c);
        before += passed;
        if passed > 0 && checks > 0 {
            head::<STICKY>(x, rows, column, places, passed, (k * view.n) as u16, live, checks, c);
        }
    }
    if max_iter <= DENSE {
        for pixel in out {
            *pixel = view.max_iter.min(*pixel);
        }
        return;
    }

    let mut base = DENSE;
    loop {
        base += checks;
        if live.len == 0 || base == max_iter {
            break;
        }
        let loss = (before - live.len) as f32 / (before as f32 * checks as f32);
        before = live.len;
        let left = max_iter - base;
        if STICKY || loss > COUNT_ABOVE {
            checks = COUNTED.min(left);
            counted::<STICKY>(live, base as u8, checks, out, c);
        } else {
            let length = LENGTHS.iter().find(|(bound, _)| loss > *bound).map_or(1, |(_, length)| *length);
            // A loss that was low for ten checks may rise in the next thirty.
            checks = length.min(base).min(left);
            let escaped = speculative(live, next, places, checks, c);
            finish(live, &mut places[..], escaped, base as u8, checks - 1, out, c);
            (live, next) = (next, live);
        }
    }
    for &pixel in &live.at[..live.len] {
        out[usize::from(pixel)] = view.max_iter;
    }
}

/// Makes the first three checks of a column, and lists the rows that pass them in `places`.
#[inline(never)]
fn dense<const STICKY: bool>(
    x: Pair,
    rows: &[f64],
    column: &mut [u8],
    places: &mut [u16],
    c: Constants,
) -> usize {
    let n = column.len();
    let mut passed = 0;
    for (first, group) in (0..).step_by(GROUP).zip(rows.as_chunks::<GROUP>().0) {
        let mut orbits = [Orbits { x, y: x }; VECTORS];
        let mut counts = [Counts::none(); VECTORS];
        let mut active = [Mask::none(); VECTORS];
        let mut any = Mask::none();
        for (v, z) in orbits.iter_mut().enumerate() {
            // SAFETY: the group has two rows for each vector.
            z.y = unsafe { Pair::load(group.as_ptr().add(2 * v)) };
            let initial = z.check_and_step(c);
            let inside = z.inside(c);
            active[v] = if STICKY { inside.and(initial) } else { inside };
            counts[v] = counts[v].plus(initial).plus(active[v]);
            any = any.or(active[v]);
        }
        if any.any() {
            for (v, z) in orbits.iter_mut().enumerate() {
                z.step(c);
                let inside = z.inside(c);
                counts[v] = counts[v].plus(if STICKY { inside.and(active[v]) } else { inside });
            }
        }
        let (bytes, bits) = Counts::narrow(counts, 0, DENSE as u8);
        if let Some(pixels) = column.get_mut(first..first + GROUP) {
            pixels.copy_from_slice(&bytes);
        } else {
            column[first..].copy_from_slice(&bytes[..n - first]);
        }
        // SAFETY: `passed` never overtakes `first`, which is below CAPACITY.
        unsafe {
            passed = list4(places, passed, bits & 15, first);
            passed = list4(places, passed, bits >> 4, first + 4);
        }
    }
    passed
}

/// Counts `checks` more of the rows listed in `places`, and appends the survivors to `live`. `offset` is the
/// column's first pixel in the batch.
#[inline(never)]
#[expect(clippy::too_many_arguments, reason = "a stage, kept apart from the others for the compilers' sake")]
fn head<const STICKY: bool>(
    x: Pair,
    rows: &[f64],
    column: &mut [u8],
    places: &mut [u16],
    passed: usize,
    offset: u16,
    live: &mut List,
    checks: u32,
    c: Constants,
) {
    repeat_last(places, passed);
    let mut len = live.len;
    for (first, group) in (0..).step_by(GROUP).zip(places[..passed.next_multiple_of(GROUP)].as_chunks().0) {
        let group: &[u16; GROUP] = group;
        let mut orbits = [Orbits { x, y: x }; VECTORS];
        for (v, z) in orbits.iter_mut().enumerate() {
            // SAFETY: `dense` lists rows of the column, which has as many as `rows`, or fewer.
            z.y = unsafe {
                Pair::new(
                    *rows.get_unchecked(usize::from(group[2 * v])),
                    *rows.get_unchecked(usize::from(group[2 * v + 1])),
                )
            };
            z.step(c);
            z.step(c);
        }
        let counts = count::<STICKY>(&mut orbits, checks, c);
        let (bytes, bits) = Counts::narrow(counts, DENSE as u8, checks as u8);
        for (&row, byte) in group.iter().zip(bytes) {
            // SAFETY: as above.
            unsafe { *column.get_unchecked_mut(usize::from(row)) = byte };
        }
        // SAFETY: no more points are listed than the batch has pixels.
        unsafe {
            let at = load8(group.as_ptr()).map(|quad| quad.plus(offset));
            len = append8(live, len, &orbits, at, bits & valid(passed - first));
        }
    }
    live.len = len;
}

/// Counts `checks` more of all points, and compacts the list in place.
#[inline(never)]
fn counted<const STICKY: bool>(live: &mut List, base: u8, checks: u32, out: &mut [u8], c: Constants) {
    let before = live.len;
    repeat_last(&mut live.xs, before);
    repeat_last(&mut live.ys, before);
    repeat_last(&mut live.at, before);
    let mut len = 0;
    for first in (0..before).step_by(GROUP) {
        // SAFETY: ROOM has whole groups, pixels are below `out.len()`, and `len` never overtakes `first`.
        unsafe {
            let mut orbits = load(live, first);
            let counts = count::<STICKY>(&mut orbits, checks, c);
            let (bytes, bits) = Counts::narrow(counts, base, checks as u8);
            let at = live.at.as_ptr().add(first);
            for (k, byte) in bytes.into_iter().enumerate() {
                *out.get_unchecked_mut(usize::from(*at.add(k))) = byte;
            }
            let at = load8(at);
            len = append8(live, len, &orbits, at, bits & valid(before - first));
        }
    }
    live.len = len;
}

/// Takes `length` steps with a check only at the end. Moves the points that are still inside to `next`, lists the
/// positions of the others in `places`, and returns their number. Leaves `live` as it was.
#[inline(never)]
fn speculative(live: &mut List, next: &mut List, places: &mut [u16], length: u32, c: Constants) -> usize {
    const LANES: usize = 2 * WIDE;
    let before = live.len;
    // Dead points fill up the last group: with this y they escape whatever x is left there.
    live.ys[before..before + LANES].fill(DEAD);
    let (mut len, mut escaped) = (0, 0);
    for first in (0..before).step_by(LANES) {
        // SAFETY: ROOM has whole groups, and neither list's end overtakes the group's.
        unsafe {
            let mut orbits: [Orbits; WIDE] = load(live, first);
            for _ in 0..length {
                for z in &mut orbits {
                    z.step(c);
                }
            }
            for (k, pair) in (0..).step_by(4).zip(orbits.as_chunks::<2>().0) {
                let bits = pair[0].inside(c).bits() | pair[1].inside(c).bits() << 2;
                escaped = list4(places, escaped, bits ^ 15, first + k);
                let at = Quad::load(live.at.as_ptr().add(first + k));
                len = append4(next, len, pair, at, bits);
            }
        }
    }
    next.len = len;
    // The dead points are the last in the list.
    escaped - (before.next_multiple_of(LANES) - before)
}

/// Counts up to `checks` of the points at `places`, which have all escaped by then or at the next check.
#[inline(never)]
fn finish(
    live: &List,
    places: &mut [u16],
    escaped: usize,
    base: u8,
    checks: u32,
    out: &mut [u8],
    c: Constants,
) {
    if escaped == 0 {
        return;
    }
    repeat_last(places, escaped);
    for group in places[..escaped.next_multiple_of(GROUP)].as_chunks::<GROUP>().0 {
        let mut orbits = [Orbits { x: c.four, y: c.four }; VECTORS];
        // SAFETY: `speculative` lists positions of points, and their pixels are below `out.len()`.
        unsafe {
            for (v, z) in orbits.iter_mut().enumerate() {
                let (a, b) = (usize::from(group[2 * v]), usize::from(group[2 * v + 1]));
                z.x = Pair::new(*live.xs.get_unchecked(a), *live.xs.get_unchecked(b));
                z.y = Pair::new(*live.ys.get_unchecked(a), *live.ys.get_unchecked(b));
            }
            let (bytes, _) = Counts::narrow(count::<false>(&mut orbits, checks, c), base, 0);
            for (&place, byte) in group.iter().zip(bytes) {
                let pixel = *live.at.get_unchecked(usize::from(place));
                *out.get_unchecked_mut(usize::from(pixel)) = byte;
            }
        }
    }
}
