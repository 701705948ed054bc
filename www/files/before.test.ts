// Runs that were saved before the core named their large figures: their verdict is the one that it was.

import { describe, expect, it } from 'vitest';
import type { Metric, Outcome } from '../contract/protocol';
import { completed } from '../link/names';
import { headlinesOf } from '../stage/headlines';
import { withHeadlines } from './before';

type Figure = [name: string, value: number, unit: Metric['unit']];

const BARE: Omit<Outcome, 'headlines' | 'vague' | 'metrics'> = {
  scenario: 'x',
  params: { repeats: 'auto' },
  state: 'done',
  values: {},
  images: [],
  verdict: '',
  log: [],
  notices: [],
};

/** A line for each large figure: its label, its number or word, and what stands below it. */
function shown(figures: readonly Figure[], change: Partial<Outcome> = {}): string[] {
  const metrics = completed(figures.map(([name, value, unit]) => ({ name, label: name, value, unit, help: '' })));
  return headlinesOf(withHeadlines({ ...BARE, metrics, ...change })).map(({ label, figure, notes, word }) =>
    [label, word ?? figure.number, ...notes].join(' | ').replaceAll('\u00a0', ' '),
  );
}

const COMPARED: Figure[] = [
  ['time_ms', 10, 'ms'],
  ['time_low_ms', 9.5, 'ms'],
  ['time_high_ms', 10.5, 'ms'],
  ['sequential_ms', 19, 'ms'],
  ['speedup', 1.9, 'x'],
  ['efficiency', 0.95, 'ratio'],
  ['speedup_low', 1.6, 'x'],
  ['speedup_high', 2, 'x'],
  ['speedup_typical', 1.2, 'x'],
  ['threads', 2, 'count'],
  ['cores', 8, 'count'],
  ['identical', 1, 'none'],
];
const without = (...names: string[]): Figure[] => COMPARED.filter(([name]) => !names.includes(name));

describe('the large figures of a run of before', () => {
  it('are the ratio of a comparison, with where it lies', () => {
    expect(shown(COMPARED)).toEqual([
      'speedup | 1.9 | 1.60 to 2.00 | typically 1.2×',
      'efficiency | 95 | of what 2 cores can give',
      'Pictures | identical | every byte',
    ]);
    expect(shown([...without('speedup_typical', 'cores', 'identical'), ['identical', 0, 'none']])).toEqual([
      'speedup | 1.9 | 1.60 to 2.00 | on 2 threads',
      'efficiency | 95 | of each thread',
      'Pictures | different | a wrong result',
    ]);
  });

  it('say that a ratio is withheld', () => {
    const values = { withheld: 'Cannot tell.', totals: 'identical' };
    expect(shown(without('speedup', 'efficiency'), { values })).toEqual([
      'Speed-up | – | withheld | 1.60 to 2.00',
      'Totals | identical | every digit',
    ]);
    const alone: Figure[] = [...without('speedup', 'efficiency', 'speedup_low', 'identical'), ['noise', 0.04, 'ratio']];
    expect(shown(alone, { values })).toEqual(['Speed-up | – | withheld', 'noise | 4.0 | of this machine']);
  });

  it('are the time of a run alone', () => {
    expect(shown(COMPARED.slice(0, 3))).toEqual(['time_ms | 10.0 | median, 9.5 to 10.5']);
    const spread: Figure[] = [
      ['time_ms', 10, 'ms'],
      ['time_spread_ms', 0.5, 'ms'],
      ['chunks', 12, 'count'],
    ];
    expect(shown(spread)).toEqual(['time_ms | 10.0 | ± 0.5, median', 'chunks | 12 | handed out in a repeat']);
    expect(shown([...spread, ['repeats', 3, 'count']])[0]).toBe('time_ms | 10.0 | median of 3');
    expect(shown([...spread, ['repeats', 1, 'count']])[0]).toBe('time_ms | 10.0 | one repeat');
  });

  it('are those of a dinner', () => {
    const dinner: Figure[] = [
      ['preparation_s', 9.5, 's'],
      ['rice_celsius', 56.44, '°C'],
      ['ideal_s', 9, 's'],
      ['late_ms', -3, 'ms'],
    ];
    expect(shown(dinner, { values: { cools: 'rice' } })).toEqual([
      'preparation_s | 9.50 | ideal 9.00 s, measured 3.00 ms early',
      'rice_celsius | 56.4 | rice, when served',
    ]);
    const ways: Figure[] = [
      ['sequential_s', 23, 's'],
      ['sequential_celsius', -4, '°C'],
      ['async_s', 9, 's'],
    ];
    expect(shown(ways, { values: { cools: 'soup' } })).toEqual([
      'sequential_s | 23.0 | soup at −4.0 °C',
      'async_s | 9.00',
    ]);
  });

  it('are the first three where a run has others, and none where it was stopped before it had any', () => {
    const others: Figure[] = [
      ['waited_ms', 2, 'ms'],
      ['seen', 1, 'yes-no'],
      ['looks', 3, 'count'],
      ['beats', 4, 'count'],
    ];
    expect(shown(others)).toEqual(['waited_ms | 2.00', 'seen | yes', 'looks | 3']);
    expect(shown(others, { state: 'stopped' })).toEqual([]);
  });

  it('were worth to be measured longer where the interval is wide, and the number of repeats was left open', () => {
    const bare = COMPARED.map(([name, value, unit]): Metric => ({ name, label: '', value, unit, help: '' }));
    const metrics = completed(bare);
    const vague = (change: Partial<Outcome>) => withHeadlines({ ...BARE, metrics, ...change }).vague;
    expect(vague({})).toBe(true);
    expect(vague({ params: { repeats: 5 } })).toBe(false);
    expect(
      vague({ metrics: metrics.map((metric) => (metric.role === 'low' ? { ...metric, value: 1.89 } : metric)) }),
    ).toBe(false);
    expect(vague({ values: { withheld: 'Cannot tell.' } })).toBe(true);
  });
});
