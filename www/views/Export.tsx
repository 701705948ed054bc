// Takes a run away as files: its trace for Perfetto and the browsers' own tools, its picture as PNG,
// its figures as JSON. Everything is made in the page; nothing is uploaded.

import { readOwnerColours } from '../heatmap/tint';
import * as app from '../state/app';
import { encodeLink } from '../state/link';
import { owners, runTable, sources } from '../state/result';
import { Panel } from './Shell';

/** The browser has begun to read a file long before that, in ms. */
const KEEP = 60_000;

export function Export() {
  const run = app.shown.value;
  const ended = run !== null && run.state !== 'running';
  const results = ended && run.outcome !== null;
  return (
    <Panel title="Export">
      <div class="export">
        <button
          type="button"
          class="button"
          data-action="export-trace"
          disabled={!ended}
          onClick={() => void trace(run)}
        >
          Trace<span class="export-kind">JSON for Perfetto</span>
        </button>
        <button
          type="button"
          class="button"
          data-action="export-image"
          disabled={!ended || sources.parallel.value === null}
          onClick={() => void picture(run)}
        >
          Picture<span class="export-kind">PNG</span>
        </button>
        <button
          type="button"
          class="button"
          data-action="export-results"
          disabled={!results}
          onClick={() => figures(run)}
        >
          Figures<span class="export-kind">JSON</span>
        </button>
      </div>
    </Panel>
  );
}

/** The address that runs the same again. */
function addressOf(run: app.Shown): string {
  return `${window.location.origin}${window.location.pathname}${encodeLink(run.link, app.catalog)}`;
}

async function trace(run: app.Shown | null): Promise<void> {
  const table = run && runTable(run);
  if (!run || !table) return;
  // Loaded when first needed, like the picture's.
  const { chromeTraceParts } = await import('../trace/export');
  const parts = chromeTraceParts(table, { title: `Brigade: ${run.link.scenario}`, details: { link: addressOf(run) } });
  download(new Blob(parts, { type: 'application/json' }), `brigade-${run.link.scenario}.trace.json`);
}

/** As it is on the stage: with its colours, and as far as a replay has come. */
async function picture(run: app.Shown | null): Promise<void> {
  const source = sources.parallel.peek();
  if (!run || !source) return;
  const { pictureBlob } = await import('../heatmap/export-image');
  const blob = await pictureBlob(source, {
    palette: app.palette.peek(),
    tint: app.tint.peek() ? readOwnerColours() : null,
    owners: owners.parallel.peek(),
    text: { Source: addressOf(run), Software: 'Brigade' },
  });
  download(blob, `brigade-${run.link.scenario}.png`);
}

function figures(run: app.Shown | null): void {
  if (!run?.outcome) return;
  const { facts } = app;
  const file = {
    format: 'brigade-results',
    version: 1,
    link: addressOf(run),
    saved: new Date().toISOString(),
    machine: { ...facts.peek(), browser: navigator.userAgent },
    compare: run.compare,
    outcome: run.outcome,
  };
  download(
    new Blob([`${JSON.stringify(file, null, 2)}\n`], { type: 'application/json' }),
    `brigade-${run.link.scenario}.json`,
  );
}

function download(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEEP);
}
