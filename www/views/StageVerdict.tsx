// The verdict on the run that is on the stage. Families whose pictures tell the story place it under those themselves.

import * as app from '../state/app';
import type { StageState } from './Shell';
import { figuresOf } from './stages';
import { Verdict } from './Verdict';

/** What stands in the verdict's place while a run has none. */
const PLACEHOLDERS: Partial<Record<StageState, string>> = {
  starting: 'Measuring…',
  running: 'Measuring…',
  stopped: 'Stopped before everything was measured.',
};

export function StageVerdict() {
  const placeholder = PLACEHOLDERS[app.stage.value];
  return (
    <Verdict
      outcome={app.shown.value?.outcome ?? null}
      expected={figuresOf(app.scenario.value)}
      stale={app.stale.value}
      {...(placeholder !== undefined && { placeholder })}
    />
  );
}
