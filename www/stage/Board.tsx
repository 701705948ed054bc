// The board of a story: every actor with what it does, holds and waits for, and every resource with who holds it and who
// waits for it, at the moment that is shown; and whoever can never go on.

import { duration, plural } from '../text/format';
import type { ActorMoment, Moment, ResourceMoment } from '../trace/moment';
import { resourceOf } from '../trace/moment';
import type { Story } from '../trace/story';
import type { Lane, Resource } from '../trace/table';
import { END } from '../trace/table';
import { cycleOf, stuckOf } from '../trace/waits-for';
import { actorVariable, nameOf, withResource } from './story-look';
import type { StoryView } from './story-state';

export function Board({ story, moment, time }: Pick<StoryView, 'story' | 'moment' | 'time'>) {
  if (!story) return <p class="board-empty">Who does what, and who waits for whom, is shown here.</p>;
  const { lanes, resources } = story.table;
  const stuck = new Set(stuckOf(moment, resources));
  return (
    <div class="board" data-board data-step={moment.step}>
      <p class="board-event">{eventText(story, moment)}</p>
      <ul class="board-cards" aria-label="Actors and what they share">
        {moment.actors.map((actor) => (
          <ActorCard key={actor.lane} {...{ story, moment, actor, time }} stuck={stuck.has(actor.lane)} />
        ))}
        {moment.resources.map((state, i) => (
          <ResourceCard key={i} resource={resources[i] as Resource} state={state} lanes={lanes} />
        ))}
      </ul>
      {stuck.size > 0 && <p class="board-stuck">{stuckText(story, moment, stuck)}</p>}
    </div>
  );
}

interface ActorCardProps {
  story: Story;
  moment: Moment;
  actor: ActorMoment;
  time: number;
  stuck: boolean;
}

function ActorCard({ story, moment, actor, time, stuck }: ActorCardProps) {
  const { lanes, resources } = story.table;
  const lane = lanes[actor.lane] as Lane;
  const waits = actor.doing === 'wait' || actor.doing === 'blocked';
  const since = waits ? ` · ${duration(Math.max(0, time * 1e3 - actor.since / 1e3))}` : '';
  return (
    <li
      class={`board-card is-${actor.doing}${stuck ? ' is-stuck' : ''}`}
      style={`--actor:var(${actorVariable(lane)})`}
      data-actor={nameOf(lane)}
      data-actor-state={actor.doing}
    >
      <span class="board-name">{nameOf(lane)}</span>
      {actor.holds.map((resource) => (
        <span key={resource} class="board-held">
          holds {resources[resource]?.name}
        </span>
      ))}
      <span class="board-state">
        {stateText(story, actor, moment)}
        {since}
      </span>
    </li>
  );
}

function stateText({ table }: Story, { doing, label, turn, lane, wants }: ActorMoment, { actors }: Moment): string {
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

function ResourceCard({
  resource,
  state,
  lanes,
}: {
  resource: Resource;
  state: ResourceMoment;
  lanes: readonly Lane[];
}) {
  const names = (list: readonly number[]): string => list.map((lane) => nameOf(lanes[lane] as Lane)).join(', ');
  const { holders, queue } = state;
  return (
    <li
      class={`board-card is-resource is-${resource.kind}`}
      style={holders[0] === undefined ? undefined : `--actor:var(${actorVariable(lanes[holders[0]] as Lane)})`}
      data-resource={resource.name}
      data-holder={names(holders)}
      data-queue={names(queue)}
    >
      <span class="board-name">{resource.name}</span>
      <span class="board-kind">{resource.kind.replace('-', '/')}</span>
      <span class="board-state">
        {holdText(resource, state, names(holders))}
        {queue.length > 0 && (
          <span class="board-queue">
            {' '}
            · {names(queue)} {queue.length === 1 ? 'waits' : 'wait'}
          </span>
        )}
      </span>
    </li>
  );
}

function holdText({ kind, size }: Resource, { holders, queue, count }: ResourceMoment, names: string): string {
  if (kind === 'queue') return size === null ? `${count} in it` : `${count} of ${size} in it`;
  if (kind === 'flag') return count > 0 ? 'set' : 'not set';
  if (kind === 'barrier') return queue.length > 0 ? 'closed' : 'nobody waits';
  if (kind === 'condition') return count > 0 ? `signalled ${plural(count, 'time')}` : 'not signalled';
  if (holders.length === 0) return kind === 'actor' ? 'over' : 'free';
  return size !== null && size > 1 ? `${holders.length} of ${size}: ${names}` : `held by ${names}`;
}

/** What has just happened. */
function eventText({ table, history }: Story, { step }: Moment): string {
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
function stuckText({ table }: Story, moment: Moment, stuck: ReadonlySet<number>): string {
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
