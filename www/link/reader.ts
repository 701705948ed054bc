// Reads the bytes of a result: whole numbers of any size, decimal numbers, short texts. Throws a `Damage` where the
// bytes are not valid.

import { ALPHABET, BIAS, ORDER, ORDER_CHARACTERS } from './bytes';
import { MAX_DIGITS, MAX_VALUE, MAX_WAY } from './sent';

/** Says why bytes cannot be read. Never leaves this folder. */
export class Damage extends Error {}

/** @throws Damage for a character outside of base64url. */
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

/** Reads bytes from the first to the last, and checks the limits of each field. */
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

  /** @param max Bytes. */
  utf8(max: number): string {
    return this.decoded(this.byte(max));
  }

  /** Reads a text that may have more than 255 bytes. @param max Bytes. */
  text(max: number): string {
    return this.decoded(this.whole(0, max));
  }

  private decoded(length: number): string {
    const bytes = Uint8Array.from({ length }, () => this.byte());
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new Damage('no text');
    }
  }

  /** Reads a whole number of any size, as its decimal digits. */
  digits(): string {
    const bytes = Array.from({ length: this.byte() }, () => this.byte());
    // Only one way to write each number.
    if (bytes.at(-1) === 0) throw new Damage('a number with zeros in front');
    const digits = String(bytes.reduceRight((sum, byte) => (sum << 8n) + BigInt(byte), 0n));
    if (digits.length > MAX_DIGITS) throw new Damage('a number outside its limits');
    return digits;
  }

  /** Reads an order of steps. */
  order(): string {
    const length = this.whole(0, MAX_WAY);
    let order = '';
    for (let i = 0; i < length; i += 2) {
      const byte = this.byte();
      order += ORDER_CHARACTERS.charAt(byte >> 4);
      if (i + 1 < length) order += ORDER_CHARACTERS.charAt(byte & 15);
      else if ((byte & 15) !== 0) throw new Damage('half a step too many');
    }
    if (!ORDER.test(order)) throw new Damage('no order of steps');
    return order;
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
