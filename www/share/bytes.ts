// Bytes of a result: whole numbers of any size, decimal numbers, short texts; and base64url, which an
// address takes as it is. The reader throws a `Damage` where the bytes do not say what they should.

import { MAX_VALUE } from './result';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Smallest exponent of a decimal number, and what is added to it in a byte. */
const BIAS = 16;
/** Significant digits of what is not a whole number: more than any measurement has. */
const DIGITS = 5;

/** Why bytes cannot be read. Never leaves this folder. */
export class Damage extends Error {}

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

/** @throws Damage for any other character. */
export function toBytes(text: string): number[] {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) throw new Damage('a character that is none of the alphabet');
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 255);
  }
  return bytes;
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
    this.byte(text.length);
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
  }
}

export class Reader {
  private at = 0;

  constructor(private readonly bytes: readonly number[]) {}

  byte(max = 255): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw new Damage('it ends too early');
    return within(value, 0, max);
  }

  whole(min: number, max: number): number {
    let value = 0;
    let scale = 1;
    // Eight times seven bits hold every safe integer.
    for (let i = 0; i < 8; i++, scale *= 128) {
      const byte = this.byte();
      value += (byte % 128) * scale;
      if (byte < 128) return within(value, min, max);
    }
    throw new Damage('a number without an end');
  }

  number(): { value: number; tag: number } {
    const head = this.byte();
    const digits = this.whole(0, Number.MAX_SAFE_INTEGER);
    return { value: within(Number(`${digits}e${(head & 31) - BIAS}`), 0, MAX_VALUE), tag: head >> 5 };
  }

  ascii(max: number): string {
    const length = this.byte(max);
    let text = '';
    for (let i = 0; i < length; i++) text += String.fromCharCode(within(this.byte(), 0x20, 0x7e));
    return text;
  }

  /** @throws Damage where there is more. */
  end(): void {
    if (this.at !== this.bytes.length) throw new Damage('there is more than there should be');
  }
}

function within(value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value;
  throw new Damage('a number outside its limits');
}
