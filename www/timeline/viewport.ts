// The timeline's horizontal coordinate spaces and how to move between them. There are three:
//   time    µs since the section's start (what is measured)
//   css     CSS px from the left edge of the plot (what pointers report)
//   device  device px of the canvas (what is drawn), css × devicePixelRatio
// A viewport is the part of time that is visible. Pure: every function returns a new viewport.

export interface Viewport {
  /** µs at the plot's left and right edge. */
  start: number;
  end: number;
  /** Width of the plot, CSS px. */
  width: number;
  /** End in µs of what can be looked at, which begins at 0. */
  extent: number;
}

/** Smallest range in µs over the whole width. Clocks in a browser step by 5 µs, so a closer look would show nothing. */
export const MIN_SPAN = 2;

/** Room after the last event, as a share of the extent, so that its edge does not touch the plot's. */
const MARGIN = 0.015;

export const limit = (view: Viewport): number => Math.max(view.extent * (1 + MARGIN), MIN_SPAN);

/** Returns a viewport that shows everything. */
export function fitAll(extent: number, width: number): Viewport {
  const view = { start: 0, end: 0, width: Math.max(width, 1), extent };
  return { ...view, end: limit(view) };
}

export const span = (view: Viewport): number => view.end - view.start;

export const timeToCss = (view: Viewport, time: number): number => ((time - view.start) / span(view)) * view.width;

export const cssToTime = (view: Viewport, x: number): number => view.start + (x / view.width) * span(view);

export const cssToDevice = (x: number, ratio: number): number => x * ratio;

/** Returns the device px for each µs. */
export const deviceScale = (view: Viewport, ratio: number): number => (view.width * ratio) / span(view);

/** Puts a viewport back within its bounds: keeps its span if possible, then moves it. */
export function clamp(view: Viewport): Viewport {
  const most = limit(view);
  const wanted = Math.min(Math.max(span(view), Math.min(MIN_SPAN, most)), most);
  // If the span was out of bounds, the middle stays.
  const start = wanted === span(view) ? view.start : (view.start + view.end - wanted) / 2;
  const from = Math.min(Math.max(start, 0), most - wanted);
  return { ...view, start: from, end: from + wanted };
}

/** Zooms; the time under `x` (css) stays in place. `factor` > 1 shows less time. */
export function zoomAbout(view: Viewport, x: number, factor: number): Viewport {
  const most = limit(view);
  const wanted = Math.min(Math.max(span(view) / factor, Math.min(MIN_SPAN, most)), most);
  const anchor = cssToTime(view, x);
  const start = anchor - (x / view.width) * wanted;
  return clamp({ ...view, start, end: start + wanted });
}

/** Moves the contents by `dx` css px: positive shows earlier times. */
export function panBy(view: Viewport, dx: number): Viewport {
  const dt = (-dx / view.width) * span(view);
  return clamp({ ...view, start: view.start + dt, end: view.end + dt });
}

export const withRange = (view: Viewport, start: number, end: number): Viewport =>
  clamp({ ...view, start: Math.min(start, end), end: Math.max(start, end) });

export const withWidth = (view: Viewport, width: number): Viewport => ({ ...view, width: Math.max(width, 1) });

export const isFit = (view: Viewport): boolean => span(view) >= limit(view) * 0.999999;
