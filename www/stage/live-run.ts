// Keeps a story's stage at the present moment of a run that is under way.

import { useEffect } from 'preact/hooks';
import { pulse } from '../app/shown';
import type { StoryState } from './story-state';

/**
 * Moves the moment on while a run is under way. `every`: how often its trace is read again, in ms; not at all where that is
 * null.
 */
export function useLiveRun({ run, running, paced, live }: StoryState, every: number | null): void {
  const key = run.value?.key;
  const view = running.value && every !== null ? (run.value?.view ?? null) : null;
  useEffect(() => {
    if (!view || every === null) return undefined;
    live.value = 0;
    let frame = 0;
    let last = 0;
    const step = (now: number): void => {
      // A story begins a moment after its run did: never seen, as it takes less than a frame.
      const passed = performance.timeOrigin + performance.now() - view.layout.origin_ms;
      live.value = Math.max(0, passed / paced.peek());
      if (now - last >= every) {
        last = now;
        pulse.value++;
      }
      frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [view, key, every]);
}
