// Robust statistics of repeated times, and how sure a ratio of two medians is. Everything that is
// random is seeded: the same measurements always give the same interval. Pure.

/** An estimate with its interval. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

export interface Described {
  count: number;
  min: number;
  median: number;
  /** Median absolute deviation from the median. */
  mad: number;
  max: number;
}

export function median(sample: readonly number[]): number {
  if (sample.length === 0) return Number.NaN;
  return middleOf(Float64Array.from(sample).sort());
}

export function describe(sample: readonly number[]): Described | null {
  if (sample.length === 0) return null;
  const middle = median(sample);
  return {
    count: sample.length,
    min: Math.min(...sample),
    median: middle,
    mad: median(sample.map((value) => Math.abs(value - middle))),
    max: Math.max(...sample),
  };
}

/** The value below which a share `q` of a sorted sample lies, linear in between. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const at = Math.min(Math.max(q, 0), 1) * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return low + (high - low) * (at - below);
}

/** Numbers in [0, 1) from a seed: mulberry32 (Tommy Ettinger, public domain). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Resamplings of a bootstrap. */
const RESAMPLES = 1000;
/** Fewer repeats say nothing about the spread. */
export const MIN_REPEATS = 3;

/**
 * median(numerator) / median(denominator) with its 95 % interval, by the percentile bootstrap. Both samples come from
 * the same rounds, in order, so rounds are resampled: what disturbed both sides alike cancels. `low` and `high` are
 * NaN where there are too few rounds to say. Null where there are none.
 */
export function ratioOfMedians(
  numerator: readonly number[],
  denominator: readonly number[],
  seed = 1,
): Interval | null {
  const rounds = Math.min(numerator.length, denominator.length);
  const value = median(numerator.slice(0, rounds)) / median(denominator.slice(0, rounds));
  if (rounds === 0 || !Number.isFinite(value)) return null;
  if (rounds < MIN_REPEATS) return { value, low: Number.NaN, high: Number.NaN };
  const random = seeded(seed);
  const ratios = new Float64Array(RESAMPLES);
  const above = new Float64Array(rounds);
  const below = new Float64Array(rounds);
  for (let i = 0; i < RESAMPLES; i++) {
    for (let k = 0; k < rounds; k++) {
      const round = Math.floor(random() * rounds);
      insert(above, k, numerator[round] as number);
      insert(below, k, denominator[round] as number);
    }
    ratios[i] = middleOf(above) / middleOf(below);
  }
  ratios.sort();
  return { value, low: quantile(ratios, 0.025), high: quantile(ratios, 0.975) };
}

/** Puts a value in its place among the first `count` of an ascending array: samples are small. */
function insert(sorted: Float64Array, count: number, value: number): void {
  let at = count;
  while (at > 0 && (sorted[at - 1] as number) > value) {
    sorted[at] = sorted[at - 1] as number;
    at--;
  }
  sorted[at] = value;
}

function middleOf(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/**
 * The machine's noise, from an A/A check: the same code measured twice in every round. 0.02 means that a ratio of
 * 1.02, or of 1/1.02, can be chance. Null where there are too few rounds to say.
 */
export function noiseOf(first: readonly number[], second: readonly number[], seed = 2): number | null {
  const ratio = ratioOfMedians(first, second, seed);
  if (!ratio || !Number.isFinite(ratio.low) || !(ratio.low > 0)) return null;
  return Math.max(1 / ratio.low, ratio.low, 1 / ratio.high, ratio.high) - 1;
}

/** What can be said of a speed-up beside the noise. */
export type Verdict = 'faster' | 'slower' | 'noise' | 'unknown';

/** Inside the noise: the interval includes 1, or the ratio is no further from 1 than that of the code with itself. */
export function judge(ratio: Interval | null, noise: number | null): Verdict {
  if (!ratio || !Number.isFinite(ratio.low) || noise === null) return 'unknown';
  if (ratio.low <= 1 && ratio.high >= 1) return 'noise';
  if (Math.max(ratio.value, 1 / ratio.value) <= 1 + noise) return 'noise';
  return ratio.value > 1 ? 'faster' : 'slower';
}
