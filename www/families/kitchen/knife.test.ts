import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentAt, stepsUntil } from '../../trace/moment';
import { storyOf } from '../../trace/story';
import { BEGIN, BUILT_IN_LABELS, END, INSTANT, type Label, tableFromEvents } from '../../trace/table';
import { doingOf, stepsOf } from './knife';

const labels: Label[] = [
  ...BUILT_IN_LABELS,
  { name: 'cuts', kind: 'work', argument: 'place' },
  { name: 'task done', kind: 'control', argument: 'task', act: 'ends' },
  { name: 'failed', kind: 'control', argument: 'task', act: 'fails' },
  { name: 'looks for the knife', kind: 'control', argument: 'yes-no' },
  { name: 'reaches for the knife', kind: 'control', argument: 'yes-no' },
];
const [CUTS, DONE, FAILED, LOOKS, REACHES] = [6, 7, 8, 9, 10] as const;
const HELPERS = ['meat', 'spices'] as const;

interface Race {
  /** µs, of meat and spices. */
  looks: [number, number];
  reaches: [number, number];
  winner: 0 | 1;
  /** Whether reaching was written down: runs that were saved earlier have only its outcome. */
  reached?: boolean;
}

const CUT = 1e6;

function story({ looks, reaches, winner, reached = true }: Race) {
  const lane = (helper: 0 | 1) => {
    const [look, reach, won] = [looks[helper], reaches[helper], winner === helper];
    const at = (time: number, phase: number, label: number, arg: number) => ({ time, phase, label, arg });
    const events = [
      at(look, INSTANT, LOOKS, 1),
      ...(reached ? [at(reach, INSTANT, REACHES, Number(won))] : []),
      ...(won
        ? [at(reach, BEGIN, CUTS, helper << 8), at(reach + CUT, END, CUTS, helper << 8)]
        : [at(reach, INSTANT, FAILED, helper)]),
      ...(won ? [at(reach + CUT, INSTANT, DONE, helper)] : []),
    ];
    const role = 'worker' as const;
    return { lane: { name: `thread ${helper}`, role, thread: helper, actor: HELPERS[helper] }, events };
  };
  const coordinator = { name: 'coordinator', role: 'coordinator' as const, thread: null };
  return storyOf(tableFromEvents([{ lane: coordinator, events: [] }, lane(0), lane(1)], labels), false);
}

const named = (race: Race) => stepsOf(story(race)).map(({ helper, what }) => `${HELPERS[helper]} ${what}`);

describe('the race for the knife', () => {
  it('is told in the order of the trace', () => {
    const order = ['spices looks', 'meat looks', 'meat takes', 'spices in vain'];
    expect(named({ looks: [20, 10], reaches: [30, 40], winner: 0 })).toEqual(order);
  });

  it('is told in the order of its times, and where those are the same as one thing follows from another', () => {
    const moment = fc.integer({ min: 0, max: 4 });
    const winners = fc.constantFrom<0 | 1>(0, 1);
    fc.assert(
      fc.property(moment, moment, moment, moment, winners, fc.boolean(), (a, b, c, d, winner, reached) => {
        const seen = Math.max(a, b);
        // Nobody reaches before both have looked; who reaches in vain does so after the knife was taken.
        const [first, last] = [seen + c, seen + c + d];
        const race: Race = { looks: [a, b], reaches: winner === 0 ? [first, last] : [last, first], winner, reached };
        const steps = stepsOf(story(race));
        expect(steps.map(({ what }) => what)).toEqual(['looks', 'looks', 'takes', 'in vain']);
        expect(steps[2]?.helper).toBe(winner);
        expect(steps.map(({ time }) => time)).toEqual(steps.map(({ time }) => time).toSorted((x, y) => x - y));
      }),
    );
  });

  it('is told as one thing followed from the other where two threads’ clocks differ a little', () => {
    const steps = stepsOf(story({ looks: [20, 10], reaches: [35, 34], winner: 0 }));
    expect(steps.map(({ what }) => what)).toEqual(['looks', 'looks', 'takes', 'in vain']);
    expect(steps[3]?.time).toBe(steps[2]?.time);
  });

  it('rests on the failure as it was, with the knife in use', () => {
    const told = story({ looks: [10, 20], reaches: [30, 40], winner: 0 });
    const doing = (time: number) => {
      const { actors } = momentAt(told.history, stepsUntil(told.history, time));
      return actors.map((actor) => doingOf(told, actor));
    };
    expect(doing(told.section.end)).toEqual(['done', 'failed']);
    expect(doing(told.rest ?? Number.NaN)).toEqual(['cuts', 'failed']);
    expect(doing(25)).toEqual(['looks', 'looks']);
    expect(doing(0)).toEqual(['arrives', 'arrives']);
  });
});
