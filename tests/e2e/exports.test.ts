// A run that is saved to a file and opened again is the same, in every family, stopped, and without threads. A damaged
// file gives a sentence.
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { faults } from './axe';
import { give, note, type Saved, saved, told } from './files';
import { NO_SERVICE_WORKER, onePage, startSite, WITHOUT_HEADERS } from './fixtures';
import {
  act,
  address,
  alerts,
  countStates,
  ENDLESS_DINNER,
  eventually,
  figures,
  finished,
  paintedWhole,
  run,
  runBy,
  stage,
  tooWide,
} from './page';

const LINK = '#/v1/julia?n=64&threads=2&repeats=5&compare=1';

/** Opens a saved run on a page that shows another one, and waits until it is shown. */
async function openOn(page: Page, file: Saved): Promise<void> {
  await run(page, '#/v1/julia?n=40&schedule=sequential&repeats=5');
  await finished(page);
  await give(page, file);
  await note(page).waitFor();
}

describe('a run that is saved and opened again', () => {
  const shared = onePage({}, LINK);

  it('is shown without running, with its origin, and can then be used like any other', async () => {
    const { page } = shared;
    await run(page, LINK);
    const file = await saved(page, 'export-run');
    await run(page, '#/v1/norms?threads=2&vectors=100&repeats=5');
    await finished(page);
    const states = await countStates(page);
    await give(page, file);
    await note(page).waitFor();
    const seen = await page.evaluate((from) => window.seenStates?.slice(from), states);
    expect(seen).not.toContain('running');
    expect(seen).not.toContain('starting');
    expect(await stage(page).getAttribute('data-scenario')).toBe('julia');
    expect(await address(page)).toBe(LINK);
    const text = ((await note(page).textContent()) ?? '').replaceAll('\u00a0', ' ');
    expect(text).toContain('brigade-julia.run.gz');
    expect(text).toMatch(/logical cores?/);
    expect(text).toContain(String(new Date().getFullYear()));
    expect(text).toContain('not on this one.');

    const { buffer: csv } = await saved(page, 'export-csv');
    expect(csv.toString()).toContain('metric,time_ms,');
    const { buffer: png } = await saved(page, 'export-image');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    // Its result can be shared, with the origin that it has.
    await act(page, 'share').click();
    await page.locator('[data-share="result"]').check();
    expect(await page.locator('[data-share-link]').inputValue()).toContain('&result=1.');
    await page.keyboard.press('Escape');

    await runBy(page, () => act(page, 'run-here').click());
    await eventually(async () => expect(await note(page).count()).toBe(0));
  });

  it('is left by Back, which shows the former run again', async () => {
    const { page } = shared;
    const other = '#/v1/julia?n=44&threads=2&repeats=5';
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
    await run(page, '#/v1/julia?n=44&threads=2&repeats=5');
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
    // Otherwise the browser would show the file in place of the page.
    expect(prevented).toEqual([true, true]);
    await note(page).waitFor();
  });

  it('that was stopped is opened as stopped', async () => {
    const { page } = shared;
    await runBy(
      page,
      async () => {
        await page.evaluate((link) => void window.brigade.run(link), ENDLESS_DINNER);
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

  it('gives a sentence if it is damaged or another kind of file, and what is shown stays', async () => {
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
      ['empty.run.gz', Buffer.alloc(0), /it is not one/],
      ['<img src=x onerror=window.in=1>.gz', Buffer.from('GIF89a'), /it is not one/],
      ['newer.run.gz', forged({ version: 9 }), /newer version of this page/],
      ['other.run.gz', forged({ link: '#/v1/norms' }), /does not match/],
      ['long.run.gz', gzipSync(Buffer.concat([plain, Buffer.alloc(1 << 20)])), /longer than it says/],
      ['no-study.json', Buffer.from('{"format":"brigade-results"}'), /not the export of a study/],
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

  it('has an accessible note, on a narrow page too', async () => {
    const { page } = shared;
    await run(page, LINK);
    await openOn(page, await saved(page, 'export-run'));
    expect(await faults(page)).toEqual([]);
    const size = page.viewportSize();
    await page.setViewportSize({ width: 360, height: 760 });
    await eventually(async () => expect(await tooWide(page)).toEqual([]));
    if (size) await page.setViewportSize(size);
  });
});

describe('without threads', () => {
  const shared = onePage(WITHOUT_HEADERS, '#/v1/julia?n=40&repeats=5', NO_SERVICE_WORKER);

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
    expect((await figures(page)).sequential_ms).toBeGreaterThan(0);
    await shared.takeMessages();
  });
});
