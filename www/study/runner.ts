// Makes the runs of a plan one after the other and collects their times. Knows no engine: it is given a
// function that runs once. Whatever happens, what was measured so far is kept.

import type { ParamValues } from '../engine/protocol';
import type { Bounds } from './bounds';
import type { Plan, Step } from './plan';

/** What one run gave. */
export type Answer =
  | {
      state: 'done';
      /** ms */
      time: number;
      metrics: Record<string, number>;
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
  /** Figures of the last run, by name. */
  metrics: Record<string, number>;
  bounds: Bounds | null;
  result: string | null;
  /** Why it could not be measured: a sentence. */
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
  /** Steps done, of `plan.steps`. */
  done: number;
  step: Step | null;
  /** With `error`: a sentence. */
  error: string | null;
  notices: string[];
}

export interface Study {
  data: StudyData;
  /** Ends after the present run, and keeps what there is. */
  stop(): void;
  finished: Promise<StudyData>;
}

const empty = (): PointData => ({ times: [], metrics: {}, bounds: null, result: null, failed: null });

/** Begins a study. `changed` is called with new data after every step, and at the end. */
export function startStudy(plan: Plan, once: RunOnce, changed: (data: StudyData) => void): Study {
  let data: StudyData = {
    plan,
    state: 'running',
    points: plan.points.map(empty),
    references: plan.references.map(() => ({ ...empty(), again: [] })),
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
  // A new object each time, so that whoever watches sees the change.
  const set = (change: Partial<StudyData>): void => {
    data = { ...data, ...change };
    study.data = data;
    changed(data);
  };

  const run = async (): Promise<StudyData> => {
    for (const step of plan.steps) {
      if (stopping) {
        set({ state: 'stopped', step: null });
        return data;
      }
      const list = step.target === 'point' ? plan.points : plan.references;
      const target = list[step.index];
      const known = targetData(data, step);
      if (!target || !known || known.failed !== null) {
        set({ done: data.done + 1 });
        continue;
      }
      set({ step });
      const answer = await once(target.values, target.pool, step.phase === 'trace');
      if (answer.state === 'stopped') {
        set({ state: 'stopped', step: null });
        return data;
      }
      if (answer.state === 'error') {
        // Without its reference a study says nothing.
        if (step.target === 'reference') {
          set({ state: 'error', error: answer.message, step: null });
          return data;
        }
        set({ ...replace(data, step, { ...known, failed: answer.message }), done: data.done + 1 });
        continue;
      }
      set({ ...replace(data, step, take(known, step, answer)), done: data.done + 1, notices: noted(data, answer) });
      const wrong = mismatch(data, step);
      if (wrong !== null) {
        set({ state: 'error', error: wrong, step: null });
        return data;
      }
    }
    const measured = data.points.some(({ failed }) => failed === null);
    set({ state: measured ? 'done' : 'error', step: null, error: measured ? null : (data.points[0]?.failed ?? null) });
    return data;
  };
  study.finished = run();
  return study;
}

function targetData(data: StudyData, step: Step): PointData | ReferenceData | undefined {
  return step.target === 'point' ? data.points[step.index] : data.references[step.index];
}

function replace(data: StudyData, step: Step, changed: PointData): Partial<StudyData> {
  const at = <T>(list: T[]): T[] => list.map((old, i) => (i === step.index ? { ...old, ...changed } : old));
  return step.target === 'point' ? { points: at(data.points) } : { references: at(data.references) };
}

function take(known: PointData | ReferenceData, step: Step, answer: Answer & { state: 'done' }): PointData {
  const changed: PointData = { ...known, metrics: answer.metrics, result: known.result ?? answer.result };
  if (step.phase === 'trace') changed.bounds = answer.bounds;
  // Another result than before is looked at by `mismatch`.
  if (answer.result !== null) changed.result = answer.result;
  if (step.phase !== 'measure') return changed;
  if (step.again && 'again' in known) return { ...changed, again: [...known.again, answer.time] } as ReferenceData;
  return { ...changed, times: [...known.times, answer.time] };
}

/** Parallel code must not change the result; a sentence if it did. */
function mismatch(data: StudyData, step: Step): string | null {
  if (!data.plan.sameResult || step.target === 'reference') return null;
  const point = data.plan.points[step.index];
  const result = data.points[step.index]?.result;
  const expected = point ? data.references[point.reference]?.result : null;
  if (!point || result == null || expected == null || result === expected) return null;
  return `The result for ${data.plan.sweep.param} = ${point.label} differs from the reference’s (${result} and ${expected}). This is a fault in Brigade: please report the link.`;
}

/** Sentences on single runs, each once; those on too few repeats or recorded events mean nothing here. */
function noted(data: StudyData, answer: Answer & { state: 'done' }): string[] {
  const fresh = answer.notices.filter((notice) => !data.notices.includes(notice) && !/timeline/.test(notice));
  return fresh.length > 0 ? [...data.notices, ...fresh] : data.notices;
}
