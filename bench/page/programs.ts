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
      const params: ParamValues = { ...defaults, text, search, searchers: 2 };
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
