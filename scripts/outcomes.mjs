// Runs every preset of the gallery in headless Chromium, on the built site, and writes the data of its thumbnail to
// www/features/gallery/outcomes.json. Run it by hand after `./build.sh build` when a preset is added or changed, on a
// machine that does nothing else: `node scripts/outcomes.mjs`.
// @ts-check

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { launch } from './browser.mjs';
import { startServer } from './serve.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = new URL('../www/gallery/', import.meta.url);

/** @type {{ question: string, presets: { link: string, figure: string }[] }[]} */
const questions = JSON.parse(readFileSync(new URL('presets.json', folder), 'utf8'));

/**
 * Returns what the page knows of a finished run, with the small picture as it is painted. Runs in the page.
 *
 * @param {{ link: string, cells: number }} what
 */
async function finish({ link, cells }) {
  await window.brigade.ready;
  const { state, metrics, notices, image } = await window.brigade.run(`#/v1/${link}`);
  const table = window.brigade.trace();
  if (state !== 'done' || notices.length > 0) throw new Error(`${link}: ${state}. ${notices.join(' ')}`);
  const columns = image?.width ?? 0;
  const plain =
    table &&
    Object.fromEntries(
      Object.entries(table).map(([name, column]) => [
        name,
        ArrayBuffer.isView(column) ? Array.from(/** @type {any} */ (column)) : column,
      ]),
    );
  if (columns === 0 || /sweep=/.test(link)) return { metrics, table: plain, columns, rgba: null };
  const canvas = document.querySelector('canvas[data-picture="parallel"]');
  const small = new OffscreenCanvas(cells, cells).getContext('2d');
  if (!(canvas instanceof HTMLCanvasElement) || !small) throw new Error(`${link}: there is no picture.`);
  // The page paints the picture a few milliseconds at a time.
  for (let frame = 0; frame < 60; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  small.drawImage(canvas, 0, 0, cells, cells);
  return { metrics, table: plain, columns, rgba: [...small.getImageData(0, 0, cells, cells).data] };
}

/**
 * Returns the number of characters that differ.
 *
 * @param {string} a
 * @param {string} b
 */
const differences = (a, b) => Array.from(a).filter((character, i) => character !== b[i]).length;

/**
 * Of three runs, returns the one with the middle speed-up; runs once what is no comparison.
 *
 * @template {{ metrics: Record<string, number> }} T
 * @param {() => Promise<T>} run
 * @returns {Promise<T>}
 */
async function middle(run) {
  const first = await run();
  if (first.metrics.speedup === undefined) return first;
  const all = [first, await run(), await run()];
  return all.sort((a, b) => (a.metrics.speedup ?? 0) - (b.metrics.speedup ?? 0))[1] ?? first;
}

async function main() {
  // Uses the page's own code for lanes and palettes.
  const vite = await createServer({
    root: `${root}www`,
    configFile: false,
    server: { middlewareMode: true },
    appType: 'custom',
  });
  const server = await startServer({ root: `${root}dist` });
  const browser = await launch();
  try {
    const { summarise, packPicture } = await vite.ssrLoadModule('/gallery/summarise.ts');
    const { CELLS } = await vite.ssrLoadModule('/gallery/outcome.ts');
    const page = await browser.newPage();
    await page.goto(`${server.url}#/v1/julia?n=64`);
    await page.waitForSelector('main[data-state="done"]');
    /** @type {string[]} */
    const pictures = [];
    /** @type {Record<string, unknown>} */
    const outcomes = {};
    for (const { link, figure } of questions.flatMap(({ presets }) => presets)) {
      const { rgba, ...finished } = await middle(() => page.evaluate(finish, { link, cells: CELLS }));
      const outcome = summarise({ link, figure, ...finished });
      if (rgba) {
        const packed = packPicture(rgba);
        // The same picture with more pixels looks the same at this size: one of them is enough.
        const known = pictures.findIndex((one) => differences(one, packed) < packed.length / 3);
        outcome.picture = known < 0 ? pictures.push(packed) - 1 : known;
      }
      outcomes[link] = outcome;
      console.log(`${link}: ${outcome.figure}`);
    }
    const cores = await page.evaluate(() => navigator.hardwareConcurrency);
    const machine = { cores, browser: `Chromium ${browser.version().split('.')[0]}` };
    const lines = Object.entries(outcomes).map(
      ([link, outcome]) => `    ${JSON.stringify(link)}: ${JSON.stringify(outcome)}`,
    );
    writeFileSync(
      new URL('outcomes.json', folder),
      `{\n  "machine": ${JSON.stringify(machine)},\n  "pictures": ${JSON.stringify(pictures)},\n  "outcomes": {\n${lines.join(',\n')}\n  }\n}\n`,
    );
  } finally {
    await browser.close();
    await server.close();
    await vite.close();
  }
}

main().catch((error) => {
  console.error(String(error?.message ?? error));
  process.exitCode = 1;
});
