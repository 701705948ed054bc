// Sweeps to begin with, in the notation of `sweep.ts`.

import type { ParamSchema, ParamValue, ScenarioInfo } from '../contract/protocol';
import { toText } from '../params/values';

/**
 * Returns a sweep to begin with: over the threads if there are any, else over the first parameter with a range. Null where
 * there is none, or no time that could be compared.
 */
export function suggestSweep(scenario: ScenarioInfo, logicalCores: number): string | null {
  if (scenario.stage === 'program') return null;
  if (scenario.params.some(({ name }) => name === 'threads')) {
    const counts = new Set(
      [1, 2, 4, 8, logicalCores, 2 * logicalCores].filter((n) => n <= Math.max(4, 2 * logicalCores) && n <= 32),
    );
    return `threads:${[...counts].sort((a, b) => a - b).join(',')}`;
  }
  for (const param of scenario.params) {
    const text = suggestFor(param);
    if (text !== null) return text;
  }
  return null;
}

/** Returns a sweep over one parameter: all words of a choice, or some numbers from its whole range. */
export function suggestFor(param: ParamSchema, around?: ParamValue): string | null {
  const { kind, name } = param;
  if (kind.type === 'choice') return `${name}:${kind.options.map(({ value }) => value).join(',')}`;
  if (kind.type === 'flag') return `${name}:0,1`;
  // A text has no range.
  if (kind.type === 'text') return null;
  if (name === 'threads') return `${name}:1,2,4,8`;
  const value = typeof around === 'number' ? around : typeof param.default === 'number' ? param.default : kind.min;
  if (kind.type === 'integer' && value >= 1) {
    const from = Math.max(kind.min, 1, Math.round(value / 8));
    const to = Math.min(kind.max, Math.max(from * 4, Math.round(value * 4)));
    return to > from ? `${name}:${from}..${to}*2` : null;
  }
  const width = (kind.max - kind.min) / 8;
  return width > 0 ? `${name}:${toText(kind.min)}..${toText(kind.max)}+${toText(Number(width.toPrecision(6)))}` : null;
}
