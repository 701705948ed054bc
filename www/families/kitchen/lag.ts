// The lag of an event loop, from the heartbeats in a trace: how late each was, and how the lag grew until then.
// Times and lags in ms. Pure.

import { lowerBound, type SpanTable } from '../../trace/spans';

/** A heartbeat is due so long after the last one. */
export const BEAT = 50;
/** When the producer's time has come. */
export const PRODUCER_DUE = 500;

export interface Beat {
  time: number;
  lag: number;
}

/** The heartbeats in order. The trace is in µs since the story began. */
export function beatsOf(spans: SpanTable): Beat[] {
  const lane = spans.lanes.findIndex(({ name, role }) => role === 'task' && name === 'heartbeat');
  const { instants } = spans;
  const beats: Beat[] = [];
  for (let i = lowerBound(instants.lane, 0, instants.count, lane); instants.lane[i] === lane; i++) {
    if (spans.labels[instants.label[i] as number]?.argument !== 'late') continue;
    beats.push({ time: (instants.time[i] as number) / 1e3, lag: (instants.arg[i] as number) / 1e3 });
  }
  return beats;
}

/**
 * The lag at every moment, as corners of a line: nothing while no beat is due, then as much more as time passes,
 * until the beat. `now`: the end of the line; a beat that is overdue then still grows.
 */
export function lagLine(beats: readonly Beat[], now: number): [time: number, lag: number][] {
  const line: [number, number][] = [[0, 0]];
  for (const { time, lag } of beats) line.push([time - lag, 0], [time, lag], [time, 0]);
  const due = (beats.at(-1)?.time ?? 0) + BEAT;
  if (now > due) line.push([due, 0], [now, now - due]);
  else line.push([now, 0]);
  return line;
}
