// What the gallery knows of a preset's real outcome, and how that becomes shapes: a few numbers in, paths of SVG
// out. `scripts/outcomes.mjs` wrote them down; whatever is damaged in them is left out or clipped, never drawn. Pure.

import type { Stretch } from './stretch';

/** Steps of a lane: how busy it was, 0 to `TOP`, a digit for each stretch of the same length. */
export const TOP = 3;
/** Points and stretches are given in thousandths of the width. */
export const WIDTH = 1000;
/** Cells of a small picture in either direction, each with one of sixteen colours. */
export const CELLS = 28;
/** Most lanes, steps and points that are drawn. */
export const MOST = 64;
/** Most stretches of a row: an event loop has a beat every 50 ms. */
const MOST_STRETCHES = 500;

/** A thumbnail has one of these three pictures. */
export interface Outcome {
  /** The headline: what was measured, in words. */
  figure: string;
  /** A loop: for each worker's lane its steps. */
  lanes?: readonly string[];
  /** With lanes: number of the small picture that the loop filled in. */
  picture?: number;
  /** With a picture: for each of its columns the thread that computed it, in base 36. */
  owners?: string;
  /** How long what is drawn takes: the scale of lanes and rows. */
  span?: string;
  /** A study: speed-up at each value. */
  points?: readonly number[];
  /** The first and the last of the values. */
  ends?: readonly string[];
  /** Something that takes its time: for each of those who take part, in groups, what they did when. */
  rows?: readonly Row[];
}

/** The group, then `from`, `to` and `STRETCHES` number, again and again. */
export type Row = readonly number[];

const finite = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const clip = (value: number, most: number): number => Math.min(Math.max(value, 0), most);

/** Two digits after the point are finer than any screen. */
const short = (value: number): string => String(Math.round(value * 100) / 100);

/** A closed outline of a lane's steps, one unit wide each, `TOP` high. Equal neighbours are one step. */
export function stepsPath(steps: string): string {
  let path = `M0 ${TOP}`;
  const levels = Array.from(steps.slice(0, MOST), (digit) => clip(Number.parseInt(digit, 10) || 0, TOP));
  levels.forEach((level, i) => {
    if (level !== levels[i - 1]) path += `V${TOP - level}`;
    if (level !== levels[i + 1]) path += `H${i + 1}`;
  });
  return `${path}V${TOP}z`;
}

/** How many steps the longest lane has; at least one. */
export const stepsOf = (lanes: readonly string[]): number =>
  Math.max(1, ...lanes.map(({ length }) => Math.min(length, MOST)));

/** Stretches of columns with one owner: first column, number of columns, thread. */
export function runsOf(owners: string): [from: number, count: number, thread: number][] {
  const runs: [number, number, number][] = [];
  Array.from(owners.slice(0, CELLS), (digit) => Number.parseInt(digit, 36)).forEach((thread, i) => {
    const last = runs.at(-1);
    if (!Number.isInteger(thread)) return;
    if (last?.[2] === thread && last[0] + last[1] === i) last[1]++;
    else runs.push([i, 1, thread]);
  });
  return runs;
}

export interface Plot {
  /** From point to point. */
  line: string;
  /** A line of no length at each point: with round ends it is a dot, however the drawing is stretched. */
  dots: string;
  /** Height at which nothing is gained or lost; null where that is out of the picture. */
  one: number | null;
  /** The largest value, and its height. */
  most: number;
  top: number;
}

/** Speed-ups over a plane of `WIDTH` × `height`, with room for the dots; null where there are too few. */
export function plotOf(points: readonly unknown[], height: number): Plot | null {
  const values = points.filter(finite).slice(0, MOST);
  if (values.length < 2) return null;
  const most = Math.max(1, ...values);
  const y = (value: number): number => height * (0.9 - 0.78 * clip(value / most, 1));
  const at = (value: number, i: number): string =>
    `${short(WIDTH * (0.05 + (0.9 * i) / (values.length - 1)))} ${short(y(value))}`;
  return {
    line: `M${values.map(at).join('L')}`,
    dots: values.map((value, i) => `M${at(value, i)}h0`).join(''),
    one: Math.round(y(1) * 100) / 100,
    most: Math.max(...values),
    top: Math.round(y(Math.max(...values)) * 100) / 100,
  };
}

/** A row's stretches, within the width and in words of `STRETCHES`. */
export function stretchesOf(row: Row, kinds: readonly Stretch[]): { from: number; to: number; kind: Stretch }[] {
  const found: { from: number; to: number; kind: Stretch }[] = [];
  for (let i = 1; i + 2 < row.length && found.length < MOST_STRETCHES; i += 3) {
    const [from, to, number] = [row[i], row[i + 1], row[i + 2]];
    const kind = kinds[number as number];
    if (!finite(from) || !finite(to) || !kind) continue;
    found.push({ from: clip(from, WIDTH), to: clip(Math.max(from, to), WIDTH), kind });
  }
  return found;
}

/** Colours of a small picture, 0 to 1 along the palette, row by row; null where the text is none of them. */
export function cellsOf(base64: string): number[] | null {
  try {
    const bytes = atob(base64);
    if (bytes.length !== (CELLS * CELLS) / 2) return null;
    return Array.from(bytes).flatMap((byte) => [byte.charCodeAt(0) >> 4, byte.charCodeAt(0) & 15].map((v) => v / 15));
  } catch {
    return null;
  }
}
