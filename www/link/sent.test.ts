// Results in links: written results are read back, damaged ones are refused, and no link gets too long.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../tests/vectors/results.json' with { type: 'json' };
import { anyResult, plainResult } from './arbitrary-sent';
import { decodeResult, readResult } from './decode';
import { canCarry, encodeResult, halved } from './encode';
import { completed } from './names';
import { Reader, toBytes } from './reader';
import { type Sealed, sealOf } from './seal';
import { MAX_TEXT, MAX_VALUE, type SharedResult } from './sent';
import { carried, toText, Writer } from './writer';

const settings: Sealed = { scenario: 'julia', pairs: [['n', '64']] };
const LONG = 1e6;

/** A result as it was once sent, with the settings it was sealed with. Frozen: it must stay readable for ever. */
interface Vector extends Sealed {
  text: string;
  result: SharedResult;
}

function sealed(payload: string | null, of: Sealed = settings): string {
  return `${payload}.${sealOf(payload ?? '', of)}`;
}

const small: SharedResult = {
  day: 20_779,
  cores: 8,
  browser: 'Firefox 140',
  metrics: [
    { name: 'time_ms', value: 20.125, unit: 'ms' },
    { name: 'made_up', value: 0.25, unit: 'ratio' },
  ],
  timeline: {
    duration: 20_125,
    buckets: 4,
    lanes: [
      { thread: 0, busy: 0.999, chunks: 12, levels: [3, 3, 3, 2] },
      { thread: null, busy: 0, chunks: 0, levels: [0, 0, 0, 0] },
    ],
    more: 0,
  },
};

describe('bytes', () => {
  it('survive base64url', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toBytes(toText([...bytes]))).toEqual([...bytes]);
      }),
    );
    expect(toText([251, 255, 191])).toBe('-_-_');
  });

  it('hold any whole number', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const to = new Writer();
        to.whole(value);
        const from = new Reader(to.bytes);
        expect(from.whole(0, Number.MAX_SAFE_INTEGER)).toBe(value);
        expect(() => from.end()).not.toThrow();
      }),
    );
  });

  it('hold whole numbers exactly and others to seven digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: MAX_VALUE, noNaN: true }), (value) => {
        const to = new Writer();
        to.number(value, 5);
        const read = new Reader(to.bytes).number();
        expect(read.tag).toBe(5);
        expect(Math.abs(read.value - value)).toBeLessThanOrEqual(Number.isInteger(value) ? 0 : 1e-6 * value + 1e-9);
        // Rounding it again changes nothing.
        expect(carried(read.value)).toBe(read.value);
      }),
    );
    expect([0, 1e15, 123_456_789, 20.1, 0.98765].map(carried)).toEqual([0, 1e15, 123_456_789, 20.1, 0.98765]);
  });
});

describe('a result', () => {
  it('survives a round trip', () => {
    fc.assert(
      fc.property(anyResult, (result) => {
        const payload = encodeResult(result, LONG);
        const text = sealed(payload);
        // Only a result that is far longer than any link is refused for its length.
        if (text.length > MAX_TEXT) expect(decodeResult(text, settings)).toHaveProperty('problem');
        else {
          const metrics = completed(result.metrics);
          expect(readResult(text, settings)).toEqual({ result: { ...result, metrics }, payload });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is of the first version wherever that holds all there is', () => {
    fc.assert(
      fc.property(plainResult, (result) => {
        const payload = encodeResult(result, LONG);
        expect(payload).toMatch(/^1\./);
        // What a name says need not be said again.
        const bare = result.metrics.map(({ name, value, unit }) => ({ name, value, unit }));
        expect(encodeResult({ ...result, metrics: bare }, LONG)).toBe(payload);
        expect(encodeResult({ ...result, metrics: completed(bare) }, LONG)).toBe(payload);
      }),
    );
    const version = (metric: object): string | undefined =>
      encodeResult({ ...small, metrics: [{ name: 'x', value: 1, unit: 'ms', ...metric }] }, LONG)?.slice(0, 2);
    expect(version({})).toBe('1.');
    expect(version({ name: 'Ergebnisse, möglich' })).toBe('2.');
    expect(version({ role: 'min', of: 'y' })).toBe('2.');
  });

  it('is written in characters that an address takes, and ends in a letter or a digit', () => {
    fc.assert(
      fc.property(anyResult, (result) => {
        expect(sealed(encodeResult(result, LONG))).toMatch(/^[123]\.[\w-]+\.[0-9a-z]+$/);
      }),
    );
  });

  it('fits into the room there is: the timeline becomes coarser, then goes, then the last figures', () => {
    fc.assert(
      fc.property(anyResult, fc.integer({ min: 60, max: 1900 }), (result, room) => {
        const payload = encodeResult(result, room);
        if (payload === null) {
          // Not even one of its figures fits beside the labels.
          expect(room).toBeLessThan(150);
          return;
        }
        expect(payload.length).toBeLessThanOrEqual(room);
        const read = decodeResult(sealed(payload), settings);
        if ('problem' in read) throw new Error(read.problem);
        const kept = completed(result.metrics.slice(0, read.result.metrics.length));
        expect(completed(read.result.metrics)).toEqual(kept);
        expect(read.result.timeline?.lanes.length ?? 0).toBeLessThanOrEqual(result.timeline?.lanes.length ?? 0);
      }),
      { numRuns: 300 },
    );
    expect(encodeResult(small, 5)).toBeNull();
  });

  it('of a usual run is short', () => {
    expect(encodeResult(small, LONG)?.length).toBeLessThan(90);
  });

  it('leaves out what is no figure', () => {
    const bad = [Number.NaN, Number.POSITIVE_INFINITY, -1, 2e15].map((value) => ({ name: 'x', value }));
    expect(bad.filter(canCarry)).toEqual([]);
    const names = ['', ' ', ' x', 'x'.repeat(41), 'ä'.repeat(21), 'a\u0007', 'a\u202eb', 'a\nb', '\ud800'];
    expect(names.filter((name) => canCarry({ name, value: 1 }))).toEqual([]);
    expect(['x'.repeat(40), 'ä'.repeat(20), '<b>'].every((name) => canCarry({ name, value: 1 }))).toBe(true);
    const metrics = [{ name: 'speedup', value: Number.NaN, unit: 'x' as const }, ...small.metrics];
    const read = decodeResult(sealed(encodeResult({ ...small, metrics }, LONG)), settings);
    expect(read).toMatchObject({ result: { metrics: small.metrics } });
  });

  it('halves its buckets without hiding work', () => {
    expect(halved({ duration: 1, buckets: 4, more: 0, lanes: small.timeline?.lanes ?? [] }).lanes[0]?.levels).toEqual([
      3, 3,
    ]);
    const lanes = [{ thread: 0, busy: 0.1, chunks: 1, levels: [0, 1, 0, 0] }];
    expect(halved({ duration: 1, buckets: 4, more: 0, lanes }).lanes[0]?.levels).toEqual([1, 0]);
  });
});

describe('a damaged result', () => {
  const payload = encodeResult(small, LONG) ?? '';
  const problem = (text: string, of: Sealed = settings): string => {
    const read = decodeResult(text, of);
    return 'problem' in read ? read.problem : '';
  };

  it('is recognised, wherever one character is another', () => {
    const text = sealed(payload);
    for (let at = 0; at < text.length; at++) {
      for (const character of 'A-_z9.<') {
        if (text[at] === character) continue;
        expect(problem(text.slice(0, at) + character + text.slice(at + 1))).toMatch(/^The sender’s result .*\.$/);
      }
      expect(problem(text.slice(0, at))).not.toBe('');
    }
  });

  it('of other settings is refused', () => {
    expect(problem(sealed(payload), { ...settings, pairs: [['n', '65']] })).toMatch(/other settings/);
    expect(problem(sealed(payload), { ...settings, scenario: 'range-sum' })).toMatch(/other settings/);
  });

  it('of a newer version says so, one too long too', () => {
    expect(problem(sealed(payload.replace('1.', '4.')))).toMatch(/newer version/);
    expect(problem(`1.${'A'.repeat(MAX_TEXT)}.0`)).toMatch(/too long/);
  });

  /** Seals a payload of bytes validly, as anyone who writes a link by hand can. */
  const forged = (write: (to: Writer) => void): string => {
    const to = new Writer();
    write(to);
    return problem(sealed(`1.${toText(to.bytes)}`));
  };
  const head = (to: Writer): void => {
    to.whole(20_779);
    to.whole(8);
    to.ascii('Chrome 142');
  };

  it('with absurd fields is refused although its seal is right', () => {
    expect(forged(() => undefined)).toMatch(/damaged/);
    // The day, the cores, the browser.
    for (const [day, cores, length] of [
      [1, 8, 0],
      [99_999, 8, 0],
      [20_779, 0, 0],
      [20_779, 5000, 0],
      [20_779, 8, 33],
    ] as const) {
      const write = (to: Writer): void => {
        to.whole(day);
        to.whole(cores);
        to.ascii('x'.repeat(length));
        to.byte(0);
        to.byte(0);
      };
      expect(forged(write)).toMatch(/damaged/);
    }
    const metric = (name: string, exponent: number, digits: number, tag = 0, times = 1) =>
      forged((to) => {
        head(to);
        to.byte(times);
        for (let i = 0; i < times; i++) {
          to.byte(0);
          to.ascii(name);
          to.byte((tag << 5) | exponent);
          to.whole(digits);
        }
        to.byte(0);
      });
    expect(metric('x', 16, 5)).toBe('');
    expect(metric('x', 31, 2)).toMatch(/damaged/);
    // The last unit that has a number.
    expect(metric('x', 16, 1, 7)).toBe('');
    expect(metric('<b>', 16, 5)).toMatch(/damaged/);
    expect(metric('__proto__', 16, 5)).toMatch(/damaged/);
    expect(metric('', 16, 5)).toMatch(/damaged/);
    expect(metric('x', 16, 5, 0, 2)).toMatch(/damaged/);
    expect(metric('x', 16, 5, 0, 41)).toMatch(/damaged/);
    const second = (write: (to: Writer) => void, times = 1): string => {
      const to = new Writer();
      head(to);
      to.byte(times);
      for (let i = 0; i < times; i++) write(to);
      to.byte(0);
      return problem(sealed(`2.${toText(to.bytes)}`));
    };
    const any = (name: string, unit: number, said: number, of = '', tag = 0) =>
      second((to) => {
        to.byte(0);
        to.utf8(name);
        to.byte(unit);
        to.byte(said);
        if (of !== '') {
          to.byte(0);
          to.utf8(of);
        }
        to.number(5, tag);
      });
    expect(any('<b>', 7, 1, '')).toBe('');
    expect(any('größte', 0, 128 + 22, 'é')).toBe('');
    expect(any('x', 8, 0)).toMatch(/damaged/);
    expect(any('x', 0, 120)).toMatch(/damaged/);
    expect(any('x', 0, 128, 'y')).toMatch(/damaged/);
    expect(any('x', 0, 0, '', 1)).toMatch(/damaged/);
    expect(any('x'.repeat(41), 0, 0)).toMatch(/damaged/);
    expect(any('a\u0007', 0, 0)).toMatch(/damaged/);
    expect(any('x', 0, 129, 'a\u202e')).toMatch(/damaged/);
    expect(any('', 0, 0)).toMatch(/damaged/);
    // No UTF-8; two of one name.
    const bytes = (...all: number[]) => second((to) => all.forEach((byte) => void to.byte(byte)));
    expect(bytes(0, 2, 0xc3, 0x28, 0, 0, 16, 5)).toMatch(/damaged/);
    expect(bytes(0, 1, 0x41, 0, 0, 16, 5)).toBe('');
    expect(second((to) => [0, 1, 0x41, 0, 0, 16, 5].forEach((byte) => void to.byte(byte)), 2)).toMatch(/damaged/);
    // A browser's control characters; more bytes than there should be.
    expect(
      forged((to) => {
        to.whole(20_779);
        to.whole(8);
        to.ascii('a\u0007');
        to.byte(0);
        to.byte(0);
      }),
    ).toMatch(/damaged/);
    expect(
      forged((to) => {
        head(to);
        to.byte(0);
        to.byte(0);
        to.byte(0);
      }),
    ).toMatch(/damaged/);
    // More lanes, and more buckets, than are allowed.
    for (const [quarters, lanes] of [
      [17, 0],
      [1, 33],
    ] as const) {
      const write = (to: Writer): void => {
        head(to);
        to.byte(0);
        to.byte(quarters);
        to.number(1);
        to.byte(lanes);
        for (let i = 0; i < 1000; i++) to.byte(0);
      };
      expect(forged(write)).toMatch(/damaged/);
    }
  });
});

describe('the vectors: results of links that were sent', () => {
  it.each(vectors as Vector[])('$text', ({ text, scenario, pairs, result }) => {
    const of = { scenario, pairs };
    const payload = text.slice(0, text.lastIndexOf('.'));
    expect(decodeResult(text, of)).toEqual({ result, payload });
    // The same is written of it today.
    expect(encodeResult(result, LONG)).toBe(payload);
    expect(encodeResult({ ...result, metrics: completed(result.metrics) }, LONG)).toBe(payload);
  });
});
