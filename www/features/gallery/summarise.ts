// Reduces a finished run to the few numbers that its thumbnail is drawn from. Not part of the page:
// `scripts/outcomes.mjs` uses it to write the gallery's outcomes. Pure.

import { halved } from '../../link/encode';
import { completed } from '../../link/names';
import { timelineOf } from '../../link/strips';
import { count, duration, factor, significant } from '../../text/format';
import { paletteColour } from '../../text/palettes';
import { type SpanTable, sections, shownSection, spansOf } from '../../trace/lanes';
import { replayOf } from '../../trace/replay';
import type { TraceTable } from '../../trace/table';
import { CELLS, type Outcome, type Row, WIDTH } from './outcome';
import { STRETCHES, type Stretch } from './stretch';

/** Data that the script has read from the page. */
export interface Finished {
  link: string;
  /** Template of the headline: `{speedup}` stands for the metric of that name. */
  figure: string;
  metrics: Record<string, number>;
  table: TraceTable;
  /** Number of columns of the picture; 0 if there is none. */
  columns: number;
}

export function summarise({ link, figure, metrics, table, columns }: Finished): Outcome {
  const headline = figure.replace(/\{(\w+)\}/g, (_, name: string) => words(name, metrics[name]));
  if (/[?&]sweep=/.test(link)) return { figure: headline, ...studyOf(metrics) };
  const spans = spansOf(table);
  // Scripts are told names and values; what these are the page knows of links and files of before.
  const told = completed(Object.entries(metrics).map(([name, value]) => ({ name, value })));
  const section = shownSection(sections(spans), 'repeat', told);
  if (!section) return { figure: headline, ...rowsOf(spans) };
  const timeline = timelineOf(spans, section);
  const workers = timeline?.lanes.filter(({ thread }) => thread !== null) ?? [];
  const { length } = workers;
  const half = timeline && length > 8 ? halved(timeline) : timeline;
  const coarse = (half && length > 16 ? halved(half) : half)?.lanes ?? [];
  const lanes = coarse.filter(({ thread }) => thread !== null).map(({ levels }) => levels.join(''));
  const span = duration((section.end - section.start) / 1000);
  if (columns === 0) return { figure: headline, lanes, span };
  const { owner } = replayOf(spans, section, columns);
  const owners = Array.from({ length: CELLS }, (_, i) =>
    Math.max(0, (owner[Math.floor(((i + 0.5) * columns) / CELLS)] ?? 2) - 2).toString(36),
  );
  return { figure: headline, lanes, span, owners: owners.join('') };
}

/** Writes a metric in the unit that its name ends with. */
function words(name: string, value: number | undefined): string {
  if (value === undefined && name === 'speedup') return 'withheld';
  if (value === undefined) throw new Error(`The run has no metric ${name}.`);
  if (/speedup/.test(name)) return `${factor(value)}×`;
  if (name.endsWith('_s')) return `${value.toFixed(1)} s`;
  if (name.endsWith('_ms')) return duration(value);
  return Number.isInteger(value) ? count(value) : significant(value);
}

/**
 * Returns the points of a study. Metrics such as `speedup:4` keep the order of the sweep; bare integers as keys would
 * be sorted.
 */
function studyOf(metrics: Record<string, number>): Pick<Outcome, 'points' | 'ends'> {
  const all = Object.entries(metrics).flatMap(([name, value]) => {
    const at = /^speedup:(.+)$/.exec(name)?.[1];
    return at === undefined ? [] : [{ at, value: Math.round(value * 1000) / 1000 }];
  });
  return { points: all.map(({ value }) => value), ends: [all[0]?.at ?? '', all.at(-1)?.at ?? ''] };
}

/** Returns the rows of a run that is no loop: all participants, the films of a comparison one after the other. */
function rowsOf(spans: SpanTable): Pick<Outcome, 'rows' | 'span'> {
  const tracks: string[] = [];
  const lanes = spans.lanes.flatMap(({ role, track }, lane) => {
    if (role !== 'task' && role !== 'worker') return [];
    const found = stretchesIn(spans, lane);
    if (found.length === 0) return [];
    // Cooks on real threads have no track; they belong to the film in the middle.
    return [{ track: role === 'worker' ? 'threads' : (track ?? ''), found }];
  });
  for (const name of ['sequential', 'threads', 'async'])
    if (lanes.some(({ track }) => track === name)) tracks.push(name);
  const begin = Math.min(...lanes.flatMap(({ found }) => found.map(({ start }) => start)));
  const end = Math.max(...lanes.flatMap(({ found }) => found.map(({ end }) => end)));
  const place = (time: number): number => Math.round((WIDTH * (time - begin)) / (end - begin));
  const rows = lanes
    .map(
      ({ track, found }): Row => [
        Math.max(0, tracks.indexOf(track)),
        ...found.flatMap(({ start, end, kind }) => [place(start), place(end), STRETCHES.indexOf(kind)]),
      ],
    )
    .sort((a, b) => (a[0] as number) - (b[0] as number));
  return { rows, span: duration((end - begin) / 1000) };
}

function stretchesIn(spans: SpanTable, lane: number): { start: number; end: number; kind: Stretch }[] {
  const found: { start: number; end: number; kind: Stretch }[] = [];
  for (let row = spans.laneRows[lane] as number; row < (spans.laneRows[lane + 1] as number); row++) {
    const label = spans.labels[spans.label[row] as number];
    const start = spans.start[row] as number;
    const end = spans.end[row] as number;
    // A poll of an event loop is a moment: the work that it begins is recorded too.
    if (!label || label.act === 'turn' || (end - start) * 300 < spans.end_time) continue;
    if (label.kind === 'work' || label.kind === 'passive' || label.kind === 'wait' || label.kind === 'blocked') {
      found.push({ start, end, kind: label.kind });
    }
  }
  const { instants } = spans;
  for (let i = 0; i < instants.count; i++) {
    const label = spans.labels[instants.label[i] as number];
    const time = instants.time[i] as number;
    const kind = label?.act === 'fails' ? 'failed' : label?.argument === 'late' ? 'beat' : null;
    if (kind !== null && instants.lane[i] === lane) found.push({ start: time, end: time, kind });
  }
  return found;
}

/** Packs a picture as painted on the page, RGBA of `CELLS` × `CELLS`, into the text that `cellsOf` reads. */
export function packPicture(rgba: ArrayLike<number>): string {
  const colours = Array.from({ length: 16 }, (_, i) => paletteColour('spectral', false, i / 15));
  const nearest = (at: number): number => {
    const off = colours.map((colour) => colour.reduce((sum, c, i) => sum + (c - (rgba[4 * at + i] as number)) ** 2, 0));
    return off.indexOf(Math.min(...off));
  };
  const bytes = Array.from({ length: (CELLS * CELLS) / 2 }, (_, i) => nearest(2 * i) * 16 + nearest(2 * i + 1));
  return btoa(String.fromCharCode(...bytes));
}
