// Compares “yours against theirs”: the figures that a link has brought, labelled as the sender's, beside the reader's
// own of the same settings. Loaded when a link brings some.

import { useMemo } from 'preact/hooks';
import '../../charts/versus.css';
import * as app from '../../app/app';
import { follow } from '../../app/navigate';
import { type Received, relevant } from '../../app/received';
import { dismissResult } from '../../app/settings';
import { tracks } from '../../app/shown';
import { Strips } from '../../charts/Strips';
import type { Metric, ParamSchema } from '../../contract/protocol';
import { browserLabel } from '../../engine/browser';
import { withResult } from '../../link/link';
import { timelineOf } from '../../link/strips';
import { explored, isOfProgram } from '../../program/hand';
import { ofRole } from '../../text/beside';
import { plural, significant } from '../../text/format';
import { Icon } from '../../widgets/icons';
import { Panel } from '../../widgets/Shell';
import { type Cell, dayText, differences, differencesText, type Row, rowsOf, verdictOf } from './compare';
import { outcomesVerdict } from './compare-outcomes';
import { SentOutcomes } from './SentOutcomes';

export function Comparison() {
  const theirs = relevant.value;
  return theirs && <Shown theirs={theirs} />;
}

/** Ratio of two times above which they are not drawn to one scale. */
const ONE_SCALE = 20;

function Shown({ theirs }: { theirs: Received }) {
  const run = useOwnRun();
  const { result } = theirs;
  const metrics = run?.outcome?.metrics ?? [];
  const rows = rowsOf(result.metrics, metrics);
  const track = run ? tracks.value.find(({ id }) => id === 'parallel') : undefined;
  const own = useMemo(() => (track ? timelineOf(track.spans, track.section) : null), [track]);
  const longest = Math.max(own?.duration ?? 0, result.timeline?.duration ?? 0);
  const shortest = Math.min(own?.duration ?? longest, result.timeline?.duration ?? longest);
  const together = longest <= ONE_SCALE * shortest;
  const { outcomes } = result;
  // A program that was explored is the same one when it is stepped by hand.
  const params = app.scenario.value.params.filter((param) => !outcomes || isOfProgram(param));
  const differing = differences(params, app.values.value, theirs.values);
  const from = String(theirs.values.steps ?? '');
  const found = explored.value?.from === from ? explored.value.told.outcomes : null;
  const waiting = app.stage.value === 'starting' || app.stage.value === 'running';
  const close = (
    <button
      type="button"
      class="button button-quiet button-icon button-small"
      aria-label="Dismiss the sender’s result"
      title="Dismiss the sender’s result, and take it out of the address"
      data-action="dismiss-result"
      onClick={() => {
        dismissResult();
        // The focused element is removed, so the focus goes to the stage.
        document.getElementById('stage')?.focus();
      }}
    >
      <Icon name="cross" />
    </button>
  );
  return (
    <div class="versus" data-shared-result={differing.length > 0 ? 'differs' : 'same'}>
      <Panel title="Yours against theirs" tools={close}>
        <p class="versus-verdict" aria-live="polite">
          {outcomes ? outcomesVerdict(outcomes, found) : verdictOf(rows)}
        </p>
        <dl class="versus-labels">
          <div>
            <dt>Yours</dt>
            <dd>{labelOf(['this machine', app.environment.value.logicalCores, browserLabel(navigator)])}</dd>
          </div>
          <div data-sender>
            <dt>Theirs</dt>
            <dd>{labelOf([dayText(result.day), result.cores, result.browser])}</dd>
          </div>
        </dl>
        <div class="versus-status" role="status">
          <Differences theirs={theirs} params={params} differing={differing} />
        </div>
        {outcomes && <SentOutcomes theirs={outcomes} yours={found} from={differing.length > 0 ? null : from} />}
        <div class="versus-body">
          <Table rows={rows} />
          {/* What was explored has no times. */}
          {(!outcomes || result.timeline || own) && (
            <div class="versus-strips">
              <Strips
                id="yours"
                title="Yours"
                timeline={own}
                extent={together ? longest : (own?.duration ?? 1)}
                empty={waiting ? 'Measuring…' : 'Run it to see yours here.'}
                expected={result.timeline?.lanes.length ?? 1}
              />
              <Strips
                id="theirs"
                title="Theirs"
                timeline={result.timeline}
                extent={together ? longest : (result.timeline?.duration ?? 1)}
                empty="The link holds no timeline."
                expected={1}
              />
              <p class="versus-note">
                One repeat: the higher, the busier.{' '}
                {together ? 'Both are drawn to one scale of time.' : 'Each is drawn to a scale of its own.'}
              </p>
            </div>
          )}
        </div>
        <p class="versus-note">Ratio: yours over theirs. Theirs comes from the link; this page cannot check it.</p>
      </Panel>
    </div>
  );
}

/** Returns the reader's last measurement of this scenario. */
function useOwnRun() {
  const run = app.shown.value;
  if (run?.state !== 'done' || run.explored || run.link.scenario !== app.link.value.scenario) return null;
  return run;
}

function labelOf([first, cores, browser]: readonly [string, number, string]): string {
  return [first, plural(cores, 'logical core'), browser].filter((part) => part !== '').join(' · ');
}

interface DifferencesProps {
  theirs: Received;
  /** The settings that count. */
  params: readonly ParamSchema[];
  /** Those in which the reader's settings differ. */
  differing: readonly string[];
}

function Differences({ theirs, params, differing }: DifferencesProps) {
  const run = useOwnRun();
  const measured = run ? differences(params, run.values, theirs.values) : [];
  const threads = (all: readonly Pick<Metric, 'role' | 'value'>[]) => ofRole(all, 'crew')?.value;
  const mine = threads(run?.outcome?.metrics ?? []);
  const others = threads(theirs.result.metrics);
  if (differing.length > 0 || measured.length > 0) {
    return (
      <div class="versus-differs">
        <Icon name="warning" />
        <p>
          {differing.length > 0
            ? differencesText(differing)
            : 'Your figures are from other settings than the sender’s. Run the sender’s to compare.'}
        </p>
        <button
          type="button"
          class="button button-small"
          data-action="sender-settings"
          onClick={() => void follow(withResult(theirs.link, theirs.payload))}
        >
          Run the sender’s settings
        </button>
      </div>
    );
  }
  if (mine === undefined || others === undefined || mine === others) return null;
  return (
    <p class="versus-hint">
      <Icon name="info" />
      <span>
        The link leaves the number of threads to each machine: yours has {mine}, theirs had {others}.
      </span>
    </p>
  );
}

function Table({ rows }: { rows: readonly Row[] }) {
  return (
    <table class="versus-table stacks">
      <thead>
        <tr>
          <th scope="col">Metric</th>
          <th scope="col">Yours</th>
          <th scope="col">Theirs</th>
          <th scope="col">Ratio</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, label, help, yours, theirs, ratio }) => (
          <tr key={name} title={help || undefined}>
            <th scope="row">{label}</th>
            <Value cell={yours} data-yours={name} />
            <Value cell={theirs} data-theirs={name} />
            <td class="versus-ratio" data-ratio={name} data-value={ratio ?? undefined}>
              {ratio === null ? '–' : `${significant(ratio)}×`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ cell, ...data }: { cell: Cell | null; 'data-yours'?: string; 'data-theirs'?: string }) {
  return (
    <td {...data} data-value={Number.isNaN(cell?.raw) ? undefined : cell?.raw}>
      {cell?.text ?? '–'}
      {cell && cell.note !== '' && <span class="versus-range">{cell.note}</span>}
    </td>
  );
}
