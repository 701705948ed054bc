// What the timeline is asked to bring out: everything else on it is veiled. It draws itself, so that what is asked for
// by hand is loaded only then.

import { signal } from '@preact/signals';
import type { Overlay } from './overlay';

export interface Emphasis {
  /** Of what is brought out. */
  id: string;
  draw(ctx: CanvasRenderingContext2D, overlay: Overlay): void;
}

/** Belongs to the tracks that are shown; null where nothing is brought out. */
export const emphasis = signal<Emphasis | null>(null);
