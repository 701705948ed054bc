// Moves through the steps: back and forwards one by one, to any point, at a pace, and to the next failure.

import { useEffect } from 'preact/hooks';
import * as app from '../app/app';
import type { Position } from '../contract/program';
import { plural } from '../text/format';
import { Icon } from '../widgets/icons';
import { goOn, goTo, order, pace, playing, toNextFailure } from './hand';

const PACES = [1, 2, 5, 20];

/** Plays as long as there are steps. Each is asked for when the one before it is shown. */
function usePlay(): void {
  const on = playing.value;
  const perSecond = pace.value;
  useEffect(() => {
    if (!on) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wanted = true;
    const step = async (): Promise<void> => {
      // Something else was asked for after this step.
      if (!playing.peek()) return;
      const went = await goOn();
      if (!wanted) return;
      if (went) timer = setTimeout(step, 1000 / perSecond);
      else playing.value = false;
    };
    timer = setTimeout(step, 1000 / perSecond);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [on, perSecond]);
}

export function Stepper({ at }: { at: Position | null }) {
  usePlay();
  const { steps, at: count } = order.value;
  const more =
    steps.length > count || (at !== null && at.end === null && at.actors.some(({ next }) => next.length > 0));
  const hold = at === null;
  const move = (to: number): void => {
    playing.value = false;
    void goTo(to);
  };
  const forwards = (): void => {
    playing.value = false;
    void goOn();
  };
  return (
    <section
      class="stepper"
      aria-label="Steps"
      data-steps={count}
      onKeyDown={(event) => {
        if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
        if (event.key === 'ArrowRight') forwards();
        else if (event.key === 'ArrowLeft') move(count - 1);
        else return;
        event.preventDefault();
      }}
    >
      <Tool
        action="step-back"
        label="Back one step"
        icon="chevron"
        turn="90deg"
        off={hold || count === 0}
        do={() => move(count - 1)}
      />
      <Tool
        action="step-play"
        label={playing.value ? 'Pause' : 'Play'}
        hint="Takes the known steps, and then any that are possible, as the seed draws them"
        icon={playing.value ? 'stop' : 'run'}
        off={hold || (!more && !playing.value)}
        do={() => {
          playing.value = !playing.peek();
        }}
      />
      <Tool action="step-on" label="One step on" icon="chevron" turn="-90deg" off={hold || !more} do={forwards} />
      <input
        type="range"
        class="stepper-scrub"
        data-action="step-scrub"
        aria-label="Steps taken"
        aria-valuetext={`${count} of ${steps.length}`}
        min={0}
        max={Math.max(1, steps.length)}
        value={count}
        disabled={hold || steps.length === 0}
        onInput={(event) => move(Number(event.currentTarget.value))}
      />
      <output class="stepper-count">
        {steps.length > count ? `${count} of ${plural(steps.length, 'step')}` : plural(count, 'step')}
      </output>
      <label class="stepper-pace">
        <span>steps a second </span>
        <select
          data-action="step-pace"
          value={String(pace.value)}
          onChange={(event) => {
            pace.value = Number(event.currentTarget.value);
          }}
        >
          {PACES.map((one) => (
            <option key={one} value={String(one)} selected={one === pace.value}>
              {one}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="button button-small"
        data-action="next-failure"
        disabled={hold || app.busy.value}
        title="Goes the shortest way from here to where something has gone wrong"
        onClick={() => void toNextFailure()}
      >
        Next failure
      </button>
    </section>
  );
}

interface ToolProps {
  action: string;
  label: string;
  /** What it does, where its label does not say that. */
  hint?: string;
  icon: 'chevron' | 'run' | 'stop';
  turn?: string;
  off: boolean;
  do: () => void;
}

/** Only marked as disabled: really disabled it would drop the focus at the first and last step. */
function Tool({ action, label, hint = label, icon, turn, off, do: act }: ToolProps) {
  return (
    <button
      type="button"
      class="button button-small button-icon"
      data-action={action}
      aria-label={label}
      title={hint}
      aria-disabled={off}
      onClick={() => !off && act()}
    >
      <span style={turn === undefined ? undefined : `transform:rotate(${turn})`}>
        <Icon name={icon} />
      </span>
    </button>
  );
}
