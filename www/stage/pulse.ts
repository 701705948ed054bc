// Has what a live run records read again, so that its timeline grows, until its repeats are measured.

import { useEffect } from 'preact/hooks';
import type { Shown } from '../app/app';
import { pulse } from '../app/shown';

/** ms between two readings. */
const PULSE_MS = 250;

export function usePulse(run: Shown | null): void {
  const view = run?.state === 'running' ? run.view : null;
  useEffect(() => {
    if (!view) return undefined;
    const timer = setInterval(() => {
      // The end of the run tells of the rest.
      if (view.measuring) clearInterval(timer);
      else pulse.value++;
    }, PULSE_MS);
    return () => clearInterval(timer);
  }, [view]);
}
