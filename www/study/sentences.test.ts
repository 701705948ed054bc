// What a study may say: which value wins, which does not, and why it says nothing.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from './analysis';
import type { Plan } from './plan';
import { emptyPoint, type StudyData } from './runner';
import { remarksOf, verdictOf } from './sentences';
import { seeded } from './statistics';

const CORES = 8;

interface Made {
  threads: number[];
  /** Times of the reference in each round in ms, and its second times. */
  reference: number[];
  again?: number[];
  /** Times of each point in each round, in ms. */
  times: number[][];
  left?: number[][];
}

function study({ threads, reference, again = reference, times, left = [] }: Made): StudyData {
  const plan: Plan = {
    scenario: 'julia',
    sweep: { param: 'threads', values: threads, text: `threads:${threads.join()}` },
    mode: 'strong',
    points: threads.map((count) => ({
      value: count,
      label: String(count),
      values: {},
      pool: count,
      threads: count,
      work: 1,
      problem: '',
      reference: 0,
    })),
    references: [{ values: {}, pool: null, kind: 'sequential' }],
    steps: [],
    rounds: reference.length,
    warmups: 1,
    notices: [],
    sameResult: true,
    sharesWork: true,
    otherCode: false,
  };
  return {
    plan,
    state: 'done',
    points: times.map((one, i) => ({ ...emptyPoint(), times: one, left: left[i] ?? [] })),
    references: [{ ...emptyPoint(), times: reference, again }],
    cores: null,
    done: 0,
    step: null,
    error: null,
    notices: [],
  };
}

const told = (data: StudyData, cores = CORES) => verdictOf(data, analyse(data, cores), 'Threads');
const fill = (value: number, rounds = 8): number[] => Array(rounds).fill(value);
const noisy = (random: () => number, value: number, share: number, rounds = 8): number[] =>
  Array.from({ length: rounds }, () => value * (1 + share * (random() + random() + random() - 1.5)));

describe('the verdict of a study', () => {
  it('names a winner that does better than every other', () => {
    const random = seeded(1);
    const times = [100, 52, 27].map((time) => noisy(random, time, 0.02));
    const data = study({
      threads: [1, 2, 4],
      reference: noisy(random, 100, 0.02),
      again: noisy(random, 100, 0.02),
      times,
    });
    const { state, sentence } = told(data);
    expect(state).toBe('told');
    expect(sentence).toMatch(
      /^Threads 4 is fastest: 3\.\d+ times as fast as the same code on one thread \(3\.\d+ to 3\.\d+\)\.$/,
    );
    expect(analyse(data, CORES).ranking.lead?.low).toBeGreaterThan(1);
  });

  it('names all that do equally well', () => {
    const random = seeded(2);
    const times = [100, 26, 25.9, 26].map((time) => noisy(random, time, 0.05));
    const data = study({
      threads: [1, 2, 4, 8],
      reference: noisy(random, 50, 0.05),
      again: noisy(random, 50, 0.05),
      times,
    });
    expect(told(data).sentence).toMatch(/^Threads 2, 4 and 8 do equally well: within the noise\. They are 1\.\d+/);
    expect(analyse(data, CORES).ranking.winner).toBeNull();
  });

  it('names no winner where all points have the same times', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.array(fc.double({ min: 0.1, max: 1000, noNaN: true }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 16 }),
        (points, times, cores) => {
          const threads = Array.from({ length: points }, (_, i) => i + 1);
          const data = study({ threads, reference: times, times: threads.map(() => times) });
          const { sentence } = told(data, cores);
          expect(sentence).not.toMatch(/is fastest|gains most/);
          expect(analyse(data, cores).ranking.winner).toBeNull();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('hardly ever names a winner among points that differ by chance alone', () => {
    const random = seeded(7);
    let named = 0;
    const studies = 100;
    for (let i = 0; i < studies; i++) {
      const times = [1, 2, 4, 8].map(() => noisy(random, 50, 0.1));
      const data = study({
        threads: [1, 2, 4, 8],
        reference: noisy(random, 50, 0.1),
        again: noisy(random, 50, 0.1),
        times,
      });
      named += Number(analyse(data, CORES).ranking.winner !== null);
    }
    expect(named / studies).toBeLessThan(0.1);
  });

  it('is the same in whatever order the rounds were', () => {
    const round = fc.array(fc.double({ min: 10, max: 20, noNaN: true }), { minLength: 5, maxLength: 5 });
    const rounds = fc.array(round, { minLength: 3, maxLength: 10 });
    fc.assert(
      fc.property(rounds, fc.integer(), (all, seed) => {
        const random = seeded(seed);
        const made = (order: number[][]) =>
          study({
            threads: [1, 2, 4],
            reference: order.map(([first = 0]) => first),
            again: order.map(([, second = 0]) => second),
            times: [2, 3, 4].map((at) => order.map((one) => (one[at] as number) / (at === 4 ? 1.3 : 1))),
          });
        const other = all.map((one) => ({ one, at: random() })).sort((a, b) => a.at - b.at);
        expect(told(made(other.map(({ one }) => one)))).toEqual(told(made(all)));
      }),
      { numRuns: 40 },
    );
  });

  it('never names what has more threads than cores', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.integer(), (cores, seed) => {
        const random = seeded(seed);
        const threads = [1, 2, 4, 8];
        const data = study({ threads, reference: fill(100), times: threads.map((s) => noisy(random, 100 / s, 0.1)) });
        const { ranking, rows } = analyse(data, cores);
        for (const row of ranking.equals) expect(row.threads).toBeLessThanOrEqual(cores);
        expect(ranking.winner?.threads ?? 0).toBeLessThanOrEqual(cores);
        const { sentence } = told(data, cores);
        expect(sentence).not.toMatch(/Threads 8|and 8 do/);
        expect(sentence).toContain('8 threads share');
        // Every shown speed-up is at most what the cores can give, or the sentences say that it is above.
        for (const row of rows) {
          const above = row.speedup !== null && row.speedup.value > Math.min(row.threads, cores);
          const remarks = remarksOf(row, true).join();
          if (above) expect(remarks).toMatch(/more than|faster than|inside the noise/);
          else expect(remarks).not.toMatch(/more than|faster than/);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('says of what it names that it is not told apart from the reference where it is not', () => {
    const times = [200, 100].map((time) => fill(time));
    const data = study({ threads: [1, 2], reference: fill(100), times });
    expect(told(data).sentence).toBe(
      'Threads 2 is fastest, but not told apart from the same code on one thread (1.00).',
    );
    expect(told(study({ threads: [2], reference: fill(100), times: [fill(100)] })).sentence).toBe(
      'Only Threads 2 can be ranked: not told apart from the same code on one thread (1.00).',
    );
  });

  it('says that the reference was disturbed where a speed-up cannot be', () => {
    const data = study({ threads: [1, 2], reference: fill(100), times: [fill(100), fill(40)] });
    expect(told(data, 2).sentence).toContain('Faster than 2\u00a0cores allow: the reference was disturbed.');
  });

  it('has no interval, no winner and no limit below five rounds, and says why', () => {
    for (let rounds = 1; rounds < 5; rounds++) {
      const times = [100, 50, 25].map((time) => fill(time, rounds));
      const data = study({ threads: [1, 2, 4], reference: fill(100, rounds), times });
      const analysis = analyse(data, CORES);
      expect(told(data)).toMatchObject({ state: 'withheld', sentence: expect.stringContaining('needs five rounds') });
      expect(analysis.law && 'reason' in analysis.law).toBe(true);
      for (const row of analysis.rows) {
        expect(row.speedup?.low).toBeNaN();
        expect(row.typical).toBeNull();
        expect(remarksOf(row, true)).toEqual(['no interval: fewer than five rounds']);
      }
    }
  });

  it('withholds a ratio of which too many rounds are left out, and says how many', () => {
    const times = [100, 50, 25].map((time) => fill(time));
    const data = study({ threads: [1, 2, 4], reference: fill(100), times, left: [[], [0, 3, 5], [0, 1, 2, 3]] });
    const [, two, four] = analyse(data, CORES).rows;
    if (!two || !four) throw new Error('no rows');
    expect(two.speedup?.value).toBe(2);
    expect(remarksOf(two, true)[0]).toBe('2\u00a0cores were not free in 3 of 8\u00a0rounds');
    expect(four.speedup).toBeNull();
    expect(remarksOf(four, true)).toEqual(['withheld: 4\u00a0cores were not free in 4 of 8\u00a0rounds']);
    expect(told(data).sentence).toContain('Threads 4 is not ranked: 4\u00a0cores were not free in 4 of 8\u00a0rounds.');
  });

  it('tells no limit where nothing differs from the reference by more than the noise', () => {
    const random = seeded(4);
    const times = [1, 2, 4, 8].map(() => noisy(random, 50, 0.1));
    const data = study({
      threads: [1, 2, 4, 8],
      reference: noisy(random, 50, 0.1),
      again: noisy(random, 50, 0.1),
      times,
    });
    const analysis = analyse(data, CORES);
    expect(analysis.ranking.best?.verdict).toBe('noise');
    expect(analysis.limited).toBe(false);
    expect(told(data).sentence).toContain('by more than the noise');
  });
});
