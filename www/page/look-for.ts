// Follows what a lesson says to look for: runs its link, and when that run has ended, scrolls the part of the page that
// is meant into view and rings it. Loaded with the lesson.

import './look-for.css';
import { effect, signal } from '@preact/signals';
import * as app from '../app/app';
import { drawn } from '../app/drawn';
import { follow } from '../app/navigate';
import { encodeLink, presetLink } from '../link/link';
import { onScreen } from '../timeline/on-screen';
import { type Found, find, type LookFor, type Part } from './named-parts';

/** Name of the part that is ringed; empty while none is. */
export const lookedAt = signal('');

/** Number of drawings for which a part is waited for, because some parts are loaded when they are first shown. */
const PATIENCE = 20;

let ringed: Element | null = null;
/** Number of things that were looked for, to tell which one is the latest. */
let looks = 0;

/** Removes the ring: with the next click, with Escape, and with the end of the run that it belongs to. */
function unring(): void {
  ringed?.removeAttribute('data-ringed');
  ringed = null;
  lookedAt.value = '';
}

effect(() => {
  app.shown.value;
  app.stage.value;
  unring();
});
// In the capture phase, before the clicked link hears of the click.
document.addEventListener('click', unring, { capture: true });
document.addEventListener('keydown', ({ key }) => key === 'Escape' && unring());

/** Runs the link, and shows what to look for, unless something else has been run meanwhile. */
export async function lookFor({ link, ring: part, zoom }: LookFor): Promise<void> {
  const mine = ++looks;
  const address = presetLink(link);
  if (!isOnStage(address)) {
    const { state } = await follow(address);
    if (state !== 'done') return;
  }
  const found = await appears(part);
  if (mine !== looks || !found || app.stage.peek() !== 'done') return;
  onScreen.show?.(zoom);
  ring(found);
}

/** Whether the stage shows the finished run of this link, which then need not be run again. */
function isOnStage(address: string): boolean {
  const run = app.shown.peek();
  const wanted = app.canonical(address);
  if (app.stage.peek() !== 'done' || !run || run.explored || run.opened) return false;
  return app.fragment.peek() === wanted && encodeLink(run.link, app.catalog) === wanted;
}

/**
 * Returns the part, as soon as it is drawn. If this run has no such part (a withheld ratio), returns the verdict, which
 * says why.
 */
async function appears(part: Part): Promise<Found | null> {
  for (let i = 0; i < PATIENCE; i++) {
    await drawn();
    const found = find(part);
    if (found) return found;
  }
  return find('verdict');
}

function ring({ element, name }: Found): void {
  unring();
  ringed = element;
  element.setAttribute('data-ringed', '');
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({ block: 'nearest', behavior: still ? 'auto' : 'smooth' });
  lookedAt.value = `Look at: ${name}`;
}
