// The question of a scenario, its lesson in a few paragraphs, and what to look for. The first
// paragraph is always there; the rest unfolds, so that the picture is never far down, and so does the code that runs.

import { useState } from 'preact/hooks';
import type { ScenarioInfo } from '../engine/protocol';
import { Icon } from './icons';
import { Lazy } from './Lazy';

const loadCode = () => import('../code/CodePanel').then(({ CodePanel }) => CodePanel);

interface LessonProps {
  scenario: Pick<ScenarioInfo, 'title' | 'question' | 'lesson' | 'look_for' | 'source'>;
}

export function Lesson({ scenario }: LessonProps) {
  const [first, ...rest] = scenario.lesson;
  const more = rest.length > 0 || scenario.look_for.length > 0;
  return (
    <section class="lesson">
      <p class="lesson-title">{scenario.title}</p>
      <h1>{scenario.question}</h1>
      {first !== undefined && <p class="lesson-text">{first}</p>}
      {more && (
        <details class="lesson-more" data-details="lesson">
          <summary class="lesson-summary">
            <Icon name="chevron" />
            <span>{scenario.look_for.length > 0 ? 'The lesson, and what to look for' : 'The lesson'}</span>
          </summary>
          <div class="lesson-body">
            {rest.map((paragraph) => (
              <p class="lesson-text" key={paragraph}>
                {paragraph}
              </p>
            ))}
            {scenario.look_for.length > 0 && (
              <>
                <h2>Look for</h2>
                <ul class="look-for">
                  {scenario.look_for.map((item) => (
                    <li key={item}>{item}</li>
                  ))}
                </ul>
              </>
            )}
          </div>
        </details>
      )}
      <Code source={scenario.source} />
    </section>
  );
}

/** Nothing of it is loaded before it is unfolded. */
function Code({ source }: { source: string }) {
  const [opened, setOpened] = useState(false);
  return (
    <details class="lesson-more" data-details="code" onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary class="lesson-summary">
        <Icon name="chevron" />
        <span>
          The Rust code that runs: <code>{source}</code>
        </span>
      </summary>
      {opened && <Lazy load={loadCode} minHeight={320} />}
    </details>
  );
}
