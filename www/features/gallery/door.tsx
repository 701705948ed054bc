// The gallery's place at the head of the page, kept free from the first moment on, and the button that opens the
// gallery. Its content is loaded when it is first shown.

import { galleryOpen, setGallery } from '../../app/arrival';
import { loadCatalog } from '../../app/catalog';
import { loadCarried } from '../../link/link';
import { Icon } from '../../widgets/icons';
import { Lazy } from '../../widgets/Lazy';

// The gallery marks the experiment that is shown, whichever scenario it is of.
const load = () => Promise.all([import('./Gallery'), loadCatalog(), loadCarried()]).then(([{ Gallery }]) => Gallery);

export function GalleryDoor() {
  return (
    galleryOpen.value && (
      <section class="gallery" id="gallery" aria-label="Gallery of experiments">
        <Lazy load={load} minHeight={176} />
      </section>
    )
  );
}

export function GalleryButton() {
  const open = galleryOpen.value;
  return (
    <button
      type="button"
      class="button button-quiet topbar-gallery"
      aria-expanded={open}
      aria-controls={open ? 'gallery' : undefined}
      data-action="gallery"
      onClick={() => {
        setGallery(!open);
        if (!open) window.scrollTo({ top: 0 });
      }}
    >
      <Icon name="gallery" />
      <span>Gallery</span>
    </button>
  );
}
