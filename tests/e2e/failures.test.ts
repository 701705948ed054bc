// Files of the engine that cannot be loaded: the page says so in words, and a click tries again.
import { cp, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIST, type Site, startSite } from './fixtures';
import { act, alerts, paintedWhole, run, runBy, waitForState } from './page';
import { reference } from './reference';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

/** Opens the page in a context that was prepared first. */
async function visit(prepare: (context: BrowserContext) => Promise<unknown>) {
  const context = await site.browser.newContext();
  await prepare(context);
  const page = await context.newPage();
  const uncaught: string[] = [];
  page.on('pageerror', (error) => uncaught.push(error.message));
  await page.goto(`${site.url}#/v1/julia?n=203`);
  return { context, page, uncaught };
}

async function retryWorks(page: Page): Promise<void> {
  await runBy(page, () => act(page, 'retry').click());
  expect(await alerts(page).count()).toBe(0);
  await paintedWhole(page);
  expect(await run(page, '#/v1/julia?n=203')).toMatchObject({ state: 'done', image: reference(203) });
}

describe('what cannot be fetched', () => {
  it.each([
    { what: 'the wasm file', files: '**/*.wasm', message: /WebAssembly file could not be loaded/ },
    { what: 'the engine worker', files: '**/assets/worker-*.js', message: /engine could not be loaded/ },
    { what: 'its module', files: '**/assets/brigade-*.js', message: /engine could not be started/ },
  ])('$what: is told, and a retry works once it is there', async ({ files, message }) => {
    const { context, page, uncaught } = await visit((context) => context.route(files, (route) => route.abort()));
    await waitForState(page, 'error');
    expect(await alerts(page).textContent()).toMatch(message);
    // Still not there: the same again, and the page is still alive.
    await runBy(page, () => act(page, 'retry').click(), 'error');
    await context.unroute(files);
    await retryWorks(page);
    expect(uncaught).toEqual([]);
    await context.close();
  });

  it('a server that answers with an error is told with its status', async () => {
    const { context, page } = await visit((context) =>
      context.route('**/*.wasm', (route) => route.fulfill({ status: 503 })),
    );
    await waitForState(page, 'error');
    expect(await alerts(page).textContent()).toMatch(/WebAssembly file could not be loaded.*503/);
    await context.unroute('**/*.wasm');
    await retryWorks(page);
    await context.close();
  });

  it('a file that is no WebAssembly is told', async () => {
    const body = { contentType: 'application/wasm', body: 'This is not the file you are looking for.' };
    const { context, page } = await visit((context) => context.route('**/*.wasm', (route) => route.fulfill(body)));
    await waitForState(page, 'error');
    expect(await alerts(page).textContent()).toMatch(/cannot run the engine’s WebAssembly/);
    await context.unroute('**/*.wasm');
    await retryWorks(page);
    await context.close();
  });

  it('an engine that never answers is given up after a while', async () => {
    const { context, page } = await visit(async (context) => {
      await context.route('**/assets/worker-*.js', () => undefined);
      // Waiting is not what is tested: the long time limit is made a short one.
      await context.addInitScript(() => {
        const original = window.setTimeout;
        Object.assign(window, {
          setTimeout: (action: () => void, delay = 0) => original(action, delay >= 10_000 ? 500 : delay),
        });
      });
    });
    await waitForState(page, 'error');
    expect(await alerts(page).textContent()).toMatch(/did not start within 15 seconds/);
    await context.close();
  });
});

describe('the script of the pool’s threads', () => {
  // Requests of a worker’s own workers cannot be intercepted: the file really is missing.
  let folder: string;
  let broken: Site;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'brigade-'));
    await cp(DIST, folder, { recursive: true });
    const assets = join(folder, 'assets');
    const [name = ''] = (await readdir(assets)).filter((each) => each.startsWith('workerHelpers'));
    file = join(assets, name);
    await rename(file, `${file}.away`);
    broken = await startSite({ root: folder });
  });
  afterAll(async () => {
    await broken?.close();
    await rm(folder, { recursive: true });
  });

  it('is told at once where it is missing, and a retry works once it is there', async () => {
    const { page, close } = await broken.open('#/v1/julia?n=203');
    await waitForState(page, 'error');
    expect(await alerts(page).textContent()).toMatch(/a thread could not be loaded/);
    await rename(`${file}.away`, file);
    await retryWorks(page);
    await close();
  });
});
