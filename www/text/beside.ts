// What stands beside a figure: the companions that the core has described, and its interval as people read it. Pure.

import type { Metric, Role } from '../contract/protocol';
import { factorsBetween, plusMinus, timesBetween } from './format';

export type Figured = Pick<Metric, 'name' | 'value' | 'unit' | 'of' | 'role'>;

/** The figure that is this to the page; undefined where a run has none. */
export const ofRole = <M extends Pick<Metric, 'role'>>(metrics: readonly M[], role: Role): M | undefined =>
  metrics.find((metric) => metric.role === role);

/** What says this of a figure. */
export const beside = <M extends Pick<Metric, 'of' | 'role'>>(
  metrics: readonly M[],
  name: string,
  role: Role,
): M | undefined => metrics.find((metric) => metric.of === name && metric.role === role);

/** An interval as the figure's unit asks for. `value`: of the figure. */
export const between = (unit: Metric['unit'], value: number, low: number, high: number): string =>
  unit === 'ms' ? timesBetween(value, low, high) : factorsBetween(low, high);

/** Where a figure lies: both ends of its interval, and their text; null where it has none. `value`: of the figure. */
export function intervalOf<M extends Figured>(metrics: readonly M[], name: string, value: number) {
  const [low, high] = [beside(metrics, name, 'low'), beside(metrics, name, 'high')];
  if (!low || !high) return null;
  return { low, high, text: between(low.unit, value, low.value, high.value) };
}

/** The spread of a figure, as it asks for; empty where there is none. */
export const spreadOf = (metrics: readonly Figured[], name: string, value: number): string =>
  plusMinus(value, beside(metrics, name, 'spread')?.value ?? 0);
