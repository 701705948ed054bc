// The moment at which a story comes to rest when it is over: its end is calm whatever came before. Pure.

import { isFailure, type SpanTable } from './spans';

/** Whoever is kept from going on for less than this share of a story is not worth stopping for. */
const WORTH = 1 / 20;

/**
 * The moment, in µs, at which most actors have failed, or are kept from going on by nobody who holds something that they
 * want, while others work, if there are such moments; of these the last. Null where that never happens, or not for long.
 *
 * @param end µs: of the story.
 */
export function restOf(spans: SpanTable, actors: readonly number[], end: number): number | null {
  const changes: { time: number; bad: number; works: number }[] = [];
  const stretch = (from: number, to: number, bad: number, works: number): void => {
    if (from < end && to > from)
      changes.push({ time: from, bad, works }, { time: Math.min(to, end), bad: -bad, works: -works });
  };
  for (const lane of actors) {
    for (let row = spans.laneRows[lane] as number; row < (spans.laneRows[lane + 1] as number); row++) {
      const [start, stop] = [spans.start[row] as number, spans.end[row] as number];
      const { kind, act } = spans.labels[spans.label[row] as number] ?? {};
      if (kind === 'blocked' && act == null && stop - start >= WORTH * end) stretch(start, stop, 1, 0);
      // The loop's own lane works whenever one of its tasks does.
      else if (kind === 'work' && act !== 'turn') stretch(start, stop, 0, 1);
    }
  }
  for (let i = 0; i < spans.instants.count; i++) {
    if (isFailure(spans, i)) stretch(spans.instants.time[i] as number, Number.POSITIVE_INFINITY, 1, 0);
  }
  changes.sort((a, b) => a.time - b.time);
  let [bad, works] = [0, 0];
  let [best, until] = [0, Number.NaN];
  for (let i = 0; i < changes.length; ) {
    const { time } = changes[i] as (typeof changes)[number];
    // What is so until something changes, is so at its latest just before.
    const badness = bad > 0 ? bad + (works > 0 ? actors.length : 0) : 0;
    if (badness > 0 && badness >= best) [best, until] = [badness, time];
    for (; changes[i]?.time === time; i++) {
      bad += changes[i]?.bad ?? 0;
      works += changes[i]?.works ?? 0;
    }
  }
  return best === 0 ? null : until - 1e-3;
}
