// Stopping and failing: a run that listens is stopped gently, one that does not loses its engine, and a panic on any
// thread ends the run with its message. After each of them the next run works, and the last result is still there.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { HEARS_WORKERS, onePage, type Script } from './fixtures';
import {
  act,
  alerts,
  begin,
  engineSize,
  eventually,
  figures,
  finished,
  ofLink,
  painted,
  paintedWhole,
  run,
  runBy,
  settled,
  stage,
  waitForState,
  workers,
} from './page';
import { reference } from './reference';

const SANE = '#/v1/julia?n=203&threads=2&repeats=5';
const LONG = '#/v1/julia?n=4096&repeats=100&threads=2';

async function nextRunWorks(page: Page): Promise<void> {
  const summary = await run(page, SANE);
  expect(summary).toMatchObject({ state: 'done', image: reference(203) });
  expect(ofLink(summary)).toEqual([]);
  await finished(page);
  expect(await alerts(page).count()).toBe(0);
  await paintedWhole(page);
}

/** Returns the engine worker and its pool of two. */
async function engineOf(page: Page): Promise<readonly unknown[]> {
  await eventually(async () => expect((await workers(page)).length).toBe(engineSize(2)));
  return workers(page);
}

describe('stopping', () => {
  const shared = onePage({}, SANE);

  it('keeps the picture and the trace as far as they came', async () => {
    const { page } = shared;
    const { ended } = await begin(page, LONG);
    const bar = page.getByRole('progressbar', { name: 'Work done' });
    await eventually(async () => expect(Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(0));
    await act(page, 'stop').click();
    expect((await ended).state).toBe('stopped');
    await waitForState(page, 'stopped');
    expect(Number(await bar.getAttribute('aria-valuenow'))).toBeLessThan(100);
    expect(await page.evaluate(() => window.brigade.trace()?.count)).toBeGreaterThan(0);
    // The picture of the repeat in which it was stopped, perhaps not all of it.
    await eventually(async () => expect((await painted(page)).colours).toBeGreaterThan(0));
    await nextRunWorks(page);
  });

  it('replaces an engine that does not listen, and nothing of it is left', async () => {
    const { page } = shared;
    await nextRunWorks(page);
    const before = await engineOf(page);
    const { ended } = await begin(page, '#/v1/self-test?fail=spin&threads=2');
    await act(page, 'stop').click();
    expect((await ended).state).toBe('stopped');
    await waitForState(page, 'stopped');
    await nextRunWorks(page);
    const after = await engineOf(page);
    expect(after.filter((worker) => before.includes(worker))).toEqual([]);
  });

  it('works while the engine is still starting, and takes nothing away', async () => {
    const { page } = shared;
    await nextRunWorks(page);
    const shown = await figures(page);
    const states = await page.evaluate(async () => {
      // The engine is requested, but receives nothing before the run is stopped.
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = () => undefined;
      const ran = window.brigade.run('#/v1/julia?threads=29&repeats=5');
      await new Promise((resolve) => setTimeout(resolve));
      window.brigade.stop();
      Worker.prototype.postMessage = postMessage;
      return (await ran).state;
    });
    expect(states).toBe('stopped');
    await waitForState(page, 'stopped');
    expect(await figures(page)).toEqual(shown);
    await nextRunWorks(page);
  });

  it('happens by itself when another run is asked for', async () => {
    const { page } = shared;
    const first = await begin(page, LONG);
    await nextRunWorks(page);
    expect((await first.ended).state).toBe('stopped');
    // The stopped run does not come back to the stage.
    await settled(page);
    expect(await stage(page).getAttribute('data-state')).toBe('done');
    expect((await figures(page)).repeats).toBe(5);
  });
});

describe('a run that listens', () => {
  // Gives the run all the time that it needs, because a thread of a busy machine may wake late.
  const patiently: Script = () => {
    const original = window.setTimeout;
    // Matches `STOP_LIMIT` of www/engine/client.ts.
    const patient = (action: () => void, delay = 0) => original(action, delay === 250 ? 60_000 : delay);
    Object.assign(window, { setTimeout: patient });
  };
  const shared = onePage({}, SANE, { scripts: [patiently] });

  it('keeps its engine when it is stopped', async () => {
    const { page } = shared;
    await nextRunWorks(page);
    const before = await engineOf(page);
    const { ended } = await begin(page, '#/v1/self-test?fail=wait&threads=2');
    await act(page, 'stop').click();
    expect((await ended).state).toBe('stopped');
    await nextRunWorks(page);
    expect((await engineOf(page)).every((worker) => before.includes(worker))).toBe(true);
  });
});

describe('another number of threads', () => {
  const shared = onePage({}, SANE);

  it('leaves nothing of an earlier engine behind', async () => {
    const { page } = shared;
    await finished(page);
    for (const threads of [1, 16, 2]) {
      await run(page, `#/v1/julia?n=203&threads=${threads}&repeats=5`);
      // The engine worker and its pool.
      await eventually(async () => expect((await workers(page)).length).toBe(engineSize(threads)));
    }
  });
});

describe('a panic', () => {
  const shared = onePage({}, SANE);

  for (const { fail, message } of [
    { fail: 'thread', message: 'thread 1 was asked to panic' },
    { fail: 'coordinator', message: 'the coordinator was asked to panic' },
  ]) {
    it(`of the ${fail} ends the run with its message, and takes nothing away`, async () => {
      const { page } = shared;
      await nextRunWorks(page);
      const shown = await figures(page);
      const { state, error } = await run(page, `#/v1/self-test?fail=${fail}&threads=2`);
      expect(state).toBe('error');
      expect(error).toContain(message);
      await waitForState(page, 'error');
      expect(await alerts(page).textContent()).toContain(message);
      expect(await figures(page)).toEqual(shown);
      await paintedWhole(page);

      // A retry fails again, and the message is gone with the next run.
      await runBy(page, () => act(page, 'retry').click(), 'error');
      await nextRunWorks(page);
      // The console has the panic's message and no other.
      const messages = await shared.takeMessages();
      expect(messages.length).toBe(HEARS_WORKERS ? 2 : 0);
      for (const text of messages) expect(text).toMatch(new RegExp(`^error: panicked at .*${message}`, 's'));
    });
  }

  it('right after the start shows its message where a result would be', async () => {
    const opened = await shared.site.open('#/v1/self-test?fail=thread');
    await waitForState(opened.page, 'error');
    expect(await alerts(opened.page).textContent()).toContain('was asked to panic');
    await nextRunWorks(opened.page);
    await opened.close();
  });
});
