// Changes to a recipe that move tasks: needs are indices, so they move along. Pure.

import type { Recipe } from './recipe';

/** A name that is not taken: “task”, “task 2”, … */
export function duplicateName(base: string, taken: readonly { name: string }[]): string {
  let name = base;
  for (let i = 2; taken.some((other) => other.name === name); i++) name = `${base} ${i}`;
  return name;
}

export function addTask({ tasks }: Recipe): Recipe {
  const step = { name: 'stir', tenths: 20, active: true };
  return { tasks: [...tasks, { name: duplicateName('task', tasks), steps: [step], needs: [], heat: null }] };
}

/** Takes a task away, and with it every need of it. */
export function removeTask({ tasks }: Recipe, index: number): Recipe {
  const renumber = (need: number): number => (need > index ? need - 1 : need);
  return {
    tasks: tasks
      .filter((_, i) => i !== index)
      .map((task) => ({ ...task, needs: task.needs.filter((need) => need !== index).map(renumber) })),
  };
}

/** Exchanges a task with its neighbour; at the end of the list nothing changes. */
export function moveTask(recipe: Recipe, index: number, by: -1 | 1): Recipe {
  const other = index + by;
  const [one, two] = [recipe.tasks[index], recipe.tasks[other]];
  if (!one || !two) return recipe;
  const renumber = (need: number): number => (need === index ? other : need === other ? index : need);
  const tasks = [...recipe.tasks];
  tasks[index] = two;
  tasks[other] = one;
  return { tasks: tasks.map((task) => ({ ...task, needs: task.needs.map(renumber).sort((a, b) => a - b) })) };
}
