// The button that pins the run on the stage. All else about pinned runs is loaded with the first pin.

import { computed } from '@preact/signals';
import * as app from '../../app/app';
import { tracks } from '../../app/shown';
import { Icon } from '../../widgets/icons';
import { Lazy } from '../../widgets/Lazy';
import { pins, pinsOf } from './pins';

/** The run on the stage if it can be pinned, that is, if it has ended and measured something. */
const candidate = computed(() => {
  const run = app.shown.value;
  const ended = run && run.state !== 'running' && !run.explored && !app.busy.value;
  return ended && run.outcome && run.link.scenario === app.scenario.value.id ? run : null;
});

async function toggle(): Promise<void> {
  const run = candidate.peek();
  if (!run) return;
  const shown = tracks.peek();
  try {
    const { togglePin } = await import('./toggle-pin');
    togglePin(run, shown);
  } catch {
    app.problem.value = 'The run could not be pinned: check the connection and try again.';
  }
}

export function PinButton() {
  const run = candidate.value;
  if (!run) return null;
  const pressed = pins.value.some(({ key }) => key === run.key);
  return (
    <button
      type="button"
      class="link-button"
      data-action="pin"
      aria-pressed={pressed}
      title={pressed ? 'Takes it off the pinned runs' : 'Keeps it in sight, beside the next runs'}
      onClick={() => void toggle()}
    >
      {pressed && <Icon name="check" />}Pin this run
    </button>
  );
}

const loadPins = () => import('./Pins').then(({ Pins }) => Pins);

/** Shows the panel while a run of the present scenario is pinned. */
export function PinnedRuns() {
  return pinsOf(pins.value, app.scenario.value.id).length > 0 && <Lazy load={loadPins} minHeight={160} />;
}
