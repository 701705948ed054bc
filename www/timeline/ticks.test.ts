import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { niceStep, ticksFor } from './ticks';
import { fitAll, timeToCss, withRange } from './viewport';
import { exactTime, percent, shortTime } from './wording';

describe('niceStep', () => {
  it('is 1, 2 or 5 times a power of ten, at least what was asked and less than 2.6 times that', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 1e9, noNaN: true }), (least) => {
        const step = niceStep(least);
        expect(step).toBeGreaterThanOrEqual(least * (1 - 1e-9));
        expect(step).toBeLessThan(least * 2.6);
        expect(step.toExponential(6)).toMatch(/^[125]\.000000e/);
      }),
    );
  });
});

describe('ticksFor', () => {
  it('has labels that differ, are far enough apart and say where they are', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 20, max: 1e8, noNaN: true }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        fc.double({ min: 1e-3, max: 1, noNaN: true }),
        fc.integer({ min: 200, max: 2000 }),
        (extent, from, part, width) => {
          const view = withRange(fitAll(extent, width), from * extent, (from + part) * extent);
          const { list, unit } = ticksFor(view, 80);
          const labelled = list.filter((tick) => tick.label !== null);
          expect(new Set(labelled.map((tick) => tick.label)).size).toBe(labelled.length);
          labelled.forEach((tick, i) => {
            expect(timeToCss(view, tick.time)).toBeCloseTo(tick.x, 6);
            expect(Number.parseFloat(tick.label ?? '') * unit.micros).toBeCloseTo(tick.time, 2);
            const before = labelled[i - 1];
            if (before) expect(tick.x - before.x).toBeGreaterThan(79);
          });
          expect(list.length).toBeLessThan(width / 10);
        },
      ),
    );
  });
});

describe('times in words', () => {
  it.each([
    [0, '0 µs'],
    [85, '85 µs'],
    [1235, '1.235 ms'],
    [2_050_312, '2.050312 s'],
    [0.25, '250 ns'],
  ])('%d µs is exactly %s', (time, text) => {
    expect(exactTime(time)).toBe(text);
  });

  it('rounds to three digits', () => {
    expect(shortTime(38_912).replace(/\s/u, ' ')).toBe('38.9 ms');
  });

  it('never writes a small share as 0 %', () => {
    expect([0, 0.001, 0.004, 0.5, 0.996, 1].map(percent)).toEqual(['0 %', '<1 %', '<1 %', '50 %', '100 %', '100 %']);
  });
});
