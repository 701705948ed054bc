// Which number each of the dinner's labels has in a trace, by what it means. And the argument of a step. Pure.

import type { Label } from '../../contract/protocol';

export type Numbers = ReturnType<typeof numbersOf>;

/** Of the dinner's labels; -1 where a trace has none. */
export function numbersOf(labels: readonly Label[]) {
  const find = (fits: (label: Label) => boolean): number => labels.findIndex(fits);
  return {
    active: find(({ kind, argument }) => kind === 'work' && argument === 'place'),
    passive: find(({ kind }) => kind === 'passive'),
    poll: find(({ act }) => act === 'turn'),
    needs: find(({ kind, argument }) => kind === 'wait' && argument === 'task'),
    hands: find(({ kind, argument }) => kind === 'blocked' && argument === 'place'),
    done: find(({ act }) => act === 'ends'),
  };
}

/** Task and step of a step's argument. */
export const placeOf = (arg: number): { task: number; step: number } => ({ task: arg >>> 8, step: arg & 255 });
