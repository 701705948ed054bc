// Tests of the built site (dist/) in Chromium: tests/e2e/. `./build.sh test` builds the site first.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.test.ts'],
    environment: 'node',
    // One file after the other: the pages measure real threads, and would disturb each other.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
