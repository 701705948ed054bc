// Which runs are drawn while they go, for runs of any length that go on steadily.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BRIEF, isBrief, LONG, YOUNG } from './brief';

/** A share of a run that has passed, without its begin. */
const part = fc.double({ min: 0.001, max: 0.999, noNaN: true });
const lasting = (min: number, max: number) => fc.double({ min, max, noNaN: true });

it('a brief run is never drawn', () => {
  fc.assert(fc.property(lasting(1, BRIEF - 1), part, (duration, share) => isBrief(share * duration, share)));
});

it('a long run is drawn from its begin', () => {
  fc.assert(fc.property(lasting(LONG + 1, 1e6), part, (duration, share) => !isBrief(share * duration, share)));
});

it('any other is drawn as soon as something is known of it', () => {
  fc.assert(
    fc.property(lasting(BRIEF + 1, LONG - 1), part, (duration, share) => {
      const elapsed = share * duration;
      return isBrief(elapsed, share) === elapsed < YOUNG;
    }),
  );
});

it('a run that comes to a standstill is drawn', () => {
  expect(isBrief(BRIEF, 0.9)).toBe(false);
});
