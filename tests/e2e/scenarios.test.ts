// What holds for every scenario of the catalog: it runs, its link says all of it, its saved run is the same when it is
// opened again, and it can be stopped. `narrow.test.ts` runs them in a narrow window, in every browser.
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { give, note, saved, told } from './files';
import { onePage } from './fixtures';
import {
  address,
  alerts,
  eventually,
  finished,
  loaded,
  ofLink,
  paintedWhole,
  run,
  type Side,
  stage,
  stops,
} from './page';
import { SCENARIOS } from './scenarios';

const OTHER = '#/v1/julia?n=40&schedule=sequential&repeats=5';

/** Returns checksums of all pictures on the stage. */
async function pictures(page: Page): Promise<number[]> {
  const sides = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('canvas[data-picture]')].map((canvas) => canvas.dataset.picture),
  );
  const hashes: number[] = [];
  for (const side of sides) hashes.push((await paintedWhole(page, side as Side)).hash);
  return hashes;
}

describe('every scenario', () => {
  const shared = onePage({}, OTHER);

  for (const { id, link, long, isProgram } of SCENARIOS) {
    it(`runs, and is the same by its link and as a file: ${id}`, async () => {
      const { page } = shared;
      const summary = await run(page, link);
      expect({ state: summary.state, noted: ofLink(summary) }).toEqual({ state: 'done', noted: [] });
      await finished(page);
      await loaded(page);
      const before = { ...(await told(page)), pictures: await pictures(page) };
      expect(before.figures.length).toBeGreaterThan(0);
      expect(before.trace?.lanes.length).toBeGreaterThan(0);
      const file = await saved(page, 'export-run');
      expect(file.name).toBe(`brigade-${id}.run.gz`);

      // The address says what was run.
      const written = await address(page);
      await run(page, OTHER);
      await finished(page);
      const again = await run(page, written);
      expect(again).toMatchObject({ state: 'done', scenario: id, params: summary.params });
      expect(await address(page)).toBe(written);

      await run(page, OTHER);
      await finished(page);
      await give(page, file);
      await note(page).waitFor();
      await eventually(async () => expect({ ...(await told(page)), pictures: await pictures(page) }).toEqual(before));
      expect(await stage(page).getAttribute('data-state')).toBe('done');
      // An opened run can be saved again, with the same content.
      const second = await saved(page, 'export-run');
      const header = (bytes: Buffer) => JSON.parse(gunzipSync(bytes).toString('latin1').split('\n', 1)[0] ?? '');
      const { saved: _, link: first, ...old } = header(file.buffer);
      const { saved: __, link: last, ...fresh } = header(second.buffer);
      // The link of an opened run writes out the values that were left to the machine.
      expect(last.startsWith(first.split('?')[0])).toBe(true);
      expect(fresh).toEqual(old);
    });

    if (isProgram) continue;
    it(`can be stopped: ${id}`, async () => {
      const { page } = shared;
      await stops(page, long);
      const next = await run(page, OTHER);
      expect(next.state).toBe('done');
      await finished(page);
      expect(await alerts(page).count()).toBe(0);
    });
  }
});
