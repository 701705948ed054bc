// Plan, runner, analysis and export together, on an imaginary machine whose times follow a known law.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../tests/fixtures/catalog';
import type { ParamValues, ScenarioInfo } from '../contract/protocol';
import { readSweep } from '../link/sweep';
import { analyse } from './analysis';
import { boundPoint, boundsOf } from './bounds';
import { figuresOf } from './figures';
import { amdahl, isFit } from './laws';
import { type Mode, type Plan, planStudy, roundsOf, stepsOf } from './plan';
import { type Answer, type StudyData, startStudy } from './runner';
import { toCsv, toJson } from './study-csv';

const found = catalog.scenarios.find(({ id }) => id === 'julia');
if (!found) throw new Error('no scenario');
const julia: ScenarioInfo = { ...found, work: { param: 'n', power: 2 } };
const poolOf = (_: ScenarioInfo, values: ParamValues): number | null =>
  values.schedule === 'sequential' ? null : Number(values.threads);
const env = { logicalCores: 8, threadsAvailable: true };

function plan(text: string, explicit: ParamValues = {}, mode: Mode = 'strong'): Plan {
  const { sweep } = readSweep(text, julia);
  if (!sweep) throw new Error(`no sweep: ${text}`);
  const made = planStudy(julia, explicit, sweep, mode, env, poolOf);
  if ('problem' in made) throw new Error(made.problem);
  return made;
}

/** A machine that is 90 % parallel and does a unit of work, 1000 × 1000 pixels, in 40 ms. */
const ideal = (values: ParamValues, pool: number | null): Answer => {
  const work = (Number(values.n) / 1000) ** 2;
  const time = (40 * work) / (pool === null ? 1 : amdahl(0.9, pool));
  return { state: 'done', time, cores: null, leftOut: 0, tasks: 125, result: 'a', bounds: null, notices: [] };
};

const run = (made: Plan, answer = ideal): Promise<StudyData> =>
  startStudy(
    made,
    async (values, pool) => answer(values, pool),
    () => undefined,
  ).finished;

describe('plans', () => {
  it('have single runs only, with one reference for all thread counts', () => {
    const made = plan('threads:1,2,4,8', { repeats: 7, warmup: 0 });
    expect(made.points.map(({ pool }) => pool)).toEqual([1, 2, 4, 8]);
    expect(made.points.every(({ values }) => values.repeats === 1 && values.warmup === 0)).toBe(true);
    expect(made.references).toHaveLength(1);
    expect(made.references[0]).toMatchObject({ kind: 'sequential', pool: null });
    expect(made.references[0]?.values.schedule).toBe('sequential');
    expect(made.rounds).toBe(7);
    // There is always a warm-up, even if the link asks for none.
    expect(made.warmups).toBe(1);
  });

  it('have a reference for each size of the problem', () => {
    const made = plan('n:250..1000*2');
    expect(made.references.map(({ values }) => values.n)).toEqual([250, 500, 1000]);
    expect(made.points.map(({ reference }) => reference)).toEqual([0, 1, 2]);
    expect(made.sameResult).toBe(false);
  });

  it('compare other code with the first one’s reference, and schedules with the same', () => {
    expect(plan('kernel:scalar,simd').references).toHaveLength(1);
    expect(plan('schedule:static,dynamic,guided').references).toHaveLength(1);
    expect(plan('grain:1,8,64').references).toHaveLength(1);
  });

  it('let the work grow with the threads, by the scenario’s own rule', () => {
    const made = plan('threads:1,2,4', { n: 500 }, 'weak');
    expect(made.points.map(({ values }) => values.n)).toEqual([500, 707, 1000]);
    made.points.forEach(({ work, threads }) => {
      expect(Math.abs(work / threads - 1)).toBeLessThan(0.01);
    });
    expect(made.references).toHaveLength(1);
    expect(made.references[0]?.values.n).toBe(500);
    // Beyond the limit of n.
    const large = plan('threads:1,2,4', { n: 4000 }, 'weak');
    expect(large.points).toHaveLength(1);
    expect(large.notices).toHaveLength(2);
    expect(plan('grain:1,2', {}, 'weak')).toMatchObject({ mode: 'strong' });
  });

  it('leave out what does not fit the other settings, and say what has no effect', () => {
    const made = plan('grain:1,100,900', { n: 200 });
    expect(made.points.map(({ value }) => value)).toEqual([1, 100]);
    expect(made.notices[0]).toContain('grain=900');
    expect(plan('grain:1,2', { schedule: 'static' }).notices[0]).toContain('no effect');
  });

  it('visit every point once in every round, and the reference at both ends', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 3 }),
        (points, references, rounds, warmups) => {
          const steps = stepsOf(points, references, rounds, warmups);
          const key = steps.map(
            ({ phase, round, target, index, again }) => `${phase} ${round} ${target} ${index} ${again}`,
          );
          expect(new Set(key).size).toBe(steps.length);
          expect(steps).toHaveLength(warmups * (points + references) + points + rounds * (points + references + 1));
          for (let round = 0; round < rounds; round++) {
            const measured = steps.filter((step) => step.phase === 'measure' && step.round === round);
            expect(measured[0]).toMatchObject({ target: 'reference', again: false });
            expect(measured.at(-1)).toMatchObject({ target: 'reference', index: 0, again: true });
          }
          // All warm-ups before all measurements.
          const phases = steps.map(({ phase }) => phase);
          expect(phases.lastIndexOf('warm-up')).toBeLessThan(phases.indexOf('trace'));
          expect(phases.lastIndexOf('trace')).toBeLessThan(phases.indexOf('measure'));
        },
      ),
    );
  });
});

describe('studies', () => {
  it('find the law that the machine follows', async () => {
    const data = await run(plan('threads:1,2,4,8', { repeats: 5 }));
    expect(data.state).toBe('done');
    const analysis = analyse(data, 8);
    expect(analysis.noise).toBe(0);
    expect(analysis.rows.map(({ time }) => time?.count)).toEqual([5, 5, 5, 5]);
    analysis.rows.forEach((row) => {
      expect(row.speedup?.value).toBeCloseTo(amdahl(0.9, row.threads), 9);
      expect(row.efficiency?.value).toBeCloseTo(amdahl(0.9, row.threads) / row.threads, 9);
      expect(row.verdict).toBe(row.threads === 1 ? 'noise' : 'faster');
    });
    const { law } = analysis;
    if (!law || !isFit(law)) throw new Error('no fit');
    expect(law.law).toBe('amdahl');
    expect(law.serial.value).toBeCloseTo(0.1, 9);
    expect(law.limit.value).toBeCloseTo(10, 6);
    expect(analysis.ranking.winner?.value).toBe(8);
    const figures = figuresOf(data, analysis);
    expect(figures['speedup:4']).toBeCloseTo(amdahl(0.9, 4), 9);
    expect(figures.amdahl_serial).toBeCloseTo(0.1, 9);
    expect(figures).toMatchObject({ points: 4, rounds: 5, reference_ms: 40 });
  });

  it('fit and rank only what the machine has cores for', async () => {
    const data = await run(plan('threads:1,2,4,8', { repeats: 5 }));
    const two = analyse(data, 2);
    expect(two.rows.map(({ oversubscribed }) => oversubscribed)).toEqual([false, false, true, true]);
    expect(two.law).toMatchObject({ reason: expect.stringContaining('Cannot say') });
    expect(two.ranking).toMatchObject({ winner: { value: 2 }, count: 2 });
    // What two cores allow, however many threads share them.
    expect(two.rows.map(({ ideal }) => ideal)).toEqual([1, 2, 2, 2]);
    expect(two.rows[3]?.efficiency?.value).toBeCloseTo(amdahl(0.9, 8) / 2, 9);
    const four = analyse(data, 4);
    expect(four.ranking.winner?.value).toBe(4);
    expect(four.law && isFit(four.law)).toBe(true);
  });

  it('believe the cores that were seen rather than those that were told', async () => {
    const seen = (values: ParamValues, pool: number | null): Answer => {
      const answer = ideal(values, pool) as Answer & { state: 'done' };
      return { ...answer, cores: pool === 8 ? 8 : 2 };
    };
    const data = await run(plan('threads:1,2,4,8', { repeats: 5 }), seen);
    expect(data.cores).toBe(8);
    expect(analyse(data, 2)).toMatchObject({ cores: 8, ranking: { winner: { value: 8 } } });
  });

  it('take eight rounds where the run would take as many as it needs', () => {
    expect(roundsOf({ repeats: 'auto' })).toBe(8);
    expect(roundsOf({ repeats: 3 })).toBe(3);
    expect(plan('threads:1,2', { repeats: 3 }).rounds).toBe(3);
  });

  it('scale the speed-up with the work where it grows', async () => {
    const analysis = analyse(await run(plan('threads:1,2,4', { n: 1000, repeats: 3 }, 'weak')), 8);
    for (const row of analysis.rows) expect(row.speedup?.value).toBeCloseTo(amdahl(0.9, row.threads), 9);
  });

  it('keep what they have when they are stopped', async () => {
    const made = plan('threads:1,2,4', { repeats: 9 });
    let runs = 0;
    const study = startStudy(
      made,
      async (values, pool) => {
        runs++;
        if (runs === 30) study.stop();
        return ideal(values, pool);
      },
      () => undefined,
    );
    const data = await study.finished;
    expect(data.state).toBe('stopped');
    expect(data.done).toBe(30);
    const { rows, noise } = analyse(data, 8);
    expect(rows.every(({ times }) => times.length >= 3 && times.length < 9)).toBe(true);
    expect(noise).toBeNull();
    expect(toCsv(analyse(data, 8)).trim().split('\r\n')).toHaveLength(4);
  });

  it('end with the engine’s stop as well', async () => {
    let runs = 0;
    const data = await run(plan('threads:1,2'), (values, pool) =>
      ++runs > 8 ? { state: 'stopped' } : ideal(values, pool),
    );
    expect(data).toMatchObject({ state: 'stopped', done: 8, error: null });
  });

  it('go on without a point that fails, and not without its reference', async () => {
    const broken = (values: ParamValues, pool: number | null): Answer =>
      pool === 2 ? { state: 'error', message: 'No such thread.' } : ideal(values, pool);
    const data = await run(plan('threads:1,2,4', { repeats: 3 }), broken);
    expect(data.state).toBe('done');
    expect(data.points.map(({ failed }) => failed)).toEqual([null, 'No such thread.', null]);
    expect(data.done).toBe(data.plan.steps.length);
    expect(analyse(data, 8).rows[1]).toMatchObject({ speedup: null, failed: 'No such thread.', verdict: 'unknown' });
    const none = await run(plan('threads:1,2'), () => ({ state: 'error', message: 'Nothing works.' }));
    expect(none).toMatchObject({ state: 'error', error: 'Nothing works.' });
  });

  it('try a round again whose threads had no core each, and leave it out at last', async () => {
    let runs = 0;
    // Every run of two threads misses its start line; of four threads, every other one.
    const missing = (values: ParamValues, pool: number | null): Answer => {
      runs++;
      const answer = ideal(values, pool) as Answer & { state: 'done' };
      return { ...answer, leftOut: Number(pool === 2 || (pool === 4 && runs % 2 === 0)) };
    };
    const data = await run(plan('threads:1,2,4', { repeats: 6 }), missing);
    expect(data.state).toBe('done');
    expect(data.points.map(({ times }) => times.length)).toEqual([6, 6, 6]);
    expect(data.points.map(({ left }) => left)).toEqual([[], [0, 1, 2, 3, 4, 5], []]);
    expect(runs).toBeGreaterThanOrEqual(data.plan.steps.length + 2 * 6);
    const analysis = analyse(data, 8);
    const [one, two, four] = analysis.rows;
    expect(one?.speedup).not.toBeNull();
    expect(two).toMatchObject({ speedup: null, efficiency: null, withheld: true, lost: 6 });
    expect(four?.lost).toBe(0);
    const figures = figuresOf(data, analysis);
    expect(figures).toMatchObject({ 'left_out:2': 6, 'left_out:4': 0 });
    expect(figures).not.toHaveProperty(['speedup:2']);
    expect(figures).not.toHaveProperty(['efficiency:2']);
  });

  it('begin a run only when the page has drawn', async () => {
    let drawing = false;
    let overlaps = 0;
    const study = startStudy(
      plan('threads:1,2'),
      async (values, pool) => {
        if (drawing) overlaps++;
        return ideal(values, pool);
      },
      async () => {
        drawing = true;
        await new Promise((resolve) => setTimeout(resolve));
        drawing = false;
      },
    );
    expect((await study.finished).state).toBe('done');
    expect(overlaps).toBe(0);
  });

  it('work nothing out before the last round', async () => {
    const whole = await run(plan('threads:1,2,4', { repeats: 6 }));
    const running = analyse({ ...whole, state: 'running' }, 8);
    expect(running).toMatchObject({ complete: false, noise: null, law: null, ranking: { best: null } });
    expect(running.rows[2]?.speedup?.value).toBeCloseTo(amdahl(0.9, 4), 9);
    expect(running.rows[2]?.speedup?.low).toBeNaN();
  });

  it('tell no efficiency against other code', async () => {
    const other = await run(plan('kernel:simd,scalar', { threads: 2, repeats: 5 }), (values, pool) => {
      const answer = ideal(values, pool) as Answer & { state: 'done' };
      return { ...answer, time: answer.time * (values.kernel === 'scalar' ? 40 : 1) };
    });
    const analysis = analyse(other, 2);
    expect(analysis.rows.every(({ efficiency, beyond }) => efficiency === null && beyond === null)).toBe(true);
    const shared = analyse(await run(plan('schedule:static,dynamic', { threads: 2, repeats: 5 })), 2);
    expect(shared.rows.every(({ efficiency }) => efficiency !== null)).toBe(true);
  });

  it('are an error where threads change the result', async () => {
    const wrong = (values: ParamValues, pool: number | null): Answer => ({
      ...(ideal(values, pool) as Answer & { state: 'done' }),
      result: pool === 4 ? 'b' : 'a',
    });
    const data = await run(plan('threads:1,2,4'), wrong);
    expect(data.state).toBe('error');
    expect(data.error).toContain('differs from the reference’s');
  });
});

describe('exports', () => {
  it('has a row for each point, and quotes what needs it', async () => {
    const fail = (values: ParamValues, pool: number | null): Answer =>
      pool === 2 ? { state: 'error', message: 'It said “no”, "twice".' } : ideal(values, pool);
    const data = await run(plan('threads:1,2,4', { repeats: 3 }), fail);
    const lines = toCsv(analyse(data, 8)).trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^value,threads,/);
    expect(lines[1]).toMatch(/^1,1,1,0,3,40,40,0,1,/);
    expect(lines[2]).toContain('"It said “no”, ""twice""."');
  });

  it('has every time in the JSON, which is JSON', async () => {
    const data = await run(plan('threads:1,2,4', { repeats: 4 }));
    const info = { link: 'x', logicalCores: 8, saved: 'now', settings: {} };
    const json = JSON.parse(toJson(data, analyse(data, 8), info));
    expect(json).toMatchObject({
      format: 'brigade-study',
      sweep: 'threads:1,2,4',
      mode: 'strong',
      rounds: 4,
      state: 'done',
    });
    expect(json.points.map((point: { times_ms: number[] }) => point.times_ms.length)).toEqual([4, 4, 4]);
    expect(json.references[0].again_ms).toHaveLength(4);
    expect(json.points[0].left_out).toEqual([]);
    expect(json.fits).toHaveLength(1);
  });
});

describe('bounds', () => {
  it('hold between work, span and threads, whatever the trace', async () => {
    const { spansOf } = await import('../trace/spans');
    const { anyRun } = await import('./arbitrary-times');
    fc.assert(
      fc.property(anyRun, ({ table, chunks, threads, length }) => {
        const bounds = boundsOf(spansOf(table));
        if (chunks.length === 0) {
          expect(bounds).toBeNull();
          return;
        }
        if (!bounds) throw new Error('there is work');
        const work = chunks.reduce((sum, chunk) => sum + chunk, 0) / 1e3;
        expect(bounds.work).toBeCloseTo(work, 9);
        expect(bounds.span).toBeCloseTo(Math.max(...chunks) / 1e3, 9);
        expect(bounds.threads).toBe(threads);
        expect(bounds.chunks).toBe(chunks.length);
        expect(bounds.measured).toBeCloseTo(length / 1e3, 9);
        expect(bounds.least).toBeLessThanOrEqual(bounds.greedy);
        expect(bounds.greedy).toBeLessThanOrEqual(2 * bounds.least * (1 + 1e-12));
        expect(bounds.parallelism).toBeGreaterThanOrEqual(1 - 1e-12);
      }),
    );
  });

  it('take work and span from the least disturbed run on one thread, and no more cores than there are', () => {
    const recorded = (threads: number, work: number, span: number, chunks = 100, problem = 'n=1000') => ({
      threads,
      problem,
      bounds: { work, span, parallelism: work / span, threads, greedy: 0, least: 0, measured: 0, chunks },
    });
    // Eight threads on two cores look busy for four times as long.
    const all = [recorded(1, 130, 9), recorded(1, 100, 4), recorded(2, 110, 6), recorded(8, 400, 90)];
    for (const [index, k] of [1, 1, 2, 2].entries()) {
      const bounds = { work: 100, workOf: 1, span: 4, spanOf: 1, k, greedy: 100 / k + 4 };
      expect(boundPoint(all, index, 2)).toMatchObject(bounds);
    }
    // The chunks differ: the span is the point's own if it had a core for each thread.
    const bands = [recorded(1, 100, 100, 1), recorded(2, 104, 70, 2), recorded(8, 400, 90, 8)];
    expect(boundPoint(bands, 1, 2)).toMatchObject({ work: 100, workOf: 0, span: 70, spanOf: 1, greedy: 120 });
    expect(boundPoint(bands, 2, 2)).toBeNull();
    // There is no run on one thread: takes the least disturbed one that had a core for each.
    const grains = [recorded(2, 110, 6, 20), recorded(2, 104, 60, 2), recorded(8, 90, 1)];
    expect(boundPoint(grains, 0, 2)).toMatchObject({ work: 104, workOf: 1, span: 6, spanOf: 0 });
    expect(boundPoint([recorded(8, 400, 90)], 0, 2)).toBeNull();
    // Another problem is different work.
    const other = [recorded(1, 100, 4), recorded(2, 210, 6, 100, 'n=1414')];
    expect(boundPoint(other, 1, 2)).toMatchObject({ work: 210, workOf: 1, spanOf: 1 });
  });
});
