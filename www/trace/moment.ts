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
  /** µs: when what it waits for is due, where that is known. */
  due: number | null;
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

/** Goes through a history from its beginning. What it shows of the resources is its own, and changes with each step. */
export class Walk {
  step = 0;
  readonly resources: ResourceMoment[];
  readonly #actors: Map<number, Actor>;
  readonly #tasks: readonly number[];

  constructor(readonly history: History) {
    const { table, actors } = history;
    const fresh = {
      doing: 'before',
      label: -1,
      since: 0,
      wants: null,
      due: null,
      line: 0,
      turn: false,
      over: null,
    } as const;
    this.#actors = new Map(actors.map((lane): [number, Actor] => [lane, { ...fresh, lane, holds: [], spans: [] }]));
    this.#tasks = actors.filter((lane) => table.lanes[lane]?.on_loop);
    this.resources = table.resources.map(() => ({ holders: [], queue: [], count: 0 }));
  }

  /** Lets the next event happen; returns its time in µs, or null where there is none. */
  next(): number | null {
    const { table, rows, times } = this.history;
    if (this.step >= rows.length) return null;
    const row = rows[this.step] as number;
    const actor = this.#actors.get(table.lane[row] as number) as Actor;
    const label = table.label[row] as number;
    const arg = table.arg[row] as number;
    const { act, argument } = table.labels[label] ?? {};
    if (argument === 'resource') actor.line = resourceOf(arg).line;
    else if (argument === 'line') actor.line = arg;
    const time = times[this.step++] as number;
    const phase = table.phase[row];
    actor.since = time;
    actor.label = label;
    if (phase === INSTANT) this.#happens(actor, act, arg);
    else if (phase === BEGIN || phase === WAIT) {
      const span = { label, arg, start: time };
      actor.spans.push(span);
      this.#opens(actor, span, true);
    } else {
      const match = actor.spans.findLastIndex((span) => span.label === label);
      // The same rule as in `spans.ts`: what was opened within ends too, and what was never opened does not end.
      while (match >= 0 && actor.spans.length > match) this.#opens(actor, actor.spans.pop() as Span, false);
    }
    return time;
  }

  /** A copy of the state. */
  moment(): Moment {
    const { table, actors } = this.history;
    return {
      step: this.step,
      actors: actors.map((lane) => told(table, this.#actors.get(lane) as Actor)),
      resources: this.resources.map(({ holders, queue, count }) => ({
        holders: [...holders],
        queue: [...queue],
        count,
      })),
    };
  }

  #opens(actor: Actor, span: Span, opens: boolean): void {
    const { table } = this.history;
    const act = table.labels[span.label]?.act;
    if (act === 'wants') {
      const queue = this.resources[resourceOf(span.arg).resource]?.queue;
      if (opens) queue?.push(actor.lane);
      else if (queue) removeLast(queue, actor.lane);
    } else if (act === 'turn') {
      const task = this.#tasks.find((lane) => table.lanes[lane]?.thread === span.arg);
      const whose = task === undefined ? undefined : this.#actors.get(task);
      if (whose) whose.turn = opens;
    }
  }

  #happens(actor: Actor, act: string | null | undefined, arg: number): void {
    if (act === 'ends') actor.over = 'done';
    else if (act === 'fails') actor.over = 'failed';
    const { resource } = resourceOf(arg);
    const state = this.resources[resource];
    if (!state) return;
    if (act === 'gets') {
      state.holders.push(actor.lane);
      actor.holds.push(resource);
    } else if (act === 'gives-back') {
      removeLast(state.holders, actor.lane);
      removeLast(actor.holds, resource);
    } else if (act === 'signals' || act === 'puts') state.count++;
    else if (act === 'takes') state.count = Math.max(0, state.count - 1);
  }
}

/** The state after the first `steps` events. */
export function momentAt(history: History, steps: number): Moment {
  return new Walker(history).at(steps);
}

/** Shows one moment after the other: what lies between two of them is gone through only once while they go forwards. */
export class Walker {
  #walk: Walk;

  constructor(readonly history: History) {
    this.#walk = new Walk(history);
  }

  /** The state after the first `steps` events. */
  at(steps: number): Moment {
    if (this.#walk.step > steps) this.#walk = new Walk(this.history);
    while (this.#walk.step < steps && this.#walk.next() !== null);
    return this.#walk.moment();
  }
}

/** Timers are late by a few ms even on a free loop, µs. */
const TOLERANCE = 10_000;

/**
 * For how many µs an actor's time has come without a turn. That it had to wait is written down when it has its turn at
 * last; until then, while it is watched, it follows from when it was due.
 */
export function latenessOf({ doing, since, due }: ActorMoment, time: number): number {
  if (doing === 'blocked') return time - since;
  const late = due === null ? 0 : time - due;
  return late > TOLERANCE ? late : 0;
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
function told(table: TraceTable, { spans, over, ...state }: Actor): ActorMoment {
  const actor = { ...state, holds: [...state.holds] };
  const inner = spans.findLast(({ label }) => table.labels[label]?.kind !== 'control') ?? spans.at(-1);
  if (inner) {
    const { kind = 'control', act, argument } = table.labels[inner.label] ?? {};
    const wants = act === 'wants' ? resourceOf(inner.arg).resource : null;
    const due = argument === 'duration' && inner.arg > 0 ? inner.start + inner.arg : null;
    return { ...actor, doing: DOING[kind], label: inner.label, since: inner.start, wants, due };
  }
  if (over !== null) return { ...actor, doing: over };
  if (actor.turn) return { ...actor, doing: 'work' };
  return { ...actor, doing: actor.label < 0 ? 'before' : 'idle' };
}
