// @ts-check
// Measures the processor time of the page itself while repeats are measured: that of all of the browser's threads but
// the workers', from outside, as far as the system reports it (Linux in /proc), and what the page reports of itself.

import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Step of the reported processor time in ms: USER_HZ, which is 100 on every Linux. */
const TICK = 10;
/** ms between two readings: each opens a file for every thread of the browser. */
const READ_EVERY = 250;

/**
 * @typedef {object} Phase State seen in the page; times in ms since the epoch.
 * @property {(() => boolean) | null} measuring Whether repeats are being measured right now.
 * @property {number} from
 * @property {number} to
 */

/** Runs in the page before its own scripts: notes when repeats are measured, from the shared memory. */
function instrument() {
  /** @type {Phase} */
  const phase = { measuring: null, from: Number.POSITIVE_INFINITY, to: 0 };
  Object.assign(window, { benchPhase: phase });
  const Native = window.Worker;
  window.Worker = class extends Native {
    /** @param {ConstructorParameters<typeof Worker>} given */
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        if (data.type !== 'prepared' || !data.shared) return;
        const { shared, layout } = data;
        phase.measuring = () => new Uint32Array(shared.memory.buffer, layout.progress, 3)[2] === 1;
      });
    }
  };
  setInterval(() => {
    if (!phase.measuring?.()) return;
    const now = Date.now();
    phase.from = Math.min(phase.from, now);
    phase.to = Math.max(phase.to, now);
  }, 50);
}

/** @param {string} path @returns {string | null} */
function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process or the thread has ended meanwhile.
    return null;
  }
}

/** Name, parent and processor time in ms, from a `stat` file. @param {string} text */
function parseStat(text) {
  const close = text.lastIndexOf(')');
  const rest = text.slice(close + 2).split(' ');
  return {
    name: text.slice(text.indexOf('(') + 1, close),
    parent: Number(rest[1]),
    time: TICK * (Number(rest[11]) + Number(rest[12])),
  };
}

/** Returns the processes that this one has started, directly or through others. */
function descendants() {
  /** @type {Map<number, number>} */
  const parents = new Map();
  for (const entry of readdirSync('/proc')) {
    const text = /^\d+$/.test(entry) ? textOf(`/proc/${entry}/stat`) : null;
    if (text !== null) parents.set(Number(entry), parseStat(text).parent);
  }
  const isMine = (/** @type {number} */ pid) => {
    for (let at = parents.get(pid); at; at = parents.get(at)) if (at === process.pid) return true;
    return false;
  };
  return [...parents.keys()].filter(isMine);
}

/**
 * @typedef {{ name: string, main: boolean, time: number }} Thread `main`: the first of a process that has workers.
 *
 * @typedef {object} Reading
 * @property {number} time ms since the epoch.
 * @property {Map<string, Thread>} threads By process and thread.
 */

/** Returns the threads of these processes. @param {readonly number[]} pids @returns {Reading} */
function read(pids) {
  /** @type {Reading['threads']} */
  const threads = new Map();
  for (const pid of pids) {
    /** @type {[string, Thread][]} */
    const found = [];
    for (const tid of existsSync(`/proc/${pid}/task`) ? readdirSync(`/proc/${pid}/task`) : []) {
      const text = textOf(`/proc/${pid}/task/${tid}/stat`);
      if (text === null) continue;
      const { name, time } = parseStat(text);
      found.push([`${pid} ${tid}`, { name, main: tid === String(pid), time }]);
    }
    const renders = found.some(([, { name }]) => isWorker(name));
    for (const [key, thread] of found) threads.set(key, { ...thread, main: thread.main && renders });
  }
  return { time: Date.now(), threads };
}

/** Returns whether a thread is a worker: these compute, and are what is measured. @param {string} name */
const isWorker = (name) => name.startsWith('DedicatedWorker');

/**
 * @typedef {object} Silence Percent of one core while repeats are measured.
 * @property {number} whole All threads of the browser but its workers'.
 * @property {number} main The page's main thread alone.
 * @property {number} told What the page reports of itself.
 */

/**
 * Runs a link in a new page of the browser and watches the browser's threads meanwhile.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url Address of the site.
 * @param {string} fragment A link with enough measured repeats for some hundred steps of processor time.
 * @returns {Promise<Silence | null>} null where the system does not report threads.
 */
export async function silence(browser, url, fragment) {
  if (!existsSync('/proc/self/task')) return null;
  const page = await browser.newPage();
  await page.addInitScript(instrument);
  await page.goto(url);
  await page.waitForSelector('#stage[data-state="done"]', { timeout: 30_000 });
  // Waits until everything that is loaded after the first run is there.
  await page.waitForTimeout(4000);
  const pids = descendants();
  /** @type {Reading[]} */
  const readings = [];
  const timer = setInterval(() => readings.push(read(pids)), READ_EVERY);
  const { told, from, to } = await page
    .evaluate(async (link) => {
      const { benchPhase: phase } = /** @type {{ benchPhase: Phase }} */ (/** @type {unknown} */ (window));
      Object.assign(phase, { measuring: null, from: Number.POSITIVE_INFINITY, to: 0 });
      const { state, metrics, error } = await window.brigade.run(link);
      if (state !== 'done') throw new Error(`${link} ended as “${state}”: ${error ?? 'no reason given'}`);
      return { told: metrics.page_share ?? Number.NaN, from: phase.from, to: phase.to };
    }, fragment)
    .finally(() => clearInterval(timer));
  await page.close();
  const inside = readings.filter(({ time }) => time >= from && time <= to);
  const [first, last] = [inside[0], inside.at(-1)];
  if (!first || !last || last === first) throw new Error(`${fragment}: too short to be measured.`);
  const spent = (/** @type {(thread: Thread) => boolean} */ which) => {
    let sum = 0;
    for (const [key, thread] of last.threads)
      if (which(thread)) sum += thread.time - (first.threads.get(key)?.time ?? 0);
    return (100 * sum) / (last.time - first.time);
  };
  return {
    whole: spent(({ name }) => !isWorker(name)),
    main: spent(({ main }) => main),
    told: 100 * told,
  };
}
