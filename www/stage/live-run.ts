// Keeps a story's stage at the present moment of a run that is under way.

import { useEffect } from 'preact/hooks';
import { pulse } from '../app/shown';
import type { StoryState } from './story-state';

type Timed = Pick<StoryState, 'run' | 'running' | 'paced' | 'live'>;

/** Moves the moment on: `start` gets what moves it, and whatever it returns is called when the run is over. */
function useMoments({ run, running, paced, live }: Timed, on: boolean, start: (move: () => void) => () => void): void {
  const key = run.value?.key;
  const view = running.value && on ? (run.value?.view ?? null) : null;
  useEffect(() => {
    if (!view) return undefined;
    live.value = 0;
    return start(() => {
      // A story begins a moment after its run did: never seen, as it takes less than a frame.
      const passed = performance.timeOrigin + performance.now() - view.layout.origin_ms;
      live.value = Math.max(0, passed / paced.peek());
    });
  }, [view, key]);
}

/** Moves on with every frame. `every`: how often the trace is read again, in ms. */
export function useLiveRun(state: StoryState, every: number): void {
  useMoments(state, true, (move) => {
    let last = 0;
    let frame = requestAnimationFrame(function step(now) {
      move();
      if (now - last >= every) {
        last = now;
        pulse.value++;
      }
      frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  });
}

/** Looks now and then only, for runs whose threads have all cores. `on`: whether at all. */
export function useLooks(state: StoryState, every: number, on: boolean): void {
  useMoments(state, on, (move) => {
    const timer = setInterval(() => {
      move();
      pulse.value++;
    }, every);
    return () => clearInterval(timer);
  });
}
