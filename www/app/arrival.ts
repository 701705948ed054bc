// Whether the gallery is open. A first visit opens it where the window has room for it and for the answer under it, and
// Back to a visit with it does; whoever opens a link has chosen.

import { signal } from '@preact/signals';

export const galleryOpen = signal(false);

/** The question whose presets it shows, by number; null: that of the link on the stage. */
export const question = signal<number | null>(null);

/** Of the entry of the history: whether the gallery was open there. */
interface Entry {
  gallery?: boolean;
}

/** Height and width of a window, in CSS px, in which the gallery leaves the verdict of a first run in sight. */
const ROOM = { height: 1000, width: 1280 };

/** An address has been opened; `empty`: it says nothing. */
export function arrive(empty: boolean): void {
  const { gallery } = (window.history.state ?? {}) as Entry;
  if (empty && gallery === undefined) setGallery(innerHeight >= ROOM.height && innerWidth >= ROOM.width);
  else galleryOpen.value = gallery === true;
}

export function setGallery(open: boolean): void {
  galleryOpen.value = open;
  try {
    window.history.replaceState({ gallery: open } satisfies Entry, '');
  } catch {
    // The browser finds these too many: Back will not remember it.
  }
}
