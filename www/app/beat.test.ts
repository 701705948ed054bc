// The heartbeat during measured repeats takes a small part of the time, whatever a look costs, and reports that part.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LEAST_REST, RESTS, restAfter, Tally } from './beat';

const cost = fc.double({ min: 0, max: 1e5, noNaN: true });

it('rests long after every look, and longer after an expensive one', () => {
  fc.assert(
    fc.property(cost, cost, (a, b) => {
      expect(restAfter(a)).toBeGreaterThanOrEqual(LEAST_REST);
      expect(restAfter(a)).toBeGreaterThanOrEqual(RESTS * a);
      if (a < b) expect(restAfter(a)).toBeLessThanOrEqual(restAfter(b));
    }),
  );
});

it('takes less than a twentieth of the time, whatever each look costs', () => {
  fc.assert(
    fc.property(fc.array(cost, { minLength: 1, maxLength: 30 }), (costs) => {
      const tally = new Tally();
      let now = 0;
      for (const each of costs) {
        tally.look(now, true);
        tally.spend(each);
        now += each + restAfter(each);
      }
      tally.look(now, false);
      const passed = costs.reduce((sum, each) => sum + each + restAfter(each), 0);
      const spent = costs.reduce((sum, each) => sum + each, 0);
      expect(tally.share()).toBeCloseTo(spent / passed, 12);
      expect(tally.share()).toBeLessThan(1 / RESTS);
    }),
  );
});

it('counts only what falls into measured repeats', () => {
  const tally = new Tally();
  // The warm-up is drawn frame by frame.
  for (const now of [0, 16, 32]) {
    tally.look(now, false);
    tally.spend(10);
  }
  tally.look(100, true);
  tally.spend(2);
  tally.look(300, true);
  tally.spend(2);
  tally.look(500, false);
  tally.spend(50);
  tally.look(700, false);
  expect(tally.share()).toBe(4 / 400);
});

it('has no share for a run without measured repeats', () => {
  const tally = new Tally();
  expect(tally.share()).toBeNull();
  tally.look(0, false);
  tally.spend(5);
  tally.look(100, false);
  expect(tally.share()).toBeNull();
});
