// Keeps whether the gallery is open. A first visit opens it where the window has room for it and for the verdict under
// it. Back opens it where it was open before. A link never opens it, because its reader has chosen already.

import { signal } from '@preact/signals';

export const galleryOpen = signal(false);

/** Number of the question whose presets the gallery shows; null: the question of the link on the stage. */
export const question = signal<number | null>(null);

/** State of a history entry: whether the gallery was open there. */
interface Entry {
  gallery?: boolean;
}

/** Height and width of a window, in CSS px, in which the gallery leaves the verdict of a first run in sight. */
const ROOM = { height: 1000, width: 1280 };

/** Opens or closes the gallery for an address that has just been opened. `empty`: the address names no scenario. */
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
    // The browser refuses when the history changes too often. Back then does not know that the gallery was open.
  }
}
