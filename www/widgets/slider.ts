// Maps a slider's position, a whole number of steps, to a parameter's value and back. Pure.

/** How a number maps to a slider: from the schema, with the present limits. */
export interface SliderScale {
  min: number;
  max: number;
  scale: 'linear' | 'log';
  integer: boolean;
}

/** Steps of a slider that does not have one step for each value. */
const FINE = 400;

/** Returns the number of steps; positions run from 0 to it. */
export function stepsOf(slider: SliderScale): number {
  if (isLog(slider)) return FINE;
  const quantum = quantumOf(slider);
  return Math.max(1, Math.round((slider.max - slider.min) / quantum));
}

/** Returns the position nearest to a value. */
export function positionOf(value: number, slider: SliderScale): number {
  const { min, max } = slider;
  if (max <= min) return 0;
  const share = isLog(slider) ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
  return Math.min(stepsOf(slider), Math.max(0, Math.round(share * stepsOf(slider))));
}

/** Returns the value at a position, with no more digits than the step is worth. */
export function valueAt(position: number, slider: SliderScale): number {
  const { min, max, integer } = slider;
  const steps = stepsOf(slider);
  // The ends are exact, whatever rounding does between them.
  if (position <= 0) return min;
  if (position >= steps) return max;
  if (isLog(slider)) {
    const value = min * (max / min) ** (position / steps);
    return clamp(integer ? Math.round(value) : Number(value.toPrecision(3)), slider);
  }
  const quantum = quantumOf(slider);
  return clamp(Number((min + position * quantum).toFixed(decimalsOf(quantum))), slider);
}

/**
 * Returns the value after the slider was moved. It differs from the value before, or the keyboard would be stuck
 * between two integers.
 */
export function movedTo(position: number, from: number, slider: SliderScale): number {
  const value = valueAt(position, slider);
  const before = positionOf(from, slider);
  if (value !== from || position === before || !slider.integer) return value;
  return clamp(from + Math.sign(position - before), slider);
}

/** Returns the value one step up or down, as the arrow keys in the number's field use it. */
export function stepped(value: number, direction: 1 | -1, slider: SliderScale): number {
  if (slider.integer) return clamp(Math.round(value) + direction, slider);
  if (isLog(slider)) return clamp(Number((value * 1.1 ** direction).toPrecision(3)), slider);
  const quantum = quantumOf(slider);
  return clamp(Number((value + direction * quantum).toFixed(Math.max(decimalsOf(quantum), decimalsIn(value)))), slider);
}

/** Whether the scale is logarithmic, for which the lower limit must be positive. */
function isLog({ scale, min }: SliderScale): boolean {
  return scale === 'log' && min > 0;
}

/** Returns the size of a step on a linear slider: 1 for integers, else a power of ten. */
function quantumOf({ min, max, integer }: SliderScale): number {
  return integer || max <= min ? 1 : 10 ** Math.ceil(Math.log10((max - min) / 1000));
}

function decimalsOf(quantum: number): number {
  return Math.max(0, -Math.round(Math.log10(quantum)));
}

/** Returns how many decimals a value has, so that those that a person has typed are kept. */
function decimalsIn(value: number): number {
  const [, fraction = ''] = /^-?\d+\.(\d+)$/.exec(String(value)) ?? [];
  return Math.min(15, fraction.length);
}

function clamp(value: number, { min, max }: SliderScale): number {
  return Math.min(max, Math.max(min, value));
}
