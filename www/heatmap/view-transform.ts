// The spaces of the heatmap and the ways between them. All pure.
//
//   frame    0..1 across and 0..1 down the square in which the picture is drawn (CSS points / size)
//   picture  column and row, real numbers: pixel (j, i) covers [j, j+1) × [i, i+1); row 0 is the bottom
//   plane    the complex plane, y upwards
//
// The first and last pixel of a row are sampled at the ends of the view's width, so that pixels are
// width / (n - 1) apart and the frame reaches half a pixel beyond the view on each side.

import type { View } from '../contract/view';

export interface Point {
  x: number;
  y: number;
}

/** Smallest width: below it neighbouring pixels have the same coordinates. */
export const MIN_WIDTH = 1e-13;
export const MAX_WIDTH = 8;
/** Limit of the centre's coordinates, beyond which there is nothing to see. */
export const MAX_CENTRE = 4;

/** The view of the lecture's picture. */
export const HOME: View = { x: 0, y: 0, width: 4 };

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

export function clampView(view: View): View {
  return {
    x: clamp(view.x, -MAX_CENTRE, MAX_CENTRE),
    y: clamp(view.y, -MAX_CENTRE, MAX_CENTRE),
    width: clamp(view.width, MIN_WIDTH, MAX_WIDTH),
  };
}

export function sameView(a: View, b: View): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width;
}

/** Returns the width of the frame in the plane, for pictures of n columns. */
export function span(view: View, n: number): number {
  return (view.width * n) / (n - 1);
}

export function frameToPlane(view: View, n: number, at: Point): Point {
  const s = span(view, n);
  return { x: view.x + s * (at.x - 0.5), y: view.y + s * (0.5 - at.y) };
}

export function planeToFrame(view: View, n: number, z: Point): Point {
  const s = span(view, n);
  return { x: (z.x - view.x) / s + 0.5, y: 0.5 - (z.y - view.y) / s };
}

export function frameToPicture(n: number, at: Point): Point {
  return { x: at.x * n, y: (1 - at.y) * n };
}

export function pictureToFrame(n: number, at: Point): Point {
  return { x: at.x / n, y: 1 - at.y / n };
}

/** Returns the pixel at a place of the frame, kept inside the picture. */
export function pixelAt(n: number, at: Point): { column: number; row: number } {
  const { x, y } = frameToPicture(n, at);
  return { column: clamp(Math.floor(x), 0, n - 1), row: clamp(Math.floor(y), 0, n - 1) };
}

/** Returns the number at which a pixel is sampled, by the formula of the kernel. */
export function pixelToPlane(view: View, n: number, column: number, row: number): Point {
  return {
    x: view.x - view.width / 2 + (column * view.width) / (n - 1),
    y: view.y - view.width / 2 + (row * view.width) / (n - 1),
  };
}

/** Makes the view `factor` times as wide about a place of the frame, whose number stays where it is. */
export function zoomAt(view: View, n: number, at: Point, factor: number): View {
  const width = clamp(view.width * factor, MIN_WIDTH, MAX_WIDTH);
  const change = ((view.width - width) * n) / (n - 1);
  return clampView({ x: view.x + change * (at.x - 0.5), y: view.y + change * (0.5 - at.y), width });
}

/** Moves the picture to the right and down, by a distance in frames. */
export function panBy(view: View, n: number, dx: number, dy: number): View {
  const s = span(view, n);
  return clampView({ x: view.x - s * dx, y: view.y + s * dy, width: view.width });
}

/**
 * Returns how to place a picture of the view `drawn` in a frame that shows `wanted`: scaled about its top left corner,
 * which is then moved by `dx` and `dy` frames.
 */
export function placement(drawn: View, wanted: View, n: number): { scale: number; dx: number; dy: number } {
  const scale = drawn.width / wanted.width;
  const s = span(wanted, n);
  // Subtracts the centres first: the differences are small, and exact when the views are close.
  return {
    scale,
    dx: (drawn.x - wanted.x) / s + (1 - scale) / 2,
    dy: (wanted.y - drawn.y) / s + (1 - scale) / 2,
  };
}
