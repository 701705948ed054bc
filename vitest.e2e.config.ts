// Tests of the built site (dist/): tests/e2e/. `./build.sh test` builds the site first, and runs them in each browser:
// BRIGADE_BROWSER says in which, chromium, firefox or webkit. BRIGADE_TESTS=all, as `./build.sh test all` has it, runs
// every file in every browser.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * The files of what depends on the engine of a browser: they run in every browser, all others in Chromium only. What is in
 * none of them (texts, links, dialogs, colours, what exports contain, what axe-core finds) is the same code everywhere.
 */
const IN_EVERY_BROWSER = [
  // How a page gets isolated, and the whole of it with the headers, by the service worker, and without threads.
  'isolation',
  'journey',
  // Threads and workers: starting, stopping, failing, and what is left of them.
  'stop',
  'runs',
  // Timers, on the event loop and on threads, with and without threads.
  'kitchen',
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
    // One file after the other: the pages run real threads, and each file has a browser.
    fileParallelism: false,
    // Real browsers on a machine that is shared: what fails is tried once more, and the report says so.
    retry: 1,
    // Only for what hangs: whatever is waited for has a time limit of its own, and a busy machine needs several times what
    // an idle one does.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
