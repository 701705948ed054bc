// Look-up tables: opaque, complete, mirrored by `reversed`, in the byte order of ImageData.

import { interpolateGreys, interpolateSpectral, interpolateTurbo, interpolateViridis } from 'd3-scale-chromatic';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromOklab, tintTable, toOklab } from '../heatmap/tint';
import {
  DEFAULT_PALETTE,
  legendMarks,
  PALETTES,
  packRgb,
  paletteColour,
  paletteTable,
  SCALES,
  scalePosition,
  unpackRgb,
} from './palettes';

const name = fc.constantFrom(...PALETTES.map((p) => p.name));
const scale = fc.constantFrom(...SCALES.map((s) => s.name));
const maxIter = fc.integer({ min: 1, max: 255 });
const byte = fc.integer({ min: 0, max: 255 });

describe('palette tables', () => {
  it('are those of the library, give or take two of 256 steps', () => {
    const library = {
      spectral: interpolateSpectral,
      viridis: interpolateViridis,
      turbo: interpolateTurbo,
      greys: interpolateGreys,
    };
    fc.assert(
      fc.property(name, fc.double({ min: 0, max: 1, noNaN: true }), (n, t) => {
        const text = library[n](t);
        const parts = text.startsWith('#')
          ? [1, 3, 5].map((i) => Number.parseInt(text.slice(i, i + 2), 16))
          : (text.match(/\d+(\.\d+)?/g) ?? []).map(Number);
        paletteColour(n, false, t).forEach((part, k) => {
          expect(Math.abs(part - (parts[k] as number)), `${n} ${t}`).toBeLessThanOrEqual(2);
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('have 256 opaque colours', () => {
    fc.assert(
      fc.property(name, scale, fc.boolean(), maxIter, (n, s, reversed, max) => {
        const table = paletteTable({ name: n, scale: s, reversed }, max);
        expect(table.length).toBe(256);
        expect(table.every((word) => word >>> 24 === 255)).toBe(true);
      }),
    );
  });

  it('run from one end of the palette to the other, with the interior at the end', () => {
    fc.assert(
      fc.property(name, scale, fc.boolean(), maxIter, (n, s, reversed, max) => {
        const table = paletteTable({ name: n, scale: s, reversed }, max);
        expect(table[0]).toBe(packRgb(paletteColour(n, reversed, 0)));
        for (let v = max; v < 256; v++) expect(table[v]).toBe(packRgb(paletteColour(n, reversed, 1)));
      }),
    );
  });

  it('are mirrored when reversed', () => {
    fc.assert(
      fc.property(name, maxIter, (n, max) => {
        const forwards = paletteTable({ name: n, scale: 'linear', reversed: false }, max);
        const backwards = paletteTable({ name: n, scale: 'linear', reversed: true }, max);
        for (let v = 0; v <= max; v++) {
          const [a, b] = [unpackRgb(forwards[v] as number), unpackRgb(backwards[max - v] as number)];
          // v / max and 1 - (max - v) / max may differ in the last bit, and so a colour by one.
          for (let k = 0; k < 3; k++) expect(Math.abs((a[k] as number) - (b[k] as number))).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('have the byte order of ImageData', () => {
    fc.assert(
      fc.property(byte, byte, byte, (r, g, b) => {
        const bytes = new Uint8Array(Uint32Array.of(packRgb([r, g, b])).buffer);
        expect([...bytes]).toEqual([r, g, b, 255]);
        expect(unpackRgb(packRgb([r, g, b]))).toEqual([r, g, b]);
      }),
    );
  });

  it('know the published colours', () => {
    expect(unpackRgb(paletteTable({ ...DEFAULT_PALETTE, reversed: false }, 255)[0] as number)).toEqual([158, 1, 66]);
    expect(unpackRgb(paletteTable({ ...DEFAULT_PALETTE, reversed: false }, 255)[255] as number)).toEqual([94, 79, 162]);
    expect(paletteColour('viridis', false, 0)).toEqual([68, 1, 84]);
    expect(paletteColour('viridis', true, 0)).toEqual([253, 231, 37]);
  });
});

describe('scales', () => {
  it('increase from 0 to 1', () => {
    fc.assert(
      fc.property(scale, maxIter, (s, max) => {
        expect(scalePosition(s, 0, max)).toBe(0);
        expect(scalePosition(s, max, max)).toBeCloseTo(1, 12);
        for (let v = 1; v <= max; v++) {
          expect(scalePosition(s, v, max)).toBeGreaterThan(scalePosition(s, v - 1, max));
        }
      }),
    );
  });

  it('have legends with both ends, increasing, and apart from each other', () => {
    fc.assert(
      fc.property(scale, maxIter, (s, max) => {
        const marks = legendMarks(s, max);
        expect(marks[0]).toEqual({ count: 0, at: 0 });
        expect(marks.at(-1)).toEqual({ count: max, at: 1 });
        expect(marks.length).toBeLessThanOrEqual(12);
        for (let i = 1; i < marks.length; i++) {
          expect((marks[i]?.at ?? 0) - (marks[i - 1]?.at ?? 0)).toBeGreaterThan(0.09);
        }
        for (const { count, at } of marks) expect(at).toBeCloseTo(scalePosition(s, count, max), 12);
      }),
    );
  });
});

describe('tint', () => {
  const colour = fc.tuple(byte, byte, byte);

  it('goes to OKLab and back', () => {
    fc.assert(
      fc.property(colour, (rgb) => {
        fromOklab(toOklab(rgb)).forEach((v, k) => {
          expect(Math.abs(v - (rgb[k] as number))).toBeLessThanOrEqual(1);
        });
      }),
    );
    expect(toOklab([255, 255, 255])[0]).toBeCloseTo(1, 4);
  });

  it('gets lighter with the count, whatever the thread', () => {
    fc.assert(
      fc.property(colour, scale, maxIter, (rgb, s, max) => {
        const table = tintTable(rgb, s, max);
        expect(table.every((word) => word >>> 24 === 255)).toBe(true);
        const lightness = (v: number): number => toOklab(unpackRgb(table[v] as number))[0];
        expect(lightness(max)).toBeGreaterThan(lightness(0) + 0.2);
      }),
    );
  });
});
