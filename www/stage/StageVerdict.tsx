// The verdict on the run that is on the stage, and where its threads' time went. While a run is under way the figures of
// the one before stay, dimmed, so that nothing moves.

import { signal } from '@preact/signals';
import { type ComponentType, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import * as app from '../app/app';
import { afterRun } from '../app/calm';
import { measureLonger } from '../app/run';
import type { StageState } from '../contract/stage';
import { Verdict } from './Verdict';

/** What stands in the verdict's place while a run has none. */
const PLACEHOLDERS: Partial<Record<StageState, string>> = {
  stopped: 'Stopped before everything was measured.',
};

/** Whether the present settings compare a loop's times; a dinner is no loop. */
const isTimed = (): boolean => app.link.value.compare && app.comparable.value && isLoop();

/** Whether a loop is run, whose repeats are measured. */
const isLoop = (): boolean => app.values.value.schedule !== undefined;

/** The button goes with the figures that it is beside: the stage has the focus meanwhile. */
function longer(): void {
  document.getElementById('stage')?.focus({ preventScroll: true });
  measureLonger();
}

/** What else can be done with a verdict, beside it: a part of the page that stands above the stages. */
export const VerdictTools = createContext<ComponentType | null>(null);

export function StageVerdict() {
  const Tools = useContext(VerdictTools);
  const placeholder = app.busy.value ? (isLoop() ? 'Measuring…' : 'Running…') : PLACEHOLDERS[app.stage.value];
  const outcome = app.told.value;
  const { figures } = app.scenario.value;
  return (
    <Verdict
      outcome={outcome}
      expected={figures ?? app.family.value.figures}
      comparing={isTimed()}
      stale={app.stale.value}
      onMeasureLonger={longer}
      tools={Tools && <Tools />}
      {...(placeholder !== undefined && { placeholder })}
    />
  );
}

/** Loaded when the first run has been shown. */
const lostTime = signal<{ LostTime: ComponentType } | null>(null);
afterRun(1000, () => {
  import('./LostTime').then(
    (loaded) => {
      lostTime.value = loaded;
    },
    () => undefined,
  );
});

/** Only a comparison that was recorded tells where the time went; its place is kept while one is under way. */
export function LaterLostTime() {
  const outcome = app.told.value;
  const told = outcome?.metrics.some(({ role }) => role === 'useful-part') ?? false;
  const coming = !outcome && isTimed();
  const view = lostTime.value;
  if (told && view) return <view.LostTime />;
  return told || coming ? <div class="lost" /> : null;
}
