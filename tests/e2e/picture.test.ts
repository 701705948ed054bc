// The picture: zoom, pan, reset, colours and tint, the read-out, and the replay that fills it in again.
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { inOneBrowser, onePage, TALL } from './fixtures';
import {
  act,
  address,
  countStates,
  eventually,
  figures,
  finished,
  frames,
  painted,
  paintedWhole,
  run,
  runBy,
  type Side,
  settings,
} from './page';

const LINK = '#/v1/julia?n=160&repeats=5';

const canvas = (page: Page, side: Side = 'parallel'): Locator => page.locator(`canvas[data-picture="${side}"]`);

/** Returns a place on the picture, given in shares of its width and height from its upper left corner. */
async function place(page: Page, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await canvas(page).boundingBox();
  if (!box) throw new Error('There is no picture.');
  return { x: box.x + x * box.width, y: box.y + y * box.height };
}

async function view(page: Page): Promise<{ x: number; y: number; width: number }> {
  const all = await settings(page);
  return { x: Number(all.get('x') ?? 0), y: Number(all.get('y') ?? 0), width: Number(all.get('width') ?? 4) };
}

/** Shows the same finished picture for the start of a test. */
async function fresh(page: Page, link = LINK): Promise<{ hash: number }> {
  await run(page, link);
  await finished(page);
  return paintedWhole(page);
}

describe('the view', () => {
  const shared = onePage({}, LINK, TALL);

  it('zooms at the pointer with Ctrl and the wheel, and computes the part anew', async () => {
    const { page } = shared;
    const before = await fresh(page);
    const at = await place(page, 0.75, 0.25);
    await page.mouse.move(at.x, at.y);
    await page.keyboard.down('Control');
    await runBy(page, () => page.mouse.wheel(0, -240));
    await page.keyboard.up('Control');
    const { x, y, width } = await view(page);
    expect(width).toBeLessThan(3.5);
    // The point under the pointer stays there: a quarter of the width right of the centre and above it.
    expect(x + width / 4).toBeCloseTo(1, 1);
    expect(y + width / 4).toBeCloseTo(1, 1);
    await eventually(async () => expect((await painted(page)).hash).not.toBe(before.hash));
    await paintedWhole(page);
    expect(await canvas(page).getAttribute('aria-label')).toContain('width 2.');
  });

  it('leaves the wheel without Ctrl to the page', async () => {
    const { page } = shared;
    await fresh(page);
    const states = await countStates(page);
    await page.setViewportSize({ ...TALL.viewport, height: 900 });
    const from = await canvas(page).evaluate((element) => {
      (document.activeElement as HTMLElement | null)?.blur();
      element.scrollIntoView({ block: 'center', behavior: 'instant' });
      return window.scrollY;
    });
    const at = await place(page, 0.5, 0.5);
    await page.mouse.move(at.x, at.y);
    await page.mouse.wheel(0, 120);
    await eventually(async () => expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(from));
    await page.setViewportSize(TALL.viewport);
    expect(await address(page)).toBe(LINK);
    expect(await countStates(page)).toBe(states);
  });

  it('pans by dragging, and a reset leads back', async () => {
    const { page } = shared;
    const before = await fresh(page);
    const from = await place(page, 0.5, 0.5);
    const to = await place(page, 0.25, 0.75);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 5 });
    await runBy(page, () => page.mouse.up());
    const moved = await view(page);
    // A drag by a quarter of 4 to the left and down moves the centre right and up.
    expect(moved.x).toBeCloseTo(1, 1);
    expect(moved.y).toBeCloseTo(1, 1);
    expect(moved.width).toBe(4);
    await eventually(async () => expect((await painted(page)).hash).not.toBe(before.hash));

    await runBy(page, () => act(page, 'reset-view').click());
    expect(await address(page)).toBe(LINK);
    await eventually(async () => expect((await painted(page)).hash).toBe(before.hash));
  });

  it('zooms and pans by the keyboard', async () => {
    const { page } = shared;
    await fresh(page);
    await canvas(page).focus();
    await runBy(page, () => page.keyboard.press('+'));
    expect((await view(page)).width).toBeCloseTo(4 / 1.5, 2);
    await runBy(page, () => page.keyboard.press('ArrowRight'));
    expect((await view(page)).x).toBeCloseTo(4 / 15, 2);
    await runBy(page, () => page.keyboard.press('ArrowUp'));
    expect((await view(page)).y).toBeCloseTo(4 / 15, 2);
    await runBy(page, () => page.keyboard.press('0'));
    expect(await view(page)).toEqual({ x: 0, y: 0, width: 4 });
  });

  it('is the same in both pictures of a comparison', async () => {
    const { page } = shared;
    const before = await fresh(page, `${LINK}&compare=1`);
    await canvas(page, 'sequential').focus();
    await runBy(page, () => page.keyboard.press('+'));
    await eventually(async () => {
      const { hash } = await painted(page, 'parallel');
      expect(hash).not.toBe(before.hash);
      expect((await painted(page, 'sequential')).hash).toBe(hash);
    });
    expect((await figures(page)).identical).toBe(1);
  });
});

describe('the colours', () => {
  const shared = onePage({}, LINK, TALL);

  inOneBrowser('change without computing anything again', async () => {
    const { page } = shared;
    await fresh(page);
    const states = await countStates(page);
    const shown = await figures(page);
    const seen = new Set<number>();
    const look = async (): Promise<void> => {
      await eventually(async () => expect(seen.has((await painted(page)).hash)).toBe(false));
      seen.add((await paintedWhole(page)).hash);
    };
    await look();
    await act(page, 'colours').click();
    for (const name of ['viridis', 'turbo', 'greys']) {
      await act(page, `palette-${name}`).check({ force: true });
      await look();
    }
    await page.locator('[data-control="reversed"]').check();
    await look();
    await page.locator('[data-control="scale"]').selectOption('linear');
    await look();
    await page.locator('[data-control="tint"]').check();
    await look();
    expect(seen.size).toBe(7);
    expect(await countStates(page)).toBe(states);
    expect(await figures(page)).toEqual(shown);
    expect(await address(page)).toBe(LINK);
  });

  inOneBrowser('tint the columns of two threads differently', async () => {
    const { page } = shared;
    await fresh(page, '#/v1/julia?n=160&schedule=static&threads=2&repeats=5');
    await page.locator('[data-control="tint"]').check();
    // All points leave the outermost columns at once: their counts are equal, and their colours differ by the thread
    // only.
    await eventually(async () => {
      const [left, right] = await page.evaluate(() => {
        const from = document.querySelector<HTMLCanvasElement>('canvas[data-picture="parallel"]');
        if (!from) throw new Error('There is no picture.');
        const copy = new OffscreenCanvas(from.width, from.height).getContext('2d', { willReadFrequently: true });
        copy?.drawImage(from, 0, 0);
        return [0, from.width - 1].map((x) => copy?.getImageData(x, 0, 1, 1).data.join());
      });
      expect(left).not.toBe(right);
    });
    await page.locator('[data-control="tint"]').uncheck();
  });

  it('tell of the pixel under the pointer, and of its thread', async () => {
    const { page } = shared;
    await fresh(page, '#/v1/julia?n=160&schedule=static&threads=2&repeats=5');
    const readout = page.locator('[data-readout]');
    const right = await place(page, 0.99, 0.01);
    await page.mouse.move(right.x, right.y);
    await eventually(async () =>
      expect(await readout.textContent()).toMatch(/z = .*i.*escaped after 0.*thread 1.*column 15\d/s),
    );
    const left = await place(page, 0.01, 0.5);
    await page.mouse.move(left.x, left.y);
    await eventually(async () => expect(await readout.textContent()).toMatch(/thread 0.*column [0-3]\b/s));
    await page.mouse.move(0, 0);
    await eventually(async () => expect(await readout.textContent()).toMatch(/Point at the picture/));
  });
});

describe('the replay', () => {
  const shared = onePage({}, LINK, TALL);
  const scrub = (page: Page) => act(page, 'replay-scrub');
  const moment = async (page: Page): Promise<number> => Number(await scrub(page).inputValue());

  inOneBrowser('plays, and fills the picture in again', async () => {
    const { page } = shared;
    const whole = await fresh(page, '#/v1/julia?n=400&threads=2&repeats=5&compare=1');
    const states = await countStates(page);
    await act(page, 'replay-speed').selectOption('0.001');
    await act(page, 'replay-play').click();
    await page.locator('[data-replay="playing"]').waitFor();
    const early = await moment(page);
    await eventually(async () => expect(await moment(page)).toBeGreaterThan(early));
    await act(page, 'replay-play').click();
    await page.locator('[data-replay="paused"]').waitFor();
    const paused = await moment(page);
    await frames(page, 5);
    expect(await moment(page)).toBe(paused);

    // Both pictures together: on a busy machine one may be done long before the other has begun.
    const columns: number[] = [];
    for (let step = 0; step <= 20; step++) {
      await scrub(page).fill(String(step / 20));
      await frames(page, 2);
      columns.push((await painted(page, 'sequential')).columns + (await painted(page, 'parallel')).columns);
    }
    expect(columns[0]).toBeLessThan(20);
    expect(columns).toEqual([...columns].sort((a, b) => a - b));
    expect(columns.at(-1)).toBe(2 * 400);
    expect(new Set(columns).size).toBeGreaterThan(2);

    await act(page, 'replay-leave').click();
    await page.locator('[data-replay="off"]').waitFor();
    expect((await paintedWhole(page)).hash).toBe(whole.hash);
    expect(await countStates(page)).toBe(states);
  });

  inOneBrowser('runs to its end and stays there', async () => {
    const { page } = shared;
    await fresh(page);
    await act(page, 'replay-speed').selectOption('1');
    await act(page, 'replay-play').click();
    await eventually(async () => expect(await moment(page)).toBe(1));
    await page.locator('[data-replay="paused"]').waitFor();
    await paintedWhole(page);
  });

  it('goes by the keyboard', async () => {
    const { page } = shared;
    await fresh(page);
    await scrub(page).focus();
    await page.keyboard.press('Home');
    await eventually(async () => expect(await moment(page)).toBe(0));
    await page.keyboard.press('ArrowRight');
    await eventually(async () => expect(await moment(page)).toBeCloseTo(0.01, 3));
    await page.keyboard.press('Escape');
    await page.locator('[data-replay="off"]').waitFor();
  });
});
