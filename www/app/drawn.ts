// The moments at which the page has drawn itself, and at which it has nothing left to do.

/** The longest that a run waits for the page, ms: a hidden page draws nothing. */
const DRAW_LIMIT = 100;

/** What is being loaded to show the stage. */
const loading = new Set<Promise<unknown>>();
/** The longest that a run waits for it, ms: what never comes is not waited for. */
const STAGE_LIMIT = 10_000;

/** Has the next run wait for what is loaded, whether that comes or fails: it would be drawn while repeats are measured. */
export function awaitLoading(what: Promise<unknown>): void {
  const entry: Promise<unknown> = what.catch(() => undefined).finally(() => loading.delete(entry));
  loading.add(entry);
}

/**
 * Resolves when what has just changed is on the screen. Until then a run does not begin: its threads would take the
 * processor from the page while that lays itself out anew, which is the longest thing it does.
 */
export async function drawn(): Promise<void> {
  if (loading.size > 0) {
    await Promise.race([Promise.all(loading), new Promise((resolve) => setTimeout(resolve, STAGE_LIMIT))]);
  }
  return new Promise((resolve) => {
    setTimeout(resolve, DRAW_LIMIT);
    // A task from within a frame comes after its drawing.
    requestAnimationFrame(() => setTimeout(resolve));
  });
}

/** The longest that the first run waits for the page, and of that, for an idle moment, ms. */
const LOAD_LIMIT = 1000;
const IDLE_LIMIT = 200;

/** Resolves when the page has been loaded and then has a moment to spare: what loads it would disturb a first run. */
export async function settled(): Promise<void> {
  await drawn();
  await new Promise<void>((resolve) => {
    setTimeout(resolve, LOAD_LIMIT);
    const idle = (): void => {
      // WebKit has none.
      if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: IDLE_LIMIT });
      else setTimeout(resolve, IDLE_LIMIT);
    };
    if (document.readyState === 'complete') idle();
    // The page's own listeners have their turn too.
    else addEventListener('load', () => setTimeout(idle), { once: true });
  });
}
