// The numbers that answer for a program: they are counts of what is listed, and shares of all.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENDS } from '../contract/program';
import { answerOf, type Known } from './answer';

const known = (kind: Known['kind'], interleavings: string, seen: number, length = 3): Known => ({
  kind,
  outcome: `x=${interleavings}`,
  details: [],
  interleavings,
  seen,
  steps: '',
  length,
  found: true,
});

describe('the answer for a program', () => {
  it('has three numbers', () => {
    const all = [known('done', '2', 97, 8), known('wrong', '4', 3, 6), known('stuck', '2', 0, 9)];
    const answer = answerOf(all, 100);
    expect(answer).toMatchObject({
      possible: { value: '3', note: 'possible, 2 wrong' },
      seen: { value: '2 of 3', note: 'seen in 100\u00a0runs' },
      shortest: { value: '6', note: 'steps to a wrong one' },
    });
    expect(answer.bars.map(({ name, orders, runs }) => [name, orders, runs])).toEqual([
      ['x=2', 0.25, 0.97],
      ['x=4', 0.5, 0.03],
      ['stuck', 0.25, 0],
    ]);
  });

  it('says nothing of what nobody has looked at', () => {
    expect(answerOf([], 0)).toEqual({ possible: null, seen: null, shortest: null, bars: [] });
    const seen = { ...known('wrong', '1', 2), found: false };
    expect(answerOf([seen], 2)).toMatchObject({
      possible: null,
      shortest: null,
      seen: { value: '1 of 1', note: 'seen in 2\u00a0runs' },
    });
    const { interleavings, ...good } = known('done', '6', 0);
    expect(interleavings).toBe('6');
    expect(answerOf([good], 0)).toMatchObject({
      possible: { value: '≥ 1', note: 'possible, none wrong' },
      seen: null,
      shortest: { value: '–', note: 'none wrong was found' },
    });
  });

  it('has shares that add up to one, however large the numbers are', () => {
    const count = fc.bigInt({ min: 1n, max: 10n ** 60n });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(count, fc.constantFrom(...ENDS), fc.nat(1000)), { minLength: 1, maxLength: 9 }),
        (raw) => {
          const runs = Math.max(
            1,
            raw.reduce((sum, [, , seen]) => sum + seen, 0),
          );
          const { bars } = answerOf(
            raw.map(([orders, kind, seen]) => known(kind, String(orders), seen)),
            runs,
          );
          expect(bars.reduce((sum, { orders }) => sum + (orders ?? Number.NaN), 0)).toBeCloseTo(1, 4);
          expect(bars.every(({ runs: share }) => share !== null && share >= 0 && share <= 1)).toBe(true);
        },
      ),
    );
    const endless = answerOf([known('done', 'without end', 5), known('stuck', '3', 5)], 10);
    expect(endless.bars.map(({ orders }) => orders)).toEqual([null, null]);
  });
});
