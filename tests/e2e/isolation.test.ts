// Where the host sends no headers, the service worker isolates the built site with at most one reload, and the link is
// never lost.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type Script, type Site, startSite } from './fixtures';
import { countLoads, eventually, finished, loads, settled } from './page';

const LINK = '#/v1/julia?n=64&schedule=sequential&repeats=5';

const forbidStorage: Script = () => {
  Object.defineProperty(window, 'sessionStorage', {
    get() {
      throw new DOMException('Forbidden.', 'SecurityError');
    },
  });
};
const neverIsolated: Script = () => Object.defineProperty(window, 'crossOriginIsolated', { value: false });
const withoutServiceWorkers: Script = () => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');

/** Publishes a site of its own for each visit, for which nothing is stored. */
const publish = (): Promise<Site> => startSite({ basePath: '/some/where/', isolated: false });

/** Extends the page's limit of five seconds for its service worker, because a busy machine is not what is tested. */
const patiently: Script = () => {
  const original = window.setTimeout;
  const patient = (action: () => void, delay = 0) => original(action, delay === 5000 ? 60_000 : delay);
  Object.assign(window, { setTimeout: patient });
};

/** Opens the site with scripts that run before it. `after`: what to do with the page once it is settled. */
async function visit(
  scripts: Script[],
  expected: { loads: number; isolated: boolean },
  after?: (page: Page) => Promise<unknown>,
) {
  const site = await publish();
  const { page } = await site.open(LINK, { scripts: [countLoads, patiently, ...scripts] });
  // The page runs its link only when it knows that it will not be reloaded: then it has settled.
  const rested = (count: number) =>
    eventually(async () => {
      await finished(page);
      expect(await loads(page)).toBe(count);
    });
  await rested(expected.loads);
  if (after) {
    await after(page);
    await rested(expected.loads + 1);
  }
  await settled(page);
  expect(await loads(page)).toBe(expected.loads + (after ? 1 : 0));
  expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(expected.isolated);
  expect(new URL(page.url()).hash).toContain('n=64');
  await site.close();
}

test('one reload isolates the first visit and keeps the link, and a later visit needs none', async () => {
  await visit([], { loads: 2, isolated: true }, (page) => page.reload());
});

test('the page is isolated even if storage is forbidden', async () => {
  await visit([forbidStorage], { loads: 2, isolated: true });
});

test('if isolation fails the page reloads once, and never again', async () => {
  await visit([neverIsolated], { loads: 2, isolated: false });
  await visit([neverIsolated, forbidStorage], { loads: 2, isolated: false });
});

test('without service workers the page never reloads', async () => {
  await visit([withoutServiceWorkers], { loads: 1, isolated: false });
});

test('the page never reloads inside a frame', async () => {
  const site = await publish();
  site.route(/^host\.html$/, { body: `<!doctype html><iframe src="${site.url}${LINK}" width="800"></iframe>` });
  const { page, another } = await site.open('favicon.svg', { scripts: [countLoads] });
  const host = await another(`${site.url}host.html`);
  await host.frameLocator('iframe').locator('main[data-state="done"]').waitFor();
  await settled(host);
  expect(await loads(host, 'frames')).toBe(1);
  await page.close();
  await site.close();
});
