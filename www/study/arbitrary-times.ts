// Random recorded runs for property tests: one repeat, its chunks side by side on any number of threads.

import fc from 'fast-check';
import { BEGIN, CHUNK, END, REPEAT, type TraceEvent, type TraceTable, tableFromEvents } from '../trace/table';

export interface AnyRun {
  table: TraceTable;
  /** Length of each chunk, µs. */
  chunks: number[];
  threads: number;
  /** Of the repeat, µs. */
  length: number;
}

const lane = fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 5000 })), { maxLength: 8 });

export const anyRun: fc.Arbitrary<AnyRun> = fc.array(lane, { minLength: 1, maxLength: 5 }).map((lanes) => {
  const chunks: number[] = [];
  let end = 1;
  const workers = lanes.map((pieces, thread) => {
    const events: TraceEvent[] = [];
    let now = 10;
    pieces.forEach(([gap, length], i) => {
      events.push({ time: now + gap, label: CHUNK, phase: BEGIN, arg: i });
      now += gap + length;
      events.push({ time: now, label: CHUNK, phase: END, arg: i + 1 });
      chunks.push(length);
    });
    end = Math.max(end, now);
    return { lane: { name: `thread ${thread}`, role: 'worker' as const, thread }, events };
  });
  const events = [
    { time: 5, label: REPEAT, phase: BEGIN, arg: 0 },
    { time: end + 5, label: REPEAT, phase: END, arg: 0 },
  ];
  const coordinator = { lane: { name: 'coordinator', role: 'coordinator' as const, thread: null }, events };
  return { table: tableFromEvents([coordinator, ...workers]), chunks, threads: lanes.length, length: end };
});
