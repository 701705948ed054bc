// Two helpers and one knife: from the trace of a run to what each is doing at any moment. Times in kitchen
// seconds. Pure.

import type { Section, ShownLane } from '../../trace/lanes';
import { isFailure, lowerBound, type SpanTable, spansOf } from '../../trace/spans';
import type { TraceTable } from '../../trace/table';
import { kitchenTable, MICROS } from './film';
import { numberOf } from './labels';

export const HELPERS = ['meat', 'spices'] as const;

export interface Helper {
  /** What it cuts. */
  task: string;
  looked: { time: number; there: boolean } | null;
  /** When it began to wait, and until when. */
  waited: { start: number; end: number | null } | null;
  cut: { start: number; end: number | null } | null;
  /** When it began to copy the cupboard. */
  copiedAt: number | null;
  reached: { time: number; got: boolean } | null;
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
  const helper: Helper = {
    task,
    looked: null,
    waited: null,
    cut: null,
    copiedAt: null,
    reached: null,
    failedAt: null,
    doneAt: null,
  };
  const of = (name: string): number => numberOf(spans.labels, name);
  const [cuts, waits, copies] = [of('cuts'), of('waits for the knife'), of('copies the cupboard')];
  for (let row = spans.laneRows[lane] as number; row < (spans.laneRows[lane + 1] as number); row++) {
    const label = spans.label[row];
    const start = (spans.start[row] as number) / MICROS;
    const stretch = { start, end: spans.open[row] === 1 ? null : (spans.end[row] as number) / MICROS };
    if (label === cuts) helper.cut = stretch;
    else if (label === waits) helper.waited = stretch;
    else if (label === copies) helper.copiedAt = start;
  }
  const { instants } = spans;
  const [looks, reaches] = [of('looks for the knife'), of('reaches for the knife')];
  for (let i = lowerBound(instants.lane, 0, instants.count, lane); instants.lane[i] === lane; i++) {
    const time = (instants.time[i] as number) / MICROS;
    if (instants.label[i] === looks) helper.looked ??= { time, there: instants.arg[i] === 1 };
    else if (instants.label[i] === reaches) helper.reached ??= { time, got: instants.arg[i] === 1 };
    else if (isFailure(spans, i)) helper.failedAt = time;
    else if (spans.labels[instants.label[i] as number]?.act === 'ends') helper.doneAt = time;
  }
  if (helper.cut) helper.reached ??= { time: helper.cut.start, got: true };
  if (helper.failedAt !== null) helper.reached ??= { time: helper.failedAt, got: false };
  return helper;
}

/** Something that decides who gets the knife. */
export interface Step {
  /** Index of the helper. */
  helper: number;
  what: 'copies' | 'asks' | 'looks' | 'takes' | 'in vain';
  /** Of a look: whether the knife was there. */
  there: boolean;
  time: number;
}

/** In which order things follow from each other where the clock’s steps are too coarse to tell. */
const RANK: Record<Step['what'], number> = { copies: 0, asks: 0, looks: 0, takes: 1, 'in vain': 2 };

/** What the helpers did about the knife, in its order. */
export function stepsOf(helpers: readonly Helper[]): Step[] {
  const steps = helpers.flatMap((one, helper): Step[] => {
    const step = (what: Step['what'], time: number, there = true): Step => ({ helper, what, there, time });
    return [
      ...(one.copiedAt === null ? [] : [step('copies', one.copiedAt)]),
      // With a lock, asking for it is looking; on the event loop one looks, and waits if the knife is not there.
      ...(one.waited && !one.looked ? [step('asks', one.waited.start)] : []),
      ...(one.looked ? [step('looks', one.looked.time, one.looked.there)] : []),
      ...(one.reached ? [step(one.reached.got ? 'takes' : 'in vain', one.reached.time)] : []),
    ];
  });
  // Who reached in vain did so after the knife was taken, though the clocks of two threads may differ by some µs.
  const taken = steps.find(({ what }) => what === 'takes')?.time ?? 0;
  for (const step of steps) if (step.what === 'in vain') step.time = Math.max(step.time, taken);
  return steps.sort((a, b) => a.time - b.time || RANK[a.what] - RANK[b.what]);
}

/**
 * The moment that a film shows at a time. A failure is shown as it was: the film ends before the knife is put back,
 * for then it would hang where the one who failed did not find it.
 */
export function shownAt({ helpers }: Pick<Story, 'helpers'>, time: number): number {
  if (helpers.every(({ failedAt }) => failedAt === null)) return time;
  const back = Math.min(...helpers.map(({ doneAt }) => doneAt ?? Number.POSITIVE_INFINITY));
  return time < back ? time : back - 1e-6;
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
