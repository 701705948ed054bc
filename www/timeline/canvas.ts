// Draws the timeline's lanes, spans and ruler. geometry.ts, viewport.ts and lod.ts decide where everything is.
// Coordinates are device px without a transform, so that edges are sharp and single px can be reasoned about.

import { SHAPES, type Shape, shapeNumber } from '../trace/lanes';
import { isFailure, lowerBound, type SpanTable } from '../trace/spans';
import type { SpanLook } from '../trace/track';
import type { Geometry, LaneBox, RowBox } from './geometry';
import { IS_BUSY, type Painter, walkRow } from './lod';
import { type Style, TEXTURE, tileSize } from './palette';
import { ticksFor } from './ticks';
import { deviceScale, isFit, limit, timeToCss, type Viewport } from './viewport';

/** Spans of a track: for the instants, and for the texts within chunks. */
export interface DrawTrack {
  spans: SpanTable;
  /** Origin of the track's own time, in µs. */
  origin: number;
  /** Name of one item that chunks are counted in; columns if it is missing. */
  item?: string;
  look?: SpanLook | undefined;
}

const PASSIVE = shapeNumber('passive');

export interface Scene {
  geometry: Geometry;
  tracks: readonly DrawTrack[];
  view: Viewport;
  style: Style;
}

/** Gives a canvas the size of its box; returns true if that changed the size, which also clears the canvas. */
export function resizeCanvas(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): boolean {
  const w = Math.max(1, Math.round(width * ratio));
  const h = Math.max(1, Math.round(height * ratio));
  if (canvas.width === w && canvas.height === h) return false;
  canvas.width = w;
  canvas.height = h;
  return true;
}

export function drawLanes(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { geometry, view, style } = scene;
  const { ratio } = style;
  ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  drawGrid(ctx, scene);
  for (const track of geometry.tracks) {
    for (const lane of track.lanes) {
      drawLane(ctx, scene, lane);
    }
    // End of this track's own time.
    const x = Math.round(timeToCss(view, track.length) * ratio);
    const first = track.lanes[0];
    const last = track.lanes.at(-1);
    if (!first || !last || x < 0 || x > ctx.canvas.width) continue;
    ctx.fillStyle = style.ink;
    ctx.fillRect(x, first.y * ratio, Math.max(1, Math.round(ratio)), (last.y + last.height - first.y) * ratio);
  }
}

function drawGrid(ctx: CanvasRenderingContext2D, { geometry, view, style }: Scene): void {
  const { ratio } = style;
  const hairline = Math.max(1, Math.floor(ratio));
  ctx.fillStyle = style.line;
  for (const tick of ticksFor(view).list) {
    if (tick.label === null) continue;
    ctx.globalAlpha = 0.55;
    for (const track of geometry.tracks) {
      const first = track.lanes[0];
      if (first)
        ctx.fillRect(
          Math.round(tick.x * ratio),
          first.y * ratio,
          hairline,
          (track.y + track.height - first.y - 10) * ratio,
        );
    }
  }
  ctx.globalAlpha = 1;
}

function drawLane(ctx: CanvasRenderingContext2D, scene: Scene, lane: LaneBox): void {
  const { view, style } = scene;
  const { ratio } = style;
  const scale = deviceScale(view, ratio);
  for (const box of lane.rows) {
    if (box.row.role === 'control') {
      walkRow(box.row, view.start, view.end, scale, controlPainter(ctx, scene, lane, box));
      continue;
    }
    const waits = waitPainter(ctx, scene, lane, box);
    walkRow(box.row, view.start, view.end, scale, waits);
    waits.finish();
    walkRow(box.row, view.start, view.end, scale, workPainter(ctx, scene, lane, box));
  }
  drawInstants(ctx, scene, lane);
}

/** Returns a row's edges in device px, rounded to whole pixels. */
function rowEdges(box: RowBox, ratio: number): { top: number; height: number } {
  const top = Math.round(box.y * ratio);
  return { top, height: Math.max(1, Math.round((box.y + box.height) * ratio) - top) };
}

/** Cuts long rectangles near the edges: some rasterisers are slow or wrong far outside. */
const cut = (ctx: CanvasRenderingContext2D, x: number): number => Math.min(Math.max(x, -64), ctx.canvas.width + 64);

function controlPainter(ctx: CanvasRenderingContext2D, { style }: Scene, lane: LaneBox, box: RowBox): Painter {
  const { top, height } = rowEdges(box, style.ratio);
  const thick = Math.max(1, Math.round(style.ratio));
  ctx.fillStyle = style.fill(lane.lane.info, 'control');
  return {
    // Drawn as a bracket, because the span encloses what was measured and is no work of its own.
    piece(_, x0, x1) {
      const from = Math.round(cut(ctx, x0));
      const to = Math.round(cut(ctx, x1));
      ctx.fillRect(from, top, to - from, thick);
      ctx.fillRect(from, top, thick, height);
      ctx.fillRect(to - thick, top, thick, height);
    },
    merged(x0, x1) {
      ctx.fillRect(x0, top, x1 - x0, thick);
    },
  };
}

/** Draws waiting and idleness. `finish` draws what is still held back. */
function waitPainter(
  ctx: CanvasRenderingContext2D,
  { view, style }: Scene,
  lane: LaneBox,
  box: RowBox,
): Painter & { finish(): void } {
  const { top, height } = rowEdges(box, style.ratio);
  const size = tileSize(style.ratio);
  const shift = -((view.start * deviceScale(view, style.ratio)) % size);
  const colour = style.fill(lane.lane.info, lane.lane.info.role === 'page' ? 'frame' : 'work');
  const thick = Math.max(1, Math.round(style.ratio));
  // An idle lane is drawn as a thin line.
  const line = (x0: number, x1: number): void => {
    ctx.globalAlpha = 0.55;
    ctx.fillStyle = colour;
    ctx.fillRect(x0, Math.round(top + (height - thick) / 2), x1 - x0, thick);
    ctx.globalAlpha = 1;
  };
  const hatch = (shape: Shape, x0: number, x1: number): void => {
    const texture = TEXTURE[shape];
    if (!texture || x1 - x0 < 1) return;
    const fill = style.texture(ctx, texture, style.fill(lane.lane.info, shape));
    // Hatches move with the time axis.
    if (typeof fill !== 'string') fill.setTransform({ a: 1, b: 0, c: 0, d: 1, e: shift, f: 0 });
    ctx.fillStyle = fill;
    ctx.fillRect(x0, top, x1 - x0, height);
  };
  // Neighbouring merged pixels get one hatch. The work is drawn over it as an outline of heights.
  let mergedFrom = 0;
  let mergedTo = 0;
  let anyWait = false;
  const finish = (): void => {
    // One or two pixels between wide spans are only their gap, and get no hatch.
    if (anyWait && mergedTo - mergedFrom >= 3) hatch('between', mergedFrom, mergedTo);
    mergedFrom = 0;
    mergedTo = 0;
    anyWait = false;
  };
  return {
    piece(i, x0, x1) {
      const shape = SHAPES[box.row.shape[i] as number] as Shape;
      if (shape === 'idle') line(cut(ctx, x0), cut(ctx, x1));
      else if (IS_BUSY[box.row.shape[i] as number] === 0) hatch(shape, cut(ctx, x0), cut(ctx, x1));
    },
    merged(x0, x1, _busy, waiting) {
      if (lane.lane.info.role !== 'worker') return;
      if (x0 !== mergedTo) {
        finish();
        mergedFrom = x0;
      }
      mergedTo = x1;
      anyWait ||= waiting > 0.02;
    },
    finish,
  };
}

function workPainter(ctx: CanvasRenderingContext2D, scene: Scene, lane: LaneBox, box: RowBox): Painter {
  const { style } = scene;
  const { ratio } = style;
  const { info } = lane.lane;
  const { top, height } = rowEdges(box, ratio);
  const colour = style.fill(info, info.role === 'page' ? 'frame' : 'work');
  const { spans, look, item = 'column' } = scene.tracks[lane.track] ?? {};
  const withText = box.row.role === 'main' && box.height >= 13 && spans !== undefined;
  ctx.fillStyle = colour;
  ctx.font = style.font;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'center';
  return {
    piece(i, x0, x1) {
      const passive = box.row.shape[i] === PASSIVE;
      if (IS_BUSY[box.row.shape[i] as number] === 0 && !passive) return;
      const row = box.row.span[i] as number;
      const variable = row >= 0 ? look?.colour(row) : null;
      const own = variable ? style.token(variable) : colour;
      ctx.fillStyle = own;
      const from = cut(ctx, x0);
      // A slight gap keeps neighbours apart; it takes at most a quarter of a span.
      const to = cut(ctx, x1 - Math.min(ratio, (x1 - x0) / 4));
      if (to - from < 8 * ratio) {
        ctx.fillRect(from, top, to - from, height);
        return;
      }
      ctx.beginPath();
      ctx.roundRect(from, top, to - from, height, 2 * ratio);
      if (passive) drawPassive(ctx, style, own);
      else ctx.fill();
      ctx.fillStyle = colour;
      if (!withText) return;
      const left = Math.max(from, 0);
      const right = Math.min(to, ctx.canvas.width);
      const room = (right - left) / ratio;
      const label = look ? fitting(look.text(row), room) : chunkText(spans, row, item, room);
      if (label === '') return;
      ctx.fillStyle = passive ? style.ink : style.textOn(own);
      ctx.fillText(label, (left + right) / 2, top + height / 2 + ratio * 0.5);
      ctx.fillStyle = colour;
    },
    merged(x0, x1, busy, _waiting, count) {
      // Spans that are too many to draw one by one become a bar, whose height is the share of the time that was worked.
      if (busy <= 0 && count === 0) return;
      const tall = Math.max(Math.round(height * Math.min(busy, 1)), Math.min(height, Math.round(2 * ratio)));
      ctx.fillRect(x0, top + height - tall, x1 - x0, tall);
    },
  };
}

/** Fills and outlines the present path lightly: the step goes on, and nobody attends to it. */
function drawPassive(ctx: CanvasRenderingContext2D, style: Style, colour: string): void {
  ctx.globalAlpha = 0.2;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.strokeStyle = colour;
  ctx.lineWidth = Math.max(1, style.ratio);
  ctx.stroke();
}

/** Returns a text if it fits into the room, in CSS px, else an empty one. */
const fitting = (text: string, room: number): string => (room >= text.length * 6.2 + 10 ? text : '');

/** Names a chunk's items, with as long a text as fits into `room` CSS px. */
function chunkText(spans: SpanTable, row: number, item: string, room: number): string {
  if (row < 0 || spans.open[row] === 1 || spans.labels[spans.label[row] as number]?.kind !== 'work') return '';
  const first = spans.first[row] as number;
  const last = (spans.last[row] as number) - 1;
  const short = last > first ? `${first}–${last}` : `${first}`;
  const needed = short.length * 6.2 + 10;
  if (room < needed) return '';
  const words = `${item}${last > first ? 's' : ''} ${short}`;
  return room > words.length * 6.2 + 10 ? words : short;
}

function drawInstants(ctx: CanvasRenderingContext2D, { tracks, view, style }: Scene, lane: LaneBox): void {
  const track = tracks[lane.track];
  const box = lane.rows.find((row) => row.row.role === 'main');
  if (!track || !box || track.spans.instants.count === 0) return;
  const { instants } = track.spans;
  const { ratio } = style;
  const from = lowerBound(instants.lane, 0, instants.count, lane.lane.lane);
  const to = lowerBound(instants.lane, from, instants.count, lane.lane.lane + 1);
  const size = 3 * ratio;
  const top = Math.round(box.y * ratio);
  let free = Number.NEGATIVE_INFINITY;
  ctx.fillStyle = style.ink;
  ctx.beginPath();
  for (let i = lowerBound(instants.time, from, to, track.origin + view.start); i < to; i++) {
    const x = timeToCss(view, (instants.time[i] as number) - track.origin) * ratio;
    if (x > ctx.canvas.width) break;
    if (x < free) continue;
    free = x + size;
    ctx.moveTo(x - size, top);
    ctx.lineTo(x + size, top);
    ctx.lineTo(x, top + 1.6 * size);
  }
  ctx.fill();
  if (!track.spans.labels.some(({ act }) => act === 'fails')) return;
  for (let i = lowerBound(instants.time, from, to, track.origin + view.start); i < to; i++) {
    const x = timeToCss(view, (instants.time[i] as number) - track.origin) * ratio;
    if (x > ctx.canvas.width) break;
    if (isFailure(track.spans, i)) drawFailure(ctx, style, x, (box.y + box.height / 2) * ratio);
  }
}

/** Draws a cross in a disc. It is moved inwards at the plot's edges, so that all of it is seen. */
function drawFailure(ctx: CanvasRenderingContext2D, style: Style, at: number, y: number): void {
  const r = 6.5 * style.ratio;
  const x = Math.min(Math.max(at, r), ctx.canvas.width - r);
  ctx.fillStyle = style.token('--bad');
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.fill();
  ctx.strokeStyle = style.surface;
  ctx.lineWidth = 1.6 * style.ratio;
  const half = r * 0.42;
  ctx.beginPath();
  ctx.moveTo(x - half, y - half);
  ctx.lineTo(x + half, y + half);
  ctx.moveTo(x + half, y - half);
  ctx.lineTo(x - half, y + half);
  ctx.stroke();
}

/** Draws the ruler above the lanes. While zoomed, a bar at its foot shows which part is visible. */
export function drawRuler(
  ctx: CanvasRenderingContext2D,
  view: Viewport,
  style: Style,
  height: number,
  selected: { start: number; end: number } | null,
  cursor: number | null,
): void {
  const { ratio } = style;
  const hairline = Math.max(1, Math.floor(ratio));
  const { width } = ctx.canvas;
  const h = Math.round(height * ratio);
  ctx.clearRect(0, 0, width, h);
  ctx.fillStyle = style.line;
  ctx.fillRect(0, h - hairline, width, hairline);
  if (view.extent <= 0) return;
  if (selected) {
    const from = timeToCss(view, selected.start) * ratio;
    const to = timeToCss(view, selected.end) * ratio;
    ctx.fillStyle = style.accent;
    ctx.globalAlpha = 0.22;
    ctx.fillRect(from, 0, to - from, h);
    ctx.globalAlpha = 1;
  }
  ctx.font = style.font;
  ctx.textBaseline = 'middle';
  for (const tick of ticksFor(view).list) {
    const x = Math.round(tick.x * ratio);
    ctx.fillStyle = tick.label === null ? style.line : style.muted;
    const tall = (tick.label === null ? 4 : 8) * ratio;
    ctx.fillRect(x, h - tall, hairline, tall);
    if (tick.label === null) continue;
    // Texts stay within the plot: the first begins at its tick, the others are centred on theirs.
    const half = ctx.measureText(tick.label).width / 2;
    ctx.textAlign = 'center';
    const at = Math.min(Math.max(x, half + ratio), width - half - ratio);
    if (Math.abs(at - x) <= half + 2 * ratio) ctx.fillText(tick.label, at, h - 16 * ratio);
  }
  if (cursor !== null) {
    const x = Math.round(timeToCss(view, cursor) * ratio);
    ctx.fillStyle = style.accent;
    ctx.beginPath();
    ctx.moveTo(x - 5 * ratio, h - 9 * ratio);
    ctx.lineTo(x + 5 * ratio, h - 9 * ratio);
    ctx.lineTo(x, h);
    ctx.fill();
  }
  if (isFit(view)) return;
  const most = limit(view);
  ctx.fillStyle = style.accent;
  const bar = Math.max((width * (view.end - view.start)) / most, 4 * ratio);
  ctx.fillRect(Math.min((width * view.start) / most, width - bar), h - 3 * ratio, bar, 3 * ratio);
}
