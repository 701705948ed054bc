// Events paired into spans: one row for each begin with its end, grouped by lane, parents before
// their children. Everything that draws, counts or replays a trace works on this table. Pure.

import { END, INSTANT, type Kind, type Label, type Lane, type TraceTable } from './table';

export interface SpanTable {
  lanes: Lane[];
  labels: Label[];
  count: number;
  lane: Uint16Array;
  label: Uint16Array;
  /** µs since the run began. */
  start: Float64Array;
  end: Float64Array;
  /** Argument of the begin event (a chunk's first column, a repeat's number). */
  first: Uint32Array;
  /** Argument of the end event (the column after a chunk's last); equals `first` where the span is open. */
  last: Uint32Array;
  /** Number of spans around this one on its lane. */
  depth: Uint16Array;
  /** Row of the span directly around this one; -1 at the top. */
  parent: Int32Array;
  /** 1 where no end was recorded (a stopped run, a full buffer): closed at the trace's end. */
  open: Uint8Array;
  /** Rows of lane l are laneRows[l] ≤ row < laneRows[l + 1]; starts ascend within them. */
  laneRows: Uint32Array;
  instants: Instants;
  /** Time of the last event, µs. */
  end_time: number;
}

/** Moments without a duration, grouped by lane like the spans. */
export interface Instants {
  count: number;
  lane: Uint16Array;
  label: Uint16Array;
  time: Float64Array;
  arg: Uint32Array;
}

const INSTANT_KIND: Kind = 'control';

/** Returns the kind of a label, also for a label that the trace does not describe. */
export function kindOf(labels: readonly Label[], label: number): Kind {
  return labels[label]?.kind ?? INSTANT_KIND;
}

/** Whether a moment, by its number among the instants, is a failure. */
export function isFailure({ labels, instants }: Pick<SpanTable, 'labels' | 'instants'>, moment: number): boolean {
  return labels[instants.label[moment] as number]?.act === 'fails';
}

/**
 * Pairs begins and ends. A `wait` event opens a span as a begin does (its label's kind says what is waited for).
 * An end that matches no open span is ignored; an end that skips open spans closes those too and flags them.
 */
export function spansOf(table: TraceTable): SpanTable {
  const laneCount = table.lanes.length;
  let opened = 0;
  let moments = 0;
  let endTime = 0;
  for (let i = 0; i < table.count; i++) {
    const phase = table.phase[i] as number;
    if (phase === INSTANT) moments++;
    else if (phase !== END) opened++;
    endTime = Math.max(endTime, table.time[i] as number);
  }

  const spans: SpanTable = {
    lanes: table.lanes,
    labels: table.labels,
    count: opened,
    lane: new Uint16Array(opened),
    label: new Uint16Array(opened),
    start: new Float64Array(opened),
    end: new Float64Array(opened),
    first: new Uint32Array(opened),
    last: new Uint32Array(opened),
    depth: new Uint16Array(opened),
    parent: new Int32Array(opened).fill(-1),
    open: new Uint8Array(opened),
    laneRows: new Uint32Array(laneCount + 1),
    instants: {
      count: moments,
      lane: new Uint16Array(moments),
      label: new Uint16Array(moments),
      time: new Float64Array(moments),
      arg: new Uint32Array(moments),
    },
    end_time: endTime,
  };

  const stack: number[] = [];
  let row = 0;
  let moment = 0;
  let event = 0;
  const close = (time: number, isOpen: boolean): number => {
    const top = stack.pop() as number;
    spans.end[top] = Math.max(time, spans.start[top] as number);
    spans.last[top] = spans.first[top] as number;
    spans.open[top] = isOpen ? 1 : 0;
    return top;
  };

  for (let lane = 0; lane < laneCount; lane++) {
    spans.laneRows[lane] = row;
    let now = Number.NEGATIVE_INFINITY;
    for (; event < table.count && table.lane[event] === lane; event++) {
      // Clocks of different threads are aligned once; within a lane, time must not run backwards.
      now = Math.max(now, table.time[event] as number);
      const phase = table.phase[event] as number;
      const label = table.label[event] as number;
      const arg = table.arg[event] as number;
      if (phase === INSTANT) {
        spans.instants.lane[moment] = lane;
        spans.instants.label[moment] = label;
        spans.instants.time[moment] = now;
        spans.instants.arg[moment] = arg;
        moment++;
      } else if (phase === END) {
        let match = stack.length - 1;
        while (match >= 0 && spans.label[stack[match] as number] !== label) match--;
        if (match < 0) continue;
        while (stack.length - 1 > match) close(now, true);
        spans.last[close(now, false)] = arg;
      } else {
        spans.lane[row] = lane;
        spans.label[row] = label;
        spans.start[row] = now;
        spans.first[row] = arg;
        spans.depth[row] = stack.length;
        spans.parent[row] = stack.at(-1) ?? -1;
        stack.push(row);
        row++;
      }
    }
    while (stack.length > 0) close(endTime, true);
  }
  spans.laneRows[laneCount] = row;
  return spans;
}

/**
 * Returns the first row in [from, to) of an ascending column whose value is at least `value`; `to` if there is none.
 */
export function lowerBound(column: ArrayLike<number>, from: number, to: number, value: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((column[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns the kind of the nearest span around this one that is not control: what the lane was doing. Null if none. */
export function stateAround(spans: SpanTable, row: number): Kind | null {
  let parent = spans.parent[row] as number;
  while (parent >= 0) {
    const kind = kindOf(spans.labels, spans.label[parent] as number);
    if (kind !== 'control') return kind;
    parent = spans.parent[parent] as number;
  }
  return null;
}
