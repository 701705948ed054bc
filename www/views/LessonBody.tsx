// The rest of a lesson, and what to look for: loaded when it is unfolded.

import lessons from '../generated/lessons.json';
import * as app from '../state/app';

const LESSONS: Readonly<Record<string, { lesson: string[]; look_for: string[] }>> = lessons;

export function LessonBody() {
  const { lesson = [], look_for: lookFor = [] } = LESSONS[app.scenario.value.id] ?? {};
  return (
    <div class="lesson-body">
      {lesson.map((paragraph) => (
        <p class="lesson-text" key={paragraph}>
          {paragraph}
        </p>
      ))}
      {lookFor.length > 0 && (
        <>
          <h2>Look for</h2>
          <ul class="look-for">
            {lookFor.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
