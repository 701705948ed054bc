// Finds what is under a point of the plot, with the same boxes and scale as the drawing, so that readers get what they
// see. CSS px from the plot's top left corner. Pure.

import { type Geometry, type LaneBox, laneAt, type RowBox, rowAt } from './geometry';
import { firstVisible, IS_BUSY, pieceAt } from './lod';
import { cssToTime, timeToCss, type Viewport } from './viewport';

export interface Hit {
  lane: LaneBox;
  row: RowBox;
  /** Index of the piece in the row. */
  piece: number;
  /** Busy pieces in the same pixel; 1 if the piece can be seen on its own. */
  merged: number;
}

/** Distance in CSS px within which a busy piece is hit, so that thin spans can be reached. */
const REACH = 3;

const isBusy = (row: RowBox['row'], piece: number): boolean => IS_BUSY[row.shape[piece] as number] === 1;

export function hitTest(geometry: Geometry, view: Viewport, x: number, y: number): Hit | null {
  const lane = laneAt(geometry, y);
  if (!lane) return null;
  const box = rowAt(lane, y);
  const { row } = box;
  const time = cssToTime(view, x);
  const under = pieceAt(row, time);
  const piece = under >= 0 && isBusy(row, under) ? under : nearestBusy(row, view, x, time, under);
  if (piece < 0) return null;
  return {
    lane,
    row: box,
    piece,
    merged: Math.max(1, busyWithin(row, cssToTime(view, x - 0.5), cssToTime(view, x + 0.5))),
  };
}

function nearestBusy(row: RowBox['row'], view: Viewport, x: number, time: number, under: number): number {
  let best = under;
  let distance = REACH;
  const from = firstVisible(row, cssToTime(view, x - REACH));
  for (let i = from; i < row.count; i++) {
    const left = timeToCss(view, row.start[i] as number);
    if (left > x + REACH) break;
    if (!isBusy(row, i)) continue;
    const away = (row.end[i] as number) < time ? x - timeToCss(view, row.end[i] as number) : left - x;
    // A gap that is wide enough to be pointed at keeps its hits.
    if (
      away < distance &&
      (under < 0 || pieceWidth(row, view, under) < 2 * REACH || pieceWidth(row, view, i) < REACH)
    ) {
      best = i;
      distance = away;
    }
  }
  return best;
}

const pieceWidth = (row: RowBox['row'], view: Viewport, piece: number): number =>
  timeToCss(view, row.end[piece] as number) - timeToCss(view, row.start[piece] as number);

function busyWithin(row: RowBox['row'], from: number, to: number): number {
  let count = 0;
  for (let i = firstVisible(row, from); i < row.count && (row.start[i] as number) <= to; i++) {
    if (isBusy(row, i) && (row.start[i] as number) >= from) count++;
  }
  return count;
}
