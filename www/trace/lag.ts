// The lag of an event loop, from beats that say how late they are: how late each was, and how the lag grew until then.
// Times and lags in ms. Pure.

import type { SpanTable } from './spans';

export interface Beat {
  time: number;
  lag: number;
}

/** The beats in order. The trace is in µs since the story began. */
export function beatsOf({ instants, labels }: SpanTable): Beat[] {
  const beats: Beat[] = [];
  for (let i = 0; i < instants.count; i++) {
    if (labels[instants.label[i] as number]?.argument !== 'late') continue;
    beats.push({ time: (instants.time[i] as number) / 1e3, lag: (instants.arg[i] as number) / 1e3 });
  }
  return beats;
}

/**
 * The lag at every moment, as corners of a line: nothing while no beat is due, then as much more as time passes,
 * until the beat. `every`: from one beat to when the next is due. `now`: the end of the line; a beat that is overdue
 * then still grows.
 */
export function lagLine(beats: readonly Beat[], every: number, now: number): [time: number, lag: number][] {
  const line: [number, number][] = [[0, 0]];
  for (const { time, lag } of beats) line.push([time - lag, 0], [time, lag], [time, 0]);
  const due = (beats.at(-1)?.time ?? 0) + every;
  if (now > due) line.push([due, 0], [now, now - due]);
  else line.push([now, 0]);
  return line;
}
