// The timeline as a standalone SVG: the tracks, lanes, names, axis and legend that are on the page, in the page's
// present colours. What is where comes from geometry.ts and lod.ts, as for the canvas; of each row, everything of one
// colour is one path, so that the number of elements depends on the lanes and the width, never on the spans.

import { element, escapeXml, short } from '../exports/xml';
import { SHAPES, type Shape, shapeNumber } from '../trace/lanes';
import { lowerBound } from '../trace/spans';
import type { SelectionStats } from '../trace/stats';
import { percent, shortTime } from './format';
import { type LaneBox, NAMED_HEIGHT, type RowBox, RULER_HEIGHT, TITLE_HEIGHT } from './geometry';
import { IS_BUSY, walkRow } from './lod';
import { type Model, statsOf } from './model';
import type { OnScreen } from './on-screen';
import { colourVariable, type Style, TEXTURE, type Texture } from './palette';
import { ticksFor } from './ticks';
import { deviceScale, timeToCss, type Viewport, withWidth } from './viewport';

const WIDTH = 1200;
const MARGIN = 16;
const HEAD = 150;
const TITLE = 44;
const LEGEND = 26;
const FOOT = 30;
/** Spans narrower than this are merged, px. */
const LEAST = 1;
const PASSIVE = shapeNumber('passive');

export interface About {
  title: string;
  link: string;
}

type Colours = Pick<Style, 'ink' | 'muted' | 'line' | 'surface' | 'accent' | 'fill' | 'token' | 'textOn'>;

export function timelineSvg({ model, view: shown, by, legend }: OnScreen, about: About, style: Colours): string {
  const view = withWidth(shown, WIDTH - HEAD - 2 * MARGIN);
  const top = TITLE + LEGEND + RULER_HEIGHT;
  const height = top + model.geometry.height + FOOT;
  const ink = new Ink(style);
  const stats = statsOf(model, null);
  const plot = [
    grid(model, view, style),
    ...model.geometry.tracks.flatMap((track) => track.lanes.flatMap((lane) => drawLane(model, lane, view, ink))),
    ...model.geometry.tracks.map((track) => {
      const first = track.lanes[0];
      const last = track.lanes.at(-1);
      const x = timeToCss(view, track.length);
      if (!first || !last || x < 0 || x > view.width) return '';
      return element('path', { d: `M${short(x)} ${short(first.y)}V${short(last.y + last.height)}`, stroke: style.ink });
    }),
  ];
  const left = MARGIN + HEAD;
  const body = [
    element('rect', { width: WIDTH, height, fill: style.surface }),
    label(about.title, { x: MARGIN, y: 30, 'font-size': 18, 'font-weight': 600, fill: style.ink }),
    drawLegend(legend, ink),
    group(left, TITLE + LEGEND, ruler(view, style)),
    group(MARGIN, top, heads(model, stats, by, style)),
    element('g', { transform: `translate(${left} ${top})`, 'clip-path': 'url(#plot)' }, plot),
    label(shorten(about.link, WIDTH - 2 * MARGIN, 5.6), { x: MARGIN, y: height - 12, 'font-size': 10, fill: style.muted }),
  ];
  const defs = element('defs', {}, [
    element('clipPath', { id: 'plot' }, element('rect', { width: view.width, height: model.geometry.height })),
    ...ink.patterns(),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: WIDTH,
      height,
      viewBox: `0 0 ${WIDTH} ${short(height)}`,
      role: 'img',
      'aria-labelledby': 'title desc',
      'font-family': 'system-ui, -apple-system, Segoe UI, Roboto, sans-serif',
    },
    [
      element('title', { id: 'title' }, escapeXml(`${about.title}: timeline`)),
      element('desc', { id: 'desc' }, escapeXml(describe(model, stats))),
      element('metadata', {}, escapeXml(about.link)),
      defs,
      ...body,
    ],
  )}\n`;
}

/** The same in words. */
function describe(model: Model, stats: readonly SelectionStats[]): string {
  const tracks = model.geometry.tracks.map((track, i) => {
    const lanes = track.lanes.map(({ lane }, j) => `${lane.info.name} ${percent(stats[i]?.lanes[j]?.share ?? 0)}`);
    return `${model.tracks[i]?.title}, ${shortTime(track.length)}; busy: ${lanes.join(', ')}.`;
  });
  return tracks.join(' ');
}

/** Fills, and the patterns that have been needed. */
class Ink {
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

/** Rectangles of one row by how they are painted. */
class Paths {
  readonly #paths = new Map<string, string[]>();

  rect(paint: string, x0: number, x1: number, y: number, height: number): void {
    const list = this.#paths.get(paint) ?? [];
    list.push(`M${short(x0)} ${short(y)}H${short(x1)}v${short(height)}H${short(x0)}z`);
    this.#paths.set(paint, list);
  }

  /** `paint` is attributes as XML. */
  elements(): string[] {
    return [...this.#paths].map(([paint, list]) => `<path d="${list.join('')}" ${paint}/>`);
  }
}

const fill = (colour: string, more = ''): string => `fill="${escapeXml(colour)}"${more}`;

function drawLane(model: Model, lane: LaneBox, view: Viewport, ink: Ink): string[] {
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

/** Moments, as many as can be told apart, in one path. */
function instants(model: Model, lane: LaneBox, view: Viewport, ink: Ink): string {
  const track = model.tracks[lane.track];
  const box = lane.rows.find((row) => row.row.role === 'main');
  if (!track || !box) return '';
  const { instants: all } = track.spans;
  const from = lowerBound(all.lane, 0, all.count, lane.lane.lane);
  const to = lowerBound(all.lane, from, all.count, lane.lane.lane + 1);
  const marks: string[] = [];
  let free = 0;
  for (let i = lowerBound(all.time, from, to, track.section.start + view.start); i < to; i++) {
    const x = timeToCss(view, (all.time[i] as number) - track.section.start);
    if (x > view.width) break;
    if (x < free) continue;
    free = x + 3;
    marks.push(`M${short(x - 3)} ${short(box.y)}h6l-3 4.8z`);
  }
  return marks.length > 0 ? element('path', { d: marks.join(''), fill: ink.style.ink }) : '';
}

function grid(model: Model, view: Viewport, style: Colours): string {
  const lines: string[] = [];
  for (const { x, label: text } of ticksFor(view).list) {
    if (text === null) continue;
    for (const track of model.geometry.tracks) {
      lines.push(`M${short(x)} ${short(track.y + TITLE_HEIGHT)}V${short(track.y + track.height - 10)}`);
    }
  }
  return element('path', { d: lines.join('') || 'M0 0', stroke: style.line, opacity: 0.55 });
}

function ruler(view: Viewport, style: Colours): string[] {
  const bottom = RULER_HEIGHT;
  const parts = [element('path', { d: `M0 ${bottom - 0.5}H${short(view.width)}`, stroke: style.line })];
  for (const { x, label: text } of ticksFor(view).list) {
    const tall = text === null ? 4 : 8;
    parts.push(
      element('path', { d: `M${short(x)} ${bottom}v-${tall}`, stroke: text === null ? style.line : style.muted }),
    );
    if (text === null) continue;
    const half = text.length * 3;
    const at = Math.min(Math.max(x, half), view.width - half);
    parts.push(label(text, { x: at, y: bottom - 12, 'font-size': 10.5, 'text-anchor': 'middle', fill: style.muted }));
  }
  return parts;
}

function heads(model: Model, stats: readonly SelectionStats[], by: OnScreen['by'], style: Colours): string[] {
  return model.geometry.tracks.flatMap((track, i) => {
    const title = `${model.tracks[i]?.title}, ${shortTime(track.length)}`;
    const parts = [label(title, { x: 0, y: track.y + 19, 'font-size': 12.5, 'font-weight': 600, fill: style.ink })];
    const folded = track.lanes.filter(({ height }) => height < NAMED_HEIGHT);
    track.lanes.forEach((box, j) => {
      const { info } = box.lane;
      const middle = box.y + box.height / 2;
      const colour = style.token(colourVariable(info, info.role === 'page' ? 'frame' : 'work', by));
      parts.push(
        element('rect', {
          x: 0,
          y: middle - Math.min(8, box.height) / 2,
          width: 8,
          height: Math.min(8, box.height),
          fill: colour,
        }),
      );
      const share = percent(stats[i]?.lanes[j]?.share ?? 0);
      const common = { y: middle + 3.8, 'font-size': 11 };
      if (box.height >= NAMED_HEIGHT) {
        parts.push(label(shorten(info.name, HEAD - 66, 6), { x: 14, ...common, fill: style.ink }));
        parts.push(label(share, { x: HEAD - 10, ...common, 'text-anchor': 'end', fill: style.muted }));
      } else if (box === folded[folded.length >> 1]) {
        parts.push(label(`${folded.length} threads`, { x: 14, ...common, fill: style.muted }));
      }
    });
    return parts;
  });
}

function drawLegend(legend: OnScreen['legend'], ink: Ink): string {
  const { style } = ink;
  let x = 0;
  const parts = legend.flatMap(({ shape, text }) => {
    const at = x;
    x += 30 + text.length * 6.4 + 14;
    return [key(shape, at, ink), label(text, { x: at + 26, y: 10, 'font-size': 11, fill: style.muted })];
  });
  return group(MARGIN, TITLE, parts);
}

function key(shape: string, x: number, ink: Ink): string {
  const { style } = ink;
  const box = { x, y: 0, width: 20, height: 12 };
  switch (shape) {
    case 'work':
      return element('rect', { ...box, fill: style.muted });
    case 'passive':
      return element('rect', { ...box, fill: style.muted, 'fill-opacity': 0.2, stroke: style.muted });
    case 'waking':
      return element('rect', { ...box, fill: ink.texture('dots', style.muted) });
    case 'wait':
      return element('rect', { ...box, fill: ink.texture('hatch', style.muted) });
    case 'blocked':
      return element('rect', { ...box, fill: ink.texture('cross', style.token('--bad')) });
    case 'control':
      return element('path', { d: `M${short(x + 0.5)} 9V3.5h19V9`, stroke: style.muted, fill: 'none' });
    default:
      return element('path', { d: `M${short(x)} 6h20`, stroke: style.muted });
  }
}

const group = (x: number, y: number, children: string | readonly string[]): string =>
  element('g', { transform: `translate(${short(x)} ${short(y)})` }, children);

const label = (text: string, attributes: Record<string, string | number>): string =>
  element('text', attributes, escapeXml(text));

/** As much of a text as there is room for, with characters of so many px. */
function shorten(text: string, room: number, each: number): string {
  const most = Math.max(1, Math.floor(room / each));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
