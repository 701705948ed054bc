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

/** What bounds a point of a study. */
export interface PointBounds {
  work: number;
  /** Which of the recorded runs that is of. */
  workOf: number;
  span: number;
  spanOf: number;
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
  /** Runs with the same problem do the same work. */
  problem: string;
}

/**
 * Bounds of one of the recorded runs. The work is of the least disturbed run of the same problem: of those on one thread,
 * or where there are none, of those whose threads had a core each. The span is of that run too where it had one thread and
 * as many chunks: some schedules make others for each number of threads. Otherwise it is of the point's own run. Null where
 * nothing is left.
 */
export function boundPoint(all: readonly Recorded[], index: number, cores: number): PointBounds | null {
  const own = all[index];
  if (!own?.bounds) return null;
  const workOf = leastOf(all, own, 1) ?? leastOf(all, own, cores);
  const least = workOf === null ? null : all[workOf];
  if (workOf === null || !least?.bounds) return null;
  const sameChunks = least.threads === 1 && least.bounds.chunks === own.bounds.chunks;
  if (!sameChunks && own.threads > cores) return null;
  const { work } = least.bounds;
  const spanOf = sameChunks ? workOf : index;
  // What was disturbed in a run on many threads is no part of the work.
  const span = Math.min(all[spanOf]?.bounds?.span ?? work, work);
  const k = Math.min(own.threads, cores);
  return {
    work,
    workOf,
    span,
    spanOf,
    parallelism: work / span,
    k,
    greedy: work / k + span,
    least: Math.max(work / k, span),
  };
}

/** The run with the least work, of those that do the same on so many threads at most. */
function leastOf(all: readonly Recorded[], { problem }: Recorded, threads: number): number | null {
  let least: number | null = null;
  all.forEach((one, i) => {
    if (one.problem !== problem || one.threads > threads || !one.bounds) return;
    if (one.bounds.work < ((least === null ? null : all[least]?.bounds?.work) ?? Number.POSITIVE_INFINITY)) least = i;
  });
  return least;
}
