// Prepares the large figures of an outcome for drawing. The core chooses them; the page formats their numbers. Pure.

import type { Headline, Metric, Outcome } from '../contract/protocol';
import { intervalOf, spreadOf } from '../text/beside';
import { type Figure, factor, figure, text } from '../text/format';

/** A large figure, ready to be drawn. */
export interface Large {
  name: string;
  label: string;
  figure: Figure;
  /** For `data-value`; missing where there is no number. */
  raw?: string;
  /** Under the figure, a line each. */
  notes: readonly string[];
  help: string;
  word?: string;
  tone?: NonNullable<Headline['tone']>;
}

export const BLANK: Figure = { number: '–', unit: '', tight: true };

/** For `data-value`: the number without rounding, times in ms. */
export function rawValue(metric: Metric): string {
  return String(metric.unit === 's' ? metric.value * 1000 : metric.value);
}

/** Formats a large figure. A speed-up has fewer digits than other factors. */
export const figureOf = (metric: Pick<Metric, 'value' | 'unit' | 'role'>): Figure =>
  metric.unit === 'x' && (metric.role === 'speed-up' || metric.role === 'typical')
    ? { ...figure(metric), number: factor(metric.value) }
    : figure(metric);

export function headlinesOf(outcome: Outcome): Large[] {
  const { headlines, metrics, state } = outcome;
  // A stopped run may have measured nothing.
  const first = state === 'stopped' ? [] : metrics.slice(0, 3);
  const all = headlines.length > 0 ? headlines : first.map(({ name }): Headline => ({ metric: name, notes: [] }));
  return all.map((headline) => largeOf(headline, metrics));
}

function largeOf({ metric: name, notes, label, help, ...word }: Headline, metrics: readonly Metric[]): Large {
  const metric = metrics.find((candidate) => candidate.name === name);
  return {
    name,
    label: label ?? metric?.label ?? name,
    figure: metric ? figureOf(metric) : BLANK,
    ...(metric && { raw: rawValue(metric) }),
    notes: notes.map((note) => filled(note, name, metric?.value ?? Number.NaN, metrics)),
    help: help ?? metric?.help ?? '',
    ...word,
  };
}

/** Fills the figures into a note. */
function filled(note: string, name: string, value: number, metrics: readonly Metric[]): string {
  return note.replace(/\{(\|?)(\w+)\|?\}/g, (all, size: string, what: string) => {
    if (what === 'interval') return intervalOf(metrics, name, value)?.text ?? '';
    if (what === 'spread') return spreadOf(metrics, name, value);
    const told = metrics.find((metric) => metric.name === what);
    return told ? text(figureOf(size === '' ? told : { ...told, value: Math.abs(told.value) })) : all;
  });
}
