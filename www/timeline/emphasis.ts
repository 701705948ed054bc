// Keeps what the timeline brings out; a veil covers everything else. The emphasis draws itself, so that its code is
// loaded only when a reader asks for it.

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

/** The data from which everything over the lanes is drawn. */
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
  /** Names what is brought out. */
  id: string;
  draw(ctx: CanvasRenderingContext2D, overlay: Overlay): void;
}

/** The emphasis of the shown tracks; null if nothing is brought out. */
export const emphasis = signal<Emphasis | null>(null);
