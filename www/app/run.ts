// Runs the present settings, and puts the result on the stage.

import { batch } from '@preact/signals';
import type { Metric, Outcome } from '../contract/protocol';
import type { RunResult } from '../engine/client';
import { logicalCores } from '../engine/facilities';
import type { LinkState } from '../link/link';
import { followAddress, writeAddress } from './address';
import * as app from './app';
import { drawn, settled } from './drawn';
import { keep, resetLook } from './kept';
import { claim, engine, owns, stop } from './owner';
import { shareDone, watch } from './watch';

/**
 * Time in ms for all repeats of a run whose number is not given; `LONGER` is for a reader who asks for more, `FIRST` for the
 * run with which the page opens: its answer comes within two seconds, also beside other work.
 */
export const BUDGET = 1200;
const FIRST = 1000;
const LONGER = 5000;

/** Compares once more with the present settings, for longer, so that the intervals get narrower. */
export function measureLonger(): void {
  void run(true, { budget: LONGER });
}

interface RunOptions {
  /** See `Shown.explored`. */
  explored?: boolean;
  /** Time in ms for all repeats of the run. */
  budget?: number;
  /** Whether the page is being opened: the run then waits until the page is loaded and idle. */
  opening?: boolean;
  /** Whether it answers at once, as a step by hand does: what is shown stays until the answer is there. */
  quiet?: boolean;
}

/** Runs the present settings. Resolves when that run has ended, whether done, stopped or failed. */
export async function run(
  compare: boolean,
  { explored = false, opening = false, budget = opening ? FIRST : BUDGET, quiet = false }: RunOptions = {},
): Promise<{ result: RunResult; outcome: Outcome | null }> {
  const client = engine();
  const key = claim();
  const calm = opening ? settled : drawn;
  // The result of another scenario would be shown wrongly on this one's stage.
  const previous = app.shown.value?.link.scenario === app.link.value.scenario ? app.shown.value : null;
  const comparing = compare && app.comparable.value;
  // A look around does not change whether the link asks for a comparison.
  if (!explored) app.link.value = { ...app.link.value, compare };
  const link: LinkState = app.link.value;
  const values = { ...app.values.value };
  if (explored) Object.assign(values, { repeats: 1, warmup: 0 });
  if (quiet) followAddress();
  else if (!explored) writeAddress('push');
  if (!quiet || app.busy.value) {
    batch(() => {
      app.stage.value = 'starting';
      app.progress.value = 0;
      app.notice.value = null;
      app.failure.value = null;
      app.shown.value = previous;
    });
    // Stops the former run, which is not wanted any more.
    stop();
  }
  const pool = app.poolSize(app.scenario.value, values, comparing);
  const kind = { family: app.scenario.value.family, threads: pool };
  let watched: app.Shown | null = null;
  let unwatch: (() => Metric | null) | null = null;
  let pageShare: Metric | null = null;
  const request = { scenario: link.scenario, params: values, compare: comparing, record: true };
  const result = await client.run({ ...request, cores: logicalCores(), budget_ms: budget }, kind, {
    prepared: (view) => {
      if (!owns(key) || quiet) return undefined;
      if (!view) {
        app.stage.value = 'running';
        return calm();
      }
      watched = { key, link, values, compare: comparing, explored, state: 'running', outcome: null, view, frames: [] };
      const run = watched;
      batch(() => {
        app.shown.value = run;
        app.stage.value = 'running';
        resetLook();
      });
      unwatch = watch(run, view, () => owns(key));
      return calm();
    },
    ended: () => {
      pageShare = unwatch?.() ?? null;
    },
  });
  if (pageShare) result.outcome?.metrics.push(pageShare);
  // If another run was asked for meanwhile, that one owns the stage.
  if (owns(key)) conclude({ key, link, values, compare: comparing, explored, watched, pool, quiet }, result);
  return { result, outcome: result.outcome };
}

interface Ended extends Omit<app.Shown, 'state' | 'outcome' | 'view' | 'frames'> {
  watched: app.Shown | null;
  pool: number | null;
  quiet: boolean;
}

function conclude(run: Ended, result: RunResult): void {
  const { watched, pool, quiet, ...rest } = run;
  batch(() => {
    // After a failure, or a run that never began, the last run that ended stays on the stage.
    if (result.state === 'error' || !result.view) app.shown.value = app.ended.value;
    if (result.state === 'error') {
      app.failure.value = result.error;
      app.stage.value = 'error';
      return;
    }
    app.stage.value = result.state;
    if (result.state === 'done') app.progress.value = 1;
    if (pool !== null && app.facts.value) app.facts.value = { ...app.facts.value, threads: pool };
    if (result.view) {
      const { outcome, view, state } = result;
      if (state !== 'done') app.progress.value = shareDone(view);
      const shown: app.Shown = { ...rest, state, outcome, view, frames: watched?.frames ?? [] };
      app.ended.value = shown;
      app.shown.value = shown;
      // A snapshot arrives as a whole, when the run has ended: the look is reset only now.
      if (!watched) resetLook();
      // Steps are many, and found again in no time.
      if (!quiet) keep(shown);
    }
    app.failure.value = null;
    const notes = result.outcome?.notices ?? [];
    if (notes.length > 0) app.notices.value = [...new Set([...app.notices.value, ...notes])];
  });
}
