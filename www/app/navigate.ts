// Opens links: from the address bar (at the start and on Back), from presets, from scripts and from the list of
// scenarios.

import { batch } from '@preact/signals';
import type { ScenarioInfo } from '../contract/protocol';
import { clockStep, hasSharedMemory, hasSimd, logicalCores } from '../engine/facilities';
import { type DecodedLink, decodeLink, loadCarried } from '../link/link';
import { loadFormats } from '../params/notations';
import { resolve } from '../params/values';
import { enter, writeAddress } from './address';
import * as app from './app';
import { arrive, galleryOpen } from './arrival';
import { isWhole, loadFamily } from './catalog';
import { canDeclare, declare, loadDeclaring } from './declare';
import { earlier, present } from './kept';
import { startEngine, stop } from './owner';
import { address as addressBar, receive } from './received';
import { run } from './run';
import { runStudy } from './run-study';
import { study } from './study';
import { type Summary, summarise } from './summary';

/** Grows with each link that is followed, and with each halt: a link that was asked for before is not run any more. */
let followed = 0;

/** Ends what is running, and what was asked for and has not begun. */
export function halt(): void {
  followed++;
  stop();
}

/** Finds out what the browser can do, starts the engine, and opens the link in the address bar. */
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
  startEngine(threaded, Math.min(cores, 32));
  await prepareFor(window.location.hash);
  openAddress(true);
  window.addEventListener('popstate', () => void prepareFor(window.location.hash).then(() => openAddress(false)));
  // If the page is about to be reloaded, the new page must find the present settings in the address.
  window.addEventListener('pagehide', () => writeAddress('replace'));
}

/** Loads the schema of a link's scenario, and the notations that its parameters are checked with. Never rejects. */
async function prepareFor(text: string): Promise<void> {
  const scenario = app.findScenario(decodeLink(text, app.catalog).scenario);
  await Promise.all([loadCarried(text), prepare(scenario)]);
  // What a text declares is known only when the notation that it is written in is.
  if (scenario.declared_by !== undefined)
    await declare(scenario, decodeLink(text, app.catalog).raw[scenario.declared_by]);
}

async function prepare(scenario: ScenarioInfo): Promise<void> {
  await loadFamily(scenario.family);
  await Promise.all([loadFormats(scenario.params), loadDeclaring(scenario)]);
}

/** Returns whether the schema of a scenario, and what may add to it, has been loaded. */
const isKnown = (scenario: ScenarioInfo): boolean => isWhole(scenario.family) && canDeclare(scenario);

/** Decodes a link that has been prepared for. */
function decode(text: string): DecodedLink {
  const decoded = decodeLink(text, app.catalog);
  const scenario = app.findScenario(decoded.scenario);
  return isKnown(scenario) ? decoded : { ...decodeLink('', app.catalog), problem: notLoaded(scenario.title) };
}

const notLoaded = (title: string): string => `“${title}” could not be loaded. Check the connection and try again.`;

/** Opens the link in the address bar: as the page is opened, on Back, after an edit by hand. */
function openAddress(opening: boolean): void {
  const address = window.location.hash;
  const empty = address === '' || address === '#/';
  const decoded = open(address);
  arrive(empty);
  if (empty && app.scenario.value.can_compare && app.environment.value.threadsAvailable) {
    // A first visit compares, because that is what the page is about.
    app.link.value = { ...app.link.value, compare: true };
  }
  writeAddress('replace');
  enter(addressBar.value);
  const before = earlier();
  if (before && !decoded.problem) {
    present(before);
  } else if (app.link.value.sweep == null) void run(app.link.value.compare, { opening });
  else if (study.peek()?.link !== app.fragment.value) void runStudy();
}

/** Takes over the settings of a link, and reports what was wrong with it. */
function open(text: string): { problem: string | null } {
  const decoded = decode(text);
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

/** Opens the link of a preset or of a script, and runs it. Without `again` a kept run of it is shown instead. */
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
  const before = again ? undefined : earlier();
  if (before) {
    writeAddress('push');
    present(before);
    return { ...summarise(null, before.outcome, noted), state: 'done' };
  }
  if (app.link.value.sweep != null) return runStudy();
  const { result, outcome } = await run(app.link.value.compare);
  return summarise(result, outcome, noted);
}

/** Shows another scenario with its defaults. */
export async function pick(id: string): Promise<void> {
  const mine = ++followed;
  const scenario = app.findScenario(id);
  await prepare(scenario);
  await declare(scenario, undefined);
  if (mine !== followed) return;
  if (!isKnown(scenario)) {
    app.problem.value = notLoaded(scenario.title);
    return;
  }
  batch(() => {
    app.link.value = { scenario: id, explicit: {}, compare: scenario.can_compare };
    app.notices.value = [];
    app.problem.value = null;
    galleryOpen.value = false;
  });
  void run(app.link.value.compare);
}
