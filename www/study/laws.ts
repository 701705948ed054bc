// Scaling laws: what they say, and least-squares fits to measured speed-ups, with their residuals. A fit
// that the measurements do not determine says so instead of giving a number. Pure.
//
//   Amdahl (1967)      S(s) = 1 / ((1 − p) + p/s)              fixed work; p: share that runs in parallel
//   Gustafson (1988)   S(s) = s − α·(s − 1)                    work grows with s; α: serial share
//   USL (Gunther 1993) S(s) = s / (1 + σ(s − 1) + κ·s(s − 1))  σ: contention, κ: coherence
//   Karp–Flatt (1990)  e = (1/S − 1/s) / (1 − 1/s)             serial fraction that one measurement shows

/** A measured speed-up on a number of threads. */
export interface Measured {
  threads: number;
  speedup: number;
}

export type Law = 'amdahl' | 'gustafson' | 'usl';

export interface Fit {
  law: Law;
  /** What was fitted: `serial` (1 − p, or α), or `contention` and `coherence`. */
  parameters: Record<string, number>;
  speedup(threads: number): number;
  /** Measured minus fitted speed-up at each point, in the order given. */
  residuals: number[];
  /** Root mean square of the residuals. */
  rms: number;
  /** Points beyond those that determine the parameters; 0: any law of this form would pass through them. */
  freedom: number;
  /** What the law predicts for ever more threads; infinite where nothing limits it. */
  limit: number;
  /** Threads at which the speed-up is largest; null where it never falls. */
  peak: number | null;
}

export type FitResult = Fit | { law: Law; reason: string };

export function amdahl(p: number, s: number): number {
  return 1 / (1 - p + p / s);
}

export function gustafson(serial: number, s: number): number {
  return s - serial * (s - 1);
}

export function usl(contention: number, coherence: number, s: number): number {
  return s / (1 + contention * (s - 1) + coherence * s * (s - 1));
}

/** Null for one thread, which shows no serial fraction. */
export function karpFlatt({ threads, speedup }: Measured): number | null {
  if (threads <= 1 || !(speedup > 0)) return null;
  return (1 / speedup - 1 / threads) / (1 - 1 / threads);
}

/** A share that rounding or noise has moved this far beyond 0 or 1 is still called that. */
const SLACK = 0.02;

export function fitAmdahl(points: readonly Measured[]): FitResult {
  const usable = usableOf(points);
  if (usable.length < 1) return { law: 'amdahl', reason: tooFew(1) };
  // 1/S = f + (1 − f)/s is linear in the serial share f: (1/S − 1/s) = f·(1 − 1/s).
  const serial = slope(
    usable,
    ({ threads }) => 1 - 1 / threads,
    ({ threads, speedup }) => 1 / speedup - 1 / threads,
  );
  if (serial < -SLACK) return { law: 'amdahl', reason: SUPERLINEAR };
  if (serial > 1 + SLACK) return { law: 'amdahl', reason: NO_GAIN };
  const share = clamp(serial);
  return finish('amdahl', { serial: share }, (s) => amdahl(1 - share, s), points, usable.length - 1, 1 / share, null);
}

export function fitGustafson(points: readonly Measured[]): FitResult {
  const usable = usableOf(points);
  if (usable.length < 1) return { law: 'gustafson', reason: tooFew(1) };
  const serial = slope(
    usable,
    ({ threads }) => threads - 1,
    ({ threads, speedup }) => threads - speedup,
  );
  if (serial < -SLACK) return { law: 'gustafson', reason: SUPERLINEAR };
  if (serial > 1 + SLACK) return { law: 'gustafson', reason: NO_GAIN };
  const share = clamp(serial);
  const limit = share < 1 ? Number.POSITIVE_INFINITY : 1;
  return finish('gustafson', { serial: share }, (s) => gustafson(share, s), points, usable.length - 1, limit, null);
}

export function fitUsl(points: readonly Measured[]): FitResult {
  const usable = usableOf(points);
  if (new Set(usable.map(({ threads }) => threads)).size < 2) return { law: 'usl', reason: tooFew(2) };
  // s/S − 1 = σ(s − 1) + κ·s(s − 1): two unknowns; each equation over (s − 1), so that large s do not outweigh all.
  const rows = usable.map(({ threads: s, speedup }) => ({ s, y: (s / speedup - 1) / (s - 1) }));
  const n = rows.length;
  const sumS = sum(rows.map(({ s }) => s));
  const sumY = sum(rows.map(({ y }) => y));
  const sumSS = sum(rows.map(({ s }) => s * s));
  const sumSY = sum(rows.map(({ s, y }) => s * y));
  let coherence = (n * sumSY - sumS * sumY) / (n * sumSS - sumS * sumS);
  let contention = (sumY - coherence * sumS) / n;
  // Neither is negative: on the border, the other one alone is fitted.
  if (coherence < 0) {
    coherence = 0;
    contention = sumY / n;
  } else if (contention < 0) {
    contention = 0;
    coherence = sumSY / sumSS;
  }
  const ideal = sum(usable.map(({ threads, speedup }) => speedup / threads)) / n;
  if (contention <= 0 && coherence <= 0 && ideal > 1 + SLACK) return { law: 'usl', reason: SUPERLINEAR };
  if (contention > 1 + SLACK) return { law: 'usl', reason: NO_GAIN };
  contention = clamp(contention);
  coherence = Math.max(0, coherence);
  const at = (s: number): number => usl(contention, coherence, s);
  const peak = coherence > 0 ? Math.max(1, Math.sqrt((1 - contention) / coherence)) : null;
  const limit = peak !== null ? at(peak) : 1 / contention;
  return finish('usl', { contention, coherence }, at, points, usable.length - 2, limit, peak);
}

export function isFit(result: FitResult): result is Fit {
  return 'parameters' in result;
}

const SUPERLINEAR =
  'The speed-up is larger than the number of threads, which the law excludes: the reference may be slowed down by something else.';
const NO_GAIN = 'More threads make it slower from the start, which the law excludes.';

function tooFew(needed: number): string {
  const counts = needed === 1 ? 'one thread count' : 'two different thread counts';
  return `Cannot say: the law needs ${counts} above 1 that the machine has cores for.`;
}

/** One thread tells nothing of how it scales. */
function usableOf(points: readonly Measured[]): Measured[] {
  return points.filter(({ threads, speedup }) => threads > 1 && Number.isFinite(speedup) && speedup > 0);
}

/** Least squares of y = a·x. */
function slope(points: readonly Measured[], x: (point: Measured) => number, y: (point: Measured) => number): number {
  return sum(points.map((p) => x(p) * y(p))) / sum(points.map((p) => x(p) ** 2));
}

function finish(
  law: Law,
  parameters: Record<string, number>,
  speedup: (threads: number) => number,
  points: readonly Measured[],
  freedom: number,
  limit: number,
  peak: number | null,
): Fit {
  const residuals = points.map((point) => point.speedup - speedup(point.threads));
  const rms = Math.sqrt(sum(residuals.map((residual) => residual ** 2)) / residuals.length);
  return { law, parameters, speedup, residuals, rms, freedom, limit, peak };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const clamp = (share: number): number => Math.min(1, Math.max(0, share));
