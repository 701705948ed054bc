// Sums of squares in plain JavaScript, exact: the best version found, and the obvious one with BigInt.
//
// A number holds whole numbers up to 2⁵³, so squares of numbers near five million are exact, and so are sums of 256
// of them. Slower versions: one accumulator instead of four (+ 30 %), an integer index that is converted for each
// term, BigInt for each block instead of two numbers, Math.imul on halves.

/** Parts of a total: `high`·2⁴⁰ + `low`. */
const PART = 2 ** 40;
/** Terms that each of the four sums takes before it is emptied: 128 · 5 000 019² < 2⁵². */
const BLOCK = 128;

/** Returns the sum of i² for first ≤ i < end ≤ 5 900 000. */
export function squares(first: number, end: number): bigint {
  let high = 0;
  let low = 0;
  let i = first;
  while (i + 4 * BLOCK <= end) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let w = i;
    let x = i + 1;
    let y = i + 2;
    let z = i + 3;
    for (let k = 0; k < BLOCK; k++) {
      a += w * w;
      w += 4;
      b += x * x;
      x += 4;
      c += y * y;
      y += 4;
      d += z * z;
      z += 4;
    }
    i += 4 * BLOCK;
    for (const sum of [a, b, c, d]) {
      const carry = Math.floor(sum / PART);
      high += carry;
      low += sum - carry * PART;
    }
    // Otherwise it would pass 2⁵³ after some thousand blocks.
    const carry = Math.floor(low / PART);
    high += carry;
    low -= carry * PART;
  }
  for (; i < end; i++) {
    const square = i * i;
    const carry = Math.floor(square / PART);
    high += carry;
    low += square - carry * PART;
  }
  return BigInt(high) * BigInt(PART) + BigInt(low);
}

/** Returns the same sum in the way that people write first. */
export function squaresBig(first: number, end: number): bigint {
  let sum = 0n;
  for (let i = first; i < end; i++) {
    const term = BigInt(i);
    sum += term * term;
  }
  return sum;
}
