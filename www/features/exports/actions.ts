// Does what the buttons of the export panel say. Loaded with the first press, because most visits save nothing. Every
// file is made in the page; nothing is uploaded.

import * as app from '../../app/app';
import { addressOfRun, beganAt, machineOfRun } from '../../app/provenance';
import { owners, sources } from '../../app/shown';
import { figuresCsv } from '../../files/csv';
import { download } from '../../files/download';
import { EXTENSION } from '../../files/file-format';
import { pictureBlob } from '../../heatmap/export-image';
import { readOwnerColours } from '../../heatmap/tint';
import { encodeLink } from '../../link/link';
import { onScreen } from '../../timeline/on-screen';
import { readStyle } from '../../timeline/palette';
import { ended, traceOfRun } from './ended';

export { toPerfetto } from './perfetto';

export async function saveRun(): Promise<void> {
  const run = ended();
  if (!run?.view || run.state === 'running') return;
  const { runFile } = await import('../../files/save');
  const { scenario } = run.link;
  const blob = await runFile(
    { ...run, state: run.state, view: run.view },
    {
      scenario,
      link: encodeLink(run.link, app.catalog),
      machine: machineOfRun(run),
      ran: beganAt(run),
      saved: Date.now(),
    },
  );
  download(blob, `brigade-${scenario}${EXTENSION}`);
}

export async function saveTrace(): Promise<void> {
  const trace = await traceOfRun();
  if (trace) download(trace.blob, trace.name);
}

/** Saves the picture as it is on the stage: with its colours, and as far as a replay has come. */
export async function savePicture(): Promise<void> {
  const run = ended();
  const source = sources.parallel.peek();
  if (!run || !source) return;
  const blob = await pictureBlob(source, {
    palette: app.palette.peek(),
    tint: app.tint.peek() ? readOwnerColours() : null,
    owners: owners.parallel.peek(),
    text: { Source: addressOfRun(run), Software: 'Brigade' },
  });
  download(blob, `brigade-${run.link.scenario}.png`);
}

export async function saveTimeline(): Promise<void> {
  const run = ended();
  if (!run) return;
  const { timelineSvg } = await import('../../timeline/svg');
  const now = onScreen.look?.();
  if (!now) return;
  const { title } = app.findScenario(run.link.scenario);
  const svg = timelineSvg(now, { title, link: addressOfRun(run) }, readStyle(1, now.by));
  download(new Blob([svg], { type: 'image/svg+xml' }), `brigade-${run.link.scenario}-timeline.svg`);
}

export function saveFigures(kind: 'csv' | 'json'): void {
  const run = ended();
  if (!run?.outcome) return;
  const machine = machineOfRun(run);
  const ran = new Date(beganAt(run)).toISOString();
  const link = addressOfRun(run);
  const name = `brigade-${run.link.scenario}.${kind}`;
  if (kind === 'csv') {
    const about = {
      scenario: run.link.scenario,
      state: run.state,
      ran,
      link,
      cores: machine.cores,
      browser: machine.browser,
    };
    download(new Blob([figuresCsv(run.outcome, about)], { type: 'text/csv' }), name);
    return;
  }
  const saved = new Date().toISOString();
  const { outcome, compare } = run;
  const file = { format: 'brigade-results', version: 1, link, ran, saved, machine, compare, outcome };
  download(new Blob([`${JSON.stringify(file, null, 2)}\n`], { type: 'application/json' }), name);
}
