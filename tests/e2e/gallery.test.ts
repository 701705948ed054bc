// The gallery opens on a first visit and by its button, every preset runs, and a card is a link like any other.
import { describe, expect, it } from 'vitest';
import questions from '../../www/features/gallery/presets.json' with { type: 'json' };
import { faults } from './axe';
import { onePage } from './fixtures';
import { act, address, eventually, figures, finished, ofLink, run } from './page';

const links = questions.flatMap(({ presets }) => presets.map(({ link }) => link));

describe('the gallery', () => {
  const shared = onePage({}, '', { viewport: { width: 1366, height: 1080 } });
  const cards = () => shared.page.locator('[data-gallery]');
  const tabs = () => shared.page.locator('.gallery [role="tab"]');

  it('is open on a first visit with room for it, over a finished run', async () => {
    const { page } = shared;
    await finished(page);
    await cards().first().waitFor();
    expect(await tabs().count()).toBe(questions.length);
    expect(await page.locator('.gallery [data-thumb]').count()).toBe(questions[0]?.presets.length);
  });

  it('closes and opens by keyboard, and no result is lost', async () => {
    const { page } = shared;
    const before = await figures(page);
    await tabs().first().focus();
    await page.keyboard.press('ArrowDown');
    await eventually(async () => expect(await tabs().nth(1).getAttribute('aria-selected')).toBe('true'));
    await page.keyboard.press('Escape');
    await eventually(async () => expect(await cards().count()).toBe(0));
    expect(await act(page, 'gallery').getAttribute('aria-expanded')).toBe('false');
    await act(page, 'gallery').focus();
    await page.keyboard.press('Enter');
    await cards().first().waitFor();
    expect(await tabs().nth(1).getAttribute('aria-selected')).toBe('true');
    expect(await figures(page)).toEqual(before);
  });

  it('a card runs its link and makes room for it; Back brings the gallery back', async () => {
    const { page } = shared;
    const before = await address(page);
    await tabs().first().click();
    await cards().first().click();
    await eventually(async () => expect(await address(page)).toContain('schedule=static'));
    await finished(page);
    expect(await cards().count()).toBe(0);
    await page.goBack();
    await cards().first().waitFor();
    await eventually(async () => expect(await address(page)).toBe(before));
  });

  it.each(['one theme', 'the other'])('has nothing serious for axe-core in any question, in %s', async () => {
    const { page } = shared;
    await act(page, 'theme').click();
    for (const tab of await tabs().all()) {
      await tab.click();
      await eventually(async () => expect(await tab.getAttribute('aria-selected')).toBe('true'));
      expect(await faults(page)).toEqual([]);
    }
  });

  it('stays closed where a link is opened', async () => {
    const { page } = shared;
    await run(page, '#/v1/julia?n=64');
    await finished(page);
    expect(await cards().count()).toBe(0);
  });

  it.each(links)('%s', async (link) => {
    // Shortened: the end is the same for a dinner or a blocked loop of a few seconds, and for a few repeats.
    const brief = link
      .replace(/\bscale=\d+/, 'scale=20')
      .replace(/\blimit=[\d.]+/, 'limit=1')
      .replace(/\brepeats=\d+/, 'repeats=2')
      .replace(/^(?!.*repeats=)(?:julia|squares|range-sum|norms)\?/, '$&repeats=2&');
    const { error, ...summary } = await run(shared.page, `#/v1/${brief}`);
    expect({ state: summary.state, noted: ofLink(summary), error }).toEqual({
      state: 'done',
      noted: [],
      error: undefined,
    });
  });
});
