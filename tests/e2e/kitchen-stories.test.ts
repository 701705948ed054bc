// The kitchen's two smaller stories on the built site: the shared knife, many times each way, and the loop that is
// blocked.
import { describe, expect, it } from 'vitest';
import { BROWSER } from './drivers/which';
import { onePage } from './fixtures';
import { lanes, many } from './kitchen';
import { alerts, attempts, eventually, run, stopsSoon } from './page';

/** How often in a row nothing else may happen. Once a hundred times is enough: what decides is the same core. */
const TIMES = BROWSER === 'chromium' ? 100 : 25;

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
    expect(await shared.page.locator('[data-doing="failed"]').count()).toBe(1);
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

  it(`is in danger again with an await in between, ${TIMES} times in a row`, { timeout: 180_000 }, async () => {
    const results = await many(shared.page, '#/v1/shared-knife?scale=50&sharing=async&yield_inside=1', TIMES);
    for (const { state, values } of results) {
      expect([state, values.meat, values.spices]).toEqual(['done', 'cut', 'failed: knife is not in the cupboard']);
    }
  });

  it('keeps whoever comes second waiting, visibly', async () => {
    await run(shared.page, '#/v1/shared-knife?scale=100&sharing=lock');
    const worked = (await lanes(shared.page)).filter(({ role }) => role === 'worker');
    expect(worked.map(({ labels }) => labels.includes('waits for the knife'))).toEqual([true, true]);
    expect(await shared.page.locator('[data-doing="done"]').count()).toBe(2);
  });
});

describe('the blocked loop', () => {
  const shared = onePage({}, '#/v1/blocked-loop?wait=await');

  it('starves the producer, and the page goes on', async () => {
    const { page } = shared;
    await attempts(5, async () => {
      const longest = page.evaluate(async () => {
        let most = 0;
        let last = performance.now();
        let over = false;
        const look = (now: number) => {
          most = Math.max(most, now - last);
          last = now;
          if (!over) requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        const { state, values, metrics } = await window.brigade.run('#/v1/blocked-loop?limit=1.5');
        over = true;
        return { most, state, values, metrics };
      });
      // What the page tells while the engine's loop stands still.
      const scene = page.locator('[data-film="loop"]');
      await eventually(async () => {
        expect(await scene.getAttribute('data-consumer')).toBe('blocks');
        expect(await scene.getAttribute('data-producer')).toBe('starves');
        expect(await scene.getAttribute('data-heart')).toBe('starves');
      });
      const { most, state, values, metrics } = await longest;
      await eventually(async () => expect(await scene.getAttribute('data-consumer')).toBe('gave up'));
      expect([state, values.outcome, metrics.seen]).toEqual(['done', 'starved', 0]);
      expect(metrics.set_ms).toBeGreaterThan(1490);
      expect(metrics.max_lag_ms).toBeGreaterThan(1200);
      expect(values.why).toContain('held the loop’s only thread');
      // The engine's loop stood still for 1.5 s, the page's own did not.
      expect(most).toBeLessThan(1000);
      expect(Number(await page.locator('[data-lag-max]').getAttribute('data-lag-max'))).toBeGreaterThan(1200);
    });
  });

  it('lags with bounded blocking, and is well with an await', async () => {
    const bounded = await run(shared.page, '#/v1/blocked-loop?wait=blocking-bounded&limit=5');
    expect(bounded.values.outcome).toBe('seen');
    expect(bounded.metrics.waited_ms).toBeGreaterThan(990);
    expect(bounded.metrics.max_lag_ms).toBeGreaterThan(800);
    const well = await run(shared.page, '#/v1/blocked-loop?wait=await&limit=5');
    expect(well.values.outcome).toBe('seen');
    expect(well.metrics.set_ms).toBeGreaterThan(495);
    expect(well.metrics.max_lag_ms).toBeLessThan(bounded.metrics.max_lag_ms as number);
    await eventually(async () => {
      expect(await shared.page.locator('[data-film="loop"]').getAttribute('data-consumer')).toBe('saw');
    });
    expect(await shared.page.locator('[data-flag="up"]').count()).toBe(1);
  });

  it('is stopped while it is blocked', async () => {
    const { page } = shared;
    await stopsSoon(page, '#/v1/blocked-loop?limit=10');
    expect((await run(page, '#/v1/blocked-loop?wait=await')).values.outcome).toBe('seen');
  });
});
