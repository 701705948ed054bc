// The pinned runs: of each scenario the last few that a reader wants beside the next one, and what they are called. Only
// what is drawn of a run is kept, never its memory.

import { signal } from '@preact/signals';
import type { ParamSchema, ParamValues } from '../../contract/protocol';
import type { SharedTimeline } from '../../link/sent';
import { applies, toText } from '../../params/values';
import { figure, text } from '../../text/format';

/** Most of one scenario: more would not be taken in side by side. */
export const MAX_PINS = 3;

export interface PinnedTime {
  name: string;
  label: string;
  ms: number;
}

/** What stays of a run. */
export interface PinnedRun {
  /** The run's own, see `Shown`. */
  key: number;
  scenario: string;
  /** Its settings as a link, from `#` on. */
  link: string;
  values: ParamValues;
  /** The time that it is judged by; a comparison of several ways has one of each. */
  times: readonly PinnedTime[];
  /** Its first figure that is no time, in words; empty where there is none. */
  headline: string;
  /** What else is to be known: that it was stopped, or comes from a file. */
  notes: readonly string[];
  /** In the time of `times`; null where nothing was recorded. */
  timeline: SharedTimeline | null;
}

/** Of all scenarios, the oldest first. */
export const pins = signal<readonly PinnedRun[]>([]);
/** The scenario whose oldest one has just gone for the newest; empty where none has. */
export const crowded = signal('');

export const pinsOf = (all: readonly PinnedRun[], scenario: string): PinnedRun[] =>
  all.filter((pin) => pin.scenario === scenario);

/** With one more. The same settings are pinned once; what is too much goes, the oldest first. */
export function withPin(all: readonly PinnedRun[], pin: PinnedRun): { pins: PinnedRun[]; dropped: PinnedRun | null } {
  const others = all.filter(({ link }) => link !== pin.link);
  const [oldest = null, ...rest] = pinsOf(others, pin.scenario);
  const dropped = rest.length + 1 >= MAX_PINS ? oldest : null;
  return { pins: [...others.filter((other) => other !== dropped), pin], dropped };
}

export const withoutPin = (all: readonly PinnedRun[], key: number): PinnedRun[] => all.filter((pin) => pin.key !== key);

/** A title for each: its values of the parameters in which they differ, where those are of effect. */
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

/** A value as the form shows it. */
function wordOf({ name, kind, unit }: ParamSchema, values: ParamValues): string {
  const value = values[name] ?? '';
  if (kind.type === 'choice') return kind.options.find((option) => option.value === value)?.label ?? toText(value);
  if (kind.type === 'flag') return value === true ? 'on' : 'off';
  if (kind.type === 'text') return kind.named.find((known) => known.value === value)?.label ?? 'of one’s own';
  return unit === null || typeof value !== 'number' ? toText(value) : `${toText(value)}\u00a0${unit}`;
}

/** µs of the common scale: nothing that is drawn is longer. */
export const extentOf = (all: readonly Pick<PinnedRun, 'times' | 'timeline'>[]): number =>
  Math.max(0, ...all.flatMap(({ times, timeline }) => [timeline?.duration ?? 0, ...times.map(({ ms }) => ms * 1000)]));

/** A time as the page writes it. */
export const timeText = ({ ms }: PinnedTime): string => text(figure({ value: ms, unit: 'ms' }));
