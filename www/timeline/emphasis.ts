// What lies over the timeline's lanes, and what it is asked to bring out: everything else on it is veiled. It draws itself, so that what is asked for
// by hand is loaded only then.

import { signal } from '@preact/signals';
import type { Geometry, LaneBox, RowBox } from './geometry';
import type { Style } from './palette';
import type { Viewport } from './viewport';

/** A piece that is marked, because the pointer is on it or on its columns in the picture. */
export interface Mark {
  lane: LaneBox;
  row: RowBox;
  piece: number;
}

/** What lies over the lanes. */
export interface Overlay {
  geometry: Geometry;
  view: Viewport;
  style: Style;
  mark: Mark | null;
  /** µs since the sections' start. */
  cursor: number | null;
  selection: { start: number; end: number } | null;
}

export interface Emphasis {
  /** Of what is brought out. */
  id: string;
  draw(ctx: CanvasRenderingContext2D, overlay: Overlay): void;
}

/** Belongs to the tracks that are shown; null where nothing is brought out. */
export const emphasis = signal<Emphasis | null>(null);
