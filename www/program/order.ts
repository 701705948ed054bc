// The notation of orders, as `src/program/drivers/notation.rs` has it: `0x3.1.0a2` is three steps of actor 0, one of actor
// 1, and one of actor 0 by its alternative 2. Pure.

import { grouped } from '../text/format';

/** Most steps of an order. */
export const LONGEST_ORDER = 100_000;

/** Returns the steps one by one. Of what is no order, nothing is taken. */
export function stepsOf(order: string): string[] {
  const steps: string[] = [];
  for (const part of order.split('.')) {
    const [, step, times = '1'] = /^(\d+(?:a\d+|[gwf])?)(?:x(\d+))?$/.exec(part) ?? [];
    if (step === undefined) continue;
    for (let i = 0; i < Number(times) && steps.length < LONGEST_ORDER; i++) steps.push(step);
  }
  return steps;
}

/** Writes steps as an order. */
export function orderOf(steps: readonly string[]): string {
  const parts: string[] = [];
  for (let at = 0; at < steps.length; ) {
    let end = at;
    while (steps[end] === steps[at]) end++;
    parts.push(end - at > 1 ? `${steps[at]}x${end - at}` : (steps[at] as string));
    at = end;
  }
  return parts.join('.');
}

/** Writes how many orders there are: a decimal number of any length, words, or that nobody knows. */
export const ordersText = (interleavings: string | undefined): string =>
  /^\d+$/.test(interleavings ?? '') ? grouped(interleavings ?? '') : (interleavings ?? 'not known');

/** Chooses one of some steps by a seed and the number of the step: the same each time. The finaliser of murmur3. */
export function drawn<Step>(steps: readonly Step[], seed: number, number: number): Step | undefined {
  let bits = (seed ^ Math.imul(number + 1, 0x9e3779b9)) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  bits = (bits ^ (bits >>> 16)) >>> 0;
  return steps[bits % Math.max(1, steps.length)];
}
