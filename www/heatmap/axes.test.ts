// Ticks are inside the axis, ascend, and have distinct labels, each of which says where its tick is.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks, coordinateDecimals, formatComplex, formatWidth, OFFSET_BELOW, superscript, typeset } from './axes';

const centre = fc.double({ min: -4, max: 4, noNaN: true });
const length = fc.double({ min: -13, max: 0.9, noNaN: true }).map((e) => 10 ** e);
const count = fc.integer({ min: 4, max: 8 });
const number = (label: string): number => Number(label.replace('\u2212', '-'));

describe('ticks', () => {
  it('are inside, increasing, evenly spaced and neither few nor many', () => {
    fc.assert(
      fc.property(centre, length, count, (c, l, k) => {
        const { ticks } = axisTicks(c, l, k);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(k * 1.2 + 1);
        for (const { at } of ticks) {
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThanOrEqual(1);
        }
        const steps = ticks.slice(1).map(({ at }, i) => at - (ticks[i]?.at ?? 0));
        for (const step of steps) {
          expect(step).toBeGreaterThan(0);
          expect(step).toBeCloseTo(steps[0] ?? 0, 6);
        }
      }),
      // An axis that is slightly shorter than two steps around a tick.
      { examples: [[0, 0.9999999999999999, 4]] },
    );
  });

  it('have different labels, each of which says where it is', () => {
    fc.assert(
      fc.property(centre, length, count, (c, l, k) => {
        const { ticks, offset } = axisTicks(c, l, k);
        expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
        expect(offset !== null).toBe(l < OFFSET_BELOW);
        for (const { at, label } of ticks) {
          expect(label.length).toBeLessThanOrEqual(9);
          // Compared relative to the centre, so that rounding loses nothing in deep zooms.
          const value =
            offset === null ? number(label) - c : number(offset.origin) - c + number(label) * 10 ** offset.exponent;
          expect(Math.abs(value / l + 0.5 - at)).toBeLessThan(1e-6 + 1e-15 / l);
        }
      }),
    );
  });

  it('are the lecture’s in the first view', () => {
    const { ticks, offset } = axisTicks(0, 4, 4);
    expect(ticks.map(({ label }) => label)).toEqual(['\u22122', '\u22121', '0', '1', '2']);
    expect(ticks.map(({ at }) => at)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(offset).toBeNull();
  });
});

describe('words', () => {
  it('have a minus sign, and none before zero', () => {
    expect(typeset('-0.5')).toBe('\u22120.5');
    expect(typeset('-0.00')).toBe('0.00');
    expect(formatComplex(-0.79, 0.15, 2)).toBe('\u22120.79 + 0.15i');
    expect(formatComplex(0, -0.001, 2)).toBe('0.00 + 0.00i');
    expect(formatComplex(1, -2, 1)).toBe('1.0 \u2212 2.0i');
    expect(formatWidth(4)).toBe('4');
    expect(formatWidth(2.5e-9)).toBe('2.5 × 10⁻⁹');
    expect(superscript(-12)).toBe('⁻¹²');
  });

  it('tell neighbouring pixels apart', () => {
    fc.assert(
      fc.property(
        centre,
        fc.double({ min: -10, max: 0.9, noNaN: true }),
        fc.integer({ min: 2, max: 4096 }),
        (x, e, n) => {
          const width = 10 ** e;
          const decimals = coordinateDecimals(width, n);
          expect(formatComplex(x, 0, decimals)).not.toBe(formatComplex(x + width / (n - 1), 0, decimals));
        },
      ),
    );
  });
});
