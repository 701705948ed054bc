// @ts-check
// How tests and measurements start the browser: with one set of arguments, and without network.

import { chromium } from 'playwright-core';

// `./build.sh` sets the browser that it found; a run by hand uses the usual place.
const EXECUTABLE = process.env.BRIGADE_CHROMIUM ?? '/usr/bin/chromium';

const ARGUMENTS = [
  // Chromium refuses to run as root with its sandbox on, and containers rarely allow it one.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A browser process of its own, with an empty profile.
 *
 * @param {readonly string[]} [more] Further arguments.
 */
export function launch(more = []) {
  return chromium.launch({ executablePath: EXECUTABLE, args: [...ARGUMENTS, ...more] });
}
