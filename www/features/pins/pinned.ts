// How many runs are pinned, and how they are told apart beside each other: their titles, and the scale of time that they
// share. Pure.

import type { ParamSchema, ParamValues } from '../../contract/protocol';
import { applies, toText } from '../../params/values';
import { figure, text } from '../../text/format';
import { type PinnedRun, type PinnedTime, pinsOf } from './pins';

/** Largest number of pinned runs of one scenario; more could not be compared at a glance. */
export const MAX_PINS = 3;

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
