// Warms the engines of a study. A browser compiles WebAssembly quickly at first and well only what has run for a while, in
// each engine anew: Chromium took 1.4 times as long for the first 0.8 s of thread time in an engine, and a study has an
// engine for each number of threads, which its single runs would hardly warm. Pure.

import type { ParamValues } from '../contract/protocol';
import type { RunOnce } from './runner';

/** Thread time, ms, that each code has in each engine before it is measured. */
const WARM = 1000;
/** The most repeats of a run. */
const MOST = 100;

/** The first run of each code in each engine, a warm-up, is followed by as many repeats as it takes. */
export function warming(once: RunOnce): RunOnce {
  const known = new Set<string>();
  return async (values, pool, record) => {
    const answer = await once(values, pool, record);
    const key = `${pool} ${codeOf(values)}`;
    if (answer.state !== 'done' || values.repeats === undefined || known.has(key)) return answer;
    known.add(key);
    const threads = Math.min(pool ?? 1, answer.cores ?? 1);
    const repeats = Math.min(MOST, Math.ceil(WARM / (answer.time * threads)));
    // Nothing is measured yet: no repeat waits for the threads to have a core each.
    const launch = values.launch === undefined ? {} : { launch: 'cold' };
    return repeats > 1 ? once({ ...values, ...launch, repeats }, pool, record) : answer;
  };
}

/** What is chosen by words decides which code runs: schedule, kernel, method. */
function codeOf(values: ParamValues): string {
  return Object.values(values)
    .filter((value) => typeof value === 'string')
    .join(' ');
}
