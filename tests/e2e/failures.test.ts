// When a file of the engine cannot be loaded the page says so in words, and a click tries again.
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NO_SERVICE_WORKER, type Site, startSite } from './fixtures';
import { act, alerts, paintedWhole, run, runBy, waitForState } from './page';
import { reference } from './reference';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const LINK = '#/v1/julia?n=203&repeats=5';

async function retryWorks(page: Page): Promise<void> {
  await runBy(page, () => act(page, 'retry').click());
  expect(await alerts(page).count()).toBe(0);
  await paintedWhole(page);
  expect(await run(page, LINK)).toMatchObject({ state: 'done', image: reference(203) });
}

afterEach(() => site.unroute());

describe('a file that cannot be fetched', () => {
  it.each([
    { what: 'the wasm file', files: /\.wasm$/, message: /WebAssembly file could not be loaded/ },
    { what: 'the engine worker', files: /^assets\/worker-.*\.js$/, message: /engine could not be loaded/ },
    { what: 'its module', files: /^assets\/brigade-.*\.js$/, message: /engine could not be started/ },
  ])('$what: is told, and a retry works once it is there', async ({ files, message }) => {
    site.route(files, { how: 'dropped' });
    const { page, takeMessages, close } = await site.open(LINK);
    await waitForState(page, 'error');
    expect(await alerts(page).textContent()).toMatch(message);
    // While the file is still missing, a retry fails in the same way and the page stays alive.
    await runBy(page, () => act(page, 'retry').click(), 'error');
    site.unroute();
    await retryWorks(page);
    expect((await takeMessages()).filter((text) => text.startsWith('uncaught'))).toEqual([]);
    await close();
  });

  it('an error of the server is reported with its status', async () => {
    site.route(/\.wasm$/, { status: 503 });
    const { page, close } = await site.open(LINK);
    await waitForState(page, 'error');
    expect(await alerts(page).textContent()).toMatch(/WebAssembly file could not be loaded.*503/);
    site.unroute();
    await retryWorks(page);
    await close();
  });

  it('a file that is no WebAssembly is reported', async () => {
    site.route(/\.wasm$/, { body: 'This is not the file you are looking for.' });
    const { page, close } = await site.open(LINK);
    await waitForState(page, 'error');
    expect(await alerts(page).textContent()).toMatch(/cannot run the engine’s WebAssembly/);
    site.unroute();
    await retryWorks(page);
    await close();
  });

  it('an engine that never answers is given up after a while', async () => {
    site.route(/^assets\/worker-.*\.js$/, { how: 'never' });
    // The long time limit is shortened, because waiting is not what is tested.
    const hurry = () => {
      const original = window.setTimeout;
      Object.assign(window, {
        setTimeout: (action: () => void, delay = 0) => original(action, delay >= 10_000 ? 500 : delay),
      });
    };
    const { page, close } = await site.open(LINK, { scripts: [hurry] });
    await waitForState(page, 'error');
    expect(await alerts(page).textContent()).toMatch(/did not start within \d+ seconds/);
    await close();
  });
});

describe('the script of the pool’s threads', () => {
  it('is reported at once if it is missing, and a retry works when it is there', async () => {
    // One request for each family of scenarios.
    site.route(/^assets\/workerHelpers.*\.js$/, { status: 404 });
    const { page, close } = await site.open(LINK);
    await waitForState(page, 'error');
    expect(await alerts(page).textContent()).toMatch(/a thread could not be loaded/);
    site.unroute();
    await retryWorks(page);
    await close();
  });
});

describe('a part of the page that is loaded late', () => {
  it.each([
    { what: 'a study', files: /^assets\/conduct-here-.*\.js$/, link: '#/v1/julia?n=64&sweep=threads:1,2' },
    {
      what: 'an own program',
      files: /^assets\/declared-.*\.js$/,
      link: '#/v1/own?text=param%20n%20%3D%203%20in%201..9&n=4',
    },
  ])('$what: is told where it is missing', async ({ files, link }) => {
    site.route(files, { how: 'dropped' });
    const { page, takeMessages, close } = await site.open(LINK, NO_SERVICE_WORKER);
    await waitForState(page, 'done');
    expect(await run(page, link)).toMatchObject({
      state: 'error',
      error: expect.stringMatching(/could not be loaded.*again/),
    });
    // Whatever is on the stage now, the page can be used.
    expect(await run(page, LINK)).toMatchObject({ state: 'done', image: reference(203) });
    expect((await takeMessages()).filter((text) => text.startsWith('uncaught'))).toEqual([]);
    await close();
  });
});
