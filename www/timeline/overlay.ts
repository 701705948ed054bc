// Draws the marked span, the selected range and the replay's cursor, on a canvas above the lanes, so that moving the
// pointer never redraws the lanes.

import { emphasis, type Mark, type Overlay } from './emphasis';
import { timeToCss } from './viewport';

export function drawOverlay(ctx: CanvasRenderingContext2D, overlay: Overlay): void {
  const { geometry, view, style, mark, cursor, selection } = overlay;
  const { ratio } = style;
  const { width, height } = ctx.canvas;
  const toX = (time: number): number => timeToCss(view, time) * ratio;
  ctx.clearRect(0, 0, width, height);

  emphasis.peek()?.draw(ctx, overlay);
  if (cursor !== null) {
    // The part that the replay has not reached is veiled.
    const x = Math.max(toX(cursor), 0);
    ctx.fillStyle = style.surface;
    ctx.globalAlpha = 0.66;
    for (const track of geometry.tracks) {
      const first = track.lanes[0];
      if (first) ctx.fillRect(x, first.y * ratio, width - x, (track.y + track.height - first.y) * ratio);
    }
    ctx.globalAlpha = 1;
  }
  if (selection) {
    const from = toX(selection.start);
    const to = toX(selection.end);
    ctx.fillStyle = style.accent;
    ctx.globalAlpha = 0.12;
    ctx.fillRect(from, 0, to - from, height);
    ctx.globalAlpha = 0.9;
    const edge = Math.max(1, Math.round(ratio));
    ctx.fillRect(Math.round(from), 0, edge, height);
    ctx.fillRect(Math.round(to) - edge, 0, edge, height);
    ctx.globalAlpha = 1;
  }
  if (mark) drawMark(ctx, overlay, mark);
  if (cursor !== null) {
    const x = Math.round(toX(cursor) - ratio);
    const thick = Math.max(2, Math.round(2 * ratio));
    const rim = Math.round(ratio);
    ctx.fillStyle = style.surface;
    ctx.fillRect(x - rim, 0, thick + 2 * rim, height);
    ctx.fillStyle = style.accent;
    ctx.fillRect(x, 0, thick, height);
  }
}

function drawMark(ctx: CanvasRenderingContext2D, { view, style }: Overlay, { row, piece }: Mark): void {
  const { ratio } = style;
  const { width } = ctx.canvas;
  const from = timeToCss(view, row.row.start[piece] ?? 0) * ratio;
  const to = timeToCss(view, row.row.end[piece] ?? 0) * ratio;
  const top = Math.round(row.y * ratio);
  const tall = Math.round((row.y + row.height) * ratio) - top;
  const line = Math.max(2, Math.round(1.5 * ratio));
  if (to < 0 || from > width) {
    // For a mark outside the visible part an arrow at the edge points to it.
    const left = to < 0;
    const tip = left ? 2 * ratio : width - 2 * ratio;
    const back = tip + (left ? 8 : -8) * ratio;
    ctx.fillStyle = style.ink;
    ctx.beginPath();
    ctx.moveTo(tip, top + tall / 2);
    ctx.lineTo(back, top + tall / 2 - 5 * ratio);
    ctx.lineTo(back, top + tall / 2 + 5 * ratio);
    ctx.fill();
    return;
  }
  const least = 4 * ratio;
  const middle = (from + to) / 2;
  const x0 = Math.max(Math.min(from, middle - least / 2), -2 * line);
  const x1 = Math.min(Math.max(to, middle + least / 2), width + 2 * line);
  // Two outlines, a light one within a dark one, can be seen on every colour.
  ctx.lineWidth = line + 2 * ratio;
  ctx.strokeStyle = style.surface;
  ctx.strokeRect(x0, top, x1 - x0, tall);
  ctx.lineWidth = line;
  ctx.strokeStyle = style.ink;
  ctx.strokeRect(x0, top, x1 - x0, tall);
}
