import { expect, it } from 'vitest';
import type { ParamValues } from '../contract/protocol';
import type { Answer } from './runner';
import { warming } from './warm';

it('gives each code in each engine its warm-up once, before anything else runs there', async () => {
  const runs: [number | null, ParamValues][] = [];
  const once = warming(async (values, pool): Promise<Answer> => {
    runs.push([pool, values]);
    return { state: 'done', time: 10, cores: 2, leftOut: 0, tasks: null, result: null, bounds: null, notices: [] };
  });
  const values = { schedule: 'dynamic', n: 100, repeats: 1 };
  const repeatsOf = async (more: ParamValues, pool: number | null) => {
    runs.length = 0;
    await once({ ...values, ...more }, pool, false);
    expect(runs.every(([used]) => used === pool)).toBe(true);
    return runs.map(([, { repeats }]) => repeats);
  };
  const [first, long = 0] = await repeatsOf({}, 1);
  expect(first).toBe(1);
  expect(long).toBeGreaterThan(50);
  // The engine is warm by now, also for other sizes of the problem.
  expect(await repeatsOf({}, 1)).toEqual([1]);
  expect(await repeatsOf({ n: 200 }, 1)).toEqual([1]);
  // Another engine, whose two threads need half the time, and other code.
  expect(await repeatsOf({}, 2)).toEqual([1, Number(long) / 2]);
  expect(await repeatsOf({ schedule: 'static' }, 1)).toEqual([1, long]);
  expect(await repeatsOf({ launch: 'line' }, 1)).toEqual([1, long]);
  expect(runs.map(([, { launch }]) => launch)).toEqual(['line', 'cold']);
});

it('leaves runs alone that fail, or cannot be repeated', async () => {
  let runs = 0;
  const answers: Answer[] = [
    { state: 'error', message: 'No.' },
    { state: 'done', time: 10, cores: null, leftOut: 0, tasks: null, result: null, bounds: null, notices: [] },
  ];
  const once = warming(async () => answers[runs++] as Answer);
  expect(await once({ repeats: 1 }, null, false)).toEqual(answers[0]);
  expect(await once({ cooks: 3 }, null, false)).toEqual(answers[1]);
  expect(runs).toBe(2);
});
