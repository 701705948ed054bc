// Stretches that are brought out cover whole pixels, do not touch each other, and stay on the screen.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible } from './veil';

const stretches = fc.array(fc.tuple(fc.nat(500), fc.nat(300)), { maxLength: 40 }).map((gaps) => {
  let now = -400;
  return gaps.map(([gap, length]): [number, number] => {
    const from = now + gap;
    now = from + length;
    return [from, now];
  });
});

describe('what is visible of stretches', () => {
  it('is in order, apart, whole and within the screen', () => {
    fc.assert(
      fc.property(stretches, fc.double({ min: 0.001, max: 10, noNaN: true }), (all, scale) => {
        const shown = visible(all, (time) => time * scale, 800);
        let before = -1;
        for (const [from, to] of shown) {
          expect(from).toBeGreaterThan(before);
          expect(to).toBeGreaterThan(from);
          expect(Number.isInteger(from) && Number.isInteger(to)).toBe(true);
          before = to;
        }
        expect(shown.every(([from, to]) => from >= 0 && to <= 800)).toBe(true);
        // Each stretch that begins on the screen is seen, however short it is.
        for (const [from] of all) {
          const x = Math.round(from * scale);
          if (x >= 0 && x < 800) expect(shown.some(([left, right]) => left <= x && x < right)).toBe(true);
        }
      }),
    );
  });
});
