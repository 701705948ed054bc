import fc from 'fast-check';
import { expect, describe as group, it } from 'vitest';
import { describe, judge, median, noiseOf, quantile, ratioOfMedians, seeded } from './statistics';

const times = fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 30 });

group('robust statistics', () => {
  it('knows known values', () => {
    expect(describe([])).toBeNull();
    expect(describe([3])).toEqual({ count: 1, min: 3, median: 3, mad: 0, max: 3 });
    expect(describe([4, 1, 100, 2])).toEqual({ count: 4, min: 1, median: 3, mad: 1.5, max: 100 });
    expect(median([])).toBeNaN();
    expect(quantile([0, 10], 0.25)).toBe(2.5);
  });

  it('has half of a sample on either side of the median', () => {
    fc.assert(
      fc.property(times, (sample) => {
        const middle = median(sample);
        expect(2 * sample.filter((x) => x <= middle).length).toBeGreaterThanOrEqual(sample.length);
        expect(2 * sample.filter((x) => x >= middle).length).toBeGreaterThanOrEqual(sample.length);
      }),
    );
  });

  it('makes the same random numbers from the same seed, spread over the whole interval', () => {
    const [a, b] = [seeded(7), seeded(7)];
    const numbers = Array.from({ length: 20_000 }, () => a());
    expect(numbers).toEqual(Array.from({ length: 20_000 }, () => b()));
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
    expect(seeded(8)()).not.toBe(numbers[0]);
  });
});

group('the bootstrap interval of a ratio', () => {
  it('contains the ratio and does not depend on the unit of time', () => {
    fc.assert(
      fc.property(times, times, fc.double({ min: 0.001, max: 1000, noNaN: true }), (a, b, unit) => {
        const ratio = ratioOfMedians(a, b);
        if (!ratio) throw new Error('there are rounds');
        expect(ratio.low).toBeLessThanOrEqual(ratio.value * (1 + 1e-12));
        expect(ratio.high).toBeGreaterThanOrEqual(ratio.value * (1 - 1e-12));
        const other = ratioOfMedians(
          a.map((x) => x * unit),
          b.map((x) => x * unit),
        );
        expect(other?.value).toBeCloseTo(ratio.value, 6 - Math.floor(Math.log10(ratio.value)));
      }),
      { numRuns: 30 },
    );
  });

  it('covers the truth about as often as it promises', () => {
    const random = seeded(11);
    const sample = (scale: number): number[] =>
      Array.from({ length: 15 }, () => scale * (1 + 0.1 * (random() + random() + random() - 1.5)));
    let covered = 0;
    const studies = 100;
    for (let i = 0; i < studies; i++) {
      const ratio = ratioOfMedians(sample(20), sample(10), i);
      if (ratio && ratio.low <= 2 && ratio.high >= 2) covered++;
    }
    expect(covered / studies).toBeGreaterThan(0.85);
  }, 30_000);

  it('cancels what disturbs both sides of a round alike', () => {
    const drift = [1, 1.5, 2, 1.2, 3, 1.1, 2.5];
    const ratio = ratioOfMedians(
      drift.map((d) => 20 * d),
      drift.map((d) => 10 * d),
    );
    expect(ratio?.value).toBeCloseTo(2, 12);
    expect(ratio?.low).toBeCloseTo(2, 12);
    expect(ratio?.high).toBeCloseTo(2, 12);
  });

  it('says nothing on too few rounds', () => {
    expect(ratioOfMedians([], [])).toBeNull();
    expect(ratioOfMedians([2, 2], [1, 1])).toMatchObject({ value: 2, low: Number.NaN });
    expect(noiseOf([1, 2], [2, 1])).toBeNull();
    expect(judge(ratioOfMedians([2, 2], [1, 1]), 0.01)).toBe('unknown');
  });
});

group('noise', () => {
  it('grows with the spread, and calls what lies within it noise', () => {
    const random = seeded(3);
    const sample = (spread: number, scale = 1): number[] =>
      Array.from({ length: 21 }, () => scale * (10 + spread * (random() - 0.5)));
    const calm = noiseOf(sample(0.1), sample(0.1)) ?? Number.NaN;
    const loud = noiseOf(sample(4), sample(4)) ?? Number.NaN;
    expect(calm).toBeLessThan(0.02);
    expect(loud).toBeGreaterThan(calm);
    const same = ratioOfMedians(sample(0.1), sample(0.1));
    expect(judge(same, 0.05)).toBe('noise');
    expect(judge(ratioOfMedians(sample(0.1, 2), sample(0.1)), calm)).toBe('faster');
    expect(judge(ratioOfMedians(sample(0.1), sample(0.1, 2)), calm)).toBe('slower');
    // A small gain that is certain but no larger than what the code gains over itself.
    expect(judge({ value: 1.03, low: 1.02, high: 1.04 }, 0.05)).toBe('noise');
    expect(judge({ value: 1.03, low: 1.02, high: 1.04 }, null)).toBe('unknown');
  });
});
