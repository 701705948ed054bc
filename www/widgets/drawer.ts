// Keeps the settings in a drawer, which a button opens, on screens that have no room for them beside the stage.

import { signal } from '@preact/signals';

/** Whether the drawer is open. Has no effect where the settings are always shown. */
export const drawerOpen = signal(false);

/** Closes the drawer. If the focus is in it, it returns to the button. */
export function closeDrawer(): void {
  if (!drawerOpen.peek()) return;
  const within = document.getElementById('settings')?.contains(document.activeElement) ?? false;
  drawerOpen.value = false;
  if (within) document.querySelector<HTMLElement>('[data-action="settings"]')?.focus({ preventScroll: true });
}
