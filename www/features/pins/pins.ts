// Keeps the pinned runs: the last few of each scenario, for comparison with the next ones, and their titles. Only what
// is drawn of a run is kept, never its memory.

import { signal } from '@preact/signals';
import type { ParamSchema, ParamValues } from '../../contract/protocol';
import type { SharedTimeline } from '../../link/sent';
import { applies, toText } from '../../params/values';
import { figure, text } from '../../text/format';

/** Largest number of pinned runs of one scenario; more could not be compared at a glance. */
export const MAX_PINS = 3;

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

/** Adds a pin. Replaces one of the same settings; drops the oldest of the scenario if there are too many. */
export function withPin(all: readonly PinnedRun[], pin: PinnedRun): { pins: PinnedRun[]; dropped: PinnedRun | null } {
  const others = all.filter(({ link }) => link !== pin.link);
  const [oldest = null, ...rest] = pinsOf(others, pin.scenario);
  const dropped = rest.length + 1 >= MAX_PINS ? oldest : null;
  return { pins: [...others.filter((other) => other !== dropped), pin], dropped };
}

export const withoutPin = (all: readonly PinnedRun[], key: number): PinnedRun[] => all.filter((pin) => pin.key !== key);

/** Returns a title for each run: its values of the parameters in which the runs differ, where those have an effect. */
export function titlesOf(params: readonly ParamSchema[], all: readonly Pick<PinnedRun, 'values'>[]): string[] {
  const differing = params.filter((param) => {
    const texts = all
      .filter(({ values }) => applies(param, values))
      .map(({ values }) => toText(values[param.name] ?? ''));
    return new Set(texts).size > 1;
  });
  return all.map(({ values }) =>
    differing
      .filter((param) => applies(param, values))
      .map((param) => `${param.label} ${wordOf(param, values)}`)
      .join(', '),
  );
}

/** Writes a value as the form shows it. */
function wordOf({ name, kind, unit }: ParamSchema, values: ParamValues): string {
  const value = values[name] ?? '';
  if (kind.type === 'choice') return kind.options.find((option) => option.value === value)?.label ?? toText(value);
  if (kind.type === 'flag') return value === true ? 'on' : 'off';
  if (kind.type === 'text') return kind.named.find((known) => known.value === value)?.label ?? 'of one’s own';
  return unit === null || typeof value !== 'number' ? toText(value) : `${toText(value)}\u00a0${unit}`;
}

/** Returns the length of the common scale in µs: that of the longest drawing. */
export const extentOf = (all: readonly Pick<PinnedRun, 'times' | 'timeline'>[]): number =>
  Math.max(0, ...all.flatMap(({ times, timeline }) => [timeline?.duration ?? 0, ...times.map(({ ms }) => ms * 1000)]));

/** Writes a time as the page does. */
export const timeText = ({ ms }: PinnedTime): string => text(figure({ value: ms, unit: 'ms' }));
