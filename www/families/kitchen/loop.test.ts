import { describe, expect, it } from 'vitest';
import { momentAt, stepsUntil } from '../../trace/moment';
import { storyOf } from '../../trace/story';
import {
  BEGIN,
  BUILT_IN_LABELS,
  END,
  INSTANT,
  type Label,
  type TraceEvent,
  tableFromEvents,
  WAIT,
} from '../../trace/table';
import { loopAt } from './loop';

const LABELS: Label[] = [
  ...BUILT_IN_LABELS,
  { name: 'awaits', kind: 'wait', argument: 'duration' },
  { name: 'blocks the thread', kind: 'work' },
  { name: 'ready, but gets no turn', kind: 'blocked' },
  { name: 'done', kind: 'control', act: 'ends' },
  { name: 'gives up', kind: 'control', act: 'fails' },
];
const [AWAITS, BLOCKS, STARVES, DONE, GIVES_UP] = [6, 7, 8, 9, 10] as const;

const at = (ms: number, phase: number, label: number, arg = 0): TraceEvent => ({ time: 1e3 * ms, phase, label, arg });
const awaits = (from: number, ms: number, to: number) => [at(from, BEGIN, AWAITS, 1e3 * ms), at(to, END, AWAITS)];

/** `until`: what is written down by then, in ms. */
function told(tasks: Record<'consumer' | 'producer' | 'heartbeat', TraceEvent[]>, until = Number.POSITIVE_INFINITY) {
  const lanes = Object.entries(tasks).map(([actor, events], thread) => ({
    lane: { name: actor, role: 'task' as const, thread, actor, on_loop: true },
    events: events.filter(({ time }) => time <= 1e3 * until),
  }));
  const loop = {
    lane: { name: 'coordinator', role: 'coordinator' as const, thread: null, actor: 'event loop' },
    events: [],
  };
  const story = storyOf(tableFromEvents([loop, ...lanes], LABELS), false);
  const show = (ms: number) => loopAt(story, momentAt(story.history, stepsUntil(story.history, 1e3 * ms)), ms / 1e3);
  return { story, show };
}

/** The consumer blocks until 2 s, then everybody gets the turn that is overdue. */
const BLOCKED = {
  consumer: [at(0, BEGIN, BLOCKS), at(2000, END, BLOCKS), at(2000, INSTANT, GIVES_UP)],
  producer: [...awaits(0, 500, 500), at(500, WAIT, STARVES), at(2001, END, STARVES), at(2001, INSTANT, DONE)],
  heartbeat: [...awaits(0, 50, 50), at(50, WAIT, STARVES), at(2002, END, STARVES), at(2002, INSTANT, DONE)],
};

describe('the tasks of a blocked loop', () => {
  it('starve while one of them holds the thread, and move when it lets go', () => {
    const { show } = told(BLOCKED);
    expect(show(40)).toMatchObject({ consumer: 'blocks', producer: 'awaits', heart: 'beats', overdue: 0 });
    expect(show(1050)).toEqual({
      consumer: 'blocks',
      producer: 'starves',
      heart: 'starves',
      waiting: 550,
      overdue: 1000,
    });
    expect(show(2003)).toEqual({ consumer: 'gave up', producer: 'set', heart: 'beats', waiting: 0, overdue: 0 });
  });

  it('are known to starve while it lasts, though that is written down only later', () => {
    const live = { ...BLOCKED, producer: [at(0, BEGIN, AWAITS, 5e5)], heartbeat: [at(0, BEGIN, AWAITS, 5e4)] };
    const { show } = told(live, 1);
    expect(show(505)).toMatchObject({ producer: 'awaits', heart: 'starves' });
    expect(show(1050)).toEqual({
      consumer: 'blocks',
      producer: 'starves',
      heart: 'starves',
      waiting: 550,
      overdue: 1000,
    });
  });

  it('rest just before the loop is let go, while everybody waits', () => {
    const { story, show } = told(BLOCKED);
    const rest = (story.rest ?? Number.NaN) / 1e3;
    expect(rest).toBeGreaterThan(1999);
    expect(show(rest)).toMatchObject({ consumer: 'blocks', producer: 'starves', heart: 'starves' });
  });

  it('are well while everybody awaits, and then there is nothing to rest at', () => {
    const free = {
      consumer: [...awaits(0, 50, 50), ...awaits(50, 500, 550), at(550, INSTANT, DONE)],
      producer: [...awaits(0, 500, 501), at(501, INSTANT, DONE)],
      heartbeat: [...awaits(0, 50, 51), ...awaits(51, 550, 601), at(601, INSTANT, DONE)],
    };
    const { story, show } = told(free);
    expect(show(300)).toMatchObject({ consumer: 'awaits', producer: 'awaits', heart: 'beats' });
    expect(show(505)).toMatchObject({ consumer: 'awaits', producer: 'set', heart: 'beats' });
    expect(show(9000)).toMatchObject({ consumer: 'saw', producer: 'set', heart: 'beats', overdue: 0 });
    expect(story.rest).toBeNull();
  });

  it('of a story that has only begun, wait', () => {
    const nothing = { step: 0, actors: [], resources: [] };
    expect(loopAt(null, nothing, 0)).toMatchObject({ consumer: 'awaits', producer: 'awaits', heart: 'beats' });
  });
});
