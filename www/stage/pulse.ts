// Reads a live run's events again and again, so that its timeline grows, until its repeats are measured.

import { useEffect } from 'preact/hooks';
import type { Shown } from '../app/app';
import { pulse } from '../app/shown';

/** Time between two readings, in ms. */
const PULSE_MS = 250;

export function usePulse(run: Shown | null): void {
  const view = run?.state === 'running' ? run.view : null;
  useEffect(() => {
    if (!view) return undefined;
    const timer = setInterval(() => {
      // From here on the events are read when the run has ended.
      if (view.measuring) clearInterval(timer);
      else pulse.value++;
    }, PULSE_MS);
    return () => clearInterval(timer);
  }, [view]);
}
