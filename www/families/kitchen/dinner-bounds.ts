// What a recipe's graph says before anything is cooked: which tasks can go side by side, and the time that no
// dinner can be faster than (the greedy scheduler's lower bound: R. L. Graham, “Bounds for certain
// multiprocessing anomalies”, 1966). Pure.

import type { ParamValues } from '../../contract/protocol';
import type { Mode } from './film';
import { activeOf, type Recipe, spanOf, type Task, workOf } from './recipe/recipe';

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

/**
 * Column and row of each task: a task stands right of all that it needs, and at about the height of what it alone
 * needs last. Rows may be halves.
 */
export function placeTasks({ tasks }: Recipe): { level: number; row: number }[] {
  const levels: (number | undefined)[] = [];
  const levelOf = (task: number): number => {
    const known = levels[task];
    if (known !== undefined) return known;
    const level = Math.max(-1, ...(tasks[task]?.needs ?? []).map(levelOf)) + 1;
    levels[task] = level;
    return level;
  };
  const places = tasks.map((_, task) => ({ level: levelOf(task), row: 0 }));
  const last = Math.max(0, ...places.map(({ level }) => level));
  for (let level = 0; level <= last; level++) {
    const here = tasks.map((_, task) => task).filter((task) => places[task]?.level === level);
    const wish = (task: number): number => {
      const direct = directNeeds(tasks, task);
      return direct.reduce((sum, need) => sum + (places[need]?.row ?? 0), 0) / Math.max(1, direct.length);
    };
    if (level > 0) here.sort((a, b) => wish(a) - wish(b));
    let free = 0;
    here.forEach((task, i) => {
      const place = places[task];
      if (!place) return;
      place.row = level === 0 ? i : Math.max(free, Math.round(2 * wish(task)) / 2);
      free = place.row + 1;
    });
  }
  return places;
}

/** What a task needs and nothing else that it needs needs already: the edges worth drawing. */
export function directNeeds(tasks: readonly Task[], task: number): number[] {
  const needs = tasks[task]?.needs ?? [];
  const reaches = (from: number, to: number): boolean =>
    (tasks[from]?.needs ?? []).some((need) => need === to || reaches(need, to));
  return needs.filter((need) => !needs.some((other) => other !== need && reaches(other, need)));
}
