// Makes the runs of a plan one after the other and collects their times. Knows no engine: it gets a function that
// runs once. Keeps what was measured so far, whatever happens. Computes nothing while a study runs, and begins the
// next run only when the caller has drawn what it wanted to.

import type { ParamValues } from '../contract/protocol';
import type { Bounds } from './bounds';
import { type Plan, type Step, valuesOf } from './plan';

/** The result of one run. */
export type Answer =
  | {
      state: 'done';
      /** ms */
      time: number;
      /** Cores that it has reckoned with; null where it does not say. */
      cores: number | null;
      /** Repeats that do not count. */
      leftOut: number;
      /** Pieces of its work; null where it has none. */
      tasks: number | null;
      /** The result in a word, to compare; null where there is none. */
      result: string | null;
      bounds: Bounds | null;
      notices: readonly string[];
    }
  | { state: 'stopped' }
  | { state: 'error'; message: string };

/** Runs once; `record`: with a trace. Never rejects. */
export type RunOnce = (values: ParamValues, pool: number | null, record: boolean) => Promise<Answer>;

export interface PointData {
  /** ms of each measured round, in order; rounds that were not reached are missing at the end. */
  times: number[];
  /** Rounds that do not count, because the threads had no core each at every attempt. */
  left: number[];
  /** Pieces of the last run's work; null where it has none. */
  tasks: number | null;
  bounds: Bounds | null;
  result: string | null;
  /** A sentence that says why it could not be measured. */
  failed: string | null;
}

export interface ReferenceData extends PointData {
  /** ms of the second measurement in each round: the A/A check. */
  again: number[];
}

export interface StudyData {
  plan: Plan;
  state: 'running' | 'done' | 'stopped' | 'error';
  points: PointData[];
  references: ReferenceData[];
  /** The most cores that a run has assumed; null if none has said. The browser may have reported fewer. */
  cores: number | null;
  /** Steps done, of `plan.steps`. */
  done: number;
  step: Step | null;
  /** A sentence, if `state` is `error`. */
  error: string | null;
  notices: string[];
}

export interface Study {
  data: StudyData;
  /** Ends after the present run, and keeps the data. */
  stop(): void;
  finished: Promise<StudyData>;
}

/** How often a round is tried again if its threads did not have a core each. */
const RETRIES = 2;

export const emptyPoint = (): PointData => ({
  times: [],
  left: [],
  tasks: null,
  bounds: null,
  result: null,
  failed: null,
});

/**
 * Begins a study. Calls `changed` with new data before every step and at the end. A step begins when the promise that
 * `changed` returned has resolved.
 */
export function startStudy(plan: Plan, once: RunOnce, changed: (data: StudyData) => Promise<void> | undefined): Study {
  let data: StudyData = {
    plan,
    state: 'running',
    points: plan.points.map(emptyPoint),
    references: plan.references.map(() => ({ ...emptyPoint(), again: [] })),
    cores: null,
    done: 0,
    step: null,
    error: null,
    notices: [...plan.notices],
  };
  let stopping = false;
  const study: Study = {
    data,
    stop: () => {
      stopping = true;
    },
    finished: Promise.resolve(data),
  };
  // Makes a new object each time, so that observers see the change.
  const set = (change: Partial<StudyData>): void => {
    data = { ...data, ...change };
    study.data = data;
  };
  const end = async (change: Partial<StudyData>): Promise<StudyData> => {
    set({ ...change, step: null });
    await changed(data);
    return data;
  };

  const run = async (): Promise<StudyData> => {
    for (const step of plan.steps) {
      const list = step.target === 'point' ? plan.points : plan.references;
      const target = list[step.index];
      const known = targetData(data, step);
      if (!target || !known || known.failed !== null) {
        set({ done: data.done + 1 });
        continue;
      }
      set({ step });
      if (!stopping) await changed(data);
      if (stopping) return end({ state: 'stopped' });
      const values = valuesOf(step, target);
      let answer = await once(values, target.pool, step.phase === 'trace');
      for (let tries = 0; tries < RETRIES && step.phase === 'measure' && !stopping && missed(answer); tries++) {
        answer = await once(values, target.pool, false);
      }
      if (answer.state === 'stopped') return end({ state: 'stopped' });
      if (answer.state === 'error') {
        // A study without its reference says nothing.
        if (step.target === 'reference') return end({ state: 'error', error: answer.message });
        set({ ...replace(data, step, { ...known, failed: answer.message }), done: data.done + 1 });
        continue;
      }
      const cores = answer.cores === null ? data.cores : Math.max(data.cores ?? 0, answer.cores);
      set({
        ...replace(data, step, take(known, step, answer)),
        cores,
        done: data.done + 1,
        notices: noted(data, answer),
      });
      const wrong = mismatch(data, step);
      if (wrong !== null) return end({ state: 'error', error: wrong });
    }
    const measured = data.points.some(({ failed }) => failed === null);
    return end({ state: measured ? 'done' : 'error', error: measured ? null : (data.points[0]?.failed ?? null) });
  };
  study.finished = run();
  return study;
}

/** Returns whether the run's threads did not have a core each. Its time is there all the same. */
function missed(answer: Answer): boolean {
  return answer.state === 'done' && answer.leftOut > 0;
}

function targetData(data: StudyData, step: Step): PointData | ReferenceData | undefined {
  return step.target === 'point' ? data.points[step.index] : data.references[step.index];
}

function replace(data: StudyData, step: Step, changed: PointData): Partial<StudyData> {
  const at = <T>(list: T[]): T[] => list.map((old, i) => (i === step.index ? { ...old, ...changed } : old));
  return step.target === 'point' ? { points: at(data.points) } : { references: at(data.references) };
}

function take(known: PointData | ReferenceData, step: Step, answer: Answer & { state: 'done' }): PointData {
  const changed: PointData = { ...known, tasks: answer.tasks, result: known.result ?? answer.result };
  if (step.phase === 'trace') changed.bounds = answer.bounds;
  // `mismatch` examines a result that differs from earlier ones.
  if (answer.result !== null) changed.result = answer.result;
  if (step.phase !== 'measure') return changed;
  if (step.again && 'again' in known) return { ...changed, again: [...known.again, answer.time] } as ReferenceData;
  const left = missed(answer) ? [...known.left, known.times.length] : known.left;
  return { ...changed, times: [...known.times, answer.time], left };
}

/** Parallel code must not change the result: returns a sentence if it did. */
function mismatch(data: StudyData, step: Step): string | null {
  if (!data.plan.sameResult || step.target === 'reference') return null;
  const point = data.plan.points[step.index];
  const result = data.points[step.index]?.result;
  const expected = point ? data.references[point.reference]?.result : null;
  if (!point || result == null || expected == null || result === expected) return null;
  return `The result for ${data.plan.sweep.param} = ${point.label} differs from the reference’s (${result} and ${expected}). This is a fault in Brigade: please report the link.`;
}

/**
 * Returns the sentences on single runs, each once, without those on too few repeats or recorded events, which mean
 * nothing here.
 */
function noted(data: StudyData, answer: Answer & { state: 'done' }): string[] {
  const fresh = answer.notices.filter((notice) => !data.notices.includes(notice) && !/timeline/.test(notice));
  return fresh.length > 0 ? [...data.notices, ...fresh] : data.notices;
}
