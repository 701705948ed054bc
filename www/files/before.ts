// Works out the large figures of runs that were saved before the core named them, from the names of their figures and by the
// rules of the page of that time. Pure.

import type { Headline, Metric, Outcome } from '../contract/protocol';
import { beside } from '../text/beside';
import { plural } from '../text/format';

/** Groups of figures: the verdict showed the first group whose first figure existed. */
const GROUPS = [
  ['speedup', 'efficiency'],
  ['sequential_s', 'threads_s', 'async_s'],
  ['preparation_s', 'rice_celsius', 'served_celsius', 'failed', 'threads'],
  ['time_ms', 'imbalance', 'chunks'],
];
/** A typical repeat that differs from the fastest by more than this share was disturbed. */
const DISTURBED = 0.15;
/** An interval that reaches further than this share to either side is wide. */
const WIDE = 0.05;

type Told = Omit<Outcome, 'headlines' | 'vague'>;

const amount = ({ metrics }: Told, name: string): number | undefined =>
  metrics.find((metric) => metric.name === name)?.value;

/** Adds the large figures. `outcome`: its figures have roles. */
export function withHeadlines(outcome: Told): Outcome {
  return { ...outcome, headlines: [...figuresOf(outcome), ...agreementOf(outcome)], vague: isVague(outcome) };
}

function figuresOf(outcome: Told): Headline[] {
  const { metrics, values, state } = outcome;
  const known = (names: readonly string[]): Metric[] =>
    names.flatMap((name) => metrics.find((metric) => metric.name === name) ?? []);
  const headline = (metric: Metric): Headline => ({ metric: metric.name, notes: notesOf(metric, outcome) });
  if (values.withheld !== undefined) {
    const interval = beside(metrics, 'speedup', 'low') ? ['{interval}'] : [];
    const told = { label: 'Speed-up', help: values.withheld };
    return [{ metric: 'speedup', notes: ['withheld', ...interval], ...told }, ...known(['noise']).map(headline)];
  }
  const shown = known(GROUPS.find(([first = '']) => amount(outcome, first) !== undefined) ?? []);
  return (shown.length > 0 || state === 'stopped' ? shown : metrics.slice(0, 3)).map(headline);
}

function notesOf(metric: Metric, outcome: Told): string[] {
  const { name } = metric;
  const value = (of: string): number | undefined => amount(outcome, of);
  const threads = value('threads');
  if (name === 'speedup') {
    const typical = value('speedup_typical');
    const disturbed = typical !== undefined && Math.abs(typical / metric.value - 1) > DISTURBED;
    const on = threads === undefined ? '' : `on ${plural(threads, 'thread')}`;
    const interval = value('speedup_low') === undefined ? '' : '{interval}';
    return [interval, disturbed ? 'typically {speedup_typical}' : on].filter(Boolean);
  }
  if (name === 'efficiency') {
    const cores = value('cores');
    if (cores === undefined || threads === undefined) return ['of each thread'];
    return [`of what ${plural(Math.min(cores, threads), 'core')} can give`];
  }
  if (metric.unit === 'ms') return [timeNote(metric, outcome)].filter(Boolean);
  return [noteOf(metric, outcome)].filter(Boolean);
}

/** Describes a median: its interval, or the number of repeats, or its spread. */
function timeNote({ name, role }: Metric, outcome: Told): string {
  if (beside(outcome.metrics, name, 'low')) return 'median, {interval}';
  const repeats = amount(outcome, 'repeats');
  if (repeats !== undefined && repeats < 5) return repeats === 1 ? 'one repeat' : `median of ${repeats}`;
  if ((beside(outcome.metrics, name, 'spread')?.value ?? 0) > 0) return '{spread}, median';
  return role === 'time' ? 'median' : '';
}

function noteOf({ name, unit }: Metric, outcome: Told): string {
  if (name === 'preparation_s') {
    const late = amount(outcome, 'late_ms');
    if (amount(outcome, 'ideal_s') === undefined) return '';
    return `ideal {ideal_s}${late === undefined ? '' : `, measured {|late_ms|} ${late < 0 ? 'early' : 'late'}`}`;
  }
  const celsius = name.replace(/_s$/, '_celsius');
  const { cools } = outcome.values;
  if (celsius !== name && amount(outcome, celsius) !== undefined) return `${cools ?? 'served'} at {${celsius}}`;
  if (unit === '°C') return cools === undefined ? 'when served' : `${cools}, when served`;
  const notes: Readonly<Record<string, string>> = {
    noise: 'of this machine',
    imbalance: 'slowest thread over the mean',
    chunks: 'handed out in a repeat',
  };
  return Object.hasOwn(notes, name) ? (notes[name] ?? '') : '';
}

/** Returns the line that says whether both sides came to the same result, if they were compared. */
function agreementOf(outcome: Told): Headline[] {
  const value = amount(outcome, 'identical');
  if (value === undefined) return [];
  const same = value === 1;
  const totals = outcome.values.totals !== undefined;
  const [good, bad] = totals ? ['every digit', 'in the last digits'] : ['every byte', 'a wrong result'];
  const each = totals ? 'digit of the total' : 'byte of the picture';
  return [
    {
      metric: 'identical',
      label: totals ? 'Totals' : 'Pictures',
      help: `Every ${each} is compared with the sequential one.`,
      word: same ? 'identical' : 'different',
      tone: same ? 'good' : totals ? 'odd' : 'bad',
      notes: [same ? good : bad],
    },
  ];
}

/** Returns whether measuring longer would have made the ratio better known. Only an open number of repeats can grow. */
function isVague(outcome: Told): boolean {
  if (outcome.params.repeats !== 'auto' || amount(outcome, 'noise') !== undefined) return false;
  if (outcome.values.withheld !== undefined) return true;
  const [speedup, low, high] = ['speedup', 'speedup_low', 'speedup_high'].map((name) => amount(outcome, name));
  return speedup !== undefined && low !== undefined && high !== undefined && high - low > 2 * WIDE * speedup;
}
