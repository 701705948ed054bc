// Level of detail: walks the visible pieces of a row at the size of the screen. Pieces that are wide enough pass as
// they are; runs of narrower ones become coverage, that is, how much of each pixel was worked in. Nothing is lost:
// widths and coverages together add up to the visible time. Pure; x in device px.

import { type PieceRow, SHAPES, type Shape } from '../trace/lanes';
import { lowerBound } from '../trace/spans';

const BUSY_SHAPES: ReadonlySet<Shape> = new Set(['work', 'frame', 'control']);

/** By shape number: 1 where the lane does something, 0 where it waits or idles. */
export const IS_BUSY = Uint8Array.from(SHAPES, (shape) => (BUSY_SHAPES.has(shape) ? 1 : 0));

/** Difference in coverage below which neighbouring pixels become one rectangle. */
const SAME_COVERAGE = 1 / 24;

export interface Painter {
  /** Piece `i` of the row, at its exact place. */
  piece(i: number, x0: number, x1: number): void;
  /**
   * Whole pixels x0..x1, of which the shares `busy` and `waiting` are covered, by `count` busy pieces, piece `i` among
   * them.
   */
  merged(x0: number, x1: number, busy: number, waiting: number, count: number, i: number): void;
}

/** Returns the piece of a row at a time, or -1. If two pieces meet there, returns the later one. */
export function pieceAt(row: PieceRow, time: number): number {
  let at = lowerBound(row.start, 0, row.count, time);
  if (at >= row.count || (row.start[at] as number) > time) at--;
  return at >= 0 && (row.end[at] as number) >= time ? at : -1;
}

/** Returns the first piece that ends at or after a time. */
export function firstVisible(row: PieceRow, time: number): number {
  return lowerBound(row.end, 0, row.count, time);
}

/** Walks the pieces within [start, end] µs at `scale` device px for each µs. Merges pieces narrower than `least` px. */
export function walkRow(row: PieceRow, start: number, end: number, scale: number, painter: Painter, least = 2): void {
  const width = (end - start) * scale;
  // The pixel being filled, and the run of alike pixels before it.
  let pixel = Number.NEGATIVE_INFINITY;
  let pixelBusy = 0;
  let pixelWaiting = 0;
  let pixelCount = 0;
  let pixelPiece = -1;
  let runFrom = 0;
  let runTo = 0;
  let runBusy = 0;
  let runWaiting = 0;
  let runCount = 0;
  let runPiece = -1;

  const flushRun = (): void => {
    const length = runTo - runFrom;
    if (length > 0) painter.merged(runFrom, runTo, runBusy / length, runWaiting / length, runCount, runPiece);
    runFrom = 0;
    runTo = 0;
  };
  const flushPixel = (): void => {
    if (pixel === Number.NEGATIVE_INFINITY) return;
    const length = runTo - runFrom;
    const alike =
      length > 0 &&
      pixel === runTo &&
      Math.abs(pixelBusy - runBusy / length) < SAME_COVERAGE &&
      Math.abs(pixelWaiting - runWaiting / length) < SAME_COVERAGE;
    if (alike) {
      runTo = pixel + 1;
      runBusy += pixelBusy;
      runWaiting += pixelWaiting;
      runCount += pixelCount;
      if (runPiece < 0) runPiece = pixelPiece;
    } else {
      flushRun();
      runFrom = pixel;
      runTo = pixel + 1;
      runBusy = pixelBusy;
      runWaiting = pixelWaiting;
      runCount = pixelCount;
      runPiece = pixelPiece;
    }
    pixel = Number.NEGATIVE_INFINITY;
  };

  for (let i = firstVisible(row, start); i < row.count; i++) {
    const pieceStart = row.start[i] as number;
    if (pieceStart > end) break;
    const from = (pieceStart - start) * scale;
    const to = ((row.end[i] as number) - start) * scale;
    if (to - from >= least) {
      flushPixel();
      flushRun();
      painter.piece(i, from, to);
      continue;
    }
    const busy = IS_BUSY[row.shape[i] as number] as number;
    let x = Math.max(from, 0);
    const stop = Math.min(to, width);
    let counted = false;
    do {
      const at = Math.floor(x);
      if (at !== pixel) {
        flushPixel();
        pixel = at;
        pixelBusy = 0;
        pixelWaiting = 0;
        pixelCount = 0;
        pixelPiece = -1;
      }
      const next = Math.min(at + 1, stop);
      const share = Math.max(next - x, 0);
      if (busy === 1) {
        pixelBusy += share;
        if (!counted) pixelCount++;
        if (pixelPiece < 0) pixelPiece = i;
        counted = true;
      } else pixelWaiting += share;
      x = next;
    } while (x < stop);
  }
  flushPixel();
  flushRun();
}
