// The form, the keyboard, and the buttons at the top. Invalid input is marked where it stands, and never used.
import { describe, expect, it } from 'vitest';
import { onePage } from './fixtures';
import { act, address, countStates, eventually, figures, finished, param, pasted, run, runBy, settings } from './page';

describe('the form', () => {
  const shared = onePage({}, '#/v1/julia?n=64&repeats=5');

  it.each([
    { name: 'n', typed: 'abc', problem: /whole number/ },
    { name: 'n', typed: '12.5', problem: /whole number/ },
    { name: 'n', typed: '5000', problem: /At most 4096/ },
    { name: 'n', typed: '', problem: /whole number/ },
    { name: 'threads', typed: '0', problem: /At least 1/ },
    { name: 're', typed: 'NaN', problem: /Enter a number/ },
    { name: 'grain', typed: '65', problem: /At most 64/ },
  ])('marks $name=$typed and does not use it', async ({ name, typed, problem }) => {
    const { page } = shared;
    await run(page, '#/v1/julia?n=64&grain=4&repeats=5');
    await finished(page);
    const field = param(page, name);
    const before = await field.inputValue();
    await field.fill(typed);
    await eventually(async () => expect(await field.getAttribute('aria-invalid')).toBe('true'));
    // The field refers to the sentence, for those who hear the page.
    const ids = (await field.getAttribute('aria-describedby'))?.split(' ') ?? [];
    const said = await page.locator(`[id="${ids[0]}"]`).textContent();
    expect(said).toMatch(problem);
    expect(said).toContain(`${before} stays in use`);

    await runBy(page, () => act(page, 'run').click());
    expect(await address(page)).toBe('#/v1/julia?n=64&grain=4&repeats=5');
    expect(await page.locator('canvas[data-picture]').getAttribute('aria-label')).toContain('64 by 64');

    // Escape gives up what was typed.
    await field.press('Escape');
    expect(await field.inputValue()).toBe(before);
    expect(await field.getAttribute('aria-invalid')).toBe('false');
  });

  it('moves a value by its slider and by the arrow keys', async () => {
    const { page } = shared;
    await run(page, '#/v1/julia?n=64&threads=4&repeats=5');
    const slider = page.locator('[data-slider="threads"]');
    await slider.press('ArrowRight');
    await eventually(async () => expect(await param(page, 'threads').inputValue()).toBe('5'));
    await eventually(async () => expect((await settings(page)).get('threads')).toBe('5'));
    expect(await slider.getAttribute('aria-valuetext')).toBe('5');
    await slider.press('End');
    await eventually(async () => expect(await param(page, 'threads').inputValue()).toBe('32'));
    await param(page, 'threads').press('ArrowDown');
    await eventually(async () => expect(await param(page, 'threads').inputValue()).toBe('31'));
  });

  it('dims parameters without effect, and says why', async () => {
    const { page } = shared;
    await run(page, '#/v1/julia?n=64&schedule=static&repeats=5');
    await eventually(async () => expect(await param(page, 'grain').isDisabled()).toBe(true));
    expect(await page.getByText('No effect while schedule is “Static”.').count()).toBe(1);
    await param(page, 'schedule').selectOption('guided');
    await eventually(async () => expect(await param(page, 'grain').isDisabled()).toBe(false));
  });

  it('goes back to the defaults, also from invalid text', async () => {
    const { page } = shared;
    await run(page, '#/v1/julia?n=64&kernel=scalar&repeats=5');
    const states = await countStates(page);
    await param(page, 'warmup').fill('x');
    await act(page, 'reset').click();
    await eventually(async () => expect(await param(page, 'n').inputValue()).toBe('1000'));
    expect(await param(page, 'warmup').inputValue()).toBe('1');
    expect(await page.locator('[aria-invalid="true"]').count()).toBe(0);
    await eventually(async () => expect((await settings(page)).size).toBe(0));
    expect(await countStates(page)).toBe(states);
  });

  it('follows its presets', async () => {
    const { page } = shared;
    const presets = await page.evaluate(() => window.brigade.catalog().scenarios[0]?.presets ?? []);
    expect(presets.length).toBeGreaterThan(5);
    const chosen = presets.find(({ link }) => link.includes('n=200'));
    await runBy(page, () => page.locator(`[data-preset="${chosen?.link}"]`).click());
    const inLink = new URLSearchParams(chosen?.link.split('?')[1]);
    expect(Object.fromEntries(await settings(page))).toEqual(Object.fromEntries(inLink));
    expect(await page.locator('[data-preset][aria-current="true"]').getAttribute('data-preset')).toBe(chosen?.link);
    expect(await figures(page)).toMatchObject({ identical: 1 });
  });
});

describe('the keyboard alone', () => {
  const shared = onePage({}, '#/v1/julia?n=64&repeats=5');

  it('reaches everything in order, and runs', async () => {
    const { page } = shared;
    await finished(page);
    const reached: string[] = [];
    for (let presses = 0; presses < 120; presses++) {
      await page.keyboard.press('Tab');
      const name = await page.evaluate(() => {
        const { activeElement: at } = document;
        if (!(at instanceof HTMLElement) || at === document.body) return null;
        const { action, param, slider, picture, preset } = at.dataset;
        return action ?? param ?? slider ?? picture ?? preset ?? at.className;
      });
      // The focus has left the page after the last element.
      if (name === null) break;
      reached.push(name);
    }
    expect(reached[0]).toBe('skip-link');
    for (const name of [
      'theme',
      'share',
      'run',
      'compare',
      'parallel',
      'replay-play',
      'timeline-plot',
      'n',
      'schedule',
    ]) {
      expect(reached).toContain(name);
    }
    expect(reached.indexOf('run')).toBeLessThan(reached.indexOf('compare'));

    await act(page, 'run').focus();
    await runBy(page, () => page.keyboard.press('Enter'));
    // The focus stays where it was, so the next press works.
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.action)).toBe('run');
    await runBy(page, () => page.keyboard.press('Space'));
  });

  it('skips to the experiment', async () => {
    const { page } = shared;
    await page.locator('.skip-link').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('stage');
  });
});

describe('the bar at the top', () => {
  const shared = onePage({}, '#/v1/julia?n=64&repeats=5');

  it('changes the theme, now and for the next visit', async () => {
    const { page, another, site } = shared;
    await finished(page);
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    const before = await theme();
    await act(page, 'theme').click();
    const after = await theme();
    expect(new Set([before, after])).toEqual(new Set(['light', 'dark']));
    const next = await another(`${site.url}#/v1/julia?n=64&repeats=5`);
    await finished(next);
    expect(await next.evaluate(() => document.documentElement.dataset.theme)).toBe(after);
    await next.close();
    await act(page, 'theme').click();
    expect(await theme()).toBe(before);
  });

  it('shares the link, on the clipboard too', async () => {
    const { page } = shared;
    await run(page, '#/v1/julia?n=64&repeats=5&compare=1');
    await act(page, 'share').click();
    await page.locator('dialog[open]').waitFor();
    await act(page, 'copy').click();
    await page.getByText('The link is on the clipboard.').waitFor();
    const copied = await pasted(page);
    expect(copied).toBe(page.url());
    expect(copied).toContain('#/v1/julia?n=64&repeats=5&compare=1');
    await act(page, 'close').click();
    await eventually(async () => expect(await page.locator('dialog[open]').count()).toBe(0));
  });

  it('says what the machine offers', async () => {
    const { page } = shared;
    await page.locator('.badge summary').click();
    const text = await page.locator('.badge-facts').textContent();
    for (const word of ['Threads', 'Logical cores', 'Clock', 'Isolation', 'SIMD']) expect(text).toContain(word);
    await page.keyboard.press('Escape');
    await eventually(async () => expect(await page.locator('.badge[open]').count()).toBe(0));
  });
});
