// Whether the gallery is open. A first visit opens it, as does Back to that visit; whoever opens a link has chosen.

import { signal } from '@preact/signals';

export const galleryOpen = signal(false);

/** The question whose presets it shows, by number; null: that of the link on the stage. */
export const question = signal<number | null>(null);

/** Of the entry of the history: whether the gallery was open there. */
interface Entry {
  gallery?: boolean;
}

/** An address has been opened; `empty`: it says nothing. */
export function arrive(empty: boolean): void {
  if (empty) setGallery(true);
  else galleryOpen.value = (window.history.state as Entry | null)?.gallery === true;
}

export function setGallery(open: boolean): void {
  galleryOpen.value = open;
  try {
    window.history.replaceState({ gallery: open } satisfies Entry, '');
  } catch {
    // The browser finds these too many: Back will not remember it.
  }
}
