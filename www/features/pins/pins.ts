// Keeps the pinned runs: the last few of each scenario, for comparison with the next ones. Only what is drawn of a run
// is kept, never its memory.

import { signal } from '@preact/signals';
import type { ParamValues } from '../../contract/protocol';
import type { SharedTimeline } from '../../link/sent';

export interface PinnedTime {
  name: string;
  label: string;
  ms: number;
}

/** What is kept of a pinned run. */
export interface PinnedRun {
  /** The key of the run, see `Shown`. */
  key: number;
  scenario: string;
  /** Its settings as a link, from `#` on. */
  link: string;
  values: ParamValues;
  /** The time that the run is judged by; a comparison of several ways has one for each. */
  times: readonly PinnedTime[];
  /** Its first figure that is no time, in words; empty if there is none. */
  headline: string;
  /** Remarks, such as that the run was stopped or comes from a file. */
  notes: readonly string[];
  /** On the clock of `times`; null if nothing was recorded. */
  timeline: SharedTimeline | null;
}

/** Pinned runs of all scenarios, the oldest first. */
export const pins = signal<readonly PinnedRun[]>([]);
/** The scenario whose oldest pin has just made room for the newest; empty if none has. */
export const crowded = signal('');

export const pinsOf = (all: readonly PinnedRun[], scenario: string): PinnedRun[] =>
  all.filter((pin) => pin.scenario === scenario);
