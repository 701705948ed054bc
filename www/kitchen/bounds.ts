// What a recipe's graph says before anything is cooked: which tasks can go side by side, and the time that no
// dinner can be faster than (the greedy scheduler's lower bound: R. L. Graham, “Bounds for certain
// multiprocessing anomalies”, 1966). Pure.

import type { ParamValues } from '../engine/protocol';
import type { Mode } from './film';
import { activeOf, type Recipe, spanOf, workOf } from './recipe';

export interface Bound {
  /** How many cooks there are, in words. */
  cooks: string;
  seconds: number;
  /** What decides it. */
  why: string;
}

export function boundOf(recipe: Recipe, mode: Mode, values: ParamValues): Bound {
  const work = workOf(recipe) / 10;
  const span = spanOf(recipe).tenths / 10;
  if (mode === 'sequential') return { cooks: '1', seconds: work, why: 'work' };
  if (mode === 'async') {
    const active = activeOf(recipe) / 10;
    if (values.hands === 'one' && active > span) return { cooks: '1', seconds: active, why: 'active work / 1' };
    return { cooks: '1', seconds: span, why: 'span' };
  }
  const cooks = Number(values.cooks ?? 3);
  const shared = work / cooks;
  return shared > span
    ? { cooks: String(cooks), seconds: shared, why: `work / ${cooks}` }
    : { cooks: String(cooks), seconds: span, why: 'span' };
}

/** Column and row of each task: a task stands right of all that it needs. */
export function placeTasks({ tasks }: Recipe): { level: number; row: number }[] {
  const levels: (number | undefined)[] = [];
  const levelOf = (task: number): number => {
    const known = levels[task];
    if (known !== undefined) return known;
    const level = Math.max(-1, ...(tasks[task]?.needs ?? []).map(levelOf)) + 1;
    levels[task] = level;
    return level;
  };
  const used: number[] = [];
  return tasks.map((_, task) => {
    const level = levelOf(task);
    const row = used[level] ?? 0;
    used[level] = row + 1;
    return { level, row };
  });
}
