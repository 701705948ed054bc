import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addTask, moveTask, removeTask } from './edit';
import { checkRecipe, parseRecipe, type Recipe } from './recipe';

const read = parseRecipe('1~~a~a1-x~~b~n0~p2-y~~c~n0-1~a3-z~~d~n2~p0-w');
const recipe: Recipe = 'recipe' in read ? read.recipe : { tasks: [] };

/** Needs by name, whatever the order of the tasks. */
const needsByName = ({ tasks }: Recipe): Record<string, string[]> =>
  Object.fromEntries(
    [...tasks]
      .sort((a, b) => a.name.localeCompare(b.name))
      .map(({ name, needs }) => [name, needs.map((need) => tasks[need]?.name ?? '?').sort()]),
  );

const move = fc.record({ index: fc.nat(3), by: fc.constantFrom<-1 | 1>(-1, 1) });

describe('editing', () => {
  it('moves tasks, and every need stays with its task', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 8 }), (moves) => {
        const moved = moves.reduce((now, { index, by }) => moveTask(now, index, by), recipe);
        expect(needsByName(moved)).toEqual(needsByName(recipe));
        expect(checkRecipe(moved)).toBeNull();
      }),
    );
  });

  it('removes a task, and only the needs of it', () => {
    for (const [index, { name }] of recipe.tasks.entries()) {
      const left = removeTask(recipe, index);
      const expected = Object.entries(needsByName(recipe))
        .filter(([task]) => task !== name)
        .map(([task, needs]) => [task, needs.filter((need) => need !== name)]);
      expect(needsByName(left)).toEqual(Object.fromEntries(expected));
      expect(checkRecipe(left)).toBeNull();
    }
  });

  it('adds tasks with names of their own', () => {
    const more = addTask(addTask(addTask(recipe)));
    expect(checkRecipe(more)).toBeNull();
    expect(more.tasks.slice(4).map(({ name }) => name)).toEqual(['task', 'task 2', 'task 3']);
  });
});
