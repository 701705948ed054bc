// What stands on the board is what the trace, or the core, says: nobody is lost, and edges are who holds and waits for what.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Position, Thing } from '../../contract/program';
import { anyStory } from '../../trace/arbitrary-story';
import { momentAt } from '../../trace/moment';
import { storyOf } from '../../trace/story';
import { stuckOf } from '../../trace/waits-for';
import { fromMoment, fromPosition, grouped, MOST_FIGURES, type Scenery } from './scenery';

const LOCK: Omit<Thing, 'name'> = {
  kind: 'lock',
  holders: [],
  queue: [],
  count: 0,
  size: null,
  items: [],
  closed: false,
};

/** `waits`: for each actor the resource that it waits for. */
function positionOf(holders: number[][], waits: (number | null)[], stuck: boolean): Position {
  return {
    steps: '',
    count: 0,
    actors: waits.map((wanted, i) => ({
      name: `cook ${i}`,
      line: 1,
      next: wanted === null ? [{ code: `${i}`, words: 'goes on' }] : [],
      rests: wanted === null ? null : 'waits',
      awaits: wanted === null ? [] : [{ resource: wanted }],
      over: false,
      begun: true,
      failed: false,
      variables: [],
    })),
    variables: [],
    resources: holders.map((held, i) => ({ ...LOCK, name: `lock ${i}`, holders: held })),
    taken: [],
    printed: [],
    end: stuck ? { kind: 'stuck', outcome: '', details: ['all wait'] } : null,
  };
}

const holds = ({ edges }: Scenery): string[] =>
  edges.filter(({ kind }) => kind === 'holds').map(({ from, to }) => `${from} ${JSON.stringify(to)}`);

describe('the board', () => {
  it('of a moment has every actor, every lock with its holder, and whoever can never go on', () => {
    fc.assert(
      fc.property(anyStory(true), fc.nat(200), ({ table }, at) => {
        const story = storyOf(
          { ...table, resources: [0, 1, 2].map((i) => ({ name: `${i}`, kind: 'lock', size: null })) },
          false,
        );
        if (!story) return;
        const moment = momentAt(story.history, Math.min(at, story.history.rows.length));
        const scenery = fromMoment(story, moment, 0);
        const lanes = moment.actors.map(({ lane }) => lane);
        expect(scenery.figures).toHaveLength(lanes.length);
        scenery.pieces.forEach(({ number, holders, queue }) => {
          expect(holders.map((holder) => lanes[holder])).toEqual(moment.resources[number]?.holders);
          expect(queue.map((waiter) => lanes[waiter])).toEqual(moment.resources[number]?.queue);
        });
        const waits = scenery.edges.filter(({ kind }) => kind === 'waits');
        expect(waits.map(({ from }) => lanes[from])).toEqual(
          moment.actors.filter(({ wants }) => wants !== null).map(({ lane }) => lane),
        );
        expect(scenery.stuck.map((figure) => lanes[figure]).toSorted()).toEqual(
          stuckOf(moment, story.table.resources).toSorted(),
        );
        for (const { from, stuck, kind } of scenery.edges) {
          if (stuck && kind === 'waits') expect(scenery.stuck).toContain(from);
        }
      }),
    );
  });

  it('of a circle marks what closes it, and nothing else', () => {
    // Two wait for each other, and a third for one of them.
    const scenery = fromPosition(positionOf([[0], [1], [2]], [1, 0, 0], true));
    const marked = scenery.edges
      .filter(({ stuck }) => stuck)
      .map(({ from, to, kind }) => `${kind} ${from} ${JSON.stringify(to)}`);
    expect(marked.toSorted()).toEqual([
      'holds 0 {"resource":0}',
      'holds 1 {"resource":1}',
      'waits 0 {"resource":1}',
      'waits 1 {"resource":0}',
    ]);
    expect(scenery.stuck).toEqual([0, 1, 2]);
    expect(holds(scenery)).toHaveLength(3);
  });

  it('draws nobody twice and loses nobody, however many there are', () => {
    const waits = fc.array(fc.option(fc.nat(2)), { minLength: 1, maxLength: 160 });
    fc.assert(
      fc.property(waits, (wanted) => {
        const scenery = fromPosition(positionOf([[0], [], []], wanted, false));
        const { alone, crowds } = grouped(scenery);
        const all = [...alone, ...crowds.flatMap(({ figures }) => figures)].map(({ number }) => number);
        expect(all.toSorted((a, b) => a - b)).toEqual(wanted.map((_, i) => i));
        expect(alone.length).toBeLessThanOrEqual(MOST_FIGURES);
        // Who holds something is never in a crowd.
        expect(alone.map(({ number }) => number)).toContain(0);
        for (const { figures } of crowds) expect(new Set(figures.map(({ stance }) => stance)).size).toBe(1);
      }),
    );
  });
});
