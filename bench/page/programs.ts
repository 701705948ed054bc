// The rows about exploring that are timed in the engine, for the texts that the native rows are about.

import type { ParamSchema, ParamValues } from '../../www/contract/protocol';
import type { BenchEngine } from './engine';
import { LIMITS } from './rows';

export interface Explored {
  /** ms, in the order measured: on one thread, and on two. */
  alone: number[];
  together: number[];
  states: number;
  transitions: number;
}

/** Explores a text on one thread and on two, round robin; a first round is not measured. */
export async function measureExploring(
  schema: readonly ParamSchema[],
  engine: BenchEngine,
  text: string,
  rounds: number,
): Promise<Explored> {
  const defaults = Object.fromEntries(schema.map((param) => [param.name, param.default]));
  const result: Explored = { alone: [], together: [], states: 0, transitions: 0 };
  for (let round = 0; round <= rounds; round++) {
    for (const search of ['one', 'threads']) {
      const params: ParamValues = { ...defaults, text, driver: 'explore', search, searchers: 2 };
      const start = performance.now();
      const { outcome } = await engine.run({ scenario: 'own', params, compare: false, record: false, ...LIMITS });
      const time = performance.now() - start;
      const figure = (name: string): number =>
        outcome.metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
      const [states, transitions] = [figure('states'), figure('transitions')];
      if (result.states !== 0 && (states !== result.states || transitions !== result.transitions)) {
        throw new Error(`Searched by “${search}”, ${text} has ${states} states, not ${result.states}.`);
      }
      Object.assign(result, { states, transitions });
      if (round > 0) (search === 'one' ? result.alone : result.together).push(time);
    }
  }
  return result;
}

/** Rounds that are not measured: the browser compiles what is hot once more meanwhile. */
const WARM_UPS = 2;

/**
 * Runs a text on threads with a trace and without one, in turn, and returns how long each run took in ms, from the request to
 * its outcome.
 */
export async function measureThreads(
  schema: readonly ParamSchema[],
  engine: BenchEngine,
  text: string,
  rounds: number,
): Promise<{ recorded: number[]; bare: number[] }> {
  const defaults = Object.fromEntries(schema.map((param) => [param.name, param.default]));
  const params: ParamValues = { ...defaults, text, driver: 'threads' };
  const times = { recorded: [] as number[], bare: [] as number[] };
  for (let round = 0; round < rounds + WARM_UPS; round++) {
    for (const [list, record] of [[times.recorded, true] as const, [times.bare, false] as const]) {
      const start = performance.now();
      const { outcome } = await engine.run({ scenario: 'own', params, compare: false, record, ...LIMITS });
      const time = performance.now() - start;
      if (outcome.values.kind !== 'done') throw new Error(`${text} ended ${outcome.values.kind}.`);
      if (round >= WARM_UPS) list.push(time);
    }
  }
  return times;
}
