// Two helpers and one knife: from the trace of a run to what each is doing at any moment. Times in kitchen
// seconds. Pure.

import type { Section, ShownLane } from '../trace/lanes';
import { lowerBound, type SpanTable, spansOf } from '../trace/spans';
import type { TraceTable } from '../trace/table';
import { kitchenTable, MICROS } from './film';
import { ACTIVE, DONE, FAILED, HANDS, LOOKS } from './labels';

export const HELPERS = ['meat', 'spices'] as const;

export interface Helper {
  /** What it cuts. */
  task: string;
  looked: { time: number; there: boolean } | null;
  /** When it began to wait, and until when. */
  waited: { start: number; end: number | null } | null;
  cut: { start: number; end: number | null } | null;
  failedAt: number | null;
  doneAt: number | null;
}

export interface Story {
  table: TraceTable;
  spans: SpanTable;
  section: Section;
  lanes: ShownLane[];
  helpers: Helper[];
}

export function knifeStory(recorded: TraceTable, scale: number): Story {
  const table = kitchenTable(recorded, scale);
  const spans = spansOf(table);
  const own = spans.lanes.flatMap((info, lane) => (info.role === 'task' ? [lane] : []));
  const workers = spans.lanes.flatMap((info, lane) => (info.role === 'worker' ? [lane] : []));
  const lanes: ShownLane[] =
    own.length > 0
      ? [{ lane: 0, name: 'event loop' }, ...own.map((lane) => ({ lane }))]
      : workers.map((lane, i) => ({ lane, name: HELPERS[i] ?? '' }));
  const helpers = (own.length > 0 ? own : workers).map((lane, i) => helperOf(spans, lane, HELPERS[i] ?? ''));
  const end = Math.max(
    0,
    ...helpers.flatMap((helper) => [helper.doneAt ?? 0, helper.failedAt ?? 0, helper.cut?.start ?? 0]),
  );
  const open = helpers.some((helper) => helper.doneAt === null && helper.failedAt === null);
  const last = open ? Math.max(end, spans.end_time / MICROS) : end;
  const section: Section = { kind: 'film', index: 0, start: 0, end: last * MICROS, span: -1, open };
  return { table, spans, section, lanes, helpers };
}

function helperOf(spans: SpanTable, lane: number, task: string): Helper {
  const helper: Helper = { task, looked: null, waited: null, cut: null, failedAt: null, doneAt: null };
  for (let row = spans.laneRows[lane] as number; row < (spans.laneRows[lane + 1] as number); row++) {
    const label = spans.label[row];
    const start = (spans.start[row] as number) / MICROS;
    const stretch = { start, end: spans.open[row] === 1 ? null : (spans.end[row] as number) / MICROS };
    if (label === ACTIVE) helper.cut = stretch;
    else if (label === HANDS) helper.waited = stretch;
  }
  const { instants } = spans;
  for (let i = lowerBound(instants.lane, 0, instants.count, lane); instants.lane[i] === lane; i++) {
    const time = (instants.time[i] as number) / MICROS;
    if (instants.label[i] === LOOKS) helper.looked ??= { time, there: instants.arg[i] === 1 };
    else if (instants.label[i] === FAILED) helper.failedAt = time;
    else if (instants.label[i] === DONE) helper.doneAt = time;
  }
  return helper;
}

export type Doing = 'arrives' | 'looks' | 'waits' | 'cuts' | 'failed' | 'done';

/** What a helper is doing at a moment. */
export function doingAt(helper: Helper, time: number): Doing {
  if (helper.failedAt !== null && time >= helper.failedAt) return 'failed';
  if (helper.doneAt !== null && time >= helper.doneAt) return 'done';
  if (helper.cut && time >= helper.cut.start) return 'cuts';
  if (helper.waited && time >= helper.waited.start) return 'waits';
  if (helper.looked && time >= helper.looked.time) return 'looks';
  return 'arrives';
}
