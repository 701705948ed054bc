import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BEGIN, BUILT_IN_LABELS, END, INSTANT, type Label, tableFromEvents } from '../../trace/table';
import { doingAt, knifeStory, shownAt, stepsOf } from './knife';

const labels: Label[] = [
  ...BUILT_IN_LABELS,
  { name: 'cuts', kind: 'work', argument: 'place' },
  { name: 'task done', kind: 'control', argument: 'task', act: 'ends' },
  { name: 'failed', kind: 'control', argument: 'task', act: 'fails' },
  { name: 'looks for the knife', kind: 'control', argument: 'yes-no' },
  { name: 'kitchen opens', kind: 'control', act: 'begins' },
  { name: 'reaches for the knife', kind: 'control', argument: 'yes-no' },
];
const [ACTIVE, DONE, FAILED, LOOKS, OPEN, REACHES] = [6, 7, 8, 9, 10, 11] as const;

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
    const moments = [
      at(look, INSTANT, LOOKS, 1),
      ...(reached ? [at(reach, INSTANT, REACHES, Number(won))] : []),
      ...(won
        ? [at(reach, BEGIN, ACTIVE, helper << 8), at(reach + CUT, END, ACTIVE, helper << 8)]
        : [at(reach, INSTANT, FAILED, helper)]),
      ...(won ? [at(reach + CUT, INSTANT, DONE, helper)] : []),
    ];
    return {
      lane: { name: `thread ${helper}`, role: 'worker' as const, track: null, thread: helper },
      events: moments,
    };
  };
  const opens = { time: 0, phase: INSTANT, label: OPEN, arg: 0 };
  const coordinator = { lane: { name: 'coordinator', role: 'coordinator' as const, track: null, thread: null } };
  return knifeStory(tableFromEvents([{ ...coordinator, events: [opens] }, lane(0), lane(1)], labels), 1000);
}

const named = (race: Race) =>
  stepsOf(story(race).helpers).map(({ helper, what }) => `${['meat', 'spices'][helper]} ${what}`);

describe('the race for the knife', () => {
  it('is told in the order of the trace', () => {
    expect(named({ looks: [20, 10], reaches: [30, 40], winner: 0 })).toEqual([
      'spices looks',
      'meat looks',
      'meat takes',
      'spices in vain',
    ]);
  });

  it('is told in the order of its times, and where those are the same as one thing follows from another', () => {
    const moment = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(
        moment,
        moment,
        moment,
        moment,
        fc.constantFrom(0, 1),
        fc.boolean(),
        (a, b, c, d, winner, reached) => {
          const seen = Math.max(a, b);
          // Nobody reaches before both have looked; who reaches in vain does so after the knife was taken.
          const [first, last] = [seen + c, seen + c + d];
          const race: Race = { looks: [a, b], reaches: winner === 0 ? [first, last] : [last, first], winner, reached };
          const steps = stepsOf(story(race).helpers);
          expect(steps.map(({ what }) => what)).toEqual(['looks', 'looks', 'takes', 'in vain']);
          expect(steps[2]?.helper).toBe(winner);
          expect(steps.map(({ time }) => time)).toEqual(steps.map(({ time }) => time).toSorted((x, y) => x - y));
        },
      ),
    );
  });
});

describe('two threads whose clocks differ a little', () => {
  it('reach in the order in which one thing followed from the other', () => {
    const steps = stepsOf(story({ looks: [20, 10], reaches: [35, 34], winner: 0 }).helpers);
    expect(steps.map(({ what }) => what)).toEqual(['looks', 'looks', 'takes', 'in vain']);
    expect(steps[3]?.time).toBe(steps[2]?.time);
  });
});

describe('the film of the knife', () => {
  it('ends on the failure as it was: the knife is in use', () => {
    const told = story({ looks: [10, 20], reaches: [30, 40], winner: 0 });
    const end = told.section.end / 1e6;
    expect(told.helpers.map((helper) => doingAt(helper, end))).toEqual(['done', 'failed']);
    const shown = shownAt(told, end);
    expect(shown).toBeLessThan(end);
    expect(told.helpers.map((helper) => doingAt(helper, shown))).toEqual(['cuts', 'failed']);
    // Before the end every moment is shown as it was.
    for (const time of [0, 15e-6, 35e-6, 0.5]) expect(shownAt(told, time)).toBe(time);
  });

  it('ends as it ended where nothing failed', () => {
    const told = story({ looks: [10, 20], reaches: [30, 40], winner: 0 });
    const helpers = told.helpers.map((helper) => ({ ...helper, failedAt: null }));
    expect(shownAt({ helpers }, 1)).toBe(1);
  });
});
