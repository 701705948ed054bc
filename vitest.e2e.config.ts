// Tests of the built site (dist/): tests/e2e/. `./build.sh test` builds the site first, and runs them in each browser:
// BRIGADE_BROWSER says in which, chromium, firefox or webkit. BRIGADE_TESTS=all, as `./build.sh test all` has it, runs
// every file in every browser.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * The files of tests that depend on the engine of a browser run in every browser, all others only in Chromium: texts,
 * links, dialogs, colours, the content of exports and the findings of axe-core come from the same code everywhere. Tests
 * of such in these files are marked as `inOneBrowser`.
 */
const IN_EVERY_BROWSER = [
  // How a page gets isolated, how all of it works with the headers, by the service worker, and without threads.
  'isolation',
  'journey',
  // Threads and workers: starting, stopping and failing, and what remains of them.
  'stop',
  'runs',
  // Timers, on the event loop and on threads, with and without threads.
  'kitchen',
  // The language's own driver and explorer, with and without threads.
  'programs',
  // Service worker and storage.
  'offline',
  // Files, touch, zoom, hidden and reloaded pages.
  'page',
  // Pointer, wheel and keyboard, on what is drawn on a canvas.
  'picture',
  'timeline',
  // Layout at 320 points, with a run of every scenario.
  'narrow',
];

const folder = 'tests/e2e/';
const there = readdirSync(fileURLToPath(new URL(folder, import.meta.url)));
for (const name of IN_EVERY_BROWSER) {
  if (!there.includes(`${name}.test.ts`))
    throw new Error(`There is no ${folder}${name}.test.ts to run in every browser.`);
}

const { BRIGADE_BROWSER: browser = 'chromium', BRIGADE_TESTS: extent } = process.env;
const every = browser === 'chromium' || extent === 'all';

export default defineConfig({
  test: {
    include: every ? [`${folder}**/*.test.ts`] : IN_EVERY_BROWSER.map((name) => `${folder}${name}.test.ts`),
    environment: 'node',
    // Two files at a time, each with a browser of its own: a page waits for most of its time, for timers, frames and the
    // reader. That other work disturbs the threads of its runs is nothing that a test may fail of.
    maxWorkers: 2,
    // Real browsers run on a shared machine: a failed test is tried once more, and the report says so.
    retry: 1,
    // A limit only for tests that hang: each wait has a time limit of its own, and a busy machine needs several times
    // as long as an idle one.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
