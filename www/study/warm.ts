// Warms the engines of a study. A browser compiles WebAssembly quickly at first, and optimises only code that has run
// for a while, in each engine anew: Chromium took 1.4 times as long for the first 0.8 s of thread time in an engine.
// A study has an engine for each number of threads, and its single runs would hardly warm them. Pure.

import type { ParamValues } from '../contract/protocol';
import type { RunOnce } from './runner';

/** Thread time that each code gets in each engine before it is measured, in ms. */
const WARM = 1000;
/** Most repeats of a run. */
const MOST = 100;

/** Follows the first run of each code in each engine, a warm-up, by as many repeats as it takes. */
export function warming(once: RunOnce): RunOnce {
  const known = new Set<string>();
  return async (values, pool, record) => {
    const answer = await once(values, pool, record);
    const key = `${pool} ${codeOf(values)}`;
    if (answer.state !== 'done' || values.repeats === undefined || known.has(key)) return answer;
    known.add(key);
    const threads = Math.min(pool ?? 1, answer.cores ?? 1);
    const repeats = Math.min(MOST, Math.ceil(WARM / (answer.time * threads)));
    // Nothing is measured yet: no repeat waits until the threads have a core each.
    const launch = values.launch === undefined ? {} : { launch: 'cold' };
    return repeats > 1 ? once({ ...values, ...launch, repeats }, pool, record) : answer;
  };
}

/** Choices by words decide which code runs: schedule, kernel, method. */
function codeOf(values: ParamValues): string {
  return Object.values(values)
    .filter((value) => typeof value === 'string')
    .join(' ');
}
