// Reasons lead to steps that were taken: the one that wrote, the one that it was worked out from, and what was lost between.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Position, TakenStep } from '../contract/program';
import { whyStepsWait, whyValue } from './why';

const free: Position['actors'][number] = {
  name: '',
  line: 1,
  next: [],
  rests: null,
  awaits: [],
  over: false,
  begun: true,
  failed: false,
  variables: [],
};

function at(taken: TakenStep[], before = 0): Position {
  return {
    steps: '',
    count: taken.length + before,
    actors: [0, 1].map((i) => ({ ...free, name: `cook ${i}` })),
    variables: [['x', '1']],
    resources: [],
    taken,
    printed: [],
    end: null,
  };
}

const step = (actor: number, writes: boolean | null): TakenStep => ({
  actor,
  line: 3,
  words: writes === null ? 'waits' : writes ? 'writes x' : 'reads x',
  access: writes === null ? null : [0, writes],
  gets: [],
  gives: [],
});

describe('why a variable has its value', () => {
  it('is told with the addition that was lost', () => {
    const { reasons } = whyValue(at([step(0, false), step(1, false), step(0, true), step(1, true)], 10), 0);
    expect(reasons.map((reason) => reason.step)).toEqual([14, 13, 12]);
    expect(reasons[1]?.words).toContain('is lost');
    expect(whyValue(at([]), 0).reasons[0]?.words).toContain('Nobody has written it');
  });

  it('is told by steps that were taken, the last write first, whatever came before', () => {
    const any = fc.tuple(fc.nat(1), fc.option(fc.boolean())).map(([actor, writes]) => step(actor, writes));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (taken) => {
        const { reasons } = whyValue(at(taken), 0);
        const last = taken.findLastIndex(({ access }) => access?.[1]) + 1;
        expect(reasons[0]?.step).toBe(last === 0 ? undefined : last);
        for (const { step: number = 1 } of reasons) expect(number).toBeLessThanOrEqual(Math.max(last, 1));
      }),
    );
  });
});

it('who waits is told since when, and who took what it waits for', () => {
  const here = at([{ ...step(1, null), gets: [[0, 1]] }, step(0, null)]);
  const waiting: Position = {
    ...here,
    actors: [
      { ...free, name: 'cook 0', awaits: [{ resource: 0 }] },
      { ...free, name: 'cook 1' },
    ],
    resources: [{ name: 'a', kind: 'lock', holders: [1], queue: [0], count: 0, size: null, items: [], closed: false }],
  };
  expect(whyStepsWait(waiting, 0).reasons.map((reason) => reason.step)).toEqual([1, 2]);
});
