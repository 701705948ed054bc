// axe-core finds no serious fault in any state or theme of the page.
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from './axe';
import { NO_SERVICE_WORKER, type Site, startSite, WITHOUT_HEADERS } from './fixtures';
import { act, finished, param, run, waitForState } from './page';

const SCHEMES: BrowserContextOptions[] = [{ colorScheme: 'light' }, { colorScheme: 'dark' }];

describe.each(SCHEMES)('axe-core finds nothing serious, $colorScheme', (scheme) => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite();
  });
  afterAll(() => site.close());

  it('after a comparison, with everything unfolded', async () => {
    const { page, close } = await site.open('', scheme);
    await finished(page);
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(scheme.colorScheme);
    expect(await faults(page)).toEqual([]);
    await page.locator('[data-unfold="lesson"]').click();
    await page.locator('[data-unfold="code"]').click();
    await page.locator('.code-text code').waitFor();
    await page.locator('.timeline-details summary').click();
    await page.locator('.timeline-details table').first().waitFor();
    await page.locator('.badge summary').click();
    await page.locator('.badge-facts').waitFor();
    await page.locator('[data-control="tint"]').check();
    expect(await faults(page)).toEqual([]);
    await close();
  });

  it('while it runs, stopped, and failed', async () => {
    const { page, close } = await site.open('#/v1/julia?n=64&repeats=5', scheme);
    await finished(page);
    await page.evaluate(() => void window.brigade.run('#/v1/julia?n=4096&repeats=100&compare=1'));
    await waitForState(page, 'running');
    expect(await faults(page)).toEqual([]);
    await act(page, 'stop').click();
    await waitForState(page, 'stopped');
    expect(await faults(page)).toEqual([]);
    await run(page, '#/v1/self-test?fail=thread');
    await waitForState(page, 'error');
    expect(await faults(page)).toEqual([]);
    await close();
  });

  it('with invalid input, notices, the share dialog, and figures that are out of date', async () => {
    const { page, close } = await site.open('#/v1/nowhere?n=3', scheme);
    await finished(page);
    await run(page, '#/v1/julia?n=64&colour=red&repeats=5&compare=1');
    await param(page, 'n').fill('abc');
    await param(page, 'grain').fill('3');
    expect(await faults(page)).toEqual([]);
    await act(page, 'share').click();
    await page.locator('dialog[open]').waitFor();
    expect(await faults(page)).toEqual([]);
    await close();
  });

  it('with a program by hand, stuck, many actors, and replayed', async () => {
    const { page, close } = await site.open('#/v1/philosophers?driver=hand&steps=0', scheme);
    await finished(page);
    expect(await faults(page)).toEqual([]);
    await run(page, '#/v1/philosophers?driver=forced&steps=0.1.2.0.1.2');
    await waitForState(page, 'stuck');
    await page.locator('[data-action="why-wait"]').first().click();
    await page.locator('[data-action="reason"]').first().click();
    expect(await faults(page)).toEqual([]);
    const many = encodeURIComponent('lock a\nthread t[40] { lock a; unlock a }\nend { }');
    await run(page, `#/v1/own?text=${many}&driver=hand&steps=3`);
    await page.locator('[data-crowd] summary').first().click();
    expect(await faults(page)).toEqual([]);
    await close();
  });

  it('on a narrow screen', async () => {
    const { page, close } = await site.open('', { ...scheme, viewport: { width: 360, height: 740 } });
    await finished(page);
    await act(page, 'menu').click();
    expect(await faults(page)).toEqual([]);
    await close();
  });
});

describe.each(SCHEMES)('axe-core finds nothing serious without threads, $colorScheme', (scheme) => {
  it('after the first run', async () => {
    const site = await startSite(WITHOUT_HEADERS);
    const { page } = await site.open('', { ...scheme, ...NO_SERVICE_WORKER });
    await finished(page);
    expect(await faults(page)).toEqual([]);
    await site.close();
  });
});
