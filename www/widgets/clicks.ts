// Links that the page follows itself, and that still open in a new tab or window on request.

/** Calls `follow` for a plain click; one with a modifier key or another button is left to the browser. */
export function followPlainClick(follow: () => void): (event: MouseEvent) => void {
  return (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    follow();
  };
}
