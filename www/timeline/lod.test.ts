import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PieceRow, shapeNumber } from '../trace/lanes';
import { IS_BUSY, pieceAt, walkRow } from './lod';

/** A row of pieces with gaps, of any width. */
const anyPiece = fc.record({
  gap: fc.constantFrom(0, 0, 0.3, 2, 40),
  width: fc.oneof(fc.constantFrom(0, 0.2, 5, 300), fc.double({ min: 0, max: 20, noNaN: true })),
  shape: fc.constantFrom(shapeNumber('work'), shapeNumber('work'), shapeNumber('between')),
});
/** Rows that repeat a few pieces over and over, so that neighbouring pixels look alike and are merged. */
const anyPieces = fc
  .tuple(fc.array(anyPiece, { minLength: 1, maxLength: 60 }), fc.constantFrom(1, 1, 3, 40))
  .map(([pieces, times]) => Array.from({ length: times }, () => pieces).flat());
const anyRow: fc.Arbitrary<PieceRow> = anyPieces.map((pieces) => {
  let now = 0;
  const start: number[] = [];
  const end: number[] = [];
  for (const { gap, width } of pieces) {
    start.push(now + gap);
    now += gap + width;
    end.push(now);
  }
  return {
    role: 'main',
    count: pieces.length,
    start: Float64Array.from(start),
    end: Float64Array.from(end),
    shape: Uint8Array.from(pieces, (piece) => piece.shape),
    span: Int32Array.from(pieces, (_, i) => i),
  };
});

interface Seen {
  x0: number;
  x1: number;
  busy: number;
  waiting: number;
  count: number;
  merged: boolean;
}

function walk(row: PieceRow, start: number, end: number, scale: number, least?: number): Seen[] {
  const seen: Seen[] = [];
  const painter = {
    piece(i: number, x0: number, x1: number) {
      const busy = IS_BUSY[row.shape[i] as number] as number;
      seen.push({ x0, x1, busy, waiting: 1 - busy, count: busy, merged: false });
    },
    merged(x0: number, x1: number, busy: number, waiting: number, count: number) {
      seen.push({ x0, x1, busy, waiting, count, merged: true });
    },
  };
  walkRow(row, start, end, scale, painter, least);
  return seen;
}

describe('walkRow', () => {
  const scale = fc.double({ min: 0.001, max: 30, noNaN: true });

  it('keeps the total coverage and the number of spans, whatever it merges', () => {
    fc.assert(
      fc.property(anyRow, scale, (row, px) => {
        const end = row.end.at(-1) ?? 1;
        const seen = walk(row, 0, end, px);
        const covered = (key: 'busy' | 'waiting') =>
          seen.reduce((sum, item) => sum + (item.x1 - item.x0) * item[key], 0);
        const expected = (busy: number) =>
          row.start.reduce((sum, start, i) => {
            const isBusy = IS_BUSY[row.shape[i] as number] === busy;
            return isBusy ? sum + ((row.end[i] as number) - start) * px : sum;
          }, 0);
        expect(covered('busy')).toBeCloseTo(expected(1), 4);
        expect(covered('waiting')).toBeCloseTo(expected(0), 4);
        const count = [...row.shape].filter((shape) => IS_BUSY[shape] === 1).length;
        expect(seen.reduce((sum, item) => sum + item.count, 0)).toBe(count);
      }),
    );
  });

  it('passes wide pieces as they are, in order, and merges into whole pixels that are at most full', () => {
    fc.assert(
      fc.property(anyRow, scale, (row, px) => {
        const seen = walk(row, 0, row.end.at(-1) ?? 1, px);
        let mergedTo = Number.NEGATIVE_INFINITY;
        for (const item of seen) {
          if (!item.merged) {
            expect(item.x1 - item.x0).toBeGreaterThanOrEqual(2);
            continue;
          }
          expect(Number.isInteger(item.x0) && Number.isInteger(item.x1)).toBe(true);
          expect(item.x1).toBeGreaterThan(item.x0);
          expect(item.busy + item.waiting).toBeLessThanOrEqual(1 + 1e-6);
          expect(item.x1).toBeGreaterThan(mergedTo);
          mergedTo = item.x1;
        }
      }),
    );
  });

  it('hands on no more rectangles than there are pixels, however many spans there are', () => {
    const count = 100_000;
    const row: PieceRow = {
      role: 'main',
      count,
      start: Float64Array.from({ length: count }, (_, i) => i * 3),
      end: Float64Array.from({ length: count }, (_, i) => i * 3 + (i % 7) / 3),
      shape: new Uint8Array(count).fill(shapeNumber('work')),
      span: new Int32Array(count),
    };
    const width = 1500;
    const seen = walk(row, 0, count * 3, width / (count * 3));
    expect(seen.length).toBeLessThanOrEqual(width + 1);
  });

  it('shows only pieces that reach into the visible part', () => {
    fc.assert(
      fc.property(anyRow, scale, fc.double({ min: 0, max: 1, noNaN: true }), (row, px, cut) => {
        const end = row.end.at(-1) ?? 1;
        const from = end * cut;
        for (const item of walk(row, from, end, px)) {
          expect(item.x1).toBeGreaterThanOrEqual(-1e-9);
          expect(item.x0).toBeLessThanOrEqual((end - from) * px + 1e-9);
        }
      }),
    );
  });
});

describe('pieceAt', () => {
  it('finds the piece around a time, and nothing in a gap', () => {
    fc.assert(
      fc.property(anyRow, fc.double({ min: 0, max: 1, noNaN: true }), (row, part) => {
        const time = (row.end.at(-1) ?? 0) * part;
        const found = pieceAt(row, time);
        const around = [...Array(row.count).keys()].filter(
          (i) => (row.start[i] as number) <= time && (row.end[i] as number) >= time,
        );
        if (around.length === 0) expect(found).toBe(-1);
        else expect(around).toContain(found);
      }),
    );
  });
});
