// Makes the list of a study's single runs, in order, from a link's settings and its sweep. Every round visits every
// point once, so that a drift of the machine affects all points alike; the order rotates from round to round, so that
// no point always follows the same neighbour. Pure.

import type { ParamSchema, ParamValue, ParamValues, ScenarioInfo } from '../contract/protocol';
import type { Sweep } from '../link/sweep';
import { applies, type Environment, resolveValues, toText } from '../params/values';

/** Fixed work, or work that grows with the threads. */
export type Mode = 'strong' | 'weak';

export interface Point {
  value: ParamValue;
  label: string;
  /** Settings of a single run: one repeat, no warm-up. */
  values: ParamValues;
  /** Size of the pool; null if any will do. */
  pool: number | null;
  /** Threads that share the work. */
  threads: number;
  /** Work in units of the base: 1 unless the work grows. */
  work: number;
  /** Identifies the problem: points with the same one do the same work, however it is shared out. */
  problem: string;
  /** Index of the reference for its speed-up. */
  reference: number;
}

export interface Reference {
  values: ParamValues;
  pool: number | null;
  /** `sequential`: the point's own code on one thread; `first`: the study's first point. */
  kind: 'sequential' | 'first';
}

export type Phase = 'warm-up' | 'trace' | 'measure';

export interface Step {
  phase: Phase;
  /** Number of the round within its phase. */
  round: number;
  target: 'point' | 'reference';
  index: number;
  /** Whether this is the reference's second measurement in a round, for the A/A check. */
  again: boolean;
}

export interface Plan {
  scenario: string;
  sweep: Sweep;
  mode: Mode;
  points: Point[];
  references: Reference[];
  steps: Step[];
  rounds: number;
  warmups: number;
  /** A sentence for each setting that differs from what was asked for. */
  notices: string[];
  /** Whether results of all points must be the same. */
  sameResult: boolean;
  /** Whether threads share the scenario's work, so that each number of threads has a speed-up. */
  sharesWork: boolean;
  /** Whether the values select different code, which can be faster than any number of threads. */
  otherCode: boolean;
}

/** Returns the size of the pool that a run needs; null if any will do. */
export type PoolOf = (scenario: ScenarioInfo, values: ParamValues) => number | null;

/** Rounds where the link asks for as many as it takes (`repeats=auto`). */
const ROUNDS = 8;
/** Rounds of a scenario that does not repeat: the fewest that give an interval. */
const ROUNDS_WITHOUT = 5;
/** Repeats of a recorded run; the least disturbed one counts. */
const RECORDED = 3;

/** Returns the rounds of a study with these values: `repeats`, unless that is “auto”. */
export function roundsOf(values: ParamValues): number {
  const asked = Number(values.repeats ?? ROUNDS_WITHOUT);
  return Number.isFinite(asked) ? Math.max(1, asked) : ROUNDS;
}

/** Returns what a step runs: once, or a few times if it is recorded. */
export function valuesOf(step: Step, { values }: Pick<Point, 'values'>): ParamValues {
  return step.phase === 'trace' && values.repeats !== undefined ? { ...values, repeats: RECORDED } : values;
}

export function planStudy(
  scenario: ScenarioInfo,
  explicit: ParamValues,
  sweep: Sweep,
  wanted: Mode,
  env: Environment,
  poolOf: PoolOf,
): Plan | { problem: string } {
  const notices: string[] = [];
  const base = resolveValues(scenario, explicit, env).values;
  const swept = scenario.params.find(({ name }) => name === sweep.param);
  if (!swept) return { problem: `“${scenario.title}” has no setting “${sweep.param}” to sweep.` };
  let mode = wanted;
  if (mode === 'weak' && (sweep.param !== 'threads' || !scenario.work)) {
    notices.push('The work can grow with the threads only in a sweep of the threads: it stays fixed.');
    mode = 'strong';
  }

  const points: Point[] = [];
  const references: Reference[] = [];
  const known = new Map<string, number>();
  const sequential = sequentialOf(scenario);
  // Another word of a choice is other code: all are compared with the reference of the first one.
  const otherCode = choosesCode(swept);
  const shared = mode === 'weak' || otherCode;
  const referenceFor = (values: ParamValues): number => {
    const kind = sequential ? 'sequential' : 'first';
    const own = sequential ? { ...values, schedule: 'sequential' } : values;
    const key = keyOf(scenario, own);
    const found = known.get(key) ?? (references.length > 0 && (shared || kind === 'first') ? 0 : undefined);
    if (found !== undefined) return found;
    references.push({ values: own, pool: poolOf(scenario, own), kind });
    known.set(key, references.length - 1);
    return references.length - 1;
  };

  let ineffective = 0;
  for (const value of sweep.values) {
    const asked = { ...explicit, [sweep.param]: value };
    const values = single(scenario, resolveValues(scenario, asked, env).values);
    if (values[sweep.param] !== value) {
      notices.push(`${sweep.param}=${toText(value)} does not fit the other settings: it is left out.`);
      continue;
    }
    if (!applies(swept, values)) ineffective++;
    const pool = poolOf(scenario, values);
    // Without a pool, one thread does all the work.
    const threads = pool ?? 1;
    let work = 1;
    // All points are compared with the base, which has the work of one thread.
    const origin = mode === 'weak' ? single(scenario, base) : values;
    if (mode === 'weak') {
      const grown = grow(scenario, values, threads);
      if (grown === null) {
        notices.push(
          `The work for ${toText(value)} threads would be beyond the limit of ${scenario.work?.param}: it is left out.`,
        );
        continue;
      }
      work = grown;
    }
    const reference = referenceFor(origin);
    points.push({
      value,
      label: labelOf(scenario, sweep.param, value),
      values,
      pool,
      threads,
      work,
      problem: problemOf(scenario, values),
      reference,
    });
  }
  if (points.length === 0)
    return { problem: `None of the values of sweep=${sweep.text} can be run with these settings.` };
  if (ineffective === points.length) {
    notices.push(`${swept.label} has no effect with these settings: all points do the same.`);
  }

  const rounds = roundsOf(base);
  const warmups = Math.max(1, Number(base.warmup ?? 1));
  const steps = stepsOf(points.length, references.length, rounds, warmups);
  const sharesWork = scenario.params.some(({ name }) => name === 'threads');
  const sameResult = mode === 'strong' && swept.group !== 'problem';
  return {
    scenario: scenario.id,
    sweep,
    mode,
    points,
    references,
    steps,
    rounds,
    warmups,
    notices,
    sameResult,
    sharesWork,
    otherCode,
  };
}

/** Lists all runs in order: warm-up, one recorded run of each point, then the measured rounds. */
export function stepsOf(points: number, references: number, rounds: number, warmups: number): Step[] {
  const steps: Step[] = [];
  const all = (phase: Phase, round: number, target: Step['target'], count: number): void => {
    for (let index = 0; index < count; index++) steps.push({ phase, round, target, index, again: false });
  };
  for (let round = 0; round < warmups; round++) {
    all('warm-up', round, 'reference', references);
    all('warm-up', round, 'point', points);
  }
  all('trace', 0, 'point', points);
  for (let round = 0; round < rounds; round++) {
    all('measure', round, 'reference', references);
    for (let i = 0; i < points; i++) {
      const turned = (i + round) % points;
      const index = round % 2 === 0 ? turned : points - 1 - turned;
      steps.push({ phase: 'measure', round, target: 'point', index, again: false });
    }
    if (references > 0) steps.push({ phase: 'measure', round, target: 'reference', index: 0, again: true });
  }
  return steps;
}

/** Returns whether the scenario has a sequential schedule of its own. */
function sequentialOf(scenario: ScenarioInfo): boolean {
  const schedule = scenario.params.find(({ name }) => name === 'schedule');
  return schedule?.kind.type === 'choice' && schedule.kind.options.some(({ value }) => value === 'sequential');
}

/** Removes the scenario's own repeats: a study repeats each point itself, in turn with the others. */
function single(scenario: ScenarioInfo, values: ParamValues): ParamValues {
  const once = { ...values };
  for (const { name } of scenario.params) {
    if (name === 'repeats') once.repeats = 1;
    if (name === 'warmup') once.warmup = 0;
  }
  return once;
}

/** Lets the work grow with the threads, in place. Returns the work in units of the base, null beyond the limit. */
function grow(scenario: ScenarioInfo, values: ParamValues, threads: number): number | null {
  const { work } = scenario;
  const param = scenario.params.find(({ name }) => name === work?.param);
  if (!work || param?.kind.type !== 'integer') return null;
  const base = Number(values[work.param]);
  const grown = Math.round(base * threads ** (1 / work.power));
  if (grown > param.kind.max) return null;
  values[work.param] = grown;
  return (grown / base) ** work.power;
}

/** Returns whether another value means other code: a schedule only shares out the same code. */
function choosesCode({ name, group, kind }: ParamSchema): boolean {
  return kind.type === 'choice' && group === 'execution' && name !== 'schedule';
}

/** Returns what is computed, and by which code: all settings except those that share it out. */
function problemOf(scenario: ScenarioInfo, values: ParamValues): string {
  return scenario.params
    .filter((param) => param.group === 'problem' || choosesCode(param))
    .map(({ name }) => `${name}=${toText(values[name] ?? '')}`)
    .join('&');
}

/** Two settings count as equal if they differ only in values without an effect. */
function keyOf(scenario: ScenarioInfo, values: ParamValues): string {
  return scenario.params
    .filter((param) => applies(param, values))
    .map(({ name }) => `${name}=${toText(values[name] ?? '')}`)
    .join('&');
}

function labelOf(scenario: ScenarioInfo, name: string, value: ParamValue): string {
  const kind = scenario.params.find((param) => param.name === name)?.kind;
  if (kind?.type === 'choice') return kind.options.find((option) => option.value === value)?.label ?? toText(value);
  if (kind?.type === 'flag') return value === true ? 'yes' : 'no';
  return toText(value);
}
