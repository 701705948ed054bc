// Writes the bytes of a result: the reverse of `reader.ts`.

import { ALPHABET, BIAS, ORDER_CHARACTERS } from './bytes';

/**
 * Significant digits of a number that is not whole: more than any measurement has. Rounding then hardly ever makes a
 * whole number of it, which the page would write with all its digits.
 */
const DIGITS = 7;

/** Encodes as base64url without padding. */
export function toText(bytes: readonly number[]): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += ALPHABET.charAt((held >> bits) & 63);
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET.charAt((held << (6 - bits)) & 63) : text;
}

/** Splits a number into the digits and the exponent of ten that a link carries. */
export function decimal(value: number): { digits: number; exponent: number } {
  const rounded = Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
  const [mantissa = '0', power = '0'] = rounded.toExponential().split('e');
  const decimals = mantissa.split('.')[1]?.length ?? 0;
  const exponent = Number(power) - decimals;
  // Too small to be distinguished from zero.
  if (rounded === 0 || exponent < -BIAS) return { digits: 0, exponent: 0 };
  return { digits: Number(mantissa.replace('.', '')), exponent };
}

/** Returns the number that a link carries for this one: rounded, unless it is whole. */
export function carried(value: number): number {
  const { digits, exponent } = decimal(value);
  return Number(`${digits}e${exponent}`);
}

/** Grows with each write; `bytes` is what has been written so far. */
export class Writer {
  readonly bytes: number[] = [];

  byte(value: number): void {
    this.bytes.push(value & 255);
  }

  /** Writes a whole number from 0 to 2⁵³ − 1, seven bits in a byte, the lowest first. */
  whole(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.byte((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  /** Writes a number from 0 to `MAX_VALUE`, with three bits for the caller. */
  number(value: number, tag = 0): void {
    const { digits, exponent } = decimal(value);
    this.byte((tag << 5) | (exponent + BIAS));
    this.whole(digits);
  }

  /** Writes printable ASCII. */
  ascii(text: string): void {
    this.utf8(text);
  }

  utf8(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.byte(bytes.length);
    for (const byte of bytes) this.byte(byte);
  }

  /** Writes a text that may have more than 255 bytes. */
  text(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.whole(bytes.length);
    for (const byte of bytes) this.byte(byte);
  }

  /** Writes a whole number of any size, given as its decimal digits. */
  digits(digits: string): void {
    const bytes: number[] = [];
    for (let rest = BigInt(digits); rest > 0n; rest >>= 8n) bytes.push(Number(rest & 255n));
    this.byte(bytes.length);
    for (const byte of bytes) this.byte(byte);
  }

  /** Writes an order of steps. */
  order(order: string): void {
    this.whole(order.length);
    const at = (i: number): number => Math.max(0, ORDER_CHARACTERS.indexOf(order.charAt(i)));
    // Past the end the order has the character 0.
    for (let i = 0; i < order.length; i += 2) this.byte(at(i) * 16 + (i + 1 < order.length ? at(i + 1) : 0));
  }
}
