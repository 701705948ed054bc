import { describe, expect, it } from 'vitest';
import type { Lane } from '../trace/table';
import { completeLabel, completeLanes } from './first-version';

const lane = (role: Lane['role'], name: string, thread: number | null, track: string | null = null): Lane => {
  return { role, name, thread, track };
};

describe('a saved run of the first version', () => {
  it('means what its labels were called', () => {
    expect(completeLabel({ name: 'poll', kind: 'work' })).toMatchObject({ argument: 'task', act: 'turn' });
    expect(completeLabel({ name: 'gives up', kind: 'control' })).toMatchObject({ act: 'fails' });
    expect(completeLabel({ name: 'heartbeat', kind: 'control' })).toMatchObject({ argument: 'late' });
    expect(completeLabel({ name: 'of another time', kind: 'work' })).toEqual({ name: 'of another time', kind: 'work' });
  });

  it('of the knife names its threads after their tasks, or on the event loop its lanes', () => {
    const cuts = [{ name: 'cuts', kind: 'work' as const }];
    const crew = [
      lane('coordinator', 'coordinator', null),
      lane('worker', 'thread 0', 0),
      lane('worker', 'thread 1', 1),
    ];
    const actors = (lanes: Lane[]) => completeLanes(lanes, cuts).map(({ actor }) => actor);
    expect(actors(crew)).toEqual([null, 'meat', 'spices']);
    const tasks = ['meat', 'spices'].map((name, i) => lane('task', name, i, 'async'));
    expect(actors([...crew, ...tasks])).toEqual(['event loop', null, null, 'meat', 'spices']);
  });

  it('colours who was simulated by number, and who ran on the loop by the loop', () => {
    const lanes = [
      lane('task', 'cook 1', 0, 'threads'),
      lane('task', 'rice', 0, 'async'),
      lane('task', 'cook', 0, 'sequential'),
    ];
    expect(completeLanes(lanes, []).map(({ on_loop }) => on_loop)).toEqual([false, true, true]);
  });
});
