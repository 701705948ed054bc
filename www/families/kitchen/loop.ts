// The blocked loop: what each of its tasks is doing at the moment that is shown. Pure.

import type { ActorMoment, Moment } from '../../trace/moment';
import type { Story } from '../../trace/story';

/** Timers are late by a few ms even on a free loop. */
const TOLERANCE = 10;

export interface LoopMoment {
  consumer: 'awaits' | 'blocks' | 'saw' | 'gave up';
  producer: 'awaits' | 'starves' | 'set';
  heart: 'beats' | 'starves';
  /** How long ago the producer's time came, in ms; 0 while it has not, or where it had its turn. */
  waiting: number;
  /** How late the next beat already is, in ms; 0 while it is in time. */
  overdue: number;
}

/** What every task is doing. `time`: seconds since the beginning. */
export function loopAt(story: Pick<Story, 'table'> | null, { actors }: Moment, time: number): LoopMoment {
  const find = (name: string) => actors.find(({ lane }) => story?.table.lanes[lane]?.actor === name);
  const [consumer, producer, heart] = [find('consumer'), find('producer'), find('heartbeat')];
  const waiting = lateness(producer, time * 1e3);
  const overdue = lateness(heart, time * 1e3);
  return {
    consumer: consumer ? CONSUMER[consumer.doing] : 'awaits',
    producer: waiting > 0 ? 'starves' : isOver(producer) ? 'set' : 'awaits',
    heart: overdue > 0 ? 'starves' : 'beats',
    waiting,
    overdue,
  };
}

const CONSUMER: Record<ActorMoment['doing'], LoopMoment['consumer']> = {
  before: 'awaits',
  wait: 'awaits',
  blocked: 'awaits',
  passive: 'awaits',
  // It has its turn: while it does not await, it holds the thread.
  work: 'blocks',
  failed: 'gave up',
  done: 'saw',
  // Runs of before do not say that a task is over.
  idle: 'saw',
};

const isOver = (actor: ActorMoment | undefined): boolean => actor?.doing === 'done' || actor?.doing === 'idle';

/**
 * For how many ms a task's time has come without a turn. That it had to wait is written down when it has its turn at last;
 * until then, while it is watched, it follows from when it was due.
 */
function lateness(actor: ActorMoment | undefined, now: number): number {
  if (!actor) return 0;
  if (actor.doing === 'blocked') return now - actor.since / 1e3;
  const late = actor.due === null ? 0 : now - actor.due / 1e3;
  return late > TOLERANCE ? late : 0;
}
