// A run as a story: who does what and holds what, in its own time, from its trace alone. Pure.

import type { Section } from './lanes';
import { type History, historyOf } from './moment';
import { type Shared, withResourceLanes } from './resource-lanes';
import { restOf } from './rest';
import { type SpanTable, spansOf } from './spans';
import type { TraceTable } from './table';

/** A run as a story, in its own time. */
export interface Story {
  /** With the lanes of the resources. */
  table: TraceTable;
  spans: SpanTable;
  section: Section;
  history: History;
  shared: Shared;
  /** µs: the moment at which it comes to rest; null: its end. */
  rest: number | null;
  /** Moments at which something happens, µs, ascending. */
  moments: Float64Array;
}

/** `open`: it did not go to its end. */
export function storyOf(table: TraceTable, open: boolean): Story {
  const history = historyOf(table);
  const shared = withResourceLanes(history);
  const spans = spansOf(shared.table);
  const over = history.times.at(-1) ?? 0;
  const end = open ? Math.max(over, spans.end_time) : over;
  return {
    table: shared.table,
    spans,
    history,
    shared,
    section: { kind: 'film', index: 0, start: 0, end, span: -1, open },
    rest: restOf(spans, history.actors, end),
    moments: Float64Array.from(new Set(history.times)),
  };
}
