// What a study says in words: which value does best, or why it names none, and what readers should know of a point.
// Pure.

import { count, list, plural, significant } from '../text/format';
import type { Analysis, Row } from './analysis';
import type { Plan } from './plan';
import type { StudyData } from './runner';
import { type Interval, MIN_ROUNDS } from './statistics';

/** The verdict: told, withheld for want of data, or none yet. */
export interface Told {
  state: 'told' | 'withheld' | 'none';
  sentence: string;
}

/** If more values than this do equally well, they are counted, not named. */
const NAMED = 8;

export function verdictOf(data: StudyData | null, analysis: Analysis | null, param: string): Told {
  if (!data || !analysis) return { state: 'none', sentence: 'No study yet: choose what to vary, and run it.' };
  if (!analysis.complete) return { state: 'none', sentence: 'Measuring: the result follows after the last round.' };
  const rounds = Math.max(0, ...data.points.map(({ times }) => times.length));
  const far = data.state === 'stopped' ? `Stopped after ${plural(rounds, 'round')}; what was measured stays. ` : '';
  const told = (sentence: string, state: Told['state'] = 'told'): Told => ({ state, sentence: far + sentence });
  if (rounds === 0) return told('Nothing has been compared yet.', 'none');
  if (rounds < MIN_ROUNDS) return told(`No value is named: ${tooFew(rounds)}.`, 'withheld');
  const { ranking } = analysis;
  const rest = notRanked(analysis, param);
  if (!ranking.best) return told(joined(`No value is named.`, ...rest), 'withheld');
  return told(joined(ranked(data.plan, analysis, param), ...rest), ranking.count > 1 ? 'told' : 'withheld');
}

/** Says why there is no interval, as a part of a sentence. */
export function tooFew(rounds: number): string {
  return `an interval needs five rounds, and there ${rounds === 1 ? 'was' : 'were'} ${['none', 'one', 'two', 'three', 'four'][rounds] ?? rounds}`;
}

function ranked(plan: Plan, analysis: Analysis, param: string): string {
  const { best, winner, equals, count: all } = analysis.ranking;
  const speedup = best?.speedup;
  if (!best || !speedup) return '';
  const reference = referenceOf(plan);
  const beyond = best.beyond === null ? '' : `${beyondText(best)}.`;
  const gain =
    plan.mode === 'weak'
      ? `${times(speedup.value)} the work in the same time (${rangeOf(speedup)})`
      : `${times(speedup.value)} as fast as ${reference} (${rangeOf(speedup)})`;
  const value = `${param} ${best.label}`;
  const apart = best.verdict !== 'noise';
  const close = `not told apart from ${reference} (${rangeOf(speedup)})`;
  const wins = `${value} ${ownReferences(plan) ? 'gains most' : 'is fastest'}`;
  if (winner) return joined(apart ? `${wins}: ${gain}.` : `${wins}, but ${close}.`, beyond);
  if (all === 1) return joined(`Only ${value} can be ranked: ${apart ? gain : close}.`, beyond);
  const some = equals.length > NAMED ? `${equals.length} of ${all} values` : named(param, equals);
  const which = equals.length === all && all > NAMED ? `All ${all} values` : some;
  return joined(
    `${which} do equally well: within the noise.`,
    besideReference(equals, reference, plan.mode === 'weak'),
    beyond,
  );
}

/** Compares those that do equally well with the reference. */
function besideReference(equals: readonly Row[], reference: string, weak: boolean): string {
  const ratios = equals.flatMap(({ speedup }) => (speedup ? [speedup.value] : []));
  const verdicts = new Set(equals.map(({ verdict }) => verdict));
  const [low, high] = [significant(Math.min(...ratios)), significant(Math.max(...ratios))];
  const range = low === high ? `${low} times` : `${low} to ${high} times`;
  if (verdicts.size > 1) return '';
  if (verdicts.has('noise')) return `None differs from ${reference} by more than the noise.`;
  return weak ? `They do ${range} the work in the same time.` : `They are ${range} as fast as ${reference}.`;
}

/** “Grain 4, 8 and 16” */
const named = (param: string, rows: readonly Row[]): string => `${param} ${list(rows.map(({ label }) => label))}`;

/** Returns sentences on the points that were not ranked. */
function notRanked({ rows, cores }: Analysis, param: string): string[] {
  const sentences: string[] = [];
  const over = rows.filter(({ oversubscribed, failed }) => oversubscribed && failed === null);
  if (over.length > 0) {
    const threads = [...new Set(over.map((row) => row.threads))];
    const share = `${list(threads.map(String))} threads share ${plural(cores, 'core')}`;
    sentences.push(`${share}: ${over.length === rows.length ? 'no value is' : 'they are not'} ranked.`);
  }
  const lost = rows.filter(({ withheld, oversubscribed }) => withheld && !oversubscribed);
  if (lost[0] && lost.length === 1) sentences.push(`${named(param, lost)} is not ranked: ${lostText(lost[0])}.`);
  else if (lost.length > 0)
    sentences.push(`${named(param, lost)} are not ranked: their cores were not free in too many rounds.`);
  return sentences;
}

/** “2 cores were not free in 3 of 8 rounds” */
export function lostText({ threads, lost, rounds }: Row): string {
  return `${plural(threads, 'core')} ${threads === 1 ? 'was' : 'were'} not free in ${lost} of ${plural(rounds.length, 'round')}`;
}

/** Speaks of a speed-up above what the cores allow. */
export function beyondText({ ideal, beyond }: Row): string {
  const most = plural(ideal ?? 1, 'core');
  const allow = ideal === 1 ? 'allows' : 'allow';
  if (beyond === 'surely') return `Faster than ${most} ${allow}: the reference was disturbed`;
  if (beyond === 'unknown') return `More than ${most} ${allow}: too few rounds to say why`;
  return `More than ${most} ${allow}, by less than the noise`;
}

/** Returns what readers should know of a point, a line each. */
export function remarksOf(row: Row, complete: boolean): string[] {
  const remarks: string[] = [];
  if (row.lost > 0) remarks.push(row.withheld ? `withheld: ${lostText(row)}` : lostText(row));
  if (!row.speedup) return remarks;
  const { verdict, beyond, ideal } = row;
  // On one thread both sentences would say the same.
  const same = verdict === 'noise' && ideal === 1;
  if (beyond !== null && !same) remarks.push(beyondText(row).replace(/^./, (letter) => letter.toLowerCase()));
  if (!complete) return remarks;
  if (Number.isNaN(row.speedup.low)) remarks.push('no interval: fewer than five rounds');
  else if (verdict === 'slower') remarks.push('slower than the reference');
  else if (verdict === 'noise') remarks.push('inside the noise');
  return remarks;
}

/** Says what a speed-up refers to. */
export function referenceOf({ references, points, otherCode }: Plan): string {
  if (references[0]?.kind === 'first') return 'the first point';
  return otherCode ? `${points[0]?.label ?? 'the first'} on one thread` : 'the same code on one thread';
}

/** Points with different work have a reference each, so none of them is “fastest”. */
const ownReferences = ({ mode, references }: Plan): boolean => mode === 'weak' || references.length > 1;

/** “1.84 to 1.95” */
export function rangeOf({ low, high }: Interval): string {
  const [from, to] = [significant(low), significant(high)];
  return from === to ? from : `${from} to ${to}`;
}

/** Writes shares as “95 %” or “4.1 %”; says “below” for one that would be rounded to nothing. */
export function percentOf(share: number): string {
  if (share !== 0 && Math.abs(share) < 0.0005) return 'below 0.1 %';
  return `${share >= 0.0995 ? count(100 * share) : significant(100 * share, 2)} %`;
}

/** Writes the noise with its sign, but never as “± 0”. */
export function noiseText(noise: number): string {
  return noise < 0.0005 ? 'below 0.1 %' : `± ${percentOf(noise)}`;
}

const times = (value: number): string => `${significant(value)} times`;
const joined = (...sentences: string[]): string => sentences.filter((sentence) => sentence !== '').join(' ');
