import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyDeal, anyTrace, traceOfDeal } from './arbitrary-trace';
import { durationsOf } from './busy';
import { layoutSection, type Section, sections, spansOf, wholeRun } from './lanes';
import { busyTimes, imbalanceOf, selectionStats } from './stats';
import { BEGIN, END, type TraceEvent, tableFromEvents } from './table';

describe('durationsOf', () => {
  it('agrees with sorting', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 }), (values) => {
        const sorted = [...values].sort((a, b) => a - b);
        const figures = durationsOf(values);
        expect(figures?.min).toBe(sorted[0]);
        expect(figures?.max).toBe(sorted.at(-1));
        const below = sorted.filter((value) => value <= (figures?.median ?? 0)).length;
        const above = sorted.filter((value) => value >= (figures?.median ?? 0)).length;
        expect(Math.min(below, above)).toBeGreaterThanOrEqual(Math.floor(values.length / 2));
      }),
    );
  });

  it('has nothing to say about nothing', () => {
    expect(durationsOf([])).toBeNull();
  });
});

describe('imbalanceOf', () => {
  it('is between 1 and the number of threads', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 32 }), (busy) => {
        const value = imbalanceOf(busy);
        if (value === null) expect(Math.max(...busy)).toBe(0);
        else {
          expect(value).toBeGreaterThanOrEqual(1 - 1e-9);
          expect(value).toBeLessThanOrEqual(busy.length + 1e-9);
        }
      }),
    );
  });

  it('is 1 where all did the same, k where one of k did everything', () => {
    expect(imbalanceOf([7, 7, 7])).toBe(1);
    expect(imbalanceOf([0, 9, 0, 0])).toBe(4);
  });
});

describe('selectionStats', () => {
  it('of adjoining ranges adds up to that of both', () => {
    fc.assert(
      fc.property(anyTrace(true), fc.double({ min: 0, max: 1, noNaN: true }), (table, cut) => {
        const spans = spansOf(table);
        const section = wholeRun(spans);
        const lanes = layoutSection(spans, section);
        const middle = section.end * cut;
        const busy = (start: number, end: number) =>
          selectionStats(spans, section, lanes, start, end).lanes.map((lane) => lane.busy);
        const left = busy(0, middle);
        const right = busy(middle, section.end);
        busy(0, section.end).forEach((whole, i) => {
          expect((left[i] ?? 0) + (right[i] ?? 0)).toBeCloseTo(whole, 6);
        });
        expect(busy(0, section.end)).toEqual(busyTimes(lanes));
      }),
    );
  });

  it('over the whole repeat counts every chunk, and shares stay between 0 and 1', () => {
    fc.assert(
      fc.property(anyDeal, (deal) => {
        const spans = spansOf(traceOfDeal(deal).table);
        const section = sections(spans)[0] as Section;
        const stats = selectionStats(spans, section, layoutSection(spans, section), 0, section.end - section.start);
        expect(stats.work?.count).toBe(deal.chunks.length);
        for (const lane of stats.lanes) {
          expect(lane.share).toBeGreaterThanOrEqual(0);
          expect(lane.share).toBeLessThanOrEqual(1 + 1e-9);
        }
        expect(stats.lanes.reduce((sum, lane) => sum + lane.chunks, 0)).toBe(deal.chunks.length);
      }),
    );
  });

  it('does not count a wait inside a chunk as work, nor work inside work twice', () => {
    const events: TraceEvent[] = [
      { time: 0, label: 0, phase: BEGIN, arg: 0 },
      { time: 10, label: 0, phase: BEGIN, arg: 0 },
      { time: 30, label: 0, phase: END, arg: 1 },
      { time: 40, label: 1, phase: BEGIN, arg: 0 },
      { time: 60, label: 1, phase: END, arg: 0 },
      { time: 100, label: 0, phase: END, arg: 1 },
    ];
    const table = tableFromEvents(
      [{ lane: { name: 'thread 0', role: 'worker', thread: 0 }, events }],
      [
        { name: 'chunk', kind: 'work' },
        { name: 'lock', kind: 'blocked' },
      ],
    );
    const spans = spansOf(table);
    const section = wholeRun(spans);
    const lanes = layoutSection(spans, section);
    expect(busyTimes(lanes)).toEqual([80]);
    expect(selectionStats(spans, section, lanes, 50, 100).lanes[0]?.share).toBeCloseTo(0.8);
  });
});
