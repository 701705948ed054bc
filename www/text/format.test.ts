// Numbers and words as people read them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Metric } from '../contract/protocol';
import {
  clip,
  count,
  duration,
  factor,
  factorsBetween,
  figure,
  list,
  plural,
  plusMinus,
  significant,
  text,
  timesBetween,
  withSpread,
} from './format';

/** Replaces spaces and hyphens by plain ones, so that the expected texts can be typed. */
const plain = (formatted: string): string => formatted.replace(/[\u00a0\u202f]/g, ' ').replace('\u2212', '-');

const metric = (value: number, unit: Metric['unit']): string => plain(text(figure({ value, unit })));

describe('times', () => {
  it.each([
    [0, '0 ms'],
    [0.000146, '146 ns'],
    [0.00099, '990 ns'],
    [0.0009996, '1 µs'],
    [0.0000004, '<1 ns'],
    [-0.0000004, '>-1 ns'],
    [0.005, '5 µs'],
    [0.8125, '813 µs'],
    [0.9996, '1.00 ms'],
    [1, '1.00 ms'],
    [38.94, '38.9 ms'],
    [213.4, '213 ms'],
    [999.4, '999 ms'],
    [999.6, '1.00 s'],
    [1234, '1.23 s'],
    [75_000, '75.0 s'],
    [-2.5, '-2.50 ms'],
    [Number.NaN, '– ms'],
    [Number.POSITIVE_INFINITY, '∞ ms'],
  ])('%d ms', (ms, expected) => {
    expect(plain(duration(ms))).toBe(expected);
  });
});

describe('a time with its spread', () => {
  it.each([
    [20.14, 0.41, '20.1 ± 0.4 ms'],
    [213.4, 7.6, '213 ± 8 ms'],
    [1234, 56, '1.23 ± 0.06 s'],
    [0.8125, 0.0049, '813 ± 5 µs'],
    [20.14, 0.004, '20.1 ± <0.1 ms'],
    [11.3, 0, '11.3 ms'],
    [0, 0, '0 ms'],
  ])('%d ± %d ms', (median, spread, expected) => {
    expect(plain(withSpread(median, spread))).toBe(expected);
  });
});

describe('an interval', () => {
  it.each([
    [4.31, 4.25, 4.4, '4.25 to 4.40'],
    [0.8125, 0.8, 0.8125, '800 to 813'],
    [1234, 1100, 1300, '1.10 to 1.30'],
    [38.94, 38.93, 38.95, '38.9 to 39.0'],
    [213, 212.9, 213.2, '213 to 213'],
    [500, 0.01, 500, '<1 to 500'],
  ])('of %d ms from %d to %d', (ms, low, high, expected) => {
    expect(plain(timesBetween(ms, low, high))).toBe(expected);
  });

  it.each([
    [1.84, 1.952, '1.84 to 1.95'],
    [0.8, 12.34, '0.8 to 12.3'],
    [0.0004, 1.9, '<0.01 to 1.90'],
    [1, 1, '1.00 to 1.00'],
  ])('of a factor from %d to %d', (low, high, expected) => {
    expect(plain(factorsBetween(low, high))).toBe(expected);
  });
});

describe('a speed-up', () => {
  it.each([
    [1.897, '1.9'],
    [0.64, '0.64'],
    [0.0049, '0.0049'],
    [9.96, '10'],
    [12.4, '12'],
    [99.6, '100'],
    [184.2, '184'],
    [1, '1.0'],
  ])('of %d', (value, expected) => {
    expect(plain(factor(value))).toBe(expected);
  });
});

describe('nothing', () => {
  /** Returns whether a text has a number whose digits are all 0. */
  const isNothing = (shown: string): boolean => !/[1-9∞–]/.test(shown);
  const any = fc.oneof(
    fc.double({ min: 1e-15, max: 1e12, noNaN: true }),
    fc.integer({ min: -14, max: 11 }).map((power) => 10 ** power),
  );
  const units = fc.constantFrom<Metric['unit']>('ms', 's', 'x', 'ratio', 'none');

  it('is shown where there is nothing, and nowhere else', () => {
    fc.assert(
      fc.property(any, fc.boolean(), units, (size, negative, unit) => {
        const value = negative ? -size : size;
        expect(isNothing(text(figure({ value, unit })))).toBe(false);
        expect(isNothing(factor(value))).toBe(false);
        expect(isNothing(text(figure({ value: 0, unit })))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is no spread, nor an end of an interval', () => {
    fc.assert(
      fc.property(any, any, any, (ms, one, other) => {
        expect(isNothing(plusMinus(ms, one))).toBe(false);
        const [low, high] = one < other ? [one, other] : [other, one];
        for (const shown of [timesBetween(ms, low, high), factorsBetween(low, high)]) {
          for (const end of shown.split(' to ')) expect(isNothing(end), shown).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
    expect([plusMinus(11.3, 0), plusMinus(11.3, Number.NaN)]).toEqual(['', '']);
  });
});

describe('metrics', () => {
  it.each<[number, Metric['unit'], string]>([
    [1.93, 'x', '1.93×'],
    [12.345, 'x', '12.3×'],
    [0.953, 'ratio', '95 %'],
    [1, 'ratio', '100 %'],
    [0.0312, 'ratio', '3.1 %'],
    [0.0996, 'ratio', '10 %'],
    [0, 'ratio', '0 %'],
    [125, 'count', '125'],
    [10_538_924, 'count', '10 538 924'],
    [1.5, 'count', '1.50'],
    [9, 's', '9.00 s'],
    [61.25, '°C', '61.3 °C'],
    [-0.01, '°C', '0.0 °C'],
    [1.0432, 'none', '1.04'],
    [1, 'yes-no', 'yes'],
    [0, 'yes-no', 'no'],
  ])('%d %s', (value, unit, expected) => {
    expect(metric(value, unit)).toBe(expected);
  });
});

describe('digits', () => {
  it('stay within half a unit of the last one shown', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), fc.integer({ min: 1, max: 5 }), (x, digits) => {
        const shown = Number(plain(significant(x, digits)).replaceAll(' ', ''));
        expect(Math.abs(shown - x)).toBeLessThanOrEqual(0.5 * 10 ** (Math.floor(Math.log10(x)) - digits + 1) * 1.0001);
      }),
    );
  });

  it('are grouped from five on', () => {
    expect(plain(count(4096))).toBe('4096');
    expect(plain(count(16_777_216))).toBe('16 777 216');
    expect(plain(count(-12_345))).toBe('-12 345');
  });
});

describe('words', () => {
  it('agree with their number', () => {
    expect(plain(plural(1, 'thread'))).toBe('1 thread');
    expect(plain(plural(0, 'thread'))).toBe('0 threads');
    expect(plain(plural(2, 'pass', 'passes'))).toBe('2 passes');
  });

  it('are listed', () => {
    expect(list([])).toBe('');
    expect(list(['a'])).toBe('a');
    expect(list(['a', 'b'])).toBe('a and b');
    expect(list(['a', 'b', 'c'], 'or')).toBe('a, b or c');
  });

  it('from outside are clipped to one harmless line', () => {
    expect(clip('x'.repeat(40), 5)).toBe('xxxxx…');
    expect(clip('🍳🍳🍳', 2)).toBe('🍳🍳…');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (anything) => {
        const clipped = clip(anything, 20);
        expect(Array.from(clipped).length).toBeLessThanOrEqual(21);
        expect(clipped).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
    );
  });
});
