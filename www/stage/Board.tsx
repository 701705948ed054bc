// The board of a story: every actor with what it does, holds and waits for, and every resource with who holds it and who
// waits for it, at the moment that is shown; and whoever can never go on.

import { duration } from '../text/format';
import type { ActorMoment, Moment, ResourceMoment } from '../trace/moment';
import type { Story } from '../trace/story';
import type { Lane, Resource } from '../trace/table';
import { stuckOf } from '../trace/waits-for';
import { eventText, holdText, stateText, stuckText } from './board-words';
import { actorVariable, nameOf } from './story-look';
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
