// Gets the page cross-origin isolated, which shared memory needs. A host that sends the headers
// has done it already; elsewhere the service worker `sw.js` adds them, which takes one reload.
//
// The page must never reload for ever: before it reloads it leaves a mark, and where it finds the
// mark (or can leave none, or has come through the service worker already) it gives up, and the
// single-threaded build is used.

const MARK = 'brigade:reloaded-for-isolation';

/** Longest time for the service worker to be ready, in ms; then the page goes on without threads. */
const TIME_LIMIT = 5000;

/** Longest time for a reload to take the page away, in ms: one that never comes must not leave the window empty. */
const RELOAD_LIMIT = 10_000;

/** For how long the mark in session storage counts, in ms: much longer than a reload takes. */
const FRESH = 20_000;

/**
 * Resolves when the page stays as it is: isolated, where that can be had. While it is about to be reloaded it
 * does not resolve, so that nothing is started twice. Never rejects.
 *
 * To be awaited before anything else changes the history entry, which may hold the mark.
 */
export async function ensureIsolation(): Promise<void> {
  if (globalThis.crossOriginIsolated) {
    removeMark();
    return;
  }
  // Whether a frame is isolated is up to the page around it: a reload would change nothing.
  if (window.top !== window.self) return;
  if (!window.isSecureContext || !('serviceWorker' in navigator)) return;
  if (hasMark()) return;
  // This page has come through the service worker, and is not isolated all the same: once more would change nothing.
  if (navigator.serviceWorker.controller?.scriptURL === workerAddress()) return;
  try {
    await withTimeLimit(activeServiceWorker(), TIME_LIMIT);
  } catch {
    // Refused, as in some private windows, or too slow.
    return;
  }
  if (!leaveMark()) return;
  // Keeps the fragment. The next load goes through the service worker, which is active by now;
  // it need not control this page, and after a forced reload it never would.
  for (let tries = 0; tries < 2; tries++) {
    window.location.reload();
    await new Promise((resolve) => setTimeout(resolve, RELOAD_LIMIT));
  }
  // The page is still here: it goes on as it is, and no late reload is to take away what its reader does now.
  window.stop();
}

const workerAddress = (): string => new URL('sw.js', document.baseURI).href;

/** Registers `sw.js` beside the page (any sub-path) and waits until it is active, if only in an earlier version. */
async function activeServiceWorker(): Promise<void> {
  const registration = await navigator.serviceWorker.register(workerAddress());
  const { active, installing, waiting } = registration;
  // Another site may have been published here before, with a worker of its own.
  const worker = active?.scriptURL === workerAddress() ? active : (installing ?? waiting ?? active);
  if (!worker) throw new Error('There is no service worker after its registration.');
  if (worker.state === 'activated') return;
  await new Promise<void>((resolve, reject) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve();
      if (worker.state === 'redundant') reject(new Error('The service worker was given up.'));
    });
  });
}

function withTimeLimit<T>(promise: Promise<T>, limit: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The time limit has passed.')), limit);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

// The mark is left in two places, and either will do. The state of the history entry is exact: it
// belongs to this visit, and it is gone as soon as the page writes its own. Session storage holds
// the time of the reload, should a browser ever lose the state with the change of process that
// isolation brings; it counts only while fresh, because Chromium was seen to show an old process's
// copy of a mark that had been removed.

function historyState(): Record<string, unknown> {
  const state: unknown = window.history.state;
  return typeof state === 'object' && state !== null ? (state as Record<string, unknown>) : {};
}

function hasMark(): boolean {
  if (MARK in historyState()) return true;
  try {
    const age = Date.now() - Number(window.sessionStorage.getItem(MARK) ?? Number.NaN);
    return Math.abs(age) < FRESH;
  } catch {
    // Storage is forbidden.
    return false;
  }
}

/** True where the mark will be found after the reload. */
function leaveMark(): boolean {
  try {
    window.history.replaceState({ ...historyState(), [MARK]: true }, '');
  } catch {
    // Browsers limit how often this may be called; the other place is left.
  }
  try {
    window.sessionStorage.setItem(MARK, String(Date.now()));
  } catch {
    // Storage is forbidden.
  }
  return hasMark();
}

function removeMark(): void {
  const { [MARK]: mark, ...rest } = historyState();
  try {
    if (mark) window.history.replaceState(Object.keys(rest).length > 0 ? rest : null, '');
    window.sessionStorage.removeItem(MARK);
  } catch {
    // Nothing was stored there, or it will not be fresh for long.
  }
}
