// What a program printed, line by line as a terminal has it, each in the colour of whoever printed it.

import { actorColour } from '../stage/actor-colour';
import { Empty } from '../widgets/Empty';
import { Panel } from '../widgets/Shell';

interface OutputProps {
  printed: readonly [actor: string, line: string][];
  /** Names of all actors, by their numbers. */
  actors: readonly string[];
}

export function Output({ printed, actors }: OutputProps) {
  return (
    <Panel title="Output">
      {printed.length === 0 ? (
        <Empty minHeight={80}>What the program prints stands here.</Empty>
      ) : (
        <ol class="program-output" data-output>
          {printed.map(([actor, line], i) => {
            const number = actors.indexOf(actor);
            return (
              <li
                key={i}
                style={number < 0 ? undefined : `--actor:var(${actorColour(number)})`}
                title={actor || undefined}
                data-by={actor || undefined}
              >
                {line}
              </li>
            );
          })}
        </ol>
      )}
    </Panel>
  );
}
