// The settings on screens that have no room for them beside the stage: a drawer that a button opens.

import { signal } from '@preact/signals';

/** Whether the drawer is open; without effect where the settings are always there. */
export const drawerOpen = signal(false);

/** Closes it; the focus returns to the button, unless it has gone elsewhere. */
export function closeDrawer(): void {
  if (!drawerOpen.peek()) return;
  const within = document.getElementById('settings')?.contains(document.activeElement) ?? false;
  drawerOpen.value = false;
  if (within) document.querySelector<HTMLElement>('[data-action="settings"]')?.focus({ preventScroll: true });
}
