// Says which browser the tests run in, and how many of the tests run.

const NAMES = ['chromium', 'firefox', 'webkit'] as const;
export type BrowserName = (typeof NAMES)[number];

/** Which browser the tests run in. */
export const BROWSER: BrowserName = (() => {
  const asked = process.env.BRIGADE_BROWSER ?? 'chromium';
  const name = NAMES.find((known) => known === asked);
  if (name === undefined) throw new Error(`BRIGADE_BROWSER is "${asked}"; it can be ${NAMES.join(', ')}.`);
  return name;
})();

/**
 * Whether all tests are asked for, by `./build.sh test all`: every file in every browser (`vitest.e2e.config.ts` has
 * the usual choice), and endurance at its full length.
 */
export const ALL: boolean = (() => {
  const asked = process.env.BRIGADE_TESTS ?? '';
  if (asked !== '' && asked !== 'all') throw new Error(`BRIGADE_TESTS is "${asked}"; it can be all, or be left out.`);
  return asked === 'all';
})();
