// Properties of sliders that hold for every scale.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movedTo, positionOf, type SliderScale, stepped, stepsOf, valueAt } from './slider';

const linear: SliderScale = { min: -2, max: 2, scale: 'linear', integer: false };
const size: SliderScale = { min: 2, max: 4096, scale: 'linear', integer: true };
const grain: SliderScale = { min: 1, max: 1000, scale: 'log', integer: true };
const width: SliderScale = { min: 1e-13, max: 8, scale: 'log', integer: false };
const any = fc.constantFrom(
  linear,
  size,
  grain,
  width,
  { ...grain, max: 1 },
  { ...size, min: 0, scale: 'log' as const },
);

describe('a slider', () => {
  it('reaches both limits exactly, and never leaves them', () => {
    fc.assert(
      fc.property(any, fc.double({ min: 0, max: 1, noNaN: true }), (slider, share) => {
        expect(valueAt(0, slider)).toBe(slider.min);
        expect(valueAt(stepsOf(slider), slider)).toBe(slider.max);
        const value = valueAt(Math.round(share * stepsOf(slider)), slider);
        expect(value).toBeGreaterThanOrEqual(slider.min);
        expect(value).toBeLessThanOrEqual(slider.max);
        if (slider.integer) expect(Number.isInteger(value)).toBe(true);
      }),
    );
  });

  it('rises, and finds a value back within one step', () => {
    fc.assert(
      fc.property(any, fc.nat(5000), (slider, step) => {
        const position = Math.min(step, stepsOf(slider) - 1);
        expect(valueAt(position + 1, slider)).toBeGreaterThanOrEqual(valueAt(position, slider));
        const value = valueAt(position, slider);
        expect(valueAt(positionOf(value, slider), slider)).toBe(value);
      }),
    );
  });

  it('moves by keyboard to its end, through every integer if need be', () => {
    for (const slider of [linear, grain, width]) {
      let value = slider.min;
      let presses = 0;
      while (value < slider.max && presses < 2000) {
        const next = movedTo(positionOf(value, slider) + 1, value, slider);
        expect(next).toBeGreaterThan(value);
        value = next;
        presses += 1;
      }
      expect(value).toBe(slider.max);
    }
  });

  it('gives round numbers', () => {
    expect(valueAt(positionOf(-0.79, linear), linear)).toBe(-0.79);
    expect(String(valueAt(137, width)).length).toBeLessThan(9);
  });
});

describe('an arrow key', () => {
  it('steps, and keeps the digits that were typed', () => {
    expect(stepped(-0.79, 1, linear)).toBe(-0.78);
    expect(stepped(0.1234, -1, linear)).toBe(0.1134);
    expect(stepped(1000, 1, size)).toBe(1001);
    expect(stepped(4, 1, width)).toBe(4.4);
  });

  it('stops at the limits', () => {
    fc.assert(
      fc.property(any, (slider) => {
        expect(stepped(slider.max, 1, slider)).toBe(slider.max);
        expect(stepped(slider.min, -1, slider)).toBe(slider.min);
      }),
    );
  });
});
