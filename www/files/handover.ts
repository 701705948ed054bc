// The documented way to give the Perfetto UI a trace: a page opened by `window.open` answers `PING` with `PONG` once it
// listens, and then takes the trace as a message (https://perfetto.dev/docs/visualization/deep-linking-to-perfetto-ui).
// Uses no other part of the page, because the helper page `handoff.html` does it too.

export const ORIGIN = 'https://ui.perfetto.dev';

/** Data that the page sends to its helper page. */
export interface HandedTrace {
  blob: Blob;
  title: string;
  /** Name of the file. */
  name: string;
  /** Address of the experiment. */
  address: string;
}

/** Returns the name of the channel between the page and the helper page that was opened with this id. */
export const channelOf = (id: string): string => `brigade-handoff-${id}`;
/** Message with which the helper page asks for the trace. */
export const READY = 'ready';

/** Time between two calls, in ms. */
const CALL = 100;
/** Longest time in ms that Perfetto may take to load, over a slow line. */
const PATIENCE = 120_000;

/**
 * Waits for Perfetto in the window that was opened, and posts the trace to that window only. Returns false if Perfetto
 * has not answered: the window was closed, or the browser has taken away its handle, which looks the same.
 */
export async function handOver(target: Window, { blob, title, name, address }: HandedTrace): Promise<boolean> {
  const buffer = await blob.arrayBuffer();
  const ready = await new Promise<boolean>((resolve) => {
    const end = (answered: boolean): void => {
      clearInterval(timer);
      window.removeEventListener('message', listen);
      resolve(answered);
    };
    const listen = ({ data, origin, source }: MessageEvent): void => {
      if (source === target && origin === ORIGIN && data === 'PONG') end(true);
    };
    const until = Date.now() + PATIENCE;
    const timer = setInterval(() => {
      if (target.closed || Date.now() > until) end(false);
      else target.postMessage('PING', ORIGIN);
    }, CALL);
    window.addEventListener('message', listen);
  });
  if (ready) target.postMessage({ perfetto: { buffer, title, fileName: name, url: address } }, ORIGIN, [buffer]);
  return ready;
}
