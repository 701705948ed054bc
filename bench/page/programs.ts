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

/** Runs a text on threads, and returns how long each run took in ms, from the request to its outcome; a first one is not measured. */
export async function measureThreads(
  schema: readonly ParamSchema[],
  engine: BenchEngine,
  text: string,
  record: boolean,
  rounds: number,
): Promise<number[]> {
  const defaults = Object.fromEntries(schema.map((param) => [param.name, param.default]));
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const params: ParamValues = { ...defaults, text, driver: 'threads' };
    const start = performance.now();
    const { outcome } = await engine.run({ scenario: 'own', params, compare: false, record, ...LIMITS });
    const time = performance.now() - start;
    if (outcome.values.kind !== 'done') throw new Error(`${text} ended ${outcome.values.kind}.`);
    if (round > 0) times.push(time);
  }
  return times;
}
