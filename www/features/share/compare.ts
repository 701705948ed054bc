// Compares a sender's figures with the reader's: rows of a table, and sentences. Pure.

import type { Metric, ParamSchema, ParamValue, ParamValues, Role } from '../../contract/protocol';
import { usualName } from '../../link/names';
import type { SharedMetric } from '../../link/sent';
import { applies, toText } from '../../params/values';
import { beside, intervalOf, ofRole } from '../../text/beside';
import { clip, factor, figure, list, significant, text, withSpread } from '../../text/format';

type Figured = Pick<Metric, 'name' | 'value' | 'unit' | 'of' | 'role'> & { label?: string; help?: string };

export interface Row {
  name: string;
  label: string;
  help: string;
  yours: Cell | null;
  theirs: Cell;
  /** Its role and unit, as of a metric. */
  role: Role | undefined;
  unit: Metric['unit'];
  /** Yours divided by theirs; null if one is missing or theirs is 0. */
  ratio: number | null;
}

export interface Cell {
  /** The figure as people read it. */
  text: string;
  /** Its interval; empty if there is none. */
  note: string;
  /** The figure without rounding, times in ms; NaN if it is withheld. */
  raw: number;
  /** Ends of its interval, or else of its spread, or else the figure itself. */
  low: number;
  high: number;
}

/** Returns the sender's figures with the reader's beside them; those without a ratio come last. */
export function rowsOf(theirs: readonly SharedMetric[], yours: readonly Metric[]): Row[] {
  const [others, own]: [readonly Figured[], readonly Figured[]] = [withWithheld(theirs), withWithheld(yours)];
  const names = new Set(others.map(({ name }) => name));
  const rows = others
    // Companions stand beside their figure, and a yes or no has no ratio.
    .filter(({ role, of = '' }) => role !== 'agreement' && !names.has(of))
    .map((their): Row => {
      const mine = own.find(({ name, unit }) => name === their.name && unit === their.unit);
      const known = own.find(({ name }) => name === their.name);
      const cells = { yours: mine ? cellOf(mine, own) : null, theirs: cellOf(their, others) };
      const ratio = mine && their.value > 0 && Number.isFinite(mine.value) ? mine.value / their.value : null;
      const { name, role, unit } = their;
      return { name, role, unit, label: known?.label ?? nameOf(their), help: known?.help ?? '', ...cells, ratio };
    });
  return [...rows.filter((row) => row.yours !== null), ...rows.filter((row) => row.yours === null)];
}

/** The figure that a comparison withholds. */
const SPEEDUP = { name: usualName('speed-up'), unit: 'x', label: 'Speed-up', role: 'speed-up' } as const;

/** Adds the speed-up as withheld if a comparison has none, so that the reader sees that. */
function withWithheld(metrics: readonly Figured[]): readonly Figured[] {
  if (ofRole(metrics, 'speed-up') || !ofRole(metrics, 'time') || !ofRole(metrics, 'reference')) return metrics;
  return [...metrics, { ...SPEEDUP, value: Number.NaN }];
}

function cellOf(metric: Figured, all: readonly Figured[]): Cell {
  const { name, value, unit } = metric;
  const raw = unit === 's' ? value * 1000 : value;
  const interval = intervalOf(all, name, value);
  if (interval) {
    const { low, high, text } = interval;
    return { text: textOf(metric), note: text, raw, low: low.value, high: high.value };
  }
  const spread = beside(all, name, 'spread')?.value ?? 0;
  const text = spread > 0 ? withSpread(value, spread) : textOf(metric);
  return { text, note: '', raw, low: raw - spread, high: raw + spread };
}

function textOf({ role, value, unit }: Figured): string {
  if (Number.isNaN(value)) return 'withheld';
  return role === 'speed-up' ? `${factor(value)}×` : text(figure({ value, unit }));
}

/** Makes a label for a figure that the reader has no metric of: its name in words. */
function nameOf({ name, label }: Figured): string {
  if (label !== undefined) return label;
  return name.replace(/_ms$/, '').replaceAll('_', ' ');
}

/** Says in one sentence how the times compare. */
export function verdictOf(rows: readonly Row[]): string {
  const row = rows.find(({ role }) => role === 'time') ?? rows.find(({ unit }) => unit === 'ms');
  if (!row) return 'The sender’s result holds no time to compare with.';
  if (!row.yours) return `Their run took ${row.theirs.text}. Yours is still to come.`;
  const times = `${row.yours.text} against ${row.theirs.text}`;
  if (row.ratio === null) return `Your run and theirs: ${times}.`;
  // Times within each other's interval count as equal, because the next repeat may reverse their order.
  const { low, high } = row.theirs;
  const known = row.yours.high > row.yours.low || high > low;
  if (known && row.yours.low <= high && low <= row.yours.high) {
    const within = row.yours.note === '' ? 'spread' : 'intervals';
    return `Your run took as long as theirs, within the ${within}: ${times}.`;
  }
  if (row.ratio > 1.02) return `Your run took ${significant(row.ratio)} times as long as theirs: ${times}.`;
  if (row.ratio < 0.98) return `Your run was ${significant(1 / row.ratio)} times as fast as theirs: ${times}.`;
  return `Your run took as long as theirs: ${times}.`;
}

/** Returns the reader's settings that differ from the sender's, each in a few words. */
export function differences(params: readonly ParamSchema[], yours: ParamValues, theirs: ParamValues): string[] {
  return params
    .filter((param) => applies(param, yours) || applies(param, theirs))
    .filter(({ name }) => toText(yours[name] ?? '') !== toText(theirs[name] ?? ''))
    .map(({ name, label }) => `${label} ${said(yours[name])} instead of ${said(theirs[name])}`);
}

/** Writes a value in a sentence: a text may be long. */
const said = (value: ParamValue = ''): string => clip(toText(value)) || '(none)';

/** Joins them to one sentence. */
export function differencesText(all: readonly string[]): string {
  const most = all.length > 4 ? [...all.slice(0, 3), `${all.length - 3} more`] : all;
  return `Your settings differ from the sender’s: ${list(most)}.`;
}

/** Writes a day as people do; the sender's day is in UTC. */
export function dayText(day: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(day * 86_400_000);
}
