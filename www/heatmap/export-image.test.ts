// The PNG is read back by a reader written here from the specification, with zlib's own inflate.

import { inflateSync, crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PictureSource } from '../contract/picture';
import { crc32 } from '../files/crc32';
import { DEFAULT_PALETTE, paletteTable, unpackRgb } from '../text/palettes';
import { type ExportOptions, pictureBlob } from './export-image';
import { ownerColour, tintTable } from './tint';

interface Decoded {
  width: number;
  height: number;
  colourType: number;
  text: string[];
  /** red, green, blue, alpha of the pixel at x, y, y downwards. */
  at(x: number, y: number): number[];
}

async function decode(blob: Blob): Promise<Decoded> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  expect([...bytes.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const view = new DataView(bytes.buffer);
  const chunks: { type: string; data: Uint8Array }[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = view.getUint32(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(view.getUint32(at + 8 + length)).toBe(crc32(body));
    chunks.push({ type: String.fromCharCode(...body.subarray(0, 4)), data: body.subarray(4) });
    at += 12 + length;
  }
  expect(chunks[0]?.type).toBe('IHDR');
  expect(chunks.at(-1)?.type).toBe('IEND');
  const part = (type: string): Uint8Array[] => chunks.filter((c) => c.type === type).map((c) => c.data);
  const header = part('IHDR')[0] as Uint8Array;
  const size = new DataView(header.buffer, header.byteOffset);
  const [width, height, colourType] = [size.getUint32(0), size.getUint32(4), header[9] as number];
  const raw = inflateSync(Buffer.concat(part('IDAT')));
  const depth = colourType === 3 ? 1 : 4;
  const stride = 1 + width * depth;
  expect(raw.length).toBe(stride * height);
  const palette = part('PLTE')[0];
  return {
    width,
    height,
    colourType,
    text: part('tEXt').map((data) => String.fromCharCode(...data)),
    at: (x, y) => {
      expect(raw[y * stride]).toBe(0);
      const start = y * stride + 1 + x * depth;
      if (palette === undefined) return [...raw.subarray(start, start + 4)];
      const index = 3 * (raw[start] as number);
      return [...palette.subarray(index, index + 3), 255];
    },
  };
}

const colours = {
  coordinator: [90, 90, 90],
  threads: [
    [0, 114, 178],
    [230, 159, 0],
    [0, 158, 115],
  ],
} as const;

const given = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 })).chain(([width, height]) =>
  fc.record({
    width: fc.constant(width),
    height: fc.constant(height),
    bytes: fc.uint8Array({ minLength: width * height, maxLength: width * height }),
    owners: fc.uint8Array({ minLength: width, maxLength: width, max: 6 }),
    complete: fc.boolean(),
    tinted: fc.boolean(),
  }),
);

describe('pictureBlob', () => {
  it('holds every pixel in its colour, upright, and nothing where nobody computed', async () => {
    await fc.assert(
      fc.asyncProperty(given, async ({ width, height, bytes, owners, complete, tinted }) => {
        const who = complete ? owners.map((owner) => Math.max(1, owner)) : owners;
        const source: PictureSource = {
          key: 1,
          width,
          height,
          pixels: () => bytes,
          owners: () => who,
          live: false,
          maxIter: 255,
        };
        const options: ExportOptions = { palette: DEFAULT_PALETTE, tint: tinted ? colours : null };
        const png = await decode(await pictureBlob(source, options));
        expect([png.width, png.height]).toEqual([width, height]);
        expect(png.colourType).toBe(tinted || who.includes(0) ? 6 : 3);
        for (let column = 0; column < width; column++) {
          const owner = who[column] as number;
          const table = tinted
            ? tintTable(ownerColour(colours, owner), DEFAULT_PALETTE.scale, 255)
            : paletteTable(DEFAULT_PALETTE, 255);
          for (let row = 0; row < height; row++) {
            const colour = unpackRgb(table[bytes[column * height + row] as number] as number);
            expect(png.at(column, height - 1 - row)).toEqual(owner === 0 ? [0, 0, 0, 0] : [...colour, 255]);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('carries text, and its checksum is the standard one', async () => {
    const source: PictureSource = {
      key: 1,
      width: 2,
      height: 1,
      pixels: () => Uint8Array.of(0, 255),
      owners: () => Uint8Array.of(1, 1),
      live: false,
      maxIter: 255,
    };
    const blob = await pictureBlob(source, { palette: DEFAULT_PALETTE, tint: null, text: { Source: '#/v1/julia' } });
    expect(blob.type).toBe('image/png');
    expect((await decode(blob)).text).toEqual(['Source\0#/v1/julia']);
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect(zlibCrc32('123456789')).toBe(0xcbf43926);
  });
});
