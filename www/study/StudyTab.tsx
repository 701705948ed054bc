// The Study tab: what is varied, the verdict, charts, the table behind them, laws, bounds, calculator and
// export. Loaded when it is first opened.

import { useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import '../styles/study.css';
import type { ParamSchema } from '../engine/protocol';
import { dateOf } from '../exports/date';
import { download } from '../exports/download';
import { addressOf } from '../exports/machine';
import { OpenFile } from '../exports/OpenFile';
import * as app from '../state/app';
import { setSweep } from '../state/control';
import { count, duration, plural, significant } from '../state/format';
import { encodeLink } from '../state/link';
import { study } from '../state/study';
import { Panel } from '../views/Shell';
import { type Analysis, analyse, type Row } from './analysis';
import { BoundsPanel } from './BoundsPanel';
import { Calculator } from './Calculator';
import { Chart, type ChartLine, type ChartPoint } from './Chart';
import { toCsv, toJson } from './export';
import { LAW_NAMES, LawsPanel } from './LawsPanel';
import { isFit } from './laws';
import type { StudyData } from './runner';
import { StudyTable } from './StudyTable';
import { SweepForm } from './SweepForm';

export function StudyTab() {
  const tableId = useId();
  const { sweep, weak = false } = app.link.value;
  const scenario = app.scenario.value;
  // The last study of another scenario has nothing to say here.
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
          <Charts
            data={shown.data}
            analysis={analysis}
            param={param}
            tableId={tableId}
            cores={cores}
            link={shown.link}
          />
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
            <Panel title="Laws of scaling">
              <LawsPanel analysis={analysis} cores={cores} />
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

interface VerdictProps {
  data: StudyData | null;
  analysis: Analysis | null;
  param: string;
}

function StudyVerdict({ data, analysis, param }: VerdictProps) {
  const best = analysis?.best ?? null;
  const weak = data?.plan.mode === 'weak';
  const speedup = best?.speedup ?? null;
  const interval =
    speedup && Number.isFinite(speedup.low) ? `${significant(speedup.low)} to ${significant(speedup.high)}` : '';
  return (
    <section class="verdict" aria-label="Verdict of the study">
      <p class="verdict-sentence" aria-live="polite">
        {sentenceOf(data, analysis, param)}
      </p>
      <dl class="verdict-figures">
        <Figure
          label={weak ? 'Largest scaled speed-up' : 'Largest speed-up'}
          metric="best_speedup"
          value={speedup?.value ?? null}
          text={speedup ? `${significant(speedup.value)}×` : '–'}
          note={best ? `${param} ${best.label}${interval && `, ${interval}`}` : 'not measured yet'}
        />
        <Figure
          label="Reference"
          metric="reference_ms"
          value={analysis?.reference?.median ?? null}
          text={analysis?.reference ? duration(analysis.reference.median) : '–'}
          note={data?.plan.references[0]?.kind === 'first' ? 'the first point' : 'sequential code of its own'}
        />
        <Figure
          label="Noise of this machine"
          metric="noise"
          value={analysis?.noise ?? null}
          text={analysis?.noise == null ? '–' : `± ${significant(100 * analysis.noise, 2)} %`}
          note="the reference against itself"
        />
      </dl>
    </section>
  );
}

function Figure(props: { label: string; metric: string; value: number | null; text: string; note: string }) {
  return (
    <div class="large">
      <dt>{props.label}</dt>
      <dd>
        <span
          class={props.value === null ? 'large-figure large-blank' : 'large-figure'}
          data-metric={props.metric}
          data-value={props.value ?? undefined}
        >
          {props.text}
        </span>
        <span class="large-note">{props.note}</span>
      </dd>
    </div>
  );
}

interface ChartsProps {
  data: StudyData;
  analysis: Analysis;
  param: ParamSchema | undefined;
  tableId: string;
  cores: number;
  link: string;
}

/** The beginning of the names of its files. */
const fileOf = ({ plan }: StudyData): string => `brigade-study-${plan.scenario}-${plan.sweep.param}`;

function Charts({ data, analysis, param, tableId, cores, link }: ChartsProps) {
  const numeric = analysis.rows.every(({ value }) => typeof value === 'number');
  const places = numeric ? null : analysis.rows.map(({ label }) => label);
  const rows = analysis.rows.map((row, i) => ({ row, x: numeric ? Number(row.value) : i }));
  const label = param?.label ?? '';
  const xLabel = param?.unit ? `${label}, ${param.unit}` : label;
  // Threads beyond the cores: the border lies between the last that has one and the first that has none.
  const over = analysis.scaling ? cores + 0.5 : null;
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
        title={`${weak ? 'Scaled speed-up' : 'Speed-up'} over ${first ? 'the first point' : 'the sequential code'}`}
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
  const { median, mad } = row.time;
  return [
    {
      x,
      y: median,
      low: median - mad,
      high: median + mad,
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

function linesOf(analysis: Analysis): ChartLine[] {
  const fits = analysis.fits
    .filter(isFit)
    .map((fit): ChartLine => ({ name: LAW_NAMES[fit.law], tone: fit.law, at: fit.speedup }));
  return [{ name: 'ideal', tone: 'ideal', at: (x) => x }, ...fits];
}

function measuredOf(analysis: Analysis) {
  return analysis.rows.flatMap((row) => (row.speedup ? [{ threads: row.threads, speedup: row.speedup.value }] : []));
}

function parallelShareOf(analysis: Analysis | null): number | null {
  const fit = analysis?.fits.find(({ law }) => law === 'amdahl');
  return fit && isFit(fit) ? 1 - (fit.parameters.serial ?? 0) : null;
}

function sentenceOf(data: StudyData | null, analysis: Analysis | null, param: string): string {
  if (!data || !analysis) return 'No study yet: choose what to vary, and run it.';
  const { best } = analysis;
  const rounds = Math.max(0, ...data.points.map(({ times }) => times.length));
  const far = data.state === 'stopped' ? `Stopped after ${plural(rounds, 'round')}; what was measured stays. ` : '';
  if (!best?.speedup) return `${far}Nothing has been compared yet.`;
  if (best.verdict === 'noise')
    return `${far}No value of ${param.toLowerCase()} is faster than the reference by more than the noise.`;
  const gain = best.speedup.value >= 1 ? 'fastest' : 'least slow';
  return `${far}${param} ${best.label} is ${gain}: ${significant(best.speedup.value)}× the reference.`;
}

function noteOf(data: StudyData, analysis: Analysis): string {
  const { warmups, mode } = data.plan;
  const noise =
    analysis.noise === null
      ? 'The noise is not known yet.'
      : `A speed-up within ± ${significant(100 * analysis.noise, 2)} % of 1 is called noise: so much differs the reference from itself.`;
  return [
    `${plural(warmups, 'warm-up round')} before, not measured.`,
    'The order of the points turns from round to round.',
    mode === 'weak' ? 'The speed-up is scaled: work done in the same time, over one thread’s share alone.' : '',
    'Error bars of the time: the spread (median absolute deviation). Intervals of ratios: 95 %, by bootstrap over the rounds.',
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
