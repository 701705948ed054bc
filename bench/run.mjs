// @ts-check
// The benchmark: `./build.sh bench` builds the site and calls this. Prints a table and writes
// bench/results/latest.json. A missed target is reported but is no failure; it fails if a row does not produce the
// same bytes as the others, or if anything does not run.
//
//   node bench/run.mjs [--quick] [--processes 6] [--rounds 8] [--no-native] [--traces]

import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { join, relative, sep } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { launch } from '../scripts/browser.mjs';
import { startServer } from '../scripts/serve.mjs';
import { buildBenchSite, ROOT, startRelay } from './host.mjs';
import { coldLoad, largeRun, ownComparison } from './page-rows.mjs';
import { brigadeReport } from './report.mjs';
import { silence } from './silence.mjs';

const run = promisify(execFile);

const RESULTS = `${ROOT}/bench/results`;

/** Pools whose memory is measured. */
const MEMORY_THREADS = [1, 2, 8, 32];
const LARGE = 4096;
/** Its measured repeats take some seconds, in which a twentieth is resolved well enough. */
const MEASURED = '#/v1/julia?n=2000&repeats=100&compare=1';
/** Comparisons that the page makes in each process. */
const OWN = 3;
/** Known from the lecture: the sum of the bytes of its picture, 1000 × 1000. */
const KNOWN_SUM = 10_538_924;

/** @typedef {{ processes: number, rounds: number, warmups: number, native: boolean, traces: boolean }} Settings */

function settings() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      processes: { type: 'string' },
      rounds: { type: 'string' },
      native: { type: 'boolean', default: true },
      traces: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  const whole = (/** @type {string | undefined} */ text, /** @type {number} */ otherwise) => {
    const number = Number(text ?? otherwise);
    if (!Number.isInteger(number) || number < 1) throw new Error(`“${text}” is not a number of times.`);
    return number;
  };
  return {
    processes: whole(values.processes, values.quick ? 1 : 6),
    rounds: whole(values.rounds, values.quick ? 2 : 8),
    warmups: values.quick ? 2 : 3,
    native: values.native,
    traces: values.traces,
  };
}

class Collector {
  /** @type {import('./report.mjs').Samples} */
  samples = new Map();
  process = -1;

  /** @param {string} id @param {number[]} values */
  add(id, ...values) {
    const lists = this.samples.get(id) ?? [];
    this.samples.set(id, lists);
    while (lists.length <= this.process) lists.push([]);
    lists[this.process]?.push(...values);
  }

  /** @param {string} prefix @param {object} figures */
  addAll(prefix, figures) {
    for (const [name, value] of Object.entries(figures)) this.add(prefix + name, Number(value));
  }
}

/** Programs are explored so often in each process. */
const SEARCHES = 2;

/** Builds a native example: the same crate compiled for this machine. @param {string} name */
async function example(name) {
  await run('cargo', ['build', '--quiet', '--release', '--example', name], { cwd: ROOT });
  return `${ROOT}/target/release/examples/${name}`;
}

/** Makes ready to measure the kernels natively. */
async function buildNative() {
  const program = await example('bench_native');
  return async (/** @type {Collector} */ collector, /** @type {number} */ rounds, /** @type {number} */ threads) => {
    const { stdout } = await run(program, [String(rounds), String(threads)]);
    const { rows, sum } = JSON.parse(stdout);
    if (sum !== KNOWN_SUM)
      throw new Error(`Not bit-identical: the native picture adds up to ${sum}, not ${KNOWN_SUM}.`);
    for (const { id, samples } of rows) collector.add(id, ...samples);
  };
}

/** Makes ready to explore natively, here and by the model checker. */
async function buildChecker() {
  const program = await example('model_checker');
  return async (/** @type {Collector} */ collector) => {
    const { stdout } = await run(program, [String(SEARCHES), '2']);
    /** @type {import('./programs.mjs').Searched[]} */
    const rows = JSON.parse(stdout);
    for (const { id, checker, alone, together, bytes_of_a_state } of rows) {
      collector.add(`${id} checker`, ...checker);
      collector.add(`${id} native alone`, ...alone);
      collector.add(`${id} native together`, ...together);
      collector.add(`${id} bytes`, bytes_of_a_state);
    }
    return rows;
  };
}

/** Makes ready to run programs on threads natively, beside the same without the language. */
async function buildThreads() {
  const program = await example('real_programs');
  return async (/** @type {Collector} */ collector, /** @type {number} */ rounds) => {
    const { stdout } = await run(program, [String(rounds)]);
    /** @type {import('./programs.mjs').Threaded[]} */
    const rows = JSON.parse(stdout);
    for (const row of rows) {
      collector.add(`${row.id} native`, ...row.program);
      collector.add(`${row.id} plain`, ...row.plain);
    }
    return rows;
  };
}

/**
 * Runs the same on the threads of a browser process of its own.
 *
 * @param {Collector} collector @param {string} url @param {import('./programs.mjs').Threaded[]} programs
 * @param {number} rounds
 */
async function measureThreads(collector, url, programs, rounds) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.waitForFunction('window.bench');
    for (const { id, text, threads } of programs) {
      const times = await page.evaluate(
        ([text, threads, rounds]) => window.bench.onThreads(text, threads, rounds),
        /** @type {const} */ ([text, threads, rounds]),
      );
      collector.add(`${id} page`, ...times.recorded);
      collector.add(`${id} page bare`, ...times.bare);
    }
  } finally {
    await browser.close();
  }
}

/**
 * Explores the same programs in a browser process of its own.
 *
 * @param {Collector} collector @param {string} url @param {import('./programs.mjs').Searched[]} programs
 */
async function measureExploring(collector, url, programs) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.waitForFunction('window.bench');
    const texts = programs.map(({ text }) => text);
    const explored = await page.evaluate(
      ([texts, rounds]) => window.bench.exploring(texts, rounds),
      /** @type {const} */ ([texts, SEARCHES]),
    );
    explored.forEach(({ alone, together, states, transitions }, at) => {
      const known = programs[at];
      if (states !== known?.states || transitions !== known.transitions) {
        throw new Error(`${known?.id}: ${states} states and ${transitions} transitions in the browser.`);
      }
      collector.add(`${known.id} page alone`, ...alone);
      collector.add(`${known.id} page together`, ...together);
    });
  } finally {
    await browser.close();
  }
}

/**
 * Measures the real page in a browser process of its own.
 *
 * @param {Collector} collector
 * @param {import('./host.mjs').Relay} relay
 * @param {Settings} settings
 */
async function measurePage(collector, relay, { traces }) {
  const traceFile = (/** @type {string} */ name) =>
    traces ? `${RESULTS}/${name}-${collector.process + 1}.trace.json` : undefined;
  const browser = await launch();
  try {
    relay.transfers.length = 0;
    const { page, load } = await coldLoad(browser, relay.url);
    collector.addAll('', load);
    collector.add('wire', relay.transfers.reduce((sum, { bytes }) => sum + bytes, 0) / 1000);
    for (let time = 0; time < OWN; time++) collector.addAll('own ', await ownComparison(page));
    // Single runs: the page draws them while they run.
    const large = `#/v1/julia?n=${LARGE}&repeats=1`;
    collector.addAll('large ', await largeRun(page, large, traceFile('large')));
    collector.addAll('large compare ', await largeRun(page, `${large}&compare=1`, traceFile('compare')));
    await page.close();
    collector.addAll('silence ', (await silence(browser, relay.url, MEASURED)) ?? {});
    return browser.version();
  } finally {
    await browser.close();
  }
}

/** The benchmark's own page in a browser process of its own. @param {Collector} collector @param {string} url @param {Settings} settings */
async function measureWorkers(collector, url, { rounds, warmups }) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.waitForFunction('window.bench');
    const facts = await page.evaluate(() => window.bench.facts());
    if (!facts.isolated) throw new Error('The benchmark’s page is not cross-origin isolated.');
    const [first = Number.NaN, ...further] = await page.evaluate(() => window.bench.engineStarts(2, 4));
    collector.add('start first', first);
    collector.add('start again', ...further);
    // The memory is the same in every process.
    for (const compare of collector.process === 0 ? [false, true] : []) {
      for (const threads of MEMORY_THREADS) {
        const { before, after } = await page.evaluate(
          ([t, c, n]) => window.bench.memory(t, c, n),
          /** @type {const} */ ([threads, compare, LARGE]),
        );
        collector.add(`memory ${compare} ${threads}`, (after - before) / 2 ** 20);
      }
    }
    const options = { rounds, warmups, seed: collector.process + 1 };
    const rows = await page.evaluate((given) => window.bench.kernels(given), options);
    const sums = await page.evaluate((given) => window.bench.sums(given), { ...options, warmups: 1 });
    for (const { id, samples } of [...rows, ...sums]) collector.add(id, ...samples);
    return facts;
  } finally {
    await browser.close();
  }
}

/** Asks for every file once, so that no measured load waits for the server's compression. @param {string} url */
async function warmServer(url) {
  const entries = await readdir(`${ROOT}/dist`, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((entry) => entry.isFile())) {
    const path = relative(`${ROOT}/dist`, join(entry.parentPath, entry.name));
    await (await fetch(url + path.split(sep).join('/'))).arrayBuffer();
  }
}

async function main() {
  const chosen = settings();
  await mkdir(RESULTS, { recursive: true });
  const started = new Date();
  const loadBefore = loadavg()[0] ?? 0;
  const cores = cpus().length;
  console.log(`==> Measuring: ${chosen.processes} × (native, page, workers), ${chosen.rounds} rounds each`);
  if (loadBefore > 0.3 * cores) {
    console.log(`    This machine is busy (load ${loadBefore.toFixed(1)}): do not rely on these figures.`);
  }
  const measureNative = chosen.native ? await buildNative() : null;
  const explore = chosen.native ? await buildChecker() : null;
  const runThreads = chosen.native ? await buildThreads() : null;
  /** @type {import('./programs.mjs').Searched[]} */
  let programs = [];
  /** @type {import('./programs.mjs').Threaded[]} */
  let threaded = [];
  const benchServer = await startServer({ root: await buildBenchSite() });
  const siteServer = await startServer({ root: `${ROOT}/dist` });
  const relay = await startRelay(siteServer.url);
  const collector = new Collector();
  let browser = '';
  /** @type {import('./page/main').Facts | null} */
  let facts = null;
  try {
    await warmServer(siteServer.url);
    for (collector.process = 0; collector.process < chosen.processes; collector.process++) {
      const begun = performance.now();
      await measureNative?.(collector, chosen.rounds, Math.min(cores, 32));
      browser = await measurePage(collector, relay, chosen);
      facts = await measureWorkers(collector, benchServer.url, chosen);
      if (explore) {
        programs = await explore(collector);
        await measureExploring(collector, benchServer.url, programs);
      }
      if (runThreads) {
        threaded = await runThreads(collector, chosen.rounds);
        await measureThreads(collector, benchServer.url, threaded, chosen.rounds);
      }
      const seconds = ((performance.now() - begun) / 1000).toFixed(0);
      console.log(`    process ${collector.process + 1} of ${chosen.processes}: ${seconds} s`);
    }
  } finally {
    await Promise.all([relay.close(), siteServer.close(), benchServer.close()]);
  }

  if (!facts) throw new Error('Nothing was measured.');
  const { schedules, counts } = facts;
  const searches = programs.map(({ id }) => id);
  const report = brigadeReport(collector.samples, {
    schedules,
    counts,
    memoryThreads: MEMORY_THREADS,
    searches,
    threaded,
  });
  const machine = {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    logicalCores: cores,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    browser: `Chromium ${browser}`,
    node: process.version,
    loadBefore,
    loadAfter: loadavg()[0] ?? 0,
  };
  console.log(`\n${machine.browser}, ${cores} logical cores (${machine.processor}), ${started.toISOString()}`);
  console.log(
    `load ${loadBefore.toFixed(1)} before, ${machine.loadAfter.toFixed(1)} after; all pictures bit-identical\n`,
  );
  console.log(report.lines().join('\n'));
  const judged = report.rows.filter(({ met }) => met !== null);
  const missed = judged.filter(({ met }) => !met);
  console.log(`\n${judged.length - missed.length} of ${judged.length} targets met`);
  for (const { section, name, metByMin } of missed) {
    console.log(`  ${metByMin ? 'met by the minima only' : 'missed'}: ${name.trim()} (${section})`);
  }

  const content = { date: started.toISOString(), machine, settings: chosen, rows: report.rows };
  await writeFile(`${RESULTS}/latest.json`, `${JSON.stringify(content, null, 1)}\n`);
  console.log('written to bench/results/latest.json');
}

main().catch((error) => {
  console.error(`bench: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
