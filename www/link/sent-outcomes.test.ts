// Outcomes of programs in the results of links: as many as there is room for, and only what is valid.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exploredResult } from './arbitrary-sent';
import { decodeResult } from './decode';
import { fitted, sentOutcomes } from './encode';
import { type Sealed, sealOf } from './seal';
import type { SharedOutcome } from './sent';
import { toText, Writer } from './writer';

const settings: Sealed = { scenario: 'julia', pairs: [['n', '64']] };
const sealed = (payload: string): string => `${payload}.${sealOf(payload, settings)}`;

describe('a result', () => {
  it('of a program names as many outcomes as there is room for, and says how many there are beside them', () => {
    fc.assert(
      fc.property(exploredResult, fc.integer({ min: 200, max: 1900 }), (result, room) => {
        const fit = fitted(result, room);
        if (fit === null) throw new Error('There is room for the labels.');
        const read = decodeResult(sealed(fit.payload), settings);
        if ('problem' in read) throw new Error(read.problem);
        const { listed: all, more } = result.outcomes;
        const { listed = [], more: left = 0 } = read.result.outcomes ?? {};
        expect(read.result.outcomes).toEqual(fit.result.outcomes);
        expect(listed.length + left).toBe(all.length + more);
        const withoutWay = all.map(({ steps: _, ...rest }) => rest);
        const ways = listed.findLastIndex(({ steps }) => steps !== undefined) + 1;
        expect(listed).toEqual([...all.slice(0, ways), ...withoutWay.slice(ways, listed.length)]);
        // No outcome goes before the timeline, nor a figure before the outcomes.
        if (listed.length < all.length) expect(read.result.timeline).toBeNull();
        if (read.result.metrics.length < result.metrics.length) expect(listed).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('names only outcomes that are a line of text, and ways that are orders of steps', () => {
    const outcome = { kind: 'wrong', outcome: 'x=2', interleavings: '32', steps: '0x2.1' } as const;
    expect(sentOutcomes([])).toBeUndefined();
    expect(sentOutcomes([{ ...outcome, details: ['not this'], length: 3, no_return: 2 } as SharedOutcome])).toEqual({
      listed: [outcome],
      more: 0,
    });
    const bad = [
      { outcome: 'a\u202eb' },
      { outcome: 'a\nb' },
      { outcome: 'é'.repeat(201) },
      { interleavings: '9'.repeat(401) },
      { interleavings: 'many' },
    ].map((part) => ({ ...outcome, ...part }));
    expect(sentOutcomes([...bad, outcome])).toEqual({ listed: [outcome], more: bad.length });
    const { steps: _, ...bare } = outcome;
    const ways = ['0x2,1', '0.'.repeat(501), '<b>'].map((steps) => ({ ...outcome, steps }));
    expect(sentOutcomes(ways)).toEqual({ listed: [bare, bare, bare], more: 0 });
    expect(sentOutcomes(Array(150).fill(outcome))).toMatchObject({ listed: { length: 100 }, more: 50 });
  });

  it('with absurd outcomes is refused although its seal is right', () => {
    const third = (write: (to: Writer) => void): string => {
      const to = new Writer();
      to.whole(20_779);
      to.whole(8);
      to.ascii('Chrome 142');
      // No figures, and no timeline.
      to.byte(0);
      to.byte(0);
      write(to);
      const read = decodeResult(sealed(`3.${toText(to.bytes)}`), settings);
      return 'problem' in read ? read.problem : '';
    };
    const outcome = (said: number, text: string, ...rest: number[]): string =>
      third((to) => {
        to.whole(0);
        to.byte(1);
        to.byte(said);
        to.text(text);
        for (const byte of rest) to.byte(byte);
      });
    expect(third(() => undefined)).toMatch(/damaged/);
    expect(outcome(3, '<b>')).toBe('');
    expect(outcome(3, '<b>', 0)).toMatch(/damaged/);
    expect(outcome(4, 'x')).toMatch(/damaged/);
    expect(outcome(128, 'x')).toMatch(/damaged/);
    expect(outcome(8 + 16, 'x', 1, 1)).toMatch(/damaged/);
    expect(outcome(0, 'a\u202e')).toMatch(/damaged/);
    expect(outcome(0, 'x'.repeat(401))).toMatch(/damaged/);
    // A number that ends too early, has zeros in front, or more digits than any number has.
    expect(outcome(16, 'x', 2, 1, 1)).toBe('');
    expect(outcome(16, 'x', 2, 1)).toMatch(/damaged/);
    expect(outcome(16, 'x', 2, 1, 0)).toMatch(/damaged/);
    expect(outcome(16, 'x', 255, ...Array(255).fill(255))).toMatch(/damaged/);
    // “0”, “0.1”, and what is no order: “0.”, “x1”, half a step too many.
    expect(outcome(64, 'x', 1, 0x00)).toBe('');
    expect(outcome(64, 'x', 3, 0x0b, 0x10)).toBe('');
    expect(outcome(64, 'x', 2, 0x0b)).toMatch(/damaged/);
    expect(outcome(64, 'x', 2, 0xc1)).toMatch(/damaged/);
    expect(outcome(64, 'x', 1, 0x01)).toMatch(/damaged/);
    expect(third((to) => [0, 101, ...Array(202).fill(0)].forEach((byte) => void to.byte(byte)))).toMatch(/damaged/);
  });
});
