// Writes a sender's result as the text that a link carries. Where there is little room, the timeline becomes coarser
// before it goes; then go the ways to outcomes, the outcomes and the figures, each time the last ones first.

import { ENDS, WITHOUT_END } from '../contract/program';
import type { Role } from '../contract/protocol';
import { ROLES, UNITS } from '../generated/words';
import { OF, ORDER, WITH_ENDLESS, WITH_ORDERS, WITH_SEEN, WITH_WAY } from './bytes';
import { isName, KNOWN_NAMES, meaningOf } from './names';
import {
  FIRST_UNITS,
  MAX_BROWSER,
  MAX_BUCKETS,
  MAX_CORES,
  MAX_DIGITS,
  MAX_LANES,
  MAX_METRICS,
  MAX_NAME,
  MAX_OUTCOME,
  MAX_OUTCOMES,
  MAX_VALUE,
  MAX_WAY,
  NAME,
  type SharedMetric,
  type SharedOutcome,
  type SharedOutcomes,
  type SharedResult,
  type SharedTimeline,
  TOP_LEVEL,
  UNNAMEABLE,
} from './sent';
import { toText, Writer } from './writer';

/** What a link carries of a result: the text before its seal, and what that says. */
export interface Fitted {
  payload: string;
  result: SharedResult;
}

/** Writes as much of a result as fits into `room` characters; null where not even the labels fit. */
export function fitted(result: SharedResult, room: number): Fitted | null {
  const metrics = result.metrics.filter(canCarry).slice(0, MAX_METRICS);
  for (const some of everLess({ ...result, metrics })) {
    const payload = write(some);
    if (payload.length <= room) return { payload, result: some };
  }
  return null;
}

/** Returns only the text. */
export const encodeResult = (result: SharedResult, room: number): string | null =>
  fitted(result, room)?.payload ?? null;

/** A result that says ever less. */
function* everLess(result: SharedResult): Generator<SharedResult> {
  for (const timeline of ever(result.timeline)) yield { ...result, timeline };
  let least: SharedResult = { ...result, timeline: null };
  for (const outcomes of everFewer(result.outcomes)) {
    least = { ...least, outcomes };
    yield least;
  }
  for (let count = result.metrics.length - 1; count > 0; count--) {
    yield { ...least, metrics: result.metrics.slice(0, count) };
  }
}

/** First without the ways, which the reader's own exploring finds again, then without the outcomes. */
function* everFewer(outcomes: SharedOutcomes | undefined): Generator<SharedOutcomes> {
  if (!outcomes) return;
  const { listed, more } = outcomes;
  const bare = listed.map(({ steps: _, ...rest }) => rest);
  for (let ways = listed.length - 1; ways >= 0; ways--) {
    yield { listed: [...listed.slice(0, ways), ...bare.slice(ways)], more };
  }
  for (let count = listed.length - 1; count >= 0; count--) {
    yield { listed: bare.slice(0, count), more: more + listed.length - count };
  }
}

/** The outcomes of an explored program that a link can carry; none where nothing was explored. */
export function sentOutcomes(outcomes: readonly SharedOutcome[]): SharedOutcomes | undefined {
  if (outcomes.length === 0) return undefined;
  const listed = outcomes
    .filter(canSay)
    .slice(0, MAX_OUTCOMES)
    .map(({ kind, outcome, interleavings, seen, steps }) => ({
      kind,
      outcome,
      ...(interleavings !== undefined && { interleavings }),
      ...(seen !== undefined && { seen }),
      ...(steps !== undefined && steps.length <= MAX_WAY && ORDER.test(steps) && { steps }),
    }));
  return { listed, more: outcomes.length - listed.length };
}

/** Returns whether a link can say this outcome: one line of text, and a number that is not beyond all measure. */
function canSay({ outcome, interleavings = '0' }: SharedOutcome): boolean {
  const isNumber = /^(0|[1-9]\d*)$/.test(interleavings) && interleavings.length <= MAX_DIGITS;
  const isText = new TextEncoder().encode(outcome).length <= MAX_OUTCOME && !UNNAMEABLE.test(outcome);
  return isText && (isNumber || interleavings === WITHOUT_END);
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

function write({ day, cores, browser, metrics, timeline, outcomes }: SharedResult): string {
  const to = new Writer();
  to.whole(day);
  to.whole(Math.min(Math.max(1, cores), MAX_CORES));
  to.ascii(browser.replace(/[^ -~]/g, '').slice(0, MAX_BROWSER));
  to.byte(metrics.length);
  const version = outcomes ? 3 : metrics.every(isPlain) ? 1 : 2;
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
  if (outcomes) writeOutcomes(to, outcomes);
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

function writeOutcomes(to: Writer, { listed, more }: SharedOutcomes): void {
  to.whole(more);
  to.byte(listed.length);
  for (const { kind, outcome, interleavings, seen, steps } of listed) {
    const orders = interleavings === undefined ? 0 : interleavings === WITHOUT_END ? WITH_ENDLESS : WITH_ORDERS;
    const others = (seen === undefined ? 0 : WITH_SEEN) + (steps === undefined ? 0 : WITH_WAY);
    to.byte(ENDS.indexOf(kind) + orders + others);
    to.text(outcome);
    if (interleavings !== undefined && orders === WITH_ORDERS) to.digits(interleavings);
    if (seen !== undefined) to.whole(seen);
    if (steps !== undefined) to.order(steps);
  }
}
