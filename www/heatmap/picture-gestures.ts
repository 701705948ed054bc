// Turns wheel, pointer and keyboard gestures on the picture into views. Knows elements and views, not how they are
// drawn.
//
// The page must stay scrollable when the pointer passes over the picture: the wheel zooms only with Ctrl (or ⌘) or
// after a click on the picture, and one finger scrolls the page until the picture was tapped.

import type { View } from '../contract/view';
import { type Point, panBy, zoomAt } from './view-transform';

export interface GestureHooks {
  /** The view the gesture starts from. */
  view(): View;
  /** Columns of the picture. */
  resolution(): number;
  /** Whether the keys and the wheel are meant for the picture. */
  focused(): boolean;
  focus(): void;
  /** Whether there is anything to move. */
  enabled(): boolean;
  /** The view while the gesture goes on. */
  change(view: View): void;
  /** Called when the gesture has ended if nothing follows within `delay` ms. */
  settle(delay: number): void;
  /** Where a mouse or pen points, in frames; null when it has left. */
  hover(at: Point | null): void;
  /** The wheel was turned without the key: a hint says how to zoom. */
  hint(): void;
  reset(): void;
}

/** Movement in points up to which a press is a click. */
const DRAG_THRESHOLD = 4;
const KEY_PAN = 0.1;
const KEY_ZOOM = 1.5;
const DOUBLE_CLICK_ZOOM = 2.5;
const WHEEL_SETTLE = 220;
const KEY_SETTLE = 350;
const LINE_HEIGHT = 16;

export function attachGestures(element: HTMLElement, hooks: GestureHooks): () => void {
  const pointers = new Map<number, Point>();
  let pressed: Point | null = null;
  let dragging = false;
  let moved = false;

  const place = (event: { clientX: number; clientY: number }): Point => {
    const box = element.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  };
  const zoom = (at: Point, factor: number): void => hooks.change(zoomAt(hooks.view(), hooks.resolution(), at, factor));
  const pan = (dx: number, dy: number): void => hooks.change(panBy(hooks.view(), hooks.resolution(), dx, dy));

  const wheel = (event: WheelEvent): void => {
    if (!hooks.enabled()) return;
    const modified = event.ctrlKey || event.metaKey;
    if (!modified && !hooks.focused()) {
      hooks.hint();
      return;
    }
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_HEIGHT : 1;
    const pages = event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? element.clientHeight : 1;
    const delta = Math.max(-240, Math.min(240, event.deltaY * lines * pages));
    // A trackpad's pinch arrives as a wheel with Ctrl and small steps; a mouse wheel has steps of about 100.
    const rate = event.ctrlKey && Math.abs(delta) < 50 ? 0.01 : 0.002;
    zoom(place(event), Math.exp(delta * rate));
    hooks.settle(WHEEL_SETTLE);
  };

  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || !hooks.enabled()) return;
    // A press anywhere in the frame gives the picture the focus.
    event.preventDefault();
    hooks.focus();
    element.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, place(event));
    pressed = { x: event.clientX, y: event.clientY };
    dragging = pointers.size > 1;
  };

  const move = (event: PointerEvent): void => {
    const at = place(event);
    const before = pointers.get(event.pointerId);
    if (before === undefined) {
      hooks.hover(at);
      return;
    }
    if (pointers.size === 2) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1] ?? at;
      const distance = (p: Point): number => Math.max(0.02, Math.hypot(p.x - other.x, p.y - other.y));
      const middle: Point = { x: (before.x + other.x) / 2, y: (before.y + other.y) / 2 };
      zoom(middle, distance(before) / distance(at));
      pan((at.x - before.x) / 2, (at.y - before.y) / 2);
      moved = true;
    } else {
      if (!dragging && pressed !== null) {
        dragging = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) >= DRAG_THRESHOLD;
        if (!dragging) return;
        element.dataset.dragging = '';
        hooks.hover(null);
      }
      pan(at.x - before.x, at.y - before.y);
      moved = true;
    }
    pointers.set(event.pointerId, at);
  };

  const up = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId)) return;
    if (pointers.size > 0) return;
    delete element.dataset.dragging;
    dragging = false;
    pressed = null;
    if (moved) hooks.settle(0);
    moved = false;
  };

  const leave = (): void => hooks.hover(null);

  const doubleClick = (event: MouseEvent): void => {
    if (!hooks.enabled()) return;
    event.preventDefault();
    zoom(place(event), event.shiftKey ? DOUBLE_CLICK_ZOOM : 1 / DOUBLE_CLICK_ZOOM);
    hooks.settle(WHEEL_SETTLE);
  };

  const centre: Point = { x: 0.5, y: 0.5 };
  const keys: Record<string, () => void> = {
    '+': () => zoom(centre, 1 / KEY_ZOOM),
    '=': () => zoom(centre, 1 / KEY_ZOOM),
    '-': () => zoom(centre, KEY_ZOOM),
    _: () => zoom(centre, KEY_ZOOM),
    ArrowLeft: () => pan(KEY_PAN, 0),
    ArrowRight: () => pan(-KEY_PAN, 0),
    ArrowUp: () => pan(0, KEY_PAN),
    ArrowDown: () => pan(0, -KEY_PAN),
  };
  const key = (event: KeyboardEvent): void => {
    // Ctrl and + is the browser's own zoom.
    if (!hooks.enabled() || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = keys[event.key];
    if (action !== undefined) {
      action();
      hooks.settle(KEY_SETTLE);
    } else if (event.key === '0') {
      hooks.reset();
    } else {
      return;
    }
    event.preventDefault();
  };

  const ending = new AbortController();
  const { signal } = ending;
  element.addEventListener('wheel', wheel, { passive: false, signal });
  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener('pointercancel', up, { signal });
  element.addEventListener('pointerleave', leave, { signal });
  element.addEventListener('dblclick', doubleClick, { signal });
  element.addEventListener('keydown', key, { signal });
  return () => ending.abort();
}
