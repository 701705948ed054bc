import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyStory, at, type Story, type Told, tableOf } from './arbitrary-story';
import { type ActorMoment, historyOf, latenessOf, type Moment, momentAt, stepsUntil } from './moment';
import { BEGIN, END, type Label, type Resource, WAIT } from './table';
import { cycleOf, stuckOf, waitsOf } from './waits-for';

/** Actor i has lane i + 1. */
const laneOf = (actor: number): number => actor + 1;

/** `ordered`: the clock can tell who asked first. */
function agrees({ actors, resources }: Moment, told: Told, ordered = true): void {
  actors.forEach((actor, i) => {
    expect(actor.holds).toEqual(told.holds[i]);
    expect(actor.wants).toBe(told.wants[i]);
    const doing = told.wants[i] !== null ? 'blocked' : told.works[i] ? 'work' : told.over[i] ? 'done' : null;
    if (doing === null) expect(['before', 'idle']).toContain(actor.doing);
    else expect(actor.doing).toBe(doing);
  });
  resources.forEach((resource, i) => {
    const holder = told.holders[i] ?? null;
    expect(resource.holders).toEqual(holder === null ? [] : [laneOf(holder)]);
    const [queue, expected] = [resource.queue, told.queues[i]?.map(laneOf) ?? []];
    if (ordered) expect(queue).toEqual(expected);
    else expect(queue.toSorted()).toEqual(expected.toSorted());
  });
}

describe('the moments of a story', () => {
  it('are what a plain simulation says, after every event', () => {
    fc.assert(
      fc.property(anyStory(true), ({ table, told }) => {
        const history = historyOf(table);
        expect(history.rows.length).toBe(told.length - 1);
        for (const [step, now] of told.entries()) agrees(momentAt(history, step), now);
      }),
    );
  });

  it('end as the story ends, also where the clock cannot tell events apart', () => {
    fc.assert(
      fc.property(anyStory(false), ({ table, told }) => {
        const history = historyOf(table);
        agrees(momentAt(history, history.rows.length), told.at(-1) as Told, false);
        for (let step = 0; step <= history.rows.length; step++) {
          const { actors, resources } = momentAt(history, step);
          for (const { holders } of resources) expect(new Set(holders).size).toBe(holders.length);
          for (const { lane, wants } of actors) if (wants !== null) expect(resources[wants]?.queue).toContain(lane);
        }
      }),
    );
  });

  it('keep the events of each lane in their order, and are reached by their times', () => {
    fc.assert(
      fc.property(anyStory(false), fc.integer({ min: -1, max: 60 }), ({ table }, time) => {
        const { rows, times, ...history } = historyOf(table);
        for (const lane of history.actors) {
          const own = [...rows].filter((row) => table.lane[row] === lane);
          expect(own).toEqual(own.toSorted((a, b) => a - b));
        }
        expect([...times]).toEqual([...times].toSorted((a, b) => a - b));
        const steps = stepsUntil({ times }, time);
        expect([...times].filter((one) => one <= time).length).toBe(steps);
      }),
    );
  });
});

describe('the lateness of an actor', () => {
  const LABELS: Label[] = [
    { name: 'awaits', kind: 'wait', argument: 'duration' },
    { name: 'starves', kind: 'blocked' },
  ];
  const due = at(0, BEGIN, 0, 5e4);
  const starved = [due, at(5e4, END, 0), at(5e4, WAIT, 1), at(2e6, END, 1)];

  it.each([
    { name: 'is written down when it has its turn at last', events: starved },
    { name: 'is known before, though that is written down only later', events: [due] },
  ])('$name', ({ events }) => {
    const history = historyOf(tableOf({ task: events }, LABELS, 'task'));
    const late = (time: number) =>
      latenessOf(momentAt(history, stepsUntil(history, time)).actors[1] as ActorMoment, time);
    expect([40_000, 50_000, 1e6].map(late)).toEqual([0, 0, 950_000]);
    if (events === starved) expect(late(2e6)).toBe(0);
    // Timers are late by a little even where nobody keeps the loop.
    else expect([55_000, 70_000].map(late)).toEqual([0, 20_000]);
  });
});

/** Whether an actor can reach itself by way of who holds what it wants. */
function inRing(told: Told, actor: number): boolean {
  let at: number | null = actor;
  for (let i = 0; i <= told.wants.length; i++) {
    const wants: number | null = told.wants[at] ?? null;
    at = wants === null ? null : (told.holders[wants] ?? null);
    if (at === null) return false;
    if (at === actor) return true;
  }
  return false;
}

describe('the waits-for graph', () => {
  const each = (check: (moment: Moment, told: Told, resources: readonly Resource[]) => void): void =>
    fc.assert(
      fc.property(anyStory(true), ({ table, told }: Story) => {
        const history = historyOf(table);
        for (const [step, now] of told.entries()) check(momentAt(history, step), now, table.resources);
      }),
    );

  it('has an edge for each who waits', () => {
    each((moment, told) => {
      expect(waitsOf(moment).length).toBe(told.wants.filter((one) => one !== null).length);
    });
  });

  it('has a cycle exactly where somebody waits for itself in the end, and it is one', () => {
    each((moment, told) => {
      const cycle = cycleOf(moment);
      expect(cycle !== null).toBe(told.wants.some((_, actor) => inRing(told, actor)));
      cycle?.forEach(({ holders }, i) => {
        expect(holders).toContain(cycle[(i + 1) % cycle.length]?.waiter);
      });
    });
  });

  it('says that those are stuck whose helpers are stuck or gone, and only those', () => {
    each((moment, told, resources) => {
      const stuck = stuckOf(moment, resources);
      // Follows who holds what is wanted until somebody who is free, who is gone, or who was met before.
      const free = (actor: number): boolean => {
        const met = new Set<number>();
        for (let at = actor; !met.has(at); ) {
          met.add(at);
          const wants = told.wants[at] ?? null;
          if (wants === null) return !told.over[at];
          const holder = told.holders[wants] ?? null;
          // It is just being handed over.
          if (holder === null) return true;
          at = holder;
        }
        return false;
      };
      const expected = told.wants.flatMap((wants, actor) => (wants !== null && !free(actor) ? [laneOf(actor)] : []));
      expect(stuck).toEqual(expected);
    });
  });
});
