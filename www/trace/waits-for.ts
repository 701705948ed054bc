// Who waits for whom at a moment of a trace, and who can never go on. Pure.

import type { ActorMoment, Moment, ResourceMoment } from './moment';
import type { Resource } from './table';

/** An edge of the waits-for graph. */
export interface Wait {
  /** The lane that waits. */
  waiter: number;
  resource: number;
  /** The lanes that hold it. */
  holders: readonly number[];
}

/** As much of a moment as waiting takes. */
export interface Waiting {
  actors: readonly Pick<ActorMoment, 'lane' | 'wants'>[];
  resources: readonly Pick<ResourceMoment, 'holders'>[];
}

export function waitsOf({ actors, resources }: Waiting): Wait[] {
  return actors.flatMap(({ lane, wants }) =>
    wants === null ? [] : [{ waiter: lane, resource: wants, holders: resources[wants]?.holders ?? [] }],
  );
}

/** Actors that wait for each other in a ring: each for what the next one holds, and the last for the first; null: none. */
export function cycleOf(moment: Waiting): Wait[] | null {
  const waits = new Map(waitsOf(moment).map((wait) => [wait.waiter, wait]));
  const done = new Set<number>();
  const visit = (lane: number, way: Wait[]): Wait[] | null => {
    const at = way.findIndex(({ waiter }) => waiter === lane);
    if (at >= 0) return way.slice(at);
    const wait = waits.get(lane);
    if (!wait || done.has(lane)) return null;
    for (const holder of wait.holders) {
      const found = visit(holder, [...way, wait]);
      if (found) return found;
    }
    done.add(lane);
    return null;
  };
  for (const lane of waits.keys()) {
    const found = visit(lane, []);
    if (found) return found;
  }
  return null;
}

const isOver = ({ doing }: ActorMoment): boolean => doing === 'done' || doing === 'failed';

/** What is not held is not waited for in vain, but for these: they are signalled, or filled, by somebody else. */
const SIGNALLED: ReadonlySet<Resource['kind']> = new Set(['queue', 'flag', 'condition', 'barrier']);

/**
 * The lanes of those who can never go on: whoever could help them is one of them, or is over. Who waits for what somebody
 * holds is helped by a holder; who waits for a signal, or for something in a queue, by anybody else.
 *
 * @param resources What the moment's resources are, by their numbers.
 */
export function stuckOf(moment: Moment, resources: readonly Resource[]): number[] {
  const over = new Set(moment.actors.filter(isOver).map(({ lane }) => lane));
  const waits = waitsOf(moment).flatMap(({ waiter, resource, holders }) => {
    const { kind = 'lock' } = resources[resource] ?? {};
    if (!SIGNALLED.has(kind)) return holders.length > 0 ? [{ waiter, helpers: holders }] : [];
    return [{ waiter, helpers: moment.actors.map(({ lane }) => lane).filter((lane) => lane !== waiter) }];
  });
  let stuck = new Set(waits.map(({ waiter }) => waiter));
  for (;;) {
    const helps = (lane: number): boolean => !stuck.has(lane) && !over.has(lane);
    const left = waits.filter(({ waiter, helpers }) => stuck.has(waiter) && !helpers.some(helps));
    if (left.length === stuck.size) return left.map(({ waiter }) => waiter);
    stuck = new Set(left.map(({ waiter }) => waiter));
  }
}
