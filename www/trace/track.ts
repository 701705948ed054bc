// What an instrument draws of a trace: a section, and what is special about it. Types only.

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
  /** What chunks are counted in, in the singular; columns where it is missing. */
  item?: string;
  /** The lanes to show, in this order; all lanes where it is missing. */
  lanes?: readonly ShownLane[];
  /** How its spans look if they are not chunks of columns. */
  look?: SpanLook;
}

/** What is special about the spans of a scenario; each function gets a row of the span table. */
export interface SpanLook {
  /** Text in the span, if there is room. */
  text(row: number): string;
  /** CSS variable of its colour; null: the lane's colour. */
  colour(row: number): string | null;
  /** Further information on it, beside its times. */
  facts(row: number): [string, string][];
}
