// How the built site gets isolated where the host sends no headers: by its service worker, with at
// most one reload, and without ever losing the link.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Site, startSite } from './fixtures';

const LINK = '#/v1/julia?n=64&schedule=sequential';

/** Runs in the page before its own code. */
type Script = () => void;

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
  const context = await site.browser.newContext();
  for (const script of scripts) await context.addInitScript(script);
  const page = await context.newPage();
  let loads = 0;
  // A navigation inside the document, as when the page writes its link, is no request.
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) loads += 1;
  });
  const settle = async () => {
    for (let before = -1; before !== loads; ) {
      before = loads;
      await page.waitForTimeout(1500);
    }
  };
  await page.goto(site.url + LINK);
  await settle();
  if (after) {
    loads = 0;
    await after(page);
    await settle();
  }
  const isolated = await page.evaluate(() => window.crossOriginIsolated);
  const fragment = new URL(page.url()).hash;
  await context.close();
  return { loads, isolated, fragment };
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
  const host = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<iframe src="${site.url}${LINK}" width="800" height="600"></iframe>`);
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  const page = await site.browser.newPage();
  let loads = 0;
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() !== page.mainFrame()) loads += 1;
  });
  await page.goto(`http://127.0.0.1:${(host.address() as AddressInfo).port}/`);
  await page.waitForTimeout(3000);
  expect(loads).toBe(1);
  await page.close();
  host.closeAllConnections();
  await new Promise((resolve) => host.close(resolve));
});
