// What the page exports to be looked at elsewhere: timelines and charts as SVG, figures as CSV, studies as JSON.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { give, inspect, note, saved, told } from './files';
import { onePage } from './fixtures';
import { address, countStates, eventually, figures, finished, run } from './page';
import { SCENARIOS } from './scenarios';

const LINK = '#/v1/julia?n=64&threads=2&repeats=5&compare=1';

describe('drawings and tables', () => {
  const shared = onePage({}, LINK);

  for (const { id, link } of SCENARIOS.filter(({ isProgram }) => !isProgram)) {
    it(`the timeline is an SVG that stands alone: ${id}`, async () => {
      const { page } = shared;
      await run(page, link);
      await finished(page);
      await page.waitForFunction(() => document.querySelectorAll('.timeline-title').length > 0);
      const { name, buffer } = await saved(page, 'export-timeline');
      expect(name).toMatch(/^brigade-[a-z-]+-timeline\.svg$/);
      const svg = await inspect(page, buffer.toString());
      expect(svg).toMatchObject({ root: 'svg', error: null, outside: [] });
      expect(svg.names).not.toContain('script');
      expect(svg.metadata).toBe(page.url());
      expect(svg.texts).toContain(page.url().length > 200 ? svg.texts.at(-1) : page.url());
      const shown = await told(page);
      expect(shown.titles.length).toBeGreaterThan(0);
      // The drawing names every lane that has room for a name on the page, and describes the lane's share.
      const lanes = await page.locator('.timeline-lane:not(.is-folded) .timeline-name').allTextContents();
      for (const lane of lanes.filter((text) => text.length < 14)) expect(svg.texts).toContain(lane);
      for (const lane of lanes) expect(svg.desc).toContain(lane);
      expect(svg.title).toContain('timeline');
    });
  }

  it('a timeline of very many spans has few elements', async () => {
    const { page } = shared;
    await run(page, '#/v1/julia?n=2000&grain=1&threads=4&repeats=3');
    await finished(page);
    const events = await page.evaluate(() => window.brigade.trace()?.count ?? 0);
    expect(events).toBeGreaterThan(10_000);
    const { buffer } = await saved(page, 'export-timeline');
    const svg = await inspect(page, buffer.toString());
    expect(svg.error).toBeNull();
    expect(svg.elements).toBeLessThan(1500);
  });

  it('names from a reader’s own recipe are never read as markup', async () => {
    const { page } = shared;
    const recipe = await page.evaluate(() => {
      const kind = window.brigade
        .catalog()
        .scenarios.find(({ id }) => id === 'mapo-tofu')
        ?.params.find(({ name }) => name === 'recipe')?.kind;
      return kind?.type === 'text' ? (kind.named[0]?.text ?? '') : '';
    });
    expect(recipe).not.toBe('');
    const summary = await run(page, `#/v1/mapo-tofu?clock=virtual&recipe=${encodeURIComponent(recipe)}`);
    expect(summary.state).toBe('done');
    const { buffer } = await saved(page, 'export-timeline');
    expect((await inspect(page, buffer.toString())).error).toBeNull();
  });

  it('the CSV has a line for each figure', async () => {
    const { page } = shared;
    const summary = await run(page, LINK);
    const { name, buffer } = await saved(page, 'export-csv');
    expect(name).toBe('brigade-julia.csv');
    const [head, ...lines] = buffer.toString().trimEnd().split('\r\n');
    expect(head).toBe('kind,name,value,unit,meaning');
    for (const [metric, value] of Object.entries(summary.metrics)) {
      expect(lines.some((line) => line.startsWith(`metric,${metric},${value},`))).toBe(true);
    }
    expect(lines).toContain('setting,n,64,,');
    expect(lines.some((line) => line.startsWith('run,link,http') && line.includes(LINK))).toBe(true);
  });
});

describe('studies', () => {
  const STUDY = '#/v1/julia?n=80&repeats=3&warmup=1&sweep=threads%3A1%2C2';
  const shared = onePage({}, STUDY);
  const rows = (page: Page) =>
    page.locator('[data-point]').evaluateAll((all) => all.map((row) => row.textContent ?? ''));

  it('have charts that stand alone as SVG', async () => {
    const { page } = shared;
    await finished(page);
    const charts = page.locator('.charts [data-action="export-chart"]');
    await eventually(async () => expect(await charts.count()).toBe(2));
    for (const chart of await charts.all()) {
      const [download] = await Promise.all([page.waitForEvent('download'), chart.click()]);
      expect(download.suggestedFilename()).toMatch(/^brigade-study-julia-threads-(?:time|speedup)\.svg$/);
      const svg = await inspect(page, await readFile(await download.path(), 'utf8'));
      expect(svg).toMatchObject({ root: 'svg', error: null, outside: [] });
      expect(svg.metadata).toContain('sweep=threads:1,2');
      expect(svg.texts).toContain(svg.title);
      expect(svg.names).toContain('circle');
      expect(svg.desc).toContain(': ');
    }
  });

  it('are opened again from their JSON, without running anything', async () => {
    const { page } = shared;
    await finished(page);
    const before = { rows: await rows(page), figures: await figures(page) };
    expect(before.rows).toHaveLength(2);
    const file = await saved(page, 'export-study-json');
    await run(page, '#/v1/julia?n=40&threads=2&repeats=5');
    await finished(page);
    const states = await countStates(page);
    await give(page, file);
    await note(page).waitFor();
    expect(await page.evaluate((from) => window.seenStates?.slice(from), states)).not.toContain('running');
    await eventually(async () => expect(await rows(page)).toEqual(before.rows));
    expect(await figures(page)).toEqual(before.figures);
    expect(await address(page)).toContain('sweep=threads:1,2');
    expect(await page.locator('[data-study-state]').getAttribute('data-study-state')).toBe('done');
  });
});
