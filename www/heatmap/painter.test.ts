// The painter, against a context that only remembers: whatever the order in which columns are finished and however
// small the budget, the canvas ends as the table says, and no column is painted twice.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Colours, type PaintContext, Painter, reduction } from './painter';

class FakeContext implements PaintContext {
  readonly words: Uint32Array;
  puts = 0;
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.words = new Uint32Array(width * height);
  }
  createImageData(width: number, height: number): ImageData {
    return { width, height, data: new Uint8ClampedArray(4 * width * height), colorSpace: 'srgb' } as ImageData;
  }
  putImageData(image: ImageData, x: number, y: number, dirtyX: number, dirtyY: number, w: number, h: number): void {
    this.puts++;
    const source = new Uint32Array(image.data.buffer);
    for (let row = dirtyY; row < dirtyY + h; row++) {
      for (let column = dirtyX; column < dirtyX + w; column++) {
        this.words[(y + row) * this.width + x + column] = source[row * image.width + column] as number;
      }
    }
  }
}

/** Tables whose colours are all different, and different for each owner. */
const tables = Array.from({ length: 8 }, (_, owner) =>
  Uint32Array.from({ length: 256 }, (_, v) => (0xff000000 | (owner << 16) | ((255 - v) << 8) | v) >>> 0),
);
const table = (owner: number): Uint32Array => tables[owner] as Uint32Array;
const nothing = new Uint32Array(256);
const plain: Colours = { table: () => table(7), byOwner: false };
const byOwner: Colours = { table, byOwner: true };

const picture = fc.tuple(fc.integer({ min: 2, max: 90 }), fc.integer({ min: 2, max: 40 })).chain(([width, height]) =>
  fc.record({
    width: fc.constant(width),
    height: fc.constant(height),
    pixels: fc.uint8Array({ minLength: width * height, maxLength: width * height }),
    order: fc.shuffledSubarray(
      Array.from({ length: width }, (_, i) => i),
      { minLength: width },
    ),
    batch: fc.integer({ min: 1, max: 20 }),
    shared: fc.boolean(),
  }),
);

/** Returns a clock that jumps so far at each look that every budget is used up at once. */
function impatient(): () => number {
  let time = 0;
  return () => {
    time += 1000;
    return time;
  };
}

function expected(pixels: Uint8Array, width: number, height: number, colours: (column: number) => Uint32Array) {
  const words = new Uint32Array(width * height);
  for (let column = 0; column < width; column++) {
    for (let row = 0; row < height; row++) {
      const value = pixels[column * height + row] as number;
      words[(height - 1 - row) * width + column] = colours(column)[value] as number;
    }
  }
  return words;
}

/** Compares bytes: a list of thousands of words is slow to compare one by one. */
function expectWords(context: FakeContext, words: Uint32Array): void {
  expect(Buffer.compare(Buffer.from(context.words.buffer), Buffer.from(words.buffer as ArrayBuffer))).toBe(0);
}

describe('painter', () => {
  it('paints every finished column exactly once, as the table says, with row 0 at the bottom', () => {
    fc.assert(
      fc.property(picture, ({ width, height, pixels, order, batch, shared }) => {
        const context = new FakeContext(width, height);
        const painter = new Painter(context, width, height, 1, plain, impatient());
        const make = (n: number): Uint8Array => (shared ? new Uint8Array(new SharedArrayBuffer(n)) : new Uint8Array(n));
        const live = make(width * height);
        const owners = make(width);
        let columns = 0;
        for (let at = 0; at < order.length; at += batch) {
          const now = order.slice(at, at + batch);
          for (const column of now) {
            live.set(pixels.subarray(column * height, (column + 1) * height), column * height);
            owners[column] = 2 + (column % 3);
          }
          let result = painter.step(1, live, owners, false);
          columns += result.columns;
          while (result.pending > 0) {
            result = painter.step(1, live, owners, false);
            columns += result.columns;
          }
          // A column that is read again would be seen as zeros.
          for (const column of now) live.fill(0, column * height, (column + 1) * height);
        }
        expect(columns).toBe(width);
        expectWords(
          context,
          expected(pixels, width, height, () => table(7)),
        );
        expect(painter.step(1, live, owners, false)).toEqual({ columns: 0, pending: 0 });
      }),
    );
  });

  it('leaves unfinished columns transparent, and keeps finished ones when the owners start again', () => {
    fc.assert(
      fc.property(picture, fc.integer({ min: 0, max: 90 }), ({ width, height, pixels, order }, some) => {
        const context = new FakeContext(width, height);
        const painter = new Painter(context, width, height, 1, plain);
        const owners = new Uint8Array(width);
        for (const column of order.slice(0, some)) owners[column] = 2;
        painter.step(1e9, pixels, owners, false);
        const done = owners.slice();
        owners.fill(0);
        painter.step(1e9, pixels, owners, false);
        expectWords(
          context,
          expected(pixels, width, height, (column) => (done[column] === 0 ? nothing : table(7))),
        );
      }),
    );
  });

  it('shows exactly the wanted columns of a replay, forwards and backwards', () => {
    fc.assert(
      fc.property(
        picture,
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 6 }),
        ({ width, height, pixels, order }, reduce, cursors) => {
          const make = () => new FakeContext(Math.ceil(width / reduce), Math.ceil(height / reduce));
          const context = make();
          const painter = new Painter(context, width, height, reduce, byOwner);
          let owners = new Uint8Array(width);
          for (const cursor of cursors) {
            owners = new Uint8Array(width);
            for (const column of order.slice(0, cursor)) owners[column] = 2 + (cursor % 4);
            painter.step(1e9, pixels, owners, true);
          }
          // The final picture does not depend on the steps before it.
          const direct = make();
          new Painter(direct, width, height, reduce, byOwner).step(1e9, pixels, owners, true);
          expectWords(context, direct.words);
          expect(painter.shownOwners).toEqual(owners);
        },
      ),
    );
  });

  it('colours a whole picture anew, also in many small steps, and follows a new owner only when tinted', () => {
    fc.assert(
      fc.property(picture, ({ width, height, pixels }) => {
        const context = new FakeContext(width, height);
        const painter = new Painter(context, width, height, 1, plain, impatient());
        const owners = new Uint8Array(width).fill(2);
        const settle = (): number => {
          let columns = 0;
          for (;;) {
            const result = painter.step(1, pixels, owners, false);
            columns += result.columns;
            if (result.pending === 0) return columns;
          }
        };
        settle();
        owners.fill(3);
        expect(settle()).toBe(0);
        painter.setColours(byOwner);
        expect(settle()).toBe(width);
        expectWords(
          context,
          expected(pixels, width, height, () => table(3)),
        );
        owners.fill(5);
        expect(settle()).toBe(width);
        expectWords(
          context,
          expected(pixels, width, height, () => table(5)),
        );
      }),
    );
  });

  it('reduces to means: each cell is the mean of its pixels, translucent by the share that is there', () => {
    fc.assert(
      fc.property(picture, fc.integer({ min: 2, max: 16 }), fc.integer({ min: 0, max: 90 }), (given, reduce, some) => {
        const { width, height, pixels, order } = given;
        const [columns, rows] = [Math.ceil(width / reduce), Math.ceil(height / reduce)];
        const context = new FakeContext(columns, rows);
        const painter = new Painter(context, width, height, reduce, plain);
        const owners = new Uint8Array(width);
        for (const column of order.slice(0, some)) owners[column] = 2;
        painter.step(1e9, pixels, owners, false);
        for (let cellX = 0; cellX < columns; cellX++) {
          for (let cellY = 0; cellY < rows; cellY++) {
            const sums = [0, 0, 0];
            let count = 0;
            let possible = 0;
            for (let column = cellX * reduce; column < Math.min(width, (cellX + 1) * reduce); column++) {
              for (let row = cellY * reduce; row < Math.min(height, (cellY + 1) * reduce); row++) {
                possible++;
                if (owners[column] === 0) continue;
                count++;
                const colour = table(7)[pixels[column * height + row] as number] as number;
                for (let k = 0; k < 3; k++) sums[k] = (sums[k] as number) + ((colour >>> (8 * k)) & 0xff);
              }
            }
            const word = context.words[(rows - 1 - cellY) * columns + cellX] as number;
            expect(word >>> 24).toBe(Math.round((255 * count) / possible));
            for (let k = 0; k < 3; k++) {
              const mean = count === 0 ? 0 : (sums[k] as number) / count;
              expect(Math.abs(((word >>> (8 * k)) & 0xff) - mean)).toBeLessThanOrEqual(0.5);
            }
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('stops soon after the budget is used up', () => {
    // Each look at the clock takes 1 ms of this clock, so that the work between looks counts as 1 ms.
    let time = 0;
    const [width, height] = [512, 4096];
    const context = new FakeContext(width, height);
    const painter = new Painter(context, width, height, 1, plain, () => time++);
    const owners = new Uint8Array(width).fill(1);
    const { columns, pending } = painter.step(3, new Uint8Array(width * height), owners, false);
    expect(columns + pending).toBe(width);
    expect(columns * height).toBeLessThanOrEqual(5 * (1 << 16));
    expect(columns).toBeGreaterThan(0);
  });
});

describe('reduction', () => {
  it('leaves between one and two pixels for each point, where there are as many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 4096 }), fc.integer({ min: 257, max: 3000 }), (pixels, points) => {
        const reduce = reduction(pixels, points);
        expect(Number.isInteger(reduce) && reduce >= 1 && reduce <= 16).toBe(true);
        if (pixels >= points) {
          expect(pixels / reduce).toBeGreaterThanOrEqual(points);
          expect(pixels / reduce).toBeLessThan(2 * points);
        } else {
          expect(reduce).toBe(1);
        }
      }),
    );
  });
});
