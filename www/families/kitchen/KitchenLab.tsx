// The stage of a dinner: its films, which move on while it is cooked.

import { useEffect } from 'preact/hooks';
import './kitchen.css';
import './stations.css';
import './kitchen-motion.css';
import './kitchen-panels.css';
import './kitchen-stories.css';
import { pulse } from '../../app/shown';
import { DinnerLab } from './DinnerLab';
import { paceOf } from './pace';
import * as state from './state';

/** How often a live run's trace is read again, in ms; the picture moves on in between. */
const PULSE_MS = 60;

export function KitchenLab() {
  useLiveRun();
  return <DinnerLab />;
}

/** Moves the pictures on while a run is under way. */
function useLiveRun(): void {
  const run = state.run.value;
  const view = run?.state === 'running' ? run.view : null;
  useEffect(() => {
    if (!run || !view) return undefined;
    state.live.value = 0;
    const scale = paceOf(run.values) ?? 1000;
    let frame = 0;
    let last = 0;
    const step = (now: number): void => {
      // The kitchen opens a moment after the run began: never seen, as it takes less than a frame.
      const passed = performance.timeOrigin + performance.now() - view.layout.origin_ms;
      state.live.value = Math.max(0, passed / scale);
      if (now - last >= PULSE_MS) {
        last = now;
        pulse.value++;
      }
      frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [view, run?.key]);
}
