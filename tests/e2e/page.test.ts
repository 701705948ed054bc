// The page as a whole: exported files, a phone's screen, a zoomed page, a reload in the middle of a run, two pages at
// once.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { BROWSER } from './drivers/which';
import { saved } from './files';
import { HEARS_WORKERS, inOneBrowser, onePage } from './fixtures';
import {
  act,
  eventually,
  figures,
  finished,
  loaded,
  paintedWhole,
  run,
  runBy,
  stage,
  tooWide,
  waitForState,
} from './page';
import { reference } from './reference';

const innerWidth = (page: Page): Promise<number> => page.evaluate(() => window.innerWidth);

describe('the files', () => {
  const shared = onePage({}, '#/v1/julia?n=203&threads=2&repeats=5&compare=1');

  it('hold the trace, as other tools read it', async () => {
    const { page } = shared;
    await finished(page);
    const { name, buffer: bytes } = await saved(page, 'export-trace');
    expect(name).toBe('brigade-julia.trace.json');
    const trace = JSON.parse(bytes.toString());
    const events: { ph: string; tid: number; ts: number; dur: number; name: string; args: { name?: string } }[] =
      trace.traceEvents;
    const lanes = events.filter((event) => event.name === 'thread_name').map((event) => event.args.name);
    expect(lanes).toEqual(['coordinator', 'thread 0', 'thread 1', 'page']);
    const spans = events.filter((event) => event.ph === 'X');
    for (const { ts, dur } of spans) expect(ts >= 0 && dur >= 0).toBe(true);
    // The trace has one warm-up and five measured repeats of each side.
    expect(spans.filter((span) => span.name === 'repeat').length).toBe(5);
    expect(spans.filter((span) => span.name === 'sequential').length).toBe(5);
    expect(trace.otherData.link).toBe(page.url());
    expect(trace.otherData.dropped_events).toBe(0);
  });

  it('hold the picture in full resolution, and its link', async () => {
    const { page } = shared;
    const { name, buffer: bytes } = await saved(page, 'export-image');
    expect(name).toBe('brigade-julia.png');
    expect(bytes.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([203, 203]);
    expect(bytes.includes(`Source\0${page.url()}`)).toBe(true);
    // A decoder reads it, and finds the page's colours in it.
    const decoded = await page.evaluate(async (base64) => {
      const file = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const image = await createImageBitmap(new Blob([file], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
      canvas?.drawImage(image, 0, 0);
      const data = canvas?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
      return new Set(new Uint32Array(data.buffer)).size;
    }, bytes.toString('base64'));
    expect(decoded).toBe((await paintedWhole(page)).colours);
  });

  inOneBrowser('hold the figures', async () => {
    const { page } = shared;
    const { name, buffer: bytes } = await saved(page, 'export-results');
    expect(name).toBe('brigade-julia.json');
    const { format, version, link, compare, machine, outcome } = JSON.parse(bytes.toString());
    expect({ format, version, link, compare }).toEqual({
      format: 'brigade-results',
      version: 1,
      link: page.url(),
      compare: true,
    });
    expect(machine.isolated).toBe(true);
    const metrics: { name: string; value: number }[] = outcome.metrics;
    expect(Object.fromEntries(metrics.map((metric) => [metric.name, metric.value]))).toMatchObject(await figures(page));
    expect(outcome.images.map(({ sum }: { sum: number }) => sum)).toEqual([reference(203).sum, reference(203).sum]);
  });
});

describe('a phone', () => {
  const shared = onePage({}, '#/v1/julia?n=203&repeats=5&compare=1', {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
  });
  inOneBrowser('never scrolls sideways, in whatever state', async () => {
    const { page } = shared;
    // The page is no wider than the screen, and the browser has not shrunk it to fit.
    const fits = async () => expect([await tooWide(page), await innerWidth(page)]).toEqual([[], 360]);
    await finished(page);
    await paintedWhole(page, 'sequential');
    await fits();
    await run(page, '#/v1/julia?n=64&threads=32&repeats=5');
    await fits();
    await run(page, `#/v1/${'nowhere'.repeat(20)}?${'key'.repeat(20)}=${'value'.repeat(20)}`);
    await page.locator('.notices-problem').waitFor();
    await fits();
    await page.locator('[data-unfold="lesson"]').click();
    await page.locator('.badge summary').click();
    await page.locator('.badge-facts').waitFor();
    await fits();
    await page.keyboard.press('Escape');
    await act(page, 'share').click();
    await page.locator('dialog[open]').waitFor();
    await fits();
    await page.keyboard.press('Escape');
    await run(page, '#/v1/self-test?fail=thread');
    await waitForState(page, 'error');
    await fits();
    // The panic of a worker is on the console if the console reports workers.
    expect((await shared.takeMessages()).join()).toMatch(HEARS_WORKERS ? /^error: panicked/ : /^$/);
  });

  inOneBrowser('has only targets that are large enough for a finger', async () => {
    const { page } = shared;
    await run(page, '#/v1/julia?n=203&repeats=5&compare=1');
    await finished(page);
    const small = await page.evaluate(() => {
      const found: string[] = [];
      for (const element of document.querySelectorAll<HTMLElement>('button, select, summary, input, a[href]')) {
        if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        // A reader presses the label around a box to tick.
        const target = element.matches('input[type=radio], input[type=checkbox]') ? element.closest('label') : element;
        const { width, height } = (target ?? element).getBoundingClientRect();
        // WCAG 2.2, success criterion 2.5.8: at least 24 by 24 points.
        if (Math.min(width, height) < 24) found.push(`${element.outerHTML.slice(0, 90)} ${width} × ${height}`);
      }
      return found;
    });
    expect(small).toEqual([]);
    for (const action of ['run', 'compare', 'stop', 'settings', 'share', 'theme']) {
      const box = await act(page, action).boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), action).toBeGreaterThanOrEqual(36);
    }
  });

  it('runs by a tap', async () => {
    const { page } = shared;
    await finished(page);
    await runBy(page, () => act(page, 'run').tap());
    await paintedWhole(page);
    expect(await figures(page)).toMatchObject({ threads: expect.any(Number) });
  });

  inOneBrowser('has its scenarios in a menu', async () => {
    const { page } = shared;
    const menu = act(page, 'menu');
    expect(await menu.getAttribute('aria-expanded')).toBe('false');
    await menu.tap();
    expect(await menu.getAttribute('aria-expanded')).toBe('true');
    await runBy(page, () => page.locator('.rail-link').first().tap());
    expect(await menu.getAttribute('aria-expanded')).toBe('false');
  });
});

// Simulates browser zoom: fewer points for the page, and more pixels for each. At 400 % the page is as narrow as WCAG
// 2.2 asks for (criterion 1.4.10). WebKit's driver knows whole factors only.
describe.each(BROWSER === 'webkit' ? [4] : [0.5, 1.5, 4])('a page that is zoomed to %s of its size', (zoom) => {
  const [width, height] = [1280 / zoom, 1024 / zoom].map(Math.round) as [number, number];
  const shared = onePage({}, '#/v1/julia?n=160&schedule=static&threads=2&repeats=5&compare=1', {
    viewport: { width, height },
    deviceScaleFactor: zoom,
  });

  it('fits, is sharp, and knows what the pointer is on', async () => {
    const { page } = shared;
    await finished(page);
    await paintedWhole(page);
    expect(await page.evaluate(() => window.devicePixelRatio)).toBe(zoom);
    expect([await tooWide(page), await innerWidth(page)]).toEqual([[], width]);
    // Each pixel of the timeline is one of the screen.
    await eventually(async () => {
      for (const ratio of await page.evaluate(() =>
        [...document.querySelectorAll<HTMLCanvasElement>('.timeline-plot canvas')].map(
          (canvas) => canvas.width / canvas.getBoundingClientRect().width,
        ),
      )) {
        expect(ratio).toBeCloseTo(zoom, 1);
      }
    });
    const picture = page.locator('canvas[data-picture="parallel"]');
    const box = await picture.boundingBox();
    if (!box) throw new Error('There is no picture.');
    for (const [share, column] of [
      [0.1, /thread 0.*column 1[567]\b/s],
      [0.9, /thread 1.*column 14[345]\b/s],
    ] as const) {
      await picture.hover({ position: { x: share * box.width, y: 0.3 * box.height } });
      const readout = page.locator('[data-heatmap="parallel"] [data-readout]');
      await eventually(async () => expect(await readout.textContent()).toMatch(column));
    }
  });
});

describe('the same site', () => {
  const shared = onePage({}, '#/v1/julia?n=64&repeats=5');

  it('can be reloaded in the middle of a run', async () => {
    const { page } = shared;
    await finished(page);
    // The run does not end before it is stopped.
    const link = '#/v1/self-test?fail=wait&threads=2';
    await page.evaluate((hash) => {
      window.location.hash = hash;
    }, link);
    await waitForState(page, 'running');
    // The code of its stage has come: a browser reports what a reload cuts short.
    await loaded(page);
    await page.reload();
    await waitForState(page, 'running');
    expect(new URL(page.url()).hash).toBe(link);
    await act(page, 'stop').click();
    await waitForState(page, 'stopped');
    await run(page, '#/v1/julia?n=203&repeats=6');
    await finished(page);
    await eventually(async () => expect((await figures(page)).repeats).toBe(6));
    await paintedWhole(page);
  });

  it('goes on while its tab is hidden, and shows the result when the tab is back', async () => {
    const { page } = shared;
    // Simulates a hidden tab: the page is told so, and gets no frames until it is shown again.
    await page.evaluate(() => {
      const later: FrameRequestCallback[] = [];
      const request = window.requestAnimationFrame;
      const tell = (state: string) => {
        Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
        Object.defineProperty(document, 'hidden', { value: state === 'hidden', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      };
      window.requestAnimationFrame = (callback) => later.push(callback);
      tell('hidden');
      window.addEventListener(
        'test:show',
        () => {
          window.requestAnimationFrame = request;
          for (const callback of later) request(callback);
          tell('visible');
        },
        { once: true },
      );
    });
    const { state, image } = await run(page, '#/v1/julia?n=203&repeats=6&compare=1&re=-0.4&im=0.6');
    expect(state).toBe('done');
    expect(image).toEqual(reference(203, -0.4, 0.6));
    await page.evaluate(() => window.dispatchEvent(new Event('test:show')));
    await finished(page);
    await eventually(async () => expect((await figures(page)).repeats).toBe(6));
    await paintedWhole(page);
    await paintedWhole(page, 'sequential');
  });

  it('can be open twice', async () => {
    const { page, another, site } = shared;
    const other = await another(`${site.url}#/v1/julia?n=64&repeats=5`);
    const link = '#/v1/julia?n=203&repeats=6&compare=1';
    const endless = run(other, '#/v1/self-test?fail=wait&threads=2');
    await waitForState(other, 'running');
    const outcomes = await Promise.all([run(page, link), run(other, link)]);
    for (const { state, image } of outcomes) expect({ state, image }).toEqual({ state: 'done', image: reference(203) });
    // The second run of the other page replaced its first.
    expect((await endless).state).toBe('stopped');
    await eventually(async () => expect(await stage(other).getAttribute('data-state')).toBe('done'));
    await other.close();
  });
});
