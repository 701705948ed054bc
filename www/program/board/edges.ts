// Draws the edges of the board, who holds and waits for what, from where the cards are on the screen: again whenever they
// move.

import { useLayoutEffect, useRef } from 'preact/hooks';

interface Box {
  left: number;
  right: number;
  middle: number;
}

/** How far the edges of one card lie from each other, CSS px. */
const APART = 7;

/**
 * Lays every path with `data-from` and `data-to`, which name the cards by their `data-node`. Returns the box that has
 * cards and paths.
 */
export function useEdges() {
  const box = useRef<HTMLDivElement>(null);
  const lay = (): void => {
    const root = box.current;
    if (!root) return;
    const origin = root.getBoundingClientRect();
    const nodes = new Map<string, Box>();
    for (const node of root.querySelectorAll<HTMLElement>('[data-node]')) {
      const { left, right, top, height } = node.getBoundingClientRect();
      // Cards that are folded away have no place.
      if (height === 0) continue;
      const [x, y] = [origin.left - root.scrollLeft, origin.top - root.scrollTop];
      nodes.set(node.dataset.node ?? '', { left: left - x, right: right - x, middle: top + height / 2 - y });
    }
    const paths = [...root.querySelectorAll<SVGPathElement>('path[data-from]')];
    const ends = new Map<string, number>();
    const total = (name: string): number =>
      paths.filter(({ dataset: { from, to } }) => from === name || to === name).length;
    const next = (name: string, { middle }: Box): number => {
      const taken = ends.get(name) ?? 0;
      ends.set(name, taken + 1);
      return middle + (taken - (total(name) - 1) / 2) * APART;
    };
    for (const path of paths) {
      const { from = '', to = '' } = path.dataset;
      const [one, other] = [nodes.get(from), nodes.get(to)];
      path.toggleAttribute('hidden', !one || !other);
      if (!one || !other) {
        path.setAttribute('d', '');
        continue;
      }
      const [y1, y2] = [next(from, one), next(to, other)];
      // Things are right of actors; to another actor it goes in a bow.
      const toActor = other.left < one.right;
      const [x1, x2] = [one.right + 2, toActor ? other.right + 4 : other.left - 4];
      const bend = toActor ? Math.max(x1, x2) + 22 : (x1 + x2) / 2;
      path.setAttribute('d', `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`);
    }
  };
  // After every change of what is drawn.
  useLayoutEffect(lay);
  useLayoutEffect(() => {
    if (!box.current) return undefined;
    const observer = new ResizeObserver(lay);
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return { box, lay };
}
