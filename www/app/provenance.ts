// Says which machine a run was made on: this one, or the one that its file names. Nothing here identifies a person.

import type { Machine } from '../contract/machine';
import { browserLabel } from '../engine/browser';
import { encodeLink } from '../link/link';
import * as app from './app';

/** Returns the machine of a run. */
export function machineOfRun(run: app.Shown): Machine {
  if (run.opened) return run.opened.machine;
  const {
    cores = app.environment.peek().logicalCores,
    isolated = false,
    timerUs = 0,
    simd = false,
  } = app.facts.peek() ?? {};
  const pool = app.poolSize(app.findScenario(run.link.scenario), run.values, run.compare);
  const threads = app.environment.peek().threadsAvailable ? (pool ?? app.facts.peek()?.threads ?? null) : null;
  return { cores, isolated, threads, timer_us: timerUs, simd, browser: browserLabel(navigator) };
}

/** Returns when a run began, in ms since the epoch. */
export const beganAt = (run: app.Shown): number => run.opened?.ran ?? run.view?.layout.origin_ms ?? Date.now();

/** Returns the address of this page with a fragment. */
export const addressOf = (fragment: string): string =>
  `${window.location.origin}${window.location.pathname}${fragment}`;

/** Returns the address that runs the same settings again. */
export const addressOfRun = ({ link }: Pick<app.Shown, 'link'>): string => addressOf(encodeLink(link, app.catalog));
