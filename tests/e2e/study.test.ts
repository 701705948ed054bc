// Studies in a real browser: they run from a link and from the tab, keep their points when they are stopped halfway,
// and can be saved as files.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from './axe';
import { saved } from './files';
import { type OpenedPage, type Site, startSite } from './fixtures';
import { tooWide } from './page';

let site: Site;

beforeAll(async () => {
  site = await startSite();
});

afterAll(async () => {
  await site.close();
});

async function withPage(link: string, use: (opened: OpenedPage) => Promise<void>): Promise<void> {
  const opened = await site.open(link);
  try {
    await use(opened);
    expect(await opened.takeMessages()).toEqual([]);
  } finally {
    await opened.close();
  }
}

const SMALL = 'squares?start=100000&threads=2&repeats=5';

describe('a study', () => {
  it('runs from a link, and its outcome has every point', async () => {
    await withPage('#/v1/norms?vectors=10&dim=10&repeats=1', async ({ page }) => {
      const outcome = await page.evaluate((link) => window.brigade.run(link), `#/v1/${SMALL}&sweep=threads:1,2,3`);
      expect(outcome).toMatchObject({
        state: 'done',
        scenario: 'squares',
        values: { sweep: 'threads:1,2,3', mode: 'strong' },
      });
      expect(outcome.metrics).toMatchObject({ points: 3, rounds: 5, 'tasks:2': 20 });
      for (const name of ['reference_ms', 'left_out:1', 'left_out:2', 'left_out:3']) {
        expect(outcome.metrics[name], name).toBeGreaterThanOrEqual(0);
      }
      // A ratio is missing if threads had no core each in one of the five rounds, or the clock saw no time pass.
      const { metrics } = outcome;
      for (const at of [1, 2, 3]) {
        const told =
          metrics[`left_out:${at}`] === 0 && Number(metrics[`time_ms:${at}`]) > 0 && Number(metrics.reference_ms) > 0;
        for (const name of ['speedup', 'efficiency']) expect(`${name}:${at}` in metrics, `${name}:${at}`).toBe(told);
      }
      expect(outcome.values.verdict).toBe(await page.textContent('[data-verdict]'));
      // Number of runs: 1 warm-up round, 1 recorded run of each point, 5 rounds with the reference twice.
      expect(outcome.metrics.runs).toBe(4 + 3 + 5 * 5);
      expect(await page.evaluate(() => location.hash)).toContain('sweep=threads:1,2,3');
      expect(await page.getAttribute('#stage', 'data-state')).toBe('done');
      expect(await page.locator('[data-point]').count()).toBe(3);
    });
  });

  it('opens from the address bar, survives a reload, and Back leaves it', async () => {
    await withPage(`#/v1/${SMALL}&sweep=threads:1,2`, async ({ page }) => {
      await page.waitForSelector('[data-study-state="done"]');
      expect(await page.getAttribute('[data-tab="study"]', 'aria-selected')).toBe('true');
      await page.reload();
      await page.waitForSelector('[data-study-state="done"]');
      expect(await page.evaluate(() => location.hash)).toContain('sweep=threads:1,2');
      await page.click('[data-tab="run"]');
      await page.waitForSelector('[data-study-state]', { state: 'detached' });
      await page.click('[data-action="run"]');
      await page.waitForSelector('#stage[data-state="done"]');
      expect(await page.evaluate(() => location.hash)).not.toContain('sweep');
      await page.goBack();
      await page.waitForSelector('[data-study-state="done"]');
    });
  });

  it('stops halfway, keeps its points, and exports them', async () => {
    await withPage('#/v1/squares?method=closed-form&repeats=1', async ({ page }) => {
      await page.click('[data-tab="study"]');
      await page.waitForSelector('[data-study="values"]');
      await page.fill('[data-study="values"]', '1,2');
      await page.evaluate(() => window.brigade.ready);
      // Long enough to be stopped in the middle.
      await page.evaluate(() => void window.brigade.run('#/v1/squares?start=4000000&repeats=100&sweep=threads:1,2'));
      await page.waitForFunction(() => {
        const rows = [...document.querySelectorAll<HTMLElement>('[data-point]')];
        return rows.length === 2 && rows.every((row) => Number(row.dataset.repeats) >= 3);
      });
      expect(await page.getAttribute('#stage', 'data-state')).toBe('running');
      const percent = Number(await page.getAttribute('[role="progressbar"]', 'aria-valuenow'));
      expect(percent).toBeGreaterThan(0);
      expect(percent).toBeLessThan(100);
      await page.click('[data-action="stop"]');
      await page.waitForSelector('[data-study-state="stopped"]');
      await page.waitForSelector('#stage[data-state="stopped"]');
      const kept = await page.$$eval('[data-point]', (rows) =>
        rows.map((row) => Number((row as HTMLElement).dataset.repeats)),
      );
      expect(kept.every((repeats) => repeats >= 3 && repeats < 100)).toBe(true);

      const csv = await saved(page, 'export-study-csv');
      expect(csv.name).toBe('brigade-study-squares-threads.csv');
      const lines = csv.buffer.toString().trim().split('\r\n');
      expect(lines).toHaveLength(3);
      expect(lines[0]).toMatch(/^value,threads,/);
      expect(lines[1]?.startsWith('1,1,')).toBe(true);
      const study = JSON.parse((await saved(page, 'export-study-json')).buffer.toString());
      expect(study).toMatchObject({ format: 'brigade-study', state: 'stopped', sweep: 'threads:1,2' });
      expect(study.points.map((point: { times_ms: number[] }) => point.times_ms.length)).toEqual(kept);

      // The page still works.
      const next = await page.evaluate(() => window.brigade.run('#/v1/squares?start=1000&repeats=1&threads=2'));
      expect(next.state).toBe('done');
    });
  });

  it('of the grain has the lecture’s numbers of tasks', async () => {
    await withPage('#/v1/norms?vectors=10&dim=10&repeats=1', async ({ page }) => {
      const link =
        '#/v1/julia?n=1000&max_iter=20&schedule=fork-join&threads=2&repeats=3&sweep=grain:250,125,63,32,16,8,4,2';
      const { metrics, state } = await page.evaluate((text) => window.brigade.run(text), link);
      expect(state).toBe('done');
      expect([250, 125, 63, 32, 16, 8, 4, 2].map((grain) => metrics[`tasks:${grain}`])).toEqual([
        4, 8, 16, 32, 64, 128, 256, 512,
      ]);
    });
  });

  it('lets the work grow with the threads', async () => {
    await withPage('#/v1/norms?vectors=10&dim=10&repeats=1', async ({ page }) => {
      const link = '#/v1/squares?start=50000&count=6&repeats=3&sweep=threads:1,2,4&study=weak';
      const { metrics, values } = await page.evaluate((text) => window.brigade.run(text), link);
      expect(values.mode).toBe('weak');
      expect([1, 2, 4].map((threads) => metrics[`tasks:${threads}`])).toEqual([6, 12, 24]);
      expect(await page.isChecked('[data-study="weak"]')).toBe(true);
    });
  });

  it('says what it cannot sweep', async () => {
    await withPage('#/v1/squares?sweep=threads:banana&start=1000&repeats=1', async ({ page }) => {
      await page.waitForSelector('#stage[data-state="done"]');
      expect(await page.textContent('.notices')).toContain('no study is made');
      await page.click('[data-tab="study"]');
      await page.fill('[data-study="values"]', '1,banana');
      expect(await page.getAttribute('[data-study="values"]', 'aria-invalid')).toBe('true');
      await page.fill('[data-study="values"]', '1..4*2');
      expect(await page.getAttribute('[data-study="values"]', 'aria-invalid')).toBe('false');
      await page.waitForFunction(() => location.hash.includes('sweep=threads:1..4*2'));
    });
  });
});

describe('the Study tab', () => {
  it('is idle before a study was made, and the run’s tab shows the finished run again', async () => {
    await withPage('#/v1/norms?vectors=10&dim=10&repeats=1', async ({ page }) => {
      const said = async (state: string, percent: string) => {
        await page.waitForSelector(`#stage[data-state="${state}"]`);
        await page.waitForSelector(`[role="progressbar"][aria-valuenow="${percent}"]`, { state: 'attached' });
      };
      await said('done', '100');
      await page.click('[data-tab="study"]');
      await said('idle', '0');
      await page.click('[data-tab="run"]');
      await said('done', '100');
    });
  });

  it('has a calculator that follows Amdahl’s law', async () => {
    await withPage(`#/v1/${SMALL}&sweep=threads:1,2`, async ({ page }) => {
      await page.waitForSelector('[data-study-state="done"]');
      const set = (name: string, value: number) =>
        page.$eval(
          `[data-calculator="${name}"]`,
          (input, next) => {
            (input as HTMLInputElement).value = String(next);
            input.dispatchEvent(new Event('input', { bubbles: true }));
          },
          value,
        );
      await set('p', 950);
      await set('s', 3);
      const metric = async (name: string) => Number(await page.getAttribute(`[data-metric="${name}"]`, 'data-value'));
      await page.waitForFunction(() => document.querySelector('.calculator output')?.textContent?.startsWith('95'));
      expect(await metric('calculator_speedup')).toBeCloseTo(1 / (0.05 + 0.95 / 8), 9);
      expect(await metric('calculator_limit')).toBeCloseTo(20, 9);
    });
  });

  it('has no serious accessibility problem, in either theme and on a narrow screen', async () => {
    for (const options of [
      { colorScheme: 'light' as const },
      { colorScheme: 'dark' as const, viewport: { width: 360, height: 740 } },
    ]) {
      const opened = await site.open(`#/v1/${SMALL}&sweep=threads:1,2,4`, options);
      const { page } = opened;
      await page.waitForSelector('[data-study-state="done"]');
      expect(await tooWide(page)).toEqual([]);
      expect(await faults(page)).toEqual([]);
      await opened.close();
    }
  });
});
