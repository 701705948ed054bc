import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restOf } from './rest';
import { spansOf } from './spans';
import { BEGIN, END, INSTANT, type Label, type TraceEvent, tableFromEvents, WAIT } from './table';

const LABELS: Label[] = [
  { name: 'works', kind: 'work' },
  { name: 'starves', kind: 'blocked' },
  { name: 'fails', kind: 'control', act: 'fails' },
  { name: 'wants', kind: 'blocked', argument: 'resource', act: 'wants' },
];
const [WORKS, STARVES, FAILS, WANTS] = [0, 1, 2, 3] as const;

/** What an actor does, one after the other, each for so long. */
const actor = fc.array(
  fc.record({ what: fc.constantFrom(WORKS, STARVES, WANTS, null), lasts: fc.integer({ min: 1, max: 200 }) }),
  { maxLength: 6 },
);
const story = fc.record({ actors: fc.array(actor, { minLength: 1, maxLength: 4 }), fails: fc.boolean() });

function spansFrom({ actors, fails }: typeof story extends fc.Arbitrary<infer T> ? T : never) {
  const lanes = actors.map((stretches, i) => {
    let time = 0;
    const events = stretches.flatMap(({ what, lasts }): TraceEvent[] => {
      const start = time;
      time += lasts;
      if (what === null) return [];
      const phase = what === WORKS ? BEGIN : WAIT;
      return [
        { time: start, phase, label: what, arg: 0 },
        { time, phase: END, label: what, arg: 0 },
      ];
    });
    if (fails && i === 0) events.push({ time, phase: INSTANT, label: FAILS, arg: 0 });
    return { lane: { name: `thread ${i}`, role: 'worker' as const, thread: i, actor: `${i}` }, events };
  });
  return spansOf(tableFromEvents(lanes, LABELS));
}

describe('the moment at which a story rests', () => {
  it('is as bad as any, while somebody works if it can be, and none where nothing is bad', () => {
    fc.assert(
      fc.property(story, (told) => {
        const spans = spansFrom(told);
        const end = spans.end_time;
        const badAt = (time: number) => {
          let [bad, works] = [0, 0];
          for (let row = 0; row < spans.count; row++) {
            const [from, to] = [spans.start[row] as number, spans.end[row] as number];
            if (from > time || to <= time) continue;
            if (spans.label[row] === WORKS) works++;
            if (spans.label[row] === STARVES && to - from >= end / 20) bad++;
          }
          for (let i = 0; i < spans.instants.count; i++) bad += Number((spans.instants.time[i] as number) <= time);
          return bad === 0 ? 0 : bad + (works > 0 ? 100 : 0);
        };
        const rest = restOf(
          spans,
          spans.lanes.map((_, lane) => lane),
          end,
        );
        const worst = Math.max(0, ...Array.from({ length: Math.ceil(end) }, (_, time) => badAt(time)));
        // A failure at the very end is no moment that lasts.
        if (rest === null) expect(worst).toBe(0);
        else expect(badAt(rest)).toBe(worst);
      }),
    );
  });
});
