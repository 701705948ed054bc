// @ts-check
// Draws the icons of the installed page from www/public/favicon.svg: run `node scripts/icons.mjs` after the drawing
// has changed. The icons are kept with the sources, so that a build needs no browser.

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launch } from './browser.mjs';

const FOLDER = fileURLToPath(new URL('../www/public/', import.meta.url));

/** Systems cut maskable icons to their own shape: everything that matters must be in the middle four fifths. */
const SAFE = 0.8;

const drawing = await readFile(`${FOLDER}favicon.svg`, 'utf8');
const [, ground] = /<rect [^>]*rx="7" fill="(#\w+)"/.exec(drawing) ?? [];
if (!ground) throw new Error('favicon.svg has no ground with rounded corners.');

const browser = await launch();
for (const [name, side, maskable] of /** @type {const} */ ([
  ['icon-192', 192, false],
  ['icon-512', 512, false],
  ['icon-maskable-512', 512, true],
])) {
  const page = await browser.newPage({ viewport: { width: side, height: side } });
  const inner = Math.round(side * (maskable ? SAFE : 1));
  await page.setContent(`<style>
    html { background: ${maskable ? ground : 'transparent'}; }
    body { margin: 0; height: 100vh; display: grid; place-items: center; }
    svg { width: ${inner}px; height: ${inner}px; }
  </style>${drawing}`);
  await writeFile(`${FOLDER}${name}.png`, await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
