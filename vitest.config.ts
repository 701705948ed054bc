// Unit tests: everything that runs in node, beside the sources.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['www/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['tests/fixtures/loaded.ts'],
    // A limit only for tests that hang: no test here waits for anything, and a busy machine needs many times as long
    // as an idle one.
    testTimeout: 120_000,
  },
});
