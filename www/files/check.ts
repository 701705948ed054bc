// Reads data from outside field by field. Data of the wrong kind throws a `FileProblem`, whose message names the field
// and can be shown to the reader. Pure.

import { clip } from '../text/format';

export class FileProblem extends Error {}

type Fields = Record<string, unknown>;

const wrong = (name: string, what: string): never => {
  throw new FileProblem(`its field “${clip(name, 60)}” ${what}`);
};

export function fields(value: unknown, name: string): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : wrong(name, 'is missing or is no object');
}

export function text(value: unknown, name: string, most: number): string {
  if (typeof value !== 'string') return wrong(name, 'is missing or is no text');
  return value.length > most ? wrong(name, `is longer than ${most} characters`) : value;
}

export function flag(value: unknown, name: string): boolean {
  return typeof value === 'boolean' ? value : wrong(name, 'is neither true nor false');
}

export function number(value: unknown, name: string, min: number, max: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return wrong(name, 'is missing or is no number');
  return value < min || value > max ? wrong(name, `is not between ${min} and ${max}`) : value;
}

export function whole(value: unknown, name: string, min: number, max: number): number {
  const read = number(value, name, min, max);
  return Number.isInteger(read) ? read : wrong(name, 'is not a whole number');
}

export function oneOf<const T extends string>(value: unknown, name: string, words: readonly T[]): T {
  const found = words.find((word) => word === value);
  return found ?? wrong(name, `is none of ${words.join(', ')}`);
}

export function list<T>(value: unknown, name: string, most: number, each: (item: unknown, name: string) => T): T[] {
  if (!Array.isArray(value)) return wrong(name, 'is missing or is no list');
  if (value.length > most) return wrong(name, `has more than ${most} entries`);
  return value.map((item, i) => each(item, `${name}[${i}]`));
}

/** Reads an object of texts whose names are identifiers. */
export function texts(value: unknown, name: string, most: number, longest: number): Record<string, string> {
  const all = Object.entries(fields(value, name));
  if (all.length > most) return wrong(name, `has more than ${most} entries`);
  return Object.fromEntries(
    all.map(([key, one]) => {
      if (!/^[a-z][a-z0-9_.-]{0,63}$/i.test(key)) return wrong(name, 'has an entry whose name cannot be one');
      return [key, text(one, `${name}.${key}`, longest)];
    }),
  );
}

/** Reads a moment in ISO 8601, and returns it in ms since the epoch. */
export function moment(value: unknown, name: string): number {
  const read = Date.parse(text(value, name, 40));
  // Only dates from 2000 to 2200 can come from a clock.
  return read > 946_684_800_000 && read < 7_258_118_400_000 ? read : wrong(name, 'is no date');
}
