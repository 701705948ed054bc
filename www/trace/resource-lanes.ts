// Lanes of resources: who held each, and who waited for it. They are made from what the actors' lanes say of resources, and
// follow after these in a copy of the trace. Pure.

import { type History, Walk } from './moment';
import { BEGIN, END, emptyTable, type Label, type Lane, type TraceEvent, type TraceTable } from './table';

/** Held by somebody; the argument is the lane of who has held it longest, and in the upper bits that of who waits longest. */
const HELD: Label = { name: 'held', kind: 'work' };
/** Set, or with something in it; the argument is how much. */
const FILLED: Label = { name: 'filled', kind: 'passive', argument: 'count' };
/** Waited for; the argument is by how many. */
const AWAITED: Label = { name: 'waited for', kind: 'blocked', argument: 'count' };

const NOBODY = 0xffff;

/** Holder and first in the queue of a span of a resource's lane; null: nobody. */
export const holderOf = (arg: number): { holder: number; waiter: number | null } => ({
  holder: arg & 0xffff,
  waiter: arg >>> 16 === NOBODY ? null : arg >>> 16,
});

export interface Shared {
  table: TraceTable;
  /** Lanes of the resources, by their numbers. */
  lanes: number[];
  /** Number of the label of spans in which a resource is held. */
  held: number;
}

export function withResourceLanes(history: History): Shared {
  const { table } = history;
  const first = table.lanes.length;
  const labels = [...table.labels, HELD, FILLED, AWAITED];
  const held = table.labels.length;
  const lanes = table.resources.map(({ name }): Lane => ({ name, role: 'resource', thread: null }));
  const events = lanes.map((): TraceEvent[] => []);
  const open = lanes.map((): { label: number; arg: number }[] => []);
  const walk = new Walk(history);
  for (let time = walk.next(); time !== null; time = walk.next()) {
    for (const [i, { holders, queue, count }] of walk.resources.entries()) {
      const now: { label: number; arg: number }[] = [];
      const [holder] = holders;
      if (holder !== undefined) now.push({ label: held, arg: holder | ((queue[0] ?? NOBODY) << 16) });
      else if (count > 0) now.push({ label: held + 1, arg: count });
      if (queue.length > 0) now.push({ label: held + 2, arg: queue.length });
      const before = open[i] as typeof now;
      if (before.length === now.length && before.every(({ label, arg }, at) => same(now[at], label, arg))) continue;
      for (const { label, arg } of before.toReversed()) events[i]?.push({ time, phase: END, label, arg });
      for (const { label, arg } of now) events[i]?.push({ time, phase: BEGIN, label, arg });
      open[i] = now;
    }
  }
  const rows = events.flat();
  const all = emptyTable([...table.lanes, ...lanes], labels, table.count + rows.length, table.dropped, table.resources);
  for (const column of ['lane', 'label', 'phase', 'time', 'arg'] as const) all[column].set(table[column]);
  let row = table.count;
  for (const [i, list] of events.entries()) {
    for (const event of list) {
      all.lane[row] = first + i;
      all.label[row] = event.label;
      all.phase[row] = event.phase;
      all.time[row] = event.time;
      all.arg[row] = event.arg >>> 0;
      row++;
    }
  }
  return { table: all, lanes: lanes.map((_, i) => first + i), held };
}

const same = (one: { label: number; arg: number } | undefined, label: number, arg: number): boolean =>
  one?.label === label && one.arg === arg;
