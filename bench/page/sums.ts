// The rows of the sums that are timed in workers: the engine's, and plain JavaScript's. bench/sums.mjs finds them by
// their names. Every row must give the known total.

import type { ParamSchema, ParamValues } from '../../www/contract/protocol';
import type { BenchEngine } from './engine';
import type { PlainSumsRequest, PlainSumsResult } from './plain-sums.worker';
import { LIMITS, valuesOf } from './rows';

/** Terms that the BigInt row adds up, of the hundred million: all of them would take half a minute. */
export const BIG_TERMS = 1_000_000;

const TWENTY = '833337833344750010830';
const THOUSAND_MILLION = '499999999500000000';

interface SumRow {
  id: string;
  scenario: string;
  /** Size of the engine's pool; 0: the plain JavaScript worker; -2: two such workers, with half of the work each. */
  threads: number;
  params: ParamValues;
  /** The expected total; null: not known beforehand. */
  total: string | null;
}

function rowsFor(most: number): SumRow[] {
  const squares = (id: string, threads: number, params: ParamValues, total: string | null = TWENTY): SumRow => ({
    id: `squares ${id}`,
    scenario: 'squares',
    threads,
    params,
    total,
  });
  const range = (id: string, threads: number, params: ParamValues): SumRow => ({
    id: `range-sum ${id}`,
    scenario: 'range-sum',
    threads,
    params: { warmup: 0, ...params },
    total: THOUSAND_MILLION,
  });
  const sequential = { schedule: 'sequential' };
  const rows = [
    squares('plain', 0, {}),
    squares('big', 0, {}, null),
    squares('loop', most, { method: 'loop', ...sequential }),
    squares('simd', most, { method: 'simd', ...sequential }),
    squares('tenth', most, { method: 'loop', start: 500_000, ...sequential }, null),
    range('sequential', most, sequential),
    range('1', 1, {}),
  ];
  if (most >= 2) {
    rows.push(squares('plain 2', -2, {}));
    rows.push(squares('loop 2', 2, { method: 'loop' }), squares('simd 2', 2, { method: 'simd' }), range('2', 2, {}));
  }
  return rows;
}

/** Returns the plain row's request: twenty sums, or a hundredth of the work with BigInt. */
function plainRequest(id: string): PlainSumsRequest {
  if (id === 'squares big') return { big: true, ranges: [[5_000_000 - BIG_TERMS, 5_000_000]], warmup: 0 };
  return { big: false, ranges: twenty(0, 20), warmup: 1 };
}

/** Returns the sums from the first to the end of the twenty. */
function twenty(first: number, end: number): [number, number][] {
  return Array.from({ length: end - first }, (_, x) => [0, 5_000_000 + first + x]);
}

export interface SumsHost {
  /** Schema of a scenario. */
  schema(scenario: string): readonly ParamSchema[];
  /** Engines by the size of their pool. */
  engines: ReadonlyMap<number, BenchEngine>;
  most: number;
  ask<Answer>(worker: Worker, message: unknown): Promise<Answer>;
  /** Returns another order for each round. */
  shuffled<T>(items: readonly T[]): T[];
}

/** Measures all rows round robin. */
export async function measureSums(host: SumsHost, warmups: number, rounds: number) {
  const startPlain = (): Worker => new Worker(new URL('./plain-sums.worker.ts', import.meta.url), { type: 'module' });
  const plain = startPlain();
  const second = startPlain();
  const sample = async (row: SumRow): Promise<number> => {
    const take = row.threads === 0 ? samplePlain : row.threads < 0 ? sampleTwo : sampleEngine;
    const { time, total } = await take(row);
    if (row.total !== null && total !== row.total) {
      throw new Error(`Not exact: the row “${row.id}” gives ${total}, not ${row.total}.`);
    }
    return time;
  };
  const samplePlain = (row: SumRow): Promise<PlainSumsResult> => host.ask(plain, plainRequest(row.id));
  /** Measures what this machine gives to two threads that share nothing: no engine, no schedule, no shared memory. */
  const sampleTwo = async (): Promise<PlainSumsResult> => {
    const halves: [Worker, number, number][] = [
      [plain, 0, 10],
      [second, 10, 20],
    ];
    const start = performance.now();
    const results = await Promise.all(
      halves.map(([worker, first, end]) =>
        host.ask<PlainSumsResult>(worker, { big: false, ranges: twenty(first, end), warmup: 0 }),
      ),
    );
    const time = performance.now() - start;
    return { time, total: String(results.reduce((sum, { total }) => sum + BigInt(total), 0n)) };
  };
  const sampleEngine = async (row: SumRow): Promise<PlainSumsResult> => {
    const engine = host.engines.get(row.threads);
    if (!engine) throw new Error(`There is no engine with ${row.threads} threads.`);
    const params = valuesOf(host.schema(row.scenario), row.params, row.threads);
    const { outcome } = await engine.run({
      scenario: row.scenario,
      params,
      compare: false,
      record: false,
      ...LIMITS,
    });
    const time = outcome.metrics.find(({ name }) => name === 'time_ms')?.value;
    if (time === undefined) throw new Error(`The row “${row.id}” reports no time.`);
    return { time, total: outcome.values.total ?? '' };
  };

  const rows = rowsFor(host.most);
  const results = new Map<string, number[]>(rows.map(({ id }) => [id, []]));
  for (let number = 0; number < warmups; number++) for (const row of rows) await sample(row);
  for (let number = 0; number < rounds; number++) {
    for (const row of host.shuffled(rows)) results.get(row.id)?.push(await sample(row));
  }
  plain.terminate();
  second.terminate();
  return [...results].map(([id, samples]) => ({ id, samples }));
}
