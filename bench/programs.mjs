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
