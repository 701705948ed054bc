// Figures for a range of a trace: how many spans, how long they took, how busy each lane was, and how evenly the work
// was shared out. Pure; times in µs, shares between 0 and 1.

import { busyBetween, type Durations, durationsOf } from './busy';
import type { LaneRows, Section } from './lanes';
import { kindOf, type SpanTable } from './spans';
import type { Kind } from './table';

export interface LaneShare {
  lane: number;
  /** µs of work within the range. */
  busy: number;
  /** The work as a share of the range. */
  share: number;
  /** Spans of work that reach into the range. */
  chunks: number;
}

export interface SelectionStats {
  /** Length of the range in µs. */
  length: number;
  /** Spans of work that reach into the range, with their whole durations; null where there is none. */
  work: Durations | null;
  lanes: LaneShare[];
  /** Mean of the workers' shares; if none of them worked, that of the coordinator's, else of the tasks'. */
  share: number;
  /** Busiest worker over the mean; null if no worker did anything. */
  imbalance: number | null;
}

/** Returns the slowest thread's time over the mean: 1 is even, k means that one of k threads did everything. */
export function imbalanceOf(busy: readonly number[]): number | null {
  const total = busy.reduce((sum, value) => sum + value, 0);
  return total > 0 ? (Math.max(...busy) * busy.length) / total : null;
}

/** Returns the figures for a range within a section; `start` and `end` in µs since the section's start. */
export function selectionStats(
  spans: SpanTable,
  section: Section,
  lanes: readonly LaneRows[],
  start: number,
  end: number,
): SelectionStats {
  const from = section.start + start;
  const to = section.start + end;
  const durations: number[] = [];
  // If tasks have lanes of their own, the loop's lane shows their polls, which are not chunks.
  const tasks = lanes.some((lane) => lane.info.role === 'task');
  const shares = lanes.map((lane): LaneShare => {
    const counted: Kind = lane.info.role === 'page' ? 'frame' : 'work';
    const rows: number[] = [];
    let chunks = 0;
    for (const row of lane.rows) {
      for (let piece = 0; piece < row.count; piece++) {
        const span = row.span[piece] as number;
        // Compares pieces, not spans, with the range: pieces end with the section.
        const pieceStart = row.start[piece] as number;
        const pieceEnd = row.end[piece] as number;
        const touches =
          pieceStart === pieceEnd ? pieceEnd >= start && pieceStart <= end : pieceEnd > start && pieceStart < end;
        if (span < 0 || !touches) continue;
        rows.push(span);
        if (kindOf(spans.labels, spans.label[span] as number) !== 'work') continue;
        chunks++;
        if (tasks && lane.info.role === 'coordinator') continue;
        durations.push((spans.end[span] as number) - (spans.start[span] as number));
      }
    }
    const busy = Math.max(0, busyBetween(spans, rows, counted, from, to));
    return { lane: lane.lane, busy, share: end > start ? busy / (end - start) : 0, chunks };
  });

  const busyOf = (role: string): number[] =>
    lanes.flatMap((lane, i) => (lane.info.role === role ? [(shares[i] as LaneShare).busy] : []));
  const workers = busyOf('worker');
  const imbalance = imbalanceOf(workers);
  const alone = busyOf('coordinator');
  const counted = imbalance !== null ? workers : alone.length > 0 ? alone : busyOf('task');
  const mean = counted.length > 0 ? counted.reduce((sum, value) => sum + value, 0) / counted.length : 0;
  const length = end - start;
  return { length, work: durationsOf(durations), lanes: shares, share: length > 0 ? mean / length : 0, imbalance };
}

/** Returns the µs of work of each lane within a whole section. */
export function busyTimes(lanes: readonly LaneRows[]): number[] {
  return lanes.map((lane) => lane.busy);
}
