// @ts-check
// The rows of the report about exploring programs: philosophers, beside the same in a model checker, stateright.

/**
 * @typedef {object} Searched One program, explored natively; times in ms.
 * @property {string} id
 * @property {string} text
 * @property {number} states
 * @property {number} transitions
 * @property {number} bytes_of_a_state
 * @property {number[]} checker
 * @property {number[]} alone
 * @property {number[]} together
 */

/**
 * @typedef {object} Threaded One program, run natively on threads; times in ms.
 * @property {string} id
 * @property {string} text
 * @property {number} threads
 * @property {number} instructions Of its first actor before its first step.
 * @property {number[]} program
 * @property {number[]} plain The same without the language.
 */

/** Turns of the loops in `examples/real_programs.rs`. */
const TURNS = 100_000;

/** @type {Record<string, { title: string, plain: string | null, native: number | null, page: number | null }>} */
const THREADED = {
  instructions: { title: 'instructions', plain: null, native: 20, page: 20 },
  'lock pairs': { title: 'lock pairs', plain: 'std::sync::Mutex', native: 200, page: 400 },
  'channel items': { title: 'channel items', plain: 'crossbeam-channel', native: null, page: null },
  'start of 2': { title: 'a run of 2 threads', plain: 'threads of the operating system', native: null, page: null },
  'start of 32': { title: 'a run of 32 threads', plain: 'threads of the operating system', native: null, page: null },
};

/**
 * The rows about programs on threads. What has a promise is said in ns for one instruction, or one pair.
 *
 * @param {import('./report.mjs').Report} report @param {readonly Threaded[]} programs
 */
export function threadsRows(report, programs) {
  for (const { id, instructions } of programs) {
    const { title, plain, native, page } = THREADED[id] ?? { title: id, plain: null, native: null, page: null };
    const many = id === 'instructions' ? instructions : id.startsWith('start') ? 1 : TURNS;
    report.section(`On threads: ${many === 1 ? title : `${many} ${title}`}`);
    if (plain) report.measured(`${id} plain`, plain, 'ms');
    for (const [of, where, most] of /** @type {const} */ ([
      [`${id} native`, 'native', native],
      [`${id} page bare`, 'Chromium', null],
      [`${id} page`, 'Chromium, recorded', page],
    ])) {
      report.measured(of, where, 'ms');
      if (most === null) continue;
      report.derived(`ns for one, ${where}`, '', [of, of], (time) => (time * 1e6) / many, {
        relation: '≤',
        value: most,
      });
    }
  }
}

/** @param {import('./report.mjs').Report} report @param {readonly string[]} ids */
export function programsRows(report, ids) {
  for (const id of ids) {
    report.section(`All orders of ${id}`);
    report.measured(`${id} checker`, 'stateright, native, one thread', 'ms');
    for (const [where, title] of [
      ['native', 'native'],
      ['page', 'Chromium'],
    ]) {
      report.measured(`${id} ${where} alone`, `${title}, one thread`, 'ms', { over: [`${id} checker`, 'stateright'] });
      report.measured(`${id} ${where} together`, `${title}, two threads`, 'ms');
    }
    report.derived(
      'Chromium over stateright, one thread',
      'x',
      [`${id} checker`, `${id} page alone`],
      (checker, alone) => checker / alone,
      { relation: '≥', value: 1 },
    );
    report.derived(
      'efficiency on two threads in Chromium',
      '%',
      [`${id} page alone`, `${id} page together`],
      (alone, together) => (50 * alone) / together,
      { relation: '≥', value: 80 },
    );
    report.measured(`${id} bytes`, 'bytes for each state', '', { target: { relation: '≤', value: 100, of: 'max' } });
  }
}
