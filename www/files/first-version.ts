// Completes the labels and lanes of saved runs of version 1, which said what an event means by the name of its label
// alone. This is the one place that knows these names; they do not change any more. Pure.

import type { Label, Lane } from '../trace/table';

const MEANINGS: Readonly<Record<string, Pick<Label, 'argument' | 'act'>>> = {
  chunk: { argument: 'item' },
  'warm-up': { argument: 'number', act: 'warm-up' },
  sequential: { argument: 'number', act: 'sequential' },
  repeat: { argument: 'number', act: 'repeat' },
  frame: { argument: 'number' },
  poll: { argument: 'task', act: 'turn' },
  'active step': { argument: 'place' },
  'passive step': { argument: 'place' },
  cuts: { argument: 'place' },
  'waits for a task': { argument: 'task' },
  'waits for the hands': { argument: 'place' },
  'kitchen opens': { act: 'begins' },
  begins: { act: 'begins' },
  'task done': { argument: 'task', act: 'ends' },
  failed: { argument: 'task', act: 'fails' },
  'gives up': { act: 'fails' },
  heartbeat: { argument: 'late' },
  'looks for the knife': { argument: 'yes-no' },
  'reaches for the knife': { argument: 'yes-no' },
  'looks at the flag': { argument: 'yes-no' },
};

export const completeLabel = (label: Label): Label => ({ ...label, ...MEANINGS[label.name] });

/** Who the threads were in the one story that threads acted in, by a label of it. */
const THREADS: Readonly<Record<string, readonly string[]>> = { cuts: ['meat', 'spices'] };

export function completeLanes<T extends Lane>(lanes: readonly T[], labels: readonly Label[]): T[] {
  const onLoop = ({ role, track }: Lane): boolean => role === 'task' && track !== 'threads';
  const hasLoop = lanes.some(({ role, track }) => role === 'task' && track === 'async');
  const named = labels.map(({ name }) => THREADS[name]).find((names) => names !== undefined);
  const actorOf = ({ role, name, thread }: Lane): string | null => {
    if (role === 'task') return name;
    if (role === 'coordinator') return hasLoop ? 'event loop' : null;
    return hasLoop ? null : (named?.[thread ?? 0] ?? null);
  };
  return lanes.map((lane) => ({ ...lane, actor: actorOf(lane), on_loop: onLoop(lane) }));
}
