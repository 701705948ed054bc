// The verdict: what it says of a comparison or withholds, where the threads' time went, and in which repeat.
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { onePage, TALL } from './fixtures';
import { act, eventually, figures, finished, frames, param, run, runBy, settings } from './page';

const LINK = '#/v1/julia?n=400&threads=2&repeats=5&compare=1';
const PARTS = ['useful', 'inflation', 'imbalance', 'hand_out', 'waiting'];

const parts = (page: Page): Locator => page.locator('[data-lost-time] [data-part]');
const part = (page: Page, id: string): Locator => page.locator(`[data-part="${id}"]`);
const pressed = (page: Page) =>
  parts(page).evaluateAll((all) =>
    all.filter((each) => each.ariaPressed === 'true').map((each) => (each as HTMLElement).dataset.part),
  );

/** Returns a number for what is drawn over the lanes. */
async function overlay(page: Page): Promise<number> {
  await frames(page, 2);
  return page.evaluate(() => {
    const from = document.querySelectorAll<HTMLCanvasElement>('.timeline-plot canvas')[1];
    if (!from) throw new Error('There is no timeline.');
    const copy = new OffscreenCanvas(from.width, from.height).getContext('2d', { willReadFrequently: true });
    copy?.drawImage(from, 0, 0);
    const data = copy?.getImageData(0, 0, from.width, from.height).data ?? new Uint8ClampedArray();
    return new Uint32Array(data.buffer).reduce((hash, word) => (Math.imul(hash, 31) + word) | 0, 0);
  });
}

describe('the verdict on a comparison', () => {
  const shared = onePage({}, LINK, TALL);
  /** Returns sentence, figures and times, a line each. */
  const texts = async () => {
    const all = shared.page.locator(
      '.verdict :is(.verdict-sentence, dt, .large-figure, .large-note, .bar-label, .bar-time)',
    );
    return (await all.allTextContents()).join('\n').replaceAll('\u00a0', ' ');
  };
  const state = () => shared.page.getAttribute('[data-verdict]', 'data-verdict');

  it.each([
    LINK,
    '#/v1/julia?n=400&threads=2&compare=1',
    '#/v1/julia?n=16&threads=2&compare=1',
    '#/v1/julia?n=200&threads=4&repeats=1&compare=1',
    '#/v1/range-sum?hi=1000000&threads=2&compare=1',
  ])('tells the ratio with its interval, or that it is withheld: %s', async (link) => {
    const { page } = shared;
    const { metrics, values } = await run(page, link);
    await finished(page);
    const shown = await figures(page);
    const text = await texts();
    if (values.withheld === undefined) {
      expect(await state()).toBe('told');
      expect(shown).toMatchObject({ speedup: metrics.speedup, efficiency: metrics.efficiency });
      expect(metrics.speedup_low).toBeLessThanOrEqual(metrics.speedup ?? 0);
      expect(metrics.speedup_high).toBeGreaterThanOrEqual(metrics.speedup ?? 0);
      expect(text).toMatch(/of what \d+ cores? can give/);
    } else {
      expect(await state()).toBe('withheld');
      expect(Object.keys(shown)).not.toEqual(expect.arrayContaining(['speedup']));
      expect(Object.keys(shown)).not.toEqual(expect.arrayContaining(['efficiency']));
      expect(text).toContain(values.withheld);
      expect(text).toMatch(/Speed-up\n–\nwithheld/);
    }
    // No figure is 0, and none has an error of 0.
    expect(text).not.toMatch(/(^|[^\d.])0(\.0+)?\s*(×|ms|s\b)|± 0(\.0+)?(?!\.?\d)/m);
    expect(text).toContain('one thread');
  });

  it('shows the noise, and no speed-up, for the same code on both sides', async () => {
    const { page } = shared;
    const { metrics } = await run(page, '#/v1/julia?n=400&schedule=sequential&compare=1');
    await finished(page);
    expect(await state()).toBe('withheld');
    expect((await figures(page)).noise).toBe(metrics.noise);
    expect(metrics).not.toHaveProperty('speedup');
    await run(page, '#/v1/julia?n=64&schedule=sequential&repeats=1');
    await finished(page);
    expect(await state()).toBe('told');
    expect(await texts()).toMatch(/^one repeat$/m);
  });

  it('measures longer unless the number of repeats is given', async () => {
    const { page } = shared;
    // Too short for any clock, so it is withheld every time.
    await run(page, '#/v1/julia?n=16&threads=2&compare=1');
    await finished(page);
    await runBy(page, () => act(page, 'measure-longer').click());
    expect(await state()).toBe('withheld');
    expect(Object.fromEntries(await settings(page))).toEqual({ n: '16', threads: '2', compare: '1' });
    // A reader who sets the number of repeats gets that number.
    await run(page, '#/v1/julia?n=16&threads=2&repeats=5&compare=1');
    await finished(page);
    expect(await act(page, 'measure-longer').count()).toBe(0);
  });

  it('says where the time of all threads went, and of which repeat', async () => {
    const { page } = shared;
    const { metrics } = await run(page, LINK);
    await parts(page).first().waitFor();
    const told = await parts(page).evaluateAll((all) => all.map((each) => Number((each as HTMLElement).dataset.value)));
    const measured = PARTS.map((id) => metrics[`${id}_ms`] ?? Number.NaN);
    const sum = (times: number[]) => times.reduce((all, one) => all + one, 0);
    expect(sum(told)).toBeCloseTo(sum(measured), 9);
    expect(told.every((time) => time > 0)).toBe(true);
    // Threads times the duration of the repeat that has this number in the trace.
    const duration = await page.evaluate((number) => {
      const table = window.brigade.trace();
      const label = table?.labels.findIndex(({ name }) => name === 'repeat');
      const rows = [...(table?.time ?? [])].flatMap((time, i) => (table?.label[i] === label ? [{ time, i }] : []));
      const at = rows.findIndex(({ i }) => table?.arg[i] === number - 1 && table.phase[i] === 0);
      return ((rows[at + 1]?.time ?? 0) - (rows[at]?.time ?? 0)) / 1000;
    }, metrics.shown_repeat ?? 0);
    expect(sum(told)).toBeCloseTo(2 * duration, 6);
    const title = await page.locator('[data-track="parallel"] .timeline-title').textContent();
    expect(title).toContain(`repeat ${metrics.shown_repeat} of 5`);
  });

  it('brings a part out on the timeline, and takes it back', async () => {
    const { page } = shared;
    await run(page, LINK);
    await parts(page).first().waitFor();
    await page.mouse.move(0, 0);
    const before = await overlay(page);
    await part(page, 'useful').click();
    await eventually(async () => expect(await pressed(page)).toEqual(['useful']));
    const useful = await overlay(page);
    expect(useful).not.toBe(before);
    // One part at a time, by the keyboard as well.
    await part(page, 'hand_out').focus();
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await pressed(page)).toEqual(['hand_out']));
    expect(await overlay(page)).not.toBe(useful);
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await pressed(page)).toEqual([]));
    expect(await overlay(page)).toBe(before);
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await pressed(page)).toEqual(['hand_out']));
    await page.keyboard.press('Escape');
    await eventually(async () => expect(await pressed(page)).toEqual([]));
    expect(await overlay(page)).toBe(before);
    // The emphasis belongs to the run.
    await part(page, 'useful').click();
    await run(page, LINK);
    await parts(page).first().waitFor();
    expect(await pressed(page)).toEqual([]);
  });
});

describe('the number of repeats', () => {
  const shared = onePage({}, '#/v1/julia?n=64&threads=2');
  const box = () => shared.page.locator('[data-word="repeats"]');
  const value = () => param(shared.page, 'repeats').inputValue();
  const inLink = async () => (await settings(shared.page)).get('repeats');

  it('is auto unless it is asked for, and goes into the link only then', async () => {
    const { page } = shared;
    await finished(page);
    expect([await value(), await box().isChecked(), await inLink()]).toEqual(['auto', true, null]);
    await box().uncheck();
    await eventually(async () => expect([await value(), await inLink()]).toEqual(['5', '5']));
    await param(page, 'repeats').fill('12');
    await eventually(async () => expect(await inLink()).toBe('12'));
    await box().check();
    await eventually(async () => expect([await value(), await inLink()]).toEqual(['auto', null]));
    // The former value comes back.
    await box().press(' ');
    await eventually(async () => expect([await value(), await inLink()]).toEqual(['12', '12']));
    await param(page, 'repeats').fill('auto');
    await eventually(async () => expect([await box().isChecked(), await inLink()]).toEqual([true, null]));
    expect(await page.getByText('auto: until it is known well enough.').count()).toBe(1);
  });

  it('is taken from the slider as soon as that moves', async () => {
    const { page } = shared;
    await run(page, '#/v1/julia?n=64&threads=2');
    const slider = page.locator('[data-slider="repeats"]');
    expect(await slider.getAttribute('aria-valuetext')).toBe('auto');
    await slider.press('End');
    await eventually(async () => expect([await value(), await box().isChecked()]).toEqual(['100', false]));
  });

  it('is exactly the number that is given', async () => {
    const { page } = shared;
    for (const repeats of [1, 3]) {
      const { metrics, params } = await run(page, `#/v1/julia?n=64&threads=2&repeats=${repeats}&compare=1`);
      expect(params.repeats).toBe(repeats);
      expect(metrics.repeats).toBe(repeats);
    }
    const { metrics, params } = await run(page, '#/v1/julia?n=400&threads=2&compare=1');
    expect(params.repeats).toBe('auto');
    expect(metrics.repeats).toBeGreaterThanOrEqual(5);
  });
});
