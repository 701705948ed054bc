// Runs one loop of animation frames for everything that paints in small steps. All painters of a frame share one
// budget, so that two pictures side by side cost no more time of the main thread than one.
//
// They paint in a task of their own right after a frame, and the next frame shows it. Within the frame their time would
// add to the browser's own layout, painting and commit, and while threads hold all processors the sum of these is the
// page's longest task.

/** Paints for about `budget` milliseconds; returns whether it wants the next frame too. */
export type FrameWork = (budget: number) => boolean;

/** Milliseconds of painting for each frame, which lasts 16.7. */
export const FRAME_BUDGET = 8;

const waiting = new Set<FrameWork>();
/** Whether a frame, or the painting after it, is to come. */
let requested = false;

// Not `setTimeout`, which browsers delay by some milliseconds when it is called repeatedly.
const { port1: asks, port2: paints } = new MessageChannel();
paints.onmessage = paint;

function paint(): void {
  requested = false;
  const works = [...waiting];
  waiting.clear();
  for (const work of works) {
    if (work(FRAME_BUDGET / works.length)) waiting.add(work);
  }
  if (waiting.size > 0) request();
}

function request(): void {
  if (requested) return;
  requested = true;
  requestAnimationFrame(() => asks.postMessage(null));
}

/** Has the work called in the next frame, once however often it is requested. */
export function requestWork(work: FrameWork): void {
  waiting.add(work);
  request();
}

export function cancelWork(work: FrameWork): void {
  waiting.delete(work);
}
