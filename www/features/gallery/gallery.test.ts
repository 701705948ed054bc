// The gallery's data are valid, and its drawings are well formed for any data.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../contract/protocol';
import { decodeLink, presetLink } from '../../link/link';
import { resolve } from '../../params/values';
import { CELLS, cellsOf, plotOf, runsOf, stepsPath, stretchesOf } from './outcome';
import recorded from './outcomes.json' with { type: 'json' };
import questions from './presets.json' with { type: 'json' };
import { STRETCHES } from './stretch';

const catalog = JSON.parse(readFileSync(new URL('../../generated/catalog.json', import.meta.url), 'utf8')) as Catalog;
const presets = questions.flatMap((question) => question.presets);
const outcomes = recorded.outcomes as Record<string, { figure: string; picture?: number }>;

describe('presets', () => {
  it.each(presets)('$link', ({ link, title, sentence }) => {
    const decoded = decodeLink(presetLink(link), catalog);
    const scenario = catalog.scenarios.find(({ id }) => id === decoded.scenario);
    expect({ problem: decoded.problem, notices: decoded.notices, id: link.split('?')[0] }).toEqual({
      problem: null,
      notices: [],
      id: scenario?.id,
    });
    if (!scenario) return;
    const environment = { logicalCores: 8, threadsAvailable: true };
    expect(resolve(scenario, decoded.raw, environment).notices).toEqual([]);
    expect(`${title} ${sentence}`).not.toMatch(/[<>{}]/);
    expect(sentence).toMatch(/\.$/);
    const outcome = outcomes[link];
    expect(outcome?.figure).toMatch(/\d/);
    const drawings = Object.keys(outcome ?? {}).filter((key) => ['lanes', 'points', 'rows'].includes(key));
    expect(drawings).toHaveLength(1);
    if (outcome?.picture !== undefined) expect(cellsOf(recorded.pictures[outcome.picture] ?? '')).not.toBeNull();
  });

  it('are each there once, and none has an outcome without a card', () => {
    const links = presets.map(({ link }) => link);
    expect(new Set(links).size).toBe(links.length);
    expect(Object.keys(outcomes).sort()).toEqual([...links].sort());
    expect(new Set(questions.map(({ question }) => question)).size).toBe(questions.length);
  });
});

const anything = fc.oneof(fc.double(), fc.constantFrom(undefined, null, 'x', Number.NaN), fc.integer());
const PATH = /^(?:[MVHLhvz]|[ ]|-?\d+(?:\.\d+)?)*$/;

describe('drawings of damaged outcomes', () => {
  it('are paths of bounded length', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.array(anything, { maxLength: 99 }),
        (text, many) => {
          const plot = plotOf(many, 400);
          for (const path of [stepsPath(text), plot?.line ?? '', plot?.dots ?? '']) {
            expect(path).toMatch(PATH);
            expect(path.length).toBeLessThan(3000);
          }
          for (const { from, to } of stretchesOf(many as number[], STRETCHES)) {
            expect(from).toBeGreaterThanOrEqual(0);
            expect(to).toBeGreaterThanOrEqual(from);
            expect(to).toBeLessThanOrEqual(1000);
          }
          for (const [from, count] of runsOf(text)) expect(from + count).toBeLessThanOrEqual(CELLS);
          const cells = cellsOf(text);
          if (cells) expect(cells.every((t) => t >= 0 && t <= 1)).toBe(true);
        },
      ),
    );
  });

  it('go on to the end of a run of many moments', () => {
    const beats = Array.from({ length: 101 }, (_, i) => [10 * i, 10 * i, STRETCHES.indexOf('beat')]).flat();
    expect(stretchesOf([0, ...beats], STRETCHES).at(-1)?.from).toBe(1000);
  });

  it('have the height of the largest value, and of nothing gained', () => {
    const plot = plotOf([0.5, 2, 1], 400);
    expect(plot?.most).toBe(2);
    expect(plot?.top).toBeLessThan(plot?.one ?? 0);
    expect(plotOf([0.5, 0.25], 400)).toMatchObject({ most: 0.5, one: plotOf([1, 0.5], 400)?.top });
  });

  it('keep every level of a lane that is whole', () => {
    expect(stepsPath('0033')).toBe('M0 3V3H2V0H4V3z');
    expect(runsOf('0011')).toEqual([
      [0, 2, 0],
      [2, 2, 1],
    ]);
  });
});
