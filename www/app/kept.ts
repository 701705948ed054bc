// Runs that have ended and are kept, so that Back returns to them without running again.

import { batch } from '@preact/signals';
import { encodeLink } from '../link/link';
import * as app from './app';
import { claim, stop } from './owner';

/** Number of runs that are kept. A large one takes some 35 MB. */
const KEPT_RUNS = 4;

const kept = new Map<string, app.Shown>();

/** Returns the kept run of the present settings. */
export const earlier = (): app.Shown | undefined => kept.get(app.fragment.value);

/** Keeps a run that went to its end, unless it was a look around. */
export function keep(run: app.Shown): void {
  if (run.state === 'running' || run.state === 'stopped' || run.explored) return;
  const key = encodeLink(run.link, app.catalog);
  kept.delete(key);
  kept.set(key, run);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_RUNS) break;
    kept.delete(oldest);
  }
}

/** Puts a run that has ended on the stage, in place of whatever runs now. */
export function present(run: app.Shown): void {
  claim();
  stop();
  app.ended.value = run;
  batch(() => {
    app.shown.value = run;
    app.stage.value = run.state;
    app.progress.value = run.state === 'done' ? 1 : 0;
    resetLook();
  });
}

/** Clears hover, selection and replay, which belong to one run. */
export function resetLook(): void {
  app.linked.value = null;
  app.selection.value = null;
  app.cursor.value = null;
}
