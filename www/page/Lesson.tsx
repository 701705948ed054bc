// Shows the question of a scenario and the first paragraph of its lesson. The rest unfolds below, so that the picture
// is never far down, and so does the code that runs. Neither is loaded before it is unfolded.

import type { ComponentType } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { ScenarioInfo } from '../contract/protocol';
import { Icon } from '../widgets/icons';
import { Lazy } from '../widgets/Lazy';

const loadLesson = () => import('./LessonBody').then(({ LessonBody }) => LessonBody);
const loadCode = () => import('../features/code/CodePanel').then(({ CodePanel }) => CodePanel);

interface LessonProps {
  scenario: Pick<ScenarioInfo, 'question' | 'lesson' | 'source'>;
}

export function Lesson({ scenario }: LessonProps) {
  const [first] = scenario.lesson;
  const lesson = useUnfolding('lesson', loadLesson, 160);
  const code = useUnfolding('code', loadCode, 320);
  return (
    <section class="lesson">
      <h1>{scenario.question}</h1>
      <div class="lesson-intro">
        {first !== undefined && <p class="lesson-text">{first}</p>}
        <div class="lesson-more">
          {lesson.button('Lesson', 'The lesson, and what to look for')}
          {code.button('Code', `The Rust code that runs: ${scenario.source}`)}
        </div>
      </div>
      {lesson.region}
      {code.region}
    </section>
  );
}

/** Makes a button, and the part that unfolds when it is pressed. */
function useUnfolding(name: string, load: () => Promise<ComponentType>, minHeight: number) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return {
    button: (text: string, title: string) => (
      <button
        type="button"
        class="lesson-toggle"
        aria-expanded={open}
        aria-controls={id}
        title={title}
        data-unfold={name}
        onClick={() => setOpen(!open)}
      >
        <Icon name="chevron" />
        <span>{text}</span>
      </button>
    ),
    region: (
      <div class="lesson-region" id={id} hidden={!open} data-unfolded={open ? name : undefined}>
        {open && <Lazy load={load} minHeight={minHeight} />}
      </div>
    ),
  };
}
