// Picks the figures of a pinned run, among those that the verdict shows: its time or times, and one other. Pure.

import type { Metric, Outcome } from '../../contract/protocol';
import { headlinesOf } from '../../stage/headlines';
import { beside, ofRole } from '../../text/beside';
import type { PinnedTime } from './pins';

const isTime = ({ unit, value }: Metric): boolean => (unit === 's' || unit === 'ms') && Number.isFinite(value);

/**
 * Returns the time of the fastest repeat, or else the first time that the verdict shows; for a comparison of several
 * ways, the time of each. Other figures in seconds, such as bounds, are not how long the run took.
 */
export function timesOf(outcome: Outcome, compared: boolean): PinnedTime[] {
  const all = outcome.metrics.filter(isTime);
  const shown = headlinesOf(outcome).map(({ name }) => name);
  const judged = ofRole(all, 'time');
  const fastest = judged ? all.filter((metric) => metric === beside(all, judged.name, 'min')) : [];
  const ways = all.filter(({ name }) => shown.includes(name));
  const told = fastest.length > 0 ? fastest : compared ? ways : ways.slice(0, 1);
  return told.map(({ name, label, value, unit }) => ({ name, label, ms: unit === 's' ? 1000 * value : value }));
}

/** Returns the verdict's first figure that is no time. */
export function headlineOf(outcome: Outcome): string {
  const times = outcome.metrics.filter(isTime).map(({ name }) => name);
  const told = headlinesOf(outcome).find(({ name, word }) => word === undefined && !times.includes(name));
  if (!told) return '';
  const { number, unit, tight } = told.figure;
  const value = told.raw === undefined ? (told.notes[0] ?? '') : `${number}${tight ? '' : '\u00a0'}${unit}`.trim();
  return `${told.label}: ${value}`;
}
