// Writes times as people read them: in one unit, with a fixed number of digits, never more than the clock can know.
// Times come in µs.

import { count, duration } from '../text/format';

/** Stands where there is no figure. */
export const NONE = '–';

export interface Unit {
  name: 'ns' | 'µs' | 'ms' | 's';
  /** µs in one of this unit. */
  micros: number;
}

const NS: Unit = { name: 'ns', micros: 0.001 };
const US: Unit = { name: 'µs', micros: 1 };
const MS: Unit = { name: 'ms', micros: 1000 };
const S: Unit = { name: 's', micros: 1e6 };

/** Returns the unit in which a time of this size is a number between 1 and 1000. */
export function unitFor(time: number): Unit {
  const size = Math.abs(time);
  if (size >= 1e6) return S;
  if (size >= 1000) return MS;
  if (size >= 1 || size === 0) return US;
  return NS;
}

/** Writes a time to the µs, as it was recorded: `85 µs`, `1.235 ms`, `2.050312 s`. */
export function exactTime(time: number): string {
  const unit = unitFor(time);
  const digits = unit === S ? 6 : unit === MS ? 3 : unit === US ? 1 : 0;
  const text = (time / unit.micros).toFixed(digits);
  return `${unit === US ? text.replace(/\.0$/, '') : text} ${unit.name}`;
}

/** Writes a time with three significant digits: `85 µs`, `1.24 ms`, `38.9 ms`. */
export const shortTime = (time: number): string => duration(time / 1000);

/** Writes a share as a whole percentage. A small share is never written as 0 %. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 0 && share > 0.0005) return '<1 %';
  return `${rounded} %`;
}

/** Writes the items first ≤ item < last in words. `item`: the name of one. */
export function columnsText(first: number, last: number, item = 'column'): string {
  if (last - first <= 1) return `${item} ${plainCount(first)}`;
  return `${item}s ${plainCount(first)}–${plainCount(last - 1)} (${plainCount(last - first)})`;
}

/** Writes a whole number with thin spaces between groups of three digits. */
export const plainCount = count;
