// Brings out stretches of some lanes: veils everything else, and underlines the stretches, because a veil alone is hard
// to see. Loaded when first asked for.

import type { Stretch } from '../trace/parts';
import type { Emphasis, Overlay } from './emphasis';
import { timeToCss } from './viewport';

/** @param stretches By the track's id, then by the number of the lane. */
export function veil(id: string, stretches: ReadonlyMap<string, readonly (readonly Stretch[])[]>): Emphasis {
  return { id, draw: (ctx, overlay) => draw(ctx, overlay, stretches) };
}

function draw(
  ctx: CanvasRenderingContext2D,
  { geometry, view, style }: Overlay,
  stretches: ReadonlyMap<string, readonly (readonly Stretch[])[]>,
): void {
  const { ratio } = style;
  const { width } = ctx.canvas;
  const thick = Math.max(2, Math.round(2 * ratio));
  for (const track of geometry.tracks) {
    for (const box of track.lanes) {
      const top = Math.round(box.y * ratio);
      const bottom = Math.round((box.y + box.height) * ratio);
      const shown = visible(
        stretches.get(track.id)?.[box.lane.lane] ?? [],
        (time) => timeToCss(view, time) * ratio,
        width,
      );
      ctx.fillStyle = style.surface;
      ctx.globalAlpha = 0.8;
      let x = 0;
      for (const [from, to] of shown) {
        ctx.fillRect(x, top, from - x, bottom - top);
        x = to;
      }
      ctx.fillRect(x, top, width - x, bottom - top);
      ctx.globalAlpha = 1;
      ctx.fillStyle = style.ink;
      for (const [from, to] of shown) ctx.fillRect(from, bottom - thick, to - from, thick);
    }
  }
}

/** Returns the stretches on the screen in whole device px, at least one wide. Those that touch become one. */
export function visible(stretches: readonly Stretch[], toX: (time: number) => number, width: number): Stretch[] {
  const found: [number, number][] = [];
  for (const stretch of stretches) {
    const from = Math.max(0, Math.round(toX(stretch[0])));
    const to = Math.min(width, Math.max(Math.round(toX(stretch[1])), from + 1));
    if (to <= from) continue;
    const before = found.at(-1);
    if (before && from <= before[1]) before[1] = Math.max(before[1], to);
    else found.push([from, to]);
  }
  return found;
}
