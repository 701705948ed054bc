// What an instrument that draws a trace is given: a stretch of it, with what is particular about it. Types only.

import type { Section, ShownLane } from './lanes';
import type { SpanTable } from './spans';
import type { TraceTable } from './table';

export interface Track {
  /** `sequential` is drawn as a reference. */
  id: string;
  title: string;
  spans: SpanTable;
  section: Section;
  table: TraceTable;
  /** What chunks are counted in, one of it; columns where it is missing. */
  item?: string;
  /** The lanes to show, in this order; all of them where it is left out. */
  lanes?: readonly ShownLane[];
  /** How its spans look, where they are no chunks of columns. */
  look?: SpanLook;
}

/** What is particular about the spans of a scenario; each is asked for a row of the span table. */
export interface SpanLook {
  /** Written into the span where there is room. */
  text(row: number): string;
  /** CSS variable of its colour; null: that of the lane. */
  colour(row: number): string | null;
  /** What can be said of it beside its times. */
  facts(row: number): [string, string][];
}
