// In which order actors came to something that not all can have at once: how each learned of it, and whether it got it.
// The story says which of its events mean that. Pure.

import type { Story } from './story';
import { END } from './table';

/** What an event says of the thing, whose label has this name. */
export interface AccessRule {
  label: string;
  /** The argument that it has then; missing: any. */
  arg?: number;
  is: 'learns' | 'gets' | 'fails';
  /** The access in a word, and as a chart writes it where there is room and where there is none. */
  what: string;
  words: readonly [long: string, short: string];
}

export interface Access {
  /** Index among the actors, the event loop left out. */
  actor: number;
  rule: AccessRule;
  /** Seconds of the story. */
  time: number;
}

/** In which order accesses follow from each other where the clock’s steps are too coarse to tell. */
const RANK: Record<AccessRule['is'], number> = { learns: 0, gets: 1, fails: 2 };

/** Returns, in their order, the first event of each actor by which it learned, and the first that decided. */
export function accessesOf(
  { table, history }: Pick<Story, 'table' | 'history'>,
  rules: readonly AccessRule[],
): Access[] {
  const actors = history.actors.filter((lane) => table.lanes[lane]?.role !== 'coordinator');
  const steps: Access[] = [];
  history.rows.forEach((row, i) => {
    const name = table.labels[table.label[row] as number]?.name;
    const rule = rules.find(({ label, arg }) => label === name && (arg === undefined || arg === table.arg[row]));
    const actor = actors.indexOf(table.lane[row] as number);
    if (!rule || actor < 0 || table.phase[row] === END) return;
    const decides = rule.is !== 'learns';
    if (steps.some((step) => step.actor === actor && (step.rule.is !== 'learns') === decides)) return;
    steps.push({ actor, rule, time: (history.times[i] as number) / 1e6 });
  });
  // Who failed did so after another one got it, though the clocks of two threads may differ by some µs.
  const got = steps.find(({ rule }) => rule.is === 'gets')?.time ?? 0;
  for (const step of steps) if (step.rule.is === 'fails') step.time = Math.max(step.time, got);
  return steps.sort((a, b) => a.time - b.time || RANK[a.rule.is] - RANK[b.rule.is]);
}
