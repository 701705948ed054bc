import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amdahl, type Fit, type FitResult, fitLaw, gustafson, isFit, karpFlatt, type Usable } from './laws';
import { quotient, resampledMedians, seeded } from './statistics';

const THREADS = [1, 2, 3, 4, 8, 16, 32];
/** A measurement without noise: every resample is the same. */
const measure = (law: (s: number) => number, threads = THREADS): Usable[] =>
  threads.map((s) => ({ threads: s, speedup: law(s), resamples: new Float64Array(50).fill(law(s)) }));
const sure = (result: FitResult): Fit => {
  if (!isFit(result)) throw new Error(result.reason);
  return result;
};
const reason = (result: FitResult): string => (isFit(result) ? `fitted ${result.serial.value}` : result.reason);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const scale = fc.double({ min: 0.2, max: 3, noNaN: true });

/** Returns a sum of uniform numbers, near normal, with this standard deviation. */
const bell = (random: () => number, deviation: number): number =>
  2 * deviation * (random() + random() + random() - 1.5);

/** Makes rounds of a machine whose times follow `timeOf`, each off by some share, and the speed-ups that they give. */
function study(random: () => number, timeOf: (threads: number) => number, threads: number[], rounds: number): Usable[] {
  const noisy = (time: number): number[] => Array.from({ length: rounds }, () => time * (1 + bell(random, 0.03)));
  const series = [noisy(100), ...threads.map((s) => noisy(timeOf(s)))];
  const middle = (sample: number[]): number => {
    const sorted = [...sample].sort((a, b) => a - b);
    return ((sorted[(rounds - 1) >> 1] as number) + (sorted[rounds >> 1] as number)) / 2;
  };
  const [reference, ...medians] = resampledMedians(series) as [Float64Array, ...Float64Array[]];
  return threads.map((s, i) => ({
    threads: s,
    speedup: middle(series[0] as number[]) / middle(series[i + 1] as number[]),
    resamples: quotient(reference, medians[i] as Float64Array),
  }));
}

describe('laws', () => {
  it('have the values of the textbook', () => {
    expect(amdahl(0.95, 1)).toBe(1);
    expect(amdahl(0.95, 8)).toBeCloseTo(1 / (0.05 + 0.95 / 8), 12);
    expect(amdahl(0.95, 1e9)).toBeCloseTo(20, 5);
    expect(gustafson(0.1, 10)).toBeCloseTo(9.1, 12);
    expect(karpFlatt({ threads: 1, speedup: 1 })).toBeNull();
    expect(karpFlatt({ threads: 4, speedup: 4 })).toBeCloseTo(0, 12);
    expect(karpFlatt({ threads: 4, speedup: 1 })).toBeCloseTo(1, 12);
    // No share between 0 and 1 makes four threads faster than four times, or slower than one thread.
    expect(karpFlatt({ threads: 4, speedup: 4.4 })).toBeNull();
    expect(karpFlatt({ threads: 4, speedup: 0.9 })).toBeNull();
  });

  it('agree with each other: Karp–Flatt finds Amdahl’s serial share', () => {
    fc.assert(
      fc.property(share, fc.integer({ min: 2, max: 64 }), (p, s) => {
        expect(karpFlatt({ threads: s, speedup: amdahl(p, s) })).toBeCloseTo(1 - p, 9);
      }),
    );
  });
});

describe('fits', () => {
  it('recover Amdahl’s law from its own points, with its limit, whatever the code costs on one thread', () => {
    fc.assert(
      fc.property(share, scale, (p, c) => {
        const fit = sure(
          fitLaw(
            'strong',
            measure((s) => c * amdahl(p, s)),
            0,
          ),
        );
        expect(fit.law).toBe('amdahl');
        expect(fit.serial.value).toBeCloseTo(1 - p, 9);
        expect(fit.scale.value).toBeCloseTo(c, 9);
        expect(fit.rms).toBeLessThan(1e-6);
        if (p < 0.999) expect(fit.limit.value).toBeCloseTo(c / (1 - p), 5);
        for (const s of THREADS) expect(fit.limit.value).toBeGreaterThanOrEqual(fit.speedup(s) * (1 - 1e-9));
      }),
    );
  });

  it('recover Gustafson’s law from its own points', () => {
    fc.assert(
      fc.property(share, scale, (serial, c) => {
        const fit = sure(
          fitLaw(
            'weak',
            measure((s) => c * gustafson(serial, s)),
            0,
          ),
        );
        expect(fit.law).toBe('gustafson');
        expect(fit.serial.value).toBeCloseTo(serial, 9);
        expect(fit.scale.value).toBeCloseTo(c, 9);
        expect(fit.rms).toBeLessThan(1e-6);
      }),
    );
  });

  it('take a constant factor on one thread for a scale, not for a serial share', () => {
    const times = [166.7, 83.3, 41.7, 20.8];
    const points = [1, 2, 4, 8].map((threads, i) => {
      const speedup = 100 / (times[i] as number);
      return { threads, speedup, resamples: new Float64Array(50).fill(speedup) };
    });
    const fit = sure(fitLaw('strong', points, 0));
    expect(fit.scale.value).toBeCloseTo(0.6, 3);
    expect(fit.serial.value).toBeLessThan(0.001);
    // There is hardly a limit: it is far beyond every measurement.
    expect(fit.limit.high).toBeGreaterThan(100);
    expect(fit.speedup(8)).toBeCloseTo(4.8, 1);
  });

  it('hold the truth in their intervals about as often as they promise', () => {
    const random = seeded(5);
    const studies = 60;
    const held = { serial: 0, limit: 0, scale: 0, alpha: 0 };
    for (let i = 0; i < studies; i++) {
      const strong = fitLaw(
        'strong',
        study(random, (s) => 125 / amdahl(0.9, s), [1, 2, 4, 8], 11),
        0.02,
      );
      const weak = fitLaw(
        'weak',
        study(random, (s) => 100 / gustafson(0.2, s), [1, 2, 4, 8], 11),
        0.02,
      );
      const inside = (interval: { low: number; high: number }, truth: number): number =>
        Number(interval.low <= truth && truth <= interval.high);
      held.serial += inside(sure(strong).serial, 0.1);
      held.scale += inside(sure(strong).scale, 0.8);
      held.limit += inside(sure(strong).limit, 8);
      held.alpha += inside(sure(weak).serial, 0.2);
    }
    for (const [what, count] of Object.entries(held)) expect(count / studies, what).toBeGreaterThan(0.83);
  }, 60_000);

  it('have intervals around what they found, and residuals that say how noisy it was', () => {
    const points = study(seeded(9), (s) => 100 / amdahl(0.8, s), THREADS, 9);
    const fit = sure(fitLaw('strong', points, 0.02));
    for (const { value, low, high } of [fit.serial, fit.scale, fit.limit]) {
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
      expect(high).toBeGreaterThan(low);
    }
    expect(fit.residuals).toHaveLength(points.length);
    points.forEach(({ speedup, threads }, i) => {
      expect(fit.residuals[i]).toBeCloseTo(speedup - fit.speedup(threads), 12);
    });
  });

  it('have the least squares: no nearby line does better', () => {
    const points = study(seeded(3), (s) => 100 / amdahl(0.8, s), THREADS, 9);
    const fit = sure(fitLaw('strong', points, 0.02));
    const error = (p: number, q: number) =>
      points.reduce((sum, { threads, speedup }) => sum + ((p + q / threads) * speedup - 1) ** 2, 0);
    const p = 1 / fit.limit.value;
    const q = 1 / fit.scale.value - p;
    for (const step of [-0.01, -0.001, 0.001, 0.01]) {
      expect(error(p + step, q)).toBeGreaterThan(error(p, q));
      expect(error(p, q + step)).toBeGreaterThan(error(p, q));
    }
  });

  it('say when they cannot', () => {
    for (const mode of ['strong', 'weak'] as const) {
      expect(reason(fitLaw(mode, [], 0))).toContain('Cannot say');
      expect(
        reason(
          fitLaw(
            mode,
            measure((s) => s, [1, 2]),
            0,
          ),
        ),
      ).toContain('Cannot say');
      // Three points with two thread counts.
      expect(
        reason(
          fitLaw(
            mode,
            measure((s) => s, [1, 2, 2]),
            0,
          ),
        ),
      ).toContain('Cannot say');
      expect(
        reason(
          fitLaw(
            mode,
            measure((s) => s ** 1.5, [1, 2, 4, 8]),
            0,
          ),
        ),
      ).toContain('grows faster');
      expect(
        reason(
          fitLaw(
            mode,
            measure((s) => 1 / s, [1, 2, 4]),
            0,
          ),
        ),
      ).toContain('slower');
    }
    // Up, and down again.
    const peak = [0, 1, 1.9, 0, 3.4, 0, 0, 0, 1.5];
    expect(
      reason(
        fitLaw(
          'strong',
          measure((s) => peak[s] ?? 0, [1, 2, 4, 8]),
          0,
        ),
      ),
    ).toMatch(/does not describe .*on 8 threads the code is \d\.\d\d times as slow/);
  });

  it('do not call points undescribed that are off by noise', () => {
    const random = seeded(21);
    for (let i = 0; i < 20; i++) {
      const points = study(random, (s) => 100 / amdahl(0.95, s), [1, 2, 4, 8], 8);
      expect(isFit(fitLaw('strong', points, 0.03))).toBe(true);
    }
  });
});
