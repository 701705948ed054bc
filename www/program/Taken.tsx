// The steps that were taken, in words; each leads back to where it had just been taken.

import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Position } from '../contract/program';
import { actorColour } from '../stage/actor-colour';
import { Empty } from '../widgets/Empty';
import { Panel } from '../widgets/Shell';
import { goTo } from './hand';

export function Taken({ at }: { at: Position | null }) {
  const list = useRef<HTMLOListElement>(null);
  const count = at?.count ?? 0;
  useLayoutEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [count]);
  if (!at || count === 0) {
    return (
      <Panel title="Steps taken">
        <Empty minHeight={80}>Choose a step above, or play.</Empty>
      </Panel>
    );
  }
  const first = count - at.taken.length + 1;
  return (
    <Panel title="Steps taken">
      <ol class="taken" ref={list} start={first} data-taken={count}>
        {at.taken.map(({ actor, line, words }, i) => (
          <li key={first + i} style={`--actor:var(${actorColour(actor)})`}>
            <button type="button" class="taken-step" data-action="back-to" onClick={() => void goTo(first + i)}>
              <span class="taken-number">{first + i}</span>
              <span class="taken-actor">{at.actors[actor]?.name}</span> {words}
              {line > 0 && <span class="taken-line">line {line}</span>}
            </button>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
