// What a story's board says in words: what everybody does, who holds what, what has just happened, and who can never go
// on. Pure.

import { plural } from '../text/format';
import type { ActorMoment, Moment, ResourceMoment } from '../trace/moment';
import { resourceOf } from '../trace/moment';
import type { Story } from '../trace/story';
import type { Lane, Resource } from '../trace/table';
import { END } from '../trace/table';
import { cycleOf } from '../trace/waits-for';
import { nameOf, withResource } from './story-look';

/** What an actor does. */
export function stateText(
  { table }: Story,
  { doing, label, turn, lane, wants }: ActorMoment,
  { actors }: Moment,
): string {
  const { name = '', kind, act } = table.labels[label] ?? {};
  switch (doing) {
    case 'before':
      return 'has not begun';
    case 'idle':
      // What was a span is over.
      return table.lanes[lane]?.role === 'coordinator' ? 'free' : kind === 'control' ? name : 'goes on';
    case 'work':
      if (act !== 'turn') return turn && table.labels[label]?.kind !== 'work' ? 'has its turn' : name;
      return `runs ${actors.filter((one) => one.turn).map((one) => nameOf(table.lanes[one.lane] as Lane)) || 'a task'}`;
    case 'done':
      return 'done';
    case 'failed':
      return 'failed';
    default:
      return withResource(name, wants === null ? undefined : table.resources[wants]);
  }
}

/** Who holds a resource, or what is in it. `names`: of the holders. */
export function holdText({ kind, size }: Resource, { holders, queue, count }: ResourceMoment, names: string): string {
  if (kind === 'queue') return size === null ? `${count} in it` : `${count} of ${size} in it`;
  if (kind === 'flag') return count > 0 ? 'set' : 'not set';
  if (kind === 'barrier') return queue.length > 0 ? 'closed' : 'nobody waits';
  if (kind === 'condition') return count > 0 ? `signalled ${plural(count, 'time')}` : 'not signalled';
  if (holders.length === 0) return kind === 'actor' ? 'over' : 'free';
  return size !== null && size > 1 ? `${holders.length} of ${size}: ${names}` : `held by ${names}`;
}

/** What has just happened. */
export function eventText({ table, history }: Story, { step }: Moment): string {
  const total = history.rows.length;
  if (step === 0) return `Before the first of ${total} events`;
  const row = history.rows[step - 1] as number;
  const arg = table.arg[row] as number;
  const { name = '', argument, act } = table.labels[table.label[row] as number] ?? {};
  const ends = table.phase[row] === END;
  const task = history.actors.map((lane) => table.lanes[lane]).find((one) => one?.on_loop && one.thread === arg);
  const turn = `${ends ? 'ends the turn of' : 'gives a turn to'} ${task?.actor ?? 'a task'}`;
  const answer = argument === 'yes-no' ? (arg === 1 ? ': yes' : ': no') : '';
  const { line } = resourceOf(arg);
  const where = argument === 'resource' && line > 0 ? `, line ${line}` : '';
  const thing = argument === 'resource' ? table.resources[resourceOf(arg).resource] : undefined;
  const what = act === 'turn' ? turn : `${ends ? 'no longer ' : ''}${withResource(name, thing)}${answer}${where}`;
  return `Event ${step} of ${total}: ${nameOf(table.lanes[table.lane[row] as number] as Lane)} ${what}`;
}

/** Who can never go on, and why. */
export function stuckText({ table }: Story, moment: Moment, stuck: ReadonlySet<number>): string {
  const name = (lane: number): string => nameOf(table.lanes[lane] as Lane);
  const cycle = cycleOf(moment);
  if (cycle) {
    const each = cycle.map(({ waiter, resource, holders }) => {
      const held = holders.map(name).join(' and ');
      return `${name(waiter)} waits for ${table.resources[resource]?.name}, which ${held} holds`;
    });
    return `Nobody of these can go on: ${each.join('; ')}.`;
  }
  const words = moment.actors
    .filter(({ lane }) => stuck.has(lane))
    .map(({ lane, wants }) => `${name(lane)} waits for ${wants === null ? '' : table.resources[wants]?.name} in vain`);
  return `${words.join('; ')}.`;
}
