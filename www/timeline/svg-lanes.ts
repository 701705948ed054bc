// Draws the rows of the timeline's SVG, as canvas.ts does on the page. All of a row that has one colour is one path, so
// that the number of elements depends on the lanes and the width, never on the spans.

import { element, escapeXml, short } from '../files/xml';
import { SHAPES, type Shape, shapeNumber } from '../trace/lanes';
import { isFailure, lowerBound } from '../trace/spans';
import type { LaneBox, RowBox } from './geometry';
import { IS_BUSY, walkRow } from './lod';
import type { Model } from './model';
import { type Style, TEXTURE, type Texture } from './palette';
import { deviceScale, timeToCss, type Viewport } from './viewport';

/** Width in px below which spans are merged. */
const LEAST = 1;
const PASSIVE = shapeNumber('passive');

export type Colours = Pick<Style, 'ink' | 'muted' | 'line' | 'surface' | 'accent' | 'fill' | 'token' | 'textOn'>;

/** Keeps fills, and the patterns that have been needed. */
export class Ink {
  readonly #patterns = new Map<string, { id: string; kind: Texture; colour: string }>();

  constructor(readonly style: Colours) {}

  texture(kind: Texture, colour: string): string {
    const key = `${kind} ${colour}`;
    const known = this.#patterns.get(key) ?? { id: `${kind}${this.#patterns.size}`, kind, colour };
    this.#patterns.set(key, known);
    return `url(#${known.id})`;
  }

  patterns(): string[] {
    return [...this.#patterns.values()].map(({ id, kind, colour }) => {
      const lines = [-6, 0, 6].flatMap((at) => [
        `M${at - 1} 7L${at + 7} -1`,
        ...(kind === 'cross' ? [`M${at - 1} -1L${at + 7} 7`] : []),
      ]);
      const marks =
        kind === 'dots'
          ? [element('path', { d: 'M0 0h1.2v1.2h-1.2zM3 3h1.2v1.2h-1.2z', fill: colour, opacity: 0.75 })]
          : [
              element('rect', { width: 6, height: 6, fill: colour, opacity: 0.13 }),
              element('path', { d: lines.join(''), stroke: colour, opacity: 0.75 }),
            ];
      return element('pattern', { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse' }, marks);
    });
  }
}

/** Collects the rectangles of one row by how they are painted. */
class Paths {
  readonly #paths = new Map<string, string[]>();

  rect(paint: string, x0: number, x1: number, y: number, height: number): void {
    const list = this.#paths.get(paint) ?? [];
    list.push(`M${short(x0)} ${short(y)}H${short(x1)}v${short(height)}H${short(x0)}z`);
    this.#paths.set(paint, list);
  }

  /** Returns one element for each way of painting. `paint` is attributes as XML. */
  elements(): string[] {
    return [...this.#paths].map(([paint, list]) => `<path d="${list.join('')}" ${paint}/>`);
  }
}

const fill = (colour: string, more = ''): string => `fill="${escapeXml(colour)}"${more}`;

/** Draws a lane without its name. */
export function drawLane(model: Model, lane: LaneBox, view: Viewport, ink: Ink): string[] {
  const parts: string[] = [];
  for (const box of lane.rows) {
    const paths = new Paths();
    const texts: string[] = [];
    if (box.row.role === 'control') control(paths, lane, box, view, ink);
    else {
      waits(paths, lane, box, view, ink);
      work(paths, texts, model, lane, box, view, ink);
    }
    parts.push(...paths.elements(), ...texts);
  }
  parts.push(instants(model, lane, view, ink));
  return parts;
}

const cut = (view: Viewport, x: number): number => Math.min(Math.max(x, -8), view.width + 8);

function control(paths: Paths, lane: LaneBox, box: RowBox, view: Viewport, ink: Ink): void {
  const paint = fill(ink.style.fill(lane.lane.info, 'control'));
  walkRow(
    box.row,
    view.start,
    view.end,
    deviceScale(view, 1),
    {
      piece(_, from, to) {
        const [x0, x1] = [cut(view, from), cut(view, to)];
        paths.rect(paint, x0, x1, box.y, 1);
        paths.rect(paint, x0, x0 + 1, box.y, box.height);
        paths.rect(paint, x1 - 1, x1, box.y, box.height);
      },
      merged: (x0, x1) => paths.rect(paint, x0, x1, box.y, 1),
    },
    LEAST,
  );
}

function waits(paths: Paths, lane: LaneBox, box: RowBox, view: Viewport, ink: Ink): void {
  const { info } = lane.lane;
  const { y, height } = box;
  const colour = ink.style.fill(info, info.role === 'page' ? 'frame' : 'work');
  const hatch = (shape: Shape, x0: number, x1: number): void => {
    const kind = TEXTURE[shape];
    if (kind) paths.rect(fill(ink.texture(kind, ink.style.fill(info, shape))), x0, x1, y, height);
  };
  walkRow(
    box.row,
    view.start,
    view.end,
    deviceScale(view, 1),
    {
      piece(i, from, to) {
        const number = box.row.shape[i] as number;
        const shape = SHAPES[number] as Shape;
        const [x0, x1] = [cut(view, from), cut(view, to)];
        if (shape === 'idle') paths.rect(fill(colour, ' opacity="0.55"'), x0, x1, y + (height - 1) / 2, 1);
        else if (IS_BUSY[number] === 0) hatch(shape, x0, x1);
      },
      merged(x0, x1, _busy, waiting) {
        if (info.role === 'worker' && waiting > 0.02 && x1 - x0 >= 3) hatch('between', x0, x1);
      },
    },
    LEAST,
  );
}

function work(paths: Paths, texts: string[], model: Model, lane: LaneBox, box: RowBox, view: Viewport, ink: Ink): void {
  const { style } = ink;
  const { info } = lane.lane;
  const { y, height } = box;
  const colour = style.fill(info, info.role === 'page' ? 'frame' : 'work');
  const { spans, look, item = 'column' } = model.tracks[lane.track] ?? {};
  const named = box.row.role === 'main' && height >= 13;
  walkRow(
    box.row,
    view.start,
    view.end,
    deviceScale(view, 1),
    {
      piece(i, from, to) {
        const passive = box.row.shape[i] === PASSIVE;
        if (IS_BUSY[box.row.shape[i] as number] === 0 && !passive) return;
        const row = box.row.span[i] as number;
        const variable = row >= 0 ? look?.colour(row) : null;
        const own = variable ? style.token(variable) : colour;
        const [x0, x1] = [cut(view, from), cut(view, to - Math.min(1, (to - from) / 4))];
        const outline = passive ? ` fill-opacity="0.2" stroke="${escapeXml(own)}"` : '';
        paths.rect(fill(own, outline), x0, x1, y, height);
        if (!named || !spans || row < 0) return;
        const [left, right] = [Math.max(x0, 0), Math.min(x1, view.width)];
        const text = look ? look.text(row) : itemsText(spans, row, item);
        if (text === '' || right - left < text.length * 6.2 + 10) return;
        texts.push(
          label(text, {
            x: (left + right) / 2,
            y: y + height / 2 + 3.6,
            'font-size': 10.5,
            'text-anchor': 'middle',
            fill: passive ? style.ink : style.textOn(own),
          }),
        );
      },
      merged(x0, x1, busy, _waiting, count) {
        if (busy <= 0 && count === 0) return;
        const tall = Math.max(height * Math.min(busy, 1), Math.min(height, 2));
        paths.rect(fill(colour), x0, x1, y + height - tall, tall);
      },
    },
    LEAST,
  );
}

function itemsText(spans: Model['tracks'][number]['spans'], row: number, item: string): string {
  if (spans.open[row] === 1 || spans.labels[spans.label[row] as number]?.kind !== 'work') return '';
  const first = spans.first[row] as number;
  const last = (spans.last[row] as number) - 1;
  return last > first ? `${first}–${last}` : `${item} ${first}`;
}

/** Draws the moments that can be told apart, in one path. */
function instants(model: Model, lane: LaneBox, view: Viewport, ink: Ink): string {
  const track = model.tracks[lane.track];
  const box = lane.rows.find((row) => row.row.role === 'main');
  if (!track || !box) return '';
  const { instants: all } = track.spans;
  const from = lowerBound(all.lane, 0, all.count, lane.lane.lane);
  const to = lowerBound(all.lane, from, all.count, lane.lane.lane + 1);
  const marks: string[] = [];
  const failures: string[] = [];
  let free = 0;
  for (let i = lowerBound(all.time, from, to, track.section.start + view.start); i < to; i++) {
    const x = timeToCss(view, (all.time[i] as number) - track.section.start);
    if (x > view.width) break;
    if (isFailure(track.spans, i)) failures.push(failure(ink, Math.max(x, 6.5), box));
    if (x < free) continue;
    free = x + 3;
    marks.push(`M${short(x - 3)} ${short(box.y)}h6l-3 4.8z`);
  }
  const shown = marks.length > 0 ? element('path', { d: marks.join(''), fill: ink.style.ink }) : '';
  return shown + failures.join('');
}

/** Draws a cross in a disc. */
function failure({ style }: Ink, x: number, { y, height }: RowBox): string {
  const middle = y + height / 2;
  return (
    element('circle', { cx: short(x), cy: short(middle), r: 6.5, fill: style.token('--bad') }) +
    element('path', {
      d: `M${short(x - 2.7)} ${short(middle - 2.7)}l5.4 5.4m0-5.4l-5.4 5.4`,
      fill: 'none',
      stroke: style.surface,
      'stroke-width': 1.6,
    })
  );
}

export const label = (text: string, attributes: Record<string, string | number>): string =>
  element('text', attributes, escapeXml(text));
