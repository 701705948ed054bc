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

/** Writes a line for each metric, a line for each value that is no measurement, and then what the run was. */
export function figuresCsv(outcome: Outcome, about: Record<string, string | number>): string {
  return csvOf([
    ['kind', 'name', 'value', 'unit', 'meaning'],
    ...outcome.metrics.map(({ name, value, unit, label }) => [
      'metric',
      name,
      value,
      unit === 'none' ? '' : unit,
      label,
    ]),
    ...Object.entries(outcome.values).map(([name, value]) => ['result', name, value, '', '']),
    ...Object.entries(outcome.params).map(([name, value]) => ['setting', name, value, '', '']),
    ...Object.entries(about).map(([name, value]) => ['run', name, value, '', '']),
  ]);
}
