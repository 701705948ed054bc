import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differing } from './digits';

describe('differing', () => {
  it('leaves what both begin with, and nothing more', () => {
    const digits = fc.stringMatching(/^\d{0,20}$/);
    fc.assert(
      fc.property(digits, digits, (one, other) => {
        const kept = one.slice(0, one.length - differing(one, other));
        expect(other.startsWith(kept)).toBe(true);
        if (kept.length < one.length) expect(other[kept.length]).not.toBe(one[kept.length]);
      }),
    );
    expect(differing('57735.02', '57735.02')).toBe(0);
    expect(differing('57735.02', '57734.92')).toBe(4);
  });
});
