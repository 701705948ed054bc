// Plays a recorded section again: which columns were finished at a moment, and by which thread. Nothing is recorded
// between a chunk's begin and its end, so its columns are spread evenly over it (interpolated); the chunk's own begin
// and end are as measured. Pure.

import { rowsInSection, type Section } from './lanes';
import type { SpanTable } from './spans';

export interface Replay {
  columns: number;
  /** µs from the section's start to its end. */
  duration: number;
  /** Row in the span table of the chunk that computed a column; -1 if none did. */
  chunkOf: Int32Array;
  /** µs since the section's start at which a column was finished; Infinity if it never was. */
  finish: Float64Array;
  /** 1 coordinator, t + 2 thread t, 0 no thread. */
  owner: Uint8Array;
  /** The finished columns in the order they were finished. */
  order: Uint32Array;
  /** µs since the section's start of each chunk's begin and end, ascending: where to step to. */
  moments: Float64Array;
}

/** The state of the picture at one moment. Reused: read it before the next call. */
export interface Frame {
  /** How many columns are finished. */
  done: number;
  /** For each column 0 while it is not finished, then its owner. */
  owners: Uint8Array;
}

export function replayOf(spans: SpanTable, section: Section, columns: number): Replay {
  const duration = section.end - section.start;
  const chunkOf = new Int32Array(columns).fill(-1);
  const finish = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  const owner = new Uint8Array(columns);
  const moments: number[] = [];
  const clip = (time: number): number => Math.min(Math.max(time - section.start, 0), duration);

  spans.lanes.forEach((lane, index) => {
    if (lane.role === 'page') return;
    const name = lane.role === 'worker' && lane.thread !== null ? lane.thread + 2 : 1;
    for (const row of rowsInSection(spans, index, section)) {
      // The trace does not tell how far an open chunk came, so it finishes nothing.
      if (spans.labels[spans.label[row] as number]?.argument !== 'item' || spans.open[row] === 1) continue;
      const start = clip(spans.start[row] as number);
      const end = clip(spans.end[row] as number);
      const first = spans.first[row] as number;
      const last = Math.min(spans.last[row] as number, columns);
      moments.push(start, end);
      for (let column = first; column < last; column++) {
        chunkOf[column] = row;
        owner[column] = name;
        finish[column] = column === last - 1 ? end : start + ((column - first + 1) / (last - first)) * (end - start);
      }
    }
  });

  const finished: number[] = [];
  for (let column = 0; column < columns; column++) if (owner[column] !== 0) finished.push(column);
  finished.sort((a, b) => (finish[a] as number) - (finish[b] as number) || a - b);
  return {
    columns,
    duration,
    chunkOf,
    finish,
    owner,
    order: Uint32Array.from(finished),
    moments: Float64Array.from(new Set(moments)).sort(),
  };
}

/**
 * Moves through a replay. It costs only what has changed since the last call, so playing is cheap, and so is a jump:
 * every column changes at most once.
 */
export class ReplayReader {
  readonly replay: Replay;
  private readonly frame: Frame;

  constructor(replay: Replay) {
    this.replay = replay;
    this.frame = { done: 0, owners: new Uint8Array(replay.columns) };
  }

  /** Returns the picture at `cursor`, µs since the section's start. */
  columnsAt(cursor: number): Frame {
    const { order, finish, owner } = this.replay;
    const { owners } = this.frame;
    let { done } = this.frame;
    while (done < order.length) {
      const column = order[done] as number;
      if ((finish[column] as number) > cursor) break;
      owners[column] = owner[column] as number;
      done++;
    }
    while (done > 0) {
      const column = order[done - 1] as number;
      if ((finish[column] as number) <= cursor) break;
      owners[column] = 0;
      done--;
    }
    this.frame.done = done;
    return this.frame;
  }
}

/** Speeds to choose from, as shares of real time, slowest first. */
export const SPEEDS: readonly { value: number; label: string }[] = [
  { value: 1 / 1000, label: '1/1000' },
  { value: 1 / 300, label: '1/300' },
  { value: 1 / 100, label: '1/100' },
  { value: 1 / 30, label: '1/30' },
  { value: 1 / 10, label: '1/10' },
  { value: 1 / 3, label: '1/3' },
  { value: 1, label: '1' },
];

/** How long a replay should take at the default speed, in s. */
const COMFORTABLE = 6;

/** Returns the speed at which a section of this many µs takes closest to a comfortable time. */
export function defaultSpeed(duration: number, speeds = SPEEDS): number {
  const off = (speed: number): number => Math.abs(Math.log(duration / 1e6 / speed / COMFORTABLE));
  return speeds.reduce((best, { value }) => (off(value) < off(best) ? value : best), speeds[0]?.value ?? 1);
}
