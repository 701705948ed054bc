// Chooses round times for the ruler: steps of 1, 2 or 5 times a power of ten, in one unit for the whole ruler. Pure.

import { span, timeToCss, type Viewport } from './viewport';
import { type Unit, unitFor } from './wording';

export interface Tick {
  /** µs. */
  time: number;
  /** CSS px. */
  x: number;
  /** Null for the small ticks between the labelled ones. */
  label: string | null;
}

export interface Ticks {
  /** µs between labelled ticks. */
  step: number;
  unit: Unit;
  list: Tick[];
}

/** Returns the smallest step of 1, 2 or 5 times a power of ten that is at least `least`. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  for (const factor of [1, 2, 5]) if (factor * power >= least * (1 - 1e-9)) return factor * power;
  return 10 * power;
}

/** Returns the ticks for a viewport, with at least `spacing` CSS px between labelled ones. */
export function ticksFor(view: Viewport, spacing = 88): Ticks {
  const step = niceStep((span(view) * spacing) / view.width);
  const unit = unitFor(Math.max(view.end, step));
  const digits = Math.max(0, Math.ceil(-Math.log10(step / unit.micros) - 1e-9));
  const leading = step / 10 ** Math.floor(Math.log10(step) + 1e-9);
  const parts = Math.round(leading) === 2 ? 4 : 5;
  const list: Tick[] = [];
  // Whole numbers are counted and multiplied once: adding up steps would drift.
  const from = Math.ceil((view.start / step) * parts - 1e-6);
  const to = Math.floor((view.end / step) * parts + 1e-6);
  for (let i = from; i <= to; i++) {
    const time = (i / parts) * step;
    const label = i % parts === 0 ? `${time === 0 ? '0' : (time / unit.micros).toFixed(digits)} ${unit.name}` : null;
    list.push({ time, x: timeToCss(view, time), label });
  }
  return { step, unit, list };
}
