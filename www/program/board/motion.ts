// Moves what changed hands: a lock from one hand to another or back to its place, an item into a queue or out of it. Only
// from one moment to the next one: nothing moves that did not happen, and nothing where readers asked for less motion.

import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Scenery } from './scenery';

const MS = 260;
const CALM = '(prefers-reduced-motion: reduce)';

/** Returns how many items have left each queue, as far as that can be known: their places from there on are their names. */
export function useLeft({ pieces, step }: Scenery): ReadonlyMap<number, number> {
  const known = useRef({ step, counts: new Map<number, number>(), left: new Map<number, number>() });
  const { step: before, counts, left } = known.current;
  if (before !== step) {
    const on = step - before;
    for (const { number, count } of pieces) {
      const more = count - (counts.get(number) ?? 0);
      // One step on, fewer are there once one has been taken; one step back, more are.
      if (Math.abs(on) === 1 && more * on < 0) left.set(number, (left.get(number) ?? 0) + on);
    }
    known.current.step = step;
  }
  known.current.counts = new Map(pieces.map(({ number, count }) => [number, count]));
  return left;
}

interface Seen {
  place: DOMRect;
  text: string;
}

/**
 * Everything with a `data-token` flies from where something was that was called so a moment before. Items of queues come
 * from who put them in, and go to who took them out: the card with the name `doer`.
 */
export function useMotion(box: RefObject<HTMLElement | null>, { step, doer }: Scenery): void {
  const before = useRef({ step, seen: new Map<string, Seen>() });
  useLayoutEffect(() => {
    const root = box.current;
    if (!root) return;
    const seen = new Map<string, Seen>();
    const { step: last, seen: was } = before.current;
    const moves = Math.abs(step - last) === 1 && !matchMedia(CALM).matches;
    const hand = moves ? root.querySelector(`[data-node="actor ${doer}"]`)?.getBoundingClientRect() : undefined;
    for (const token of root.querySelectorAll<HTMLElement>('[data-token]')) {
      const place = token.getBoundingClientRect();
      const { token: name = '' } = token.dataset;
      if (place.width === 0) continue;
      seen.set(name, { place, text: token.textContent ?? '' });
      const from = was.get(name)?.place ?? (name.startsWith('item') && step > last ? hand : undefined);
      if (moves && from) fly(token, from, place);
    }
    if (moves && hand && step > last) {
      for (const [name, { place, text }] of was) {
        if (name.startsWith('item') && !seen.has(name)) leave(root, text, place, hand);
      }
    }
    before.current = { step, seen };
  });
}

function fly(token: HTMLElement, from: DOMRect, to: DOMRect): Animation | null {
  const [x, y] = [from.left - to.left, from.top - to.top];
  if (Math.abs(x) + Math.abs(y) < 2) return null;
  const frames = [{ transform: `translate(${x}px, ${y}px)` }, { transform: 'none' }];
  return token.animate(frames, { duration: MS, easing: 'ease-in-out' });
}

/** Shows an item on its way out, which is no longer on the board. */
function leave(root: HTMLElement, text: string, from: DOMRect, to: DOMRect): void {
  const ghost = document.createElement('span');
  ghost.className = 'piece-ghost';
  ghost.textContent = text;
  ghost.setAttribute('aria-hidden', 'true');
  const origin = root.getBoundingClientRect();
  ghost.style.left = `${to.left - origin.left}px`;
  ghost.style.top = `${to.top - origin.top}px`;
  root.append(ghost);
  const motion = fly(ghost, from, to);
  if (motion) motion.onfinish = () => ghost.remove();
  else ghost.remove();
}
