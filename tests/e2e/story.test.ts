// The stage of a story, on a run that gets stuck: who holds what and waits for whom, event by event.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { onePage } from './fixtures';
import { act, alerts, eventually, run, waitForState } from './page';

const LINK = '#/v1/self-test?fail=stuck&threads=2';

/** Every actor with its state, every resource with its holder and its queue, as the board shows them. */
const board = (page: Page) =>
  page.evaluate(() => ({
    actors: [...document.querySelectorAll<HTMLElement>('[data-actor]')].map(({ dataset }) => [
      dataset.actor,
      dataset.actorState,
    ]),
    resources: [...document.querySelectorAll<HTMLElement>('[data-resource]')].map(({ dataset }) => [
      dataset.resource,
      dataset.holder,
      dataset.queue,
    ]),
    step: Number(document.querySelector<HTMLElement>('[data-board]')?.dataset.step),
  }));

describe('a run that cannot go on', () => {
  const shared = onePage({}, '#/v1/self-test?threads=2');

  it('ends stuck, is no failure, and says who waits for whom', async () => {
    const { page } = shared;
    const { state, log } = await run(page, LINK);
    await waitForState(page, 'stuck');
    expect(state).toBe('stuck');
    expect(log.join(' ')).toContain('thread 1 holds lock 1 and waits for lock 0');
    expect(await alerts(page).count()).toBe(0);
    await eventually(async () => {
      expect(await board(page)).toMatchObject({
        actors: [
          ['thread 0', 'blocked'],
          ['thread 1', 'blocked'],
        ],
        resources: [
          ['lock 0', 'thread 0', 'thread 1'],
          ['lock 1', 'thread 1', 'thread 0'],
        ],
      });
    });
    expect(await page.locator('.board-stuck').textContent()).toContain('which thread 1 holds');
    expect(await page.locator('[data-output]').textContent()).toContain('Nobody can go on');
  });

  it('is stepped through back to its beginning and forwards again', async () => {
    const { page } = shared;
    await run(page, LINK);
    await eventually(async () => expect((await board(page)).actors).toHaveLength(2));
    const last = (await board(page)).step;
    for (let before = last; before > 0; ) {
      await act(page, 'replay-back').click();
      await eventually(async () => expect((await board(page)).step).toBeLessThan(before));
      before = (await board(page)).step;
      // Events at one time are one step; before the first one is the beginning.
      if (before === 1) break;
    }
    expect(await page.locator('.board-stuck').count()).toBe(0);
    for (let before = (await board(page)).step; before < last; before = (await board(page)).step) {
      await act(page, 'replay-step').click();
      await eventually(async () => expect((await board(page)).step).toBeGreaterThan(before));
    }
    expect(await page.locator('.board-stuck').count()).toBe(1);
  });

  it('has lanes of its locks under those of its threads', async () => {
    const { page } = shared;
    await run(page, LINK);
    await eventually(async () => {
      const lanes = await page
        .locator('[data-track="story"] [data-lane]')
        .evaluateAll((all) => all.map((lane) => (lane as HTMLElement).dataset.lane));
      expect(lanes).toEqual(['thread 0', 'thread 1', 'lock 0', 'lock 1']);
    });
  });

  it('is followed by runs that work', async () => {
    expect((await run(shared.page, '#/v1/self-test?threads=2')).state).toBe('done');
  });
});

describe('a story of one file', () => {
  const shared = onePage({}, '#/v1/laid-table?scale=10');

  it('has its board, its replay and its lanes from its trace alone', async () => {
    const { page } = shared;
    const { state, metrics } = await run(page, '#/v1/laid-table?scale=10');
    await waitForState(page, 'done');
    expect(state).toBe('done');
    expect(metrics.threads).toBe(3);
    await eventually(async () => {
      expect((await board(page)).actors.map(([name]) => name)).toEqual(['Olivia', 'Noah', 'Ada']);
    });
    expect((await board(page)).resources.map(([name]) => name)).toEqual(['table']);
    // Back to where somebody waits at the table, and nobody has sat down.
    for (let now = await board(page); !now.actors.some(([, doing]) => doing === 'blocked'); ) {
      const { step } = now;
      expect(step).toBeGreaterThan(1);
      await act(page, 'replay-back').click();
      await eventually(async () => expect((await board(page)).step).toBeLessThan(step));
      now = await board(page);
    }
    const lanes = await page
      .locator('[data-track="story"] [data-lane]')
      .evaluateAll((all) => all.map((lane) => (lane as HTMLElement).dataset.lane));
    expect(lanes).toEqual(['Olivia', 'Noah', 'Ada', 'table']);
    const free = await run(page, '#/v1/laid-table?scale=10&barrier=0');
    expect(free.state).toBe('done');
    await eventually(async () => expect((await board(page)).resources).toEqual([]));
  });
});
