// Runs, compares and stops, and shows the progress. The bar has the same size in every state. Buttons without effect
// are only marked as disabled: really disabled ones would drop the keyboard focus.

import type { ReadonlySignal } from '@preact/signals';
import type { StageState } from '../contract/stage';
import { plural } from '../text/format';
import { drawerOpen } from '../widgets/drawer';
import { Icon } from '../widgets/icons';

interface RunBarProps {
  state: StageState;
  /** Share of the work that is done, 0 to 1; may change at every frame. */
  progress: ReadonlySignal<number>;
  /** Threads that the present settings use. */
  threads: number;
  /** Whether the scenario has a sequential reference. */
  canCompare: boolean;
  /** Texts of the button that compares: the word, what follows if there is room, and what it does. */
  compareWords: { text: string; more: string; title: string };
  /** Why nothing can be run now: a sentence; null if it can. */
  blocked?: string | null;
  /** Replaces the sentence on the state. */
  text?: string | null;
  /** Whether the settings have changed since the run that is shown. */
  changed?: boolean;
  /** Text of the button that runs. */
  runLabel?: string;
  onRun: () => void;
  onCompare: () => void;
  onStop: () => void;
}

export function RunBar(props: RunBarProps) {
  const {
    state,
    progress,
    threads,
    canCompare,
    compareWords,
    blocked,
    text,
    changed = false,
    runLabel = 'Run',
  } = props;
  const { onRun, onCompare, onStop } = props;
  const busy = state === 'starting' || state === 'running';
  const idle = !busy && !blocked;
  return (
    <section class={changed && idle ? 'runbar runbar-changed' : 'runbar'} aria-label="Run">
      <div class="runbar-buttons">
        <button
          type="button"
          class="button button-primary"
          data-action="run"
          aria-disabled={!idle}
          onClick={() => idle && onRun()}
        >
          <Icon name="run" />
          <span>{runLabel}</span>
        </button>
        {canCompare && (
          <button
            type="button"
            class="button"
            data-action="compare"
            aria-disabled={!idle}
            title={compareWords.title}
            onClick={() => idle && onCompare()}
          >
            <Icon name="compare" />
            <span>
              {compareWords.text}
              <span class="runbar-long">{compareWords.more}</span>
            </span>
          </button>
        )}
        <button type="button" class="button" data-action="stop" aria-disabled={!busy} onClick={() => busy && onStop()}>
          <Icon name="stop" />
          <span>Stop</span>
        </button>
        <button
          type="button"
          class="button runbar-settings"
          data-action="settings"
          aria-expanded={drawerOpen.value}
          aria-controls="settings"
          onClick={() => {
            drawerOpen.value = !drawerOpen.peek();
          }}
        >
          <Icon name="settings" />
          <span>Settings</span>
        </button>
      </div>
      <div class="runbar-status">
        <p class="runbar-text" aria-live="polite">
          {text ?? blocked ?? (changed && idle ? CHANGED : sentence(state, threads))}
        </p>
        <Progress progress={progress} active={busy} />
      </div>
    </section>
  );
}

const CHANGED = 'Changed: run again.';

/** A component of its own, so that a frame's progress draws nothing else again. */
function Progress({ progress, active }: { progress: ReadonlySignal<number>; active: boolean }) {
  const share = Math.min(1, Math.max(0, progress.value));
  // Rounded down, so that 100 % means that nothing is left to do.
  const percent = Math.floor(share * 100);
  return (
    <div class={active ? 'progress progress-active' : share === 0 ? 'progress progress-none' : 'progress'}>
      <div
        class="progress-track"
        role="progressbar"
        aria-label="Work done"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <div class="progress-bar" style={{ transform: `scaleX(${share})` }} />
      </div>
      <span class="progress-percent" aria-hidden="true">
        {percent}&nbsp;%
      </span>
    </div>
  );
}

function sentence(state: StageState, threads: number): string {
  switch (state) {
    case 'idle':
      return 'Ready.';
    case 'starting':
      return threads > 1 ? `Starting ${plural(threads, 'thread')}…` : 'Starting…';
    case 'running':
      return 'Running…';
    case 'done':
      return 'Finished.';
    case 'stopped':
      return 'Stopped: what was done so far stays here.';
    case 'stuck':
      return 'Stuck: nobody can go on.';
    case 'error':
      return 'The run failed.';
  }
}
