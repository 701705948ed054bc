// Laws of scaling: what they say, and their fits to measured speed-ups. One law for each mode. Where the law cannot
// describe the measurements, or they do not determine it, the result says so instead of giving a number. Pure.
//
//   Amdahl (1967)      S(s) = c / (f + (1 − f)/s)     fixed work; f: serial share
//   Gustafson (1988)   S(s) = c · (s − α·(s − 1))     work grows with s; α: serial share
//   Karp–Flatt (1990)  e = (1/S − 1/s) / (1 − 1/s)    serial share that one measurement shows
//
// The scale c is the speed-up on one thread: parallel code may do more work than the reference, whatever the threads.
// It is fitted too. With c = 1, a constant factor would pass for a serial share, and give a limit where there is
// none.

import type { Mode } from './plan';
import { type Interval, intervalOf } from './statistics';

/** A measured speed-up on a number of threads. */
export interface Measured {
  threads: number;
  speedup: number;
}

/** A measured point of a law, with its speed-up in each resample. */
export interface Usable extends Measured {
  resamples: Float64Array;
}

export type Law = 'amdahl' | 'gustafson';

export const LAW_NAMES: Record<Law, string> = { amdahl: 'Amdahl’s law', gustafson: 'Gustafson’s law' };

export interface Fit {
  law: Law;
  /** Serial share: f, or α. */
  serial: Interval;
  /** Speed-up on one thread, as fitted. */
  scale: Interval;
  /** The law's limit for ever more threads; infinite if there is none. */
  limit: Interval;
  speedup(threads: number): number;
  /** Measured minus fitted speed-up at each point, in the order given. */
  residuals: number[];
  /** Root mean square of the residuals. */
  rms: number;
}

export type FitResult = Fit | { law: Law; reason: string };

/** Thread counts that a fit needs: one more than the law has unknowns, so that one is left to check it with. */
export const MIN_COUNTS = 3;
/** A law describes a point if it is off by less than this share. */
const TOLERANCE = 0.1;

export function amdahl(p: number, s: number): number {
  return 1 / (1 - p + p / s);
}

export function gustafson(serial: number, s: number): number {
  return s - serial * (s - 1);
}

/** Returns null for one thread, which shows no serial share, and if no share between 0 and 1 explains the speed-up. */
export function karpFlatt({ threads, speedup }: Measured): number | null {
  if (threads <= 1 || !(speedup > 0)) return null;
  const serial = (1 / speedup - 1 / threads) / (1 - 1 / threads);
  return serial >= -1e-12 && serial <= 1 + 1e-12 ? Math.min(1, Math.max(0, serial)) : null;
}

/** The linear form of each law: y = p + q·x. Neither p nor q is negative, and the serial share is p/(p + q). */
const FORMS = {
  amdahl: { x: (s: number) => 1 / s, y: (speedup: number) => 1 / speedup },
  gustafson: { x: (s: number) => s, y: (speedup: number) => speedup },
} as const;

interface Line {
  p: number;
  q: number;
}

/** Fits the law of the mode by least squares of the relative errors, and again in each resample. */
export function fitLaw(mode: Mode, points: readonly Usable[], noise: number | null): FitResult {
  const law: Law = mode === 'weak' ? 'gustafson' : 'amdahl';
  const name = LAW_NAMES[law];
  const counts = new Set(points.map(({ threads }) => threads)).size;
  if (counts < MIN_COUNTS) {
    const found = ['are none', 'is one', 'are two'][counts];
    return {
      law,
      reason: `Cannot say: ${name} needs three thread counts with a core for each thread and five rounds that count. Here ${found}.`,
    };
  }
  const { x, y } = FORMS[law];
  const places = points.map(({ threads }) => x(threads));
  const line = fitLine(
    places,
    points.map(({ speedup }) => y(speedup)),
  );
  const at = (threads: number): number => y(line.p + line.q * x(threads));
  const serials = new Float64Array(points[0]?.resamples.length ?? 0);
  const scales = new Float64Array(serials.length);
  const limits = new Float64Array(serials.length);
  const offs = points.map(() => new Float64Array(serials.length));
  const heights = new Array<number>(points.length);
  for (let i = 0; i < serials.length; i++) {
    for (let k = 0; k < points.length; k++) heights[k] = y((points[k] as Usable).resamples[i] as number);
    const { p, q } = fitLine(places, heights);
    serials[i] = p / (p + q);
    scales[i] = y(p + q);
    limits[i] = limitOf(law, { p, q });
    for (let k = 0; k < points.length; k++) {
      const off = (heights[k] as number) / (p + q * (places[k] as number));
      (offs[k] as Float64Array)[i] = law === 'amdahl' ? 1 / off : off;
    }
  }
  const misses = points
    .map(({ threads, speedup }, k) => ({ threads, off: intervalOf(speedup / at(threads), offs[k] as Float64Array) }))
    .filter(({ off }) => missed(off, noise))
    .sort((a, b) => Math.abs(Math.log(b.off.value)) - Math.abs(Math.log(a.off.value)));
  if (misses[0]) return { law, reason: missText(name, line, misses[0]) };
  const residuals = points.map(({ threads, speedup }) => speedup - at(threads));
  return {
    law,
    serial: intervalOf(line.p / (line.p + line.q), serials),
    scale: intervalOf(y(line.p + line.q), scales),
    limit: intervalOf(limitOf(law, line), limits),
    speedup: at,
    residuals,
    rms: Math.sqrt(sum(residuals.map((residual) => residual ** 2)) / residuals.length),
  };
}

export function isFit(result: FitResult): result is Fit {
  return 'serial' in result;
}

/** Minimises the squares of (p + q·x)/y − 1, with p and q not negative. */
function fitLine(xs: readonly number[], ys: readonly number[]): Line {
  let [aa, ab, bb, a, b] = [0, 0, 0, 0, 0];
  for (let i = 0; i < xs.length; i++) {
    const one = 1 / (ys[i] as number);
    const slope = (xs[i] as number) * one;
    aa += one * one;
    ab += one * slope;
    bb += slope * slope;
    a += one;
    b += slope;
  }
  const determinant = aa * bb - ab * ab;
  const p = (a * bb - b * ab) / determinant;
  const q = (b * aa - a * ab) / determinant;
  // On the border only the other unknown is fitted. Rounding errors are not a serial share.
  if (p < 1e-12 * Math.abs(q)) return { p: 0, q: b / bb };
  return q < 0 ? { p: a / aa, q: 0 } : { p, q };
}

function limitOf(law: Law, { p, q }: Line): number {
  if (law === 'amdahl') return 1 / p;
  return q > 0 ? Number.POSITIVE_INFINITY : p;
}

function missed(off: Interval, noise: number | null): boolean {
  if (off.low <= 1 && off.high >= 1) return false;
  return Math.max(off.value, 1 / off.value) > 1 + Math.max(TOLERANCE, noise ?? 0);
}

function missText(name: string, { p, q }: Line, { threads, off }: { threads: number; off: Interval }): string {
  const far = off.value > 1 ? `${off.value.toFixed(2)} times as fast` : `${(1 / off.value).toFixed(2)} times as slow`;
  const what = `on ${threads === 1 ? 'one thread' : `${threads} threads`} the code is ${far} as the law fitted best`;
  if (q === 0) return `${name} does not describe these points: more threads make it slower, which the law excludes.`;
  const why =
    p === 0
      ? ' The speed-up grows faster than the threads: runs on few of them were disturbed, or had too small caches.'
      : '';
  return `${name} does not describe these points: ${what}.${why}`;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
