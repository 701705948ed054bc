// Writes a sender's result as the text that a link carries. Where there is little room, the timeline becomes
// coarser before it goes, and the last figures go before the first.

import type { Role } from '../contract/protocol';
import { ROLES, UNITS } from '../generated/words';
import { OF } from './bytes';
import { isName, KNOWN_NAMES, meaningOf } from './names';
import {
  FIRST_UNITS,
  MAX_BROWSER,
  MAX_BUCKETS,
  MAX_CORES,
  MAX_LANES,
  MAX_METRICS,
  MAX_NAME,
  MAX_VALUE,
  NAME,
  type SharedMetric,
  type SharedResult,
  type SharedTimeline,
  TOP_LEVEL,
} from './sent';
import { toText, Writer } from './writer';

/** The text before its seal, at most `room` characters long; null where not even the labels fit. */
export function encodeResult(result: SharedResult, room: number): string | null {
  const metrics = result.metrics.filter(canCarry).slice(0, MAX_METRICS);
  for (const timeline of ever(result.timeline)) {
    const text = write({ ...result, metrics, timeline });
    if (text.length <= room) return text;
  }
  for (let count = metrics.length - 1; count > 0; count--) {
    const text = write({ ...result, metrics: metrics.slice(0, count), timeline: null });
    if (text.length <= room) return text;
  }
  return null;
}

/** What is of one repeat, or of how it was measured, says nothing beside another machine's. */
const OF_ONE_MACHINE: ReadonlySet<Role | undefined> = new Set<Role>([
  'shown',
  'shown-reference',
  'useful-part',
  'inflation-part',
  'imbalance-part',
  'hand-out-part',
  'waiting-part',
  'logical-cores',
  'left-out',
  'executions',
]);

/** The figures of a run that a link carries; a spread only where there is no interval to say the same. */
export function sentOf(metrics: readonly SharedMetric[]): SharedMetric[] {
  const isSaid = ({ role, of }: SharedMetric): boolean =>
    role === 'spread' && metrics.some((other) => other.of === of && other.role === 'low');
  return metrics
    .filter((metric) => !OF_ONE_MACHINE.has(metric.role) && !isSaid(metric))
    .map(({ name, value, unit, role, of }) => ({
      name,
      value,
      unit,
      ...(role !== undefined && { role, ...(of !== undefined && { of }) }),
    }));
}

/** Whether a figure can be put into a link: a negative or boundless one cannot. */
export function canCarry({ name, value }: Pick<SharedMetric, 'name' | 'value'>): boolean {
  return fits(name) && Number.isFinite(value) && value >= 0 && value <= MAX_VALUE;
}

/** Returns whether a link can carry this name. */
const fits = (name: string): boolean => isName(name) && new TextEncoder().encode(name).length <= MAX_NAME;

/** Returns whether the first version can carry all of a figure. */
function isPlain({ name, unit, role, of }: SharedMetric): boolean {
  const usual = meaningOf(name);
  const isUsual = role === undefined || (role === usual.role && of === usual.of);
  return NAME.test(name) && UNITS.indexOf(unit) < FIRST_UNITS && isUsual;
}

/** A timeline ever coarser, and at last none. */
function* ever(timeline: SharedTimeline | null): Generator<SharedTimeline | null> {
  for (let now = timeline; now && now.buckets >= 4; now = now.buckets % 8 === 0 ? halved(now) : null) yield now;
  yield null;
}

/** Two buckets become one: as busy as the mean of both, and never idle where one was not. */
export function halved(timeline: SharedTimeline): SharedTimeline {
  const lanes = timeline.lanes.map((lane) => ({
    ...lane,
    levels: Array.from({ length: timeline.buckets / 2 }, (_, i) =>
      Math.ceil(((lane.levels[2 * i] ?? 0) + (lane.levels[2 * i + 1] ?? 0)) / 2),
    ),
  }));
  return { ...timeline, buckets: timeline.buckets / 2, lanes };
}

function write({ day, cores, browser, metrics, timeline }: SharedResult): string {
  const to = new Writer();
  to.whole(day);
  to.whole(Math.min(Math.max(1, cores), MAX_CORES));
  to.ascii(browser.replace(/[^ -~]/g, '').slice(0, MAX_BROWSER));
  to.byte(metrics.length);
  const version = metrics.every(isPlain) ? 1 : 2;
  for (const { name, value, unit, role, of } of metrics) {
    writeName(to, name);
    const tag = Math.max(0, UNITS.indexOf(unit));
    if (version === 1) {
      to.number(value, tag);
      continue;
    }
    to.byte(tag);
    // 0: no role. The highest bit: the name of the figure that it belongs to follows.
    const whose = role !== undefined && of !== undefined && fits(of);
    to.byte(role === undefined ? 0 : ROLES.indexOf(role) + 1 + (whose ? OF : 0));
    if (whose) writeName(to, of);
    to.number(value);
  }
  writeTimeline(to, timeline);
  return `${version}.${toText(to.bytes)}`;
}

function writeName(to: Writer, name: string): void {
  const number = KNOWN_NAMES.indexOf(name) + 1;
  to.byte(number);
  if (number === 0) to.utf8(name);
}

function writeTimeline(to: Writer, timeline: SharedTimeline | null): void {
  if (!timeline || timeline.buckets > MAX_BUCKETS) {
    to.byte(0);
    return;
  }
  const lanes = timeline.lanes.slice(0, MAX_LANES);
  to.byte(timeline.buckets / 4);
  to.number(timeline.duration);
  to.byte(lanes.length);
  for (const { thread, busy, chunks, levels } of lanes) {
    to.whole(thread === null ? 0 : thread + 1);
    to.whole(Math.round(1000 * Math.min(Math.max(0, busy), 1)));
    to.whole(Math.min(chunks, 1e9));
    for (let at = 0; at < timeline.buckets; at += 4) {
      let byte = 0;
      for (let i = 3; i >= 0; i--) byte = byte * 4 + Math.min(levels[at + i] ?? 0, TOP_LEVEL);
      to.byte(byte);
    }
  }
  to.whole(timeline.more + timeline.lanes.length - lanes.length);
}
