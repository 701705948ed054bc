// What an export says of the machine that a run was made on: this one, or the one that its file names. No person can
// be told by it.

import type { Machine } from '../contract/machine';
import { browserLabel } from '../engine/browser';
import { encodeLink } from '../link/link';
import * as app from './app';

/** The machine of a run. */
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

/** When a run began, in ms since the epoch. */
export const beganAt = (run: app.Shown): number => run.opened?.ran ?? run.view?.layout.origin_ms ?? Date.now();

/** The address of a fragment. */
export const addressOf = (fragment: string): string =>
  `${window.location.origin}${window.location.pathname}${fragment}`;

/** The address that runs the same again. */
export const addressOfRun = ({ link }: Pick<app.Shown, 'link'>): string => addressOf(encodeLink(link, app.catalog));
