// The coarse picture of a repeat that a link can carry: for each lane, how busy it was in all, and in each of a few
// dozen sections of equal length. Pure.

import { layoutSection, type Section } from '../trace/lanes';
import { kindOf, type SpanTable, stateAround } from '../trace/spans';
import { MAX_BUCKETS, MAX_LANES, type SharedLane, type SharedTimeline, TOP_LEVEL } from './sent';

/** Least share of a bucket that can be seen. */
const NOTHING = 0.02;

/**
 * Returns the strips of a repeat; null where nothing was recorded. Leaves out a coordinator that only waited for its
 * threads.
 *
 * @param tasks Whether tasks of an event loop and simulated people have lanes too, which no link can carry.
 */
export function timelineOf(spans: SpanTable, section: Section, tasks = false): SharedTimeline | null {
  const duration = section.end - section.start;
  if (!(duration > 0)) return null;
  const all = layoutSection(spans, section).filter(
    ({ info, busy }) =>
      info.role === 'worker' || (info.role === 'coordinator' && busy > 0) || (tasks && info.role === 'task'),
  );
  if (all.length === 0) return null;
  const lanes = all.slice(0, MAX_LANES).map(({ info, rows, busy, chunks }): SharedLane => {
    const ids = rows.flatMap((row) => Array.from(row.span).filter((span) => span >= 0));
    return {
      thread: info.role === 'coordinator' ? null : info.thread,
      ...(info.role === 'task' && { name: info.name }),
      busy: Math.round(1000 * Math.min(1, busy / duration)) / 1000,
      chunks,
      levels: levelsOf(spans, ids, section),
    };
  });
  return { duration, buckets: MAX_BUCKETS, lanes, more: all.length - lanes.length };
}

/** Returns how busy a lane was in each bucket, as `busyBetween` counts it: a wait within a chunk is not work. */
function levelsOf(spans: SpanTable, rows: readonly number[], { start, end }: Section): number[] {
  const width = (end - start) / MAX_BUCKETS;
  const busy = new Float64Array(MAX_BUCKETS);
  for (const row of rows) {
    const kind = kindOf(spans.labels, spans.label[row] as number);
    if (kind === 'control') continue;
    const around = stateAround(spans, row);
    const sign = kind === 'work' ? (around === 'work' ? 0 : 1) : around === 'work' ? -1 : 0;
    if (sign === 0) continue;
    const from = Math.max(0, (spans.start[row] as number) - start);
    const to = Math.min(end - start, (spans.end[row] as number) - start);
    for (let i = Math.floor(from / width); i < MAX_BUCKETS && i * width < to; i++) {
      busy[i] = (busy[i] as number) + sign * Math.max(0, Math.min(to, (i + 1) * width) - Math.max(from, i * width));
    }
  }
  return Array.from(busy, (time) => levelOf(time / width));
}

/** Returns the nearest level, but never idle for a lane that was not, and never full for one that was clearly less. */
function levelOf(share: number): number {
  if (share < NOTHING) return 0;
  return Math.min(TOP_LEVEL, Math.max(1, Math.round(share * TOP_LEVEL)));
}
