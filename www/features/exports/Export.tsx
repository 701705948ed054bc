// Saves a run as files, and opens one again. Says for each kind what it is good for. The code of the buttons is loaded
// when one is first pressed.

import type { ComponentChildren } from 'preact';
import * as app from '../../app/app';
import { sources } from '../../app/shown';
import { OpenFile } from '../../widgets/OpenFile';
import { Panel } from '../../widgets/Shell';
import { act } from './door';
import './export.css';

export function Export() {
  const run = app.shown.value;
  const ended = run !== null && run.state !== 'running';
  // A program that is stepped or explored has steps, and no times.
  const traced = ended && app.told.value?.program?.runs !== 0;
  const figures = ended && run.outcome !== null;
  return (
    <Panel title="Export">
      <dl class="export">
        <Row name="Run" text="Opens again without a new run.">
          <Save action="export-run" on={ended} do={({ saveRun }) => saveRun()}>
            Save
          </Save>
          <OpenFile />
        </Row>
        <Row name="Figures" text="For a spreadsheet or a script.">
          <Save action="export-csv" on={figures} do={({ saveFigures }) => saveFigures('csv')}>
            CSV
          </Save>
          <Save action="export-results" on={figures} do={({ saveFigures }) => saveFigures('json')}>
            JSON
          </Save>
        </Row>
        <Row name="Picture" text="Contains the link.">
          <Save
            action="export-image"
            on={ended && sources.parallel.value !== null}
            do={({ savePicture }) => savePicture()}
          >
            PNG
          </Save>
        </Row>
        <Row name="Timeline" text="As drawn above.">
          <Save action="export-timeline" on={traced} do={({ saveTimeline }) => saveTimeline()}>
            SVG
          </Save>
        </Row>
        <Row
          name="Trace"
          text="Perfetto is another site, ui.perfetto.dev. It gets the trace inside your browser: nothing is uploaded."
        >
          <Save action="export-trace" on={traced} do={({ saveTrace }) => saveTrace()}>
            JSON
          </Save>
          <Save action="open-perfetto" on={traced} do={({ toPerfetto }) => toPerfetto()}>
            Open in Perfetto…
          </Save>
        </Row>
      </dl>
    </Panel>
  );
}

function Row({ name, text, children }: { name: string; text: string; children: ComponentChildren }) {
  return (
    <div class="export-row">
      <dt>{name}</dt>
      <dd class="export-text">{text}</dd>
      <dd class="export-buttons">{children}</dd>
    </div>
  );
}

interface SaveProps {
  action: string;
  on: boolean;
  do: Parameters<typeof act>[0];
  children: string;
}

function Save({ action, on, do: save, children }: SaveProps) {
  return (
    <button type="button" class="button button-small" data-action={action} disabled={!on} onClick={() => act(save)}>
      {children}
    </button>
  );
}
