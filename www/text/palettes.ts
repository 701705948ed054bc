// Palettes as look-up tables: the count of a pixel (a byte) → a colour, packed in the byte order of ImageData.
// Recolouring a picture takes another table for the same bytes, and computes nothing again.

import hexadecimal from '../generated/palettes.json';

export type PaletteName = 'spectral' | 'viridis' | 'turbo' | 'greys';
/** How the scale places a count between the palette's ends. */
export type ScaleName = 'linear' | 'sqrt' | 'log';

export interface PaletteChoice {
  name: PaletteName;
  reversed: boolean;
  scale: ScaleName;
}

export const PALETTES: readonly { name: PaletteName; label: string }[] = [
  { name: 'spectral', label: 'Spectral' },
  { name: 'viridis', label: 'Viridis' },
  { name: 'turbo', label: 'Turbo' },
  { name: 'greys', label: 'Greys' },
];

export const SCALES: readonly { name: ScaleName; label: string; help: string }[] = [
  { name: 'linear', label: 'Linear', help: 'Colour in proportion to the count' },
  { name: 'sqrt', label: 'Square root', help: 'Small counts are told apart better' },
  { name: 'log', label: 'Logarithmic', help: 'Equal ratios of counts are equal steps of colour' },
];

/** Most points of a Julia set escape within a few steps: on a linear scale all of them would have one colour. */
export const DEFAULT_PALETTE: PaletteChoice = { name: 'spectral', reversed: false, scale: 'log' };

export type Rgb = readonly [red: number, green: number, blue: number];

/** Colours of a palette; `scripts/palettes.mjs` makes them when the page is built. */
const COLOURS = 86;

/** Returns the colour at t = 0..1 of a palette, interpolated between two of its colours. */
export function paletteColour(name: PaletteName, reversed: boolean, t: number): Rgb {
  const clamped = Math.max(0, Math.min(1, t));
  const place = (reversed ? 1 - clamped : clamped) * (COLOURS - 1);
  const before = Math.min(Math.floor(place), COLOURS - 2);
  const component = (i: number): number => {
    const at = (colour: number): number => Number.parseInt(hexadecimal[name].slice(6 * colour + 2 * i).slice(0, 2), 16);
    return Math.round(at(before) + (at(before + 1) - at(before)) * (place - before));
  };
  return [component(0), component(1), component(2)];
}

/** Returns where the count lies on the scale, 0..1; increases with the count, from 0 at 0 to 1 at maxIter. */
export function scalePosition(scale: ScaleName, count: number, maxIter: number): number {
  const share = Math.max(0, Math.min(1, count / maxIter));
  if (scale === 'sqrt') return Math.sqrt(share);
  if (scale === 'log') return Math.log1p(share * maxIter) / Math.log1p(maxIter);
  return share;
}

/** Returns an opaque colour as ImageData's four bytes read as one little-endian word. */
export function packRgb([red, green, blue]: Rgb): number {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}

export function unpackRgb(word: number): Rgb {
  return [word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff];
}

/** Returns 256 colours, one for each value of a byte; counts beyond maxIter take the last colour. */
export function countTable(maxIter: number, scale: ScaleName, colour: (t: number) => Rgb): Uint32Array {
  const table = new Uint32Array(256);
  for (let count = 0; count < 256; count++) {
    table[count] = packRgb(colour(scalePosition(scale, count, maxIter)));
  }
  return table;
}

export function paletteTable(choice: PaletteChoice, maxIter: number): Uint32Array {
  return countTable(maxIter, choice.scale, (t) => paletteColour(choice.name, choice.reversed, t));
}

/** Returns a CSS gradient through a colour function, evenly in t. */
export function cssGradient(colour: (t: number) => Rgb, direction = 'to right', stops = 24): string {
  const list = Array.from({ length: stops }, (_, i) => `rgb(${colour(i / (stops - 1)).join(' ')})`);
  return `linear-gradient(${direction}, ${list.join(', ')})`;
}

/** Returns the counts that get a number beside the colour bar, with their places on it; always both ends. */
export function legendMarks(scale: ScaleName, maxIter: number, room = 6): { count: number; at: number }[] {
  const candidates: number[] = [];
  if (scale === 'log') {
    for (let decade = 1; decade <= maxIter; decade *= 10) candidates.push(decade, 2 * decade, 5 * decade);
  } else {
    const rough = maxIter / room;
    const decade = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
    const step = Math.max(1, [1, 2, 5, 10].map((m) => m * decade).find((s) => s >= rough) ?? rough);
    for (let count = step; count < maxIter; count += step) candidates.push(count);
  }
  const marks = [{ count: 0, at: 0 }];
  const gap = 0.6 / room;
  for (const count of candidates) {
    const at = scalePosition(scale, count, maxIter);
    if (count < maxIter && at - (marks.at(-1)?.at ?? 0) >= gap && 1 - at >= gap) marks.push({ count, at });
  }
  marks.push({ count: maxIter, at: 1 });
  return marks;
}
