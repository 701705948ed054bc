// @ts-check
// Makes a report from samples: which rows there are, what they are compared with, what the project promises of them,
// and the table. Knows nothing of how the samples were taken.

import { programsRows, threadsRows } from './programs.mjs';
import { sumsRows } from './sums.mjs';

/**
 * @typedef {Map<string, number[][]>} Samples By the row's id: a list for each browser process.
 *
 * @typedef {'ms' | 'x' | '%' | 'MB' | 'KB' | '/s' | ''} Unit KB is 1000 bytes, MB is 1024² as in wasm's pages.
 *
 * @typedef {object} Target
 * @property {'≥' | '≤' | '<'} relation
 * @property {number} value
 * @property {'median' | 'max' | 'beyond'} [of] The figure that is judged; default the median.
 *
 * @typedef {object} Row
 * @property {string} section
 * @property {string} name
 * @property {Unit} unit
 * @property {number} min For a derived row: from the minima of the rows it is derived from.
 * @property {number} median For a derived row: from their medians.
 * @property {number | null} max null for derived rows.
 * @property {number} spread Median absolute deviation; for a derived row, between the processes.
 * @property {number} count Number of samples.
 * @property {string} ratio In words.
 * @property {Target | null} target
 * @property {boolean | null} met
 * @property {boolean | null} metByMin For a derived row: whether the minima alone meet the target.
 * @property {number[][]} samples For each process; empty for derived rows.
 */

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** @param {readonly number[]} values */
export function spread(values) {
  const centre = median(values);
  return median(values.map((value) => Math.abs(value - centre)));
}

/** @param {number} value @param {Unit} unit */
function words(value, unit) {
  if (!Number.isFinite(value)) return '';
  if (unit === 'x') return `${value.toFixed(2)}×`;
  if (unit === '%') return `${value.toFixed(1)} %`;
  if (unit === '') return value.toFixed(0);
  const digits = Math.abs(value) >= 1000 ? 0 : unit === 'ms' || unit === 'MB' ? 2 : 1;
  return unit === '/s' ? `${value.toFixed(digits)}/s` : `${value.toFixed(digits)} ${unit}`;
}

/** @param {Target} target @param {number} value */
function judge({ relation, value: limit }, value) {
  if (relation === '≥') return value >= limit;
  return relation === '≤' ? value <= limit : value < limit;
}

export class Report {
  /** @type {Row[]} */
  rows = [];
  #section = '';

  /** @param {Samples} samples */
  constructor(samples) {
    this.samples = samples;
  }

  /** @param {string} title */
  section(title) {
    this.#section = title;
  }

  /** @param {string} id */
  #all(id) {
    return (this.samples.get(id) ?? []).flat();
  }

  /** @param {string} id */
  has(id) {
    return this.#all(id).length > 0;
  }

  /**
   * Adds a row of samples; leaves it out if there are none.
   *
   * @param {string} id
   * @param {string} name
   * @param {Unit} unit
   * @param {{ over?: [id: string, name: string], target?: Target }} [more] `over`: the row whose median is divided by
   * this one's, so that more is faster.
   */
  measured(id, name, unit, { over, target } = {}) {
    const all = this.#all(id);
    if (all.length === 0) return;
    const centre = median(all);
    const max = Math.max(...all);
    const reference = over ? median(this.#all(over[0])) / centre : Number.NaN;
    this.rows.push({
      section: this.#section,
      name,
      unit,
      min: Math.min(...all),
      median: centre,
      max,
      spread: spread(all),
      count: all.length,
      ratio: over && Number.isFinite(reference) ? `${reference.toFixed(2)}× ${over[1]}` : '',
      target: target ?? null,
      met: target ? judge(target, target.of === 'max' ? max : centre) : null,
      metByMin: null,
      samples: this.samples.get(id) ?? [],
    });
  }

  /**
   * Adds a figure that follows from two rows; leaves it out if one of them is missing.
   *
   * @param {string} name
   * @param {Unit} unit
   * @param {[a: string, b: string]} ids
   * @param {(a: number, b: number) => number} figure
   * @param {Target} [target]
   */
  derived(name, unit, [a, b], figure, target) {
    if (!this.has(a) || !this.has(b)) return;
    const value = figure(median(this.#all(a)), median(this.#all(b)));
    const least = figure(Math.min(...this.#all(a)), Math.min(...this.#all(b)));
    const perProcess = (this.samples.get(a) ?? []).map((samples, i) =>
      figure(median(samples), median(this.samples.get(b)?.[i] ?? [])),
    );
    this.rows.push({
      section: this.#section,
      name: `  ${name}`,
      unit,
      min: least,
      median: value,
      max: null,
      spread: spread(perProcess.filter(Number.isFinite)),
      count: perProcess.length,
      ratio: '',
      target: target ?? null,
      met: target ? judge(target, value) : null,
      metByMin: target ? judge(target, least) : null,
      samples: [],
    });
  }

  /**
   * Adds the growth of the memory, of which `allowance` (n² bytes and 1 MB for each thread) is free.
   *
   * @param {string} id
   * @param {string} name
   * @param {number} allowance MB
   * @param {Target} target
   */
  memory(id, name, allowance, target) {
    this.measured(id, name, 'MB');
    const row = this.rows.at(-1);
    if (!row || row.name !== name) return;
    const beyond = (row.max ?? Number.NaN) - allowance;
    row.ratio = `${words(beyond, 'MB')} beyond`;
    row.target = target;
    row.met = judge(target, beyond);
  }

  /** Returns the table as lines. */
  lines() {
    const head = ['', 'min', 'median', 'max', 'spread', 'ratio', 'target', ''];
    const body = this.rows.map((row) => [
      row.name,
      words(row.min, row.unit),
      words(row.median, row.unit),
      row.max === null ? '' : words(row.max, row.unit),
      row.count > 1 ? words(row.spread, row.unit) : '',
      row.ratio,
      row.target ? targetWords(row.target, row.unit) : '',
      verdict(row),
    ]);
    const widths = head.map((_, i) => Math.max(...[head, ...body].map((cells) => (cells[i] ?? '').length)));
    const line = (/** @type {string[]} */ cells) =>
      cells
        .map((cell, i) => (i === 0 || i >= 5 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  ')
        .trimEnd();
    const lines = [line(head)];
    let section = '';
    this.rows.forEach((row, i) => {
      if (row.section !== section) {
        section = row.section;
        lines.push('', section);
      }
      lines.push(line(body[i] ?? []));
    });
    return lines;
  }
}

/** @param {Row} row */
function verdict({ met, metByMin }) {
  if (met === null) return '';
  if (met) return 'met';
  return metByMin ? 'met by the minima only' : 'MISSED';
}

/** @param {Target} target @param {Unit} unit */
function targetWords({ relation, value, of = 'median' }, unit) {
  const text = unit === 'x' || unit === '%' ? words(value, unit).replace(/\.0+(?= |$)/, '') : `${value} ${unit}`.trim();
  return `${relation} ${text.replace(' /s', '/s')}${of === 'median' ? '' : ` (${of})`}`;
}

/**
 * Makes all rows of the benchmark.
 *
 * @param {Samples} samples
 * @param {{ schedules: string[], counts: number[], memoryThreads: number[], searches: string[], threaded: import('./programs.mjs').Threaded[] }} what `counts`: sizes
 * of the pools; `searches`: the programs that are explored.
 */
export function brigadeReport(samples, { schedules, counts, memoryThreads, searches, threaded }) {
  const report = new Report(samples);
  const most = counts.at(-1) ?? 1;
  const quotient = (/** @type {number} */ a, /** @type {number} */ b) => a / b;
  const threads = (/** @type {number} */ t) => (t === 1 ? '1 thread' : `${t} threads`);

  report.section('One thread, n = 1000');
  report.measured('plain', 'plain JavaScript', 'ms');
  report.measured('scalar', 'wasm scalar', 'ms', { over: ['plain', 'plain JavaScript'] });
  report.measured('simd', 'wasm SIMD', 'ms', { over: ['scalar', 'wasm scalar'] });
  report.derived('SIMD over scalar', 'x', ['scalar', 'simd'], quotient, { relation: '≥', value: 3.3 });
  report.derived('SIMD over plain JavaScript', 'x', ['plain', 'simd'], quotient, { relation: '≥', value: 3.5 });
  report.measured('native scalar', 'native scalar', 'ms', { over: ['scalar', 'wasm scalar'] });
  report.measured('native simd', 'native twin of SIMD', 'ms', { over: ['simd', 'wasm SIMD'] });

  report.section('Schedules, wasm SIMD, n = 1000; ratio to one thread without a schedule');
  for (const schedule of schedules) {
    for (const t of counts) {
      report.measured(`${schedule} ${t}`, `${schedule}, ${threads(t)}`, 'ms', { over: ['simd', 'sequential'] });
    }
  }

  report.section('Efficiency, dynamic, n = 2000');
  report.measured('simd 2000', 'sequential', 'ms');
  for (const t of counts) {
    report.measured(`dynamic 2000 ${t}`, `dynamic, ${threads(t)}`, 'ms', { over: ['simd 2000', 'sequential'] });
    const target = t === 2 ? /** @type {const} */ ({ relation: '≥', value: 93 }) : undefined;
    const efficiency = (/** @type {number} */ a, /** @type {number} */ b) => (100 * a) / (t * b);
    report.derived(`efficiency on ${threads(t)}`, '%', ['simd 2000', `dynamic 2000 ${t}`], efficiency, target);
  }

  report.section(`Native rayon, ${threads(most)}, n = 1000; ratio to the native twin of SIMD`);
  for (const schedule of schedules) {
    report.measured(`native ${schedule} ${most}`, `native ${schedule}`, 'ms', { over: ['native simd', 'sequential'] });
  }

  report.section(`Cost of recording, dynamic, ${threads(most)}, n = 1000`);
  for (const grain of [8, 1]) {
    report.measured(`unrecorded ${grain}`, `grain ${grain}, off`, 'ms');
    report.measured(`recorded ${grain}`, `grain ${grain}, on`, 'ms');
    const target = grain === 8 ? /** @type {const} */ ({ relation: '≤', value: 3 }) : undefined;
    const cost = (/** @type {number} */ on, /** @type {number} */ off) => 100 * (on / off - 1);
    report.derived(`cost, grain ${grain}`, '%', [`recorded ${grain}`, `unrecorded ${grain}`], cost, target);
  }

  sumsRows(report);
  programsRows(report, searches);
  threadsRows(report, threaded);

  for (const [id, title] of /** @type {const} */ ([
    ['large', 'The page during a single run, n = 4096'],
    ['large compare', 'The page during a single comparison, n = 4096'],
  ])) {
    report.section(title);
    report.measured(`${id} duration`, 'run', 'ms');
    report.measured(`${id} longestTask`, 'longest task', 'ms', { target: { relation: '<', value: 50, of: 'max' } });
    report.measured(`${id} longestTaskCpu`, 'longest task, processor time', 'ms');
    report.measured(`${id} longTasks`, 'tasks of 50 ms and more', '');
    report.measured(`${id} refreshRate`, 'picture refreshes', '/s', { target: { relation: '≥', value: 20 } });
    report.measured(`${id} longestGap`, 'longest gap between two', 'ms');
    report.measured(`${id} frameRate`, 'animation frames', '/s', { target: { relation: '≥', value: 20 } });
  }

  report.section('The page while it measures repeats, n = 2000, compared; percent of one core');
  report.measured('silence whole', 'page share while measuring, whole', '%', { target: { relation: '≤', value: 5 } });
  report.measured('silence main', '  of it the main thread', '%');
  report.measured('silence told', '  as the page reports it', '%');

  report.section('The page’s own comparison, dynamic, 2 threads, n = 1000');
  report.measured('own speedup', 'speed-up, as the page tells it', 'x');
  report.derived('by the workers’ rows', 'x', ['simd', 'dynamic 2'], quotient);
  report.measured('own left_out', 'repeats left out', '');
  report.measured('own start_up_ms', 'start-up', 'ms');
  report.measured('own start_line_ms', 'start line', 'ms');

  report.section('Cold load, new browser process and profile');
  report.measured('firstPixels', 'first pixels of a picture', 'ms');
  report.measured('wholePicture', 'first whole picture', 'ms', { target: { relation: '≤', value: 1500 } });
  report.measured('compared', 'first comparison done', 'ms', { target: { relation: '≤', value: 2000 } });
  report.measured('wire', 'over the wire, with headers', 'KB', { target: { relation: '≤', value: 190 } });

  report.section('Engine with 2 threads, module compiled; from new Worker to ready');
  const start = /** @type {const} */ ({ relation: '≤', value: 400 });
  report.measured('start first', 'first in its browser process', 'ms', { target: start });
  report.measured('start again', 'further ones', 'ms', { target: start });

  report.section('Growth of the wasm memory in a run of n = 4096; beyond n² bytes and 1 MB for each thread');
  for (const compare of [false, true]) {
    for (const t of memoryThreads) {
      const name = `${compare ? 'compare (two pictures)' : 'one picture'}, ${threads(t)}`;
      const target = /** @type {const} */ ({ relation: '≤', value: 32, of: 'beyond' });
      report.memory(`memory ${compare} ${t}`, name, 16 + t, target);
    }
  }
  return report;
}
