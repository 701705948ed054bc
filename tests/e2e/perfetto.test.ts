// The trace that is handed to Perfetto. A page at Perfetto's address answers as Perfetto is documented to, without any
// network.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { faults } from './axe';
import { BROWSER } from './drivers/which';
import { saved } from './files';
import { DIST, NO_SERVICE_WORKER, onePage, type SharedPage, WITHOUT_HEADERS } from './fixtures';
import { act, finished } from './page';

const LINK = '#/v1/julia?n=64&threads=2&repeats=5&compare=1';

/** Perfetto's origin, and the page that stands there. */
const ORIGIN = 'https://ui.perfetto.dev';
let there = '';
const visit = { elsewhere: { [ORIGIN]: () => there } };

/** Answers as ui.perfetto.dev does, and keeps what it is given. */
const PERFETTO = `<!doctype html><title>Perfetto</title><script>
  window.messages = [];
  addEventListener('message', ({ data, origin, source }) => {
    if (data === 'PING') source.postMessage('PONG', '*');
    else if (data.perfetto) messages.push({ origin, keys: Object.keys(data), ...data.perfetto, buffer: new TextDecoder().decode(data.perfetto.buffer) });
  });
</script>`;

interface Handed {
  origin: string;
  keys: string[];
  title: string;
  fileName: string;
  url: string;
  buffer: string;
}

async function handedTo(page: Page): Promise<Handed> {
  await page.waitForFunction(() => (window as unknown as { messages: unknown[] }).messages.length > 0);
  const all = await page.evaluate(() => (window as unknown as { messages: Handed[] }).messages);
  expect(all).toHaveLength(1);
  return all[0] as Handed;
}

/** Checks that the trace is the one that the page would have saved. */
async function checkHanded(page: Page, handed: Handed, { origin }: URL): Promise<void> {
  const { buffer } = await saved(page, 'export-trace');
  expect(handed).toMatchObject({ origin, keys: ['perfetto'], fileName: 'brigade-julia.trace.json', url: page.url() });
  expect(handed.title).toContain('Julia');
  expect(JSON.parse(handed.buffer)).toEqual(JSON.parse(buffer.toString()));
}

// WebKit's driver does not see windows that an isolated page opens, and loses those that go on to another site.
describe.skipIf(BROWSER === 'webkit')('Perfetto', () => {
  beforeEach(() => {
    there = PERFETTO;
  });

  const isolated = onePage({}, LINK, visit);
  const bare = onePage(WITHOUT_HEADERS, '#/v1/julia?n=40&repeats=5', { ...NO_SERVICE_WORKER, ...visit });

  const helperOf = ({ page, popup }: SharedPage): Promise<Page> => popup(() => act(page, 'open-perfetto').click());

  it('gets the trace through a helper page, after a press of its button', async () => {
    const { page, pages, popup, site } = isolated;
    await finished(page);
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
    expect(await page.getByText('nothing is uploaded').textContent()).toContain('ui.perfetto.dev');
    const helper = await helperOf(isolated);
    expect(new URL(helper.url()).pathname).toBe('/handoff.html');
    expect(await helper.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
    await helper.getByText('the trace is ready').waitFor();
    expect(await helper.locator('main').textContent()).toContain('ui.perfetto.dev');
    expect(await faults(helper)).toEqual([]);
    // Nothing opens before the press.
    expect(await pages()).toBe(2);
    const perfetto = await popup(() => act(helper, 'hand-over').click());
    await checkHanded(page, await handedTo(perfetto), new URL(site.url));
    await helper.getByText('Perfetto has the trace').waitFor();
    await perfetto.close();
    await helper.close();
  });

  it('is not handed anything by a helper page that is isolated, which says how to do it by hand', async () => {
    const { page, site } = isolated;
    site.route(/^handoff\.html$/, async (name) => ({
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
      body: await readFile(join(DIST, name)),
    }));
    const helper = await helperOf(isolated);
    await helper.getByText('This host isolates every page').waitFor();
    expect(await helper.locator('#open').isVisible()).toBe(false);
    const { buffer } = await saved(helper, 'save-trace');
    expect(JSON.parse(buffer.toString())).toEqual(JSON.parse((await saved(page, 'export-trace')).buffer.toString()));
    expect(await helper.locator('a[href^="https://ui.perfetto.dev"]').getAttribute('rel')).toContain('noopener');
    await helper.close();
    site.unroute();
  });

  it('is the only one to get the trace: no other window or origin is answered', async () => {
    const { page, popup } = isolated;
    const helper = await helperOf(isolated);
    await helper.getByText('the trace is ready').waitFor();
    there = PERFETTO.replace("'PING'", "'never'");
    const perfetto = await popup(() => act(helper, 'hand-over').click());
    // The helper page itself sends the answer: the wrong window, from the wrong origin.
    await helper.evaluate(() => window.postMessage('PONG', '*'));
    await perfetto.close();
    await helper.getByText('Perfetto has not answered').waitFor();
    expect(await helper.locator('#steps').isVisible()).toBe(true);
    await helper.close();
    expect(page.url()).toContain(LINK);
  });

  it('gets the trace from a page that is not isolated itself', async () => {
    const { page, popup, site } = bare;
    await finished(page);
    const perfetto = await popup(() => act(page, 'open-perfetto').click());
    await checkHanded(page, await handedTo(perfetto), new URL(site.url));
    await perfetto.close();
  });
});
