// Question, controls, picture and verdict are in the first window, on a laptop and on a projector; picture and timeline
// fit one window together; and a second run moves nothing.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import catalog from '../../www/generated/catalog.json';
import { onePage } from './fixtures';
import { act, loaded, openSettings, param, run, waitForState } from './page';

const SIZES = [
  { name: 'a laptop', viewport: { width: 1366, height: 768 } },
  { name: 'a projector', viewport: { width: 960, height: 540 }, deviceScaleFactor: 2 },
];
/** Links of all scenarios, alone and compared if possible. Kitchen seconds are shortened. */
const LINKS = catalog.scenarios
  .filter(({ hidden }) => !hidden)
  .flatMap(({ id, can_compare, params }) => {
    const brief = params.some(({ name }) => name === 'scale') ? `${id}?scale=50` : id;
    return can_compare ? [brief, `${brief}${brief.includes('?') ? '&' : '?'}compare=1`] : [brief];
  });
/** The pictures: heatmaps, strips, films, programs. */
const PICTURES = '.heatmap-frame, .strip-plot, .film, .program-text';

const bottoms = (page: Page, selector: string) =>
  page.evaluate(
    (of) => [...document.querySelectorAll(of)].map((element) => Math.round(element.getBoundingClientRect().bottom)),
    selector,
  );

/**
 * Returns the height from the top of the first picture to the end of the timeline, or of what steps a program, and the height that sticky bars
 * leave free.
 */
const spanAndRoom = (page: Page) =>
  page.evaluate((pictures) => {
    const box = (selector: string) => (document.querySelector(selector) as Element).getBoundingClientRect();
    const sticky = parseFloat(getComputedStyle(document.querySelector('.stage-bar') as Element).top);
    return {
      span: box('.timeline-plot, .stepper').bottom - box(pictures).top,
      room: window.innerHeight - sticky - box('.stage-bar').height,
    };
  }, PICTURES);

/** Parts that must not move. */
const PARTS = ['h1', '.runbar', '.scene-picture', PICTURES, '.verdict', '.verdict-figures', '.bars', '.replay'].concat([
  '.timeline',
  '.timeline-summary',
  '.lost',
  '.metrics',
  '.export',
]);

/**
 * Runs once more and looks at all parts in every frame, until some frames after its end. Returns how far each part
 * moved. What stands under the table of figures is left out if the table has other rows than before: a speed-up that was
 * withheld on a busy machine has fewer.
 */
const movedByAnother = (page: Page, button: string) =>
  page.evaluate(
    async ({ parts, action }) => {
      const main = document.querySelector('main') as HTMLElement;
      const at = () =>
        parts.map((part) => {
          const box = document.querySelector(part)?.getBoundingClientRect();
          return box ? [box.left, box.top] : null;
        });
      const rows = () => [...document.querySelectorAll('.metrics th')].map((row) => row.textContent).join();
      const before = at();
      const figuresBefore = rows();
      const worst = parts.map(() => 0);
      let begun = false;
      let after = 0;
      (document.querySelector(`[data-action="${action}"]`) as HTMLElement).click();
      while (after < 20) {
        await new Promise(requestAnimationFrame);
        at().forEach((now, i) => {
          const [left, top] = before[i] ?? [];
          if (left === undefined || top === undefined) return;
          const by = now ? Math.max(Math.abs((now[0] ?? 0) - left), Math.abs((now[1] ?? 0) - top)) : Infinity;
          worst[i] = Math.max(worst[i] ?? 0, by);
        });
        const busy = ['starting', 'running'].includes(main.dataset.state ?? '');
        begun ||= busy;
        if (begun && !busy) after++;
      }
      const same = rows() === figuresBefore;
      return parts
        .map((part, i) => [part, worst[i] ?? 0] as const)
        .filter(([part, by]) => by > 2 && (same || part !== '.export'));
    },
    { parts: PARTS, action: button },
  );

describe.each(SIZES)('on $name', ({ viewport, ...options }) => {
  const shared = onePage({}, '#/v1/julia?n=64&repeats=5', { viewport, ...options });

  it.each(LINKS)('%s is seen at a glance, and a second run moves nothing', async (link) => {
    const { page } = shared;
    await run(page, `#/v1/${link}`);
    await loaded(page);
    await page.evaluate(() => window.scrollTo(0, 0));
    for (const part of ['h1', '.runbar', PICTURES, '.verdict']) {
      const found = await bottoms(page, part);
      expect(found, part).not.toEqual([]);
      for (const bottom of found) expect(bottom, part).toBeLessThanOrEqual(viewport.height);
    }
    // What a program can come to is listed after its run, once.
    if (await page.locator('.program').count()) await page.locator('[data-runs]:not([data-runs="0"])').waitFor();
    const { span, room } = await spanAndRoom(page);
    expect(span, 'picture and timeline').toBeLessThanOrEqual(room);
    expect(await movedByAnother(page, link.includes('compare') ? 'compare' : 'run')).toEqual([]);
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
    // An invalid value is not replaced by another one to run with.
    await param(page, 'n').fill('65.5');
    await param(page, 'n').press('Enter');
    expect(await page.getAttribute('main', 'data-state')).toBe('done');
    await act(page, 'close-settings').click();
  });
});
