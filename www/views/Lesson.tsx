// The question of a scenario and the first paragraph of its lesson, which is always there. The rest unfolds, so that
// the picture is never far down, and so does the code that runs; neither is loaded before.

import type { ComponentChildren, ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import type { ScenarioInfo } from '../engine/protocol';
import { Icon } from './icons';
import { Lazy } from './Lazy';

const loadLesson = () => import('./LessonBody').then(({ LessonBody }) => LessonBody);
const loadCode = () => import('../code/CodePanel').then(({ CodePanel }) => CodePanel);

interface LessonProps {
  scenario: Pick<ScenarioInfo, 'title' | 'question' | 'lesson' | 'source'>;
}

export function Lesson({ scenario }: LessonProps) {
  const [first] = scenario.lesson;
  return (
    <section class="lesson">
      <p class="lesson-title">{scenario.title}</p>
      <h1>{scenario.question}</h1>
      {first !== undefined && <p class="lesson-text">{first}</p>}
      <Unfolding name="lesson" load={loadLesson} minHeight={160}>
        The lesson, and what to look for
      </Unfolding>
      <Unfolding name="code" load={loadCode} minHeight={320}>
        The Rust code that runs: <code>{scenario.source}</code>
      </Unfolding>
    </section>
  );
}

interface UnfoldingProps {
  name: string;
  load: () => Promise<ComponentType>;
  minHeight: number;
  children: ComponentChildren;
}

function Unfolding({ name, load, minHeight, children }: UnfoldingProps) {
  const [opened, setOpened] = useState(false);
  return (
    <details class="lesson-more" data-details={name} onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary class="lesson-summary">
        <Icon name="chevron" />
        <span>{children}</span>
      </summary>
      {opened && <Lazy load={load} minHeight={minHeight} />}
    </details>
  );
}
