// A study as figures with stable names, for scripts: `time_ms:4` is the median time at the value 4. Pure.

import type { Analysis } from './analysis';
import { isFit } from './laws';
import type { StudyData } from './runner';
import { type Interval, MIN_ROUNDS } from './statistics';

export function figuresOf(data: StudyData, analysis: Analysis): Record<string, number> {
  const figures: Record<string, number> = {};
  const put = (name: string, value: number | null | undefined): void => {
    if (value !== null && value !== undefined && Number.isFinite(value)) figures[name] = value;
  };
  const putInterval = (name: string, at: string, interval: Interval | null): void => {
    put(`${name}${at}`, interval?.value);
    put(`${name}_low${at}`, interval?.low);
    put(`${name}_high${at}`, interval?.high);
  };
  put('points', data.plan.points.length);
  put('rounds', Math.max(0, ...data.points.map(({ times }) => times.length)));
  put('runs', data.done);
  put('cores', analysis.cores);
  put('noise', analysis.noise);
  put('reference_ms', analysis.reference?.median);
  put('best_speedup', analysis.ranking.best?.speedup?.value);
  for (const row of analysis.rows) {
    const at = `:${row.value}`;
    put(`time_ms${at}`, row.time?.median);
    put(`time_min_ms${at}`, row.time?.min);
    put(`time_low_ms${at}`, row.typical?.low);
    put(`time_high_ms${at}`, row.typical?.high);
    if (row.times.length >= MIN_ROUNDS) put(`time_spread_ms${at}`, row.time?.mad);
    putInterval('speedup', at, row.speedup);
    put(`efficiency${at}`, row.efficiency?.value);
    put(`serial${at}`, row.serial);
    put(`tasks${at}`, row.tasks);
    put(`left_out${at}`, row.lost);
  }
  const { law } = analysis;
  if (law && isFit(law)) {
    putInterval(`${law.law}_serial`, '', law.serial);
    putInterval(`${law.law}_scale`, '', law.scale);
    if (analysis.limited) putInterval(`${law.law}_limit`, '', law.limit);
    put(`${law.law}_rms`, law.rms);
  }
  return figures;
}
