// What is said of a thing on the board. Pure.

import { plural } from '../../text/format';
import type { Figure, Piece } from './scenery';

/** Names that are listed; more are counted. */
const MOST_NAMES = 4;

export function namesOf(numbers: readonly number[], figures: readonly Figure[]): string {
  const names = numbers.slice(0, MOST_NAMES).map((number) => figures[number]?.name ?? '');
  const more = numbers.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

/** How it stands: who has it, or what is in it. */
export function standOf({ kind, holders, queue, count, size, closed }: Piece, figures: readonly Figure[]): string {
  switch (kind) {
    case 'semaphore':
      return size === null ? `${count} left` : `${count} of ${size} left`;
    case 'barrier':
      return size === null ? `${count} here` : `${count} of ${size} here`;
    case 'channel': {
      const filled = size === null || size === 0 ? `${count} in it` : `${count} of ${size} in it`;
      return closed ? `${filled}, closed` : filled;
    }
    case 'condition':
      return queue.length === 0 ? 'nobody waits' : plural(queue.length, 'waiter');
    case 'flag':
      return count > 0 ? 'set' : 'not set';
    default:
      return holders.length === 0 ? 'free' : `held by ${namesOf(holders, figures)}`;
  }
}

/** Who waits, in their order; empty where nobody does, or where that is said already. */
export function queueOf({ queue, kind }: Piece, figures: readonly Figure[]): string {
  if (queue.length === 0 || kind === 'barrier') return '';
  return `${namesOf(queue, figures)} ${queue.length === 1 ? 'waits' : 'wait'}`;
}
