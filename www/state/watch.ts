// Follows a run while it goes, frame by frame.

import type { RunView } from '../engine/memory';
import * as app from './app';
import { isBrief } from './brief';

/** Whether the present run is not to be drawn yet. */
let held = false;

/** See `PictureSource.held`. */
export const isHeld = (): boolean => held;

/** Of a run's work, 0 to 1. */
export function shareDone(view: RunView): number {
  const { done, total } = view.progress();
  return total > 0 ? Math.min(1, done / total) : 0;
}

/** Takes over the run's progress, and the page's own frames as a lane of the trace. */
export function watch(run: app.Shown, view: RunView): void {
  const { port1, port2 } = new MessageChannel();
  let begin = 0;
  /** The last moment at which nothing was done. */
  let start = performance.now();
  held = true;
  // The message arrives after the frame has been styled, laid out and painted.
  port2.onmessage = () => {
    if (run.frames.length < 20_000) run.frames.push([begin, performance.timeOrigin + performance.now()]);
  };
  const look = (): void => {
    if (app.shown.value?.key !== run.key || app.shown.value.state !== 'running') {
      port1.close();
      return;
    }
    const now = performance.now();
    begin = performance.timeOrigin + now;
    const share = shareDone(view);
    if (share === 0) start = now;
    else held &&= isBrief(now - start, share);
    if (!held) app.progress.value = share;
    port1.postMessage(null);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
