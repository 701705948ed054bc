// Which value of a study does best, and which do equally well within the noise. Pure.

import { type Interval, intervalOf, judge, quotient } from './statistics';

/** A point with a speed-up, and its value in each resample; all from the same resamples of the rounds. */
export interface Ranked<T> {
  item: T;
  speedup: number;
  resamples: Float64Array;
}

export interface Ranking<T> {
  /** The largest speed-up; null if nothing could be ranked. */
  best: T | null;
  /** All that do as well as the best one within the noise, including the best, in the order given. */
  equals: T[];
  /** Number of points that were ranked. */
  count: number;
  /** The best one, if it does better than every other by more than the noise; null otherwise. */
  winner: T | null;
  /** Best over runner-up; null if there are not two. */
  lead: Interval | null;
}

/** `noise`: how far the machine's own code is from itself, as a share; null: not known, so there is no winner. */
export function rank<T>(all: readonly Ranked<T>[], noise: number | null): Ranking<T> {
  const sorted = [...all].sort((a, b) => b.speedup - a.speedup);
  const [best, second] = sorted;
  if (!best) return { best: null, equals: [], count: 0, winner: null, lead: null };
  const over = (other: Ranked<T>): Interval =>
    intervalOf(best.speedup / other.speedup, quotient(best.resamples, other.resamples));
  const equals = all.filter((one) => one === best || judge(over(one), noise) !== 'faster').map(({ item }) => item);
  return {
    best: best.item,
    equals,
    count: all.length,
    winner: second && equals.length === 1 ? best.item : null,
    lead: second ? over(second) : null,
  };
}
