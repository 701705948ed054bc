// The rows that are timed in workers. Each sample is one warm-up and one measured execution; bench/report.mjs finds
// the rows by their names.

import type { ParamSchema, ParamValue, ParamValues } from '../../www/contract/protocol';

export interface Row {
  id: string;
  /** Size of the engine's pool; 0: the plain JavaScript worker. */
  threads: number;
  /** Parameters that differ from the scenario's defaults. */
  params: ParamValues;
  record: boolean;
  /** Samples in each round. */
  weight: number;
}

/** Part of every request; it has no effect, as each request sets its number of repeats. */
export const LIMITS = { cores: navigator.hardwareConcurrency, budget_ms: 1200 };

/** Sizes of the measured pictures. */
export const SIZE = 1000;
export const LARGE_SIZE = 2000;

/** Returns 1, 2, … for a few cores; only powers of two in between for many. */
export function threadCounts(cores: number): number[] {
  const most = Math.max(1, Math.min(cores, 32));
  if (most <= 4) return Array.from({ length: most }, (_, i) => i + 1);
  const counts = [1, 2, 4, 8, 16, 32].filter((count) => count < most);
  return [...counts, most];
}

/** Returns all values of a run: the schema's defaults, and `params`. */
export function valuesOf(schema: readonly ParamSchema[], params: ParamValues, threads: number): ParamValues {
  const values: ParamValues = {};
  for (const param of schema) values[param.name] = param.default;
  return { ...values, threads: Math.max(1, threads), repeats: 1, warmup: 1, ...params };
}

export function rowsFor(schedules: readonly string[], cores: number): Row[] {
  const counts = threadCounts(cores);
  const most = counts.at(-1) ?? 1;
  const row = (id: string, threads: number, params: Record<string, ParamValue>, more: Partial<Row> = {}): Row => ({
    id,
    threads,
    params: { n: SIZE, ...params },
    record: true,
    weight: 1,
    ...more,
  });
  const rows: Row[] = [
    row('plain', 0, {}, { weight: 2 }),
    row('scalar', most, { kernel: 'scalar', schedule: 'sequential' }, { weight: 2 }),
    row('simd', most, { kernel: 'simd', schedule: 'sequential' }, { weight: 4 }),
    row(`simd ${LARGE_SIZE}`, most, { kernel: 'simd', schedule: 'sequential', n: LARGE_SIZE }, { weight: 2 }),
  ];
  for (const threads of counts) {
    for (const schedule of schedules) rows.push(row(`${schedule} ${threads}`, threads, { schedule }));
    rows.push(row(`dynamic ${LARGE_SIZE} ${threads}`, threads, { schedule: 'dynamic', n: LARGE_SIZE }, { weight: 2 }));
  }
  // The default grain, and the finest one, which makes a span of every column.
  for (const grain of [8, 1]) {
    for (const record of [true, false]) {
      const id = `${record ? 'recorded' : 'unrecorded'} ${grain}`;
      rows.push(row(id, most, { schedule: 'dynamic', grain }, { record, weight: grain === 1 ? 2 : 6 }));
    }
  }
  return rows;
}
