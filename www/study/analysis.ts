// What the measurements of a study come to: a row for each point, the machine's noise, the fits. Works on
// partial data too. Pure; times in ms.

import type { ParamValue } from '../engine/protocol';
import type { Bounds } from './bounds';
import { type FitResult, fitAmdahl, fitGustafson, fitUsl, isFit, karpFlatt, type Measured } from './laws';
import type { StudyData } from './runner';
import { type Described, describe, type Interval, judge, noiseOf, ratioOfMedians, type Verdict } from './statistics';

export interface Row {
  value: ParamValue;
  label: string;
  threads: number;
  /** Work in units of the base. */
  work: number;
  /** More threads than the machine has logical cores. */
  oversubscribed: boolean;
  times: readonly number[];
  time: Described | null;
  /** Reference over this, times the work where it grows. */
  speedup: Interval | null;
  /** For each thread, with the same interval; null where threads do not share the work. */
  efficiency: Interval | null;
  verdict: Verdict;
  /** Karp–Flatt serial fraction. */
  serial: number | null;
  /** Chunks or tasks of a run; null where it has none. */
  tasks: number | null;
  bounds: Bounds | null;
  failed: string | null;
}

export interface Analysis {
  rows: Row[];
  /** As a share: 0.02 means ± 2 %. Null while there are too few rounds. */
  noise: number | null;
  /** The first reference. */
  reference: Described | null;
  /** Whether the swept parameter is the number of threads. */
  scaling: boolean;
  fits: FitResult[];
  /** Points that the fits use. */
  fitted: Measured[];
  /** Row with the highest speed-up. */
  best: Row | null;
}

export function analyse(data: StudyData, logicalCores: number): Analysis {
  const { plan } = data;
  const first = data.references[0];
  const noise = first ? noiseOf(first.times, first.again) : null;
  const rows = plan.points.map((point, i): Row => {
    const measured = data.points[i];
    const times = measured?.times ?? [];
    const reference = data.references[point.reference]?.times ?? [];
    const ratio = times.length > 0 ? scaled(ratioOfMedians(reference, times, i + 1), point.work) : null;
    const metrics = measured?.metrics ?? {};
    return {
      value: point.value,
      label: point.label,
      threads: point.threads,
      work: point.work,
      oversubscribed: point.threads > logicalCores,
      times,
      time: describe(times),
      speedup: ratio,
      efficiency: plan.sharesWork ? scaled(ratio, 1 / point.threads) : null,
      verdict: judge(ratio, noise),
      serial: ratio ? karpFlatt({ threads: point.threads, speedup: ratio.value }) : null,
      tasks: metrics.tasks ?? metrics.chunks ?? null,
      bounds: measured?.bounds ?? null,
      failed: measured?.failed ?? null,
    };
  });
  const scaling = plan.sweep.param === 'threads';
  // A law of scaling describes as many processors as threads: what shares a processor is not fitted.
  const fitted = rows.flatMap((row) =>
    scaling && row.speedup && !row.oversubscribed ? [{ threads: row.threads, speedup: row.speedup.value }] : [],
  );
  const fits = scaling && fitted.length > 0 ? [fitAmdahl(fitted), fitGustafson(fitted), fitUsl(fitted)] : [];
  const best = rows.reduce<Row | null>(
    (top, row) => ((row.speedup?.value ?? 0) > (top?.speedup?.value ?? 0) ? row : top),
    null,
  );
  return { rows, noise, reference: first ? describe(first.times) : null, scaling, fits, fitted, best };
}

function scaled(interval: Interval | null, by: number): Interval | null {
  return interval && { value: interval.value * by, low: interval.low * by, high: interval.high * by };
}

/** The study as figures with stable names, for scripts: `time_ms:4` is the median at the value 4. */
export function figuresOf(data: StudyData, analysis: Analysis): Record<string, number> {
  const figures: Record<string, number> = {};
  const put = (name: string, value: number | null | undefined): void => {
    if (value !== null && value !== undefined && Number.isFinite(value)) figures[name] = value;
  };
  put('points', data.plan.points.length);
  put('rounds', Math.max(0, ...data.points.map(({ times }) => times.length)));
  put('runs', data.done);
  put('noise', analysis.noise);
  put('reference_ms', analysis.reference?.median);
  put('best_speedup', analysis.best?.speedup?.value);
  for (const row of analysis.rows) {
    const at = String(row.value);
    put(`time_ms:${at}`, row.time?.median);
    put(`time_min_ms:${at}`, row.time?.min);
    put(`time_spread_ms:${at}`, row.time?.mad);
    put(`speedup:${at}`, row.speedup?.value);
    put(`efficiency:${at}`, row.efficiency?.value);
    put(`serial:${at}`, row.serial);
    put(`tasks:${at}`, row.tasks);
  }
  for (const fit of analysis.fits) {
    if (!isFit(fit)) continue;
    for (const [name, value] of Object.entries(fit.parameters)) put(`${fit.law}_${name}`, value);
    put(`${fit.law}_rms`, fit.rms);
    put(`${fit.law}_limit`, fit.limit);
  }
  return figures;
}
