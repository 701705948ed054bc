// Shows the rest of a lesson, and what to look for. Loaded when it is unfolded. Each thing to look for is a link that
// runs, and then shows where it is on the page.

import * as app from '../app/app';
import lessons from '../generated/lessons.json';
import { presetLink } from '../link/link';
import { followPlainClick } from '../widgets/clicks';
import { lookedAt, lookFor } from './look-for';
import type { LookFor } from './named-parts';

const LESSONS = lessons as unknown as Readonly<Record<string, { lesson: string[]; look_for: LookFor[] }>>;

export function LessonBody() {
  const { lesson = [], look_for: items = [] } = LESSONS[app.scenario.value.id] ?? {};
  return (
    <div class="lesson-body">
      {lesson.map((paragraph) => (
        <p class="lesson-text" key={paragraph}>
          {paragraph}
        </p>
      ))}
      {items.length > 0 && (
        <>
          <h2>Look for</h2>
          <ul class="look-for">
            {items.map((item) => (
              <li key={item.text}>
                <a
                  href={presetLink(item.link)}
                  title="Runs it, and shows where"
                  data-look-for={item.link}
                  onClick={followPlainClick(() => void lookFor(item))}
                >
                  {item.text}
                </a>
              </li>
            ))}
          </ul>
          <p class="visually-hidden" aria-live="polite">
            {lookedAt}
          </p>
        </>
      )}
    </div>
  );
}
