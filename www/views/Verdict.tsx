// The verdict on a run: a few large figures, a sentence, and the times as bars. The strip is as high
// before there is a result as after.

import type { Metric, Outcome } from '../engine/protocol';
import { duration, type Figure, figure, plural, spreadOf, text as textOf } from '../state/format';
import { Icon } from './icons';
import { rawValue } from './MetricsTable';
import { TimeBars } from './TimeBars';

interface VerdictProps {
  outcome: Outcome | null;
  /** Labels of the figures to come. */
  expected: readonly string[];
  /** An older result, while the next run is under way. */
  stale?: boolean;
  /** Instead of the sentence while there is no result. */
  placeholder?: string;
}

interface Headline {
  name: string;
  label: string;
  figure: Figure;
  /** For `data-value`. */
  raw: string;
  /** Under the figure: spread, or what it refers to. */
  note: string;
  help: string;
}

/** Metrics that a verdict shows: the first group whose first one there is, as far as the others are there. */
const GROUPS = [
  ['speedup', 'efficiency'],
  ['sequential_s', 'threads_s', 'async_s'],
  ['preparation_s', 'rice_celsius', 'served_celsius', 'failed', 'threads'],
  ['time_ms', 'imbalance', 'chunks'],
];
const BLANK: Figure = { number: '–', unit: '', tight: true };

export function Verdict({ outcome, expected, stale = false, placeholder }: VerdictProps) {
  const headlines = outcome ? headlinesOf(outcome) : [];
  const identical = outcome ? identicalOf(outcome) : null;
  return (
    <section class={stale ? 'verdict verdict-stale' : 'verdict'} aria-label="Verdict">
      <p class="verdict-sentence" aria-live="polite">
        {stale && outcome?.verdict && 'Before: '}
        {outcome?.verdict || placeholder || 'No result yet: run it, or compare it with the sequential schedule.'}
      </p>
      <div class="verdict-body">
        <dl class="verdict-figures">
          {headlines.length === 0
            ? expected.map((label) => <Large key={label} label={label} figure={BLANK} note="not measured yet" />)
            : headlines.map((headline) => <Large key={headline.name} {...headline} name={headline.name} />)}
          {identical !== null && <Identical identical={identical} totals={outcome?.values.totals !== undefined} />}
        </dl>
        <TimeBars outcome={outcome} />
      </div>
    </section>
  );
}

interface LargeProps {
  name?: string;
  label: string;
  figure: Figure;
  raw?: string;
  note: string;
  help?: string;
}

function Large({ name, label, figure: parts, raw, note, help }: LargeProps) {
  return (
    <div class="large" title={help}>
      <dt>{label}</dt>
      <dd>
        <span
          class={name === undefined ? 'large-figure large-blank' : 'large-figure'}
          data-metric={name}
          data-value={raw}
        >
          {parts.number}
          {parts.unit !== '' && <span class={parts.tight ? 'large-unit-tight' : 'large-unit'}>{parts.unit}</span>}
        </span>
        <span class="large-note">{note}</span>
      </dd>
    </div>
  );
}

/** `totals`: the result is a number, not a picture. */
function Identical({ identical, totals }: { identical: boolean; totals: boolean }) {
  const each = totals ? 'digit of the total' : 'byte of the picture';
  return (
    <div class="large" title={`Every ${each} is compared with the sequential one.`}>
      <dt>{totals ? 'Totals' : 'Pictures'}</dt>
      <dd>
        <span
          class={identical ? 'large-figure large-word large-good' : 'large-figure large-word large-bad'}
          data-metric="identical"
          data-value={identical ? '1' : '0'}
        >
          <Icon name={identical ? 'check' : 'cross'} />
          {identical ? 'identical' : 'different'}
        </span>
        <span class="large-note">{identical ? (totals ? 'every digit' : 'every byte') : 'a wrong result'}</span>
      </dd>
    </div>
  );
}

function headlinesOf(outcome: Outcome): Headline[] {
  const find = (name: string): Metric | undefined => outcome.metrics.find((metric) => metric.name === name);
  const group = GROUPS.find(([first = '']) => find(first)) ?? [];
  const known = group.map(find).filter((metric) => metric !== undefined);
  // A stopped run may have measured nothing; another kind of scenario has figures of its own.
  const shown = known.length > 0 || outcome.state === 'stopped' ? known : outcome.metrics.slice(0, 3);
  return shown.map((metric) => ({
    name: metric.name,
    label: metric.label,
    figure: figure(metric),
    raw: rawValue(metric),
    note: noteOf(metric, outcome),
    help: metric.help,
  }));
}

function noteOf(metric: Metric, outcome: Outcome): string {
  const find = (name: string): Metric | undefined => outcome.metrics.find((other) => other.name === name);
  const threads = find('threads')?.value;
  if (metric.name === 'speedup' && threads !== undefined) return `on ${plural(threads, 'thread')}`;
  if (metric.name === 'efficiency') return 'of each thread';
  if (metric.name.endsWith('_ms')) {
    // `time_ms` has its spread in `time_spread_ms`.
    const spread = find(metric.name.replace(/_ms$/, '_spread_ms'));
    if (spread) return `± ${spreadOf(metric.value, spread.value)}, median`;
    return metric.name === 'time_ms' ? 'median' : '';
  }
  if (metric.name === 'preparation_s') return idealNote(find('ideal_s'), find('late_ms'));
  const celsius = find(metric.name.replace(/_s$/, '_celsius'));
  if (celsius && celsius !== metric) return `${outcome.values.cools ?? 'served'} at ${textOf(figure(celsius))}`;
  if (metric.unit === '°C') return `${outcome.values.cools ?? ''}, when served`.replace(/^, /, '');
  if (metric.name === 'imbalance') return 'slowest thread over the mean';
  if (metric.name === 'chunks') return 'handed out in a repeat';
  return '';
}

/** How far what was measured is from the ideal. */
function idealNote(ideal: Metric | undefined, late: Metric | undefined): string {
  if (!ideal) return '';
  const measured = late ? `, measured ${duration(Math.abs(late.value))} ${late.value < 0 ? 'early' : 'late'}` : '';
  return `ideal ${textOf(figure(ideal))}${measured}`;
}

/** Whether both pictures are the same; null where nothing was compared. */
function identicalOf(outcome: Outcome): boolean | null {
  const metric = outcome.metrics.find((other) => other.name === 'identical');
  return metric ? metric.value === 1 : null;
}
