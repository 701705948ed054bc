// Keeps the site on the device, so that it works without a network, and hears of new versions. Loaded once the
// first run is done: nothing here is to take time from it.

import { signal } from '@preact/signals';

export type Offline =
  /** Not on the device (yet), or cannot be. */
  | 'no'
  /** Just now: worth a word. */
  | 'new'
  /** Since an earlier visit. */
  | 'yes';

export const offline = signal<Offline>('no');

/** The new version that waits for its turn. */
export const waiting = signal<ServiceWorker | null>(null);

/** How often a page that stays open asks for a new version at most, in ms. */
const ASK_EVERY = 60 * 60 * 1000;

/** Never rejects: without storage, or in a browser that refuses, the page goes on as it is. */
export async function keepOffline(): Promise<void> {
  // A frame is a guest on another page.
  if (window.top !== window.self || !window.isSecureContext || !('serviceWorker' in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(new URL('sw.js', document.baseURI));
    listen(registration);
    const worker = await active(registration);
    if (worker && !prefersLessData()) offline.value = await keep(worker);
  } catch {
    // Refused, as in some private windows, or there is no room. Everything else works.
  }
}

/** The reader has said yes: the waiting version takes over, and the page is loaded again as that version. */
export function takeOver(worker: ServiceWorker): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true });
  worker.postMessage('take over');
}

function listen(registration: ServiceWorkerRegistration): void {
  const look = (): void => {
    // The very first one does not wait for anybody, and is no news.
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
