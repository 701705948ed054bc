// What a sender's figures and the reader's have to say to each other: rows of a table, and sentences. Pure.

import type { Metric, ParamSchema, ParamValues } from '../engine/protocol';
import { figure, list, significant, text, withSpread } from '../state/format';
import { applies, toText } from '../state/params';
import type { SharedMetric } from './result';

type Figured = Pick<Metric, 'name' | 'value' | 'unit'> & { label?: string; help?: string };

export interface Row {
  name: string;
  label: string;
  help: string;
  yours: Cell | null;
  theirs: Cell;
  /** Yours over theirs; null where one is missing or theirs is 0. */
  ratio: number | null;
}

export interface Cell {
  /** As people read it. */
  text: string;
  /** Without rounding, times in ms. */
  raw: number;
  /** Of a time, in ms; 0 where there is none. */
  spread: number;
}

/** Names of a time's companions: `time_ms` has `time_spread_ms` and `time_min_ms`. */
const COMPANION = /^(.+)_(spread|min)_ms$/;

/** The sender's figures with the reader's beside them; those of which no ratio can be made come last. */
export function rowsOf(theirs: readonly SharedMetric[], yours: readonly Metric[]): Row[] {
  const names = new Set(theirs.map(({ name }) => name));
  const rows = theirs
    // A spread stands beside its median, and a yes or no has no ratio.
    .filter(({ name }) => name !== 'identical' && !names.has(`${COMPANION.exec(name)?.[1]}_ms`))
    .map((their): Row => {
      const own = yours.find(({ name, unit }) => name === their.name && unit === their.unit);
      const known = yours.find(({ name }) => name === their.name);
      const cells = { yours: own ? cellOf(own, yours) : null, theirs: cellOf(their, theirs) };
      const ratio = own && their.value > 0 ? own.value / their.value : null;
      return { name: their.name, label: known?.label ?? nameOf(their), help: known?.help ?? '', ...cells, ratio };
    });
  return [...rows.filter(({ yours: own }) => own !== null), ...rows.filter(({ yours: own }) => own === null)];
}

function cellOf(metric: Figured, all: readonly Figured[]): Cell {
  const { name, value, unit } = metric;
  const spread = all.find((other) => other.name === name.replace(/_ms$/, '_spread_ms') && other.name !== name);
  const shown = spread ? withSpread(value, spread.value) : text(figure(metric));
  return { text: shown, raw: unit === 's' ? value * 1000 : value, spread: spread?.value ?? 0 };
}

/** `sequential_ms` without a reader's own metric to lend its label: “sequential”. */
function nameOf({ name }: SharedMetric): string {
  return name.replace(/_ms$/, '').replaceAll('_', ' ');
}

/** The one sentence: how the times compare. */
export function verdictOf(rows: readonly Row[]): string {
  const row = rows.find(({ name }) => name === 'time_ms') ?? rows.find(({ name }) => name.endsWith('_ms'));
  if (!row) return 'The sender’s result has no time to compare with.';
  if (!row.yours) return `Their run took ${row.theirs.text}. Yours is still to come.`;
  const times = `${row.yours.text} against ${row.theirs.text}`;
  if (row.ratio === null) return `Your run and theirs: ${times}.`;
  // What the next repeat may undo is no difference.
  const noise = row.yours.spread + row.theirs.spread;
  if (noise > 0 && Math.abs(row.yours.raw - row.theirs.raw) <= noise) {
    return `Your run took as long as theirs, within the spread: ${times}.`;
  }
  if (row.ratio > 1.02) return `Your run took ${significant(row.ratio)} times as long as theirs: ${times}.`;
  if (row.ratio < 0.98) return `Your run was ${significant(1 / row.ratio)} times as fast as theirs: ${times}.`;
  return `Your run took as long as theirs: ${times}.`;
}

/** The reader's settings that are not the sender's, each in a few words. */
export function differences(params: readonly ParamSchema[], yours: ParamValues, theirs: ParamValues): string[] {
  return params
    .filter((param) => applies(param, yours) || applies(param, theirs))
    .filter(({ name }) => toText(yours[name] ?? '') !== toText(theirs[name] ?? ''))
    .map(({ name, label }) => `${label} ${toText(yours[name] ?? '')} instead of ${toText(theirs[name] ?? '')}`);
}

/** The same as one sentence. */
export function differencesText(all: readonly string[]): string {
  const most = all.length > 4 ? [...all.slice(0, 3), `${all.length - 3} more`] : all;
  return `Your settings differ from the sender’s: ${list(most)}.`;
}

/** A day as people write it; the sender's day in UTC. */
export function dayText(day: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(day * 86_400_000);
}
