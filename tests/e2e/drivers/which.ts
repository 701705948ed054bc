// Which browser the tests run in.

const NAMES = ['chromium', 'firefox', 'webkit'] as const;
export type BrowserName = (typeof NAMES)[number];

/** Which browser the tests run in. */
export const BROWSER: BrowserName = (() => {
  const asked = process.env.BRIGADE_BROWSER ?? 'chromium';
  const name = NAMES.find((known) => known === asked);
  if (name === undefined) throw new Error(`BRIGADE_BROWSER is "${asked}"; it can be ${NAMES.join(', ')}.`);
  return name;
})();
