// What is seen at a glance: question, controls, picture and verdict in the first window, on a laptop and on a projector,
// picture and timeline in one window together, and a second run that moves nothing.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import catalog from '../../www/generated/catalog.json';
import { onePage } from './fixtures';
import { act, loaded, openSettings, param, run, waitForState } from './page';

const SIZES = [
  { name: 'a laptop', viewport: { width: 1366, height: 768 } },
  { name: 'a projector', viewport: { width: 960, height: 540 }, deviceScaleFactor: 2 },
];
const SCENARIOS = catalog.scenarios.filter(({ hidden }) => !hidden);
/** Alone, and compared where that can be. */
const LINKS = SCENARIOS.flatMap(({ id, can_compare }) => (can_compare ? [id, `${id}?compare=1`] : [id]));
/** What is looked at of a picture: heatmaps, strips, films. */
const PICTURES = '.heatmap-frame, .strip-plot, .film';

const bottoms = (page: Page, selector: string) =>
  page.evaluate(
    (of) => [...document.querySelectorAll(of)].map((element) => Math.round(element.getBoundingClientRect().bottom)),
    selector,
  );

describe.each(SIZES)('on $name', ({ viewport, ...options }) => {
  const shared = onePage({}, '', { viewport, ...options });

  it.each(LINKS)('shows question, controls, picture and verdict of %s without scrolling', async (link) => {
    const { page } = shared;
    await run(page, `#/v1/${link}`);
    await loaded(page);
    await page.evaluate(() => window.scrollTo(0, 0));
    for (const part of ['h1', '.runbar', PICTURES, '.verdict']) {
      const found = await bottoms(page, part);
      expect(found, part).not.toEqual([]);
      for (const bottom of found) expect(bottom, part).toBeLessThanOrEqual(viewport.height);
    }
  });

  it.each(SCENARIOS.map(({ id }) => id))('shows picture and timeline of %s in one window', async (id) => {
    const { page } = shared;
    await run(page, `#/v1/${id}`);
    await loaded(page);
    const { span, room } = await page.evaluate((pictures) => {
      const box = (selector: string) => (document.querySelector(selector) as Element).getBoundingClientRect();
      // What sticks covers a part of the window.
      const sticky = parseFloat(getComputedStyle(document.querySelector('.stage-bar') as Element).top);
      return {
        span: box('.timeline-plot').bottom - box(pictures).top,
        room: window.innerHeight - sticky - box('.stage-bar').height,
      };
    }, PICTURES);
    expect(span).toBeLessThanOrEqual(room);
  });
});

/** Of these nothing moves. */
const PARTS = ['h1', '.runbar', '.scene-picture', PICTURES, '.verdict', '.verdict-figures', '.bars', '.replay'].concat([
  '.timeline',
  '.timeline-summary',
  '.lost',
  '.metrics',
  '.export',
]);

describe.each(SIZES)('a second run on $name', ({ viewport, ...options }) => {
  const shared = onePage({}, '', { viewport, ...options });

  it.each(LINKS)('of %s moves nothing by more than 2 points', async (link) => {
    const { page } = shared;
    await run(page, `#/v1/${link}`);
    await loaded(page);
    const moved = await page.evaluate(
      async ({ parts, button }) => {
        const main = document.querySelector('main') as HTMLElement;
        const at = () =>
          parts.map((part) => {
            const box = document.querySelector(part)?.getBoundingClientRect();
            return box ? [box.left, box.top] : null;
          });
        const before = at();
        const worst = parts.map(() => 0);
        let begun = false;
        let after = 0;
        (document.querySelector(`[data-action="${button}"]`) as HTMLElement).click();
        // Looked at in every frame until it has ended, and some more.
        while (after < 20) {
          await new Promise(requestAnimationFrame);
          at().forEach((now, i) => {
            const old = before[i];
            if (!old) return;
            const [left = 0, top = 0] = old;
            const by = now ? Math.max(Math.abs((now[0] ?? 0) - left), Math.abs((now[1] ?? 0) - top)) : Infinity;
            worst[i] = Math.max(worst[i] ?? 0, by);
          });
          const busy = ['starting', 'running'].includes(main.dataset.state ?? '');
          begun ||= busy;
          if (begun && !busy) after++;
        }
        return parts.map((part, i) => [part, worst[i] ?? 0] as const).filter(([, by]) => by > 2);
      },
      { parts: PARTS, button: link.includes('compare=1') ? 'compare' : 'run' },
    );
    expect(moved).toEqual([]);
  });
});

describe('settings', () => {
  const shared = onePage({}, '#/v1/julia?n=64&repeats=5', { viewport: { width: 960, height: 540 } });

  it('open as a drawer, and close', async () => {
    const { page } = shared;
    await waitForState(page, 'done');
    expect(await param(page, 'n').isVisible()).toBe(false);
    await openSettings(page);
    await param(page, 'n').waitFor({ state: 'visible' });
    await page.keyboard.press('Escape');
    await param(page, 'n').waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-action'))).toBe('settings');
  });

  it('that have changed say so at the button, and Enter runs them', async () => {
    const { page } = shared;
    const status = page.locator('.runbar-text');
    await openSettings(page);
    await param(page, 'n').fill('65');
    await page.locator('.runbar-changed').waitFor();
    expect(await status.textContent()).toBe('Changed: run again.');
    await param(page, 'n').press('Enter');
    await waitForState(page, 'done');
    await page.locator('.runbar-changed').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => window.location.hash)).toContain('n=65');
    // What cannot be used is not run in place of what can.
    await param(page, 'n').fill('65.5');
    await param(page, 'n').press('Enter');
    expect(await page.getAttribute('main', 'data-state')).toBe('done');
    await act(page, 'close-settings').click();
  });
});
