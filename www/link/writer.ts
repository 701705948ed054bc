// Writes the bytes of a result: the reverse of `reader.ts`.

import { ALPHABET, BIAS } from './bytes';

/**
 * Significant digits of what is not a whole number: more than any measurement has, so that rounding hardly ever makes
 * a whole number of it, which people would see written out to the last digit.
 */
const DIGITS = 7;

/** Base64url without padding. */
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

/** A number as the digits and the exponent of ten that a link carries. */
export function decimal(value: number): { digits: number; exponent: number } {
  const rounded = Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
  const [mantissa = '0', power = '0'] = rounded.toExponential().split('e');
  const decimals = mantissa.split('.')[1]?.length ?? 0;
  const exponent = Number(power) - decimals;
  // Too small to be told from nothing.
  if (rounded === 0 || exponent < -BIAS) return { digits: 0, exponent: 0 };
  return { digits: Number(mantissa.replace('.', '')), exponent };
}

/** The number that a link carries for this one: rounded, but for whole numbers. */
export function carried(value: number): number {
  const { digits, exponent } = decimal(value);
  return Number(`${digits}e${exponent}`);
}

/** Grows by what is written; `bytes` is what there is so far. */
export class Writer {
  readonly bytes: number[] = [];

  byte(value: number): void {
    this.bytes.push(value & 255);
  }

  /** A whole number from 0 to 2⁵³ − 1, seven bits in a byte, the lowest first. */
  whole(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.byte((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  /** A number from 0 to `MAX_VALUE`, with three bits for the caller. */
  number(value: number, tag = 0): void {
    const { digits, exponent } = decimal(value);
    this.byte((tag << 5) | (exponent + BIAS));
    this.whole(digits);
  }

  /** Printable ASCII. */
  ascii(text: string): void {
    this.utf8(text);
  }

  utf8(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.byte(bytes.length);
    for (const byte of bytes) this.byte(byte);
  }
}
