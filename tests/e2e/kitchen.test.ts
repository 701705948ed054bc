// The kitchen on the built site: exact dinners on the virtual clock, real ones with threads and timers, three films
// side by side, a reader's own recipes, and readers who change their mind.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { inOneBrowser, NO_SERVICE_WORKER, onePage, WITHOUT_HEADERS } from './fixtures';
import { lanes } from './kitchen';
import {
  act,
  address,
  ENDLESS_DINNER,
  eventually,
  finished,
  notices,
  param,
  recorded,
  run,
  runBy,
  settings,
  stops,
  waitForState,
} from './page';

const QUICK = '#/v1/mapo-tofu?clock=virtual';

/** Runs in the page. */
const look = () =>
  [...document.querySelectorAll<HTMLElement>('[data-film]')].map((film) => ({
    mode: film.dataset.film,
    served: film.dataset.served,
    phases: [...film.querySelectorAll<SVGElement>('[data-phase]')].map((station) => station.dataset.phase),
  }));

const films = (page: Page) => page.evaluate(look);

/** Returns which tasks are cooking, and which of them are attended to, by film. Runs in the page. */
const attendance = () =>
  [...document.querySelectorAll<HTMLElement>('[data-film]')].map((film) => {
    const cooking = [...film.querySelectorAll<SVGElement>('[data-phase="cooking"]')];
    return {
      mode: film.dataset.film,
      cooking: cooking.map((station) => station.dataset.task),
      attended: cooking.flatMap((station) => (station.dataset.alone === undefined ? [station.dataset.task] : [])),
      alone: [...film.querySelectorAll<SVGElement>('[data-alone]')].map((station) => station.dataset.phase),
      cooks: film.querySelectorAll('.cook-works, .cook-watches, .cook-looks').length,
    };
  });

/** Moves the replay, which may be playing, to a moment. */
async function scrubTo(page: Page, share: number) {
  const scrub = page.locator('[data-action="replay-scrub"]');
  await scrub.fill('0');
  await page.locator('[data-replay="paused"]').waitFor();
  await scrub.fill(String(share));
  await eventually(async () => expect(Number(await scrub.inputValue())).toBeCloseTo(share, 6));
}

/** Waits until a task is cooking. */
const cooking = (page: Page) =>
  eventually(async () => expect((await films(page)).flatMap(({ phases }) => phases)).toContain('cooking'));

describe('a dinner', () => {
  const shared = onePage({}, QUICK);

  it('takes exactly the known times on the virtual clock', async () => {
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

  it('is never early on the real clock, and says how late it is', async () => {
    for (const [mode, seconds] of [
      ['sequential', 23],
      ['threads', 9],
      ['async', 9],
    ] as const) {
      const { state, metrics } = await run(shared.page, `#/v1/mapo-tofu?scale=20&mode=${mode}`);
      expect([state, metrics.ideal_s]).toEqual(['done', seconds]);
      // Timers may be early by a step of a coarse clock, and late by anything else that the machine does.
      expect(metrics.late_ms).toBeGreaterThan(-5);
      expect(metrics.preparation_s).toBeCloseTo(seconds + (metrics.late_ms ?? Number.NaN) / 20, 6);
      expect(metrics.time_ms).toBeCloseTo((metrics.preparation_s ?? Number.NaN) * 20, 6);
    }
  });

  it('is never later than plain timers are', async ({ annotate }) => {
    const { page } = shared;
    // Lateness on a busy machine proves nothing: a dinner counts only if the page's own timers beside it were in time.
    for (let [counted, tried] = [0, 0]; ; tried++) {
      const [late, own] = await page.evaluate(async (link) => {
        let over = false;
        let worst = 0;
        const watch = (async () => {
          while (!over) {
            const begun = performance.now();
            await new Promise((resolve) => setTimeout(resolve, 20));
            worst = Math.max(worst, performance.now() - begun - 20);
          }
        })();
        const { metrics } = await window.brigade.run(link);
        over = true;
        await watch;
        return [metrics.late_ms ?? Number.NaN, worst];
      }, '#/v1/mapo-tofu?scale=50');
      if (late < 50) break;
      if (own < 10) counted++;
      await annotate(`late by ${late} ms, where a plain timer was late by ${own} ms`);
      expect(counted, 'dinners that were late on a quiet machine').toBeLessThan(5);
      if (tried === 20) break;
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

  inOneBrowser('runs as three films at the same time, and its timelines share one axis', async () => {
    const { page } = shared;
    await run(page, QUICK);
    const seen = await recorded(page, look);
    const { metrics } = await run(page, '#/v1/mapo-tofu?scale=100&compare=1');
    for (const name of ['sequential_s', 'threads_s', 'async_s', 'span_s']) expect(metrics[name]).toBeGreaterThan(8.9);
    await eventually(async () => expect((await films(page)).map((film) => film.served)).toEqual(['1', '1', '1']));
    const all = (await seen()).filter((shown) => shown.length > 1);
    for (const shown of all) expect(shown.map(({ mode }) => mode)).toEqual(['sequential', 'threads', 'async']);
    // Each dinner is served once and stays served, and none is served before a shorter one.
    const times = ['sequential_s', 'threads_s', 'async_s'].map((name) => metrics[name] as number);
    const served = all.map((shown) => shown.map((film) => Number(film.served)));
    for (const [i, now] of served.entries()) {
      now.forEach((one, film) => {
        expect(one).toBeGreaterThanOrEqual(served[i - 1]?.[film] ?? 0);
        const quicker = now.filter((_, other) => (times[other] as number) < (times[film] as number));
        if (one === 1) expect(Math.min(1, ...quicker)).toBe(1);
      });
    }
    expect(await page.locator('.timeline-track').count()).toBe(3);
    await eventually(async () => expect(await page.locator('[data-bounds]').count()).toBe(3));
  });

  inOneBrowser('can be watched again, from the beginning', async () => {
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

  inOneBrowser('shows which steps nobody attends to: each cook at work attends to exactly one', async () => {
    const { page } = shared;
    for (const link of [`${QUICK}&compare=1`, `${QUICK}&hands=one`, QUICK]) {
      const { metrics } = await run(page, link);
      const longest = Math.max(metrics.preparation_s ?? 0, metrics.sequential_s ?? 0);
      for (const time of [0.3, 1.5, 2.3, 3, 5, 6.5, 8, 10.2]) {
        if (time >= longest) continue;
        await scrubTo(page, time / longest);
        for (const film of await page.evaluate(attendance)) {
          expect(film.attended, `${link} at ${time} s`).toHaveLength(film.cooks);
          expect(film.alone).toEqual(film.alone.map(() => 'cooking'));
          // On threads a cook stays with each task; a single pair of hands stays while it is needed.
          if (film.mode !== 'async') expect(film.attended).toEqual(film.cooking);
        }
      }
    }
    // At 1.5 s the one cook is free, and rice is washed, spices are blended and meat is fried with nobody attending.
    await scrubTo(page, 1.5 / 9);
    await eventually(async () => {
      const [film] = await page.evaluate(attendance);
      expect(film).toMatchObject({ cooking: ['rice', 'spices', 'meat and tofu'], attended: [], cooks: 0 });
    });
    expect(await page.locator('.cook-free .cook-bubble').textContent()).toBe('free');
  });

  inOneBrowser('says how long one pair of hands would take, and cooks that at a click', async () => {
    const { page } = shared;
    const { metrics } = await run(page, QUICK);
    await eventually(async () =>
      expect(await act(page, 'one-pair').textContent()).toBe('With one pair of hands: 13.0 s (simulated)'),
    );
    const promised = metrics.one_pair_s;
    await runBy(page, () => act(page, 'one-pair').click());
    expect(await address(page)).toContain('hands=one');
    expect((await run(page, `${QUICK}&hands=one`)).metrics.preparation_s).toBe(promised);
    expect(await act(page, 'one-pair').count()).toBe(0);
  });

  it('is stopped, keeps what was cooked, and the next one works', async () => {
    const { page } = shared;
    for (const mode of ['sequential', 'threads', 'async']) {
      await stops(page, `${ENDLESS_DINNER}&mode=${mode}`, () => cooking(page));
      expect((await films(page))[0]?.phases).toContain('cooking');
    }
    expect((await run(page, QUICK)).state).toBe('done');
  });
});

describe('a recipe of one’s own', () => {
  const shared = onePage({}, QUICK);

  inOneBrowser('is edited, refused in words while it cannot be cooked, and travels in the link', async () => {
    const { page } = shared;
    await finished(page);
    await act(page, 'edit-recipe').click();
    const dialog = page.locator('dialog[open]');
    await dialog.waitFor();
    // Makes rice need a task that needs rice.
    const rice = dialog.locator('[data-recipe-task="0"]');
    await rice.getByRole('checkbox', { name: 'serve' }).check();
    const fault = dialog.locator('[data-recipe-fault]');
    expect(await fault.textContent()).toContain('“rice”, “serve” need each other in a circle');
    expect(await act(page, 'save-recipe').isDisabled()).toBe(true);
    await rice.getByRole('checkbox', { name: 'serve' }).uncheck();
    // Adds a step, removes a task, and changes the order.
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
    // On the virtual clock the run is over at once, and is replayed for those who watch.
    await act(page, 'replay-scrub').fill('1');
    const all = { phases: ['done', 'done', 'done', 'done'] };
    await eventually(async () => expect(await films(page)).toMatchObject([all]));

    await page.goto('about:blank');
    await page.goto(shared.site.url + link);
    await finished(page);
    expect((await films(page))[0]?.phases).toHaveLength(4);
    expect(await address(page)).toBe(link);
  });

  inOneBrowser('that cannot be cooked is named, and the default is cooked', async () => {
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

  inOneBrowser('may be another one of the menu', async () => {
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

  it('all that needs no threads works, and the virtual clock simulates them', async () => {
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

  it('a run that cannot be watched says so, and is replayed when it is done', async () => {
    const { page } = shared;
    // The stage is loaded before there is a dinner to show.
    await run(page, QUICK);
    await run(page, '#/v1/julia?n=40&schedule=sequential&repeats=5');
    const seen = await recorded(page, () => ({
      film: document.querySelector('.film-state')?.textContent ?? '',
      replay: document.querySelector<HTMLElement>('[data-replay]')?.dataset.replay ?? '',
    }));
    await run(page, '#/v1/mapo-tofu?scale=20');
    await eventually(async () => {
      const states = await seen();
      const hidden = states.findIndex(({ film }) => film === 'cooking: shown when it is done');
      expect(hidden).toBeGreaterThan(-1);
      expect(states.slice(hidden).map(({ replay }) => replay)).toContain('playing');
    });
  });

  inOneBrowser('a notice says that real threads are replaced', async () => {
    const { state, params, notices: said } = await run(shared.page, '#/v1/mapo-tofu?mode=threads&scale=10');
    expect([state, params.mode]).toEqual(['done', 'sequential']);
    expect(said.join(' ')).toContain('needs threads');
  });
});

describe('somebody who changes their mind', () => {
  const shared = onePage({}, QUICK);

  inOneBrowser('picks another scenario in the middle of a run, and goes back', async () => {
    const { page } = shared;
    await finished(page);
    const dinner = run(page, `${ENDLESS_DINNER}&compare=1`);
    await waitForState(page, 'running');
    await cooking(page);
    await run(page, '#/v1/shared-knife?scale=50');
    expect((await dinner).state).toBe('stopped');
    await eventually(async () => expect(await page.locator('[data-film="knife"]').count()).toBe(1));
    await page.evaluate(() => history.back());
    await eventually(async () => expect(await page.locator('[data-film="sequential"]').count()).toBe(1));
    await page.evaluate(() => history.forward());
    await eventually(async () => expect(await page.locator('[data-film="knife"]').count()).toBe(1));
    await finished(page);
    expect((await run(page, QUICK)).metrics.preparation_s).toBe(9);
  });

  inOneBrowser('reloads in the middle of a run, which then begins again', async () => {
    const { page } = shared;
    void run(page, ENDLESS_DINNER).catch(() => undefined);
    await waitForState(page, 'running');
    await cooking(page);
    const link = await address(page);
    await page.reload();
    await waitForState(page, 'running');
    await cooking(page);
    expect(await address(page)).toBe(link);
    await act(page, 'stop').click();
    await waitForState(page, 'stopped');
    expect((await run(page, QUICK)).metrics.preparation_s).toBe(9);
  });
});
