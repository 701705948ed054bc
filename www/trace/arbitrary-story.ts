// Stories for tests: of given events; and random ones of actors who take, want and give back locks on a clock with coarse
// steps, together with what a plain simulation says of every moment.

import fc from 'fast-check';
import {
  BEGIN,
  END,
  INSTANT,
  type Label,
  type Lane,
  type TraceEvent,
  type TraceTable,
  tableFromEvents,
  WAIT,
} from './table';

export const at = (time: number, phase: number, label: number, arg = 0): TraceEvent => ({ time, phase, label, arg });

/** A trace of actors on threads, or of tasks on an event loop, each with its events. */
export function tableOf(actors: Record<string, TraceEvent[]>, labels: Label[], role: 'worker' | 'task'): TraceTable {
  const on_loop = role === 'task';
  const lanes = Object.entries(actors).map(([actor, events], thread) => ({
    lane: { name: actor, role, thread, actor, on_loop },
    events,
  }));
  const actor = on_loop ? 'event loop' : null;
  const coordinator: Lane = { name: 'coordinator', role: 'coordinator', thread: null, actor };
  return tableFromEvents([{ lane: coordinator, events: [] }, ...lanes], labels);
}

export const STORY_LABELS: Label[] = [
  { name: 'wants', kind: 'blocked', argument: 'resource', act: 'wants' },
  { name: 'gets', kind: 'control', argument: 'resource', act: 'gets' },
  { name: 'gives back', kind: 'control', argument: 'resource', act: 'gives-back' },
  { name: 'works', kind: 'work', argument: 'line' },
  { name: 'ends', kind: 'control', act: 'ends' },
];
const [WANTS, GETS, GIVES, WORKS, ENDS] = [0, 1, 2, 3, 4] as const;

/** Of every actor, by its number: what it holds, wants, and whether it works or is over. */
export interface Told {
  holds: number[][];
  wants: (number | null)[];
  works: boolean[];
  over: boolean[];
  /** By resource: who waits, in the order of asking. */
  queues: number[][];
  holders: (number | null)[];
}

export interface Story {
  table: TraceTable;
  /** After each event, in the order in which they happened; the first is before any. */
  told: Told[];
}

const SIZE = { actors: 4, locks: 3 };

const choice = fc.record({
  actor: fc.nat(SIZE.actors - 1),
  what: fc.nat(9),
  lock: fc.nat(SIZE.locks - 1),
  steps: fc.nat(1),
});

/** `apart`: no two events have the same time. */
export const anyStory = (apart: boolean): fc.Arbitrary<Story> =>
  fc.array(choice, { maxLength: 60 }).map((choices) => storyOf(choices, apart));

function storyOf(
  choices: readonly { actor: number; what: number; lock: number; steps: number }[],
  apart: boolean,
): Story {
  const events: TraceEvent[][] = Array.from({ length: SIZE.actors }, () => []);
  const now: Told = {
    holds: Array.from({ length: SIZE.actors }, () => []),
    wants: new Array<number | null>(SIZE.actors).fill(null),
    works: new Array<boolean>(SIZE.actors).fill(false),
    over: new Array<boolean>(SIZE.actors).fill(false),
    queues: Array.from({ length: SIZE.locks }, () => []),
    holders: new Array<number | null>(SIZE.locks).fill(null),
  };
  const told: Told[] = [structuredClone(now)];
  let time = 0;
  let line = 0;
  const write = (actor: number, phase: number, label: number, lock: number): void => {
    events[actor]?.push({ time, phase, label, arg: lock | (++line << 16) });
    told.push(structuredClone(now));
    if (apart) time++;
  };
  const gets = (actor: number, lock: number): void => {
    now.holders[lock] = actor;
    now.holds[actor]?.push(lock);
    write(actor, INSTANT, GETS, lock);
  };
  for (const { actor, what, lock, steps } of choices) {
    time += steps;
    if (now.over[actor] || now.wants[actor] !== null) continue;
    if (what < 5) {
      if (now.holders[lock] === null) gets(actor, lock);
      else {
        now.wants[actor] = lock;
        now.queues[lock]?.push(actor);
        write(actor, WAIT, WANTS, lock);
      }
    } else if (what < 8 && now.holds[actor]?.includes(lock)) {
      now.holds[actor] = (now.holds[actor] as number[]).filter((one) => one !== lock);
      now.holders[lock] = null;
      write(actor, INSTANT, GIVES, lock);
      const next = now.queues[lock]?.shift();
      if (next === undefined) continue;
      now.wants[next] = null;
      write(next, END, WANTS, lock);
      gets(next, lock);
    } else if (what === 8) {
      now.works[actor] = !now.works[actor];
      write(actor, now.works[actor] ? BEGIN : END, WORKS, 0);
    } else if (what === 9 && !now.works[actor]) {
      now.over[actor] = true;
      write(actor, INSTANT, ENDS, 0);
    }
  }
  const lane = (i: number): Lane => ({ name: `thread ${i}`, role: 'worker', thread: i, actor: `actor ${i}` });
  const coordinator = { lane: { name: 'coordinator', role: 'coordinator' as const, thread: null }, events: [] };
  const resources = Array.from({ length: SIZE.locks }, (_, i) => ({
    name: `lock ${i}`,
    kind: 'lock' as const,
    size: null,
  }));
  const lanes = events.map((own, i) => ({ lane: lane(i), events: own }));
  return { table: tableFromEvents([coordinator, ...lanes], STORY_LABELS, 0, resources), told };
}
