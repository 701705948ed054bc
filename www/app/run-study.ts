// Opens, leaves and runs the study of the present settings. The code that conducts it is loaded when it is first
// needed.

import { batch } from '@preact/signals';
import { followAddress, writeAddress } from './address';
import * as app from './app';
import { claim, haltWith, owns, stop } from './owner';
import { study, studying } from './study';
import { type Summary, summarise } from './summary';

/** Opens the study of the present scenario with this sweep, or leaves it. Runs nothing. */
export function setSweep(sweep: string | null, weak = false): void {
  const { sweep: _, weak: __, ...rest } = app.link.value;
  const turns = studying.peek() !== (sweep !== null);
  app.link.value = sweep === null ? rest : { ...rest, sweep, weak };
  followAddress();
  if (turns) settle();
}

/**
 * Sets the stage's state to that of the run or study that it now shows, because neither's state applies to the other.
 */
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

/** Runs the study that the link asks for, after loading its code. */
export async function runStudy(): Promise<Summary> {
  const key = claim();
  const link = app.link.value;
  stop();
  writeAddress('push');
  batch(() => {
    app.stage.value = 'starting';
    app.progress.value = 0;
    app.failure.value = null;
    // The study takes the stage, so the end of this run would never be reported.
    if (app.shown.peek()?.state === 'running') app.shown.value = app.ended.value;
  });
  try {
    const { conductHere } = await import('./conduct-here');
    return await conductHere(link, key);
  } catch (error) {
    const problem = `The study could not be loaded (${(error as Error).message}). Try again.`;
    if (owns(key)) {
      haltWith(null);
      app.stage.value = 'error';
      app.failure.value = problem;
    }
    return { ...summarise(null, null, app.notices.value), scenario: link.scenario, error: problem };
  }
}
