// Steps a program by hand: sets the steps of the link, and asks the core where the program stands after them.

import type { Outcome } from '../contract/protocol';
import { logicalCores } from '../engine/facilities';
import { resolveValues } from '../params/values';
import * as app from './app';
import { claim, engine, owns } from './owner';
import { BUDGET, run } from './run';

/** Opens the present program by hand, after these steps. `found`: Back leads to where the reader was. */
export async function stepTo(steps: string, { found = false } = {}): Promise<void> {
  const { explicit } = app.link.value;
  const resolved = resolveValues(app.scenario.value, { ...explicit, driver: 'hand', steps }, app.environment.value);
  app.link.value = { ...app.link.value, explicit: resolved.explicit };
  await run(false, { quiet: !found });
}

/**
 * Explores what can follow these steps. What is shown stays, also where that fails: whoever asked says so. Returns null if
 * something else has taken the stage meanwhile.
 */
export async function lookAhead(steps: string): Promise<{ outcome: Outcome } | { problem: string } | null> {
  const key = claim();
  const { id, family } = app.scenario.value;
  const params = { ...app.values.value, driver: 'explore', steps };
  const before = app.stage.value;
  app.stage.value = 'running';
  const request = { scenario: id, params, compare: false, record: true, cores: logicalCores(), budget_ms: BUDGET };
  const { state, outcome, error } = await engine().run(
    request,
    { family, threads: null },
    { prepared: () => undefined },
  );
  if (!owns(key)) return null;
  app.stage.value = before;
  if (state === 'done' && outcome) return { outcome };
  return { problem: error === null ? 'The search was stopped.' : `The search failed. ${error}` };
}
