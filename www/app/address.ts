// Keeps the address bar and the history in step with the settings.

import { address as addressBar } from './received';

/**
 * Time in ms for which a control must rest before the address follows it: browsers refuse more than some hundred
 * changes in half a minute.
 */
const ADDRESS_REST = 150;

/**
 * Keeps the link that the present history entry has last run: Back returns to it, whatever a control did to the
 * address.
 */
let entryLink = '';
let addressTimer: ReturnType<typeof setTimeout> | undefined;

export const entered = (): string => entryLink;

/** Makes the present history entry stand for this link. */
export function enter(link: string): void {
  entryLink = link;
}

/** Lets the address follow the settings while a control moves. */
export function followAddress(): void {
  clearTimeout(addressTimer);
  addressTimer = setTimeout(() => writeAddress('replace'), ADDRESS_REST);
}

/** Brings the address in step. `push`: a run begins, and Back must lead to the entry before it, as that was run. */
export function writeAddress(how: 'push' | 'replace'): void {
  clearTimeout(addressTimer);
  const address = addressBar.value;
  const { history, location } = window;
  try {
    if (how === 'push' && address !== entryLink) {
      if (location.hash !== entryLink) history.replaceState(history.state, '', entryLink);
      history.pushState(null, '', address);
    } else if (location.hash !== address) history.replaceState(history.state, '', address);
  } catch {
    // The browser refuses when the address changes too often. The next change brings it in step.
    return;
  }
  if (how === 'push') entryLink = address;
}
