import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clamp,
  cssToTime,
  fitAll,
  isFit,
  limit,
  MIN_SPAN,
  panBy,
  span,
  timeToCss,
  type Viewport,
  withRange,
  zoomAbout,
} from './viewport';

const anyView: fc.Arbitrary<Viewport> = fc
  .record({
    extent: fc.double({ min: 10, max: 1e8, noNaN: true }),
    width: fc.integer({ min: 50, max: 4000 }),
    a: fc.double({ min: 0, max: 1, noNaN: true }),
    b: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ extent, width, a, b }) => withRange(fitAll(extent, width), a * extent, b * extent));
const share = fc.double({ min: 0, max: 1, noNaN: true });
const factor = fc.double({ min: 0.05, max: 20, noNaN: true });

const inBounds = (view: Viewport): void => {
  const slack = 1e-9 * limit(view);
  expect(view.start).toBeGreaterThanOrEqual(-slack);
  expect(view.end).toBeLessThanOrEqual(limit(view) + slack);
  expect(span(view)).toBeGreaterThanOrEqual(Math.min(MIN_SPAN, limit(view)) - slack);
};

describe('viewport', () => {
  it('converts there and back', () => {
    fc.assert(
      fc.property(anyView, share, (view, at) => {
        const x = at * view.width;
        expect(timeToCss(view, cssToTime(view, x))).toBeCloseTo(x, 4);
      }),
    );
  });

  it('keeps the time under the pointer while it zooms, unless it meets a bound', () => {
    fc.assert(
      fc.property(anyView, share, factor, (view, at, by) => {
        const x = at * view.width;
        const next = zoomAbout(view, x, by);
        inBounds(next);
        const slack = 1e-9 * limit(view);
        const atBound = next.start <= slack || next.end >= limit(view) - slack;
        if (!atBound) expect(Math.abs(timeToCss(next, cssToTime(view, x)) - x)).toBeLessThan(0.01);
      }),
    );
  });

  it('zooms in and out to where it was', () => {
    fc.assert(
      fc.property(anyView, share, fc.double({ min: 1, max: 20, noNaN: true }), (view, at, by) => {
        fc.pre(span(view) / by >= MIN_SPAN);
        const x = at * view.width;
        const back = zoomAbout(zoomAbout(view, x, by), x, 1 / by);
        expect(Math.abs(back.start - view.start)).toBeLessThan(1e-6 * limit(view));
        expect(Math.abs(back.end - view.end)).toBeLessThan(1e-6 * limit(view));
      }),
    );
  });

  it('stays in bounds however far it is moved, and keeps its span', () => {
    fc.assert(
      fc.property(anyView, fc.double({ min: -1e5, max: 1e5, noNaN: true }), (view, dx) => {
        const next = panBy(view, dx);
        inBounds(next);
        expect(span(next) / span(view)).toBeCloseTo(1, 6);
      }),
    );
  });

  it('fits: everything is visible, and clamping changes nothing', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (extent) => {
        const view = fitAll(extent, 800);
        expect(isFit(view)).toBe(true);
        expect(view.start).toBe(0);
        expect(view.end).toBeGreaterThanOrEqual(extent);
        expect(clamp(view)).toEqual(view);
      }),
    );
  });
});
