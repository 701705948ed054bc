import { describe, expect, it } from 'vitest';
import { boundOf, directNeeds, placeTasks } from './dinner-bounds';
import { layoutKitchen } from './layout';
import { parseRecipe, type Recipe } from './recipe/recipe';

const read = parseRecipe(
  '1~~rice~h80-2~a2-wash~p5-boil~~spices~a2-blend~p5-fry~~meat~a5-fry~a2-mix~~mix~n1-2~a2-mix~~serve~n0-1-2-3~p0-serve',
);
const recipe: Recipe = 'recipe' in read ? read.recipe : { tasks: [] };

describe('bounds', () => {
  it('are the work alone, the larger of work over cooks and span, and the active work of one pair of hands', () => {
    expect(boundOf(recipe, 'sequential', {}).seconds).toBe(23);
    expect(boundOf(recipe, 'threads', { cooks: 3 })).toEqual({ cooks: '3', seconds: 9, why: 'span' });
    expect(boundOf(recipe, 'threads', { cooks: 2 })).toEqual({ cooks: '2', seconds: 11.5, why: 'work / 2' });
    expect(boundOf(recipe, 'async', { hands: 'free' })).toEqual({ cooks: '1', seconds: 9, why: 'span' });
    expect(boundOf(recipe, 'async', { hands: 'one' }).seconds).toBe(13);
  });
});

describe('the graph', () => {
  it('places every task right of what it needs, and no two in one place', () => {
    const places = placeTasks(recipe);
    recipe.tasks.forEach((task, i) => {
      for (const need of task.needs) expect(places[i]?.level).toBeGreaterThan(places[need]?.level ?? 99);
    });
    expect(new Set(places.map(({ level, row }) => `${level} ${row}`)).size).toBe(recipe.tasks.length);
  });
});

describe('the edges worth drawing', () => {
  it('leave out what follows from others, and nothing else', () => {
    expect(directNeeds(recipe.tasks, 4)).toEqual([0, 3]);
    expect(directNeeds(recipe.tasks, 3)).toEqual([1, 2]);
    expect(directNeeds(recipe.tasks, 0)).toEqual([]);
  });
});

describe('the kitchen', () => {
  it('keeps every station and cook within its width, whatever that is', () => {
    for (const width of [240, 328, 500, 760, 1200]) {
      for (const tasks of [1, 5, 12]) {
        for (const cooks of [1, 3, 8]) {
          const layout = layoutKitchen(tasks, cooks, width, width > 400 ? 3 : 1);
          expect(layout.stations).toHaveLength(tasks);
          for (const { x, row } of layout.stations) {
            expect(x - layout.stationWidth / 2).toBeGreaterThanOrEqual(0);
            expect(x + layout.stationWidth / 2).toBeLessThanOrEqual(width + 0.5);
            expect(layout.counterOf(row)).toBeLessThan(layout.height);
          }
          const places = Array.from({ length: cooks }, (_, i) => layout.cookAt(null, i).x);
          expect(places.every((x) => x > 0 && x < width)).toBe(true);
          expect(new Set(layout.stations.map(({ x, row }) => `${x} ${row}`)).size).toBe(tasks);
        }
      }
    }
  });
});
