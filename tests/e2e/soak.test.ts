// Endurance: three hundred runs of all scenarios on changing numbers of threads, begun and stopped at odd moments (64
// if not all tests are asked for, and in browsers that do not report memory and all threads as Chromium does). No
// worker is left behind, memory stays flat, and the run after each stop is right.
import { readdirSync, readFileSync } from 'node:fs';
import type { CDPSession, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ALL, BROWSER } from './drivers/which';
import { onePage } from './fixtures';
import { engineSize, eventually, finished, run, workers } from './page';
import { reference } from './reference';

const LONG = ALL && BROWSER === 'chromium';
const CYCLES = LONG ? 300 : 64;
/** Cycles after which caches, compiled code and the heaps' reserves are filled, or nearly so. */
const SETTLED = LONG ? 50 : 24;
/** Largest growth of what the page holds, from the first measurements after that to the last, as a share. */
const GROWTH = LONG ? 0.1 : 0.25;
/**
 * Largest growth of the whole process, in MB. Covers what the page does not report, such as its workers' own memory.
 */
const PROCESS_GROWTH = 32;
/** Cycles between two measurements of the memory. */
const EVERY = LONG ? 10 : 5;
/** Number of measurements that are compared, at the beginning and at the end. */
const COMPARED = LONG ? 8 : 3;
const THREADS = [1, 2, 3, 4, 7, 16];

interface Story {
  /** A link of a run that does not end before it is stopped. */
  long: string;
  /** A short run of the same scenario, and what is known of its outcome. */
  short: string;
  known: object;
}

const SCHEDULES = ['sequential', 'static', 'interleaved', 'dynamic', 'guided', 'fork-join', 'work-stealing'];

/** The runs of a cycle; `threads` is put into their links. */
function stories(cycle: number): Story[] {
  const schedule = SCHEDULES[cycle % SCHEDULES.length];
  const mode = ['sequential', 'threads', 'async'][cycle % 3];
  const mapo = { sequential: 23, threads: 9, async: 9 }[mode as 'sequential' | 'threads' | 'async'];
  return [
    {
      long: `#/v1/julia?n=4096&repeats=100&schedule=${schedule}`,
      short: `#/v1/julia?n=203&schedule=${schedule}`,
      known: { image: reference(203) },
    },
    {
      long: '#/v1/squares?start=50000000&repeats=60&compare=1',
      short: '#/v1/squares?start=1000&count=3&repeats=1',
      known: { values: { total: String(332_833_500 + 333_833_500 + 334_835_501) } },
    },
    {
      long: '#/v1/range-sum?repeats=60&schedule=fork-join',
      short: '#/v1/range-sum?hi=1000000&threshold=1000&repeats=1&compare=1',
      known: { values: { total: '499999500000', totals: 'identical' } },
    },
    {
      long: '#/v1/norms?vectors=1000&repeats=100',
      short: '#/v1/norms?vectors=100&dim=100&repeats=1&compare=1',
      known: { metrics: { identical: 1 } },
    },
    {
      long: `#/v1/mapo-tofu?scale=1000&mode=${mode}`,
      short: `#/v1/mapo-tofu?clock=virtual&mode=${mode}`,
      known: { metrics: { preparation_s: mapo } },
    },
    {
      long: '#/v1/shared-knife?scale=1000',
      short: '#/v1/shared-knife?scale=50&sharing=lock',
      known: { metrics: { failed: 0 } },
    },
    {
      long: '#/v1/blocked-loop?limit=10',
      short: '#/v1/blocked-loop?wait=await',
      known: { values: { outcome: 'seen' } },
    },
    {
      long: '#/v1/self-test?fail=wait',
      short: '#/v1/self-test?',
      known: {},
    },
  ];
}

const hasThreads = (link: string): boolean => /julia|squares|range-sum|norms|self-test/.test(link);

/** Moments at which a run is stopped, in ms after its beginning: before anything happened, early, in the middle. */
const MOMENTS = [0, 5, 40, 120];

interface Memory {
  page: number;
  process: number;
}

/**
 * Returns two sizes in MB, after garbage collection: what the page holds (objects, code, documents, buffers that are
 * not shared), and the private memory of its process, without what allocators keep for later, as they return that when
 * the system asks for it.
 */
async function memory(session: CDPSession, process: number): Promise<Memory> {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Memory.simulatePressureNotification', { level: 'critical' });
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
  const text = readFileSync(`/proc/${process}/smaps_rollup`, 'utf8');
  const [, dirty = ''] = /^Private_Dirty:\s+(\d+) kB/m.exec(text) ?? [];
  return { page: (usedSize + embedderHeapUsedSize + backingStorageSize) / 1e6, process: (Number(dirty) * 1024) / 1e6 };
}

/**
 * Returns the number of workers as the system sees them, including any that the browser has given up and whose thread
 * goes on.
 */
function workerThreads(process: number): number {
  const tasks = `/proc/${process}/task`;
  const names = readdirSync(tasks).map((thread) => {
    try {
      return readFileSync(`${tasks}/${thread}/comm`, 'utf8').trim();
    } catch {
      // The thread has ended meanwhile.
      return '';
    }
  });
  return names.filter((name) => name === 'DedicatedWorker').length;
}

/** Brings the page into the same state before each measurement: it keeps these four runs for Back. */
async function rest(page: Page): Promise<void> {
  for (const n of [200, 201, 202, 203]) await run(page, `#/v1/julia?n=${n}&threads=2`);
}

/** Returns the page's process: the one that has used the most time, as all others of the browser idle. */
async function processOf(page: Page): Promise<number> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] };
  const renderers = processInfo.filter(({ type }) => type === 'renderer').sort((a, b) => b.cpuTime - a.cpuTime);
  return renderers[0]?.id ?? Number.NaN;
}

/**
 * Keeps JavaScript as bytecode: its compilers would add their code, function by function, over hundreds of runs, and
 * that could not be told from a leak. WebAssembly has compilers of its own.
 */
const chromium = ['--js-flags=--no-sparkplug,--no-maglev,--no-turbofan'];
const shared = onePage({ chromium }, '#/v1/julia?n=203');

it('hundreds of runs, begun and stopped, leave nothing behind', { timeout: 900_000 }, async ({ annotate }) => {
  const { page } = shared;
  await finished(page);
  const session = BROWSER === 'chromium' ? await shared.context.newCDPSession(page) : null;
  let process = 0;
  const measured: Memory[] = [];
  let stopped = 0;
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    // Several runs of each family in a row, because a family has its own engine, which must also be used again.
    const all = stories(cycle);
    const story = all[Math.floor(cycle / 4) % all.length] as Story;
    const threads = THREADS[(cycle * 5) % THREADS.length] ?? 1;
    const link = (text: string): string => (hasThreads(text) ? `${text}&threads=${threads}` : text);
    const state = await page.evaluate(
      async ([long, moment]) => {
        const ended = window.brigade.run(long as string);
        await new Promise((resolve) => setTimeout(resolve, moment as number));
        window.brigade.stop();
        return (await ended).state;
      },
      [link(story.long), MOMENTS[cycle % MOMENTS.length] ?? 0],
    );
    expect(['stopped', 'done'], story.long).toContain(state);
    if (state === 'stopped') stopped++;
    expect(await run(page, link(story.short)), `${cycle}: ${link(story.short)}`).toMatchObject({
      state: 'done',
      ...story.known,
    });
    // One engine worker and its pool. (A run that needs no pool keeps the present one.)
    const most = engineSize(Math.max(...THREADS));
    await eventually(async () => expect((await workers(page)).length).toBeLessThanOrEqual(most));
    if (cycle % EVERY !== EVERY - 1) continue;
    // Always measured in the same state: one engine with a pool of two, and no former engine.
    await rest(page);
    await eventually(async () => expect((await workers(page)).length).toBe(engineSize(2)));
    if (!session || cycle < SETTLED) continue;
    process ||= await processOf(page);
    await eventually(async () => expect(workerThreads(process)).toBe(engineSize(2)));
    measured.push(await memory(session, process));
  }
  expect(stopped).toBeGreaterThan(0.9 * CYCLES);
  // The least of several measurements, because anything else that is going on can only add to it.
  const least = (of: keyof Memory, part: Memory[]) => Math.min(...part.map((each) => each[of]));
  const [first, last] = [measured.slice(0, COMPARED), measured.slice(-COMPARED)];
  for (const of of session ? (['page', 'process'] as const) : []) {
    const [before, after] = [least(of, first), least(of, last)];
    await annotate(`${stopped} stopped; ${of}: ${before.toFixed(1)} MB then, ${after.toFixed(1)} MB at the end`);
    expect(after, of).toBeLessThan(of === 'page' ? before * (1 + GROWTH) : before + PROCESS_GROWTH);
  }
});
