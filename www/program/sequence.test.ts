// The sequence diagram of a way: bars are as long as something is held, and never lie over each other.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Position, TakenStep, Thing } from '../contract/program';
import { MOST_ACTORS, sequenceOf, stepsText } from './sequence';

const NAMES = ['a', 'b', 'c'];

const FREE: Omit<Thing, 'name'> = {
  kind: 'lock',
  holders: [],
  queue: [],
  count: 0,
  size: null,
  items: [],
  closed: false,
};

function positionOf(actors: number, taken: TakenStep[], count = taken.length): Position {
  const standing = {
    line: 0,
    next: [],
    rests: null,
    awaits: [],
    over: false,
    begun: true,
    failed: false,
    variables: [],
  };
  return {
    steps: '',
    count,
    actors: Array.from({ length: actors }, (_, i) => ({ ...standing, name: `cook ${i}` })),
    variables: [],
    resources: NAMES.map((name) => ({ ...FREE, name })),
    taken,
    printed: [],
    end: null,
  };
}

/** Steps that take and give back locks, each by whoever can. */
const ways = fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { maxLength: 40 }).map((moves) => {
  const holders = new Map<number, number>();
  return moves.map(([resource, actor]): TakenStep => {
    const step: TakenStep = { actor, line: 1, words: 'does something', access: null, gets: [], gives: [] };
    if (holders.get(resource) === actor) {
      holders.delete(resource);
      step.gives.push([resource, actor]);
    } else if (!holders.has(resource)) {
      holders.set(resource, actor);
      step.gets.push([resource, actor]);
    }
    return step;
  });
});

describe('a sequence diagram', () => {
  it('has a bar for each time that something is held, and none over another', () => {
    fc.assert(
      fc.property(ways, (taken) => {
        const sequence = sequenceOf(positionOf(3, taken));
        const bars = sequence?.bars ?? [];
        expect(bars).toHaveLength(taken.filter(({ gets }) => gets.length > 0).length);
        for (const [i, one] of bars.entries()) {
          expect(one.from).toBeLessThan(one.until);
          for (const other of bars.slice(i + 1)) {
            const apart = one.until <= other.from || other.until <= one.from;
            if (one.actor === other.actor && one.place === other.place) expect(apart).toBe(true);
            if (one.resource === other.resource) expect(apart).toBe(true);
          }
        }
      }),
    );
  });

  it('begins at the top with what was held before the steps that are drawn', () => {
    const step = {
      actor: 1,
      line: 4,
      words: 'gives back a',
      access: null,
      gets: [],
      gives: [[0, 1] as [number, number]],
    };
    const sequence = sequenceOf(positionOf(2, [step], 9));
    expect(sequence).toMatchObject({ first: 9, bars: [{ resource: 'a', actor: 1, from: -1, until: 0 }] });
    expect(sequence && stepsText(sequence)).toBe('9. cook 1 gives back a (line 4)\n');
  });

  it('is not drawn without steps, or of more actors than fit', () => {
    const step = { actor: 0, line: 1, words: 'yields', access: null, gets: [], gives: [] };
    expect(sequenceOf(positionOf(2, []))).toBeNull();
    expect(sequenceOf(positionOf(MOST_ACTORS + 1, [step]))).toBeNull();
  });
});
