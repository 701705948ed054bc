// The kitchen's two smaller stories on the built site: the shared knife, repeated many times in each way, and the
// blocked loop.
import { describe, expect, it } from 'vitest';
import { ALL } from './drivers/which';
import { onePage } from './fixtures';
import { lanes, many } from './kitchen';
import { alerts, eventually, recorded, run, withMore } from './page';

/** Number of repetitions, all of which must end in the same way. */
const TIMES = ALL ? 100 : 20;

describe('the shared knife', () => {
  const shared = onePage({}, '#/v1/shared-knife?sharing=async&scale=50');

  it(`fails without care ${TIMES} times in a row, and the error is the task’s result`, {
    timeout: 180_000,
  }, async () => {
    for (const { state, metrics, values } of await many(shared.page, '#/v1/shared-knife?scale=50', TIMES)) {
      expect({ state, failed: metrics.failed, error: values.error }).toEqual({
        state: 'done',
        failed: 1,
        error: 'knife is not in the cupboard',
      });
      expect([values.meat, values.spices].sort()).toEqual(['cut', 'failed: knife is not in the cupboard']);
    }
    await eventually(async () => expect(await shared.page.locator('[data-doing="failed"]').count()).toBe(1));
    expect(await alerts(shared.page).count()).toBe(0);
  });

  it.each(['copy', 'lock', 'async'])(
    `is shared well by %s ${TIMES} times in a row`,
    { timeout: 180_000 },
    async (sharing) => {
      const results = await many(shared.page, `#/v1/shared-knife?scale=50&sharing=${sharing}`, TIMES);
      for (const { state, metrics, values } of results) {
        expect([state, metrics.failed, values.meat, values.spices]).toEqual(['done', 0, 'cut', 'cut']);
        expect(metrics.preparation_s).toBeGreaterThan(sharing === 'copy' ? 0.9 : 1.9);
        expect(metrics.threads).toBe(sharing === 'async' ? 1 : 2);
      }
    },
  );

  it(`fails again with an await in between, ${TIMES} times in a row`, { timeout: 180_000 }, async () => {
    const results = await many(shared.page, '#/v1/shared-knife?scale=50&sharing=async&yield_inside=1', TIMES);
    for (const { state, values } of results) {
      expect([state, values.meat, values.spices]).toEqual(['done', 'cut', 'failed: knife is not in the cupboard']);
    }
  });

  it('draws who got the knife as the tasks’ results say, and ends with the failure', async () => {
    const { page } = shared;
    for (const link of ['#/v1/shared-knife?scale=100', '#/v1/shared-knife?scale=100&sharing=async&yield_inside=1']) {
      const { values } = await run(page, link);
      const [winner, loser] = values.meat === 'cut' ? ['meat', 'spices'] : ['spices', 'meat'];
      await eventually(async () => {
        const drawn = await page
          .locator('[data-access]')
          .evaluateAll((all) => all.map((step) => ({ ...(step as SVGElement).dataset })));
        expect(drawn.map(({ access }) => access)).toEqual(['looks', 'looks', 'takes', 'in vain']);
        expect(drawn.slice(2).map((step) => step.of)).toEqual([winner, loser]);
      });
      // The picture ends with the knife in use, and no longer where the failed cook looked for it.
      const scrub = page.locator('[data-action="replay-scrub"]');
      for (const at of ['rest', '1']) {
        if (at !== 'rest') await scrub.fill(at);
        await eventually(async () => {
          expect(await page.locator('[data-doing="failed"]').count()).toBe(1);
          expect(await page.locator('[data-doing="cuts"]').count()).toBe(1);
          expect(await page.locator('[data-knife="there"]').count()).toBe(0);
        });
      }
    }
  });

  it('shows who waits for the knife', async () => {
    await run(shared.page, '#/v1/shared-knife?scale=100&sharing=lock');
    const worked = (await lanes(shared.page)).filter(({ role }) => role === 'worker');
    expect(worked.map(({ labels }) => labels.includes('waits for the knife'))).toEqual([true, true]);
    await eventually(async () => expect(await shared.page.locator('[data-doing="done"]').count()).toBe(2));
  });
});

describe('the blocked loop', () => {
  const shared = onePage({}, '#/v1/blocked-loop?wait=await');

  it('starves the producer, and the page goes on', async () => {
    const { page } = shared;
    // A busy machine draws fewer frames, so the loop is then blocked for longer.
    await withMore([1.5, 4, 10], async (limit) => {
      const scenes = await recorded(page, () => {
        const { consumer, producer, heart, worst } =
          document.querySelector<HTMLElement>('[data-film="loop"]')?.dataset ?? ({} as DOMStringMap);
        return [consumer, producer, heart, worst === '1' ? 'at rest' : 'live'];
      });
      const { frames, state, values, metrics } = await page.evaluate(async (link) => {
        let drawn = 0;
        let over = false;
        const look = () => {
          drawn++;
          if (!over) requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        const summary = await window.brigade.run(link);
        over = true;
        return { frames: drawn, ...summary };
      }, `#/v1/blocked-loop?limit=${limit}`);
      expect([state, values.outcome, metrics.seen]).toEqual(['done', 'starved', 0]);
      expect(metrics.set_ms).toBeGreaterThan(limit * 1000 - 10);
      expect(metrics.max_lag_ms).toBeGreaterThan(limit * 500);
      expect(values.why).toContain('held the loop’s only thread');
      // The replay rests at its worst moment: every task is due, and the consumer holds the loop.
      await eventually(async () =>
        expect((await scenes()).at(-1)).toEqual(['blocks', 'starves', 'starves', 'at rest']),
      );
      const [most] = await page
        .locator('[data-lag-max]')
        .evaluateAll((all) => all.map((element) => Number((element as HTMLElement).dataset.lagMax)));
      expect(most).toBeGreaterThan(limit * 500);
      // The engine's loop stood still while the page's own went on drawing.
      expect(frames).toBeGreaterThan(10);
      expect(await scenes()).toContainEqual(['blocks', 'starves', 'starves', 'live']);
    });
  });

  it('lags with bounded blocking, and beats more often with an await', async () => {
    const bounded = await run(shared.page, '#/v1/blocked-loop?wait=blocking-bounded&limit=5');
    expect(bounded.values.outcome).toBe('seen');
    expect(bounded.metrics.waited_ms).toBeGreaterThan(990);
    expect(bounded.metrics.max_lag_ms).toBeGreaterThan(800);
    // Every overdue task, also the flag's producer, had a turn before the consumer’s second look.
    expect(bounded.metrics.looks).toBe(2);
    const well = await run(shared.page, '#/v1/blocked-loop?wait=await&limit=5');
    expect(well.values.outcome).toBe('seen');
    expect(well.metrics.set_ms).toBeGreaterThan(495);
    // With an await nobody holds the loop, and the heart can beat; with blocking it could not.
    const late = ({ metrics }: typeof well) => (metrics.beats ?? 0) / (metrics.waited_ms ?? Number.NaN);
    expect(late(well)).toBeGreaterThan(late(bounded));
    // Not at the end, which on a busy machine may be the worst moment again.
    await shared.page.locator('[data-action="replay-scrub"]').fill('0.9999');
    await eventually(async () => {
      expect(await shared.page.locator('[data-film="loop"]').getAttribute('data-consumer')).toBe('saw');
    });
    await eventually(async () => expect(await shared.page.locator('[data-flag="up"]').count()).toBe(1));
  });
});
