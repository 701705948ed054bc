// Pinned runs: the last few of a scenario stay beside the present one, on one scale of time, and each can be shown
// again.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { faults } from './axe';
import { onePage } from './fixtures';
import { act, address, alerts, countStates, eventually, finished, run, tooWide } from './page';

const STATIC = '#/v1/julia?n=200&schedule=static&threads=2&repeats=2&warmup=0';
const DYNAMIC = '#/v1/julia?n=200&schedule=dynamic&threads=2&repeats=2&warmup=0';

/** Returns the rows of the panel, the present run's last. */
const rows = (page: Page) =>
  page.locator('[data-pin]').evaluateAll((all) =>
    all.map((row) => ({
      kind: row.getAttribute('data-pin'),
      title: row.querySelector('.pin-title')?.textContent ?? '',
      link: row.querySelector('a')?.getAttribute('href') ?? null,
      onStage: row.getAttribute('aria-current') === 'true',
      times: Array.from(row.querySelectorAll('[data-time]'), (time) => Number(time.getAttribute('data-value'))),
      lanes: row.querySelectorAll('.strips-lane:not(.pin-time)').length,
      // Widths in points of the screen, for comparison.
      bars: Array.from(row.querySelectorAll('.pin-bar'), (bar) => bar.getBoundingClientRect().width),
    })),
  );

/** Waits until the panel has these titles. */
const titled = (page: Page, ...titles: string[]): Promise<void> =>
  eventually(async () => expect((await rows(page)).map(({ title }) => title)).toEqual(titles));

const pressed = (page: Page, is: boolean): Promise<void> =>
  eventually(async () => expect(await act(page, 'pin').getAttribute('aria-pressed')).toBe(String(is)));

async function pin(page: Page): Promise<void> {
  await act(page, 'pin').click();
  await pressed(page, true);
}

describe('a pinned run', () => {
  const shared = onePage({}, STATIC);

  it('stays beside the next one, with a title that says what differs', async () => {
    const { page } = shared;
    await finished(page);
    expect(await page.locator('[data-pins]').count()).toBe(0);
    await pin(page);
    await titled(page, 'Julia set');
    await run(page, DYNAMIC);
    await titled(page, 'Schedule Static', 'Schedule Dynamic');
    const [first, second] = await rows(page);
    expect(first).toMatchObject({ kind: 'pinned', onStage: false, lanes: 2 });
    expect(second).toMatchObject({ kind: 'present', onStage: true, link: null, lanes: 2 });
    await pressed(page, false);
  });

  it('has one scale with the others', async () => {
    const { page } = shared;
    const all = await rows(page);
    const extent = Number(await page.locator('[data-extent]').getAttribute('data-extent'));
    const track = (await page.locator('.pin-track').first().boundingBox())?.width ?? 0;
    expect(track).toBeGreaterThan(100);
    for (const { times, bars } of all) {
      expect(times).toHaveLength(1);
      times.forEach((ms, i) => {
        expect(ms * 1000).toBeLessThanOrEqual(extent);
        // A bar is as long as its time, but never too short to be seen.
        expect(Math.abs((bars[i] as number) - Math.max(2, (track * ms * 1000) / extent))).toBeLessThan(1);
      });
    }
  });

  it('is shown again by a click on its link, without running, and leads back', async () => {
    const { page } = shared;
    const link = await address(page);
    const [first] = await rows(page);
    const before = await page.locator('[data-metric="time_ms"]').first().getAttribute('data-value');
    const trace = () => page.evaluate(() => window.brigade.trace()?.count);
    const seen = await countStates(page);
    await page.locator('[data-pin="pinned"] a').click();
    await eventually(async () => expect(await address(page)).toBe(first?.link));
    await pressed(page, true);
    await titled(page, 'Julia set');
    expect((await rows(page))[0]).toMatchObject({ onStage: true, times: first?.times });
    expect(await page.evaluate((count) => window.seenStates?.slice(count) ?? [], seen)).not.toContain('running');
    expect(await trace()).toBeGreaterThan(0);
    await page.goBack();
    await eventually(async () => expect(await address(page)).toBe(link));
    await titled(page, 'Schedule Static', 'Schedule Dynamic');
    expect(await page.locator('[data-metric="time_ms"]').first().getAttribute('data-value')).toBe(before);
  });

  it('is one of three at most: the oldest goes, and the page says so', async () => {
    const { page } = shared;
    await pin(page);
    for (const threads of [3, 4]) {
      expect(await page.locator('.pins [role="status"]').textContent()).toBe('');
      await run(page, DYNAMIC.replace('threads=2', `threads=${threads}`));
      await pressed(page, false);
      await pin(page);
    }
    await titled(page, 'Threads 2', 'Threads 3', 'Threads 4');
    expect(await page.locator('.pins [role="status"]').textContent()).toContain('the oldest has been unpinned');
  });

  it('is unpinned by its own button, or by the one that pinned it; without any there is no panel', async () => {
    const { page } = shared;
    await act(page, 'pin').click();
    await pressed(page, false);
    await titled(page, 'Threads 2', 'Threads 3', 'Threads 4');
    expect((await rows(page)).map(({ kind }) => kind)).toEqual(['pinned', 'pinned', 'present']);
    for (const left of [1, 0]) {
      await act(page, 'unpin').first().click();
      await eventually(async () => expect(await page.locator('[data-pin="pinned"]').count()).toBe(left));
    }
    expect(await page.locator('[data-pins]').count()).toBe(0);
  });
});

describe('pinned runs of the kitchen', () => {
  const shared = onePage({}, '#/v1/shared-knife?scale=50');

  it('compare no lock with a lock, in kitchen seconds', async () => {
    const { page } = shared;
    await finished(page);
    await pin(page);
    await run(page, '#/v1/shared-knife?scale=100&sharing=lock');
    await titled(
      page,
      'Sharing Without care (broken), Kitchen second 50\u00a0ms',
      'Sharing Lock, Kitchen second 100\u00a0ms',
    );
    const [none, lock] = await rows(page);
    // Two threads each. A cut takes a second; with the lock there are two cuts in sequence, however slow the machine
    // is.
    expect([none?.lanes, lock?.lanes]).toEqual([2, 2]);
    expect(none?.times[0]).toBeGreaterThan(900);
    expect(lock?.times[0]).toBeGreaterThan(1900);
  });

  it('are kept while another scenario is shown, which does not have them', async () => {
    const { page } = shared;
    await run(page, '#/v1/blocked-loop?limit=0.6');
    await eventually(async () => expect(await page.locator('[data-pins]').count()).toBe(0));
    await pin(page);
    await titled(page, 'Blocked loop');
    // The loop's tasks have lanes too.
    expect((await rows(page))[0]?.lanes).toBe(4);
    await run(page, '#/v1/shared-knife?scale=50&sharing=async');
    await titled(page, 'Sharing Without care (broken)', 'Sharing Event loop');
  });

  it('have a time for each way that a dinner compares', async () => {
    const { page } = shared;
    await run(page, '#/v1/mapo-tofu?clock=virtual&compare=1');
    await pin(page);
    await eventually(async () => expect((await rows(page))[0]?.times).toEqual([23_000, 9000, 9000]));
    // Simulated, so bars and lanes agree to the microsecond.
    expect(await page.locator('[data-extent]').getAttribute('data-extent')).toBe('23000000');
  });

  it('fit a narrow window, and axe finds nothing', async () => {
    const { page } = shared;
    await run(page, '#/v1/shared-knife?scale=50&sharing=async');
    await titled(page, 'Sharing Without care (broken)', 'Sharing Event loop');
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await tooWide(page)).toEqual([]);
    expect(await faults(page)).toEqual([]);
    expect(await alerts(page).count()).toBe(0);
  });
});
