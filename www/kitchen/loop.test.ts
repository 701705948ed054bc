import { describe, expect, it } from 'vitest';
import { type LoopStory, loopAt, UNTOLD } from './loop';

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
