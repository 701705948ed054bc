// Accesses that nothing puts in order, drawn: who does what in which line, and between the two no arrow, because neither
// comes first.

import './runs.css';
import type { Access, ProgramLine, Unordered } from '../contract/program';
import { actorColour } from '../stage/actor-colour';

interface RacesProps {
  races: readonly Unordered[];
  lines: readonly ProgramLine[];
  /** Everybody’s name, in the order of the colours. */
  actors: readonly string[];
}

export function Races({ races, lines, actors }: RacesProps) {
  if (races.length === 0) return null;
  return (
    <ul class="races" aria-label="Accesses without order" data-races={races.length}>
      {races.map((race, i) => (
        <li key={i} class="race" data-race={race.variable}>
          <p>
            Nothing puts these in order: <strong>{race.variable}</strong>
          </p>
          <div class="race-drawing">
            {race.accesses.map((access, side) => (
              <Place key={side} access={access} line={lines[access.line - 1]} number={actors.indexOf(access.actor)} />
            ))}
            <svg class="race-gap" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
              <line x1="4" y1="10" x2="96" y2="10" />
            </svg>
            <span class="race-missing" aria-hidden="true">
              no order
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Place({ access, line, number }: { access: Access; line: ProgramLine | undefined; number: number }) {
  const text = line?.pieces
    .map(([, piece]) => piece)
    .join('')
    .trim();
  return (
    <div class="race-access" style={number < 0 ? undefined : `--actor:var(${actorColour(number)})`}>
      <span>
        <span class="program-name">{access.actor}</span> {access.writes ? 'writes' : 'reads'}
      </span>
      <span class="race-line">
        line {access.line}
        {text && <code>{text}</code>}
      </span>
    </div>
  );
}
