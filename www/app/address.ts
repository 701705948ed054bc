// Keeps the address bar and the history in step with the settings.

import { address as addressBar } from './received';

/**
 * An address that follows a control is written when that has rested so long, in ms: browsers refuse more than some
 * hundred changes in half a minute.
 */
const ADDRESS_REST = 150;

/** What the present history entry has last run: Back must return to that, whatever a control did to the address. */
let entryLink = '';
let addressTimer: ReturnType<typeof setTimeout> | undefined;

export const entered = (): string => entryLink;

/** The present history entry stands for this link. */
export function enter(link: string): void {
  entryLink = link;
}

/** Lets the address follow the settings while a control moves. */
export function followAddress(): void {
  clearTimeout(addressTimer);
  addressTimer = setTimeout(() => writeAddress('replace'), ADDRESS_REST);
}

/** Brings the address in step. `push`: a run begins, so the entry before it must stay for Back, as it was run. */
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
    // The browser finds these too many: the page goes on, and the next change brings the address in step.
    return;
  }
  if (how === 'push') entryLink = address;
}
