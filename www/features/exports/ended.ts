// Returns the run that is exported, and its trace, for `actions.ts` and `perfetto.ts`.

import * as app from '../../app/app';
import { addressOfRun } from '../../app/provenance';
import { runTable } from '../../app/shown';

/** Returns the run on the stage, if it has ended. */
export const ended = (): app.Shown | null => {
  const run = app.shown.peek();
  return run && run.state !== 'running' ? run : null;
};

/** Returns the trace as Chrome trace-event JSON; null if there is none. */
export async function traceOfRun(): Promise<{ blob: Blob; name: string; title: string; address: string } | null> {
  const run = ended();
  const table = run && runTable(run);
  if (!run || !table) return null;
  const { chromeTraceParts } = await import('../../trace/chrome');
  const address = addressOfRun(run);
  const title = `Brigade: ${app.findScenario(run.link.scenario).title}`;
  const parts = chromeTraceParts(table, { title, details: { link: address } });
  const blob = new Blob(parts, { type: 'application/json' });
  return { blob, name: `brigade-${run.link.scenario}.trace.json`, title, address };
}
