// A trace in the time of its story: from the event on that begins it, in the story's own seconds. Pure.

import type { TraceTable } from './table';

/** µs on the timeline in a second of a story: its axis then reads as the story's time. */
export const MICROS = 1e6;

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
