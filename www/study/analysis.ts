// Analyses the measurements of a study: a row for each point, the machine's noise, which value does best, and the law
// of scaling. Works on partial data too. Intervals, ranks and laws are computed when the study has ended, all from
// the same resamples of its rounds: computing them earlier would disturb the measurement. Pure; times in ms.

import type { ParamValue } from '../contract/protocol';
import { boundPoint, type PointBounds } from './bounds';
import { type FitResult, fitLaw, karpFlatt, type Usable } from './laws';
import type { Plan } from './plan';
import { type Ranked, type Ranking, rank } from './ranking';
import type { PointData, StudyData } from './runner';
import {
  type Described,
  describe,
  type Interval,
  intervalOf,
  judge,
  MIN_ROUNDS,
  median,
  noiseOf,
  quotient,
  resampledMedians,
  type Verdict,
} from './statistics';

export interface Row {
  value: ParamValue;
  label: string;
  threads: number;
  /** Work in units of the base. */
  work: number;
  /** Whether there are more threads than the machine has cores. */
  oversubscribed: boolean;
  /**
   * The best speed-up that its cores allow over the reference: min(threads, cores); null if the reference is other
   * code.
   */
  ideal: number | null;
  /** ms of each measured round, including those that do not count. */
  rounds: readonly number[];
  /** Number of rounds that do not count, because the threads did not have a core each. */
  lost: number;
  /** ms of the rounds that count. */
  times: readonly number[];
  time: Described | null;
  /** The median; null below five rounds. */
  typical: Interval | null;
  /**
   * Time of the reference over this one's, times the work where it grows; null if there is no reference, or if it is
   * withheld.
   */
  speedup: Interval | null;
  /** The speed-up as a share of `ideal`, with the same interval. */
  efficiency: Interval | null;
  verdict: Verdict;
  /** Whether the ratio is withheld, because too many rounds do not count. */
  withheld: boolean;
  /**
   * Whether the speed-up is above `ideal`: by more than the noise, by less, or without an interval to decide; null if
   * it is not.
   */
  beyond: 'surely' | 'perhaps' | 'unknown' | null;
  /** Karp–Flatt serial share; null on one thread. */
  serial: number | null;
  /** Chunks or tasks of a run; null if it has none. */
  tasks: number | null;
  bounds: PointBounds | null;
  failed: string | null;
}

export interface Analysis {
  rows: Row[];
  /** Whether the study has ended: there are intervals wherever there can be. */
  complete: boolean;
  /** Cores that the analysis assumes: those that were seen to run at once, or those that the browser reports. */
  cores: number;
  /** The machine's noise as a share: 0.02 means ± 2 %. Null while there are too few rounds. */
  noise: number | null;
  /** The first reference. */
  reference: Described | null;
  /** Whether the swept parameter is the number of threads. */
  scaling: boolean;
  /** The law of the mode, or why there is none; null if nothing scales, or the study has not ended. */
  law: FitResult | null;
  /** Whether the law's limit may be shown: some point must differ from the reference by more than the noise. */
  limited: boolean;
  ranking: Ranking<Row>;
}

const known = new WeakMap<StudyData, { logicalCores: number; analysis: Analysis }>();

/** Analyses a study, once for the same data. `logicalCores`: as the browser reports. */
export function analyse(data: StudyData, logicalCores: number): Analysis {
  const found = known.get(data);
  if (found?.logicalCores === logicalCores) return found.analysis;
  const analysis = workOut(data, Math.max(logicalCores, data.cores ?? 0));
  known.set(data, { logicalCores, analysis });
  return analysis;
}

function workOut(data: StudyData, cores: number): Analysis {
  const { plan } = data;
  const complete = data.state !== 'running';
  const first = data.references[0];
  const noise = first && complete ? noiseIn(first.times, first.again, first.left) : null;
  const pairs = plan.points.map((point, i) => pairOf(data.references[point.reference], data.points[i]));
  const resampled = complete ? resample(pairs) : null;
  const rows = plan.points.map((_, i) => rowOf(data, i, cores, pairs[i] as Pair, resampled?.[i] ?? null, noise));
  const one = rows.find(({ threads, speedup }) => threads === 1 && speedup !== null)?.speedup?.value;
  const scaling = plan.sweep.param === 'threads';
  for (const row of rows) {
    if (!row.speedup || row.ideal === null || row.oversubscribed) continue;
    row.serial = karpFlatt({ threads: row.threads, speedup: row.speedup.value / (one ?? 1) });
  }
  // Points whose threads share cores are neither ranked nor fitted: their order is chance.
  const usable = rows.flatMap((row, i): (Ranked<Row> & Usable)[] => {
    const speedups = resampled?.[i]?.speedups;
    if (!row.speedup || !speedups || row.oversubscribed) return [];
    return [{ item: row, speedup: row.speedup.value, threads: row.threads, resamples: speedups }];
  });
  const ranking = rank(usable, noise);
  const verdict = ranking.best?.verdict ?? 'unknown';
  return {
    rows,
    complete,
    cores,
    noise,
    reference: first ? describe(first.times) : null,
    scaling,
    law: scaling && complete ? fitLaw(plan.mode, usable, noise) : null,
    limited: verdict === 'faster' || verdict === 'slower',
    ranking,
  };
}

/** Pairs the times of the same rounds, NaN where one of the two does not count. */
interface Pair {
  reference: number[];
  times: number[];
  /** Returns the rounds in which both count. */
  count: number;
}

function pairOf(reference: PointData | undefined, point: PointData | undefined): Pair {
  const above = countedOf(reference);
  const below = countedOf(point);
  const rounds = Math.min(above.length, below.length);
  const both = (i: number): boolean => !Number.isNaN(above[i]) && !Number.isNaN(below[i]);
  const pick = (list: readonly number[]): number[] =>
    list.slice(0, rounds).map((time, i) => (both(i) ? time : Number.NaN));
  const times = pick(below);
  return { reference: pick(above), times, count: times.filter((time) => !Number.isNaN(time)).length };
}

function countedOf(data: PointData | undefined): number[] {
  return data?.times.map((time, round) => (data.left.includes(round) ? Number.NaN : time)) ?? [];
}

const numbersOf = (times: readonly number[]): number[] => times.filter((time) => !Number.isNaN(time));

function noiseIn(times: readonly number[], again: readonly number[], left: readonly number[]): number | null {
  const counts = (_: number, round: number): boolean => !left.includes(round);
  return noiseOf(times.slice(0, again.length).filter(counts), again.filter(counts));
}

interface Resampled {
  medians: Float64Array;
  /** Reference over point, not scaled by the work. */
  speedups: Float64Array;
}

/**
 * Returns null for a point with too few rounds. All points share the resamples; points with the same rounds share the
 * reference's.
 */
function resample(pairs: readonly Pair[]): (Resampled | null)[] {
  const series: number[][] = [];
  const places = new Map<string, number>();
  const place = (one: number[]): number => {
    const key = one.join();
    const found = places.get(key) ?? series.push(one) - 1;
    places.set(key, found);
    return found;
  };
  const wanted = pairs.map((pair) => {
    const positive = numbersOf([...pair.reference, ...pair.times]).every((time) => time > 0);
    return pair.count >= MIN_ROUNDS && positive ? [place(pair.reference), place(pair.times)] : null;
  });
  const medians = resampledMedians(series);
  return wanted.map((where) => {
    if (!where) return null;
    const [above, below] = where.map((at) => medians[at] as Float64Array) as [Float64Array, Float64Array];
    return { medians: below, speedups: quotient(above, below) };
  });
}

function rowOf(
  data: StudyData,
  index: number,
  cores: number,
  pair: Pair,
  resampled: Resampled | null,
  noise: number | null,
): Row {
  const point = data.plan.points[index] as Plan['points'][number];
  const measured = data.points[index];
  const { times: rounds = [], tasks = null } = measured ?? {};
  const times = numbersOf(countedOf(measured));
  const ideal = idealOf(data.plan, index, cores);
  const lost = rounds.length - pair.count;
  const withheld = lost > 0 && pair.count < MIN_ROUNDS;
  if (resampled) scaleBy(resampled.speedups, point.work);
  const speedup = withheld ? null : speedupOf(pair, point.work, resampled);
  return {
    value: point.value,
    label: point.label,
    threads: point.threads,
    work: point.work,
    oversubscribed: point.threads > cores,
    ideal,
    rounds,
    lost,
    times,
    time: describe(times),
    typical: resampled && intervalOf(median(numbersOf(pair.times)), resampled.medians),
    speedup,
    efficiency: ideal === null ? null : scaled(speedup, 1 / ideal),
    verdict: judge(speedup, noise),
    withheld,
    beyond: beyondOf(speedup, ideal),
    serial: null,
    tasks,
    bounds: boundPoint(recordedOf(data), index, cores),
    failed: measured?.failed ?? null,
  };
}

function beyondOf(speedup: Interval | null, ideal: number | null): Row['beyond'] {
  if (ideal === null || !speedup || speedup.value <= ideal) return null;
  if (Number.isNaN(speedup.low)) return 'unknown';
  return speedup.low > ideal ? 'surely' : 'perhaps';
}

/** Compared with the same code on one thread, each thread on a core of its own adds 1 at most. */
function idealOf({ points, references, sharesWork, otherCode }: Plan, index: number, cores: number): number | null {
  const point = points[index];
  if (!point || !sharesWork || otherCode) return null;
  const alone = references[point.reference]?.kind === 'sequential' || points[0]?.threads === 1;
  return alone ? Math.min(point.threads, cores) : null;
}

function recordedOf({ plan, points }: StudyData) {
  return plan.points.map(({ threads, problem }, i) => ({
    threads,
    problem,
    bounds: points[i]?.bounds ?? null,
  }));
}

/** Returns null if there are no rounds, or if a time was too short for the clock. */
function speedupOf(pair: Pair, work: number, resampled: Resampled | null): Interval | null {
  const above = median(numbersOf(pair.reference));
  const below = median(numbersOf(pair.times));
  if (!(above > 0) || !(below > 0)) return null;
  const value = (work * above) / below;
  return resampled ? intervalOf(value, resampled.speedups) : { value, low: Number.NaN, high: Number.NaN };
}

function scaleBy(values: Float64Array, by: number): void {
  for (let i = 0; i < values.length; i++) (values[i] as number) *= by;
}

function scaled(interval: Interval | null, by: number): Interval | null {
  return interval && { value: interval.value * by, low: interval.low * by, high: interval.high * by };
}
