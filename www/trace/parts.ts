// Where the time of a repeat's threads went: its parts, which the core has measured and which add up to the number of
// threads times the duration, and the pieces of each lane that belong to a part. Pure.

import type { Metric, Role } from '../contract/protocol';
import type { LaneRows, Section } from './lanes';
import { kindOf, type SpanTable } from './spans';

/** In the order on the page. `page` is taken out of `inflation`. */
export const PARTS = ['useful', 'inflation', 'page', 'imbalance', 'hand_out', 'waiting'] as const;
export type PartId = (typeof PARTS)[number];

/** The figures that the core has measured. */
const ROLES: Readonly<Record<Exclude<PartId, 'page'>, Role>> = {
  useful: 'useful-part',
  inflation: 'inflation-part',
  imbalance: 'imbalance-part',
  hand_out: 'hand-out-part',
  waiting: 'waiting-part',
};

export interface Part {
  id: PartId;
  /** ms, above 0. */
  time: number;
  /** Whole per cent; those of all parts add up to 100. */
  percent: number;
}

export interface LostTime {
  parts: Part[];
  /** The sum of the parts, in ms. */
  total: number;
}

/**
 * Returns the parts of a run's shown repeat, from its metrics; null if it has none, or if they mean nothing.
 *
 * @param page ms of the page's frames meanwhile. If every core had a thread, the frames took the threads' time, and
 * are so an estimate of what the page cost.
 */
export function lostTimeOf(metrics: readonly Pick<Metric, 'role' | 'value'>[], page: number): LostTime | null {
  const value = (role: Role): number => metrics.find((metric) => metric.role === role)?.value ?? Number.NaN;
  const measured = (id: Exclude<PartId, 'page'>): number => value(ROLES[id]);
  const full = value('crew') >= value('logical-cores');
  const ofPage = full ? Math.max(0, Math.min(measured('inflation'), page)) : 0;
  const time = (id: PartId): number =>
    id === 'page' ? ofPage : id === 'inflation' ? measured(id) - ofPage : measured(id);
  const times = PARTS.map(time);
  const total = times.reduce((sum, one) => sum + one, 0);
  if (!times.every((one) => one >= 0) || !(total > 0 && total < Number.POSITIVE_INFINITY)) return null;
  const percents = wholePercents(times, total);
  const parts = PARTS.map((id, i) => ({ id, time: times[i] as number, percent: percents[i] as number }));
  return { parts: parts.filter((part) => part.time > 0), total };
}

/** Rounds so that they add up to 100: those that lose most by rounding down are rounded up. */
function wholePercents(times: readonly number[], total: number): number[] {
  const exact = times.map((time) => (100 * time) / total);
  const whole = exact.map(Math.floor);
  const missing = 100 - whole.reduce((sum, one) => sum + one, 0);
  const byRest = exact.map((_, i) => i).sort((a, b) => rest(exact, b) - rest(exact, a));
  for (const i of byRest.slice(0, missing)) whole[i] = (whole[i] as number) + 1;
  return whole;
}

const rest = (exact: readonly number[], i: number): number => (exact[i] as number) % 1;

/** Begin and end in µs since the section's start. */
export type Stretch = readonly [from: number, to: number];

/**
 * Returns the pieces of each lane that belong to a part, in order and without overlap. Inflation (more work than
 * sequentially) is spread over all the work, so it marks the same pieces as work.
 */
export function stretchesOf(lanes: readonly LaneRows[], section: Section, spans: SpanTable, part: PartId): Stretch[][] {
  const length = section.end - section.start;
  const works = lanes.map((lane) => piecesOf(lane, spans, 'work'));
  // If no thread of the pool works, the coordinator does.
  const crew = lanes.some(({ info }, i) => info.role === 'worker' && works[i]?.length) ? 'worker' : 'coordinator';
  const isCrew = ({ info }: LaneRows): boolean => info.role === crew;
  const last = Math.max(0, ...lanes.flatMap((lane, i) => (isCrew(lane) ? [endOf(works[i])] : [])));
  return lanes.map((lane, i): Stretch[] => {
    if (part === 'page') return lane.info.role === 'page' ? piecesOf(lane, spans, 'frame') : [];
    if (!isCrew(lane)) return [];
    const work = works[i] ?? [];
    const end = endOf(work);
    switch (part) {
      case 'hand_out':
        return work.map(([from], at): Stretch => [endOf(work.slice(at - 1, at)), from]).filter(isLong);
      case 'imbalance':
        return [[end, last] as const].filter(isLong);
      case 'waiting':
        return [[last, length] as const].filter(isLong);
      default:
        return work;
    }
  });
}

const isLong = ([from, to]: Stretch): boolean => to > from;
const endOf = (stretches: readonly Stretch[] | undefined): number => stretches?.at(-1)?.[1] ?? 0;

/** Returns the pieces of a kind in a lane's main row. */
function piecesOf(lane: LaneRows, spans: SpanTable, kind: 'work' | 'frame'): Stretch[] {
  const main = lane.rows.find(({ role }) => role === 'main');
  const found: Stretch[] = [];
  for (let i = 0; main && i < main.count; i++) {
    const row = main.span[i] as number;
    if (row < 0 || kindOf(spans.labels, spans.label[row] as number) !== kind) continue;
    found.push([main.start[i] as number, main.end[i] as number]);
  }
  return found;
}

/** Returns the ms of the page's frames within a section. */
export function pageTime(lanes: readonly LaneRows[]): number {
  return (lanes.find(({ info }) => info.role === 'page')?.busy ?? 0) / 1000;
}
