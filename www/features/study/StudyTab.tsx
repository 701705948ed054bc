// The Study tab: what is varied, the verdict, charts, the table behind them, laws, bounds, calculator and export.
// Loaded when it is first opened.

import { useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import './study.css';
import * as app from '../../app/app';
import { addressOf } from '../../app/provenance';
import { setSweep } from '../../app/run-study';
import { study } from '../../app/study';
import { Chart, type ChartLine, type ChartPoint } from '../../charts/Chart';
import type { ParamSchema } from '../../contract/protocol';
import { download } from '../../files/download';
import { encodeLink } from '../../link/link';
import { type Analysis, analyse, type Row } from '../../study/analysis';
import { type Fit, isFit, LAW_NAMES, type Measured } from '../../study/laws';
import type { StudyData } from '../../study/runner';
import { noiseText } from '../../study/sentences';
import { toCsv, toJson } from '../../study/study-csv';
import { dateOf } from '../../text/date';
import { count, duration, plural, significant } from '../../text/format';
import { OpenFile } from '../../widgets/OpenFile';
import { Panel } from '../../widgets/Shell';
import { BoundsPanel } from './BoundsPanel';
import { Calculator } from './Calculator';
import { LawsPanel } from './LawsPanel';
import { StudyTable } from './StudyTable';
import { StudyVerdict } from './StudyVerdict';
import { SweepForm } from './SweepForm';

export function StudyTab() {
  const tableId = useId();
  const { sweep, weak = false } = app.link.value;
  const scenario = app.scenario.value;
  // A study of another scenario is not shown here.
  const shown = useComputed(() =>
    study.value?.data.plan.scenario === app.scenario.value.id ? study.value : null,
  ).value;
  const cores = shown?.opened?.cores ?? app.environment.value.logicalCores;
  const analysis = shown ? analyse(shown.data, cores) : null;
  const stale = shown !== null && shown.link !== encodeLink({ ...app.link.value, compare: false }, app.catalog);
  const param = shown ? scenario.params.find(({ name }) => name === shown.data.plan.sweep.param) : undefined;
  const name = param?.label ?? 'Value';
  const measured = analysis?.rows.some((row) => row.time !== null) ?? false;
  return (
    <div class={stale ? 'study study-stale' : 'study'} data-study-state={shown?.data.state ?? 'none'}>
      <Panel title="What is varied" tools={<OpenFile />}>
        <SweepForm
          key={scenario.id}
          scenario={scenario}
          values={app.values.value}
          text={sweep ?? ''}
          weak={weak}
          onChange={(text, grows) => setSweep(text, grows)}
        />
      </Panel>
      {shown?.opened && (
        <p class="study-opened" data-opened={shown.opened.file}>
          <strong>Opened from a file:</strong> {shown.opened.file}. It was saved on {dateOf(shown.opened.saved)}, of a
          machine with {plural(cores, 'logical core')}. Nothing was run here.
        </p>
      )}
      <StudyVerdict data={shown?.data ?? null} analysis={analysis} param={name} />
      {shown && analysis && measured && (
        <>
          <Charts data={shown.data} analysis={analysis} param={param} tableId={tableId} link={shown.link} />
          <Panel
            title="Measurements"
            tools={<Exports data={shown.data} analysis={analysis} link={shown.link} cores={cores} />}
          >
            <StudyTable
              id={tableId}
              analysis={analysis}
              param={name}
              unit={param?.unit ?? null}
              weak={shown.data.plan.mode === 'weak'}
            />
            <p class="study-note">{noteOf(shown.data, analysis)}</p>
          </Panel>
          {analysis.scaling && (
            <Panel title="Law of scaling">
              <LawsPanel analysis={analysis} />
            </Panel>
          )}
          {analysis.rows.some(({ bounds }) => bounds !== null) && (
            <Panel title="Bounds">
              <BoundsPanel analysis={analysis} param={name} />
            </Panel>
          )}
        </>
      )}
      <Panel title="Calculator">
        <Calculator measured={analysis?.scaling ? measuredOf(analysis) : []} fitted={parallelShareOf(analysis)} />
      </Panel>
    </div>
  );
}

interface ChartsProps {
  data: StudyData;
  analysis: Analysis;
  param: ParamSchema | undefined;
  tableId: string;
  link: string;
}

/** Returns the beginning of the names of the study's files. */
const fileOf = ({ plan }: StudyData): string => `brigade-study-${plan.scenario}-${plan.sweep.param}`;

function Charts({ data, analysis, param, tableId, link }: ChartsProps) {
  const numeric = analysis.rows.every(({ value }) => typeof value === 'number');
  const places = numeric ? null : analysis.rows.map(({ label }) => label);
  const rows = analysis.rows.map((row, i) => ({ row, x: numeric ? Number(row.value) : i }));
  const label = param?.label ?? '';
  const xLabel = param?.unit ? `${label}, ${param.unit}` : label;
  // Threads beyond the cores: the border lies between the last point with a core for each thread and the next one.
  const over = analysis.scaling ? analysis.cores + 0.5 : null;
  const common = {
    xLabel,
    places,
    ticksAtPoints: true,
    formatX: count,
    describedBy: tableId,
    oversubscribedFrom: over,
  };
  const weak = data.plan.mode === 'weak';
  const first = data.plan.references[0]?.kind === 'first';
  return (
    <div class="charts">
      <Chart
        {...common}
        title="Time of a run"
        file={{ name: `${fileOf(data)}-time`, link: addressOf(link) }}
        yLabel="Time"
        points={rows.flatMap(({ row, x }) => timePoint(row, x))}
        formatY={duration}
      />
      <Chart
        {...common}
        title={`${weak ? 'Scaled speed-up' : 'Speed-up'} over ${first ? 'the first point' : 'the same code on one thread'}`}
        yLabel="Speed-up"
        file={{ name: `${fileOf(data)}-speedup`, link: addressOf(link) }}
        fromZero
        points={rows.flatMap(({ row, x }) => speedupPoint(row, x))}
        lines={analysis.scaling ? linesOf(analysis) : []}
        formatY={(y) => `${significant(y, 2)}×`}
      />
    </div>
  );
}

function timePoint(row: Row, x: number): ChartPoint[] {
  if (!row.time) return [];
  const { median } = row.time;
  return [
    {
      x,
      y: median,
      ...(row.typical && { low: row.typical.low, high: row.typical.high }),
      dots: row.times,
      title: `${row.label}: median ${duration(median)}, fastest ${duration(row.time.min)}, ${plural(row.times.length, 'round')}`,
    },
  ];
}

function speedupPoint(row: Row, x: number): ChartPoint[] {
  if (!row.speedup) return [];
  const { value, low, high } = row.speedup;
  return [{ x, y: value, low, high, title: `${row.label}: ${significant(value)}×` }];
}

/** Returns the curves, which hold for threads with a core each: beyond the cores the ideal gains nothing more. */
function linesOf({ law, cores, rows }: Analysis): ChartLine[] {
  const lines: ChartLine[] = [];
  if (rows.some(({ ideal }) => ideal !== null))
    lines.push({ name: 'ideal', tone: 'ideal', at: (x) => Math.min(x, cores) });
  if (law && isFit(law)) {
    const at = (x: number): number => (x <= cores ? law.speedup(x) : Number.NaN);
    lines.push({ name: LAW_NAMES[law.law], tone: law.law, at });
  }
  return lines;
}

/**
 * Returns the measured speed-ups relative to the law's own time on one thread, if that is known, because the
 * calculator's law knows no other reference.
 */
function measuredOf(analysis: Analysis): Measured[] {
  const scale = fitOf(analysis)?.scale.value ?? 1;
  return analysis.rows.flatMap(({ speedup, threads, oversubscribed }) =>
    speedup && !oversubscribed ? [{ threads, speedup: speedup.value / scale }] : [],
  );
}

function parallelShareOf(analysis: Analysis | null): number | null {
  const fit = analysis && fitOf(analysis);
  return fit?.law === 'amdahl' ? 1 - fit.serial.value : null;
}

const fitOf = ({ law }: Analysis): Fit | null => (law && isFit(law) ? law : null);

function noteOf(data: StudyData, analysis: Analysis): string {
  const { warmups, mode } = data.plan;
  const noise =
    analysis.noise === null
      ? 'The noise is not known yet.'
      : `Noise, the reference against itself: ${noiseText(analysis.noise)}. What differs by less is not told apart.`;
  return [
    `${plural(warmups, 'warm-up round')} before, not measured.`,
    'Each round begins with another point.',
    mode === 'weak' ? 'The speed-up is scaled: work done in the same time, over one thread’s share alone.' : '',
    'Each speed-up is a median over a median. Intervals are of 95 %, by bootstrap over the rounds, the same for all points, and need five rounds.',
    noise,
  ]
    .filter((text) => text !== '')
    .join(' ');
}

interface ExportsProps {
  data: StudyData;
  analysis: Analysis;
  link: string;
  cores: number;
}

function Exports({ data, analysis, link, cores }: ExportsProps): ComponentChildren {
  const file = fileOf(data);
  const json = (): string =>
    toJson(data, analysis, {
      link: addressOf(link),
      logicalCores: cores,
      saved: new Date().toISOString(),
      settings: app.values.peek(),
    });
  const save = (text: string, type: string, name: string): void => download(new Blob([text], { type }), name);
  const button = (action: string, text: string, onClick: () => void) => (
    <button type="button" class="button button-small" data-action={action} onClick={onClick}>
      {text}
    </button>
  );
  return (
    <span class="study-exports">
      {button('export-study-csv', 'CSV', () => save(toCsv(analysis), 'text/csv', `${file}.csv`))}
      {button('export-study-json', 'JSON', () => save(json(), 'application/json', `${file}.json`))}
    </span>
  );
}
