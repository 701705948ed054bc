// Work and span of a run, from its trace, and the bound that follows for any schedule that leaves no
// thread idle without need (Graham 1966, Brent 1974): T ≤ T₁/k + T∞. Pure; times in ms.

import { representative, rowsInSection, sections } from '../trace/lanes';
import { kindOf, type SpanTable, stateAround } from '../trace/spans';

export interface Bounds {
  /** T₁: time in chunks, of all threads together. */
  work: number;
  /** T∞: the longest chunk. Chunks of a loop need nothing from each other, so no chain is longer. */
  span: number;
  /** T₁/T∞: more threads than this could not all be busy. */
  parallelism: number;
  threads: number;
  /** T₁/k + T∞. */
  greedy: number;
  /** max(T₁/k, T∞): no schedule can be faster. */
  least: number;
  /** What the repeat took. */
  measured: number;
  chunks: number;
}

/** The bounds of the trace's representative repeat; null where it has no work. */
export function boundsOf(spans: SpanTable): Bounds | null {
  const all = sections(spans);
  const section = representative(all, 'repeat');
  if (!section || section.open) return null;
  let work = 0;
  let span = 0;
  let chunks = 0;
  let threads = 0;
  spans.lanes.forEach((lane, index) => {
    if (lane.role === 'page') return;
    if (lane.role === 'worker') threads++;
    for (const row of rowsInSection(spans, index, section)) {
      if (kindOf(spans.labels, spans.label[row] as number) !== 'work' || stateAround(spans, row) === 'work') continue;
      const length = ((spans.end[row] as number) - (spans.start[row] as number)) / 1e3;
      work += length;
      span = Math.max(span, length);
      chunks++;
    }
  });
  if (!(work > 0) || !(span > 0)) return null;
  const crew = Math.max(1, threads);
  return {
    work,
    span,
    parallelism: work / span,
    threads: crew,
    greedy: work / crew + span,
    least: Math.max(work / crew, span),
    measured: (section.end - section.start) / 1e3,
    chunks,
  };
}
