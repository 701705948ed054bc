// The moment at which the page has drawn itself.

/** The longest that a run waits for the page, ms: a hidden page draws nothing. */
const DRAW_LIMIT = 100;

/**
 * Resolves when what has just changed is on the screen. Until then a run does not begin: its threads would take the
 * processor from the page while that lays itself out anew, which is the longest thing it does.
 */
export function drawn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, DRAW_LIMIT);
    // A task from within a frame comes after its drawing.
    requestAnimationFrame(() => setTimeout(resolve));
  });
}
