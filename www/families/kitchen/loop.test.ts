import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LoopStory, loopAt, starving, UNTOLD, worstOf } from './loop';

/** The consumer blocks until 2 s, then everybody gets the turn that is overdue. */
const BLOCKED: LoopStory = {
  blocks: Array.from({ length: 40 }, (_, i) => ({ start: i * 50, end: i * 50 + 49.9 })),
  beats: [{ time: 2001, lag: 1951 }],
  setAt: 2002,
  seenAt: null,
  gaveUpAt: 2000,
};
const FREE: LoopStory = {
  blocks: [],
  beats: Array.from({ length: 10 }, (_, i) => ({ time: (i + 1) * 51, lag: 1 })),
  setAt: 501,
  seenAt: 550,
  gaveUpAt: null,
};

describe('the tasks of a blocked loop', () => {
  it('starve while one of them holds the thread, and move when it lets go', () => {
    expect(loopAt(BLOCKED, 40)).toEqual({ consumer: 'blocks', producer: 'awaits', heart: 'beats', overdue: 0 });
    expect(loopAt(BLOCKED, 1050)).toEqual({ consumer: 'blocks', producer: 'starves', heart: 'starves', overdue: 1000 });
    expect(loopAt(BLOCKED, 2003)).toEqual({ consumer: 'gave up', producer: 'set', heart: 'beats', overdue: 0 });
  });

  it('are well while everybody awaits', () => {
    expect(loopAt(FREE, 300)).toEqual({ consumer: 'awaits', producer: 'awaits', heart: 'beats', overdue: 0 });
    expect(loopAt(FREE, 505)).toMatchObject({ consumer: 'awaits', producer: 'set', heart: 'beats' });
    expect(loopAt(FREE, 9000)).toEqual({ consumer: 'saw', producer: 'set', heart: 'beats', overdue: 0 });
  });

  it('of a story that has only begun, wait', () => {
    expect(loopAt(UNTOLD, 0)).toEqual({ consumer: 'awaits', producer: 'awaits', heart: 'beats', overdue: 0 });
  });
});

describe('the moment at which a story rests', () => {
  it('is just before the loop is let go, while everybody waits', () => {
    const worst = worstOf(BLOCKED, 2002) ?? Number.NaN;
    expect(loopAt(BLOCKED, worst)).toMatchObject({ consumer: 'blocks', producer: 'starves', heart: 'starves' });
    expect(worst).toBeGreaterThan(1999);
    expect(worst).toBeLessThan(2001);
  });

  it('is none where nobody was ever late', () => {
    expect(worstOf(FREE, 550)).toBeNull();
    expect(worstOf(UNTOLD, 0)).toBeNull();
  });

  it('is as bad as any moment of the story', () => {
    const stretch = fc.record({ free: fc.integer({ min: 0, max: 300 }), held: fc.integer({ min: 1, max: 900 }) });
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 5 }), (stretches) => {
        const story: LoopStory = { ...UNTOLD, blocks: [], beats: [] };
        let now = 0;
        let due = 50;
        for (const { free, held } of stretches) {
          const from = now;
          now += free;
          for (; due <= now; due += 50) story.beats.push({ time: Math.max(due, from), lag: Math.max(0, from - due) });
          if (now >= 500) story.setAt ??= Math.max(500, from);
          story.blocks.push({ start: now, end: now + held });
          now += held;
        }
        const worst = worstOf(story, now);
        for (let time = 0; time < now; time++) {
          const moment = loopAt(story, time);
          if (worst === null) expect(moment.overdue).toBeLessThanOrEqual(101);
          else {
            const most = loopAt(story, worst);
            if (moment.overdue > 100) expect(starving(most)).toBeGreaterThanOrEqual(starving(moment));
            if (starving(most) === starving(moment) && moment.consumer === 'blocks') {
              expect(most.overdue).toBeGreaterThan(moment.overdue - 1);
            }
          }
        }
      }),
    );
  });
});
