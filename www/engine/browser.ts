// The name that a browser gives itself: a label for people. No decision may ever depend on it.

import { MAX_BROWSER } from '../link/sent';

interface Browser {
  userAgent: string;
  userAgentData?: { brands?: readonly { brand: string; version: string }[] };
}

/** The name of each browser in its user agent; those that imitate others come first. */
const AGENTS: readonly [pattern: RegExp, name: string][] = [
  [/\bEdg(?:A|iOS)?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/\bHeadlessChrome\/(\d+)/, 'Headless Chrome'],
  [/\b(?:Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)\S* .*\bSafari\//, 'Safari'],
];

/** Returns name and major version of a browser in printable ASCII; empty where it is not known. */
export function browserLabel({ userAgent, userAgentData }: Browser): string {
  const brands = (userAgentData?.brands ?? []).filter(({ brand }) => !/\bnot\b|not[^a-z]*a/i.test(brand));
  // The other browsers are built on Chromium.
  const own = brands.find(({ brand }) => brand !== 'Chromium') ?? brands[0];
  const label = own ? `${own.brand} ${own.version}` : fromAgent(userAgent);
  return label
    .replace(/[^ -~]/g, '')
    .slice(0, MAX_BROWSER)
    .trim();
}

function fromAgent(userAgent: string): string {
  for (const [pattern, name] of AGENTS) {
    const version = pattern.exec(userAgent)?.[1];
    if (version !== undefined) return `${name} ${version}`;
  }
  return '';
}
