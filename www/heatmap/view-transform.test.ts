// Round trips between the spaces return to where they began, and gestures leave their fixed points in place.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { View } from '../contract/view';
import {
  clampView,
  frameToPicture,
  frameToPlane,
  MAX_CENTRE,
  MAX_WIDTH,
  MIN_WIDTH,
  panBy,
  pictureToFrame,
  pixelAt,
  pixelToPlane,
  placement,
  planeToFrame,
  zoomAt,
} from './view-transform';

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const centre = real(-2, 2);
const width = real(-13, 0.9).map((e) => Math.max(MIN_WIDTH, 10 ** e));
const view: fc.Arbitrary<View> = fc.record({ x: centre, y: centre, width });
const n = fc.integer({ min: 2, max: 4096 });
const place = fc.record({ x: real(0, 1), y: real(0, 1) });

/** Error in frames from rounding coordinates of size 2. */
const grain = (v: View): number => 1e-12 + 4e-15 / v.width;

describe('spaces', () => {
  it('frame → plane → frame is where it began', () => {
    fc.assert(
      fc.property(view, n, place, (v, size, at) => {
        const back = planeToFrame(v, size, frameToPlane(v, size, at));
        expect(Math.abs(back.x - at.x)).toBeLessThan(grain(v));
        expect(Math.abs(back.y - at.y)).toBeLessThan(grain(v));
      }),
    );
  });

  it('frame → picture → frame is where it began', () => {
    fc.assert(
      fc.property(n, place, (size, at) => {
        const back = pictureToFrame(size, frameToPicture(size, at));
        expect(back.x).toBeCloseTo(at.x, 12);
        expect(back.y).toBeCloseTo(at.y, 12);
      }),
    );
  });

  it('the middle of each pixel is the number the kernel computes it for', () => {
    fc.assert(
      fc.property(view, n, real(0, 1), real(0, 1), (v, size, a, b) => {
        const column = Math.min(size - 1, Math.floor(a * size));
        const row = Math.min(size - 1, Math.floor(b * size));
        const middle = pictureToFrame(size, { x: column + 0.5, y: row + 0.5 });
        expect(pixelAt(size, middle)).toEqual({ column, row });
        const at = planeToFrame(v, size, pixelToPlane(v, size, column, row));
        expect(Math.abs(at.x - middle.x)).toBeLessThan(grain(v));
        expect(Math.abs(at.y - middle.y)).toBeLessThan(grain(v));
      }),
    );
  });

  it('y increases upwards, and places outside belong to the nearest pixel', () => {
    const home = { x: 0, y: 0, width: 4 };
    expect(frameToPlane(home, 1000, { x: 0.5, y: 0 }).y).toBeGreaterThan(1.9);
    expect(pixelToPlane(home, 1000, 0, 0)).toEqual({ x: -2, y: -2 });
    expect(pixelToPlane(home, 1000, 999, 999)).toEqual({ x: 2, y: 2 });
    expect(pixelAt(1000, { x: 1.5, y: -3 })).toEqual({ column: 999, row: 999 });
    expect(pixelAt(1000, { x: -1, y: 1 })).toEqual({ column: 0, row: 0 });
  });
});

describe('gestures', () => {
  it('zooming leaves the number under the pointer there', () => {
    fc.assert(
      fc.property(view, n, place, real(-3, 3), (v, size, at, e) => {
        const next = zoomAt(v, size, at, 10 ** e);
        // Excludes centres that were stopped at the limit.
        fc.pre(Math.abs(next.x) < MAX_CENTRE && Math.abs(next.y) < MAX_CENTRE);
        const before = frameToPlane(v, size, at);
        const after = planeToFrame(next, size, before);
        expect(Math.abs(after.x - at.x)).toBeLessThan(grain(next) + grain(v));
        expect(Math.abs(after.y - at.y)).toBeLessThan(grain(next) + grain(v));
      }),
    );
  });

  it('panning moves what is under the pointer along with it', () => {
    fc.assert(
      fc.property(view, n, place, place, (v, size, from, to) => {
        const next = panBy(v, size, to.x - from.x, to.y - from.y);
        const at = planeToFrame(next, size, frameToPlane(v, size, from));
        fc.pre(Math.abs(next.x) < MAX_CENTRE && Math.abs(next.y) < MAX_CENTRE);
        expect(next.width).toBe(v.width);
        expect(Math.abs(at.x - to.x)).toBeLessThan(2 * grain(v));
        expect(Math.abs(at.y - to.y)).toBeLessThan(2 * grain(v));
      }),
    );
  });

  it('the width stays within its limits, however far one zooms', () => {
    fc.assert(
      fc.property(view, n, fc.array(fc.tuple(place, real(-6, 6)), { maxLength: 20 }), (v, size, zooms) => {
        let now = v;
        for (const [at, e] of zooms) {
          now = zoomAt(now, size, at, 10 ** e);
          expect(now.width).toBeGreaterThanOrEqual(MIN_WIDTH);
          expect(now.width).toBeLessThanOrEqual(MAX_WIDTH);
          expect(clampView(now)).toEqual(now);
        }
      }),
    );
  });

  it('a moved picture lies where its numbers are', () => {
    fc.assert(
      fc.property(view, n, place, real(-2, 2), place, (v, size, at, e, probe) => {
        const next = zoomAt(v, size, at, 10 ** e);
        const { scale, dx, dy } = placement(v, next, size);
        const there = planeToFrame(next, size, frameToPlane(v, size, probe));
        expect(Math.abs(probe.x * scale + dx - there.x)).toBeLessThan(1e-9 + 10 * (grain(v) + grain(next)));
        expect(Math.abs(probe.y * scale + dy - there.y)).toBeLessThan(1e-9 + 10 * (grain(v) + grain(next)));
      }),
    );
  });
});
