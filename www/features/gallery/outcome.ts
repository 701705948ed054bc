// Turns a preset's real outcome into shapes: a few numbers into paths of SVG. `scripts/outcomes.mjs` writes the
// numbers; damaged ones are left out or clipped. Pure.

import type { Stretch } from './stretch';

/** Highest step of a lane: how busy it was, from 0, as a digit for each stretch of the same length. */
export const TOP = 3;
/** Width of a drawing, in whose units points and stretches are given. */
export const WIDTH = 1000;
/** Cells of a small picture in either direction, each with one of sixteen colours. */
export const CELLS = 28;
/** Largest number of lanes, steps and points that are drawn. */
export const MOST = 64;
/** Largest number of stretches in a row: an event loop has a beat every 50 ms. */
const MOST_STRETCHES = 500;

/** A thumbnail has one of these three pictures. */
export interface Outcome {
  /** The headline: the measured result in words. */
  figure: string;
  /** For a loop: the steps of each worker's lane. */
  lanes?: readonly string[];
  /** With lanes: the number of the small picture that the loop filled in. */
  picture?: number;
  /** With a picture: the thread that computed each of its columns, in base 36. */
  owners?: string;
  /** Time that the drawing spans: the scale of lanes and rows. */
  span?: string;
  /** For a study: the speed-up at each value. */
  points?: readonly number[];
  /** For a study: the first and the last value. */
  ends?: readonly string[];
  /** For a story: what each participant did when, in groups. */
  rows?: readonly Row[];
}

/** Numbers of a row: its group, then `from`, `to` and the index in `STRETCHES` of each stretch. */
export type Row = readonly number[];

const finite = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const clip = (value: number, most: number): number => Math.min(Math.max(value, 0), most);

/** Rounds to two decimals, which are finer than any screen. */
const short = (value: number): string => String(Math.round(value * 100) / 100);

/** Returns the closed outline of a lane's steps, one unit wide each, `TOP` high. Equal neighbours become one step. */
export function stepsPath(steps: string): string {
  let path = `M0 ${TOP}`;
  const levels = Array.from(steps.slice(0, MOST), (digit) => clip(Number.parseInt(digit, 10) || 0, TOP));
  levels.forEach((level, i) => {
    if (level !== levels[i - 1]) path += `V${TOP - level}`;
    if (level !== levels[i + 1]) path += `H${i + 1}`;
  });
  return `${path}V${TOP}z`;
}

/** Returns the number of steps of the longest lane; at least one. */
export const stepsOf = (lanes: readonly string[]): number =>
  Math.max(1, ...lanes.map(({ length }) => Math.min(length, MOST)));

/** Returns stretches of columns with one owner: first column, number of columns, thread. */
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
  /** Path from point to point. */
  line: string;
  /** Path of a line of no length at each point. Its round ends make it a dot, however the drawing is stretched. */
  dots: string;
  /** Height at which nothing is gained or lost; null if that is outside the drawing. */
  one: number | null;
  /** The largest value, and its height. */
  most: number;
  top: number;
}

/** Plots speed-ups on `WIDTH` × `height`, with room for the dots; null if there are too few. */
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

/** Returns a row's stretches, clipped to the width, with their kinds from `STRETCHES`. */
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

/** Returns the colours of a small picture, 0 to 1 along the palette, row by row; null if the text is not a picture. */
export function cellsOf(base64: string): number[] | null {
  try {
    const bytes = atob(base64);
    if (bytes.length !== (CELLS * CELLS) / 2) return null;
    return Array.from(bytes).flatMap((byte) => [byte.charCodeAt(0) >> 4, byte.charCodeAt(0) & 15].map((v) => v / 15));
  } catch {
    return null;
  }
}
