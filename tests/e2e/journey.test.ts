// A visitor's way through the page, once for each way to publish it: with the headers of isolation, without them under
// a sub-path, and without threads. The other files test the parts in detail, with the headers only.
import { describe, expect, it } from 'vitest';
import { inOneBrowser, NO_SERVICE_WORKER, onePage, THREADS_NEED_ONLY_ISOLATION, WITHOUT_HEADERS } from './fixtures';
import {
  act,
  address,
  alerts,
  eventually,
  figures,
  finished,
  frames,
  hasComparison,
  notices,
  ofLink,
  painted,
  paintedWhole,
  param,
  run,
  runBy,
  settings,
  stage,
  stops,
  verdict,
} from './page';
import { reference } from './reference';

const MODES = [
  { mode: 'with the headers', options: {}, context: {}, threads: true },
  { mode: 'without headers, under a sub-path', options: WITHOUT_HEADERS, context: {}, threads: true },
  { mode: 'without threads', options: WITHOUT_HEADERS, context: NO_SERVICE_WORKER, threads: false },
];

describe.each(MODES)('$mode', ({ options, context, threads }) => {
  const shared = onePage(options, '', context);
  const isolated = threads || !THREADS_NEED_ONLY_ISOLATION;

  it('the first visit shows a finished run without a click', async () => {
    const { page } = shared;
    await finished(page);
    expect(await stage(page).getAttribute('data-scenario')).toBe('julia');
    expect(await address(page)).toBe(threads ? '#/v1/julia?compare=1' : '#/v1/julia');
    const shown = await figures(page);
    expect(shown.time_ms).toBeGreaterThan(0);
    const parallel = await paintedWhole(page, 'parallel');
    if (threads) {
      hasComparison(shown, await verdict(page));
      for (const name of ['time_min_ms', 'imbalance', 'chunks']) {
        expect(shown[name], name).toBeGreaterThan(0);
      }
      // The same bytes have the same colours, whichever side computed them.
      expect((await paintedWhole(page, 'sequential')).hash).toBe(parallel.hash);
    } else {
      expect(await page.locator('canvas[data-picture]').count()).toBe(1);
    }
    expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(isolated);
  });

  it('says whether there are threads', async () => {
    const { page } = shared;
    expect(await page.locator('[data-fallback]').count()).toBe(threads ? 0 : 1);
    expect(await page.locator('.badge').getAttribute('data-isolated')).toBe(String(isolated));
    expect(Number(await page.locator('.badge').getAttribute('data-threads')) > 0).toBe(threads);
    expect(await act(page, 'compare').count()).toBe(threads ? 1 : 0);
    if (threads) return;
    const banner = await page.locator('[data-fallback]').textContent();
    expect(banner).toMatch(isolated ? /browser does not let a page share memory/ : /is not isolated from/);
    expect(banner).toMatch(/Off:.*parallel schedules.*comparison/);
  });

  it('the button runs the settings of the form', async () => {
    const { page } = shared;
    await param(page, 'n').fill('203');
    await param(page, 'schedule').selectOption('sequential');
    await runBy(page, () => act(page, 'run').click());
    expect((await figures(page)).chunks).toBe(1);
    expect(Object.fromEntries(await settings(page))).toEqual({ n: '203', schedule: 'sequential' });
    await paintedWhole(page);
  });

  it('a link gives the reference picture', async () => {
    const { page } = shared;
    const { state, image } = await run(page, '#/v1/julia?n=203&schedule=sequential&repeats=5');
    expect({ state, image }).toEqual({ state: 'done', image: reference(203) });
    const lecture = await run(page, '#/v1/julia?repeats=1');
    expect(lecture.image?.sum).toBe(10_538_924);
    expect(ofLink(lecture)).toEqual([]);
    const asked = await run(page, '#/v1/julia?repeats=1&schedule=dynamic');
    expect(asked.image?.sum).toBe(10_538_924);
    expect(ofLink(asked).join()).toMatch(threads ? /^$/ : /schedule=dynamic needs threads.*sequential is used/);
  });

  it('compares, where there are threads', async () => {
    const { page } = shared;
    const { state, metrics } = await run(page, '#/v1/julia?n=203&schedule=guided&repeats=5&compare=1');
    expect(state).toBe('done');
    expect(metrics.identical).toBe(threads ? 1 : undefined);
    if (threads) await runBy(page, () => act(page, 'compare').click());
    expect(await page.locator('canvas[data-picture]').count()).toBe(threads ? 2 : 1);
  });

  it('stops', async () => {
    const { page } = shared;
    await stops(page, '#/v1/julia?n=4096&repeats=100');
    expect(await run(page, '#/v1/julia?n=203&schedule=sequential&repeats=5')).toMatchObject({ image: reference(203) });
  });

  it('changes threads', async () => {
    const { page } = shared;
    for (const count of [1, 3]) {
      const { state, metrics, image } = await run(page, `#/v1/julia?n=203&schedule=dynamic&threads=${count}&repeats=5`);
      expect({ state, image }).toEqual({ state: 'done', image: reference(203) });
      expect(metrics.threads).toBe(threads ? count : 1);
    }
  });

  it('replays', async () => {
    const { page } = shared;
    // Long enough for every clock: without isolation, Firefox's clock steps by a millisecond.
    await run(page, '#/v1/julia?n=500&repeats=5');
    await finished(page);
    // On a busy machine the page may be some frames, and so some runs, behind.
    await eventually(async () => expect((await painted(page)).width).toBe(500));
    const whole = await paintedWhole(page);
    // If a result arrives on the page at this moment its replay does not start, so it is tried again.
    await eventually(async () => {
      await act(page, 'replay-scrub').fill('0');
      await frames(page, 2);
      expect((await painted(page)).columns).toBeLessThan(whole.columns);
    });
    await act(page, 'replay-leave').click();
    await eventually(async () => expect((await painted(page)).hash).toBe(whole.hash));
  });

  it('zooms', async () => {
    const { page } = shared;
    const before = await paintedWhole(page);
    await page.locator('canvas[data-picture="parallel"]').focus();
    await runBy(page, () => page.keyboard.press('+'));
    expect(Number((await settings(page)).get('width'))).toBeCloseTo(4 / 1.5, 2);
    await eventually(async () => expect((await painted(page)).hash).not.toBe(before.hash));
    await paintedWhole(page);
  });

  inOneBrowser('shares the address', async () => {
    const { page } = shared;
    await act(page, 'share').click();
    await page.locator('dialog[open]').waitFor();
    expect(await page.locator('[data-share-link]').inputValue()).toBe(page.url());
    await page.keyboard.press('Escape');
    await eventually(async () => expect(await page.locator('dialog[open]').count()).toBe(0));
  });

  inOneBrowser('survives bad links', async () => {
    const { page } = shared;
    for (const link of ['#/v1/nowhere?n=3', '#/v9/julia', '#?', `#/v1/${'x'.repeat(100_000)}`]) {
      await page.evaluate((hash) => {
        window.location.hash = hash;
      }, link);
      await alerts(page).first().waitFor();
      await eventually(async () => expect(await notices(page)).toMatch(/link.*Julia set/s));
      await finished(page);
      await act(page, 'dismiss').click();
    }
    expect(await run(page, '#/v1/julia?n=203&schedule=sequential&repeats=5')).toMatchObject({ image: reference(203) });
  });
});
