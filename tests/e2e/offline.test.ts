// The site without a network, and its new versions: each is kept as a whole, announced, and never swapped by itself.
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeServiceWorker } from '../../scripts/offline.mjs';
import { ALL, BROWSER } from './drivers/which';
import { DIST, type OpenedPage, type Script, type Site, startSite } from './fixtures';
import { act, address, countLoads, eventually, finished, loads, ofLink, run, settings, waitForState } from './page';

const LINK = '#/v1/julia?n=203&threads=2&repeats=5';

let folder: string;
let site: Site;
let opened: OpenedPage;

/** Gives each test a site of its own, of which new versions can be published. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brigade-site-'));
  cpSync(DIST, folder, { recursive: true });
});
afterEach(async () => {
  await opened.close();
  await site.close();
  rmSync(folder, { recursive: true });
});

/**
 * WebKit lets a worker's own workers bypass the service worker. From the second visit on, the browser's own cache has
 * what they load; they cannot load files that another version has replaced.
 */
const WORKERS_BYPASS = BROWSER === 'webkit';

/** Shortens the two seconds of calm after which the page fetches the site. */
const hurry: Script = () => {
  const original = window.setTimeout;
  const hurried = (action: () => void, delay = 0) => original(action, delay === 2000 ? 20 : delay);
  Object.assign(window, { setTimeout: hurried });
};

async function visit(isolated: boolean, link = LINK): Promise<Page> {
  site = await startSite({ root: folder, basePath: '/some/where/', isolated, serviceWorker: true });
  opened = await site.open(link, { scripts: [countLoads, hurry] });
  await finished(opened.page);
  return opened.page;
}

/** Waits until the whole site is on the device. */
async function kept(page: Page): Promise<void> {
  await page.waitForSelector('[data-offline="new"], [data-offline="yes"]', { state: 'attached' });
  if (WORKERS_BYPASS) {
    await page.reload();
    await finished(page);
  }
}

/** Returns the page's version: the name of the document's script. */
const version = (page: Page): Promise<string> =>
  page.evaluate(() => document.querySelector<HTMLScriptElement>('script[type="module"]')?.src.split('/').at(-1) ?? '');

/** Publishes the site as another build would: every bundled file has another name, also where it is mentioned. */
async function publish(): Promise<string> {
  const assets = join(folder, 'assets');
  const old = readdirSync(assets);
  const renamed = new Map(old.map((name) => [name, name.replace(/-([\w-]{8})\.(\w+)$/, nextName)]));
  const inText = new RegExp(old.map((name) => name.replaceAll('.', '\\.')).join('|'), 'g');
  const rewrite = (text: string): string => text.replace(inText, (name) => renamed.get(name) ?? name);
  for (const [name, next] of renamed) {
    const path = join(assets, name);
    if (/\.(js|css)$/.test(name)) writeFileSync(path, rewrite(readFileSync(path, 'utf8')));
    renameSync(path, join(assets, next));
  }
  const document = join(folder, 'index.html');
  writeFileSync(document, rewrite(readFileSync(document, 'utf8')));
  await writeServiceWorker(folder);
  return renamed.get(old.find((name) => /^index-.*\.js$/.test(name)) ?? '') ?? '';
}

const nextName = (_: string, hash: string, extension: string): string =>
  `-${[...hash].reverse().join('')}.${extension}`;

/** Asks for the newest version, as a browser does with each visit. */
const look = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });

const waits = (page: Page): Promise<boolean> =>
  page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null);

const HOSTS = [
  { host: 'that isolates', isolated: true },
  { host: 'without headers', isolated: false },
];

// The host that lets the service worker do more stands for both elsewhere than in Chromium, unless all tests are asked for.
describe.each(HOSTS.filter(({ isolated }) => ALL || BROWSER === 'chromium' || !isolated))(
  'on a host $host',
  ({ isolated }) => {
    it('Back works, and after the first visit everything works offline, isolated as before', async () => {
      const page = await visit(isolated);
      await kept(page);
      const before = await loads(page);
      await page.goto(`${site.url}favicon.svg`);
      await page.goBack();
      await finished(page);
      // One load, or none if the browser has kept the page in memory.
      expect(await loads(page)).toBeLessThanOrEqual(before + 1);
      expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true);
      expect(await address(page)).toBe(LINK);

      await site.stopServer();
      await page.reload();
      await finished(page);
      expect(await settings(page)).toEqual(new URLSearchParams(LINK.split('?')[1]));
      expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true);
      for (const link of [
        '#/v1/julia?n=300&repeats=5&compare=1',
        '#/v1/squares?start=500000&threads=2&repeats=5',
        '#/v1/mapo-tofu?clock=virtual',
      ]) {
        const summary = await run(page, link);
        expect([summary.state, ...ofLink(summary)], link).toEqual(['done']);
      }
      // Parts of the page that were not loaded before.
      await run(page, '#/v1/squares?start=500000&repeats=1&sweep=threads:1,2');
      await page.waitForSelector('[data-study-state="done"]');
      await act(page, 'share').click();
      await page.locator('dialog[open]').waitFor();
    });

    it('a new version is announced, waits for the run and for the reader, and is loaded with one reload', async () => {
      const page = await visit(isolated);
      const first = await version(page);
      await kept(page);
      const next = await publish();
      const before = await loads(page);
      await look(page);
      await page.locator('[data-announcement="version"]').waitFor();

      const ended = run(page, '#/v1/self-test?fail=wait&threads=2');
      await waitForState(page, 'running');
      await eventually(async () => expect(await act(page, 'new-version').isDisabled()).toBe(true));
      await act(page, 'stop').click();
      await ended;
      expect((await run(page, LINK)).state).toBe('done');
      expect(await version(page)).toBe(first);
      expect(await loads(page)).toBe(before);

      await act(page, 'new-version').click();
      await eventually(async () => expect(await version(page)).toBe(next));
      await finished(page);
      expect(await address(page)).toBe(LINK);
      expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true);
      expect(await loads(page)).toBe(before + 1);
      expect(await page.locator('[data-announcement="version"]').count()).toBe(0);
      await kept(page);
      await site.stopServer();
      await page.reload();
      await finished(page);
      expect(await version(page)).toBe(next);
    });
  },
);

it('a version that is put off comes with the next visit, and a page never changes another one', async () => {
  const page = await visit(true);
  const first = await version(page);
  await kept(page);
  const other = await opened.another(site.url + LINK);
  await finished(other);
  const next = await publish();
  await look(page);
  await act(page, 'new-version-later').click();
  expect(await page.locator('[data-announcement="version"]').count()).toBe(0);
  expect(await version(page)).toBe(first);

  // By now the host no longer has the former version.
  await act(other, 'new-version').click();
  await eventually(async () => expect(await version(other)).toBe(next));
  await finished(other);
  expect(await version(page)).toBe(first);
  // The first page can still load its remaining parts.
  for (const link of WORKERS_BYPASS
    ? []
    : ['#/v1/mapo-tofu?clock=virtual', '#/v1/squares?start=500000&threads=2&repeats=5']) {
    expect((await run(page, link)).state).toBe('done');
  }
  await page.reload();
  await finished(page);
  expect(await version(page)).toBe(next);
});

it('a version that is only half published is not taken', async () => {
  const page = await visit(true);
  const first = await version(page);
  await kept(page);
  const document = readFileSync(join(folder, 'index.html'));
  await publish();
  // The service worker is published before the document.
  writeFileSync(join(folder, 'index.html'), document);
  await look(page).catch(() => undefined);
  await eventually(async () => {
    expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).installing)).toBe(null);
  });
  expect(await waits(page)).toBe(false);
  await page.reload();
  await finished(page);
  expect(await version(page)).toBe(first);
});

it('the page can be installed', async () => {
  const page = await visit(true);
  const manifest = await page.evaluate(() => document.querySelector<HTMLLinkElement>('link[rel="manifest"]')?.href);
  expect(manifest).toBe(`${site.url}manifest.webmanifest`);
  // Only Chromium can be asked whether a page can be installed.
  if (BROWSER === 'chromium') {
    const session = await opened.context.newCDPSession(page);
    const { errors, url } = await session.send('Page.getAppManifest');
    expect({ errors, url }).toEqual({ errors: [], url: manifest });
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // The tests' pages have no profile, and so nothing can be installed in it.
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
  }
  const { icons } = JSON.parse(readFileSync(join(folder, 'manifest.webmanifest'), 'utf8'));
  for (const { src, sizes, type } of icons) {
    const found = await page.evaluate(async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      return [image.naturalWidth, image.naturalHeight].join('x');
    }, `${site.url}${src}`);
    if (type === 'image/png') expect(found, src).toBe(sizes);
  }
});
