// Tests of the built site (dist/): tests/e2e/. `./build.sh test` builds the site first, and runs them in each browser:
// BRIGADE_BROWSER says in which, chromium, firefox or webkit.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.test.ts'],
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
