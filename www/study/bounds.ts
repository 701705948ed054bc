// Work and span, from recorded runs, and the bound that follows for any schedule that leaves no thread idle without need
// (Graham 1966, Brent 1974): T ≤ T₁/k + T∞. Pure; times in ms.
//
// What a trace shows of work is wall time: a thread that was taken off its core looks busy. So T₁ is that of the least
// disturbed run on one thread wherever a study has one, and k is never more than there are cores.

import { rowsInSection, type Section, sections } from '../trace/lanes';
import { kindOf, type SpanTable, stateAround } from '../trace/spans';

/** What one recorded run shows of itself. */
export interface Bounds {
  /** Time in chunks, of all threads together. */
  work: number;
  /** The longest chunk. Chunks of a loop need nothing from each other, so no chain is longer. */
  span: number;
  /** work / span: more threads than this could not all be busy. */
  parallelism: number;
  threads: number;
  /** work / threads + span. */
  greedy: number;
  /** max(work / threads, span): no schedule can be faster. */
  least: number;
  /** What the repeat took. */
  measured: number;
  chunks: number;
}

/** Of the trace's least disturbed repeat, the one with the least time in chunks; null where none has work. */
export function boundsOf(spans: SpanTable): Bounds | null {
  const all = sections(spans).flatMap((section) => {
    const bounds = section.kind === 'repeat' && !section.open ? boundsIn(spans, section) : null;
    return bounds ? [bounds] : [];
  });
  return all.reduce<Bounds | null>((least, one) => (least && least.work <= one.work ? least : one), null);
}

function boundsIn(spans: SpanTable, section: Section): Bounds | null {
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

/** Where work or span are from: a recorded run on one thread, or on all threads of the point itself. */
export type Source = 'one' | 'own';

/** What bounds a point of a study. */
export interface PointBounds {
  work: number;
  workFrom: Source;
  span: number;
  spanFrom: Source;
  parallelism: number;
  /** min(threads, cores). */
  k: number;
  greedy: number;
  least: number;
}

/** A recorded run of a study. */
export interface Recorded {
  bounds: Bounds | null;
  threads: number;
  /** Runs with the same key do the same work. */
  work: string;
}

/**
 * Bounds of one of the recorded runs. The span of a one-thread run counts where that had as many chunks: some schedules
 * make others for each number of threads. Null where a span would be the point's own and its threads shared cores.
 */
export function boundPoint(all: readonly Recorded[], index: number, cores: number): PointBounds | null {
  const own = all[index];
  if (!own?.bounds) return null;
  const one = all
    .filter(({ threads, work, bounds }) => threads === 1 && work === own.work && bounds !== null)
    .reduce<Bounds | null>(
      (least, { bounds }) => (least && bounds && least.work <= bounds.work ? least : bounds),
      null,
    );
  const sameChunks = one !== null && one.chunks === own.bounds.chunks;
  if (!sameChunks && own.threads > cores) return null;
  const work = (one ?? own.bounds).work;
  // What was disturbed in a run on many threads is no part of the work.
  const span = sameChunks ? one.span : Math.min(own.bounds.span, work);
  const k = Math.min(own.threads, cores);
  return {
    work,
    workFrom: one ? 'one' : 'own',
    span,
    spanFrom: sameChunks ? 'one' : 'own',
    parallelism: work / span,
    k,
    greedy: work / k + span,
    least: Math.max(work / k, span),
  };
}
