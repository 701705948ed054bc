// Waits for the moments at which the page has drawn itself, and at which it has nothing left to do.

/** Longest time in ms that a run waits for the page: a hidden page draws nothing. */
const DRAW_LIMIT = 100;

/** Views that are being loaded to show the stage. */
const loading = new Set<Promise<unknown>>();
/** Longest time in ms that a run waits for those views, because some may never arrive. */
const STAGE_LIMIT = 10_000;

/** Has the next run wait until `what` is loaded or has failed, because drawing it would disturb measured repeats. */
export function awaitLoading(what: Promise<unknown>): void {
  const entry: Promise<unknown> = what.catch(() => undefined).finally(() => loading.delete(entry));
  loading.add(entry);
}

/**
 * Resolves when the latest change is on the screen. A run begins only then: its threads would take the processor from
 * the page during the layout, which is the longest task that the page has.
 */
export async function drawn(): Promise<void> {
  if (loading.size > 0) {
    await Promise.race([Promise.all(loading), new Promise((resolve) => setTimeout(resolve, STAGE_LIMIT))]);
  }
  return new Promise((resolve) => {
    setTimeout(resolve, DRAW_LIMIT);
    // A task that is queued within a frame runs after that frame has been drawn.
    requestAnimationFrame(() => setTimeout(resolve));
  });
}

/** Longest time in ms that the first run waits for the page to load, and then for an idle moment. */
const LOAD_LIMIT = 1000;
const IDLE_LIMIT = 200;

/** Resolves when the page is loaded and then idle for a moment, because loading would disturb a first run. */
export async function settled(): Promise<void> {
  await drawn();
  await new Promise<void>((resolve) => {
    setTimeout(resolve, LOAD_LIMIT);
    const idle = (): void => {
      // WebKit has no `requestIdleCallback`.
      if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: IDLE_LIMIT });
      else setTimeout(resolve, IDLE_LIMIT);
    };
    if (document.readyState === 'complete') idle();
    // A task of its own lets the page's other listeners for `load` run first.
    else addEventListener('load', () => setTimeout(idle), { once: true });
  });
}
