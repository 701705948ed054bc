import { describe, expect, it } from 'vitest';
import { storyTable } from '../../trace/story-table';
import { BEGIN, BUILT_IN_LABELS, END, INSTANT, type Label, type Lane, tableFromEvents, WAIT } from '../../trace/table';
import { cooksAt, filmsOf, tasksAt, unattended } from './film';
import { parseRecipe, type Recipe } from './recipe/recipe';

const read = parseRecipe('1~~rice~h80-2~a2-wash~p5-boil~~egg~a1-fry~~serve~n0-1~p0-serve');
const recipe: Recipe = 'recipe' in read ? read.recipe : { tasks: [] };

const labels: Label[] = [
  ...BUILT_IN_LABELS,
  { name: 'active step', kind: 'work', argument: 'place' },
  { name: 'passive step', kind: 'passive', argument: 'place' },
  { name: 'poll', kind: 'work', argument: 'task', act: 'turn' },
  { name: 'waits for a task', kind: 'wait', argument: 'task' },
  { name: 'waits for the hands', kind: 'blocked', argument: 'place' },
  { name: 'kitchen opens', kind: 'control', act: 'begins' },
  { name: 'task done', kind: 'control', argument: 'task', act: 'ends' },
];
const [ACTIVE, PASSIVE, POLL, NEEDS, HANDS, OPEN, DONE] = [6, 7, 8, 9, 10, 11, 12] as const;

const at = (time: number, phase: number, label: number, arg: number) => ({ time, phase, label, arg });
const lane = (name: string, role: Lane['role'], track: string | null = null, thread: number | null = null): Lane => ({
  name,
  role,
  track,
  thread,
});

/** Async with one pair of hands: rice washed 0 to 2, the egg waits, is fried 2 to 3; rice boils 2 to 7. In ms. */
function asyncTable(until = 7000) {
  const ms = (time: number) => time * 1000;
  const lanes = [
    {
      lane: lane('coordinator', 'coordinator'),
      events: [
        at(ms(1000), INSTANT, OPEN, 0),
        ...[0, 2000, 3000, 7000].flatMap((time, i) => [
          at(ms(1000 + time), BEGIN, POLL, i % 2),
          at(ms(1000 + time), END, POLL, i % 2),
        ]),
      ],
    },
    {
      lane: lane('rice', 'task', 'async', 0),
      events: [
        at(ms(1000), BEGIN, ACTIVE, 0),
        at(ms(3000), END, ACTIVE, 0),
        at(ms(3000), BEGIN, PASSIVE, 1),
        at(ms(8000), END, PASSIVE, 1),
        at(ms(8000), INSTANT, DONE, 0),
      ],
    },
    {
      lane: lane('egg', 'task', 'async', 1),
      events: [
        at(ms(1000), WAIT, HANDS, 256),
        at(ms(3000), END, HANDS, 256),
        at(ms(3000), BEGIN, ACTIVE, 256),
        at(ms(4000), END, ACTIVE, 256),
        at(ms(4000), INSTANT, DONE, 1),
      ],
    },
    {
      lane: lane('serve', 'task', 'async', 2),
      events: [
        at(ms(1000), WAIT, NEEDS, 2),
        at(ms(8000), END, NEEDS, 2),
        at(ms(8000), BEGIN, PASSIVE, 512),
        at(ms(8000), END, PASSIVE, 512),
        at(ms(8000), INSTANT, DONE, 2),
      ],
    },
  ];
  const cut = lanes.map(({ lane, events }) => ({
    lane,
    events: events.filter(({ time }) => time <= ms(1000 + until)),
  }));
  return tableFromEvents(cut, labels);
}

describe('a film', () => {
  it('is in kitchen seconds since the kitchen opened, whatever the scale', () => {
    for (const scale of [1000, 500]) {
      const [film] = filmsOf(storyTable(asyncTable(), scale), recipe, 'async', false);
      expect(film?.doneAt).toEqual([7, 3, 7].map((time) => (time * 1000) / scale));
      expect(film?.servedAt).toBe(7000 / scale);
    }
  });

  it('shows its own lanes, the event loop first', () => {
    const [film] = filmsOf(storyTable(asyncTable(), 1000), recipe, 'async', false);
    expect(film?.lanes).toEqual([{ lane: 0, name: 'event loop' }, { lane: 1 }, { lane: 2 }, { lane: 3 }]);
  });

  it('knows at any moment what each task is doing', () => {
    const film = filmsOf(storyTable(asyncTable(), 1000), recipe, 'async', false)[0];
    if (!film) throw new Error('no film');
    expect(tasksAt(film, recipe, 1)).toMatchObject([
      { phase: 'cooking', step: 0, active: true, share: 0.5, whole: 1 / 7 },
      { phase: 'blocked', step: 0 },
      { phase: 'waiting' },
    ]);
    expect(tasksAt(film, recipe, 4.5)).toMatchObject([
      { phase: 'cooking', step: 1, active: false, share: 0.5 },
      { phase: 'done', doneAt: 3 },
      { phase: 'waiting' },
    ]);
    expect(tasksAt(film, recipe, 7).map(({ phase }) => phase)).toEqual(['done', 'done', 'done']);
  });

  it('shows the one cook where hands are needed, and free while only waiting is left', () => {
    const film = filmsOf(storyTable(asyncTable(), 1000), recipe, 'async', false)[0];
    if (!film) throw new Error('no film');
    expect(cooksAt(film, 1)).toMatchObject([{ task: 0, doing: 'works' }]);
    expect(cooksAt(film, 2.5)).toMatchObject([{ task: 1, doing: 'works', before: 0 }]);
    expect(cooksAt(film, 5)).toMatchObject([{ task: null, doing: 'free' }]);
  });

  it('tells which steps go on although nobody attends to them: those under way where no cook is', () => {
    const film = filmsOf(storyTable(asyncTable(), 1000), recipe, 'async', false)[0];
    if (!film) throw new Error('no film');
    const at = (time: number) => unattended(tasksAt(film, recipe, time), cooksAt(film, time));
    // The cook washes rice, which the egg waits for; then fries the egg while the rice boils; then has nothing to do.
    expect(at(1)).toEqual([false, false, false]);
    expect(at(2.5)).toEqual([true, false, false]);
    expect(at(5)).toEqual([true, false, false]);
    expect(at(7)).toEqual([false, false, false]);
    // Threads watch what they have put on the stove.
    const cook = { since: 0, before: null } as const;
    const boils = tasksAt(film, recipe, 5);
    expect(unattended(boils, [{ ...cook, task: 0, doing: 'watches' }])).toEqual([false, false, false]);
    expect(unattended(boils, [{ ...cook, task: 0, doing: 'free' }])).toEqual([true, false, false]);
    expect(unattended(boils, [{ ...cook, task: 1, doing: 'works' }])).toEqual([true, false, false]);
  });

  it('of a run under way never shows a step as finished before it is', () => {
    const film = filmsOf(storyTable(asyncTable(2500), 1000), recipe, 'async', false)[0];
    if (!film) throw new Error('no film');
    expect(film.servedAt).toBeNull();
    const [rice] = tasksAt(film, recipe, 1000);
    expect(rice).toMatchObject({ phase: 'cooking', step: 1 });
    expect(rice?.share).toBeLessThan(1);
  });

  it('on threads shows each cook at its task, also while that only boils', () => {
    const table = tableFromEvents(
      [
        { lane: lane('coordinator', 'coordinator'), events: [at(0, INSTANT, OPEN, 0)] },
        {
          lane: lane('thread 0', 'worker', null, 0),
          events: [
            at(0, BEGIN, ACTIVE, 0),
            at(2e6, END, ACTIVE, 0),
            at(2e6, BEGIN, PASSIVE, 1),
            at(7e6, END, PASSIVE, 1),
            at(7e6, INSTANT, DONE, 0),
            at(7e6, INSTANT, DONE, 2),
          ],
        },
        {
          lane: lane('thread 1', 'worker', null, 1),
          events: [
            at(0, BEGIN, ACTIVE, 256),
            at(1e6, END, ACTIVE, 256),
            at(1e6, INSTANT, DONE, 1),
            at(1e6, WAIT, NEEDS, 0xffffffff),
            at(7e6, END, NEEDS, 0xffffffff),
          ],
        },
      ],
      labels,
    );
    const film = filmsOf(storyTable(table, null), recipe, 'threads', false)[0];
    if (!film) throw new Error('no film');
    expect(film.lanes.map(({ name }) => name)).toEqual(['cook 1', 'cook 2']);
    expect(cooksAt(film, 4)).toMatchObject([
      { task: 0, doing: 'watches' },
      { task: 1, doing: 'waits' },
    ]);
    expect(film.servedAt).toBe(7);
  });
});
