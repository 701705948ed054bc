// Two helpers and one knife: what each is doing at the moment that is shown, and what decided who got it. Pure.

import type { ActorMoment } from '../../trace/moment';
import type { Story } from '../../trace/story';
import { BEGIN, END } from '../../trace/table';
import { numberOf } from './labels';

export const HELPERS = ['meat', 'spices'] as const;

export type Doing = 'arrives' | 'looks' | 'waits' | 'cuts' | 'failed' | 'done';

/** What a helper is doing. */
export function doingOf({ table }: Pick<Story, 'table'>, { doing, label }: ActorMoment): Doing {
  if (doing === 'failed' || doing === 'done') return doing;
  if (doing === 'blocked') return 'waits';
  if (doing === 'work' && label === numberOf(table.labels, 'cuts')) return 'cuts';
  return doing === 'before' || doing === 'work' ? 'arrives' : 'looks';
}

/** Something that decides who gets the knife. */
export interface Step {
  /** Index of the helper. */
  helper: number;
  what: 'copies' | 'asks' | 'looks' | 'takes' | 'in vain';
  /** Of a look: whether the knife was there. */
  there: boolean;
  /** Seconds of the story. */
  time: number;
}

/** In which order things follow from each other where the clock’s steps are too coarse to tell. */
const RANK: Record<Step['what'], number> = { copies: 0, asks: 0, looks: 0, takes: 1, 'in vain': 2 };

/** What the helpers did about the knife, in its order: of each how it came to know of it, and whether it got it. */
export function stepsOf({ table, history }: Pick<Story, 'table' | 'history'>): Step[] {
  const of = (name: string): number => numberOf(table.labels, name);
  const [copies, waits, looks] = [of('copies the cupboard'), of('waits for the knife'), of('looks for the knife')];
  const [reaches, cuts, failed] = [of('reaches for the knife'), of('cuts'), of('failed')];
  const helpers = history.actors.filter((lane) => table.lanes[lane]?.role !== 'coordinator');
  const steps: Step[] = [];
  history.rows.forEach((row, i) => {
    const helper = helpers.indexOf(table.lane[row] as number);
    const [label, phase, yes] = [table.label[row], table.phase[row], table.arg[row] === 1];
    const did = (...what: Step['what'][]): boolean =>
      steps.some((one) => one.helper === helper && what.includes(one.what));
    const add = (what: Step['what'], there = true): void => {
      steps.push({ helper, what, there, time: (history.times[i] as number) / 1e6 });
    };
    if (helper < 0 || phase === END) return;
    if (label === copies && phase === BEGIN) add('copies');
    // With a lock, asking for it is looking; on the event loop one looks, and waits if the knife is not there.
    else if (label === waits && !did('looks')) add('asks');
    else if (label === looks && !did('looks')) add('looks', yes);
    else if (did('takes', 'in vain')) return;
    else if (label === reaches) add(yes ? 'takes' : 'in vain');
    // Runs that were saved before reaches were written down have only what came of them.
    else if (label === cuts) add('takes');
    else if (label === failed) add('in vain');
  });
  // Who reached in vain did so after the knife was taken, though the clocks of two threads may differ by some µs.
  const taken = steps.find(({ what }) => what === 'takes')?.time ?? 0;
  for (const step of steps) if (step.what === 'in vain') step.time = Math.max(step.time, taken);
  return steps.sort((a, b) => a.time - b.time || RANK[a.what] - RANK[b.what]);
}
