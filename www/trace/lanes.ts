// From spans to what one repeat looks like: which repeats there were, which one represents them, and for each of its
// lanes the pieces to draw. Fills in the waiting, which is not recorded. Pure.

import type { Metric, Role } from '../contract/protocol';
import { busyBetween, durationsOf } from './busy';
import { kindOf, lowerBound, type SpanTable } from './spans';
import type { Kind, Lane } from './table';

export { type SpanTable, spansOf } from './spans';

/** A `film` runs beside others: all that its lanes do is recorded, so a gap is not filled in as waiting. */
export type SectionKind = 'warm-up' | 'sequential' | 'repeat' | 'run' | 'film';

/** A part of the trace that is shown on its own: one repeat, or the whole run. */
export interface Section {
  kind: SectionKind;
  /** Number of the repeat, as recorded. */
  index: number;
  /** µs since the run began. */
  start: number;
  end: number;
  /** Row of its span; -1 for the whole run. */
  span: number;
  /** Whether the run was stopped within it. */
  open: boolean;
}

/** What a lane is doing in a piece. Each has its own shape on the timeline, not only its own colour. */
export const SHAPES = [
  'work',
  'passive',
  'frame',
  'control',
  'wait',
  'blocked',
  'waking',
  'between',
  'last',
  'pool',
  'idle',
] as const;
export type Shape = (typeof SHAPES)[number];
export const shapeNumber = (shape: Shape): number => SHAPES.indexOf(shape);

const WAKING = shapeNumber('waking');
const BETWEEN = shapeNumber('between');
const LAST = shapeNumber('last');
const POOL = shapeNumber('pool');
const IDLE = shapeNumber('idle');

/** Pieces that do not overlap, in order of time; times in µs since the section's start. */
export interface PieceRow {
  role: 'control' | 'main' | 'nested';
  count: number;
  start: Float64Array;
  end: Float64Array;
  /** Index into `SHAPES`. */
  shape: Uint8Array;
  /** Row in the span table; -1 where the piece is derived from a gap. */
  span: Int32Array;
}

export interface LaneRows {
  /** Index of the lane in the table. */
  lane: number;
  info: Lane;
  /** Control spans first, then the main row (always there, gapless), then the spans nested in it. */
  rows: PieceRow[];
  /** Spans of work that belong to the section. */
  chunks: number;
  /** µs of work within the section; for the page's lane, of frames. */
  busy: number;
  /** The rest of the section, µs. */
  waiting: number;
  /** Whether the lane did nothing at all here. */
  idle: boolean;
}

/** Returns every repeat in the order of the run. */
export function sections(spans: SpanTable): Section[] {
  const found: Section[] = [];
  for (let lane = 0; lane < spans.lanes.length; lane++) {
    if (spans.lanes[lane]?.role !== 'coordinator') continue;
    for (let row = spans.laneRows[lane] as number; row < (spans.laneRows[lane + 1] as number); row++) {
      const act = spans.labels[spans.label[row] as number]?.act;
      if (act !== 'warm-up' && act !== 'sequential' && act !== 'repeat') continue;
      found.push({
        kind: act,
        index: spans.first[row] as number,
        start: spans.start[row] as number,
        end: spans.end[row] as number,
        span: row,
        open: spans.open[row] === 1,
      });
    }
  }
  return found;
}

/** Returns everything that was recorded as one section, for runs that are not repeated. */
export function wholeRun(spans: SpanTable): Section {
  return { kind: 'run', index: 0, start: 0, end: spans.end_time, span: -1, open: spans.open.includes(1) };
}

/** Returns the repeat whose time is closest to the median of its kind; a stopped one only if there is no other. */
export function representative(all: readonly Section[], kind: SectionKind): Section | null {
  const ofKind = all.filter((section) => section.kind === kind);
  const complete = ofKind.filter((section) => !section.open);
  const pool = complete.length > 0 ? complete : ofKind;
  if (pool.length === 0) return null;
  const length = (section: Section): number => section.end - section.start;
  const median = durationsOf(pool.map(length))?.median ?? 0;
  return pool.reduce((best, section) =>
    Math.abs(length(section) - median) < Math.abs(length(best) - median) ? section : best,
  );
}

/** What a run's outcome says, as far as it concerns its repeats. */
type Told = readonly Pick<Metric, 'role' | 'value'>[];

const toldOf = (told: Told, role: Role): number | undefined => told.find((metric) => metric.role === role)?.value;

/**
 * The repeat that the figures of a run are of, which it names by its number from 1 on, as it does of the reference. Where the run names none, or one that was not recorded, it is the representative.
 */
export function shownSection(all: readonly Section[], kind: SectionKind, told: Told): Section | null {
  const own = kind === 'sequential' ? toldOf(told, 'shown-reference') : undefined;
  const number = own ?? toldOf(told, 'shown');
  const named = all.find((section) => section.kind === kind && section.index + 1 === number && !section.open);
  return named ?? representative(all, kind);
}

/** Says which of several repeats a section is: “repeat 3 of 12”; empty for one that was not repeated. */
export function whichRepeat({ kind, index }: Section, told: Told): string {
  const count = toldOf(told, 'measured-repeats') ?? 0;
  if ((kind !== 'repeat' && kind !== 'sequential') || count < 2 || index >= count) return '';
  return `repeat ${index + 1} of ${count}`;
}

/** Most by which the clocks of two threads may differ, in µs: a few steps of the finest clock of a browser. */
const CLOCK_SKEW = 20;

/** Returns by how much to widen a section for what other threads recorded, in µs; never into the sections around it. */
function slackOf(spans: SpanTable, { span, start, end }: Section): { before: number; after: number } {
  if (span < 0) return { before: 0, after: 0 };
  const lane = spans.lane[span] as number;
  const depth = spans.depth[span] as number;
  const isSibling = (row: number): boolean => (spans.depth[row] as number) <= depth;
  let previous = span - 1;
  while (previous >= (spans.laneRows[lane] as number) && !isSibling(previous)) previous--;
  let next = span + 1;
  while (next < (spans.laneRows[lane + 1] as number) && !isSibling(next)) next++;
  const hasPrevious = previous >= (spans.laneRows[lane] as number) && spans.depth[previous] === depth;
  const hasNext = next < (spans.laneRows[lane + 1] as number) && spans.depth[next] === depth;
  return {
    before: hasPrevious ? Math.min(CLOCK_SKEW, (start - (spans.end[previous] as number)) / 2) : CLOCK_SKEW,
    after: hasNext ? Math.min(CLOCK_SKEW, ((spans.start[next] as number) - end) / 2) : CLOCK_SKEW,
  };
}

/** Returns whether a span was recorded within another one, on the same lane. */
function descendsFrom(spans: SpanTable, row: number, ancestor: number): boolean {
  let at = row;
  while (at > ancestor) at = spans.parent[at] as number;
  return at === ancestor;
}

/**
 * Returns whether a span belongs to a section, which lies from `from` to `to` on this lane's clock. A chunk may seem
 * to begin before its repeat or to end after it: it belongs to it if more than half of the shorter of the two
 * overlaps.
 */
function belongs(spans: SpanTable, row: number, from: number, to: number): boolean {
  const start = spans.start[row] as number;
  const end = spans.end[row] as number;
  if (start === end) return start >= from && start < to;
  const overlap = Math.min(end, to) - Math.max(start, from);
  return overlap > 0 && 2 * overlap >= Math.min(end - start, to - from);
}

/** Returns the rows of a lane's spans that belong to a section, in order of their start. */
export function rowsInSection(spans: SpanTable, lane: number, section: Section): number[] {
  const first = spans.laneRows[lane] as number;
  const last = spans.laneRows[lane + 1] as number;
  const own = section.span >= 0 && spans.lane[section.span] === lane;
  const { before, after } = spans.lanes[lane]?.role === 'worker' ? slackOf(spans, section) : { before: 0, after: 0 };
  const from = section.start - before;
  const to = section.end + after;
  // A span nested in the section's own span belongs to it even if the clock did not move meanwhile.
  const isIn = (row: number): boolean =>
    (own && descendsFrom(spans, row, section.span)) || belongs(spans, row, from, to);
  const begin = lowerBound(spans.start, first, last, from);
  const rows: number[] = [];
  // Spans nest, so only the last one that began before the section, or a span around that, can reach into it.
  for (let row = begin - 1; row >= first; row = spans.parent[row] as number) {
    if (isIn(row)) rows.unshift(row);
  }
  for (let row = begin; row < last && (spans.start[row] as number) <= to; row++) {
    if (isIn(row)) rows.push(row);
  }
  if (section.span < 0) return rows;
  // Spans around the repeat itself are not part of its picture.
  const outside = new Set<number>();
  for (let row = spans.parent[section.span] as number; row >= 0; row = spans.parent[row] as number) outside.add(row);
  return outside.size === 0 ? rows : rows.filter((row) => !outside.has(row));
}

const SHAPE_OF_KIND: Record<Kind, number> = {
  work: shapeNumber('work'),
  passive: shapeNumber('passive'),
  wait: shapeNumber('wait'),
  blocked: shapeNumber('blocked'),
  control: shapeNumber('control'),
  frame: shapeNumber('frame'),
};

/** Writes the pieces of one row in order; grows as needed. */
class RowWriter {
  count = 0;
  private start: Float64Array;
  private end: Float64Array;
  private shape: Uint8Array;
  private span: Int32Array;

  constructor(capacity: number) {
    this.start = new Float64Array(capacity);
    this.end = new Float64Array(capacity);
    this.shape = new Uint8Array(capacity);
    this.span = new Int32Array(capacity);
  }

  push(start: number, end: number, shape: number, span: number): void {
    const i = this.count++;
    this.start[i] = start;
    this.end[i] = end;
    this.shape[i] = shape;
    this.span[i] = span;
  }

  finish(role: PieceRow['role']): PieceRow {
    const { count } = this;
    return {
      role,
      count,
      start: this.start.subarray(0, count),
      end: this.end.subarray(0, count),
      shape: this.shape.subarray(0, count),
      span: this.span.subarray(0, count),
    };
  }
}

/** Returns the number of spans around this one that are (or are not) control. */
function depthAmong(spans: SpanTable, row: number, control: boolean): number {
  let depth = 0;
  for (let up = spans.parent[row] as number; up >= 0; up = spans.parent[up] as number) {
    if ((kindOf(spans.labels, spans.label[up] as number) === 'control') === control) depth++;
  }
  return depth;
}

/** A lane to show, under another name if one is given. */
export interface ShownLane {
  lane: number;
  name?: string;
}

/**
 * Returns the lanes that took part in a section, or the given ones, as they were during it. If any thread works, all
 * threads take part, including those that only wait; if the coordinator does everything alone, none does. The page's
 * own lane is always there: otherwise a second run could be one lane higher or lower by chance.
 */
export function layoutSection(spans: SpanTable, section: Section, shown?: readonly ShownLane[]): LaneRows[] {
  const perLane = spans.lanes.map((_, lane) => rowsInSection(spans, lane, section));
  const isWork = (row: number): boolean => kindOf(spans.labels, spans.label[row] as number) === 'work';
  const crewWorks = perLane.some((rows, lane) => spans.lanes[lane]?.role === 'worker' && rows.some(isWork));
  if (!shown) {
    return perLane.flatMap((rows, lane) => {
      const takesPart = rows.length > 0 || crewWorks || spans.lanes[lane]?.role !== 'worker';
      return takesPart ? [layoutLane(spans, section, lane, rows, crewWorks)] : [];
    });
  }
  return shown.map(({ lane, name }) => {
    const result = layoutLane(spans, section, lane, perLane[lane] ?? [], crewWorks);
    return name === undefined ? result : { ...result, info: { ...result.info, name } };
  });
}

function layoutLane(
  spans: SpanTable,
  section: Section,
  lane: number,
  rows: readonly number[],
  crewWorks: boolean,
): LaneRows {
  const info = spans.lanes[lane] as Lane;
  const length = section.end - section.start;
  const clip = (time: number): number => Math.min(Math.max(time - section.start, 0), length);

  const control: number[][] = [];
  const states: number[][] = [];
  let chunks = 0;
  for (const row of rows) {
    const kind = kindOf(spans.labels, spans.label[row] as number);
    if (kind === 'work') chunks++;
    const group = kind === 'control' ? control : states;
    // Depths count from the trace's top, so there may be empty levels; those are skipped below.
    const depth = depthAmong(spans, row, kind === 'control');
    const level = group[depth];
    if (level) level.push(row);
    else group[depth] = [row];
  }

  const main = states.find((level) => level !== undefined) ?? [];
  const waits = info.role === 'worker' && section.kind !== 'film';
  const gapBefore = waits ? WAKING : IDLE;
  const gapBetween = waits ? BETWEEN : IDLE;
  const gapAfter = waits ? LAST : IDLE;
  const repeats = section.kind !== 'run' && section.kind !== 'film';
  const gapEmpty = info.role === 'coordinator' && crewWorks && repeats ? POOL : IDLE;

  const writeRow = (level: readonly number[], role: PieceRow['role']): PieceRow => {
    const writer = new RowWriter(2 * level.length + 1);
    let now = 0;
    level.forEach((row, i) => {
      const start = Math.max(clip(spans.start[row] as number), now);
      const end = Math.max(clip(spans.end[row] as number), start);
      if (role === 'main' && start > now) writer.push(now, start, i === 0 ? gapBefore : gapBetween, -1);
      writer.push(start, end, SHAPE_OF_KIND[kindOf(spans.labels, spans.label[row] as number)], row);
      now = end;
    });
    if (role === 'main' && now < length) writer.push(now, length, level.length === 0 ? gapEmpty : gapAfter, -1);
    return writer.finish(role);
  };

  const result: PieceRow[] = [];
  for (const level of control) if (level) result.push(writeRow(level, 'control'));
  result.push(writeRow(main, 'main'));
  for (const level of states) if (level && level !== main) result.push(writeRow(level, 'nested'));

  const counted = info.role === 'page' ? 'frame' : 'work';
  // A wait may belong here although most of the chunk around it lies outside: the difference must not be negative.
  const busy = Math.max(0, busyBetween(spans, rows, counted, section.start, section.end));
  return { lane, info, rows: result, chunks, busy, waiting: length - busy, idle: main.length === 0 };
}
