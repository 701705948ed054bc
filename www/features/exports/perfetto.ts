// “Open in Perfetto”: gives the trace to the Perfetto UI, a page of another site, within the browser.
//
// The documented way (`handover.ts`) needs the handle that `window.open` returns. A page that is cross-origin isolated
// gets no usable handle, because the new window belongs to another group of browsing contexts. Such a page therefore
// opens a helper page of this site, `handoff.html`, which is served without isolation. The helper page asks for the
// trace over a channel between pages of one site, says what it is about to do, and opens Perfetto when its button is
// pressed. A page that is not isolated opens Perfetto itself.

import * as app from '../../app/app';
import { channelOf, type HandedTrace, handOver, ORIGIN, READY } from '../../files/handover';
import { traceOfRun } from './ended';

/** Channel to the helper page that was opened last. That page may ask again after a reload. */
let channel: BroadcastChannel | null = null;

export async function toPerfetto(): Promise<void> {
  if (globalThis.crossOriginIsolated) return byHelper();
  // Opened at once, while the press counts: browsers block what a script opens later.
  const target = window.open(ORIGIN);
  if (!target) {
    app.problem.value =
      'The browser blocked the new window: allow windows for this page, or save the trace and open it in Perfetto.';
    return;
  }
  const trace = await traceOfRun();
  if (trace && (await handOver(target, trace))) return;
  app.problem.value = 'Perfetto did not answer: save the trace as JSON and open that file in Perfetto.';
}

async function byHelper(): Promise<void> {
  const id = crypto.randomUUID();
  const trace: Promise<HandedTrace | null> = traceOfRun();
  channel?.close();
  const mine = new BroadcastChannel(channelOf(id));
  channel = mine;
  mine.onmessage = async ({ data }) => {
    const handed = data === READY ? await trace : null;
    if (handed) mine.postMessage(handed);
  };
  window.open(new URL(`handoff.html#${id}`, window.location.href), '_blank', 'noopener');
}
