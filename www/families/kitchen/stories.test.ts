import { describe, expect, it } from 'vitest';
import { accessesOf } from '../../trace/access';
import { at, tableOf } from '../../trace/arbitrary-story';
import { momentAt, stepsUntil } from '../../trace/moment';
import { storyOf } from '../../trace/story';
import { BEGIN, BUILT_IN_LABELS, END, INSTANT, type Label, type TraceEvent, WAIT } from '../../trace/table';
import { doingOf, RULES } from './KnifePicture';
import { loopAt } from './LoopPicture';

const LABELS: Label[] = [
  ...BUILT_IN_LABELS,
  { name: 'cuts', kind: 'work', argument: 'place' },
  { name: 'done', kind: 'control', act: 'ends' },
  { name: 'failed', kind: 'control', argument: 'task', act: 'fails' },
  { name: 'looks for the knife', kind: 'control', argument: 'yes-no' },
  { name: 'reaches for the knife', kind: 'control', argument: 'yes-no' },
  { name: 'awaits', kind: 'wait', argument: 'duration' },
  { name: 'blocks the thread', kind: 'work' },
  { name: 'ready, but gets no turn', kind: 'blocked' },
];
const [CUTS, DONE, FAILED, LOOKS, REACHES, AWAITS, BLOCKS, STARVES] = [6, 7, 8, 9, 10, 11, 12, 13] as const;

function told(actors: Record<string, TraceEvent[]>, role: 'worker' | 'task') {
  const story = storyOf(tableOf(actors, LABELS, role), false);
  return { story, moment: (time: number) => momentAt(story.history, stepsUntil(story.history, time)) };
}

describe('the race for the knife', () => {
  const meat = [at(10, INSTANT, LOOKS, 1), at(30, INSTANT, REACHES, 1), at(30, BEGIN, CUTS)];
  meat.push(at(1e6, END, CUTS), at(1e6, INSTANT, DONE));
  const spices = [at(20, INSTANT, LOOKS, 1), at(40, INSTANT, REACHES, 0), at(40, INSTANT, FAILED)];
  const race = { meat, spices };

  it('is told also of runs that were saved before reaches were written down', () => {
    const old = (events: TraceEvent[]) => events.filter(({ label }) => label !== REACHES);
    for (const actors of [race, { meat: old(meat), spices: old(spices) }]) {
      const steps = accessesOf(told(actors, 'worker').story, RULES);
      expect(steps.map(({ actor, rule, time }) => [actor, rule.what, Math.round(time * 1e6)])).toEqual([
        [0, 'looks', 10],
        [1, 'looks', 20],
        [0, 'takes', 30],
        [1, 'in vain', 40],
      ]);
    }
  });

  it('rests on the failure as it was, with the knife in use', () => {
    const { story, moment } = told(race, 'worker');
    const doing = (time: number) => moment(time).actors.map((actor) => doingOf(LABELS, actor));
    expect(doing(story.section.end)).toEqual(['done', 'failed']);
    expect(doing(story.rest ?? Number.NaN)).toEqual(['cuts', 'failed']);
    expect(doing(25)).toEqual(['looks', 'looks']);
    expect(doing(0)).toEqual(['arrives', 'arrives']);
  });
});

describe('the tasks of a blocked loop', () => {
  const awaits = (due: number, over: number) => [
    at(0, BEGIN, AWAITS, 1e3 * due),
    at(1e3 * due, END, AWAITS),
    at(1e3 * over, INSTANT, DONE),
  ];
  const shown = (tasks: Record<string, TraceEvent[]>) => {
    const { story, moment } = told(tasks, 'task');
    return { rest: story.rest, show: (ms: number) => loopAt(story, moment(1e3 * ms), ms / 1e3) };
  };
  const starves = (due: number, turn: number) =>
    awaits(due, turn).toSpliced(2, 0, at(1e3 * due, WAIT, STARVES), at(1e3 * turn, END, STARVES));

  it('starve while one of them holds the thread, rest just before it lets go, and move then', () => {
    const { rest, show } = shown({
      consumer: [at(0, BEGIN, BLOCKS), at(2e6, END, BLOCKS), at(2e6, INSTANT, FAILED)],
      producer: starves(500, 2001),
      heartbeat: starves(50, 2002),
    });
    expect(show(40)).toMatchObject({ consumer: 'blocks', producer: 'awaits', heart: 'beats', overdue: 0 });
    const worst = { consumer: 'blocks', producer: 'starves', heart: 'starves' };
    expect(show(1050)).toEqual({ ...worst, waiting: 550, overdue: 1000 });
    expect(rest).toBeGreaterThan(1.999e6);
    expect(show((rest ?? Number.NaN) / 1e3)).toMatchObject(worst);
    expect(show(2003)).toEqual({ consumer: 'gave up', producer: 'set', heart: 'beats', waiting: 0, overdue: 0 });
  });

  it('are well while everybody awaits, and then there is nothing to rest at', () => {
    const tasks = { consumer: awaits(550, 550), producer: awaits(500, 501), heartbeat: awaits(600, 601) };
    const { rest, show } = shown(tasks);
    expect(show(300)).toMatchObject({ consumer: 'awaits', producer: 'awaits', heart: 'beats' });
    expect(show(505)).toMatchObject({ consumer: 'awaits', producer: 'set', heart: 'beats' });
    expect(show(9000)).toMatchObject({ consumer: 'saw', producer: 'set', heart: 'beats', overdue: 0 });
    expect(rest).toBeNull();
    const nothing = { step: 0, actors: [], resources: [] };
    expect(loopAt(null, nothing, 0)).toMatchObject({ consumer: 'awaits', producer: 'awaits', heart: 'beats' });
  });
});
