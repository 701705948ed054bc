// The kitchen on the built site: exact dinners on the virtual clock, real ones with threads and timers, three
// films side by side, recipes of one's own, and readers who change their mind.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { NO_SERVICE_WORKER, onePage, WITHOUT_HEADERS } from './fixtures';
import { lanes } from './kitchen';
import {
  act,
  address,
  attempts,
  eventually,
  finished,
  notices,
  param,
  run,
  runBy,
  settings,
  stopsSoon,
  waitForState,
} from './page';

const QUICK = '#/v1/mapo-tofu?clock=virtual';

const films = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-film]')].map((film) => ({
      mode: film.dataset.film,
      served: film.dataset.served,
      phases: [...film.querySelectorAll<SVGElement>('[data-phase]')].map((station) => station.dataset.phase),
    })),
  );

describe('a dinner', () => {
  const shared = onePage({}, QUICK);

  it('takes exactly this long on the virtual clock', async () => {
    for (const [mode, seconds, celsius, threads] of [
      ['sequential', 23, 48, 1],
      ['threads', 9, 76, 3],
      ['async', 9, 76, 1],
    ] as const) {
      const { state, metrics, values } = await run(shared.page, `${QUICK}&mode=${mode}`);
      expect({ state, mode, ...metrics }).toMatchObject({
        state: 'done',
        preparation_s: seconds,
        rice_celsius: celsius,
        threads,
      });
      expect(values.clock).toContain('simulated');
    }
    expect((await run(shared.page, `${QUICK}&hands=one`)).metrics.preparation_s).toBe(13);
  });

  it('is close to the ideal on the real clock', async () => {
    for (const [mode, seconds] of [
      ['sequential', 23],
      ['threads', 9],
      ['async', 9],
    ] as const) {
      const late: number[] = [];
      await attempts(8, async () => {
        const { metrics } = await run(shared.page, `#/v1/mapo-tofu?scale=50&mode=${mode}`);
        late.push(((metrics.preparation_s ?? Number.NaN) - seconds) * 50);
        expect(late.at(-1)).toBeLessThan(0.05 * seconds * 50 + 20);
      });
      // Never early.
      expect(Math.min(...late)).toBeGreaterThan(-5);
    }
  });

  it('is cooked by one thread alone on the event loop', async () => {
    const { metrics } = await run(shared.page, '#/v1/mapo-tofu?scale=20');
    expect(metrics.threads).toBe(1);
    const all = await lanes(shared.page);
    const polled = all.filter(({ labels }) => labels.includes('poll')).map(({ role }) => role);
    expect(polled).toEqual(['coordinator']);
    expect(all.filter(({ role, labels }) => role === 'worker' && labels.length > 0)).toEqual([]);
    expect(all.filter(({ role }) => role === 'task').map(({ name }) => name)).toContain('meat and tofu');
  });

  it('runs as three films at the same time, and its timelines share one axis', async () => {
    const { page } = shared;
    const done = run(page, '#/v1/mapo-tofu?scale=100&compare=1');
    await waitForState(page, 'running');
    await eventually(async () => {
      const shown = await films(page);
      expect(shown.map(({ mode }) => mode)).toEqual(['sequential', 'threads', 'async']);
      expect(shown.every(({ phases }) => phases.includes('cooking'))).toBe(true);
    });
    await eventually(async () => {
      const served = (await films(page)).map((film) => film.served);
      expect(served).toEqual(['0', '1', '1']);
    });
    const { metrics } = await done;
    for (const name of ['sequential_s', 'threads_s', 'async_s', 'span_s']) expect(metrics[name]).toBeGreaterThan(8.9);
    await eventually(async () => expect((await films(page)).map((film) => film.served)).toEqual(['1', '1', '1']));
    expect(await page.locator('.timeline-track').count()).toBe(3);
    await eventually(async () => expect(await page.locator('[data-bounds]').count()).toBe(3));
  });

  it('can be watched again, from the beginning', async () => {
    const { page } = shared;
    await run(page, `${QUICK}&compare=1&mode=threads`);
    const scrub = page.locator('[data-action="replay-scrub"]');
    await scrub.fill('0.1');
    await eventually(async () => {
      for (const { phases, served } of await films(page)) {
        expect([served, phases[0], phases[4]]).toEqual(['0', 'cooking', 'waiting']);
      }
    });
    await scrub.fill('0.5');
    await eventually(async () => expect((await films(page)).map(({ served }) => served)).toEqual(['0', '1', '1']));
    await act(page, 'replay-leave').click();
    await eventually(async () => expect((await films(page)).map(({ served }) => served)).toEqual(['1', '1', '1']));
  });

  it('is stopped soon, keeps what was cooked, and the next one works', async () => {
    const { page } = shared;
    for (const mode of ['sequential', 'threads', 'async']) {
      await stopsSoon(page, `#/v1/mapo-tofu?scale=1000&mode=${mode}`);
      expect((await films(page))[0]?.phases).toContain('cooking');
    }
    expect((await run(page, QUICK)).state).toBe('done');
  });
});

describe('a recipe of one’s own', () => {
  const shared = onePage({}, QUICK);

  it('is edited, refused in words while it cannot be cooked, and travels in the link', async () => {
    const { page } = shared;
    await finished(page);
    await act(page, 'edit-recipe').click();
    const dialog = page.locator('dialog[open]');
    await dialog.waitFor();
    // Rice comes to need what needs rice.
    const rice = dialog.locator('[data-recipe-task="0"]');
    await rice.getByRole('checkbox', { name: 'serve' }).check();
    const fault = dialog.locator('[data-recipe-fault]');
    expect(await fault.textContent()).toContain('“rice”, “serve” need each other in a circle');
    expect(await act(page, 'save-recipe').isDisabled()).toBe(true);
    await rice.getByRole('checkbox', { name: 'serve' }).uncheck();
    // One step more, one task less, another order.
    await rice.locator('[data-action="add-step"]').click();
    await rice.getByLabel('Seconds of step').fill('1.5');
    await dialog.locator('[data-recipe-task="1"]').getByRole('button', { name: 'Remove spices' }).click();
    await dialog.getByRole('button', { name: 'Move meat and tofu up' }).click();
    expect(await fault.textContent()).toBe('');
    await act(page, 'save-recipe').click();
    await eventually(async () => {
      expect((await settings(page)).get('recipe')).toMatch(/^1~~meat_and_tofu~h90-0~a5-fry_meat.*~~rice~.*~a1\.5-step/);
    });
    await runBy(page, () => act(page, 'run').click());
    const link = await address(page);
    // On the virtual clock it is over at once, and is played again for those who watch.
    const all = { phases: ['done', 'done', 'done', 'done'] };
    await eventually(async () => expect(await films(page)).toMatchObject([all]));

    await page.goto('about:blank');
    await page.goto(shared.site.url + link);
    await finished(page);
    expect((await films(page))[0]?.phases).toHaveLength(4);
    expect(await address(page)).toBe(link);
  });

  it('that cannot be cooked is named, and the default is cooked', async () => {
    const { page } = shared;
    for (const [recipe, words] of [
      ['1~~a~n1~~b~n0', 'need each other in a circle'],
      ['1~~a~n3', 'needs task number 3, which is not there'],
      ['nonsense', 'must begin with 1~~'],
      ['x'.repeat(3000), '1500 are the most'],
    ] as const) {
      const summary = await run(page, `${QUICK}&recipe=${recipe}`);
      expect(summary.state).toBe('done');
      expect(summary.metrics.preparation_s).toBe(9);
      expect(summary.notices.join(' ')).toContain(words);
      expect(await notices(page)).toContain(words);
    }
  });

  it('may be the second one that is on the menu', async () => {
    const { page } = shared;
    await run(page, QUICK);
    await param(page, 'recipe').selectOption('breakfast');
    await runBy(page, () => act(page, 'run').click());
    await eventually(async () => expect(await page.locator('[data-task="toast"]').count()).toBe(1));
    expect(await address(page)).toContain('recipe=breakfast');
  });
});

describe('without threads', () => {
  const shared = onePage(WITHOUT_HEADERS, QUICK, NO_SERVICE_WORKER);

  it('everything works that needs none, and the virtual clock plays threads', async () => {
    const { page } = shared;
    // A service worker may reload the page before that.
    await finished(page);
    expect((await run(page, `${QUICK}&mode=threads`)).metrics).toMatchObject({ preparation_s: 9, threads: 3 });
    const compared = await run(page, `${QUICK}&compare=1`);
    expect(compared.metrics).toMatchObject({ sequential_s: 23, threads_s: 9, async_s: 9 });
    for (const [mode, seconds] of [
      ['sequential', 23],
      ['async', 9],
    ] as const) {
      const { state, metrics } = await run(page, `#/v1/mapo-tofu?scale=20&mode=${mode}`);
      expect(state).toBe('done');
      expect(metrics.preparation_s).toBeGreaterThan(seconds - 0.5);
    }
    expect((await run(page, '#/v1/shared-knife?sharing=async&yield_inside=1&scale=50')).metrics.failed).toBe(1);
    expect((await run(page, '#/v1/blocked-loop?limit=0.8')).values.outcome).toBe('starved');
  });

  it('a run that cannot be watched says so, and is played once it is done', async () => {
    const { page } = shared;
    await page.goto('about:blank');
    await page.goto(`${shared.site.url}#/v1/mapo-tofu?scale=100`);
    await eventually(async () => {
      expect(await page.locator('.film-state').textContent()).toBe('cooking: shown when it is done');
    });
    await finished(page);
    expect(await page.locator('[data-replay]').getAttribute('data-replay')).toBe('playing');
  });

  it('real threads are replaced, and it is said', async () => {
    const { state, params, notices: said } = await run(shared.page, '#/v1/mapo-tofu?mode=threads&scale=10');
    expect([state, params.mode]).toEqual(['done', 'sequential']);
    expect(said.join(' ')).toContain('needs threads');
  });
});

describe('somebody who changes their mind', () => {
  const shared = onePage({}, QUICK);

  it('picks another scenario in the middle of a run, and goes back', async () => {
    const { page } = shared;
    await finished(page);
    const dinner = run(page, '#/v1/mapo-tofu?scale=1000&compare=1');
    await waitForState(page, 'running');
    await page.waitForTimeout(200);
    await run(page, '#/v1/shared-knife?scale=50');
    expect((await dinner).state).toBe('stopped');
    expect(await page.locator('[data-film="knife"]').count()).toBe(1);
    await page.evaluate(() => history.back());
    await eventually(async () => expect(await page.locator('[data-film="sequential"]').count()).toBe(1));
    await page.evaluate(() => history.forward());
    await eventually(async () => expect(await page.locator('[data-film="knife"]').count()).toBe(1));
    await finished(page);
    expect((await run(page, QUICK)).metrics.preparation_s).toBe(9);
  });

  it('reloads in the middle of a run, which then begins again', async () => {
    const { page } = shared;
    const link = '#/v1/mapo-tofu?scale=300';
    void run(page, link).catch(() => undefined);
    await waitForState(page, 'running');
    await page.waitForTimeout(300);
    await page.reload();
    await waitForState(page, 'running');
    expect(await address(page)).toBe(link);
    await finished(page);
    expect((await films(page))[0]?.served).toBe('1');
  });
});
