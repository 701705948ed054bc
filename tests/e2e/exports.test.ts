// Files: runs that are saved and opened again, in every family and without threads; timelines and charts as SVG; figures
// as CSV; and the trace that is handed to Perfetto, here a page that answers as Perfetto is documented to.
import { readFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import axe from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { NO_SERVICE_WORKER, onePage, type SharedPage, startSite, WITHOUT_HEADERS } from './fixtures';
import {
  act,
  address,
  alerts,
  countStates,
  eventually,
  figures,
  finished,
  paintedWhole,
  run,
  runBy,
  type Side,
  stage,
} from './page';

const LINK = '#/v1/julia?n=64&threads=2&compare=1';
const note = (page: Page) => page.locator('[data-opened]');

interface Saved {
  name: string;
  buffer: Buffer;
  mimeType: string;
}

/** What a press of a button gives the reader. */
async function saved(page: Page, action: string): Promise<Saved> {
  const [download] = await Promise.all([page.waitForEvent('download'), act(page, action).first().click()]);
  const buffer = await readFile(await download.path());
  return { name: download.suggestedFilename(), buffer, mimeType: 'application/octet-stream' };
}

const give = (page: Page, file: Saved): Promise<void> => act(page, 'open-file').setInputFiles(file);

/** Opens a saved run on a page that shows something else, and waits for it. */
async function openOn(page: Page, file: Saved): Promise<void> {
  await run(page, '#/v1/julia?n=40&schedule=sequential');
  await finished(page);
  await give(page, file);
  await note(page).waitFor();
}

/** All that can be told of the run on the stage. */
const told = (page: Page) =>
  page.evaluate(() => {
    const trace = window.brigade.trace();
    const columns = trace && [trace.lane, trace.label, trace.phase, trace.time, trace.arg].map((c) => Array.from(c));
    const texts = (selector: string) => [...document.querySelectorAll(selector)].map((e) => e.textContent);
    return {
      trace: trace && { lanes: trace.lanes, labels: trace.labels, dropped: trace.dropped, columns },
      figures: [...document.querySelectorAll<HTMLElement>('[data-metric]')].map((e) => [
        e.dataset.metric,
        e.dataset.value,
        e.textContent,
      ]),
      verdict: texts('.verdict-sentence'),
      results: texts('[data-result]'),
      lanes: texts('.timeline-lane'),
      titles: texts('.timeline-title'),
    };
  });

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof import('axe-core') }).axe.run(document);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
  });
}

/** What a browser makes of an SVG: how it is built, and whether anything in it leads outside. */
const inspect = (page: Page, text: string) =>
  page.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
    const all = [...parsed.querySelectorAll('*')];
    const outside = all.flatMap((element) =>
      [...element.attributes]
        .filter(
          ({ name, value }) => /^(?:xlink:)?href$|^src$|^on|^style$|^class$/.test(name) || /url\((?!#)/.test(value),
        )
        .map(({ name, value }) => `${element.localName} ${name}=${value}`),
    );
    return {
      root: parsed.documentElement.localName,
      error: parsed.querySelector('parsererror')?.textContent ?? null,
      title: parsed.querySelector('title')?.textContent ?? '',
      desc: parsed.querySelector('desc')?.textContent ?? '',
      metadata: parsed.querySelector('metadata')?.textContent ?? '',
      texts: [...parsed.querySelectorAll('text')].map((e) => e.textContent ?? ''),
      names: [...new Set(all.map((element) => element.localName))],
      elements: all.length,
      outside,
    };
  }, text);

const FAMILIES = [
  ['a comparison of pictures', LINK, ['parallel', 'sequential']],
  ['a picture', '#/v1/julia?n=50&threads=2&schedule=static', ['parallel']],
  ['a tree of sums', '#/v1/range-sum?schedule=fork-join&threads=2&compare=1', []],
  ['norms', '#/v1/norms?threads=2&vectors=200', []],
  ['a dinner', '#/v1/mapo-tofu?clock=virtual&compare=1', []],
  ['the knife', '#/v1/shared-knife?scale=100', []],
  ['the blocked loop', '#/v1/blocked-loop?limit=1', []],
] as const satisfies readonly (readonly [string, string, readonly Side[]])[];

describe('a run that is saved and opened again', () => {
  const shared = onePage({}, LINK);

  for (const [what, link, sides] of FAMILIES) {
    it(`is what it was: ${what}`, async () => {
      const { page } = shared;
      await run(page, link);
      await finished(page);
      const pictures = async () => {
        const hashes = [];
        for (const side of sides) hashes.push((await paintedWhole(page, side)).hash);
        return hashes;
      };
      const before = { ...(await told(page)), pictures: await pictures() };
      expect(before.figures.length).toBeGreaterThan(0);
      const file = await saved(page, 'export-run');
      expect(file.name).toMatch(/^brigade-[a-z-]+\.run\.gz$/);

      await openOn(page, file);
      await eventually(async () => expect({ ...(await told(page)), pictures: await pictures() }).toEqual(before));
      expect(await stage(page).getAttribute('data-state')).toBe('done');
      // What is opened can be saved again, and says the same.
      const again = await saved(page, 'export-run');
      const header = (bytes: Buffer) => JSON.parse(gunzipSync(bytes).toString('latin1').split('\n', 1)[0] ?? '');
      const { saved: _, link: first, ...old } = header(file.buffer);
      const { saved: __, link: second, ...fresh } = header(again.buffer);
      // What was left to the machine is written out in the link of an opened run.
      expect(second.startsWith(first.split('?')[0])).toBe(true);
      expect(fresh).toEqual(old);
    });
  }

  it('runs nothing to be shown, and says whose it is; then everything can be done with it', async () => {
    const { page } = shared;
    await run(page, LINK);
    const file = await saved(page, 'export-run');
    await run(page, '#/v1/norms?threads=2&vectors=100');
    await finished(page);
    const states = await countStates(page);
    await give(page, file);
    await note(page).waitFor();
    const seen = await page.evaluate((from) => window.seenStates?.slice(from), states);
    expect(seen).not.toContain('running');
    expect(seen).not.toContain('starting');
    expect(await stage(page).getAttribute('data-scenario')).toBe('julia');
    expect(await address(page)).toBe(LINK);
    const text = (await note(page).textContent()).replaceAll('\u00a0', ' ');
    expect(text).toContain('brigade-julia.run.gz');
    expect(text).toMatch(/logical cores?/);
    expect(text).toContain(String(new Date().getFullYear()));
    expect(text).toContain('Nothing was run here.');

    const { buffer: csv } = await saved(page, 'export-csv');
    expect(csv.toString()).toContain('metric,time_ms,');
    const { buffer: png } = await saved(page, 'export-image');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    // Its result can be shared as what it is.
    await act(page, 'share').click();
    await page.locator('[data-share="result"]').check();
    expect(await page.locator('[data-share-link]').inputValue()).toContain('&result=1.');
    await page.keyboard.press('Escape');

    await runBy(page, () => act(page, 'run-here').click());
    await eventually(async () => expect(await note(page).count()).toBe(0));
  });

  it('is left by Back, which returns to what was there', async () => {
    const { page } = shared;
    const other = '#/v1/julia?n=44&threads=2';
    await run(page, LINK);
    const file = await saved(page, 'export-run');
    await run(page, other);
    await finished(page);
    const before = await told(page);
    await give(page, file);
    await note(page).waitFor();
    await page.goBack();
    await eventually(async () => expect(await address(page)).toBe(other));
    await eventually(async () => expect(await note(page).count()).toBe(0));
    await eventually(async () => expect(await told(page)).toEqual(before));
  });

  it('is opened by dropping its file anywhere on the page', async () => {
    const { page } = shared;
    await run(page, LINK);
    const file = await saved(page, 'export-run');
    await run(page, '#/v1/julia?n=44&threads=2');
    await finished(page);
    const prevented = await page.evaluate(
      ({ bytes, name }) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(bytes)], name));
        const target = document.querySelector('header') as HTMLElement;
        return ['dragover', 'drop'].map(
          (type) =>
            !target.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true })),
        );
      },
      { bytes: [...file.buffer], name: file.name },
    );
    // Else the browser would show the file in place of the page.
    expect(prevented).toEqual([true, true]);
    await note(page).waitFor();
  });

  it('that was stopped is opened as stopped', async () => {
    const { page } = shared;
    await runBy(
      page,
      async () => {
        await page.evaluate(() => void window.brigade.run('#/v1/blocked-loop?limit=10'));
        await page.waitForSelector('main[data-state="running"]');
        await act(page, 'stop').click();
      },
      'stopped',
    );
    const before = (await told(page)).trace;
    const file = await saved(page, 'export-run');
    await openOn(page, file);
    expect(await stage(page).getAttribute('data-state')).toBe('stopped');
    expect((await told(page)).trace).toEqual(before);
  });

  it('gives a sentence where it is damaged or something else, and takes nothing away', async () => {
    const { page } = shared;
    await run(page, LINK);
    await finished(page);
    const file = await saved(page, 'export-run');
    const before = await told(page);
    const plain = gunzipSync(file.buffer);
    const [line = ''] = plain.toString('latin1').split('\n', 1);
    const rest = plain.subarray(line.length);
    const forged = (change: object) =>
      gzipSync(Buffer.concat([Buffer.from(JSON.stringify({ ...JSON.parse(line), ...change })), rest]));
    const flipped = Buffer.from(file.buffer);
    flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 0xff;
    const bad: [string, Buffer, RegExp][] = [
      ['cut.run.gz', file.buffer.subarray(0, file.buffer.length - 100), /damaged or cut off/],
      ['flipped.run.gz', flipped, /could not be opened as a saved run/],
      ['empty.run.gz', Buffer.alloc(0), /does not begin as one/],
      ['<img src=x onerror=window.in=1>.gz', Buffer.from('GIF89a'), /does not begin as one/],
      ['newer.run.gz', forged({ version: 9 }), /newer version of this page/],
      ['other.run.gz', forged({ link: '#/v1/norms' }), /something else/],
      ['long.run.gz', gzipSync(Buffer.concat([plain, Buffer.alloc(1 << 20)])), /longer than it says/],
      ['no-study.json', Buffer.from('{"format":"brigade-results"}'), /no export of a study/],
    ];
    for (const [name, buffer, words] of bad) {
      await give(page, { name, buffer, mimeType: '' });
      await eventually(async () => expect(await alerts(page).allInnerTexts()).toEqual([expect.stringMatching(words)]));
      await act(page, 'dismiss').click();
      expect(await told(page)).toEqual(before);
      expect(await note(page).count()).toBe(0);
    }
    expect(await page.evaluate(() => 'in' in window)).toBe(false);
  });

  it('has a note that can be read by everybody, on a narrow page too', async () => {
    const { page } = shared;
    await run(page, LINK);
    await openOn(page, await saved(page, 'export-run'));
    expect(await faults(page)).toEqual([]);
    const size = page.viewportSize();
    await page.setViewportSize({ width: 360, height: 760 });
    const excess = () =>
      page.evaluate(() => Math.max(0, (document.scrollingElement?.scrollWidth ?? 0) - window.innerWidth));
    await eventually(async () => expect(await excess()).toBe(0));
    if (size) await page.setViewportSize(size);
  });
});

describe('without threads', () => {
  const shared = onePage(WITHOUT_HEADERS, '#/v1/julia?n=40', NO_SERVICE_WORKER);

  it('a comparison that was made with threads is opened as it was', async () => {
    const site = await startSite();
    const { page: threaded } = await site.open(LINK);
    await finished(threaded);
    const before = { ...(await told(threaded)), hash: (await paintedWhole(threaded, 'sequential')).hash };
    const file = await saved(threaded, 'export-run');
    await site.close();
    const { page } = shared;
    await finished(page);
    await give(page, file);
    await note(page).waitFor();
    await eventually(async () =>
      expect({ ...(await told(page)), hash: (await paintedWhole(page, 'sequential')).hash }).toEqual(before),
    );
    expect(before.titles).toHaveLength(2);
    expect((await figures(page)).speedup).toBeGreaterThan(0);
    shared.takeMessages();
  });
});

describe('drawings and tables', () => {
  const shared = onePage({}, LINK);

  for (const [what, link] of FAMILIES) {
    it(`the timeline is an SVG that stands alone: ${what}`, async () => {
      const { page } = shared;
      await run(page, link);
      await finished(page);
      await page.waitForFunction(() => document.querySelectorAll('.timeline-title').length > 0);
      const { name, buffer } = await saved(page, 'export-timeline');
      expect(name).toMatch(/^brigade-[a-z-]+-timeline\.svg$/);
      const svg = await inspect(page, buffer.toString());
      expect(svg).toMatchObject({ root: 'svg', error: null, outside: [] });
      expect(svg.names).not.toContain('script');
      expect(svg.metadata).toBe(page.url());
      expect(svg.texts).toContain(page.url().length > 200 ? svg.texts.at(-1) : page.url());
      const shown = await told(page);
      expect(shown.titles.length).toBeGreaterThan(0);
      // Every lane that has room for a name on the page has it here, and its share in the description.
      const lanes = await page.locator('.timeline-lane:not(.is-folded) .timeline-name').allTextContents();
      for (const lane of lanes.filter((text) => text.length < 14)) expect(svg.texts).toContain(lane);
      for (const lane of lanes) expect(svg.desc).toContain(lane);
      expect(svg.title).toContain('timeline');
    });
  }

  it('a timeline of very many spans has few elements', async () => {
    const { page } = shared;
    await run(page, '#/v1/julia?n=2000&grain=1&threads=4&repeats=3');
    await finished(page);
    const events = await page.evaluate(() => window.brigade.trace()?.count ?? 0);
    expect(events).toBeGreaterThan(10_000);
    const { buffer } = await saved(page, 'export-timeline');
    const svg = await inspect(page, buffer.toString());
    expect(svg.error).toBeNull();
    expect(svg.elements).toBeLessThan(1500);
  });

  it('names from a reader’s own recipe are text, whatever they are', async () => {
    const { page } = shared;
    const recipe = await page.evaluate(() => {
      const kind = window.brigade
        .catalog()
        .scenarios.find(({ id }) => id === 'mapo-tofu')
        ?.params.find(({ name }) => name === 'recipe')?.kind;
      return kind?.type === 'text' ? (kind.named[0]?.text ?? '') : '';
    });
    expect(recipe).not.toBe('');
    const summary = await run(page, `#/v1/mapo-tofu?clock=virtual&recipe=${encodeURIComponent(recipe)}`);
    expect(summary.state).toBe('done');
    const { buffer } = await saved(page, 'export-timeline');
    expect((await inspect(page, buffer.toString())).error).toBeNull();
  });

  it('figures are a table with a line for each', async () => {
    const { page } = shared;
    const summary = await run(page, LINK);
    const { name, buffer } = await saved(page, 'export-csv');
    expect(name).toBe('brigade-julia.csv');
    const [head, ...lines] = buffer.toString().trimEnd().split('\r\n');
    expect(head).toBe('kind,name,value,unit,meaning');
    for (const [metric, value] of Object.entries(summary.metrics)) {
      expect(lines.some((line) => line.startsWith(`metric,${metric},${value},`))).toBe(true);
    }
    expect(lines).toContain('setting,n,64,,');
    expect(lines.some((line) => line.startsWith('run,link,http') && line.includes(LINK))).toBe(true);
  });
});

describe('studies', () => {
  const STUDY = '#/v1/julia?n=80&repeats=3&warmup=1&sweep=threads%3A1%2C2';
  const shared = onePage({}, STUDY);
  const rows = (page: Page) =>
    page.locator('[data-point]').evaluateAll((all) => all.map((row) => row.textContent ?? ''));

  it('have charts that stand alone as SVG', async () => {
    const { page } = shared;
    await finished(page);
    const charts = page.locator('.charts [data-action="export-chart"]');
    await eventually(async () => expect(await charts.count()).toBe(2));
    for (const chart of await charts.all()) {
      const [download] = await Promise.all([page.waitForEvent('download'), chart.click()]);
      expect(download.suggestedFilename()).toMatch(/^brigade-study-julia-threads-(?:time|speedup)\.svg$/);
      const svg = await inspect(page, await readFile(await download.path(), 'utf8'));
      expect(svg).toMatchObject({ root: 'svg', error: null, outside: [] });
      expect(svg.metadata).toContain('sweep=threads:1,2');
      expect(svg.texts).toContain(svg.title);
      expect(svg.names).toContain('circle');
      expect(svg.desc).toContain(': ');
    }
  });

  it('are opened again from their JSON, without running anything', async () => {
    const { page } = shared;
    await finished(page);
    const before = { rows: await rows(page), figures: await figures(page) };
    expect(before.rows).toHaveLength(2);
    const file = await saved(page, 'export-study-json');
    await run(page, '#/v1/julia?n=40&threads=2');
    await finished(page);
    const states = await countStates(page);
    await give(page, file);
    await note(page).waitFor();
    expect(await page.evaluate((from) => window.seenStates?.slice(from), states)).not.toContain('running');
    await eventually(async () => expect(await rows(page)).toEqual(before.rows));
    expect(await figures(page)).toEqual(before.figures);
    expect(await address(page)).toContain('sweep=threads:1,2');
    expect(await page.locator('[data-study-state]').getAttribute('data-study-state')).toBe('done');
  });
});

/** Answers as ui.perfetto.dev does, and keeps what it is given. */
const PERFETTO = `<!doctype html><title>Perfetto</title><script>
  window.messages = [];
  addEventListener('message', ({ data, origin, source }) => {
    if (data === 'PING') source.postMessage('PONG', '*');
    else messages.push({ origin, keys: Object.keys(data), ...data.perfetto, buffer: new TextDecoder().decode(data.perfetto.buffer) });
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

async function withPerfetto(context: BrowserContext, html = PERFETTO): Promise<void> {
  await context.route('https://ui.perfetto.dev/**', (route) => route.fulfill({ contentType: 'text/html', body: html }));
}

async function opened(context: BrowserContext, press: () => Promise<unknown>): Promise<Page> {
  const [page] = await Promise.all([context.waitForEvent('page'), press()]);
  await page.waitForLoadState();
  return page;
}

async function handedTo(page: Page): Promise<Handed> {
  await page.waitForFunction(() => (window as unknown as { messages: unknown[] }).messages.length > 0);
  const all = await page.evaluate(() => (window as unknown as { messages: Handed[] }).messages);
  expect(all).toHaveLength(1);
  return all[0] as Handed;
}

/** The trace that the page would have saved. */
async function checkHanded(page: Page, handed: Handed, { origin }: URL): Promise<void> {
  const { buffer } = await saved(page, 'export-trace');
  expect(handed).toMatchObject({ origin, keys: ['perfetto'], fileName: 'brigade-julia.trace.json', url: page.url() });
  expect(handed.title).toContain('Julia');
  expect(JSON.parse(handed.buffer)).toEqual(JSON.parse(buffer.toString()));
}

describe('Perfetto', () => {
  const isolated = onePage({}, LINK);
  const bare = onePage(WITHOUT_HEADERS, '#/v1/julia?n=40', NO_SERVICE_WORKER);

  const helperOf = ({ page, context }: SharedPage): Promise<Page> =>
    opened(context, () => act(page, 'open-perfetto').click());

  it('gets the trace through a helper page, after a press on what says so', async () => {
    const { page, context, site } = isolated;
    await finished(page);
    await withPerfetto(context);
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
    expect(await page.getByText('Brigade uploads nothing').textContent()).toContain('ui.perfetto.dev');
    const helper = await helperOf(isolated);
    expect(new URL(helper.url()).pathname).toBe('/handoff.html');
    expect(await helper.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
    await helper.getByText('the trace is ready').waitFor();
    expect(await helper.locator('main').textContent()).toContain('ui.perfetto.dev');
    expect(await faults(helper)).toEqual([]);
    // Nothing is opened before the press.
    expect(context.pages()).toHaveLength(2);
    const perfetto = await opened(context, () => act(helper, 'hand-over').click());
    await checkHanded(page, await handedTo(perfetto), new URL(site.url));
    await helper.getByText('Perfetto has the trace').waitFor();
    await perfetto.close();
    await helper.close();
  });

  it('is not handed anything by a helper page that is isolated, which says how to do it by hand', async () => {
    const { page, context } = isolated;
    await context.route('**/handoff.html*', async (route) => {
      const response = await route.fetch();
      const headers = {
        ...response.headers(),
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      };
      await route.fulfill({ response, headers });
    });
    const helper = await helperOf(isolated);
    await helper.getByText('This host isolates every page').waitFor();
    expect(await helper.locator('#open').isVisible()).toBe(false);
    const { buffer } = await saved(helper, 'save-trace');
    expect(JSON.parse(buffer.toString())).toEqual(JSON.parse((await saved(page, 'export-trace')).buffer.toString()));
    expect(await helper.locator('a[href^="https://ui.perfetto.dev"]').getAttribute('rel')).toContain('noopener');
    await helper.close();
    await context.unroute('**/handoff.html*');
  });

  it('is told to nobody else: only its own window and origin are answered', async () => {
    const { page, context } = isolated;
    const helper = await helperOf(isolated);
    await helper.getByText('the trace is ready').waitFor();
    await context.unroute('https://ui.perfetto.dev/**');
    await withPerfetto(context, PERFETTO.replace("'PING'", "'never'"));
    const perfetto = await opened(context, () => act(helper, 'hand-over').click());
    // The helper page itself says that it is ready: that is the wrong window and the wrong origin.
    await helper.evaluate(() => window.postMessage('PONG', '*'));
    await perfetto.close();
    await helper.getByText('Perfetto has not answered').waitFor();
    expect(await helper.locator('#steps').isVisible()).toBe(true);
    await helper.close();
    expect(page.url()).toContain(LINK);
  });

  it('gets the trace from a page that is not isolated itself', async () => {
    const { page, context, site } = bare;
    await finished(page);
    await withPerfetto(context);
    const perfetto = await opened(context, () => act(page, 'open-perfetto').click());
    await checkHanded(page, await handedTo(perfetto), new URL(site.url));
    await perfetto.close();
  });
});
