// A study on the page: makes the plan from the link, runs it on the engines, and tells the page how far
// it is. The engines of all thread counts are kept alive meanwhile, because the points take turns.

import { batch } from '@preact/signals';
import type { Outcome, ParamValues, Role, ScenarioInfo } from '../contract/protocol';
import type { RunResult } from '../engine/client';
import { encodeLink, type LinkState } from '../link/link';
import { readSweep } from '../link/sweep';
import { analyse } from '../study/analysis';
import { boundsOf } from '../study/bounds';
import { figuresOf } from '../study/figures';
import { planStudy } from '../study/plan';
import { type Answer, type StudyData, startStudy } from '../study/runner';
import { verdictOf } from '../study/sentences';
import { warming } from '../study/warm';
import { ofRole } from '../text/beside';
import { plural } from '../text/format';
import { spansOf } from '../trace/lanes';
import * as app from './app';
import { drawn } from './drawn';
import { study, studyText } from './study';

/** What a study needs of the page. */
export interface Host {
  run(values: ParamValues, pool: number | null, record: boolean): Promise<RunResult>;
  /** Keeps the engines of all sizes from now on. */
  hold(): void;
  release(): void;
  /** Whether this study still owns the stage. */
  current(): boolean;
  /** Takes the function that ends the study after its present run. */
  halt(end: () => void): void;
}

export interface Conducted {
  data: StudyData;
  /** The study's figures by name, for scripts. */
  metrics: Record<string, number>;
  values: Record<string, string>;
}

/** Rest after a drawing, as a multiple of what it took, and at least in ms. A study is drawn between two runs. */
const REST = 20;
const LEAST_REST = 250;

/** Makes the study that a link asks for. A run that fails ends the study, and never rejects the promise. */
export async function conduct(link: LinkState, host: Host): Promise<Conducted | { problem: string }> {
  const scenario = app.findScenario(link.scenario);
  const { sweep } = readSweep(link.sweep ?? '', scenario);
  if (!sweep) return { problem: 'The sweep of this link cannot be read.' };
  const mode = link.weak ? 'weak' : 'strong';
  const plan = planStudy(scenario, link.explicit, sweep, mode, app.environment.value, app.poolSize);
  if ('problem' in plan) return plan;

  const fragment = encodeLink({ ...link, compare: false }, app.catalog);
  let due = Number.NEGATIVE_INFINITY;
  // The next run begins when the page has drawn itself, so that it has the processors for itself.
  const show = async (data: StudyData): Promise<void> => {
    const now = performance.now();
    if (!host.current() || (data.state === 'running' && now < due)) return;
    batch(() => {
      study.value = { link: fragment, data };
      app.stage.value = data.state === 'running' ? 'running' : app.stage.value;
      app.progress.value = data.done / Math.max(1, data.plan.steps.length);
      studyText.value = data.state === 'running' ? sentence(data) : null;
    });
    await drawn();
    const after = performance.now();
    due = after + Math.max(LEAST_REST, REST * (after - now));
  };
  host.hold();
  try {
    // All runs that need no pool use the same engine, because another one may not be warm for them.
    const home = plan.points.find(({ pool }) => pool !== null)?.pool ?? null;
    const once = warming(async (values, pool, record) => answer(await host.run(values, pool ?? home, record), record));
    const running = startStudy(plan, once, show);
    host.halt(running.stop);
    const data = await running.finished;
    const analysis = analyse(data, app.environment.value.logicalCores);
    const values: Record<string, string> = { sweep: plan.sweep.text, mode: plan.mode };
    const { winner, equals } = analysis.ranking;
    if (winner) values.best = String(winner.value);
    else if (equals.length > 1) values.equals = equals.map(({ value }) => String(value)).join(',');
    values.verdict = verdictOf(data, analysis, labelOf(scenario, plan.sweep.param)).sentence;
    return { data, metrics: figuresOf(data, analysis), values };
  } finally {
    host.release();
    if (host.current()) studyText.value = null;
  }
}

const labelOf = ({ params }: ScenarioInfo, name: string): string =>
  params.find((param) => param.name === name)?.label ?? name;

/** Reduces the result of a run to what a study needs. */
function answer({ state, outcome, view, error }: RunResult, record: boolean): Answer {
  if (state === 'stopped') return { state: 'stopped' };
  if (state === 'stuck') return { state: 'error', message: 'A run got stuck: nobody could go on.' };
  if (state === 'error' || !outcome) return { state: 'error', message: error ?? 'The run gave no result.' };
  const { metrics } = outcome;
  const told = (role: Role): number | null => ofRole(metrics, role)?.value ?? null;
  const counts = {
    cores: told('logical-cores'),
    leftOut: told('left-out') ?? 0,
    tasks: told('task-count') ?? told('chunk-count'),
  };
  const time = timeOf(outcome);
  if (time === null)
    return { state: 'error', message: 'A run of this scenario reports no time that could be compared.' };
  const bounds = record && view ? boundsOf(spansOf(view.trace())) : null;
  const picture = outcome.images[0];
  // Norms that are added in the order of arrival differ in their last bits; norms that are added by index must not.
  const result =
    outcome.values.bits_by_index ??
    outcome.values.bits ??
    outcome.values.total ??
    (picture ? String(picture.crc32) : null);
  return { state: 'done', time, ...counts, result, bounds, notices: outcome.notices };
}

/** Returns the run's time in ms: the one that it is judged by, or else the first that the scenario reports. */
function timeOf(outcome: Outcome): number | null {
  const time = ofRole(outcome.metrics, 'time') ?? outcome.metrics.find(({ unit }) => unit === 'ms' || unit === 's');
  if (!time) return null;
  return time.unit === 's' ? time.value * 1000 : time.value;
}

/** Says in words how far the study has come. */
function sentence({ plan, step }: StudyData): string {
  if (!step) return 'Measuring…';
  const what =
    step.target === 'reference' ? 'the reference' : `${plan.sweep.param} = ${plan.points[step.index]?.label ?? ''}`;
  switch (step.phase) {
    case 'warm-up':
      return `Warm-up, not measured: ${what}`;
    case 'trace':
      return `Recording the work and the span: ${what}`;
    case 'measure':
      return `Round ${step.round + 1} of ${plural(plan.rounds, 'round')}: ${step.again ? 'the reference again' : what}`;
  }
}
