// A study as files: CSV with a row for each point, JSON with everything that was measured. Pure.

import type { ParamValues } from '../contract/protocol';
import type { Analysis } from './analysis';
import { type FitResult, isFit } from './laws';
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
  'left_out',
  'median_low_ms',
  'median_high_ms',
] as const;

/** Writes RFC 4180, with a head line. Numbers are not rounded; a field is empty if it was not measured. */
export function toCsv(analysis: Analysis): string {
  const lines = analysis.rows.map((row) => {
    const fields: Record<(typeof COLUMNS)[number], unknown> = {
      value: row.value,
      threads: row.threads,
      work: row.work,
      oversubscribed: row.oversubscribed ? 1 : 0,
      repeats: row.rounds.length,
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
      times_ms: row.rounds.join(' '),
      failed: row.failed,
      left_out: row.lost,
      median_low_ms: row.typical?.low,
      median_high_ms: row.typical?.high,
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
  /** The reader's machine. */
  logicalCores: number;
  saved: string;
  settings: ParamValues;
}

/** Writes everything: settings, plan, each time of each round, and the analysis. */
export function toJson(data: StudyData, analysis: Analysis, info: ExportInfo): string {
  const { plan } = data;
  return JSON.stringify(
    {
      format: 'brigade-study',
      version: 1,
      link: info.link,
      saved: info.saved,
      machine: { logical_cores: info.logicalCores, cores: data.cores },
      scenario: plan.scenario,
      sweep: plan.sweep.text,
      mode: plan.mode,
      state: data.state,
      warm_up_rounds: plan.warmups,
      rounds: plan.rounds,
      settings: info.settings,
      noise: analysis.noise,
      references: data.references.map(({ times, again, left }, i) => ({
        kind: plan.references[i]?.kind,
        values: plan.references[i]?.values,
        times_ms: times,
        again_ms: again,
        left_out: left,
      })),
      points: analysis.rows.map((row, i) => ({
        value: row.value,
        values: plan.points[i]?.values,
        threads: row.threads,
        work: row.work,
        times_ms: row.rounds,
        left_out: data.points[i]?.left,
        summary_ms: row.time,
        median_ms: row.typical,
        speedup: row.speedup,
        efficiency: row.efficiency,
        verdict: row.verdict,
        karp_flatt: row.serial,
        tasks: row.tasks,
        bounds_ms: data.points[i]?.bounds,
        failed: row.failed,
      })),
      fits: analysis.law ? [lawOf(analysis.law)] : [],
    },
    null,
    2,
  );
}

/** JSON has no infinity: no limit is written as null. */
function lawOf(law: FitResult) {
  if (!isFit(law)) return law;
  const { speedup: _, ...figures } = law;
  return figures;
}
