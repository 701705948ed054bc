// Numbers and words as people read them: units, a sensible number of digits, plurals. No DOM.

import type { Metric } from '../contract/protocol';

/** Stands between a number and its unit, and keeps them on one line. */
const NBSP = '\u00a0';
/** Stands between groups of three digits. */
const THIN = '\u202f';
const MINUS = '\u2212';

/** A figure in two parts, so that a unit can be set smaller than its number. */
export interface Figure {
  number: string;
  /** Empty where there is no unit. */
  unit: string;
  /** True where the unit follows without a space, as in 1.93×. */
  tight: boolean;
}

/** Writes this many significant digits, without an exponent. Keeps zeros at the end: they were measured. */
export function significant(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? `${MINUS}∞` : '–';
  if (value === 0) return '0';
  // Rounds first: 999.6 has four digits before the point once it is rounded to three.
  const rounded = Number(value.toPrecision(digits));
  const magnitude = Math.floor(Math.log10(Math.abs(rounded)) + 1e-12);
  return fixed(rounded, Math.min(12, Math.max(0, digits - 1 - magnitude)));
}

/** Writes how many times as fast something is: two digits, since no page can be more exact; three from 100 on. */
export function factor(value: number): string {
  return significant(value, Math.abs(value) < 100 ? 2 : 3);
}

/** Writes a whole number in groups of three digits: 10 538 924. */
export function count(value: number): string {
  return Number.isFinite(value) ? grouped(value.toFixed(0)) : significant(value);
}

/** Writes a time given in ms, in the unit that suits it. */
export function time(ms: number): Figure {
  if (!Number.isFinite(ms)) return { number: significant(ms), unit: 'ms', tight: false };
  const size = Math.abs(Number(ms.toPrecision(3)));
  if (size >= 1000) return { number: significant(ms / 1000), unit: 's', tight: false };
  if (size >= 1 || size === 0) return { number: significant(ms), unit: 'ms', tight: false };
  // The page's clock has steps of 5 µs, so a shorter time was measured many times in one.
  if (size < 0.001) return { number: fixed(ms * 1e6, 0), unit: 'ns', tight: false };
  return { number: fixed(ms * 1000, 0), unit: 'µs', tight: false };
}

/** Writes a metric in its unit. */
export function figure(metric: Pick<Metric, 'value' | 'unit'>): Figure {
  const { value, unit } = metric;
  switch (unit) {
    case 'ms':
      return time(value);
    case 's':
      return time(value * 1000);
    case 'x':
      return { number: significant(value), unit: '×', tight: true };
    case 'ratio':
      return { number: percent(value), unit: '%', tight: false };
    case 'count':
    case 'none':
      return { number: Number.isInteger(value) ? count(value) : significant(value), unit: '', tight: true };
    case 'yes-no':
      return { number: value === 1 ? 'yes' : 'no', unit: '', tight: true };
    case '°C':
      // 0 °C is a temperature like any other, not “nothing”: it is rounded like any other number.
      return { number: grouped(value.toFixed(1)), unit: '°C', tight: false };
  }
}

/** Writes a figure as one text. */
export function text(parts: Figure): string {
  if (parts.unit === '') return parts.number;
  return parts.number + (parts.tight ? '' : NBSP) + parts.unit;
}

/** Writes a time given in ms as one text. */
export function duration(ms: number): string {
  return text(time(ms));
}

/**
 * Writes a median with its spread, both in ms, in one unit and to the same decimal: “20.1 ± 0.4 ms”. Narrow tables
 * show it in two lines. Without a spread it is the median alone.
 */
export function withSpread(median: number, spread: number): string {
  const { number, unit } = time(median);
  const after = plusMinus(median, spread);
  return after === '' ? duration(median) : `${number} ${after}${NBSP}${unit}`;
}

/**
 * Writes the spread of a time, both in ms, in the time's unit and decimals, without the unit: “± 0.4”; empty for
 * none.
 */
export function plusMinus(time: number, spread: number): string {
  return spread > 0 ? `±${NBSP}${besideTime(time, spread)}` : '';
}

/** Writes the interval of a time, all in ms, in the time's unit and decimals, without the unit: “4.25 to 4.40”. */
export function timesBetween(time: number, low: number, high: number): string {
  return `${besideTime(time, low)} to ${besideTime(time, high)}`;
}

/** Writes the interval of a factor, with as many digits as suit its upper end: “1.84 to 1.95”. */
export function factorsBetween(low: number, high: number): string {
  const decimals = decimalsOf(significant(high));
  return `${fixed(low, decimals)} to ${significant(high)}`;
}

/** Writes a time that stands beside another one, in the other's unit and to its decimal, without the unit. */
export function besideTime(reference: number, ms: number): string {
  const { number, unit } = time(reference);
  return fixed(ms * (PER_MS[unit] ?? 1), decimalsOf(number));
}

/** Returns how many of a unit make a millisecond. */
const PER_MS: Readonly<Record<string, number>> = { s: 1e-3, µs: 1e3, ns: 1e6 };

const decimalsOf = (number: string): number => /\.(\d+)$/.exec(number)?.[1]?.length ?? 0;

/** “1 thread”, “2 threads”. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)}${NBSP}${n === 1 ? one : many}`;
}

/** Joins words: “a”, “a and b”, “a, b and c”. */
export function list(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** Makes a text from outside fit to be quoted in a sentence: one line, no control characters, not too long. */
export function clip(text: string, limit = 32): string {
  // Control and format characters could reorder or hide the rest of the sentence; a lone surrogate is no character.
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');
  const characters = Array.from(line);
  return characters.length <= limit ? line : `${characters.slice(0, limit).join('')}…`;
}

/** Writes a share as a percentage: whole from 10 % up, one decimal below. */
function percent(share: number): string {
  if (!Number.isFinite(share)) return significant(share);
  const value = share * 100;
  return value !== 0 && Math.abs(value) < 9.95 ? fixed(value, 1) : fixed(value, 0);
}

/** Writes what would be rounded to nothing as less than the least that can be shown: “<0.1”. */
function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return significant(value);
  const text = value.toFixed(decimals);
  if (value === 0 || Number(text) !== 0) return grouped(text);
  const least = (10 ** -decimals).toFixed(decimals);
  return value > 0 ? `<${least}` : `>${MINUS}${least}`;
}

/** Groups the digits of a decimal number of any length by three, from five digits up: four read well without groups. */
export function grouped(digits: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(.*)$/.exec(digits) ?? [];
  const zero = /^0*$/.test(whole) && /^\.?0*$/.test(fraction);
  const parts = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN) : whole;
  return (sign && !zero ? MINUS : '') + parts + fraction;
}

/** Writes the step of a clock, given in µs. */
export function clockText(us: number): string {
  return us >= 1000 ? `${us / 1000}\u00a0ms` : `${us}\u00a0µs`;
}
