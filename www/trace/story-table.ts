// A trace in the time of its story: from the event on that begins it, in the story's own seconds. Pure.

import type { TraceTable } from './table';

/** µs on the timeline in a second of a story: its axis then reads as the story's time. */
export const MICROS = 1e6;

/** Returns what happened from one moment of a trace to another, in µs of it. */
export function partOf(table: TraceTable, [from, until]: readonly [number, number]): TraceTable {
  const rows: number[] = [];
  for (let i = 0; i < table.count; i++) {
    const time = table.time[i] as number;
    if (time >= from && time <= until) rows.push(i);
  }
  const pick = <T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(column: T): T => {
    const picked = new (column.constructor as new (length: number) => T)(rows.length);
    rows.forEach((row, i) => {
      picked[i] = column[row] as number;
    });
    return picked;
  };
  const { lane, label, phase, time, arg } = table;
  return {
    ...table,
    count: rows.length,
    lane: pick(lane),
    label: pick(label),
    phase: pick(phase),
    time: pick(time),
    arg: pick(arg),
  };
}

/**
 * A copy of a trace in story time.
 *
 * @param pace Real ms for a second of the story; null where the trace is in story time already.
 */
export function storyTable(table: TraceTable, pace: number | null): TraceTable {
  let begun = 0;
  for (let i = 0; i < table.count; i++) {
    if (table.labels[table.label[i] as number]?.act === 'begins') {
      begun = table.time[i] as number;
      break;
    }
  }
  const factor = pace === null ? 1 : 1000 / pace;
  const lasts = table.labels.map(({ argument }) => argument === 'duration');
  const arg =
    factor === 1 ? table.arg : table.arg.map((value, i) => (lasts[table.label[i] as number] ? value * factor : value));
  return { ...table, arg, time: table.time.map((time) => (time - begun) * factor) };
}
