// What the page does: opens links, runs, stops, explores, and keeps the address bar and the history
// in step. The only place that changes the signals of `app.ts` in more than one go.

import { batch } from '@preact/signals';
import type { Metric, Outcome, ParamValue } from '../contract/protocol';
import type { View } from '../contract/view';
import { EngineClient, type RunResult } from '../engine/client';
import { clockStep, hasSharedMemory, hasSimd, logicalCores } from '../engine/facilities';
import { decodeLink, encodeLink, type LinkState } from '../link/link';
import { loadFormats } from '../params/notations';
import { resolve, resolveValues } from '../params/values';
import { enter, entered, followAddress, writeAddress } from './address';
import * as app from './app';
import { arrive, galleryOpen } from './arrival';
import { drawn, settled } from './drawn';
import { address as addressBar, receive, received, withoutResult } from './received';
import { type ShownStudy, study, studying } from './study';
import { type Summary, summarise } from './summary';
import { shareDone, watch } from './watch';

/** Time that the repeats of a run may take in all, where their number is not given, in ms; and when more is asked for. */
const BUDGET = 1200;
const LONGER = 5000;

/** Finished runs that Back returns to without running again; a large one takes some 35 MB. */
const KEPT_RUNS = 4;

let client: EngineClient | null = null;
let runs = 0;
/** Links that were followed. */
let followed = 0;
/** The page is being opened: its first run waits until that is over. */
let opening = false;
/** Ends the study that is under way after its present run. */
let haltStudy: (() => void) | null = null;
const kept = new Map<string, app.Shown>();

/** Finds out what there is, starts the engine, opens the address bar's link. */
export async function start(): Promise<void> {
  const threaded = hasSharedMemory();
  const cores = logicalCores();
  app.environment.value = { logicalCores: cores, threadsAvailable: threaded };
  app.facts.value = {
    isolated: globalThis.crossOriginIsolated,
    cores,
    timerUs: clockStep(),
    threads: threaded ? Math.min(cores, 32) : null,
    simd: hasSimd(),
  };
  client = new EngineClient(threaded, Math.min(cores, 32));
  await prepareFor(window.location.hash);
  opening = true;
  openAddress();
  opening = false;
  window.addEventListener('popstate', () => void prepareFor(window.location.hash).then(openAddress));
  // What follows may be a reload, which is to find the settings as they are.
  window.addEventListener('pagehide', () => writeAddress('replace'));
}

/** Loads what a link is checked with. */
const prepareFor = (text: string): Promise<void> =>
  loadFormats(app.findScenario(decodeLink(text, app.catalog).scenario).params);

/** Opens the link in the address bar: at the start, on Back, after an edit by hand. */
function openAddress(): void {
  const address = window.location.hash;
  const empty = address === '' || address === '#/';
  const decoded = open(address);
  arrive(empty);
  if (empty && app.scenario.value.can_compare && app.environment.value.threadsAvailable) {
    // The first visit shows what the page is about.
    app.link.value = { ...app.link.value, compare: true };
  }
  writeAddress('replace');
  enter(addressBar.value);
  const earlier = kept.get(app.fragment.value);
  if (earlier && !decoded.problem) {
    present(earlier);
  } else if (app.link.value.sweep == null) void run(app.link.value.compare);
  else if (study.peek()?.link !== app.fragment.value) void runStudy();
}

/** Puts a run that has ended on the stage. Whatever runs now ends without a word: the stage is the earlier run's. */
function present(run: app.Shown): void {
  runs++;
  stop();
  app.ended.value = run;
  batch(() => {
    app.shown.value = run;
    app.stage.value = run.state === 'stopped' ? 'stopped' : 'done';
    app.progress.value = run.state === 'stopped' ? 0 : 1;
    resetLook();
  });
}

/** Shows a run that was opened from a file, as if it had just ended here. */
export function showOpened(run: Omit<app.Shown, 'key'>): void {
  batch(() => {
    app.link.value = run.link;
    app.notices.value = run.outcome?.notices ?? [];
    app.problem.value = null;
    app.failure.value = null;
    received.value = null;
    writeAddress('push');
    const shown = { ...run, key: runs + 1 };
    present(shown);
    if (run.state === 'done' && !run.explored) keep(encodeLink(run.link, app.catalog), shown);
  });
}

/** Shows a study that was opened from a file. */
export function showStudy(asked: LinkState, opened: Omit<ShownStudy, 'link'>): void {
  runs++;
  stop();
  batch(() => {
    app.link.value = asked;
    app.notices.value = opened.data.notices;
    app.problem.value = null;
    app.failure.value = null;
    study.value = { ...opened, link: encodeLink({ ...asked, compare: false }, app.catalog) };
    app.stage.value = opened.data.state === 'running' ? 'stopped' : opened.data.state;
    app.progress.value = opened.data.state === 'done' ? 1 : 0;
    writeAddress('push');
  });
}

/** Takes over a link's settings and tells what was wrong with it. */
function open(text: string): { problem: string | null } {
  const decoded = decodeLink(text, app.catalog);
  const resolved = resolve(app.findScenario(decoded.scenario), decoded.raw, app.environment.value);
  batch(() => {
    app.link.value = {
      scenario: decoded.scenario,
      explicit: resolved.explicit,
      compare: decoded.compare,
      ...(decoded.sweep !== null && { sweep: decoded.sweep, weak: decoded.weak }),
    };
    app.problem.value = decoded.problem;
    app.notices.value = [...decoded.notices, ...resolved.notices, ...receive(decoded, resolved)];
    app.failure.value = null;
    galleryOpen.value = false;
  });
  return decoded;
}

/** Opens the link of a preset or of a script, and runs it; without `again` not where its run is kept. */
export async function follow(text: string, { again = true } = {}): Promise<Summary> {
  const mine = ++followed;
  await prepareFor(text);
  if (mine !== followed) return { ...summarise(null, null), state: 'stopped' };
  const { problem } = open(text);
  if (problem) {
    writeAddress('replace');
    return { ...summarise(null, null), scenario: '', state: 'error', error: problem, notices: [...app.notices.value] };
  }
  const noted = [...app.notices.value];
  const earlier = again ? undefined : kept.get(app.fragment.value);
  if (earlier) {
    writeAddress('push');
    present(earlier);
    return { ...summarise(null, earlier.outcome, noted), state: 'done' };
  }
  if (app.link.value.sweep != null) return runStudy();
  const { result, outcome } = await run(app.link.value.compare);
  return summarise(result, outcome, noted);
}

/** Shows another scenario with its defaults. */
export function pick(id: string): void {
  batch(() => {
    app.link.value = { scenario: id, explicit: {}, compare: app.findScenario(id).can_compare };
    app.notices.value = [];
    app.problem.value = null;
    galleryOpen.value = false;
  });
  void run(app.link.value.compare);
}

/** A control of the form moved: the address bar follows; nothing runs until asked. */
export function change(name: string, value: ParamValue): void {
  const { scenario, explicit, compare } = app.link.value;
  const resolved = resolveValues(app.scenario.value, { ...explicit, [name]: value }, app.environment.value);
  app.link.value = { ...app.link.value, scenario, explicit: resolved.explicit, compare };
  followAddress();
}

/** All parameters back to their defaults. */
export function reset(): void {
  app.link.value = { ...app.link.value, explicit: {} };
  writeAddress('replace');
}

/** A gesture on the picture ended in this view: compute it, quickly. */
export function explore(view: View): void {
  const { scenario, explicit, compare } = app.link.value;
  const resolved = resolveValues(app.scenario.value, { ...explicit, ...rounded(view) }, app.environment.value);
  app.link.value = { scenario, explicit: resolved.explicit, compare };
  writeAddress('replace');
  void run(app.shown.value?.compare ?? false, { explored: true });
}

/** As many digits as a picture of that width can show, so that links stay short. */
function rounded({ x, y, width }: View): Record<string, number> {
  const digits = Math.min(18, Math.max(0, Math.ceil(4 - Math.log10(width))));
  const round = (value: number): number => Number(value.toFixed(digits));
  return { x: round(x), y: round(y), width: Number(width.toPrecision(5)) };
}

/** Takes the sender's result off the page and out of the address. */
export function dismissResult(): void {
  received.value = null;
  enter(withoutResult(entered()));
  writeAddress('replace');
}

export function stop(): void {
  haltStudy?.();
  client?.stop();
}

/** Opens the study of the present scenario, with this sweep, or leaves it; nothing runs until asked. */
export function setSweep(sweep: string | null, weak = false): void {
  const { sweep: _, weak: __, ...rest } = app.link.value;
  const turns = studying.peek() !== (sweep !== null);
  app.link.value = sweep === null ? rest : { ...rest, sweep, weak };
  followAddress();
  if (turns) settle();
}

/** What was said of a run says nothing of a study, nor the reverse: the stage tells what it has of what it shows. */
function settle(): void {
  if (app.busy.peek()) return;
  const { id } = app.scenario.peek();
  const last = study.peek()?.data;
  const of = last?.plan.scenario === id ? last.state : 'idle';
  const state = studying.peek() ? of : (app.shown.peek()?.state ?? 'idle');
  batch(() => {
    app.stage.value = state;
    app.progress.value = state === 'done' ? 1 : 0;
    app.failure.value = null;
  });
}

/** Runs the study that the link asks for. Its code is loaded when it is first needed. */
export async function runStudy(): Promise<Summary> {
  if (!client) throw new Error('The page has not been started.');
  const engines = client;
  const key = ++runs;
  const link = app.link.value;
  const { family } = app.scenario.value;
  stop();
  writeAddress('push');
  batch(() => {
    app.stage.value = 'starting';
    app.progress.value = 0;
    app.failure.value = null;
    // Nobody will tell of its end.
    if (app.shown.peek()?.state === 'running') app.shown.value = app.ended.value;
  });
  const conducted = await import('./conduct')
    .then(({ conduct }) =>
      conduct(link, {
        run: (params, threads, record) =>
          engines.run(
            { scenario: link.scenario, params, compare: false, record, cores: logicalCores(), budget_ms: BUDGET },
            { family, threads },
            { prepared: () => undefined },
          ),
        hold: () => engines.hold(),
        release: () => engines.release(),
        current: () => key === runs,
        halt: (end) => {
          haltStudy = end;
        },
      }),
    )
    .catch((error: Error) => ({ problem: `The study could not be loaded (${error.message}). Try again.` }));
  const failed = 'problem' in conducted ? conducted.problem : conducted.data.error;
  const state = 'problem' in conducted || conducted.data.state === 'running' ? 'error' : conducted.data.state;
  if (key === runs) {
    haltStudy = null;
    batch(() => {
      app.stage.value = state;
      app.failure.value = failed;
      if (state === 'done') app.progress.value = 1;
      const fresh = 'problem' in conducted ? [] : conducted.data.notices;
      app.notices.value = [...new Set([...app.notices.value, ...fresh])];
    });
  }
  const summary: Summary = { ...summarise(null, null, app.notices.value), scenario: link.scenario, state };
  if (!('problem' in conducted)) Object.assign(summary, { metrics: conducted.metrics, values: conducted.values });
  if (failed !== null) summary.error = failed;
  return summary;
}

/** Compares once more with the present settings, and takes the time that a narrower answer needs. */
export function measureLonger(): void {
  void run(true, { budget: LONGER });
}

interface RunOptions {
  /** See `Shown.explored`. */
  explored?: boolean;
  /** Time that its repeats may take in all, in ms. */
  budget?: number;
}

/** Runs the present settings. Resolves when that run has ended, in whatever way. */
export async function run(
  compare: boolean,
  { explored = false, budget = BUDGET }: RunOptions = {},
): Promise<{ result: RunResult; outcome: Outcome | null }> {
  if (!client) throw new Error('The page has not been started.');
  const key = ++runs;
  const calm = opening ? settled : drawn;
  // Another scenario's result means nothing on this one's stage.
  const previous = app.shown.value?.link.scenario === app.link.value.scenario ? app.shown.value : null;
  const comparing = compare && app.comparable.value;
  // A look around leaves the link's wish to compare as it is.
  if (!explored) app.link.value = { ...app.link.value, compare };
  const link: LinkState = app.link.value;
  const values = { ...app.values.value };
  if (explored) Object.assign(values, { repeats: 1, warmup: 0 });
  if (!explored) writeAddress('push');
  batch(() => {
    app.stage.value = 'starting';
    app.progress.value = 0;
    app.failure.value = null;
    app.shown.value = previous;
  });
  // Whatever runs now is not wanted any more.
  stop();
  const pool = app.poolSize(app.scenario.value, values, comparing);
  const kind = { family: app.scenario.value.family, threads: pool };
  let watched: app.Shown | null = null;
  let unwatch: (() => Metric | null) | null = null;
  let pageShare: Metric | null = null;
  const request = { scenario: link.scenario, params: values, compare: comparing, record: true };
  const result = await client.run({ ...request, cores: logicalCores(), budget_ms: budget }, kind, {
    prepared: (view) => {
      if (key !== runs) return undefined;
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
      unwatch = watch(run, view, () => key === runs);
      return calm();
    },
    ended: () => {
      pageShare = unwatch?.() ?? null;
    },
  });
  if (pageShare) result.outcome?.metrics.push(pageShare);
  // Another run has been asked for meanwhile: the stage is its.
  if (key === runs) conclude({ key, link, values, compare: comparing, explored, watched, pool }, result);
  return { result, outcome: result.outcome };
}

interface Ended extends Omit<app.Shown, 'state' | 'outcome' | 'view' | 'frames'> {
  watched: app.Shown | null;
  pool: number | null;
}

function conclude(run: Ended, result: RunResult): void {
  const { watched, pool, ...rest } = run;
  batch(() => {
    // A failure takes nothing away, nor does a run that never began: the last one that ended stays on the stage.
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
      if (state === 'stopped') app.progress.value = shareDone(view);
      const shown: app.Shown = { ...rest, state, outcome, view, frames: watched?.frames ?? [] };
      app.ended.value = shown;
      app.shown.value = shown;
      // A snapshot arrives as a whole: only now is there something to look at.
      if (!watched) resetLook();
      if (!run.explored && state === 'done') keep(encodeLink(run.link, app.catalog), shown);
    }
    const notes = result.outcome?.notices ?? [];
    if (notes.length > 0) app.notices.value = [...new Set([...app.notices.value, ...notes])];
  });
}

function keep(key: string, run: app.Shown): void {
  kept.delete(key);
  kept.set(key, run);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_RUNS) break;
    kept.delete(oldest);
  }
}

/** Hover, selection and replay belong to one run. */
function resetLook(): void {
  app.linked.value = null;
  app.selection.value = null;
  app.cursor.value = null;
}
