import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccessRule, accessesOf } from './access';
import { at, tableOf } from './arbitrary-story';
import { storyOf } from './story';
import { INSTANT, type Label } from './table';

const LABELS: Label[] = [
  { name: 'looks', kind: 'control', argument: 'yes-no' },
  { name: 'reaches', kind: 'control', argument: 'yes-no' },
  { name: 'rests', kind: 'control' },
];
const [LOOKS, REACHES, RESTS] = [0, 1, 2] as const;

const RULES: AccessRule[] = [
  { label: 'looks', is: 'learns', what: 'looks', words: ['looks', 'looks'] },
  { label: 'reaches', arg: 1, is: 'gets', what: 'takes', words: ['takes', 'takes'] },
  { label: 'reaches', arg: 0, is: 'fails', what: 'in vain', words: ['in vain', 'in vain'] },
];
const ALL = ['looks', 'looks', 'takes', 'in vain'];

/** Two actors look and reach at these times; what each does before and after says nothing new. */
function steps(looks: [number, number], reaches: [number, number], winner: 0 | 1) {
  const events = ([0, 1] as const).map((actor) => [
    at(0, INSTANT, RESTS),
    at(looks[actor], INSTANT, LOOKS),
    at(reaches[actor], INSTANT, LOOKS),
    at(reaches[actor], INSTANT, REACHES, Number(winner === actor)),
    at(reaches[actor] + 5, INSTANT, REACHES, 1),
  ]);
  return accessesOf(storyOf(tableOf({ a: events[0] ?? [], b: events[1] ?? [] }, LABELS, 'worker'), false), RULES);
}

describe('accesses', () => {
  it('are told in the order of their times, and where those are the same as one thing follows from another', () => {
    const moment = fc.integer({ min: 0, max: 4 });
    const winners = fc.constantFrom<0 | 1>(0, 1);
    fc.assert(
      fc.property(moment, moment, moment, moment, winners, (a, b, c, d, winner) => {
        const seen = Math.max(a, b);
        // Nobody reaches before both have looked; who reaches in vain does so after the other one has taken.
        const [first, last] = [seen + c, seen + c + d];
        const found = steps([a, b], winner === 0 ? [first, last] : [last, first], winner);
        expect(found.map(({ rule }) => rule.what)).toEqual(ALL);
        expect(found[2]?.actor).toBe(winner);
        if (a !== b) expect(found[0]?.actor).toBe(a < b ? 0 : 1);
        expect(found.map(({ time }) => time)).toEqual(found.map(({ time }) => time).toSorted((x, y) => x - y));
      }),
    );
  });

  it('are told as one thing followed from the other where two threads’ clocks differ a little', () => {
    const found = steps([20, 10], [35, 34], 0);
    expect(found.map(({ rule }) => rule.what)).toEqual(ALL);
    expect(found[3]?.time).toBe(found[2]?.time);
  });
});
