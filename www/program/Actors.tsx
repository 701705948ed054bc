// Everybody with what they could do next, as buttons; why those who cannot go on do not; and what is where.

import type { Position, Standing } from '../contract/program';
import { actorColour } from './colour';
import { go } from './hand';

export function Actors({ at }: { at: Position | null }) {
  if (!at) return <p class="program-empty">Whose turn it can be is shown here, step by step.</p>;
  return (
    <div class="program-actors">
      <ul aria-label="Actors">
        {at.actors.map((actor, number) => (
          <Actor key={number} actor={actor} number={number} />
        ))}
      </ul>
      <dl class="program-things" aria-label="What is where">
        {at.variables.map(([name, value]) => (
          <div key={name} data-variable={name} data-value={value}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {at.resources.map(({ name, kind, holders }) => (
          <div
            key={name}
            data-resource={name}
            data-holder={holders.join(', ')}
            class={holders.length > 0 ? 'is-held' : ''}
          >
            <dt>
              {name} <span>{kind}</span>
            </dt>
            <dd>{holders.length > 0 ? `held by ${holders.join(', ')}` : kind.includes('lock') ? 'free' : '–'}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Actor({ actor, number }: { actor: Standing; number: number }) {
  const { name, next, rests, over, variables } = actor;
  const state = next.length > 0 ? 'ready' : over ? 'over' : 'blocked';
  return (
    <li
      class={`program-actor is-${state}`}
      style={`--actor:var(${actorColour(number)})`}
      data-actor={name}
      data-actor-state={state}
    >
      <span class="program-name">{name}</span>
      {next.map(({ code, words }) => (
        <button
          key={code}
          type="button"
          class="program-step"
          data-action="step"
          data-step={code}
          onClick={() => void go(code)}
        >
          {words}
        </button>
      ))}
      {rests !== null && <span class="program-rests">{rests}</span>}
      {variables.length > 0 && (
        <span class="program-own">{variables.map(([variable, value]) => `${variable} = ${value}`).join(', ')}</span>
      )}
    </li>
  );
}
