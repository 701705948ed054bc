// How the built site gets isolated where the host sends no headers: by its service worker, with at
// most one reload, and without ever losing the link.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Script, type Site, startSite } from './fixtures';
import { countLoads, loads } from './page';

const LINK = '#/v1/julia?n=64&schedule=sequential';

const forbidStorage: Script = () => {
  Object.defineProperty(window, 'sessionStorage', {
    get() {
      throw new DOMException('Forbidden.', 'SecurityError');
    },
  });
};
const neverIsolated: Script = () => Object.defineProperty(window, 'crossOriginIsolated', { value: false });
const withoutServiceWorkers: Script = () => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');

let site: Site;
beforeAll(async () => {
  site = await startSite({ basePath: '/some/where/', isolated: false });
});
afterAll(() => site.close());

/** Opens the site with scripts run before it, and waits until no further load follows. */
async function visit(scripts: Script[], after?: (page: Page) => Promise<unknown>) {
  const { page, close } = await site.open(LINK, { scripts: [countLoads, ...scripts] });
  const settle = async (): Promise<number> => {
    for (let before = -1; ; ) {
      // Of a page that is being left nothing is told.
      const now = await loads(page).catch(() => Number.NaN);
      if (now === before) return now;
      before = now;
      await page.waitForTimeout(1500);
    }
  };
  const first = await settle();
  let later = 0;
  if (after) {
    await after(page);
    later = (await settle()) - first;
  }
  const isolated = await page.evaluate(() => window.crossOriginIsolated);
  const fragment = new URL(page.url()).hash;
  await close();
  return { loads: after ? later : first, isolated, fragment };
}

test('one reload isolates the first visit and keeps the link', async () => {
  const { loads, isolated, fragment } = await visit([]);
  expect({ loads, isolated }).toEqual({ loads: 2, isolated: true });
  expect(fragment).toContain('n=64');
});

test('a later visit needs no reload', async () => {
  expect(await visit([], (page) => page.reload())).toMatchObject({ loads: 1, isolated: true });
});

test('it works where storage is forbidden', async () => {
  expect(await visit([forbidStorage])).toMatchObject({ loads: 2, isolated: true });
});

test('where isolation fails it reloads once, and not again', async () => {
  expect(await visit([neverIsolated])).toMatchObject({ loads: 2, isolated: false });
  expect(await visit([neverIsolated, forbidStorage])).toMatchObject({ loads: 2, isolated: false });
});

test('without service workers it does not reload', async () => {
  expect(await visit([withoutServiceWorkers])).toMatchObject({ loads: 1, isolated: false });
});

test('it never reloads inside a frame', async () => {
  site.route(/^host\.html$/, { body: `<!doctype html><iframe src="${site.url}${LINK}" width="800"></iframe>` });
  const { page, another, close } = await site.open('favicon.svg', { scripts: [countLoads] });
  const host = await another(`${site.url}host.html`);
  await host.frameLocator('iframe').locator('main[data-state="done"]').waitFor();
  await host.waitForTimeout(3000);
  expect(await loads(host, 'frames')).toBe(1);
  await page.close();
  await close();
});
