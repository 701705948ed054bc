//! staged compaction
use super::kernel::View;
use super::lanes::{Counts, Mask, Pair};
use core::ops::Range;

pub const GROUP: usize = 8;
pub const DEAD: f64 = 4.0;
const V: usize = 4;
/// speculative
const W: usize = 6;
const MARGIN: usize = 24;

pub struct List {
    xs: Box<[f64]>,
    ys: Box<[f64]>,
    at: Box<[u16]>,
    len: usize,
}
impl List {
    fn new(c: usize) -> Self {
        let c = c + MARGIN;
        Self { xs: vec![0.0; c].into(), ys: vec![0.0; c].into(), at: vec![0; c].into(), len: 0 }
    }
    /// Fills up the last group with copies of the last point.
    fn pad(&mut self) {
        let len = self.len;
        let (x, y, at) = (self.xs[len - 1], self.ys[len - 1], self.at[len - 1]);
        self.xs[len..len + 2 * W].fill(x);
        self.ys[len..len + 2 * W].fill(y);
        self.at[len..len + 2 * W].fill(at);
    }
    fn ends(&mut self) -> Ends {
        Ends { xs: self.xs.as_mut_ptr(), ys: self.ys.as_mut_ptr(), at: self.at.as_mut_ptr() }
    }
}

#[derive(Clone, Copy)]
struct Ends {
    xs: *mut f64,
    ys: *mut f64,
    at: *mut u16,
}

pub struct Lists {
    live: List,
    next: List,
    gone: Box<[u16]>,
}
impl Lists {
    pub fn new(c: usize) -> Self {
        Self { live: List::new(c), next: List::new(c), gone: vec![0; c + MARGIN].into() }
    }
}

/// by four bits: places
static PLACES: [u64; 16] = places();
const fn places() -> [u64; 16] {
    let mut t = [0; 16];
    let mut m = 0;
    while m < 16 {
        let (mut k, mut q) = (0, 0);
        while k < 4 {
            if m >> k & 1 == 1 {
                t[m] |= (k as u64) << (16 * q);
                q += 1;
            }
            k += 1;
        }
        m += 1;
    }
    t
}

#[derive(Clone, Copy)]
struct C {
    re: Pair,
    im: Pair,
    four: Pair,
}

#[inline(always)]
fn step(x: &mut Pair, y: &mut Pair, c: C) {
    let (xx, yy, t) = (*x * *x, *y * *y, *x * *y);
    *x = (xx - yy) + c.re;
    *y = (t + t) + c.im;
}
#[inline(always)]
fn inside(x: Pair, y: Pair, c: C) -> Mask {
    (x * x + y * y).le(c.four)
}

#[inline(always)]
unsafe fn append<const N: usize>(
    x: &[Pair; N],
    y: &[Pair; N],
    at: impl Fn(usize) -> u16,
    bits: u32,
    to: Ends,
    mut q: usize,
) -> usize {
    for v in 0..N {
        unsafe {
            x[v].store_first(to.xs.add(q));
            y[v].store_first(to.ys.add(q));
            to.at.add(q).write(at(2 * v));
            q += (bits >> (2 * v) & 1) as usize;
            x[v].store_second(to.xs.add(q));
            y[v].store_second(to.ys.add(q));
            to.at.add(q).write(at(2 * v + 1));
            q += (bits >> (2 * v + 1) & 1) as usize;
        }
    }
    q
}

pub fn batch(view: &View, columns: Range<usize>, rows: &[f64], out: &mut [u8], lists: &mut Lists) {
    let norm = view.re * view.re + view.im * view.im;
    if norm < 3.9 {
        run::<false>(view, columns, rows, out, lists)
    } else {
        run::<true>(view, columns, rows, out, lists)
    }
}

fn run<const STICKY: bool>(
    view: &View,
    columns: Range<usize>,
    rows: &[f64],
    out: &mut [u8],
    lists: &mut Lists,
) {
    let c = C { re: Pair::splat(view.re), im: Pair::splat(view.im), four: Pair::splat(4.0) };
    let max = u32::from(view.max_iter);
    dense::<STICKY>(view, columns, rows, out, &mut lists.live, c);
    if max <= 3 {
        for b in out {
            *b = (*b).min(view.max_iter)
        }
        return;
    }
    let mut base = 3u32;
    let mut hazard = 1.0f32;
    while lists.live.len > 0 && base < max {
        let before = lists.live.len;
        let left = max - base;
        let length;
        if STICKY || hazard > SPEC_MAX {
            length = (if base < 8 { FIRST } else { SECOND }).min(left);
            counted::<STICKY>(&mut lists.live, base, length, out, c);
        } else {
            length = (if hazard > H16 {
                L0
            } else if hazard > H32 {
                L1
            } else if hazard > H64 {
                L2
            } else {
                L3
            })
            .min(base)
            .min(left);
            let gone = speculative(lists, length, c);
            if gone > 0 {
                finish(lists, gone, base, length - 1, out, c);
            }
            core::mem::swap(&mut lists.live, &mut lists.next);
        }
        base += length;
        hazard = (before - lists.live.len) as f32 / (before as f32 * length as f32);
    }
    for &at in &lists.live.at[..lists.live.len] {
        out[at as usize] = view.max_iter
    }
}

const FIRST: u32 = 5;
const SECOND: u32 = 5;
const SPEC_MAX: f32 = 0.06;
const H16: f32 = 0.02;
const H32: f32 = 0.003;
const H64: f32 = 0.001;
const L0: u32 = 8;
const L1: u32 = 12;
const L2: u32 = 24;
const L3: u32 = 64;

#[inline(never)]
fn dense<const STICKY: bool>(
    view: &View,
    columns: Range<usize>,
    rows: &[f64],
    out: &mut [u8],
    live: &mut List,
    c: C,
) {
    let n = view.n;
    let ends = live.ends();
    let mut q = 0;
    for (jj, (j, column)) in columns.zip(out.chunks_exact_mut(n)).enumerate() {
        let x0 = Pair::splat(view.column_x(j));
        let xx0 = x0 * x0;
        for (g, group) in rows.chunks_exact(GROUP).take(n.div_ceil(GROUP)).enumerate() {
            let mut x = [x0; V];
            let mut y = [x0; V];
            let mut yy = [x0; V];
            let mut m0 = [Mask::all(); V];
            let mut count = [Counts::splat(0); V];
            let mut active = [Mask::all(); V];
            let i = g * GROUP;
            for v in 0..V {
                y[v] = unsafe { Pair::load(group.as_ptr().add(2 * v)) };
                yy[v] = y[v] * y[v];
                m0[v] = (xx0 + yy[v]).le(c.four);
            }
            if SKIP0 && !m0[0].or(m0[1]).or(m0[2].or(m0[3])).any() {
                if i + GROUP <= n {
                    column[i..i + GROUP].fill(0)
                } else {
                    column[i..].fill(0)
                }
                continue;
            }
            for v in 0..V {
                let t = x0 * y[v];
                x[v] = (xx0 - yy[v]) + c.re;
                y[v] = (t + t) + c.im;
                let mut m1 = inside(x[v], y[v], c);
                step(&mut x[v], &mut y[v], c);
                let mut m2 = inside(x[v], y[v], c);
                if STICKY {
                    m1 = m1.and(m0[v]);
                    m2 = m2.and(m1);
                }
                count[v] = count[v].plus(m0[v]).plus(m1).plus(m2);
                active[v] = m2;
            }
            let bytes = Counts::narrow(count);
            if i + GROUP <= n {
                column[i..i + GROUP].copy_from_slice(&bytes)
            } else {
                column[i..].copy_from_slice(&bytes[..n - i])
            }
            if active[0].or(active[1]).or(active[2].or(active[3])).any() {
                let bits =
                    active[0].bits() | active[1].bits() << 2 | active[2].bits() << 4 | active[3].bits() << 6;
                let first = (jj * n + i) as u16;
                q = unsafe { append(&x, &y, |k| first + k as u16, bits, ends, q) };
            }
        }
    }
    live.len = q;
}
const SKIP0: bool = true;

#[inline(never)]
fn counted<const STICKY: bool>(live: &mut List, base: u32, length: u32, out: &mut [u8], c: C) {
    live.pad();
    let len = live.len;
    let from = live.ends();
    let mut q = 0;
    for g in (0..len).step_by(GROUP) {
        let mut x = [c.re; V];
        let mut y = [c.re; V];
        let mut count = [Counts::splat(base as u8); V];
        let mut active = [Mask::all(); V];
        for v in 0..V {
            unsafe {
                x[v] = Pair::load(from.xs.add(g + 2 * v));
                y[v] = Pair::load(from.ys.add(g + 2 * v));
            }
        }
        for _ in 0..length {
            for v in 0..V {
                step(&mut x[v], &mut y[v], c);
                let m = inside(x[v], y[v], c);
                active[v] = if STICKY { active[v].and(m) } else { m };
                count[v] = count[v].plus(active[v]);
            }
        }
        let bytes = Counts::narrow(count);
        let valid = if len - g >= GROUP { 255 } else { (1u32 << (len - g)) - 1 };
        let bits = active[0].bits() | active[1].bits() << 2 | active[2].bits() << 4 | active[3].bits() << 6;
        let mut at = [0; GROUP];
        for k in 0..GROUP {
            unsafe {
                at[k] = from.at.add(g + k).read();
                *out.get_unchecked_mut(at[k] as usize) = bytes[k];
            }
        }
        q = unsafe { append(&x, &y, |k| at[k], bits & valid, from, q) };
    }
    live.len = q;
}

#[inline(never)]
fn speculative(lists: &mut Lists, length: u32, c: C) -> usize {
    const LANES: usize = 2 * W;
    lists.live.pad();
    let len = lists.live.len;
    let (from, to, gone) = (lists.live.ends(), lists.next.ends(), lists.gone.as_mut_ptr());
    let (mut q, mut r) = (0, 0);
    for g in (0..len).step_by(LANES) {
        let mut x = [c.re; W];
        let mut y = [c.re; W];
        for v in 0..W {
            unsafe {
                x[v] = Pair::load(from.xs.add(g + 2 * v));
                y[v] = Pair::load(from.ys.add(g + 2 * v));
            }
        }
        for _ in 0..length / 4 {
            for _ in 0..4 {
                for v in 0..W {
                    step(&mut x[v], &mut y[v], c);
                }
            }
        }
        for _ in 0..length % 4 {
            for v in 0..W {
                step(&mut x[v], &mut y[v], c);
            }
        }
        let valid = if len - g >= LANES { (1 << LANES) - 1 } else { (1u32 << (len - g)) - 1 };
        let mut bits = 0;
        for v in 0..W {
            bits |= inside(x[v], y[v], c).bits() << (2 * v);
        }
        let dead = !bits & valid;
        for k in (0..LANES).step_by(4) {
            let four = dead >> k & 15;
            unsafe {
                gone.add(r)
                    .cast::<u64>()
                    .write_unaligned(PLACES[four as usize] + (g + k) as u64 * 0x1_0001_0001_0001);
            }
            r += four.count_ones() as usize;
        }
        q = unsafe { append(&x, &y, |k| from.at.add(g + k).read(), bits & valid, to, q) };
    }
    lists.next.len = q;
    r
}

#[inline(never)]
fn finish(lists: &mut Lists, len: usize, base: u32, length: u32, out: &mut [u8], c: C) {
    let last = lists.gone[len - 1];
    lists.gone[len..len + GROUP].fill(last);
    let from = lists.live.ends();
    for places in lists.gone[..len.next_multiple_of(GROUP)].chunks_exact(GROUP) {
        let mut x = [c.re; V];
        let mut y = [c.re; V];
        let mut count = [Counts::splat(base as u8); V];
        for v in 0..V {
            let (a, b) = (places[2 * v] as usize, places[2 * v + 1] as usize);
            unsafe {
                x[v] = Pair::new(from.xs.add(a).read(), from.xs.add(b).read());
                y[v] = Pair::new(from.ys.add(a).read(), from.ys.add(b).read());
            }
        }
        for _ in 0..length {
            for v in 0..V {
                step(&mut x[v], &mut y[v], c);
                count[v] = count[v].plus(inside(x[v], y[v], c));
            }
        }
        let bytes = Counts::narrow(count);
        for k in 0..GROUP {
            unsafe {
                *out.get_unchecked_mut(from.at.add(places[k] as usize).read() as usize) = bytes[k];
            }
        }
    }
}
