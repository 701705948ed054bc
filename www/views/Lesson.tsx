// The question of a scenario, its lesson in a few paragraphs, and what to look for. The first
// paragraph is always there; the rest unfolds, so that the picture is never far down.

import type { ScenarioInfo } from '../engine/protocol';
import { Icon } from './icons';

interface LessonProps {
  scenario: Pick<ScenarioInfo, 'title' | 'question' | 'lesson' | 'look_for'>;
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
        <details class="lesson-more">
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
    </section>
  );
}
