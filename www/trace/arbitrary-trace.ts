// Random traces for the property tests: nested spans on a few lanes, on a clock with coarse steps, so that
// spans without a duration and spans that touch each other occur often.

import fc from 'fast-check';
import {
  BEGIN,
  BUILT_IN_LABELS,
  CHUNK,
  END,
  INSTANT,
  type Label,
  type Lane,
  REPEAT,
  type TraceEvent,
  type TraceTable,
  tableFromEvents,
  WAIT,
} from './table';

export const LABELS: Label[] = [
  ...BUILT_IN_LABELS,
  { name: 'lock', kind: 'blocked' },
  { name: 'message', kind: 'wait' },
  { name: 'steal', kind: 'control' },
];
const LOCK = 6;
const MESSAGE = 7;
const STEAL = 8;

/** Steps of the clock, µs. */
const STEP = 5;

interface Action {
  what: 'begin' | 'wait' | 'end' | 'instant';
  label: number;
  steps: number;
  arg: number;
}

const action: fc.Arbitrary<Action> = fc.record({
  what: fc.constantFrom('begin', 'begin', 'wait', 'end', 'end', 'end', 'instant'),
  label: fc.constantFrom(CHUNK, CHUNK, LOCK, MESSAGE, STEAL),
  steps: fc.nat(6),
  arg: fc.nat(1000),
});

/** Makes well-formed events of a lane: every span is closed, except, if `mayStop`, those that a stop left open. */
export function laneEvents(actions: readonly Action[], mayStop: boolean, origin = 0): TraceEvent[] {
  const events: TraceEvent[] = [];
  const open: number[] = [];
  let time = origin;
  for (const { what, label, steps, arg } of actions) {
    time += steps * STEP;
    if (what === 'instant') events.push({ time, label: STEAL, phase: INSTANT, arg });
    else if (what === 'end') {
      const top = open.pop();
      if (top !== undefined) events.push({ time, label: top, phase: END, arg });
    } else {
      open.push(label);
      events.push({ time, label, phase: what === 'wait' ? WAIT : BEGIN, arg });
    }
  }
  if (!mayStop) {
    for (let label = open.pop(); label !== undefined; label = open.pop()) {
      time += STEP;
      events.push({ time, label, phase: END, arg: 0 });
    }
  }
  return events;
}

const worker = (thread: number): Lane => ({ name: `thread ${thread}`, role: 'worker', thread });

/** Makes a trace of a coordinator and up to four workers. */
export const anyTrace = (mayStop: boolean): fc.Arbitrary<TraceTable> =>
  fc.array(fc.array(action, { maxLength: 40 }), { minLength: 1, maxLength: 5 }).map((lanes) =>
    tableFromEvents(
      lanes.map((actions, i) => ({
        lane: i === 0 ? { name: 'coordinator', role: 'coordinator', thread: null } : worker(i - 1),
        events: laneEvents(actions, mayStop),
      })),
      LABELS,
    ),
  );

/**
 * How one repeat shares out columns: the thread of each chunk, how long it takes, and how long the thread pauses
 * before it.
 */
export interface Deal {
  threads: number;
  chunks: { columns: number; thread: number; pause: number; steps: number }[];
}

export const anyDeal: fc.Arbitrary<Deal> = fc.integer({ min: 1, max: 6 }).chain((threads) =>
  fc.record({
    threads: fc.constant(threads),
    chunks: fc.array(
      fc.record({
        columns: fc.integer({ min: 1, max: 40 }),
        thread: fc.nat(threads - 1),
        pause: fc.nat(4),
        steps: fc.nat(30),
      }),
      { minLength: 1, maxLength: 60 },
    ),
  }),
);

/**
 * Records one repeat from a deal: every column exactly once. Returns its number of columns as well. The workers'
 * clocks are ahead of the coordinator's by `skew` µs.
 */
export function traceOfDeal(deal: Deal, origin = 1000, skew = 0): { table: TraceTable; columns: number } {
  const events: TraceEvent[][] = Array.from({ length: deal.threads + 1 }, () => []);
  const free = new Array<number>(deal.threads).fill(origin);
  let column = 0;
  for (const { columns, thread, pause, steps } of deal.chunks) {
    const start = (free[thread] ?? origin) + pause * STEP;
    const end = start + steps * STEP;
    events[thread + 1]?.push(
      { time: start + skew, label: CHUNK, phase: BEGIN, arg: column },
      { time: end + skew, label: CHUNK, phase: END, arg: column + columns },
    );
    free[thread] = end;
    column += columns;
  }
  events[0]?.push(
    { time: origin, label: REPEAT, phase: BEGIN, arg: 0 },
    { time: Math.max(...free), label: REPEAT, phase: END, arg: 0 },
  );
  const table = tableFromEvents(
    events.map((list, i) => ({
      lane: i === 0 ? { name: 'coordinator', role: 'coordinator', thread: null } : worker(i - 1),
      events: list,
    })),
    LABELS,
  );
  return { table, columns: column };
}
