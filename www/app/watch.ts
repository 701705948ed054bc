// Follows a run: frame by frame while it may be drawn, by a slow heartbeat while repeats are measured.

import type { Metric } from '../contract/protocol';
import type { RunView } from '../engine/memory';
import * as app from './app';
import { restAfter, Tally } from './beat';

/** Returns the share of the run's work that is done, 0 to 1. */
export function shareDone(view: RunView): number {
  const { done, total } = view.progress();
  return total > 0 ? Math.min(1, done / total) : 0;
}

/** Returns the time in ms since the epoch. */
const clock = (): number => performance.timeOrigin + performance.now();

/**
 * Takes over the run's progress, and the page's own looks at it as a lane of the trace.
 *
 * @param current Whether this run still owns the stage.
 * @returns A function to call when the run has ended. It returns the page's share of the measured repeats, if any.
 */
export function watch(run: app.Shown, view: RunView, current: () => boolean): () => Metric | null {
  const { port1, port2 } = new MessageChannel();
  const tally = new Tally();
  let begin = 0;
  let silent = false;
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // The message arrives after the frame has been styled, laid out and painted.
  port2.onmessage = () => {
    const end = clock();
    if (run.frames.length < 20_000) run.frames.push([begin, end]);
    tally.spend(end - begin);
    if (silent && !ended) timer = setTimeout(look, restAfter(end - begin));
  };
  const look = (): void => {
    if (ended) return;
    begin = clock();
    silent = view.measuring;
    tally.look(begin, silent);
    // The total can grow until the number of repeats is known, so progress is kept from going back.
    if (current()) {
      app.progress.value = Math.max(app.progress.peek(), shareDone(view));
      app.notice.value = view.notice();
    }
    port1.postMessage(null);
    if (!silent) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  return () => {
    ended = true;
    app.notice.value = null;
    clearTimeout(timer);
    port1.close();
    tally.look(clock(), false);
    const share = tally.share();
    return share === null ? null : { ...PAGE_SHARE, value: share };
  };
}

const PAGE_SHARE: Omit<Metric, 'value'> = {
  name: 'page_share',
  label: 'Page’s own share',
  unit: 'ratio',
  help: 'Of the time in which repeats were measured: what the page’s own code took on its main thread. A page cannot see what the browser takes besides to compose and to paint it.',
};
