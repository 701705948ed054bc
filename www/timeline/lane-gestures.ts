// Tells wheel, mouse, pen and touch gestures on the timeline apart: pan, zoom, select, point. Knows nothing of what is
// drawn. x and y are CSS px from the element's top left corner.

export interface GestureHandlers {
  /** The pointer is here without a button; null when it has left. */
  point(at: { x: number; y: number } | null): void;
  pan(dx: number): void;
  zoom(x: number, factor: number): void;
  /** A range is being drawn from x0 to x1; `done` at its end. */
  select(x0: number, x1: number, done: boolean): void;
  /** The pointer was pressed and did not move. */
  tap(x: number, y: number): void;
  fit(): void;
  /** Whether a plain wheel zooms here, instead of scrolling the page. */
  takesWheel(zoomIn: boolean): boolean;
}

type Mode = 'none' | 'pressed' | 'pan' | 'select' | 'pinch';

/** Movement in CSS px below which a press is a tap. */
const SLOP = 4;
/** Zoom for each px of wheel: a notch of 100 px zooms by a third. */
const WHEEL_ZOOM = 0.003;
const LINE_HEIGHT = 16;

/** Listens until the returned function is called. `selects`: a plain drag selects (on the ruler) instead of panning. */
export function attachGestures(element: HTMLElement, handlers: GestureHandlers, selects: boolean): () => void {
  const pointers = new Map<number, { x: number; y: number }>();
  const ended = new AbortController();
  const options = { signal: ended.signal };
  let mode: Mode = 'none';
  let startX = 0;
  let startY = 0;
  let shifted = false;

  const place = (event: MouseEvent): { x: number; y: number } => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const pinch = (): { x: number; width: number } => {
    const [a, b] = [...pointers.values()];
    if (!a || !b) return { x: 0, width: 1 };
    return { x: (a.x + b.x) / 2, width: Math.max(Math.hypot(a.x - b.x, a.y - b.y), 16) };
  };

  const down = (event: PointerEvent): void => {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    const at = place(event);
    pointers.set(event.pointerId, at);
    element.setPointerCapture(event.pointerId);
    if (pointers.size === 2) {
      if (mode === 'select') handlers.select(startX, at.x, true);
      mode = 'pinch';
    } else if (pointers.size === 1) {
      mode = 'pressed';
      startX = at.x;
      startY = at.y;
      shifted = event.shiftKey;
    }
  };

  const move = (event: PointerEvent): void => {
    const at = place(event);
    const before = pointers.get(event.pointerId);
    if (!before) {
      handlers.point(at);
      return;
    }
    if (mode === 'pinch') {
      const was = pinch();
      pointers.set(event.pointerId, at);
      const now = pinch();
      handlers.pan(now.x - was.x);
      handlers.zoom(now.x, now.width / was.width);
      return;
    }
    if (mode === 'pressed' && Math.abs(at.x - startX) >= SLOP) {
      mode = selects || shifted ? 'select' : 'pan';
      before.x = startX;
      handlers.point(null);
    }
    if (mode === 'pan') handlers.pan(at.x - before.x);
    if (mode === 'select') handlers.select(startX, at.x, false);
    pointers.set(event.pointerId, at);
  };

  const up = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId)) return;
    const at = place(event);
    if (mode === 'select') handlers.select(startX, at.x, true);
    if (mode === 'pressed' && event.type === 'pointerup') handlers.tap(startX, startY);
    // The finger that stays down after a pinch must not go on as a drag: the view would jump.
    mode = 'none';
  };

  const wheel = (event: WheelEvent): void => {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_HEIGHT : 1;
    const dx = event.deltaX * unit;
    const dy = event.deltaY * unit;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      // A pinch on a touchpad arrives as a wheel with Ctrl and small steps.
      const speed = Math.abs(dy) < 40 ? 3 : 1;
      handlers.zoom(place(event).x, Math.exp(-dy * WHEEL_ZOOM * speed));
    } else if (event.shiftKey || Math.abs(dx) > Math.abs(dy)) {
      event.preventDefault();
      handlers.pan(-(dx || dy));
    } else if (dy !== 0 && handlers.takesWheel(dy < 0)) {
      event.preventDefault();
      handlers.zoom(place(event).x, Math.exp(-dy * WHEEL_ZOOM));
    }
  };

  element.addEventListener('pointerdown', down, options);
  element.addEventListener('pointermove', move, options);
  element.addEventListener('pointerup', up, options);
  element.addEventListener('pointercancel', up, options);
  element.addEventListener('pointerleave', () => handlers.point(null), options);
  element.addEventListener('dblclick', () => handlers.fit(), options);
  element.addEventListener('wheel', wheel, { ...options, passive: false });
  return () => ended.abort();
}
