// Writes the timeline as a standalone SVG: the tracks, lanes, names, axis and legend that are on the page, in the
// page's present colours. geometry.ts says where everything is, as for the canvas; svg-lanes.ts draws the rows.

import { element, escapeXml, short, shorten } from '../files/xml';
import type { SelectionStats } from '../trace/stats';
import { NAMED_HEIGHT, RULER_HEIGHT } from './geometry';
import { type Model, statsOf } from './model';
import type { OnScreen } from './on-screen';
import { colourVariable } from './palette';
import { type Colours, drawLane, Ink, label } from './svg-lanes';
import { ticksFor } from './ticks';
import { timeToCss, type Viewport, withWidth } from './viewport';
import { percent, shortTime } from './wording';

const WIDTH = 1200;
const MARGIN = 16;
const HEAD = 150;
const TITLE = 44;
const LEGEND = 26;
const FOOT = 30;

export interface About {
  title: string;
  link: string;
}

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
    label(shorten(about.link, WIDTH - 2 * MARGIN, 5.6), {
      x: MARGIN,
      y: height - 12,
      'font-size': 10,
      fill: style.muted,
    }),
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

/** Describes the timeline in words. */
function describe(model: Model, stats: readonly SelectionStats[]): string {
  const tracks = model.geometry.tracks.map((track, i) => {
    const lanes = track.lanes.map(({ lane }, j) => `${lane.info.name} ${percent(stats[i]?.lanes[j]?.share ?? 0)}`);
    return `${model.tracks[i]?.title}, ${shortTime(track.length)}; busy: ${lanes.join(', ')}.`;
  });
  return tracks.join(' ');
}

function grid(model: Model, view: Viewport, style: Colours): string {
  const lines: string[] = [];
  for (const { x, label: text } of ticksFor(view).list) {
    if (text === null) continue;
    for (const track of model.geometry.tracks) {
      lines.push(`M${short(x)} ${short(track.y + track.title)}V${short(track.y + track.height - track.gap)}`);
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
    const parts = [
      label(title, {
        x: 0,
        y: track.y + Math.min(19, track.title - 4),
        'font-size': 12.5,
        'font-weight': 600,
        fill: style.ink,
      }),
    ];
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
      return element('rect', { ...box, fill: ink.texture('cross', style.token('--warn')) });
    case 'failed':
      return element('circle', { cx: x + 10, cy: 6, r: 6, fill: style.token('--bad') });
    case 'control':
      return element('path', { d: `M${short(x + 0.5)} 9V3.5h19V9`, stroke: style.muted, fill: 'none' });
    default:
      return element('path', { d: `M${short(x)} 6h20`, stroke: style.muted });
  }
}

const group = (x: number, y: number, children: string | readonly string[]): string =>
  element('g', { transform: `translate(${short(x)} ${short(y)})` }, children);
