// Shows questions, and for each a few experiments that answer it. A card shows the outcome on another machine, and a
// click runs the experiment here.

import './gallery.css';
import { useEffect } from 'preact/hooks';
import * as app from '../../app/app';
import { question, setGallery } from '../../app/arrival';
import { follow } from '../../app/navigate';
import { presetLink } from '../../link/link';
import { followPlainClick } from '../../widgets/clicks';
import { Icon } from '../../widgets/icons';
import recorded from './outcomes.json';
import { Picture } from './Picture';
import questions from './presets.json';
import { Thumb } from './Thumb';

const { machine } = recorded;

/** Returns the number of the first question with this link. */
const questionOf = (link: string): number =>
  questions.findIndex(({ presets }) => presets.some((preset) => app.canonical(presetLink(preset.link)) === link));

function close(): void {
  setGallery(false);
  document.querySelector<HTMLElement>('[data-action="gallery"]')?.focus();
}

/** Moves to the other tabs by the arrow keys, as in every list of tabs. */
function onKeyDown(event: KeyboardEvent): void {
  const tabs = Array.from((event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role="tab"]'));
  const at = tabs.indexOf(event.target as HTMLElement);
  const steps: Record<string, number> = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1 };
  const to = event.key === 'Home' ? 0 : event.key === 'End' ? -1 : steps[event.key];
  if (to === undefined) return;
  const tab = tabs.at(to % tabs.length);
  tab?.focus();
  tab?.click();
  event.preventDefault();
}

export function Gallery() {
  // Chooses the question of the link on the stage when the gallery is opened.
  useEffect(() => {
    question.value ??= Math.max(0, questionOf(app.fragment.peek()));
  }, []);
  const chosen = question.value ?? 0;
  const { presets = [], question: title = '' } = questions[chosen] ?? {};
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes it from anywhere within; there is a button too.
    <div class="gallery-inner" onKeyDown={(event) => event.key === 'Escape' && close()}>
      <div class="gallery-questions" role="tablist" aria-label="Questions" onKeyDown={onKeyDown}>
        {questions.map(({ question: text }, i) => (
          <button
            key={text}
            type="button"
            role="tab"
            class="gallery-question"
            id={`gallery-question-${i}`}
            aria-selected={i === chosen}
            aria-controls="gallery-cards"
            tabIndex={i === chosen ? 0 : -1}
            onClick={() => {
              question.value = i;
            }}
          >
            {text}
          </button>
        ))}
      </div>
      <div class="gallery-panel" id="gallery-cards" role="tabpanel" aria-labelledby={`gallery-question-${chosen}`}>
        <ul class="gallery-cards" aria-label={title}>
          {presets.map((preset) => (
            <Card key={preset.link} preset={preset} />
          ))}
        </ul>
        <p class="gallery-foot">
          Drawn from runs on {machine.cores} cores in {machine.browser}; a click runs it on yours.
        </p>
      </div>
      <button
        type="button"
        class="button button-quiet button-icon gallery-close"
        aria-label="Close the gallery"
        title="Close the gallery"
        data-action="gallery-close"
        onClick={close}
      >
        <Icon name="cross" />
      </button>
    </div>
  );
}

type Preset = (typeof questions)[number]['presets'][number];

function Card({ preset }: { preset: Preset }) {
  const { link, title, sentence } = preset;
  const outcome = (recorded.outcomes as Record<string, unknown>)[link];
  const href = presetLink(link);
  const { figure, picture, owners } = (outcome ?? {}) as { figure?: string; picture?: number; owners?: string };
  return (
    <li>
      <a
        class="gallery-card"
        href={href}
        data-gallery={link}
        aria-current={app.canonical(href) === app.fragment.value ? 'true' : undefined}
        onClick={followPlainClick(() => {
          // The card goes with the gallery, so the stage, where the experiment runs, takes the focus.
          document.getElementById('stage')?.focus();
          void follow(href);
        })}
      >
        <span class="gallery-thumb">
          {picture !== undefined && <Picture cells={recorded.pictures[picture] ?? ''} owners={owners ?? ''} />}
          <Thumb outcome={outcome} />
        </span>
        <span class="gallery-title">
          <strong>{title}</strong> <span class="gallery-figure">{figure}</span>
        </span>
        <span class="gallery-sentence">{sentence}</span>
      </a>
    </li>
  );
}
