// The kitchen in browsers that lack something, and its accessibility.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faults } from './axe';
import { DIST, startSite } from './fixtures';
import { act, finished, openSettings, run, tooWide } from './page';

const QUICK = '#/v1/mapo-tofu?clock=virtual';

describe('in a browser without Atomics.waitAsync', () => {
  it('futures that wait go on, and break no policy', async () => {
    const site = await startSite();
    // The futures then wait with the help of a small worker from a blob. The page's policy forbids blobs, but a
    // worker's own workers are under the policy that its script was sent with. Workers do not see a page's scripts, so
    // the function is removed at the head of the engine's script.
    let taken = 0;
    site.route(/^assets\/worker-.*\.js$/, async (name) => {
      taken++;
      return { body: `delete Atomics.waitAsync;${await readFile(join(DIST, name), 'utf8')}` };
    });
    const { page, takeMessages } = await site.open(QUICK);
    expect((await run(page, '#/v1/mapo-tofu?scale=20&compare=1')).state).toBe('done');
    expect((await run(page, '#/v1/mapo-tofu?scale=20')).metrics.late_ms).toBeGreaterThan(-5);
    expect((await run(page, '#/v1/shared-knife?scale=50&sharing=lock')).metrics.failed).toBe(0);
    expect((await run(page, '#/v1/blocked-loop?wait=await')).values.outcome).toBe('seen');
    expect(taken).toBeGreaterThan(0);
    expect(await takeMessages()).toEqual([]);
    await site.close();
  });
});

describe.each([{ colorScheme: 'light' as const }, { colorScheme: 'dark' as const }])('in $colorScheme', (scheme) => {
  it('axe-core finds nothing serious, and nothing is wider than a narrow screen', async () => {
    const site = await startSite();
    const { page, takeMessages } = await site.open(`${QUICK}&compare=1`, {
      ...scheme,
      viewport: { width: 360, height: 740 },
    });
    await finished(page);
    expect(await tooWide(page)).toEqual([]);
    expect(await faults(page)).toEqual([]);
    await openSettings(page);
    await act(page, 'edit-recipe').click();
    await page.locator('dialog[open]').waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    for (const link of ['#/v1/shared-knife?scale=50', '#/v1/blocked-loop?wait=await']) {
      await run(page, link);
      expect(await tooWide(page)).toEqual([]);
      expect(await faults(page)).toEqual([]);
    }
    expect(await takeMessages()).toEqual([]);
    await site.close();
  });
});
