// Keeps the site on the device, so that it works without a network, and watches for new versions. Loaded after the
// first run, so as to take no time from it.

import { signal } from '@preact/signals';

export type Offline =
  /** The site is not on the device (yet), or cannot be. */
  | 'no'
  /** The site has just been kept, which is announced. */
  | 'new'
  /** The site was kept on an earlier visit. */
  | 'yes';

export const offline = signal<Offline>('no');

/** The new version that waits until the reader accepts it. */
export const waiting = signal<ServiceWorker | null>(null);

/** Least time in ms after which a page that stays open asks for a new version again. */
const ASK_EVERY = 60 * 60 * 1000;

/** Begins to keep the site. Never rejects: without storage, or if the browser refuses, the page goes on as it is. */
export async function keepOffline(): Promise<void> {
  // In a frame the page belongs to another page's visit, and keeps nothing.
  if (window.top !== window.self || !window.isSecureContext || !('serviceWorker' in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(new URL('sw.js', document.baseURI));
    listen(registration);
    const worker = await active(registration);
    if (worker && !prefersLessData()) offline.value = await keep(worker);
  } catch {
    // The browser refuses, as in some private windows, or there is no room. Everything else works.
  }
}

/**
 * Lets the waiting version take over, which the reader has accepted, and loads the page again as that version. An active
 * worker answers the reload, whether it controls this page by then or not: that can take much longer.
 */
export function takeOver(worker: ServiceWorker): void {
  worker.addEventListener('statechange', () => {
    if (worker.state === 'activated') window.location.reload();
  });
  worker.postMessage('take over');
}

function listen(registration: ServiceWorkerRegistration): void {
  const look = (): void => {
    // The first version does not wait, and is not announced.
    waiting.value = registration.active ? registration.waiting : null;
  };
  look();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });
  let asked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - asked < ASK_EVERY) return;
    asked = Date.now();
    registration.update().catch(() => undefined);
  });
}

async function active(registration: ServiceWorkerRegistration): Promise<ServiceWorker | null> {
  if (registration.active) return registration.active;
  const worker = registration.installing ?? registration.waiting;
  if (!worker) return null;
  await new Promise<void>((resolve) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated' || worker.state === 'redundant') resolve();
    });
  });
  return registration.active;
}

function prefersLessData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}

function keep(worker: ServiceWorker): Promise<Offline> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<{ kept: boolean; added?: boolean }>) => {
      port1.close();
      resolve(data.kept ? (data.added ? 'new' : 'yes') : 'no');
    };
    worker.postMessage('keep', [port2]);
  });
}
