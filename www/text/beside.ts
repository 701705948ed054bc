// Finds a figure by its role, and its companions; formats its interval and spread. Pure.

import type { Metric, Role } from '../contract/protocol';
import { factorsBetween, plusMinus, timesBetween } from './format';

export type Figured = Pick<Metric, 'name' | 'value' | 'unit' | 'of' | 'role'>;

/** Finds the figure with this role; undefined if a run has none. */
export const ofRole = <M extends Pick<Metric, 'role'>>(metrics: readonly M[], role: Role): M | undefined =>
  metrics.find((metric) => metric.role === role);

/** Finds the companion of a figure with this role. */
export const beside = <M extends Pick<Metric, 'of' | 'role'>>(
  metrics: readonly M[],
  name: string,
  role: Role,
): M | undefined => metrics.find((metric) => metric.of === name && metric.role === role);

/** Formats an interval in the figure's unit. `value`: of the figure. */
export const between = (unit: Metric['unit'], value: number, low: number, high: number): string =>
  unit === 'ms' ? timesBetween(value, low, high) : factorsBetween(low, high);

/** Returns both ends of a figure's interval, and their text; null if it has none. `value`: of the figure. */
export function intervalOf<M extends Figured>(metrics: readonly M[], name: string, value: number) {
  const [low, high] = [beside(metrics, name, 'low'), beside(metrics, name, 'high')];
  if (!low || !high) return null;
  return { low, high, text: between(low.unit, value, low.value, high.value) };
}

/** Formats the spread of a figure in its unit; empty if it has none. */
export const spreadOf = (metrics: readonly Figured[], name: string, value: number): string =>
  plusMinus(value, beside(metrics, name, 'spread')?.value ?? 0);
