// Figures as CSV (RFC 4180). Pure.

import type { Outcome } from '../contract/protocol';

/**
 * Writes a field. A spreadsheet would run a text that begins like a formula, so such a text gets an apostrophe in
 * front.
 */
export function field(value: unknown): string {
  if (value === null || value === undefined || (typeof value === 'number' && !Number.isFinite(value))) return '';
  const text = typeof value === 'string' && /^[=+@\t\r]|^-(?!\d+$)/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvOf = (rows: readonly (readonly unknown[])[]): string =>
  rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');

/** Columns of outcomes, which a table has only where a program was explored. */
const OF_OUTCOMES = ['outcome_kind', 'interleavings', 'seen', 'steps'];

/**
 * Writes a line for each metric, a line for each outcome that a program can have, a line for each value that is no
 * measurement, and then what the run was.
 */
export function figuresCsv(outcome: Outcome, about: Record<string, string | number>): string {
  const outcomes = outcome.program?.outcomes ?? [];
  const more = outcomes.length > 0 ? OF_OUTCOMES : [];
  const line = (...fields: unknown[]): unknown[] => [...fields, ...more.map(() => '')];
  return csvOf([
    ['kind', 'name', 'value', 'unit', 'meaning', ...more],
    ...outcome.metrics.map(({ name, value, unit, label }) =>
      line('metric', name, value, unit === 'none' ? '' : unit, label),
    ),
    ...outcomes.map(({ outcome: name, kind, interleavings, seen, steps }) => {
      return ['outcome', name, '', '', '', kind, interleavings, seen, steps];
    }),
    ...Object.entries(outcome.values).map(([name, value]) => line('result', name, value, '', '')),
    ...Object.entries(outcome.params).map(([name, value]) => line('setting', name, value, '', '')),
    ...Object.entries(about).map(([name, value]) => line('run', name, value, '', '')),
  ]);
}
