// Robust statistics of repeated times, and the uncertainty of a ratio of two medians. All randomness is seeded: the
// same measurements always give the same interval. Pure.

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

/** Returns numbers in [0, 1) from a seed: mulberry32 (Tommy Ettinger, public domain). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Number of resamples of a bootstrap. */
export const RESAMPLES = 10_000;
/**
 * Fewest rounds for an interval: the extremes of three rounds hold the median in 75 % of all cases, those of five in
 * 94 %.
 */
export const MIN_ROUNDS = 5;

/**
 * Returns the medians of each series in each resample. A series has one value for each round, NaN where that round
 * does not count. Rounds are resampled, the same ones for all series, so that a disturbance of a whole round cancels
 * in ratios. The order of the rounds has no effect. A resample without a value has NaN.
 */
export function resampledMedians(series: readonly (readonly number[])[], seed = 1): Float64Array[] {
  const order = canonicalOrder(series);
  const rounds = order.length;
  const ranked = series.map((one) => ranks(one, order));
  const medians = series.map(() => new Float64Array(RESAMPLES));
  const drawn = new Uint32Array(rounds);
  const random = seeded(seed);
  for (let i = 0; i < RESAMPLES; i++) {
    drawn.fill(0);
    for (let k = 0; k < rounds; k++) (drawn[Math.floor(random() * rounds)] as number)++;
    for (let s = 0; s < ranked.length; s++) (medians[s] as Float64Array)[i] = drawnMedian(ranked[s] as Ranks, drawn);
  }
  return medians;
}

/** Adds the 95 % interval of its resamples to the estimate (percentile bootstrap); leaves out NaN. */
export function intervalOf(value: number, resamples: Float64Array): Interval {
  const known = resamples.filter((one) => !Number.isNaN(one));
  const last = known.length - 1;
  if (last < 0) return { value, low: Number.NaN, high: Number.NaN };
  return { value, low: select(known, Math.floor(0.025 * last)), high: select(known, Math.ceil(0.975 * last)) };
}

/**
 * Returns the value that would be at this place if they were sorted (Hoare 1961), which costs much less than sorting.
 * Reorders them.
 */
function select(values: Float64Array, place: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[(from + to) >> 1] as number;
    let left = from;
    let right = to;
    while (left <= right) {
      while ((values[left] as number) < pivot) left++;
      while ((values[right] as number) > pivot) right--;
      if (left > right) break;
      const swapped = values[left] as number;
      values[left++] = values[right] as number;
      values[right--] = swapped;
    }
    if (place <= right) to = right;
    else if (place >= left) from = left;
    else break;
  }
  return values[place] as number;
}

/** Orders the rounds by their values, so that the result is the same to the last bit in whatever order they came. */
function canonicalOrder(series: readonly (readonly number[])[]): number[] {
  const rounds = Math.max(0, ...series.map(({ length }) => length));
  const key = (one: readonly number[], round: number): number => {
    const value = one[round];
    return value === undefined || Number.isNaN(value) ? -1 : value;
  };
  return Array.from({ length: rounds }, (_, round) => round).sort((a, b) => {
    for (const one of series) {
      const difference = key(one, a) - key(one, b);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

interface Ranks {
  /** Ascending. */
  values: Float64Array;
  /** Place of each value's round in the canonical order. */
  places: Uint32Array;
}

function ranks(one: readonly number[], order: readonly number[]): Ranks {
  const known = order
    .map((round, place) => ({ place, value: one[round] ?? Number.NaN }))
    .filter(({ value }) => !Number.isNaN(value))
    .sort((a, b) => a.value - b.value);
  return {
    values: Float64Array.from(known, ({ value }) => value),
    places: Uint32Array.from(known, ({ place }) => place),
  };
}

/** Returns the median of a sample that has each value as often as its round was drawn. */
function drawnMedian({ values, places }: Ranks, drawn: Uint32Array): number {
  // As many values are drawn as there are rounds, unless some rounds have no value here.
  let total = drawn.length;
  if (places.length < total) {
    total = 0;
    for (const place of places) total += drawn[place] as number;
  }
  if (total === 0) return Number.NaN;
  const [below, above] = [(total - 1) >> 1, total >> 1];
  let seen = 0;
  let lower = Number.NaN;
  for (let i = 0; i < values.length; i++) {
    seen += drawn[places[i] as number] as number;
    if (Number.isNaN(lower) && seen > below) lower = values[i] as number;
    if (seen > above) return (lower + (values[i] as number)) / 2;
  }
  return lower;
}

function middleOf(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/**
 * Returns median(numerator) / median(denominator) with its 95 % interval. Both samples come from the same rounds, in
 * order. `low` and `high` are NaN if there are too few rounds. Null if there are none, or if a time is 0.
 */
export function ratioOfMedians(numerator: readonly number[], denominator: readonly number[]): Interval | null {
  const rounds = Math.min(numerator.length, denominator.length);
  const pair = [numerator.slice(0, rounds), denominator.slice(0, rounds)] as const;
  if (rounds === 0 || !pair.flat().every((time) => time > 0)) return null;
  const value = median(pair[0]) / median(pair[1]);
  if (rounds < MIN_ROUNDS) return { value, low: Number.NaN, high: Number.NaN };
  const [above, below] = resampledMedians(pair) as [Float64Array, Float64Array];
  return intervalOf(value, quotient(above, below));
}

export function quotient(above: Float64Array, below: Float64Array): Float64Array {
  return above.map((value, i) => value / (below[i] as number));
}

/**
 * Returns the machine's noise, from an A/A check: the same code measured twice in every round. 0.02 means that a
 * ratio of 1.02, or of 1/1.02, can be chance. Null if there are too few rounds.
 */
export function noiseOf(first: readonly number[], second: readonly number[]): number | null {
  const ratio = ratioOfMedians(first, second);
  if (!ratio || !(ratio.low > 0)) return null;
  return Math.max(1 / ratio.low, ratio.low, 1 / ratio.high, ratio.high) - 1;
}

/** What a speed-up means in view of the noise. */
export type Verdict = 'faster' | 'slower' | 'noise' | 'unknown';

/** Inside the noise: the interval includes 1, or the ratio is no further from 1 than that of the code to itself. */
export function judge(ratio: Interval | null, noise: number | null): Verdict {
  if (!ratio || !Number.isFinite(ratio.low) || noise === null) return 'unknown';
  if (ratio.low <= 1 && ratio.high >= 1) return 'noise';
  if (Math.max(ratio.value, 1 / ratio.value) <= 1 + noise) return 'noise';
  return ratio.value > 1 ? 'faster' : 'slower';
}
