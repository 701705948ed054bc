// The trace as columns: one row for each event, grouped by lane, times ascending within a lane.
// Pure: no DOM, no memory addresses.

import type { Label, Resource } from '../contract/protocol';

export type { Kind, Label, Resource } from '../contract/protocol';

export interface Lane {
  name: string;
  /**
   * `page` is the event loop of the page itself, recorded by the page; `task` belongs to no thread: a task of an
   * event loop, or somebody simulated. `resource` is what actors share: such lanes are made by the page too.
   */
  role: 'coordinator' | 'worker' | 'page' | 'task' | 'resource';
  /** Number of the thread or of the task, 0-based; null where there is none. Decides the colour. */
  thread: number | null;
  /** For a task's lane: which of the things that run side by side it belongs to. */
  track?: string | null;
  /** Who it is in a story; null or missing: nobody. */
  actor?: string | null;
  /** Of a task's lane: whether it runs on the coordinator's event loop. */
  on_loop?: boolean;
}

/** Phases of an event, as stored. */
export const BEGIN = 0;
export const END = 1;
export const INSTANT = 2;
export const WAIT = 3;

export interface TraceTable {
  lanes: Lane[];
  labels: Label[];
  /** What the arguments of events about resources name. */
  resources: Resource[];
  /** Events that were lost because a buffer was full. */
  dropped: number;
  count: number;
  lane: Uint16Array;
  label: Uint16Array;
  phase: Uint8Array;
  /** µs since the run began. */
  time: Float64Array;
  arg: Uint32Array;
}

/** Built-in labels that every trace has, by number; a scenario's own labels follow. */
export const CHUNK = 0;
export const WARM_UP = 1;
export const SEQUENTIAL = 2;
export const REPEAT = 3;
export const CHECK = 4;
export const FRAME = 5;

export const BUILT_IN_LABELS: readonly Label[] = [
  { name: 'chunk', kind: 'work', argument: 'item' },
  { name: 'warm-up', kind: 'control', argument: 'number', act: 'warm-up' },
  { name: 'sequential', kind: 'control', argument: 'number', act: 'sequential' },
  { name: 'repeat', kind: 'control', argument: 'number', act: 'repeat' },
  { name: 'check', kind: 'control' },
  { name: 'frame', kind: 'frame', argument: 'number' },
];

/** Size of an event as the recorder stores it: f64 time, u32 argument, u16 label, u8 phase, one byte of padding. */
export const EVENT_BYTES = 16;

/** The events of one lane as bytes, for instance in the shared memory. */
export interface LaneBytes {
  lane: Lane;
  buffer: ArrayBufferLike;
  /** Address of the first event. */
  offset: number;
  /** Number of events to read. */
  count: number;
}

export interface TraceEvent {
  /** µs since the run began. */
  time: number;
  label: number;
  phase: number;
  arg: number;
}

export function emptyTable(
  lanes: Lane[],
  labels: Label[],
  count: number,
  dropped = 0,
  resources: Resource[] = [],
): TraceTable {
  return {
    lanes,
    labels,
    resources,
    dropped,
    count,
    lane: new Uint16Array(count),
    label: new Uint16Array(count),
    phase: new Uint8Array(count),
    time: new Float64Array(count),
    arg: new Uint32Array(count),
  };
}

/** Decodes recorded events into columns. Copies, so the memory may change or go away afterwards. */
export function tableFromLanes(
  lanes: readonly LaneBytes[],
  labels: Label[],
  dropped = 0,
  resources: Resource[] = [],
): TraceTable {
  const count = lanes.reduce((sum, lane) => sum + lane.count, 0);
  const infos = lanes.map((lane) => lane.lane);
  const table = emptyTable(infos, labels, count, dropped, resources);
  let row = 0;
  lanes.forEach(({ buffer, offset, count: events }, laneIndex) => {
    // WebAssembly is little-endian whatever the machine; a DataView says so explicitly.
    const view = new DataView(buffer, offset, events * EVENT_BYTES);
    for (let event = 0; event < events; event++, row++) {
      const at = event * EVENT_BYTES;
      table.lane[row] = laneIndex;
      table.time[row] = view.getFloat64(at, true);
      table.arg[row] = view.getUint32(at + 8, true);
      table.label[row] = view.getUint16(at + 12, true);
      table.phase[row] = view.getUint8(at + 14);
    }
  });
  return table;
}

/** Makes the same from plain objects, for tests and for traces that were not recorded as bytes. */
export function tableFromEvents(
  lanes: readonly { lane: Lane; events: readonly TraceEvent[] }[],
  labels: Label[] = [...BUILT_IN_LABELS],
  dropped = 0,
  resources: Resource[] = [],
): TraceTable {
  const count = lanes.reduce((sum, lane) => sum + lane.events.length, 0);
  const infos = lanes.map((lane) => lane.lane);
  const table = emptyTable(infos, labels, count, dropped, resources);
  let row = 0;
  lanes.forEach(({ events }, laneIndex) => {
    for (const event of events) {
      table.lane[row] = laneIndex;
      table.time[row] = event.time;
      table.arg[row] = event.arg;
      table.label[row] = event.label;
      table.phase[row] = event.phase;
      row++;
    }
  });
  return table;
}

/**
 * Copies the table and adds the page's own lane as the last one. `frames` are [start, end] in µs on the run's clock;
 * frames that begin before the previous one ended (clock steps) are moved, never reordered.
 */
export function appendPageFrames(table: TraceTable, frames: readonly (readonly [number, number])[]): TraceTable {
  const sorted = [...frames].sort((a, b) => a[0] - b[0]);
  const found = table.labels.findIndex((label) => label.kind === 'frame');
  const labels = found >= 0 ? table.labels : [...table.labels, BUILT_IN_LABELS[FRAME] as Label];
  const frameLabel = found >= 0 ? found : labels.length - 1;
  const lanes: Lane[] = [...table.lanes, { name: 'page', role: 'page', thread: null }];
  const result = emptyTable(lanes, labels, table.count + 2 * sorted.length, table.dropped, table.resources);
  for (const column of ['lane', 'label', 'phase', 'time', 'arg'] as const) {
    result[column].set(table[column].subarray(0, table.count));
  }
  let row = table.count;
  let previous = Number.NEGATIVE_INFINITY;
  sorted.forEach(([from, to], frame) => {
    const start = Math.max(from, previous);
    const end = Math.max(to, start);
    previous = end;
    for (const [phase, time] of [
      [BEGIN, start],
      [END, end],
    ] as const) {
      result.lane[row] = lanes.length - 1;
      result.label[row] = frameLabel;
      result.phase[row] = phase;
      result.time[row] = time;
      result.arg[row] = frame;
      row++;
    }
  });
  return result;
}
