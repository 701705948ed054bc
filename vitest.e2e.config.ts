// Tests of the built site (dist/): tests/e2e/. `./build.sh test` builds the site first. BRIGADE_BROWSER says in which
// browser: chromium, where all of them run, firefox or webkit.
import { defineConfig } from 'vitest/config';

// What visitors do. The other files look into the browser in ways that only Playwright knows.
const IN_EVERY_BROWSER = ['journey', 'links', 'runs', 'sums', 'kitchen'];

const everything = (process.env.BRIGADE_BROWSER ?? 'chromium') === 'chromium';

export default defineConfig({
  test: {
    include: everything ? ['tests/e2e/**/*.test.ts'] : IN_EVERY_BROWSER.map((name) => `tests/e2e/${name}.test.ts`),
    environment: 'node',
    // One file after the other: the pages measure real threads, and would disturb each other.
    fileParallelism: false,
    // Real browsers and real clocks on a machine that is shared: what fails is tried once more, and the report says so.
    retry: 1,
    testTimeout: 60_000,
    // Two starts of a browser on a busy machine.
    hookTimeout: 150_000,
  },
});
