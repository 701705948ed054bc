// The drawing of all states: layers are distances, and no two states stand at one place.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StateGraph } from '../contract/program';
import { layoutOf } from './graph-layout';

/** Graphs in which every state but the first is reached from one that is a step nearer to the beginning. */
const graphs: fc.Arbitrary<StateGraph> = fc
  .array(fc.tuple(fc.nat(), fc.nat(), fc.nat(3)), { maxLength: 60 })
  .map((raw) => {
    const states: StateGraph['states'] = [{ way: '', depth: 0, end: null, lost: false }];
    const steps: StateGraph['steps'] = [];
    for (const [parent, other, actor] of raw) {
      const from = parent % states.length;
      states.push({ way: '', depth: (states[from]?.depth ?? 0) + 1, end: null, lost: false });
      steps.push([from, states.length - 1, actor]);
      steps.push([other % states.length, states.length - 1, actor]);
    }
    return { states, steps };
  });

describe('the drawing of all states', () => {
  it('has every state at a place of its own, in the layer of its distance, within the drawing', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { places, width, height } = layoutOf(graph);
        expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(graph.states.length);
        places.forEach(({ x, y }, i) => {
          expect(x).toBe(18 + 44 * (graph.states[i]?.depth ?? 0));
          expect(x >= 0 && x <= width && y >= 0 && y <= height).toBe(true);
        });
      }),
    );
  });
});
