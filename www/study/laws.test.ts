import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amdahl,
  type Fit,
  type FitResult,
  fitAmdahl,
  fitGustafson,
  fitUsl,
  gustafson,
  isFit,
  karpFlatt,
  usl,
} from './laws';
import { seeded } from './statistics';

const THREADS = [1, 2, 3, 4, 8, 16, 32];
const measure = (law: (s: number) => number, threads = THREADS) =>
  threads.map((s) => ({ threads: s, speedup: law(s) }));
const sure = (result: FitResult): Fit => {
  if (!isFit(result)) throw new Error(result.reason);
  return result;
};
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('laws', () => {
  it('have the values of the textbook', () => {
    expect(amdahl(0.95, 1)).toBe(1);
    expect(amdahl(0.95, 8)).toBeCloseTo(1 / (0.05 + 0.95 / 8), 12);
    expect(amdahl(0.95, 1e9)).toBeCloseTo(20, 5);
    expect(gustafson(0.1, 10)).toBeCloseTo(9.1, 12);
    expect(usl(0, 0, 7)).toBe(7);
    expect(karpFlatt({ threads: 1, speedup: 1 })).toBeNull();
    expect(karpFlatt({ threads: 4, speedup: 4 })).toBeCloseTo(0, 12);
    expect(karpFlatt({ threads: 4, speedup: 1 })).toBeCloseTo(1, 12);
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
  it('recover Amdahl’s law from its own points, with its limit', () => {
    fc.assert(
      fc.property(share, (p) => {
        const fit = sure(fitAmdahl(measure((s) => amdahl(p, s))));
        expect(fit.parameters.serial).toBeCloseTo(1 - p, 9);
        expect(fit.rms).toBeLessThan(1e-6);
        expect(fit.freedom).toBe(THREADS.length - 2);
        if (p < 0.999) expect(fit.limit).toBeCloseTo(1 / (1 - p), 5);
      }),
    );
    expect(sure(fitAmdahl(measure((s) => amdahl(0.95, s)))).limit).toBeCloseTo(20, 9);
  });

  it('recover Gustafson’s law from its own points', () => {
    fc.assert(
      fc.property(share, (serial) => {
        const fit = sure(fitGustafson(measure((s) => gustafson(serial, s))));
        expect(fit.parameters.serial).toBeCloseTo(serial, 9);
        expect(fit.rms).toBeLessThan(1e-9);
      }),
    );
  });

  it('recover the Universal Scalability Law with its peak', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        fc.double({ min: 1e-5, max: 0.05, noNaN: true }),
        (contention, coherence) => {
          const fit = sure(fitUsl(measure((s) => usl(contention, coherence, s))));
          expect(fit.parameters.contention).toBeCloseTo(contention, 8);
          expect(fit.parameters.coherence).toBeCloseTo(coherence, 8);
          expect(fit.peak).toBeCloseTo(Math.sqrt((1 - contention) / coherence), 2);
          // Nothing beyond the peak is faster.
          for (const s of THREADS) expect(fit.speedup(s)).toBeLessThanOrEqual(fit.limit * (1 + 1e-9));
        },
      ),
    );
  });

  it('find the law in noisy points, and the residuals say how noisy', () => {
    const random = seeded(5);
    const noisy = measure((s) => amdahl(0.9, s) * (1 + 0.04 * (random() - 0.5)));
    const fit = sure(fitAmdahl(noisy));
    expect(fit.parameters.serial).toBeGreaterThan(0.08);
    expect(fit.parameters.serial).toBeLessThan(0.12);
    expect(fit.rms).toBeGreaterThan(0.001);
    expect(fit.residuals).toHaveLength(noisy.length);
    for (const [i, point] of noisy.entries()) {
      expect(fit.residuals[i]).toBeCloseTo(point.speedup - fit.speedup(point.threads), 12);
    }
  });

  it('have the least squares: no nearby serial share does better', () => {
    const random = seeded(9);
    const points = measure((s) => amdahl(0.8, s) * (1 + 0.2 * (random() - 0.5)));
    const error = (f: number) =>
      points.reduce((sum, { threads: s, speedup }) => sum + (1 / speedup - f - (1 - f) / s) ** 2, 0);
    const { serial = Number.NaN } = sure(fitAmdahl(points)).parameters;
    for (const step of [-0.01, -0.001, 0.001, 0.01]) expect(error(serial + step)).toBeGreaterThan(error(serial));
  });

  it('say when they cannot', () => {
    const reason = (result: FitResult): string =>
      isFit(result) ? `fitted ${JSON.stringify(result.parameters)}` : result.reason;
    for (const law of [fitAmdahl, fitGustafson, fitUsl]) {
      expect(reason(law([]))).toContain('Cannot say');
      expect(reason(law([{ threads: 1, speedup: 1 }]))).toContain('Cannot say');
      expect(reason(law([{ threads: 2, speedup: Number.NaN }]))).toContain('Cannot say');
      expect(reason(law(measure((s) => 1.5 * s)))).toContain('larger than the number of threads');
    }
    // The USL knows code that gets slower and slower; the other two do not.
    for (const law of [fitAmdahl, fitGustafson]) {
      expect(reason(law(measure((s) => 1 / s, [2, 4])))).toContain('slower');
    }
    expect(sure(fitUsl(measure((s) => 1 / s))).peak).toBe(1);
    // Two unknowns, one thread count.
    expect(
      reason(
        fitUsl([
          { threads: 2, speedup: 1.9 },
          { threads: 2, speedup: 1.8 },
        ]),
      ),
    ).toContain('Cannot say');
  });

  it('say when nothing is left to check them with', () => {
    expect(sure(fitAmdahl([{ threads: 2, speedup: 1.9 }])).freedom).toBe(0);
    expect(
      sure(
        fitUsl([
          { threads: 2, speedup: 1.9 },
          { threads: 4, speedup: 3.4 },
        ]),
      ).freedom,
    ).toBe(0);
  });
});
