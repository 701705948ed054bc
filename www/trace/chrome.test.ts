import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyTrace } from './arbitrary-trace';
import { chromeTrace } from './chrome';
import { spansOf } from './spans';
import { tableFromEvents } from './table';

interface ChromeEvent {
  ph: string;
  tid: number;
  name: string;
  ts?: number;
  dur?: number;
  args: Record<string, unknown>;
}

const parse = (text: string) => JSON.parse(text) as { traceEvents: ChromeEvent[]; otherData: Record<string, unknown> };

describe('chromeTrace', () => {
  it('is JSON with every lane named, every span and every instant', () => {
    fc.assert(
      fc.property(anyTrace(true), fc.string(), (table, title) => {
        const spans = spansOf(table);
        const { traceEvents, otherData } = parse(chromeTrace(table, { title, details: { seed: 7 } }));
        const of = (phase: string) => traceEvents.filter((event) => event.ph === phase);
        expect(of('X')).toHaveLength(spans.count);
        expect(of('i')).toHaveLength(spans.instants.count);
        const names = of('M').filter((event) => event.name === 'thread_name');
        expect(names.map((event) => event.args.name)).toEqual(table.lanes.map((lane) => lane.name));
        expect(of('M')[0]?.args.name).toBe(title);
        expect(otherData).toEqual({ seed: 7, dropped_events: table.dropped });
        of('X').forEach((event, row) => {
          expect(event.ts).toBe(spans.start[row]);
          expect((event.ts ?? 0) + (event.dur ?? -1)).toBeCloseTo(spans.end[row] ?? 0, 3);
          expect(event.tid).toBe((spans.lane[row] ?? 0) + 1);
        });
      }),
    );
  });

  it('gives a chunk its first and its last column', () => {
    const lane = { name: 'thread 0', role: 'worker', thread: 0 } as const;
    const events = [
      { time: 0.5, label: 0, phase: 0, arg: 32 },
      { time: 9.25, label: 0, phase: 1, arg: 48 },
      { time: 10, label: 0, phase: 0, arg: 64 },
    ];
    const { traceEvents } = parse(chromeTrace(tableFromEvents([{ lane, events }]), { title: 'x' }));
    expect(traceEvents.filter((event) => event.ph === 'X')).toEqual([
      { ph: 'X', pid: 1, tid: 1, name: 'chunk', cat: 'work', ts: 0.5, dur: 8.75, args: { first: 32, last: 47 } },
      { ph: 'X', pid: 1, tid: 1, name: 'chunk', cat: 'work', ts: 10, dur: 0, args: { first: 64, open: true } },
    ]);
  });
});
