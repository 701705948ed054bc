// The verdict on the run that is on the stage. Families whose pictures tell the story place it under those themselves.

import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { Outcome } from '../engine/protocol';
import * as app from '../state/app';
import { afterRun } from '../state/calm';
import { measureLonger } from '../state/control';
import type { StageState } from './Shell';
import { figuresOf, placesVerdict } from './stages';
import { Verdict } from './Verdict';

/** What stands in the verdict's place while a run has none. */
const PLACEHOLDERS: Partial<Record<StageState, string>> = {
  starting: 'Measuring…',
  running: 'Measuring…',
  stopped: 'Stopped before everything was measured.',
};

/** The button goes with the figures that it is beside: the stage has the focus meanwhile. */
function longer(): void {
  document.getElementById('stage')?.focus({ preventScroll: true });
  measureLonger();
}

export function StageVerdict() {
  const placeholder = PLACEHOLDERS[app.stage.value];
  const outcome = app.shown.value?.outcome ?? null;
  return (
    <Verdict
      outcome={outcome}
      expected={figuresOf(app.scenario.value)}
      stale={app.stale.value}
      onMeasureLonger={longer}
      {...(placeholder !== undefined && { placeholder })}
    >
      <LaterLostTime outcome={outcome} />
    </Verdict>
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
function LaterLostTime({ outcome }: { outcome: Outcome | null }) {
  const told = outcome?.metrics.some(({ name }) => name === 'useful_ms') ?? false;
  const coming = !outcome && app.link.value.compare && !placesVerdict(app.scenario.value.family);
  const view = lostTime.value;
  if (told && view) return <view.LostTime />;
  return told || coming ? <div class="lost" /> : null;
}
