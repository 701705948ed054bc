// Work and span, from recorded runs, and the bound that follows for any schedule that leaves no thread idle without need
// (Graham 1966, Brent 1974): T ≤ T₁/k + T∞. Pure; times in ms.
//
// The trace shows work as wall time: a thread that was taken off its core looks busy. So T₁ comes from the least
// disturbed run on one thread wherever a study has one, and k is never more than the number of cores.

import { rowsInSection, type Section, sections } from '../trace/lanes';
import { kindOf, type SpanTable, stateAround } from '../trace/spans';

/** Work, span and bounds of one recorded run. */
export interface Bounds {
  /** Time in chunks, of all threads together. */
  work: number;
  /** The longest chunk. Chunks of a loop do not depend on each other, so no chain is longer. */
  span: number;
  /** work / span: more threads than this could never all be busy. */
  parallelism: number;
  threads: number;
  /** work / threads + span. */
  greedy: number;
  /** max(work / threads, span): no schedule can be faster. */
  least: number;
  /** Duration of the repeat. */
  measured: number;
  chunks: number;
}

/**
 * Returns the bounds of the trace's least disturbed repeat, the one with the least time in chunks; null if none has
 * work.
 */
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

/** The bounds of a point of a study. */
export interface PointBounds {
  work: number;
  /** Index of the recorded run with this work. */
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
 * Returns the bounds of one of the recorded runs. The work comes from the least disturbed run of the same problem:
 * from those on one thread, or if there are none, from those whose threads had a core each. The span comes from that
 * run too if it had one thread and as many chunks: some schedules make different chunks for each number of threads.
 * Otherwise it comes from the point's own run. Null if nothing is left.
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
  // Disturbance of a run on many threads is not part of the work.
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

/** Returns the run with the least work, of those with the same problem on at most so many threads. */
function leastOf(all: readonly Recorded[], { problem }: Recorded, threads: number): number | null {
  let least: number | null = null;
  all.forEach((one, i) => {
    if (one.problem !== problem || one.threads > threads || !one.bounds) return;
    if (one.bounds.work < ((least === null ? null : all[least]?.bounds?.work) ?? Number.POSITIVE_INFINITY)) least = i;
  });
  return least;
}
