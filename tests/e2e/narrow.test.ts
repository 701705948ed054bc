// Narrow windows with wide text never need sideways scrolling, whatever fonts a machine has. The width is that of WCAG
// 2.2, criterion 1.4.10 (320 points), and the spacing of text that of criterion 1.4.12.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { onePage, type Script } from './fixtures';
import { act, closeSettings, eventually, finished, loaded, ofLink, openSettings, param, run, tooWide } from './page';
import { SCENARIOS } from './scenarios';
import { sent } from './sent';

const widely: Script = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
};
const NARROW = { viewport: { width: 320, height: 800 }, scripts: [widely] };

const fits = async (page: Page, what: string) => expect(await tooWide(page), what).toEqual([]);

describe('a narrow window with wide text', () => {
  const shared = onePage({}, sent(), NARROW);

  it('is 320 points wide, with spaced letters', async () => {
    const { page } = shared;
    await finished(page);
    const seen = () => [window.innerWidth, getComputedStyle(document.querySelector('h1') as Element).letterSpacing];
    expect(await page.evaluate(seen)).toEqual([320, expect.stringMatching(/^[2-9](\.\d+)?px$/)]);
  });

  it('holds a result beside another', async () => {
    const { page } = shared;
    await page.locator('[data-strips="yours"] .strips-lane').first().waitFor();
    await fits(page, 'yours and theirs');
    await openSettings(page);
    await fits(page, 'settings');
    await param(page, 'n').fill('96');
    await closeSettings(page);
    await page.locator('.versus-differs').waitFor();
    await fits(page, 'other settings');
  });

  it('holds the gallery, question by question', async () => {
    const { page } = shared;
    await act(page, 'gallery').click();
    for (const tab of await page.locator('.gallery [role="tab"]').all()) {
      await tab.click();
      await eventually(async () => expect(await tab.getAttribute('aria-selected')).toBe('true'));
      await fits(page, `gallery, ${await tab.textContent()}`);
    }
    await page.keyboard.press('Escape');
  });

  it('holds the dialogs', async () => {
    const { page } = shared;
    await run(page, sent());
    await act(page, 'share').click();
    await page.locator('svg[data-qr]').waitFor();
    await page.locator('[data-share="result"]').check();
    await page.locator('.share-embed summary').click();
    await fits(page, 'share');
    await act(page, 'enlarge-qr').click();
    await fits(page, 'share, large code');
    await page.keyboard.press('Escape');
    await run(page, '#/v1/mapo-tofu?clock=virtual');
    await openSettings(page);
    await act(page, 'edit-recipe').click();
    await page.locator('dialog[open]').waitFor();
    await fits(page, 'recipe');
    await page.keyboard.press('Escape');
    await closeSettings(page);
  });

  it('holds notices of whatever length, and a failure', async () => {
    const { page } = shared;
    await run(page, `#/v1/${'nowhere'.repeat(20)}?${'key'.repeat(20)}=${'value'.repeat(20)}`);
    await page.locator('.notices-problem').waitFor();
    await fits(page, 'notices');
    await page.locator('.badge summary').click();
    await page.locator('.badge-facts').waitFor();
    await fits(page, 'badge');
    await page.keyboard.press('Escape');
    await run(page, '#/v1/self-test?fail=cancel-then-fail');
    await fits(page, 'self-test');
  });

  it.each([
    ...SCENARIOS.map(({ link }) => link),
    // Many lanes, both kinds of studies, another recipe, and runs that end well where the default fails or starves.
    '#/v1/julia?n=200&threads=32&repeats=5&compare=1',
    '#/v1/julia?n=100&sweep=threads:1,2,4',
    '#/v1/range-sum?hi=1000000&method=simd&sweep=threshold:1000..100000*10',
    '#/v1/mapo-tofu?recipe=breakfast&clock=virtual&compare=1',
    '#/v1/shared-knife?scale=50&sharing=lock',
    '#/v1/blocked-loop?wait=await',
    // Programs on threads.
    '#/v1/soup?variant=all',
    '#/v1/garlic?variant=lock&times=100&runs=3',
  ])('holds the lesson and the result of %s', async (link) => {
    const { page } = shared;
    const summary = await run(page, link);
    expect({ state: summary.state, noted: ofLink(summary) }).toEqual({ state: 'done', noted: [] });
    await loaded(page);
    await page.evaluate(() => {
      for (const details of document.querySelectorAll<HTMLDetailsElement>('main details')) details.open = true;
      for (const unfold of document.querySelectorAll<HTMLElement>('[data-unfold][aria-expanded="false"]'))
        unfold.click();
    });
    await loaded(page);
    await fits(page, link);
  });
});
