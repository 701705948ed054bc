import fc from 'fast-check';
import { expect, describe as group, it } from 'vitest';
import {
  describe,
  intervalOf,
  judge,
  median,
  noiseOf,
  RESAMPLES,
  ratioOfMedians,
  resampledMedians,
  seeded,
} from './statistics';

const times = fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 5, maxLength: 30 });

group('robust statistics', () => {
  it('knows known values', () => {
    expect(describe([])).toBeNull();
    expect(describe([3])).toEqual({ count: 1, min: 3, median: 3, mad: 0, max: 3 });
    expect(describe([4, 1, 100, 2])).toEqual({ count: 4, min: 1, median: 3, mad: 1.5, max: 100 });
    expect(median([])).toBeNaN();
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
      { numRuns: 30, seed: 4 },
    );
  });

  it('does not depend on the order of the rounds, to the last bit', () => {
    const rounds = fc.array(
      fc.tuple(fc.double({ min: 1, max: 9, noNaN: true }), fc.double({ min: 1, max: 9, noNaN: true })),
      {
        minLength: 5,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(rounds, fc.integer(), (pairs, seed) => {
        const random = seeded(seed);
        const places = pairs.map((pair) => ({ pair, at: random() })).sort((a, b) => a.at - b.at);
        const ratio = (all: [number, number][]) =>
          ratioOfMedians(
            all.map(([a]) => a),
            all.map(([, b]) => b),
          );
        expect(ratio(places.map(({ pair }) => pair))).toEqual(ratio(pairs));
      }),
      { numRuns: 30 },
    );
  });

  it('is of the sorted resamples, whatever they are', () => {
    const values = fc.array(
      fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ noNaN: true, min: 0, minExcluded: true })),
      { minLength: 1, maxLength: 300 },
    );
    fc.assert(
      fc.property(values, (all) => {
        const sorted = Float64Array.from(all).sort();
        const { low, high } = intervalOf(0, Float64Array.from(all));
        expect(low).toEqual(sorted[Math.floor(0.025 * (all.length - 1))]);
        expect(high).toEqual(sorted[Math.ceil(0.975 * (all.length - 1))]);
      }),
    );
  });

  it('has ten thousand resamples, whose medians are those of rounds that were drawn', () => {
    const [odd, gaps] = resampledMedians([
      [5, 1, 3, 2, 4],
      [5, Number.NaN, 3, Number.NaN, 4],
    ]) as [Float64Array, Float64Array];
    expect(odd).toHaveLength(RESAMPLES);
    expect(RESAMPLES).toBe(10_000);
    expect([...new Set(odd)].sort()).toEqual([1, 2, 3, 4, 5]);
    // If a round is left out, the sample can be even: the median is then between two values.
    expect(new Set(gaps)).toEqual(new Set([3, 3.5, 4, 4.5, 5, Number.NaN]));
    expect(intervalOf(4, gaps).low).toBe(3);
    expect(intervalOf(1, Float64Array.from([1, Number.NaN, Number.POSITIVE_INFINITY]))).toEqual({
      value: 1,
      low: 1,
      high: Number.POSITIVE_INFINITY,
    });
  });

  it('covers the truth about as often as it promises', () => {
    const random = seeded(11);
    const sample = (scale: number): number[] =>
      Array.from({ length: 15 }, () => scale * (1 + 0.1 * (random() + random() + random() - 1.5)));
    let covered = 0;
    const studies = 100;
    for (let i = 0; i < studies; i++) {
      const ratio = ratioOfMedians(sample(20), sample(10));
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
    for (let rounds = 1; rounds < 5; rounds++) {
      const [two, one] = [Array(rounds).fill(2), Array(rounds).fill(1)];
      expect(ratioOfMedians(two, one)).toMatchObject({ value: 2, low: Number.NaN, high: Number.NaN });
      expect(noiseOf(two, one)).toBeNull();
      expect(judge(ratioOfMedians(two, one), 0.01)).toBe('unknown');
    }
    expect(ratioOfMedians(Array(5).fill(2), Array(5).fill(1))).toEqual({ value: 2, low: 2, high: 2 });
    // A time too short for the clock.
    expect(ratioOfMedians([1, 1, 1, 1, 1], [0, 0, 0, 0, 0])).toBeNull();
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
    // A small gain that is certain, but no larger than the difference of the code from itself.
    expect(judge({ value: 1.03, low: 1.02, high: 1.04 }, 0.05)).toBe('noise');
    expect(judge({ value: 1.03, low: 1.02, high: 1.04 }, null)).toBe('unknown');
  });
});
