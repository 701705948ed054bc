// What every actor and every resource of a trace is doing at a moment. The events of all actors are put into one order, in
// which a story can be stepped through forwards and back; the state after each of them follows from those before. Pure.

import { BEGIN, END, INSTANT, type Kind, type TraceTable, WAIT } from './table';

/** Resource and source line of an event about a resource; line 0: not known. */
export const resourceOf = (arg: number): { resource: number; line: number } => ({
  resource: arg & 0xffff,
  line: arg >>> 16,
});

/** The events of all actors in one order. */
export interface History {
  table: TraceTable;
  /** Lanes of the actors, in the order of the trace. */
  actors: readonly number[];
  /** Rows of the table. */
  rows: Int32Array;
  /** µs, ascending. */
  times: Float64Array;
}

/**
 * What follows from what, where the clock's steps are too coarse to tell: who gets something gets it after it was given
 * back, and who fails does so after the other one has got it.
 */
function rankOf(table: TraceTable, row: number): number {
  const act = table.labels[table.label[row] as number]?.act;
  if (act === 'fails') return 2;
  if (act === 'wants') return table.phase[row] === END ? 1 : 0;
  return act === 'gets' || act === 'takes' ? 1 : 0;
}

export function historyOf(table: TraceTable): History {
  const actors = table.lanes.flatMap(({ actor }, lane) => (actor == null ? [] : [lane]));
  const heads = new Map<number, { next: number; end: number; time: number }>();
  for (let row = 0; row < table.count; row++) {
    const lane = table.lane[row] as number;
    if (table.lanes[lane]?.actor == null) continue;
    const head = heads.get(lane);
    if (head) head.end = row + 1;
    else heads.set(lane, { next: row, end: row + 1, time: table.time[row] as number });
  }
  const open = [...heads.values()];
  const count = open.reduce((sum, { next, end }) => sum + end - next, 0);
  const rows = new Int32Array(count);
  const times = new Float64Array(count);
  // Events of one lane keep their order, whatever their clock says.
  for (let at = 0; at < count; at++) {
    let first = open[0] as (typeof open)[number];
    for (const head of open) {
      const sooner = head.time - first.time || rankOf(table, head.next) - rankOf(table, first.next);
      if (sooner < 0) first = head;
    }
    rows[at] = first.next;
    times[at] = first.time;
    first.next++;
    if (first.next === first.end) open.splice(open.indexOf(first), 1);
    else first.time = Math.max(first.time, table.time[first.next] as number);
  }
  return { table, actors, rows, times };
}

/** How many of the events have happened at a time. */
export function stepsUntil({ times }: Pick<History, 'times'>, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `before` has not begun; `idle` does nothing and is not over. */
export type Doing = 'before' | 'idle' | 'work' | 'passive' | 'wait' | 'blocked' | 'done' | 'failed';

export interface ActorMoment {
  lane: number;
  doing: Doing;
  /** The label of what it does, or of what it did last; -1: nothing yet. */
  label: number;
  /** µs: since when. */
  since: number;
  /** The resource that it waits for. */
  wants: number | null;
  /** What it holds, in the order in which it got it. */
  holds: number[];
  /** The line of the source at which it is; 0: not known. */
  line: number;
  /** Of a task: it has its turn on the event loop. */
  turn: boolean;
}

export interface ResourceMoment {
  /** Lanes of those who hold it, in the order in which they got it. */
  holders: number[];
  /** Lanes of those who wait for it, in the order in which they asked. */
  queue: number[];
  /** What was put in and not yet taken; of a flag, how often it was set. */
  count: number;
}

export interface Moment {
  /** Events that have happened. */
  step: number;
  actors: ActorMoment[];
  /** By their numbers. */
  resources: ResourceMoment[];
}

interface Span {
  label: number;
  arg: number;
  start: number;
}

interface Actor extends ActorMoment {
  spans: Span[];
  over: 'done' | 'failed' | null;
}

const removeLast = <T>(list: T[], item: T): void => {
  const at = list.lastIndexOf(item);
  if (at >= 0) list.splice(at, 1);
};

/** The state after the first `steps` events. */
export function momentAt({ table, actors: lanes, rows, times }: History, steps: number): Moment {
  const byLane = new Map<number, Actor>();
  for (const lane of lanes) {
    byLane.set(lane, {
      lane,
      doing: 'before',
      label: -1,
      since: 0,
      wants: null,
      holds: [],
      line: 0,
      turn: false,
      spans: [],
      over: null,
    });
  }
  const resources = table.resources.map((): ResourceMoment => ({ holders: [], queue: [], count: 0 }));
  const tasks = lanes.filter((lane) => table.lanes[lane]?.on_loop);

  const opened = (actor: Actor, span: Span, opens: boolean): void => {
    const act = table.labels[span.label]?.act;
    if (act === 'wants') {
      const queue = resources[resourceOf(span.arg).resource]?.queue;
      if (opens) queue?.push(actor.lane);
      else if (queue) removeLast(queue, actor.lane);
    } else if (act === 'turn') {
      const task = tasks.find((lane) => table.lanes[lane]?.thread === span.arg);
      const whose = task === undefined ? undefined : byLane.get(task);
      if (whose) whose.turn = opens;
    }
  };
  const happened = (actor: Actor, act: string | null | undefined, arg: number): void => {
    const { resource } = resourceOf(arg);
    const state = resources[resource];
    if (act === 'ends') actor.over = 'done';
    else if (act === 'fails') actor.over = 'failed';
    else if (act === 'gets' && state) {
      state.holders.push(actor.lane);
      actor.holds.push(resource);
    } else if (act === 'gives-back' && state) {
      removeLast(state.holders, actor.lane);
      removeLast(actor.holds, resource);
    } else if ((act === 'signals' || act === 'puts') && state) state.count++;
    else if (act === 'takes' && state) state.count = Math.max(0, state.count - 1);
  };

  const last = Math.min(steps, rows.length);
  for (let at = 0; at < last; at++) {
    const row = rows[at] as number;
    const actor = byLane.get(table.lane[row] as number) as Actor;
    const label = table.label[row] as number;
    const arg = table.arg[row] as number;
    const { act, argument } = table.labels[label] ?? {};
    if (argument === 'resource') actor.line = resourceOf(arg).line;
    else if (argument === 'line') actor.line = arg;
    const phase = table.phase[row];
    actor.since = times[at] as number;
    actor.label = label;
    if (phase === INSTANT) happened(actor, act, arg);
    else if (phase === BEGIN || phase === WAIT) {
      const span = { label, arg, start: actor.since };
      actor.spans.push(span);
      opened(actor, span, true);
    } else {
      const match = actor.spans.findLastIndex((span) => span.label === label);
      // The same rule as in `spans.ts`: what was opened within ends too, and what was never opened does not end.
      while (match >= 0 && actor.spans.length > match) opened(actor, actor.spans.pop() as Span, false);
    }
  }
  return { step: last, actors: lanes.map((lane) => told(table, byLane.get(lane) as Actor)), resources };
}

const DOING: Record<Kind, Doing> = {
  work: 'work',
  frame: 'work',
  control: 'work',
  passive: 'passive',
  wait: 'wait',
  blocked: 'blocked',
};

/** What an actor is doing, from its open spans and what has happened to it. */
function told(table: TraceTable, { spans, over, ...actor }: Actor): ActorMoment {
  const inner = spans.findLast(({ label }) => table.labels[label]?.kind !== 'control') ?? spans.at(-1);
  if (inner) {
    const { kind = 'control', act } = table.labels[inner.label] ?? {};
    const wants = act === 'wants' ? resourceOf(inner.arg).resource : null;
    return { ...actor, doing: DOING[kind], label: inner.label, since: inner.start, wants };
  }
  if (over !== null) return { ...actor, doing: over };
  if (actor.turn) return { ...actor, doing: 'work' };
  return { ...actor, doing: actor.label < 0 ? 'before' : 'idle' };
}
