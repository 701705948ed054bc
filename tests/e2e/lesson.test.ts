// Every link of a lesson's “what to look for” runs, and then rings a visible part of the page.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import lessons from '../../www/generated/lessons.json' with { type: 'json' };
import { type Part, placeOf } from '../../www/page/named-parts';
import { faults } from './axe';
import { onePage } from './fixtures';
import { recorded, run, settled } from './page';

const shared = onePage({}, '#/v1/julia?n=64&repeats=5');

/** Waits until the ringed part is in the window, clear of the bars, and returns what screen readers are told of it. */
async function ringed(page: Page) {
  await page.locator('[data-ringed]').waitFor({ state: 'attached' });
  // The page may still be scrolling smoothly.
  await page.waitForFunction(() => {
    const boxOf = (selector: string) => document.querySelector(selector)?.getBoundingClientRect();
    const [ring, top, bar] = [boxOf('[data-ringed]'), boxOf('.topbar'), boxOf('.runbar')];
    if (!ring || !top || !bar || ring.width === 0) return false;
    // The run bar sticks at the top, or at the bottom of narrow screens.
    const below =
      bar.top > window.innerHeight / 2 &&
      getComputedStyle(document.querySelector('.runbar') as Element).position === 'fixed';
    const [first, last] = below ? [top.bottom, bar.top] : [bar.bottom, window.innerHeight];
    const seen = Math.min(ring.bottom, last) - Math.max(ring.top, first);
    return seen > Math.min(ring.height, last - first) - 8;
  });
  return page.evaluate(() => {
    const [ring, ...others] = document.querySelectorAll('[data-ringed]');
    const box = ring?.getBoundingClientRect();
    return {
      alone: others.length === 0,
      width: box?.width ?? 0,
      height: box?.height ?? 0,
      told: document.querySelector('.lesson-body [aria-live]')?.textContent ?? '',
    };
  });
}

async function unfold(page: Page): Promise<void> {
  if ((await page.locator('.lesson-body').count()) === 0) await page.locator('[data-unfold="lesson"]').click();
  await page.locator('[data-look-for]').first().waitFor();
}

/** Links in place of defaults that take long. */
const SHORT: Readonly<Record<string, string>> = { 'mapo-tofu': '#/v1/mapo-tofu?clock=virtual' };

it.each(Object.entries(lessons))('%s: each thing to look for runs, and is ringed', async (id, { look_for: items }) => {
  const { page } = shared;
  await run(page, SHORT[id] ?? `#/v1/${id}`);
  await unfold(page);
  const links = page.locator('[data-look-for]');
  expect(await links.allTextContents()).toEqual(items.map(({ text }) => text));
  for (const [i, item] of items.entries()) {
    const { text } = item;
    await links.nth(i).click();
    const { alone, width, height, told } = await ringed(page);
    expect(await page.locator('main').getAttribute('data-state'), text).toBe('done');
    expect(await page.locator('main').getAttribute('data-scenario'), text).toBe(id);
    expect(alone, text).toBe(true);
    // The part itself is ringed, not the verdict in its place; a figure is named by its label.
    const { name } = placeOf(item.ring as Part);
    expect(told, text).toMatch(name === 'the figure' ? /^Look at: [A-Z]/ : `Look at: ${name}`);
    expect(Math.min(width, height), text).toBeGreaterThan(8);
    expect(await faults(page), text).toEqual([]);
  }
});

/** Returns the position of every part of the stage in the document. */
const places = (page: Page): Promise<number[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('main *')].map((part) => part.getBoundingClientRect().top + scrollY),
  );

it('keeps the ring until the next click, Escape or run, and moves nothing with it', async () => {
  const { page } = shared;
  await run(page, '#/v1/shared-knife?sharing=copy');
  await unfold(page);
  const link = page.locator('[data-look-for="shared-knife?sharing=lock"]');
  const rings = page.locator('[data-ringed]');
  await link.click();
  await ringed(page);
  await settled(page);
  expect(await rings.count()).toBe(1);
  const before = await places(page);
  await page.keyboard.press('Escape');
  expect(await rings.count()).toBe(0);
  expect(await page.locator('.lesson-body [aria-live]').textContent()).toBe('');
  expect(await places(page)).toEqual(before);
  // The stage shows its run already, which is not run again.
  const states = await recorded(page, () => document.querySelector('main')?.dataset.state);
  await link.click();
  await ringed(page);
  expect(await states()).toEqual(['done']);
  await page.locator('h1').click();
  expect(await rings.count()).toBe(0);
  await link.click();
  await ringed(page);
  await run(page, '#/v1/shared-knife?sharing=copy');
  expect(await rings.count()).toBe(0);
});

it('scrolls clear of the run bar of a phone', async () => {
  const { page } = shared;
  const size = page.viewportSize() ?? { width: 1280, height: 720 };
  await page.setViewportSize({ width: 360, height: 740 });
  await run(page, '#/v1/blocked-loop?wait=await');
  await unfold(page);
  for (const { link, text } of lessons['blocked-loop'].look_for
    .slice(0, 1)
    .concat(lessons['blocked-loop'].look_for.slice(-1))) {
    await page.locator(`[data-look-for="${link}"]`, { hasText: text }).click();
    await ringed(page);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await page.setViewportSize(size);
});

it('zooms the timeline to what it speaks of, and shows all of it for the next', async () => {
  const { page } = shared;
  await run(page, '#/v1/julia');
  await unfold(page);
  /** Returns where the visible part of the timeline begins, as its keyboard selects it. */
  const begins = async (): Promise<string | null> => {
    await page.locator('.timeline-plot').focus();
    await page.keyboard.press('x');
    await page.locator('[data-range="selection"]').waitFor();
    return page.locator('.timeline-range b').first().textContent();
  };
  const [zoomed, whole] = [true, false].map((zooms) =>
    lessons.julia.look_for.findIndex(({ zoom, ring }) => (zoom !== null) === zooms && ring === 'timeline'),
  );
  await page
    .locator('[data-look-for]')
    .nth(zoomed ?? -1)
    .click();
  await ringed(page);
  expect(await begins()).toMatch(/[1-9]/);
  await page
    .locator('[data-look-for]')
    .nth(whole ?? -1)
    .click();
  await ringed(page);
  expect(await begins()).not.toMatch(/[1-9]/);
});
