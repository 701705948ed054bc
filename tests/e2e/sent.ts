// Makes a link that brings somebody else's result.
import { encodeResult } from '../../www/link/encode';
import { withResult } from '../../www/link/link';
import type { SharedResult } from '../../www/link/sent';

export const LINK = '#/v1/julia?n=203&threads=2&repeats=5&compare=1';

/** The result that somebody else measured. */
const THEIRS: SharedResult = {
  day: 20_779,
  cores: 12,
  browser: '<img src=x onerror=window.in=1>',
  metrics: [
    { name: 'time_ms', value: 12.5, unit: 'ms' },
    { name: 'time_spread_ms', value: 0.25, unit: 'ms' },
    { name: 'speedup', value: 3.5, unit: 'x' },
    { name: 'threads', value: 2, unit: 'count' },
    { name: 'only_theirs', value: 7, unit: 'count' },
  ],
  timeline: {
    duration: 12_500,
    buckets: 8,
    lanes: [0, 1].map((thread) => ({ thread, busy: 0.75, chunks: 4, levels: [3, 3, 3, 3, 3, 2, 1, 0] })),
    more: 0,
  },
};

export const sent = (): string => withResult(LINK, encodeResult(THEIRS, 1500) ?? '');
