// @ts-check
// The benchmark's rows of the sums, for bench/report.mjs, and what the project promises of them.

/** The BigInt row adds up a hundredth of the terms (bench/page/sums.ts). */
const BIG_SHARE = 100;
const LEAVES = 16_384;

/** @param {import('./report.mjs').Report} report */
export function sumsRows(report) {
  const quotient = (/** @type {number} */ a, /** @type {number} */ b) => a / b;
  const efficiency = (/** @type {number} */ a, /** @type {number} */ b) => (100 * a) / (2 * b);

  report.section('Twenty sums of squares, 100 million terms, one thread');
  report.measured('squares plain', 'plain JavaScript, exact', 'ms');
  report.measured('squares big', 'BigInt, a hundredth of the terms', 'ms');
  report.measured('squares loop', 'wasm loop', 'ms', { over: ['squares plain', 'plain JavaScript'] });
  report.measured('squares simd', 'wasm SIMD', 'ms', { over: ['squares loop', 'wasm loop'] });
  report.derived('SIMD over loop', 'x', ['squares loop', 'squares simd'], quotient, { relation: '≥', value: 1.8 });
  report.derived('loop over plain JavaScript', 'x', ['squares plain', 'squares loop'], quotient, {
    relation: '≥',
    value: 1.5,
  });
  const big = (/** @type {number} */ a, /** @type {number} */ b) => (BIG_SHARE * a) / b;
  report.derived('loop over BigInt', 'x', ['squares big', 'squares loop'], big, { relation: '≥', value: 50 });
  report.measured('squares tenth', 'wasm loop, a tenth of n', 'ms');
  // The compiler knows the formula: a loop that it has replaced by it takes as long for any n.
  const grows = /** @type {const} */ (['squares loop', 'squares tenth']);
  report.derived('time for ten times n, at least', 'x', [...grows], quotient, { relation: '≥', value: 8 });
  report.derived('time for ten times n, at most', 'x', [...grows], quotient, { relation: '≤', value: 12 });

  report.section('Twenty sums of squares, dynamic, 2 threads');
  // Two workers that share nothing show what the machine gives to two threads at this moment.
  report.measured('squares plain 2', 'plain JavaScript, two workers', 'ms', { over: ['squares plain', 'one worker'] });
  report.derived('efficiency of the machine', '%', ['squares plain', 'squares plain 2'], efficiency);
  for (const method of ['loop', 'simd']) {
    const id = `squares ${method}`;
    report.measured(`${id} 2`, `wasm ${method}`, 'ms', { over: [id, 'sequential'] });
    const target = /** @type {const} */ ({ relation: '≥', value: 93 });
    report.derived(`efficiency, ${method}`, '%', [id, `${id} 2`], efficiency, target);
  }

  report.section(`Divide and conquer, 1000 million numbers, ${LEAVES} leaves, loop`);
  report.measured('range-sum sequential', 'sequential, no tasks', 'ms');
  report.measured('range-sum 1', 'fork-join, 1 thread', 'ms', { over: ['range-sum sequential', 'sequential'] });
  const overhead = (/** @type {number} */ tasks, /** @type {number} */ plain) => 100 * (tasks / plain - 1);
  report.derived('task overhead', '%', ['range-sum 1', 'range-sum sequential'], overhead, { relation: '≤', value: 2 });
  report.measured('range-sum 2', 'fork-join, 2 threads', 'ms', { over: ['range-sum sequential', 'sequential'] });
  report.derived('efficiency', '%', ['range-sum sequential', 'range-sum 2'], efficiency, { relation: '≥', value: 90 });
}
