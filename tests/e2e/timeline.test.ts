// The timeline: figures of each lane, tooltips, the link with the picture, zoom, and the figures of a range.
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { inOneBrowser, onePage, TALL } from './fixtures';
import { eventually, figures, finished, frames, paintedWhole, run } from './page';

const LINK = '#/v1/julia?n=600&schedule=static&threads=2&repeats=5&compare=1';

const plot = (page: Page): Locator => page.locator('.timeline-plot');
const tooltip = (page: Page): Locator => page.locator('.timeline-tooltip:not([hidden])');
const lane = (page: Page, track: string, name: string): Locator =>
  page.locator(`[data-track="${track}"] [data-lane="${name}"]`);
const row = (page: Page, track: string): Locator => page.locator(`.timeline-summary tr[data-track="${track}"] td`);

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('It is not visible.');
  return box;
}

/** Moves the pointer along a lane until it is on a chunk, and starts again if the page reported the chunk too late. */
async function pointAtChunk(page: Page, track: string, name: string): Promise<void> {
  await eventually(async () => {
    const head = await boxOf(lane(page, track, name));
    const area = await boxOf(plot(page));
    for (let share = 0.02; share < 1; share += 0.04) {
      await page.mouse.move(area.x + share * area.width, head.y + head.height / 2);
      // The next frame reports what is under the pointer.
      await frames(page, 2);
      const text = (await tooltip(page).count()) > 0 ? await tooltip(page).textContent() : '';
      if (text?.includes('column')) return;
    }
    throw new Error(`There is no chunk on ${track}, ${name}.`);
  });
}

/** Returns a number for what each of the timeline's canvases shows: spans, overlay. */
async function drawn(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLCanvasElement>('.timeline-plot canvas')].map((from) => {
      const copy = new OffscreenCanvas(from.width, from.height).getContext('2d', { willReadFrequently: true });
      copy?.drawImage(from, 0, 0);
      const data = copy?.getImageData(0, 0, from.width, from.height).data ?? new Uint8ClampedArray();
      return new Uint32Array(data.buffer).reduce((hash, word) => (Math.imul(hash, 31) + word) | 0, 0);
    }),
  );
}

async function fresh(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await run(page, LINK);
  await finished(page);
  await paintedWhole(page);
}

describe('the timeline', () => {
  const shared = onePage({}, LINK, TALL);

  inOneBrowser('has a lane for each participant, with the share of time it worked', async () => {
    const { page } = shared;
    await fresh(page);
    for (const [track, expected] of [
      ['sequential', ['coordinator']],
      ['parallel', ['coordinator', 'thread 0', 'thread 1']],
    ] as const) {
      const names = await page
        .locator(`.timeline-track[data-track="${track}"] [data-lane]`)
        .evaluateAll((lanes) => lanes.map((element) => (element as HTMLElement).dataset.lane));
      // The page has a lane only if it drew something meanwhile.
      expect(names.filter((name) => name !== 'page')).toEqual(expected);
    }
    const busy = async (track: string, name: string) => Number(await lane(page, track, name).getAttribute('data-busy'));
    // Each thread has its band; how much of the time it works on it depends on the machine.
    for (const [track, name] of [
      ['sequential', 'coordinator'],
      ['parallel', 'thread 0'],
      ['parallel', 'thread 1'],
    ] as const) {
      expect(await busy(track, name)).toBeGreaterThan(0);
      expect(await busy(track, name)).toBeLessThanOrEqual(1);
    }
  });

  inOneBrowser('names what is running, and shows no thread of what runs without them', async () => {
    const { page } = shared;
    await page.evaluate(() => {
      const seen: string[] = [];
      const look = (): void => {
        for (const track of document.querySelectorAll<HTMLElement>('.timeline-track')) {
          const lanes = [...track.querySelectorAll<HTMLElement>('[data-lane]')].map(({ dataset }) => dataset.lane);
          seen.push(`${track.dataset.track}: ${track.querySelector('.timeline-title')?.textContent} ${lanes.join()}`);
        }
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
      Object.assign(window, { seen });
    });
    await run(page, '#/v1/squares?start=20000000&threads=2&repeats=5&compare=1');
    await finished(page);
    let seen: string[] = [];
    await eventually(async () => {
      seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
      expect(seen).toContainEqual(expect.stringMatching(/^parallel: Dynamic, 2\sthreads · repeat/));
    });
    for (const text of seen) {
      // Until the run begins, the stage shows the former one.
      if (text.startsWith('sequential:')) expect(text).toMatch(/^sequential: Sequential(?!.*thread)/);
      else expect(text).toMatch(/^parallel: (Dynamic|Static), 2\sthreads/);
    }
  });

  inOneBrowser('counts the chunks of the whole repeat, and those of a selected range', async () => {
    const { page } = shared;
    await fresh(page);
    expect(await page.locator('.timeline-summary').getAttribute('data-range')).toBe('section');
    // One chunk on the sequential side, a band for each thread on the other.
    expect(await row(page, 'sequential').first().textContent()).toBe('1');
    expect(await row(page, 'parallel').first().textContent()).toBe('2');
    expect((await figures(page)).chunks).toBe(2);
    for (const text of (await row(page, 'parallel').allTextContents()).slice(1, 5))
      expect(text).toMatch(/^[\d.,\u202f]+\s?(µs|ms|s|%)$/);

    const ruler = await boxOf(page.locator('.timeline-ruler'));
    await page.mouse.move(ruler.x + ruler.width * 0.01, ruler.y + ruler.height / 2);
    await page.mouse.down();
    await page.mouse.move(ruler.x + ruler.width * 0.4, ruler.y + ruler.height / 2, { steps: 4 });
    await page.mouse.up();
    await page.locator('.timeline-summary[data-range="selection"]').waitFor();
    expect(await page.locator('.timeline-range').textContent()).toMatch(/^Selected .+ to .+ \(.+\)/);
    expect(await row(page, 'sequential').first().textContent()).toBe('1');
    await page.locator('.timeline-range button').click();
    await page.locator('.timeline-summary[data-range="section"]').waitFor();
  });

  it('tells of the span under the pointer, and marks its columns in the picture', async () => {
    const { page } = shared;
    await fresh(page);
    await pointAtChunk(page, 'parallel', 'thread 1');
    const text = await tooltip(page).textContent();
    expect(text).toMatch(/thread 1.*chunk.*columns 300.599.*start.*\d.*took.*\d/s);
    const mark = page.locator('[data-heatmap="parallel"] .heatmap-frame [data-mark]');
    await mark.waitFor();
    // The right half of the picture, and of this picture only.
    const frame = await boxOf(page.locator('[data-heatmap="parallel"] .heatmap-frame'));
    const marked = await boxOf(mark);
    expect(marked.x - frame.x).toBeCloseTo(frame.width / 2, -1);
    expect(marked.width).toBeCloseTo(frame.width / 2, -1);
    expect(await page.locator('[data-heatmap="sequential"] [data-mark]').count()).toBe(0);
    await page.mouse.move(0, 0);
    await eventually(async () => expect(await page.locator('[data-mark]').count()).toBe(0));
    expect(await tooltip(page).count()).toBe(0);
  });

  it('marks the span of the column under the pointer on the picture', async () => {
    const { page } = shared;
    await fresh(page);
    const before = await drawn(page);
    const box = await boxOf(page.locator('canvas[data-picture="parallel"]'));
    await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.2);
    await eventually(async () => {
      const now = await drawn(page);
      expect(now[0]).toBe(before[0]);
      expect(now[1]).not.toBe(before[1]);
    });
    await page.mouse.move(0, 0);
    await eventually(async () => expect(await drawn(page)).toEqual(before));
  });

  it('zooms and moves by the keyboard and the wheel, and back', async () => {
    const { page } = shared;
    await fresh(page);
    await plot(page).focus();
    let before = '';
    await eventually(async () => {
      const now = String(await drawn(page));
      const same = now === before;
      before = now;
      expect(same).toBe(true);
    });
    const seen = new Set([before]);
    for (const key of ['w', 'ArrowUp', 'd', 'ArrowRight']) {
      await page.keyboard.press(key);
      await eventually(async () => expect(seen.has(String(await drawn(page)))).toBe(false));
      seen.add(String(await drawn(page)));
    }
    await page.keyboard.press('0');
    await eventually(async () => expect(String(await drawn(page))).toBe(before));

    const area = await boxOf(plot(page));
    await page.mouse.move(area.x + area.width / 2, area.y + 4);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -300);
    await page.keyboard.up('Control');
    await eventually(async () => expect((await drawn(page))[0]).not.toBe(Number(before.split(',')[0])));
    await page.getByRole('button', { name: 'Fit' }).click();
    await page.mouse.move(0, 0);
    await eventually(async () => expect((await drawn(page))[0]).toBe(Number(before.split(',')[0])));
  });

  it('goes from chunk to chunk by the keyboard, and says where it is', async () => {
    const { page } = shared;
    await fresh(page);
    await plot(page).focus();
    await page.keyboard.press('.');
    await tooltip(page).waitFor();
    expect(await tooltip(page).textContent()).toMatch(/coordinator.*columns 0.599/s);
    await page.keyboard.press('x');
    await page.locator('.timeline-summary[data-range="selection"]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.timeline-summary[data-range="section"]').waitFor();
    expect(await tooltip(page).count()).toBe(0);
  });

  inOneBrowser('has all its figures in a table', async () => {
    const { page } = shared;
    await fresh(page);
    await page.locator('.timeline-details summary').click();
    const tables = page.locator('.timeline-details table');
    await tables.first().waitFor();
    expect(await tables.count()).toBe(2);
    const cells = await tables.last().locator('tbody tr', { hasText: 'thread 1' }).locator('td').allTextContents();
    expect(cells[0]).toBe('1');
    expect(cells[2]).toMatch(/\d.*%/);
    await page.locator('.timeline-details summary').click();
  });
});
