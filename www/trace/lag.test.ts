import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beatsOf, lagLine } from './lag';
import { spansOf } from './spans';
import { BUILT_IN_LABELS, INSTANT, type Label, tableFromEvents } from './table';

const LABELS: Label[] = [
  ...BUILT_IN_LABELS,
  { name: 'looks at the flag', kind: 'control', argument: 'yes-no' },
  { name: 'heartbeat', kind: 'control', argument: 'late' },
];
const [LOOKS, BEATS] = [6, 7] as const;

const BEAT = 50;

const beat = fc.record({ wait: fc.integer({ min: BEAT, max: 3000 }) });

describe('lag', () => {
  it('is read alone from events that say how late they are', () => {
    const table = tableFromEvents(
      [
        {
          lane: { name: 'consumer', role: 'task', thread: 0 },
          events: [{ time: 1, label: LOOKS, phase: INSTANT, arg: 1 }],
        },
        {
          lane: { name: 'heartbeat', role: 'task', thread: 2 },
          events: [
            { time: 50_000, label: BEATS, phase: INSTANT, arg: 0 },
            { time: 2_000_000, label: BEATS, phase: INSTANT, arg: 1_900_000 },
          ],
        },
      ],
      LABELS,
    );
    expect(beatsOf(spansOf(table))).toEqual([
      { time: 50, lag: 0 },
      { time: 2000, lag: 1900 },
    ]);
  });

  it('never falls but at a beat, never is negative, and ends where it is asked to', () => {
    fc.assert(
      fc.property(fc.array(beat, { maxLength: 20 }), fc.nat(5000), (waits, rest) => {
        let time = 0;
        const beats = waits.map(({ wait }) => {
          time += wait;
          return { time, lag: wait - BEAT };
        });
        const line = lagLine(beats, BEAT, time + rest);
        expect(line.at(-1)?.[0]).toBe(time + rest);
        for (let i = 1; i < line.length; i++) {
          const [before, after] = [line[i - 1] as [number, number], line[i] as [number, number]];
          expect(after[0]).toBeGreaterThanOrEqual(before[0]);
          expect(after[1]).toBeGreaterThanOrEqual(0);
          if (after[1] < before[1]) expect(beats.map((one) => one.time)).toContain(after[0]);
        }
        expect(Math.max(...line.map(([, lag]) => lag))).toBe(Math.max(0, ...beats.map(({ lag }) => lag), rest - BEAT));
      }),
    );
  });
});
