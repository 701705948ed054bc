// The verdict on a run: a few large figures, the times as bars, and a sentence, in this order, so that nothing moves with
// the length of the sentence. What may be said the core decides: a ratio that it withholds is none here.

import type { ComponentChildren } from 'preact';
import type { Metric, Outcome } from '../contract/protocol';
import {
  duration,
  type Figure,
  factor,
  factorsBetween,
  figure,
  plural,
  plusMinus,
  text as textOf,
  timesBetween,
} from '../text/format';
import { Icon } from '../widgets/icons';
import { rawValue } from './MetricsTable';
import { TimeBars } from './TimeBars';

interface VerdictProps {
  outcome: Outcome | null;
  /** Labels of the figures to come. */
  expected: readonly string[];
  /** Whether what is to come is a comparison of times. */
  comparing: boolean;
  /** An older result, while the next run is under way. */
  stale?: boolean;
  /** Instead of the sentence while there is no result. */
  placeholder?: string;
  /** Repeats the measurement with more time for it; not offered where that would change nothing. */
  onMeasureLonger: () => void;
  /** After the sentence. */
  tools?: ComponentChildren;
}

interface Headline {
  name: string;
  label: string;
  figure: Figure;
  /** For `data-value`; left out where there is no number. */
  raw?: string;
  /** Under the figure, a line each: where it lies, or what it refers to. */
  notes: readonly string[];
  help: string;
}

/** Metrics that a verdict shows: the first group of which one there is, as far as the others are there. */
const GROUPS = [
  ['speedup', 'efficiency'],
  ['sequential_s', 'threads_s', 'async_s'],
  ['preparation_s', 'rice_celsius', 'served_celsius', 'failed', 'threads'],
  ['time_ms', 'imbalance', 'chunks'],
];
const BLANK: Figure = { number: '–', unit: '', tight: true };
/** A typical repeat that differs from the fastest by more than this share was disturbed. */
const DISTURBED = 0.15;
/** An interval that reaches further than this share to either side is wide. */
const WIDE = 0.05;

export function Verdict(props: VerdictProps) {
  const { outcome, expected, comparing, stale = false, placeholder, onMeasureLonger, tools } = props;
  const headlines = outcome ? headlinesOf(outcome) : [];
  const identical = outcome ? identicalOf(outcome) : null;
  const state = outcome?.values.withheld !== undefined ? 'withheld' : outcome?.verdict ? 'told' : 'none';
  return (
    <section class={stale ? 'verdict verdict-stale' : 'verdict'} aria-label="Verdict">
      <dl class="verdict-figures">
        {headlines.length === 0
          ? expected.map((label, i) =>
              // Whether both are the same is a line of its own.
              comparing && i === expected.length - 1 ? (
                <div class="large large-line" key={label}>
                  <dt>{label}</dt>
                  <dd class="large-blank">–</dd>
                </div>
              ) : (
                <Large key={label} label={label} figure={BLANK} notes={['not measured yet']} />
              ),
            )
          : headlines.map((headline) => <Large key={headline.name} {...headline} />)}
        {identical !== null && <Identical identical={identical} totals={outcome?.values.totals !== undefined} />}
      </dl>
      <TimeBars outcome={outcome} coming={comparing} />
      <div class="verdict-told">
        <p class="verdict-sentence" aria-live="polite" data-verdict={state}>
          {stale && outcome?.verdict && 'Before: '}
          {outcome?.verdict || placeholder || 'No result yet: run it, or compare it with one thread.'}
        </p>
        <div class="verdict-tools">
          {outcome && !stale && isVague(outcome) && (
            <button
              type="button"
              class="link-button"
              data-action="measure-longer"
              title="Compares once more, with more time for more repeats"
              onClick={onMeasureLonger}
            >
              Measure longer
            </button>
          )}
          {tools}
        </div>
      </div>
    </section>
  );
}

/** Without `raw` there is no figure. */
type LargeProps = Pick<Headline, 'label' | 'figure' | 'notes'> & Partial<Headline>;

function Large({ name, label, figure: parts, raw, notes, help }: LargeProps) {
  return (
    <div class={name !== undefined && raw === undefined ? 'large large-withheld' : 'large'} title={help}>
      <dt>{label}</dt>
      <dd>
        <span
          class={raw === undefined ? 'large-figure large-blank' : 'large-figure'}
          data-metric={raw === undefined ? undefined : name}
          data-value={raw}
        >
          {parts.number}
          {parts.unit !== '' && <span class={parts.tight ? 'large-unit-tight' : 'large-unit'}>{parts.unit}</span>}
        </span>
        <span class="large-notes">
          {notes.map((note) => (
            <span class="large-note" key={note}>
              {note}
            </span>
          ))}
        </span>
      </dd>
    </div>
  );
}

/** `totals`: the result is a number, not a picture. */
function Identical({ identical, totals }: { identical: boolean; totals: boolean }) {
  const each = totals ? 'digit of the total' : 'byte of the picture';
  return (
    <div class="large large-line" title={`Every ${each} is compared with the sequential one.`}>
      <dt>{totals ? 'Totals' : 'Pictures'}</dt>
      <dd>
        <span
          class={
            identical
              ? 'large-figure large-word large-good'
              : totals
                ? 'large-figure large-word'
                : 'large-figure large-word large-bad'
          }
          data-metric="identical"
          data-value={identical ? '1' : '0'}
        >
          <Icon name={identical ? 'check' : 'cross'} />
          {identical ? 'identical' : 'different'}
        </span>
        <span class="large-note">
          {totals ? (identical ? 'every digit' : 'in the last digits') : identical ? 'every byte' : 'a wrong result'}
        </span>
      </dd>
    </div>
  );
}

const find = ({ metrics }: Outcome, name: string): Metric | undefined => metrics.find((metric) => metric.name === name);

export function headlinesOf(outcome: Outcome): Headline[] {
  const noise = find(outcome, 'noise');
  if (outcome.values.withheld !== undefined) return [withheld(outcome), ...(noise ? [headline(noise, outcome)] : [])];
  const group = GROUPS.find(([first = '']) => find(outcome, first)) ?? [];
  const known = group.map((name) => find(outcome, name)).filter((metric) => metric !== undefined);
  // A stopped run may have measured nothing; another kind of scenario has figures of its own.
  const shown = known.length > 0 || outcome.state === 'stopped' ? known : outcome.metrics.slice(0, 3);
  return shown.map((metric) => headline(metric, outcome));
}

function headline(metric: Metric, outcome: Outcome): Headline {
  return {
    name: metric.name,
    label: metric.label,
    figure: metric.name === 'speedup' ? { ...figure(metric), number: factor(metric.value) } : figure(metric),
    raw: rawValue(metric),
    notes: notesOf(metric, outcome),
    help: metric.help,
  };
}

/** In the ratio's place: that there is none, and between what it may be. */
function withheld(outcome: Outcome): Headline {
  const notes = ['withheld', rangeOf(outcome)].filter(Boolean);
  return { name: 'speedup', label: 'Speed-up', figure: BLANK, notes, help: outcome.values.withheld ?? '' };
}

/** The interval of the speed-up; empty where there is none. */
function rangeOf(outcome: Outcome): string {
  const [low, high] = [find(outcome, 'speedup_low'), find(outcome, 'speedup_high')];
  return low && high ? factorsBetween(low.value, high.value) : '';
}

/** Whether measuring longer would make the ratio better known: the reader has left the number of repeats open. */
function isVague(outcome: Outcome): boolean {
  if (outcome.params.repeats !== 'auto' || find(outcome, 'noise')) return false;
  if (outcome.values.withheld !== undefined) return true;
  const [speedup, low, high] = ['speedup', 'speedup_low', 'speedup_high'].map((name) => find(outcome, name)?.value);
  return speedup !== undefined && low !== undefined && high !== undefined && high - low > 2 * WIDE * speedup;
}

function notesOf(metric: Metric, outcome: Outcome): string[] {
  const value = (name: string): number | undefined => find(outcome, name)?.value;
  const threads = value('threads');
  if (metric.name === 'speedup') {
    const on = threads === undefined ? '' : `on ${plural(threads, 'thread')}`;
    const typical = value('speedup_typical');
    const disturbed = typical !== undefined && Math.abs(typical / metric.value - 1) > DISTURBED;
    return [rangeOf(outcome), disturbed ? `typically ${factor(typical)}×` : on].filter(Boolean);
  }
  if (metric.name === 'efficiency') {
    const cores = value('cores');
    if (cores === undefined || threads === undefined) return ['of each thread'];
    return [`of what ${plural(Math.min(cores, threads), 'core')} can give`];
  }
  if (metric.name.endsWith('_ms')) return [timeNote(metric, outcome)];
  return [noteOf(metric, outcome)];
}

/** What a median is of, and where it lies. */
function timeNote({ name, value }: Metric, outcome: Outcome): string {
  const beside = (kind: string): number | undefined => find(outcome, name.replace(/_ms$/, `_${kind}_ms`))?.value;
  const [low, high] = [beside('low'), beside('high')];
  if (low !== undefined && high !== undefined) return `median, ${timesBetween(value, low, high)}`;
  const repeats = find(outcome, 'repeats')?.value;
  if (repeats !== undefined && repeats < 5) return repeats === 1 ? 'one repeat' : `median of ${repeats}`;
  const spread = plusMinus(value, beside('spread') ?? 0);
  if (spread !== '') return `${spread}, median`;
  return name === 'time_ms' ? 'median' : '';
}

function noteOf(metric: Metric, outcome: Outcome): string {
  if (metric.name === 'preparation_s') return idealNote(find(outcome, 'ideal_s'), find(outcome, 'late_ms'));
  const celsius = find(outcome, metric.name.replace(/_s$/, '_celsius'));
  if (celsius && celsius !== metric) return `${outcome.values.cools ?? 'served'} at ${textOf(figure(celsius))}`;
  if (metric.unit === '°C') return `${outcome.values.cools ?? ''}, when served`.replace(/^, /, '');
  if (metric.name === 'noise') return 'of this machine';
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
  const metric = find(outcome, 'identical');
  return metric ? metric.value === 1 : null;
}
