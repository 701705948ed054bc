// How long spans of a lane took, and for how long it was busy. Pure; times in µs.

import { kindOf, type SpanTable, stateAround } from './spans';
import type { Kind } from './table';

export interface Durations {
  count: number;
  min: number;
  median: number;
  max: number;
}

/**
 * Returns the µs within [start, end] during which the innermost span that is not control was of this kind. `rows` are
 * rows of one lane. So a wait inside a chunk is not counted as work, and work inside work only once.
 */
export function busyBetween(
  spans: SpanTable,
  rows: ArrayLike<number>,
  counted: Kind,
  start: number,
  end: number,
): number {
  let busy = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const kind = kindOf(spans.labels, spans.label[row] as number);
    if (kind === 'control') continue;
    const overlap = Math.min(spans.end[row] as number, end) - Math.max(spans.start[row] as number, start);
    if (overlap <= 0) continue;
    const around = stateAround(spans, row);
    if (kind === counted && around !== counted) busy += overlap;
    else if (kind !== counted && around === counted) busy -= overlap;
  }
  return busy;
}

export function durationsOf(values: readonly number[] | Float64Array): Durations | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return {
    count: sorted.length,
    min: sorted[0] as number,
    median: sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2,
    max: sorted.at(-1) as number,
  };
}
