import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scale, scaleKindFor, thin, ticks } from './scale';

describe('scales', () => {
  it('map the ends to the ends, and keep the order', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('linear' as const, 'log' as const),
        fc.double({ min: 0.001, max: 1e6, noNaN: true }),
        fc.double({ min: 1.01, max: 1e6, noNaN: true }),
        (kind, low, factor) => {
          const axis = scale(kind, [low, low * factor], [50, 450]);
          expect(axis.at(low)).toBeCloseTo(50, 6);
          expect(axis.at(low * factor)).toBeCloseTo(450, 6);
          expect(axis.at(low * Math.sqrt(factor))).toBeGreaterThan(50);
          expect(axis.at(low * Math.sqrt(factor))).toBeLessThan(450);
        },
      ),
    );
    const band = scale('band', [0, 4], [0, 400]);
    expect([0, 1, 2, 3].map(band.at)).toEqual([50, 150, 250, 350]);
  });

  it('are logarithmic where the values span much', () => {
    expect(scaleKindFor([1, 2, 4, 8])).toBe('linear');
    expect(scaleKindFor([1, 2, 4, 8, 512])).toBe('log');
    expect(scaleKindFor([0, 1, 512])).toBe('linear');
    expect(scaleKindFor([5])).toBe('linear');
  });

  it('have a few round ticks within the domain', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('linear' as const, 'log' as const),
        fc.double({ min: 1e-4, max: 1e5, noNaN: true }),
        fc.double({ min: 1.2, max: 1e7, noNaN: true }),
        (kind, low, factor) => {
          const found = ticks(kind, [low, low * factor]);
          expect(found.length).toBeGreaterThanOrEqual(1);
          expect(found.length).toBeLessThanOrEqual(13);
          for (const [i, tick] of found.entries()) {
            expect(tick).toBeGreaterThanOrEqual(low * (1 - 1e-6));
            expect(tick).toBeLessThanOrEqual(low * factor * (1 + 1e-6));
            if (i > 0) expect(tick).toBeGreaterThan(found[i - 1] as number);
          }
        },
      ),
    );
    expect(ticks('linear', [0, 2])).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(ticks('log', [1, 1000])).toEqual([1, 3, 10, 30, 100, 300, 1000]);
  });

  it('leave out labels that would touch, never the last one', () => {
    const labels = [0, 5, 12, 30, 36, 39].map((at) => ({ at }));
    expect(thin(labels, 10).map(({ at }) => at)).toEqual([0, 12, 39]);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 60 }),
        (places, room) => {
          const sorted = [...new Set(places)].sort((a, b) => a - b).map((at) => ({ at }));
          const kept = thin(sorted, room);
          expect(kept.at(-1)).toBe(sorted.at(-1));
          for (let i = 2; i < kept.length; i++)
            expect((kept[i]?.at ?? 0) - (kept[i - 1]?.at ?? 0)).toBeGreaterThanOrEqual(room);
        },
      ),
    );
  });
});
