// Numbers the names of figures for links, and gives roles to figures that have only a name. The core writes roles now; older
// sent results and saved runs have none, and are completed when they are read.

import type { Metric, Role } from '../contract/protocol';
import { UNNAMEABLE } from './sent';

/** Names that take one byte, in the order of their numbers in a link: only ever to be appended to. */
export const KNOWN_NAMES: readonly string[] = [
  'time_ms',
  'time_min_ms',
  'time_spread_ms',
  'sequential_ms',
  'sequential_min_ms',
  'sequential_spread_ms',
  'speedup',
  'efficiency',
  'imbalance',
  'chunks',
  'steals',
  'threads',
  'repeats',
  'identical',
  'tasks',
  'work',
  'span',
  'depth',
  'time_low_ms',
  'time_high_ms',
  'sequential_low_ms',
  'sequential_high_ms',
  'speedup_low',
  'speedup_high',
  'speedup_typical',
  'inflation',
  'start_up_ms',
  'best_sequential_ms',
  'noise',
];

/** The role of a figure by its name, and the figure that it belongs to. */
const MEANINGS: Readonly<Record<string, readonly [role: Role, of?: string]>> = {
  time_ms: ['time'],
  time_min_ms: ['min', 'time_ms'],
  time_spread_ms: ['spread', 'time_ms'],
  time_low_ms: ['low', 'time_ms'],
  time_high_ms: ['high', 'time_ms'],
  sequential_ms: ['reference'],
  sequential_min_ms: ['min', 'sequential_ms'],
  sequential_spread_ms: ['spread', 'sequential_ms'],
  sequential_low_ms: ['low', 'sequential_ms'],
  sequential_high_ms: ['high', 'sequential_ms'],
  best_sequential_ms: ['best'],
  speedup: ['speed-up'],
  speedup_low: ['low', 'speedup'],
  speedup_high: ['high', 'speedup'],
  speedup_typical: ['typical', 'speedup'],
  identical: ['agreement'],
  threads: ['crew'],
  cores: ['logical-cores'],
  repeats: ['measured-repeats'],
  left_out: ['left-out'],
  executions: ['executions'],
  shown_repeat: ['shown'],
  shown_sequential: ['shown-reference'],
  useful_ms: ['useful-part'],
  inflation_ms: ['inflation-part'],
  imbalance_ms: ['imbalance-part'],
  hand_out_ms: ['hand-out-part'],
  waiting_ms: ['waiting-part'],
  tasks: ['task-count'],
  chunks: ['chunk-count'],
};

type Named = Pick<Metric, 'name' | 'role' | 'of'>;

/** Returns the role of a figure of that name; empty if the name has none. */
export function meaningOf(name: string): Pick<Metric, 'role' | 'of'> {
  const [role, of] = Object.hasOwn(MEANINGS, name) ? (MEANINGS[name] ?? []) : [];
  return { ...(role !== undefined && { role }), ...(of !== undefined && { of }) };
}

/** Returns the figures, with roles also for those that have only a name. */
export const completed = <M extends Named>(metrics: readonly M[]): M[] =>
  metrics.map((metric) => (metric.role === undefined ? { ...metric, ...meaningOf(metric.name) } : metric));

/** Returns whether this can be a figure's name: one line of visible text. */
export const isName = (name: string): boolean => name !== '' && name === name.trim() && !UNNAMEABLE.test(name);

/** Returns the usual name of the figure with this role. */
export const usualName = (role: Role): string =>
  Object.keys(MEANINGS).find((name) => MEANINGS[name]?.[0] === role) ?? role;
