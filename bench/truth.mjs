// @ts-check
// Checks whether what the page says of a comparison is true. `./build.sh bench truth` builds the site and calls this.
// Opens the bare link again and again, in a fresh browser each time, on a quiet machine and beside bursts of other
// work, and compares every shown speed-up with the ratio of the fastest repeats of all quiet pages together.
//
//   node bench/truth.mjs [--pages 20] [--browsers chromium,firefox] [--conditions quiet,bursts]

import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { launch } from '../scripts/browser.mjs';
import { startServer } from '../scripts/serve.mjs';
import { ROOT } from './host.mjs';

/** How far a shown speed-up may be from the truth. */
const TOLERANCE = 0.1;
/** A link with the same code on both sides. */
const SAME_CODE = '#/v1/julia?schedule=sequential&compare=1';

/**
 * @typedef {object} Visit What one page showed.
 * @property {number} first ms from the beginning of the navigation until the first comparison was shown.
 * @property {Record<string, number>} figures Figures of the first comparison.
 * @property {string} sentence Its verdict.
 * @property {Record<string, number>} same Figures of the same code on both sides.
 */

/**
 * @typedef {object} Opened
 * @property {<T>(script: () => T | Promise<T>) => Promise<T>} evaluate
 * @property {() => Promise<void>} close
 */

/** Opens this address in a fresh browser. @param {string} name @param {string} url @returns {Promise<Opened>} */
async function open(name, url) {
  if (name === 'chromium') {
    const browser = await launch();
    const page = await browser.newPage();
    await page.goto(url);
    return { evaluate: (script) => page.evaluate(script), close: () => browser.close() };
  }
  process.env.BRIGADE_BROWSER = name;
  const { module } = await runnerImport(`${ROOT}/tests/e2e/drivers/browsers.ts`);
  const { openDriven } = /** @type {typeof import('../tests/e2e/drivers/browsers')} */ (module);
  const { page, close } = await openDriven(url, {}, {}, []);
  return { evaluate: (script) => /** @type {Promise<any>} */ (page.evaluate(script)), close };
}

/** Runs in the page: waits for the first comparison, and reads what is shown. */
async function firstComparison() {
  const stage = () => document.getElementById('stage');
  const ended = () => ['done', 'error', 'stopped', 'stuck'].includes(stage()?.dataset.state ?? '');
  await new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
    const look = () => {
      if (!ended()) return;
      observer.disconnect();
      resolve();
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-state'] });
    look();
  });
  const first = performance.now();
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  /** @type {Record<string, number>} */
  const figures = {};
  for (const element of document.querySelectorAll('[data-metric][data-value]')) {
    const { metric, value } = /** @type {HTMLElement} */ (element).dataset;
    figures[metric ?? ''] = Number(value);
  }
  const sentence = document.querySelector('[data-verdict]')?.textContent ?? '';
  return { first, figures, sentence, state: stage()?.dataset.state ?? '' };
}

/** @param {string} name @param {string} url @returns {Promise<Visit>} */
async function visit(name, url) {
  const page = await open(name, url);
  try {
    const { state, ...seen } = await page.evaluate(firstComparison);
    if (state !== 'done') throw new Error(`The first comparison ended as “${state}”: ${seen.sentence}`);
    const script = new Function(`return window.brigade.run('${SAME_CODE}').then(({ metrics }) => metrics)`);
    const same = await page.evaluate(/** @type {() => Promise<Record<string, number>>} */ (script));
    return { ...seen, same };
  } finally {
    await page.close();
  }
}

/** Runs `work` beside bursts on every core. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
async function besideBursts(work) {
  const bursts = spawn(process.execPath, [`${ROOT}/bench/bursts.mjs`], { stdio: 'inherit' });
  try {
    return await work();
  } finally {
    bursts.kill();
  }
}

const middle = (/** @type {number[]} */ list) =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
const least = (/** @type {Visit[]} */ visits, /** @type {string} */ name) =>
  Math.min(...visits.map(({ figures }) => figures[name] ?? Number.POSITIVE_INFINITY));

/**
 * Returns a row of the table, and what was missed.
 *
 * @param {string} name @param {Visit[]} visits @param {number} truth @param {boolean} quiet
 */
function rowOf(name, visits, truth, quiet) {
  const shown = visits.flatMap(({ figures }) => (figures.speedup === undefined ? [] : [figures.speedup]));
  const wrong = shown.filter((value) => Math.abs(value / truth - 1) > TOLERANCE);
  const unexplained = visits.filter(
    ({ figures, sentence }) =>
      (figures.speedup ?? 0) > Math.min(figures.threads ?? 1, figures.cores ?? 1) &&
      !/noise|No difference/.test(sentence),
  );
  const different = visits.filter(({ same }) => same.speedup !== undefined && !includes(same, 1));
  const firsts = visits.map(({ first }) => first);
  const cells = {
    '': name,
    truth: truth.toFixed(2),
    shown: `${shown.length} of ${visits.length}`,
    from: shown.length > 0 ? Math.min(...shown).toFixed(2) : '',
    to: shown.length > 0 ? Math.max(...shown).toFixed(2) : '',
    'off by > 10 %': String(wrong.length),
    'above the cores': String(unexplained.length),
    'same code differs': String(different.length),
    'left out': String(visits.reduce((sum, { figures }) => sum + (figures.left_out ?? 0), 0)),
    'first figure': `${(middle(firsts) / 1e3).toFixed(2)} s, at most ${(Math.max(...firsts) / 1e3).toFixed(2)}`,
  };
  const missed = [
    ...(wrong.length > 0 ? [`${wrong.length} speed-ups off by more than 10 %`] : []),
    ...(unexplained.length > 0 ? [`${unexplained.length} speed-ups above the cores without a word`] : []),
    ...(different.length > visits.length / 20 ? [`the same code was called different ${different.length} times`] : []),
    ...(quiet && shown.length < 0.8 * visits.length ? [`${visits.length - shown.length} withheld`] : []),
    ...(quiet && Math.max(...firsts) > 2000 ? ['a first figure after more than 2 s'] : []),
  ].map((text) => `${name}: ${text}`);
  return { cells, missed };
}

/** @param {Record<string, number>} figures @param {number} value */
const includes = ({ speedup_low = Number.NaN, speedup_high = Number.NaN }, value) =>
  speedup_low <= value && value <= speedup_high;

/** @param {Record<string, string>[]} rows */
function table(rows) {
  const columns = Object.keys(rows[0] ?? {});
  const width = (/** @type {string} */ column) =>
    Math.max(column.length, ...rows.map((row) => (row[column] ?? '').length));
  const line = (/** @type {(column: string) => string} */ cell) =>
    columns
      .map((column) => cell(column).padEnd(width(column)))
      .join('  ')
      .trimEnd();
  return [line((column) => column), ...rows.map((row) => line((column) => row[column] ?? ''))];
}

async function main() {
  const { values } = parseArgs({
    options: {
      pages: { type: 'string', default: '20' },
      browsers: { type: 'string', default: 'chromium,firefox' },
      conditions: { type: 'string', default: 'quiet,bursts' },
    },
  });
  const pages = Number(values.pages);
  if (!Number.isInteger(pages) || pages < 1) throw new Error(`“${values.pages}” is not a number of pages.`);
  const before = loadavg()[0] ?? 0;
  const server = await startServer({ root: `${ROOT}/dist` });
  const rows = [];
  const missed = [];
  /** @type {Record<string, Visit[]>} */
  const all = {};
  try {
    for (const browser of values.browsers.split(',')) {
      let truth = Number.NaN;
      for (const condition of values.conditions.split(',')) {
        const name = `${browser}, ${condition}`;
        console.log(`==> ${name}: ${pages} pages`);
        const series = async () => {
          /** @type {Visit[]} */
          const visits = [];
          while (visits.length < pages) {
            const seen = await visit(browser, server.url);
            visits.push(seen);
            const {
              speedup,
              speedup_low: low,
              speedup_high: high,
              sequential_min_ms: one,
              time_min_ms: many,
            } = seen.figures;
            const figures = [speedup, low, high, one, many].map((value) => value?.toFixed(2) ?? '–').join(' ');
            console.log(`    ${visits.length}: ${figures}  ${(seen.first / 1e3).toFixed(2)} s  ${seen.sentence}`);
          }
          return visits;
        };
        const visits = condition === 'quiet' ? await series() : await besideBursts(series);
        all[name] = visits;
        if (condition === 'quiet') truth = least(visits, 'sequential_min_ms') / least(visits, 'time_min_ms');
        const row = rowOf(name, visits, truth, condition === 'quiet');
        rows.push(row.cells);
        missed.push(...row.missed);
      }
    }
  } finally {
    await server.close();
  }
  console.log(`\n${cpus().length} logical cores (${cpus()[0]?.model.trim()}), load ${before.toFixed(1)} before\n`);
  console.log(table(rows).join('\n'));
  console.log(missed.length === 0 ? '\nall targets met' : `\nmissed:\n  ${missed.join('\n  ')}`);
  await mkdir(`${ROOT}/bench/results`, { recursive: true });
  await writeFile(`${ROOT}/bench/results/truth.json`, `${JSON.stringify({ rows, missed, visits: all }, null, 1)}\n`);
}

main().catch((error) => {
  console.error(`bench: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
