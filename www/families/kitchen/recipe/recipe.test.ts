import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../../../tests/vectors/recipes.json';
import { checkRecipe, parseRecipe, type Recipe, recipeText, spanOf, taskTenths, workOf } from './recipe';
import { recipeFault } from './recipe-fault';

const step = fc.record({
  name: fc.constantFrom('wash', 'boil', 'fry meat', 'mix/stir', '麻婆豆腐'),
  tenths: fc.nat(100),
  active: fc.boolean(),
});

/** A recipe that can be cooked: every task needs only tasks before it. */
const recipe: fc.Arbitrary<Recipe> = fc
  .array(
    fc.record({
      steps: fc.array(step, { maxLength: 4 }),
      mask: fc.nat(2 ** 9),
      heat: fc.option(fc.record({ celsius: fc.nat(200), loss: fc.nat(40) })),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((tasks) => ({
    tasks: tasks.map(({ steps, mask, heat }, i) => ({
      name: `task ${i}`,
      steps,
      needs: Array.from({ length: i }, (_, j) => j).filter((j) => (mask >> j) & 1),
      heat,
    })),
  }));

describe('recipes', () => {
  it('agree with the core on the shared vectors', () => {
    expect(vectors.length).toBeGreaterThan(30);
    for (const { text, fault, work, span, tasks } of vectors) {
      const read = parseRecipe(text);
      if ('fault' in read) expect([text, read.fault]).toEqual([text, fault]);
      else {
        expect([text, null]).toEqual([text, fault]);
        expect(recipeText(read.recipe)).toBe(text);
        expect(workOf(read.recipe)).toBe(work);
        expect(spanOf(read.recipe).tenths).toBe(span);
        expect(read.recipe.tasks.length).toBe(tasks);
      }
    }
  });

  it('survive their text', () => {
    fc.assert(
      fc.property(recipe, (made) => {
        expect(checkRecipe(made)).toBeNull();
        expect(parseRecipe(recipeText(made))).toEqual({ recipe: made });
      }),
    );
  });

  it('never make the reader throw, and what it reads it writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'1~~~~_-.anph09éx') }), fc.boolean(), (rest, version) => {
        const read = parseRecipe(version ? `1~~${rest}` : rest);
        if ('recipe' in read) expect(parseRecipe(recipeText(read.recipe))).toEqual(read);
        else expect(read.fault).toMatch(/\S/);
      }),
    );
  });

  it('have a span between their longest task and all of their work, along a chain of needs', () => {
    fc.assert(
      fc.property(recipe, (made) => {
        const { tenths, chain } = spanOf(made);
        expect(tenths).toBeGreaterThanOrEqual(Math.max(...made.tasks.map(taskTenths)));
        expect(tenths).toBeLessThanOrEqual(workOf(made));
        expect(chain.reduce((sum, task) => sum + taskTenths(made.tasks[task] as never), 0)).toBe(tenths);
        for (let i = 1; i < chain.length; i++) expect(made.tasks[chain[i] as number]?.needs).toContain(chain[i - 1]);
      }),
    );
  });

  it('say what is wrong as the end of a sentence', () => {
    expect(recipeFault('1~~a~n0')).toBe('is no recipe: “a” needs itself');
    expect(recipeFault('1~~a')).toBeNull();
    expect(recipeFault(`1~~${'é'.repeat(1000)}`)).toBe('is no recipe: it is longer than 1500 bytes');
  });
});
