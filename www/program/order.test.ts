import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn, orderOf, ordersText, stepsOf } from './order';

const step = fc.tuple(fc.nat(12), fc.constantFrom('', 'g', 'w', 'f', 'a2')).map(([actor, other]) => `${actor}${other}`);

describe('orders', () => {
  it('read back as the steps they were written of', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        expect(stepsOf(orderOf(steps))).toEqual(steps);
      }),
    );
  });

  it('are short where one actor goes on for long', () => {
    expect(orderOf(['0', '0', '0', '1', '0a2'])).toBe('0x3.1.0a2');
  });

  it('are bounded, whatever a link says', () => {
    expect(stepsOf('0x999999999')).toHaveLength(100_000);
    expect(stepsOf('nonsense..1')).toEqual(['1']);
  });
});

it('numbers of orders are grouped, whatever their length', () => {
  expect(ordersText('714762')).toBe('714\u202f762');
  expect(ordersText('1'.repeat(30))).toBe(Array(10).fill('111').join('\u202f'));
  expect(ordersText('64')).toBe('64');
  expect(ordersText('without end')).toBe('without end');
  expect(ordersText(undefined)).toBe('not known');
});

it('a walk is the same each time, and goes every way', () => {
  const ways = [0, 1, 2];
  const walk = Array.from({ length: 100 }, (_, i) => drawn(ways, 7, i));
  expect(walk).toEqual(Array.from({ length: 100 }, (_, i) => drawn(ways, 7, i)));
  expect(new Set(walk)).toEqual(new Set(ways));
  expect(walk).not.toEqual(Array.from({ length: 100 }, (_, i) => drawn(ways, 8, i)));
});
