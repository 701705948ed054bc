// Says what each key does on the timeline. Pure.

import type { Mark } from './emphasis';
import { IS_BUSY } from './lod';
import type { Model } from './model';
import { clamp, fitAll, panBy, span, timeToCss, type Viewport, zoomAbout } from './viewport';

const ZOOM = 1.35;
/** Share of the plot's width that one press moves. */
const STEP = 0.12;

/** Returns the viewport after a key; null if the key does not move it. `x`: centre of a zoom, in CSS px. */
export function viewportKey(key: string, view: Viewport, x: number): Viewport | null {
  switch (key) {
    case 'w':
    case 'W':
    case '+':
    case '=':
    case 'ArrowUp':
      return zoomAbout(view, x, ZOOM);
    case 's':
    case 'S':
    case '-':
    case 'ArrowDown':
      return zoomAbout(view, x, 1 / ZOOM);
    case 'a':
    case 'A':
    case 'ArrowLeft':
      return panBy(view, view.width * STEP);
    case 'd':
    case 'D':
    case 'ArrowRight':
      return panBy(view, -view.width * STEP);
    case 'Home':
    case '0':
      return fitAll(view.extent, view.width);
    default:
      return null;
  }
}

/** Returns the span that a key leads to: `,` and `.` within the lane, `k` and `j` to the lane above or below. */
export function markKey(key: string, model: Model, from: Mark | null, view: Viewport): Mark | null {
  const lanes = model.geometry.tracks.flatMap((track) => track.lanes);
  const inLane = (index: number, time: number): Mark | null => {
    const lane = lanes[index];
    const row = lane?.rows.find((box) => box.row.role === 'main');
    if (!lane || !row) return null;
    let best = -1;
    for (let i = 0; i < row.row.count; i++) {
      const busy = IS_BUSY[row.row.shape[i] as number] === 1;
      if (!busy && row.row.count > 1) continue;
      if (best < 0 || (row.row.start[i] as number) <= time) best = i;
    }
    return best < 0 ? null : { lane, row, piece: best };
  };
  const at = from ? lanes.indexOf(from.lane) : -1;
  if (!from || at < 0) {
    const first = lanes.findIndex((lane) => lane.lane.busy > 0);
    return '.,jk'.includes(key) && key.length === 1 ? inLane(Math.max(first, 0), view.start) : null;
  }
  const { row } = from.row;
  if (key === '.' || key === ',') {
    const step = key === '.' ? 1 : -1;
    for (let i = from.piece + step; i >= 0 && i < row.count; i += step) {
      if (IS_BUSY[row.shape[i] as number] === 1) return { ...from, piece: i };
    }
    return from;
  }
  if (key !== 'j' && key !== 'k') return null;
  const next = at + (key === 'j' ? 1 : -1);
  return inLane(next, row.start[from.piece] ?? 0) ?? from;
}

/** Returns the viewport, moved if necessary so that a time range can be seen. */
export function reveal(view: Viewport, start: number, end: number): Viewport {
  const left = timeToCss(view, start);
  const right = timeToCss(view, end);
  if (left >= 0 && right <= view.width) return view;
  if (left < view.width && right > 0 && end - start >= span(view)) return view;
  const from = (start + end - span(view)) / 2;
  return clamp({ ...view, start: from, end: from + span(view) });
}
