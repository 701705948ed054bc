// A study as files: CSV with a row for each point, JSON with everything that was measured. Pure.

import type { ParamValues } from '../engine/protocol';
import type { Analysis } from './analysis';
import { isFit } from './laws';
import type { StudyData } from './runner';

const COLUMNS = [
  'value',
  'threads',
  'work',
  'oversubscribed',
  'repeats',
  'min_ms',
  'median_ms',
  'mad_ms',
  'speedup',
  'speedup_low',
  'speedup_high',
  'efficiency',
  'karp_flatt',
  'verdict',
  'tasks',
  'work_ms',
  'span_ms',
  'greedy_ms',
  'times_ms',
  'failed',
] as const;

/** RFC 4180, with a head line. Numbers are not rounded; an empty field was not measured. */
export function toCsv(analysis: Analysis): string {
  const lines = analysis.rows.map((row) => {
    const fields: Record<(typeof COLUMNS)[number], unknown> = {
      value: row.value,
      threads: row.threads,
      work: row.work,
      oversubscribed: row.oversubscribed ? 1 : 0,
      repeats: row.times.length,
      min_ms: row.time?.min,
      median_ms: row.time?.median,
      mad_ms: row.time?.mad,
      speedup: row.speedup?.value,
      speedup_low: row.speedup?.low,
      speedup_high: row.speedup?.high,
      efficiency: row.efficiency?.value,
      karp_flatt: row.serial,
      verdict: row.verdict,
      tasks: row.tasks,
      work_ms: row.bounds?.work,
      span_ms: row.bounds?.span,
      greedy_ms: row.bounds?.greedy,
      times_ms: row.times.join(' '),
      failed: row.failed,
    };
    return COLUMNS.map((column) => field(fields[column])).join(',');
  });
  return `${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

function field(value: unknown): string {
  if (value === null || value === undefined || (typeof value === 'number' && !Number.isFinite(value))) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export interface ExportInfo {
  link: string;
  /** Of the reader's machine. */
  logicalCores: number;
  saved: string;
  settings: ParamValues;
}

/** Everything: settings, plan, each time of each round, and what it comes to. */
export function toJson(data: StudyData, analysis: Analysis, info: ExportInfo): string {
  const { plan } = data;
  return JSON.stringify(
    {
      format: 'brigade-study',
      version: 1,
      link: info.link,
      saved: info.saved,
      machine: { logical_cores: info.logicalCores },
      scenario: plan.scenario,
      sweep: plan.sweep.text,
      mode: plan.mode,
      state: data.state,
      warm_up_rounds: plan.warmups,
      rounds: plan.rounds,
      settings: info.settings,
      noise: analysis.noise,
      references: data.references.map(({ times, again }, i) => ({
        kind: plan.references[i]?.kind,
        values: plan.references[i]?.values,
        times_ms: times,
        again_ms: again,
      })),
      points: analysis.rows.map((row, i) => ({
        value: row.value,
        values: plan.points[i]?.values,
        threads: row.threads,
        work: row.work,
        times_ms: row.times,
        summary_ms: row.time,
        speedup: row.speedup,
        efficiency: row.efficiency,
        verdict: row.verdict,
        karp_flatt: row.serial,
        tasks: row.tasks,
        bounds_ms: row.bounds,
        failed: row.failed,
      })),
      fits: analysis.fits.map((fit) =>
        isFit(fit)
          ? {
              law: fit.law,
              parameters: fit.parameters,
              residuals: fit.residuals,
              rms: fit.rms,
              limit: finite(fit.limit),
              peak: fit.peak,
            }
          : fit,
      ),
    },
    null,
    2,
  );
}

/** JSON has no infinity. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
