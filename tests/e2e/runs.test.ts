// Runs: every schedule with every kernel gives the reference's bytes; comparisons report their figures; another number
// of threads needs no reload and no second compilation.
import { describe, expect, it } from 'vitest';
import { onePage } from './fixtures';
import {
  act,
  alerts,
  figures,
  finished,
  hasComparison,
  notices,
  ofLink,
  paintedWhole,
  param,
  run,
  runBy,
  stage,
  verdict,
} from './page';
import { reference } from './reference';

const SCHEDULES = ['sequential', 'static', 'interleaved', 'dynamic', 'guided', 'fork-join', 'work-stealing'];
const KERNELS = ['simd', 'scalar'];

describe('runs', () => {
  const shared = onePage({}, '#/v1/julia?n=64&repeats=5');

  it('give the reference picture with every schedule and kernel', async () => {
    const { page } = shared;
    await finished(page);
    const schema = await page.evaluate(() => window.brigade.catalog().scenarios.find(({ id }) => id === 'julia'));
    const kind = schema?.params.find(({ name }) => name === 'schedule')?.kind;
    expect(kind?.type === 'choice' ? kind.options.map(({ value }) => value) : []).toEqual(SCHEDULES);

    const expected = reference(203);
    for (const schedule of SCHEDULES) {
      for (const kernel of KERNELS) {
        const link = `#/v1/julia?n=203&schedule=${schedule}&kernel=${kernel}&grain=3&threads=3&repeats=2`;
        const { state, image, metrics, error } = await run(page, link);
        expect({ link, state, image, error }).toEqual({ link, state: 'done', image: expected, error: undefined });
        expect(metrics.time_ms, link).toBeGreaterThan(0);
        expect(metrics.chunks, link).toBeGreaterThanOrEqual(1);
        expect(metrics.threads, link).toBe(schedule === 'sequential' ? 1 : 3);
      }
    }
  });

  it('give the picture of the lecture', async () => {
    const { page } = shared;
    const alone = await run(page, '#/v1/julia');
    expect(alone.image).toEqual(reference(1000));
    expect(alone.image?.sum).toBe(10_538_924);
    expect(alone.params).toMatchObject({ n: 1000, schedule: 'dynamic', kernel: 'simd' });
    const other = await run(page, '#/v1/julia?kernel=scalar&schedule=sequential&repeats=1&warmup=0');
    expect(other.image).toEqual(alone.image);
  });

  it('report everything that a comparison measures, on the page as to scripts', async () => {
    const { page } = shared;
    const summary = await run(page, '#/v1/julia?n=400&threads=2&repeats=5&compare=1');
    const { state, metrics, values, trace } = summary;
    expect(state).toBe('done');
    const wanted = ['time_ms', 'time_min_ms', 'sequential_ms', 'imbalance', 'chunks'];
    for (const name of wanted) expect(metrics[name], name).toBeGreaterThan(0);
    hasComparison(metrics, values.withheld);
    const { speedup, efficiency, cores = 2 } = metrics;
    if (speedup !== undefined) {
      wanted.push('speedup', 'efficiency');
      expect(efficiency).toBeCloseTo(speedup / Math.min(2, cores), 9);
    }
    expect(metrics.time_min_ms).toBeLessThanOrEqual(metrics.time_ms ?? 0);
    expect(metrics.imbalance).toBeGreaterThanOrEqual(1);
    expect(metrics.chunks).toBe(50);
    expect(trace.dropped).toBe(0);
    expect(ofLink(summary)).toEqual([]);
    await finished(page);
    expect(await figures(page)).toMatchObject(Object.fromEntries(wanted.map((name) => [name, metrics[name]])));
  });

  it('too short for the clock have figures all the same, or say that they have none', async () => {
    const { page } = shared;
    for (const link of [
      'n=2&schedule=sequential&compare=1',
      'n=2&threads=1&compare=1',
      'n=2&threads=32',
      'n=3&grain=1',
    ]) {
      const { state, metrics, values } = await run(page, `#/v1/julia?${link}&repeats=20`);
      expect({ link, state }).toEqual({ link, state: 'done' });
      for (const [name, value] of Object.entries(metrics)) expect(Number.isFinite(value), `${link} ${name}`).toBe(true);
      if (link.includes('compare')) hasComparison(metrics, values.withheld);
      await finished(page);
      expect(await page.locator('.verdict').textContent()).not.toMatch(/NaN|Infinity|undefined|null/);
    }
  });

  it('begin with the buttons, alone and compared', async () => {
    const { page } = shared;
    await run(page, '#/v1/julia?n=300&repeats=5');
    await finished(page);
    expect(await figures(page)).not.toHaveProperty('sequential_ms');
    await runBy(page, () => act(page, 'compare').click());
    hasComparison(await figures(page), await verdict(page));
    expect(await page.locator('canvas[data-picture]').count()).toBe(2);
    await runBy(page, () => act(page, 'run').click());
    expect(await figures(page)).not.toHaveProperty('sequential_ms');
    expect(await page.locator('canvas[data-picture]').count()).toBe(1);
    await paintedWhole(page);
  });

  it('change the number of threads without a reload and without compiling again', async () => {
    const { page } = shared;
    await finished(page);
    const modules = () =>
      page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.wasm')).length);
    const fetched = await modules();
    expect(fetched).toBeGreaterThan(0);
    await page.evaluate(() => {
      const counts = { compiled: 0 };
      Object.assign(window, { counts });
      // The page's own global: a driver's scripts may have others.
      const { WebAssembly } = window as unknown as { WebAssembly: typeof globalThis.WebAssembly };
      for (const name of ['compile', 'compileStreaming'] as const) {
        const original = WebAssembly[name] as (source: unknown) => Promise<WebAssembly.Module>;
        Object.assign(WebAssembly, {
          [name]: (source: unknown) => {
            counts.compiled++;
            return original.call(WebAssembly, source);
          },
        });
      }
    });
    await param(page, 'n').fill('256');
    for (const threads of [1, 2, 4, 32]) {
      await param(page, 'threads').fill(String(threads));
      await runBy(page, () => act(page, 'run').click());
      expect((await figures(page)).threads).toBe(threads);
      // The coordinator has a lane too, and so has the page if it drew something meanwhile.
      const lanes = Number(await page.locator('[data-timeline]').getAttribute('data-lanes'));
      expect([threads + 1, threads + 2]).toContain(lanes);
      expect(await page.locator('.badge').getAttribute('data-threads')).toBe(String(threads));
    }
    const sum = await run(page, '#/v1/julia?n=203&threads=32&repeats=5');
    expect(sum.image).toEqual(reference(203));
    // The document is the same, because what was put on its window is still there.
    expect(await page.evaluate(() => (window as unknown as { counts?: { compiled: number } }).counts)).toEqual({
      compiled: 0,
    });
    expect(await modules()).toBe(fetched);
  });

  it('survive bad links, which are reported to scripts and never rejected', async () => {
    const { page } = shared;
    await finished(page);
    const refused = [
      '',
      'nonsense',
      '#/v9/julia',
      '#/v1/nothing',
      '#/v1/',
      `#/v1/${'x'.repeat(100_000)}`,
      '#/v1/%E0%A4%A',
    ];
    for (const link of refused.slice(1)) {
      const { state, error } = await run(page, link);
      expect({ link: link.slice(0, 30), state }).toEqual({ link: link.slice(0, 30), state: 'error' });
      expect(error).toMatch(/^[A-Z].*\.$/s);
    }
    // An empty link stands for the defaults.
    expect((await run(page, '')).state).toBe('done');
    const odd = await run(page, '#/v1/julia?n=1e9&re=NaN&im=abc&grain=0&threads=0&colour=red&repeats=1&warmup=0');
    expect(odd.state).toBe('done');
    expect(odd.params).toMatchObject({ n: 4096, re: -0.79, im: 0.15, grain: 1, threads: 1 });
    expect(ofLink(odd)).toHaveLength(6);
    const sane = await run(page, '#/v1/julia?n=203&repeats=5');
    expect(sane).toMatchObject({ state: 'done', image: reference(203) });
    expect(ofLink(sane)).toEqual([]);
    await finished(page);
    expect(ofLink({ notices: (await notices(page)).split('\n') })).toEqual([]);
    expect(await alerts(page).count()).toBe(0);
    expect(await stage(page).getAttribute('data-state')).toBe('done');
  });
});
