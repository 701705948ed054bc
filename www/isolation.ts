// Gets the page cross-origin isolated, which shared memory needs. Some hosts send the headers for that; elsewhere the
// service worker `sw.js` adds them, which takes one reload.
//
// The page must never reload for ever. It leaves a mark before it reloads, and gives up if it finds the mark, can leave
// none, or has already come through the service worker. It then uses the single-threaded build.

const MARK = 'brigade:reloaded-for-isolation';

/** Longest time in ms for the service worker to be ready; after that the page goes on without threads. */
const TIME_LIMIT = 5000;

/** Longest time in ms for a reload to begin; a reload that never comes must not leave the window empty. */
const RELOAD_LIMIT = 10_000;

/** Time in ms for which the mark in session storage counts, much longer than a reload takes. */
const FRESH = 20_000;

/**
 * Resolves when the page stays: isolated, if that is possible. Before a reload it does not resolve, so that nothing is
 * started twice. Never rejects.
 *
 * Must be awaited before anything else changes the history entry, which may hold the mark.
 */
export async function ensureIsolation(): Promise<void> {
  if (globalThis.crossOriginIsolated) {
    removeMark();
    return;
  }
  // The page around a frame decides whether the frame is isolated; a reload would change nothing.
  if (window.top !== window.self) return;
  if (!window.isSecureContext || !('serviceWorker' in navigator)) return;
  if (hasMark()) return;
  // The page has come through the service worker and is still not isolated; another reload would change nothing.
  if (navigator.serviceWorker.controller?.scriptURL === workerAddress()) return;
  try {
    await withTimeLimit(activeServiceWorker(), TIME_LIMIT);
  } catch {
    // Registration was refused, as in some private windows, or took too long.
    return;
  }
  if (!leaveMark()) return;
  // A reload keeps the fragment. It goes through the service worker, which is active by now. The worker need not
  // control this page; after a forced reload it never would.
  for (let tries = 0; tries < 2; tries++) {
    window.location.reload();
    await new Promise((resolve) => setTimeout(resolve, RELOAD_LIMIT));
  }
  // The page is still here and goes on as it is. A reload that comes late must not take away what its reader does now.
  window.stop();
}

const workerAddress = (): string => new URL('sw.js', document.baseURI).href;

/** Registers `sw.js` beside the page (any sub-path), and waits until it or an earlier version of it is active. */
async function activeServiceWorker(): Promise<void> {
  const registration = await navigator.serviceWorker.register(workerAddress());
  const { active, installing, waiting } = registration;
  // Another site may have been published here before, with its own service worker.
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

// The mark is left in two places, and one of them is enough. The state of the history entry is exact: it belongs to
// this visit, and is gone as soon as the page writes its own. Session storage holds the time of the reload, in case a
// browser loses the state with the change of process that isolation brings. It counts only while fresh, because
// Chromium was seen to show an old process's copy of a mark that had been removed.

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

/** Leaves the mark. Returns whether it will be found after the reload. */
function leaveMark(): boolean {
  try {
    window.history.replaceState({ ...historyState(), [MARK]: true }, '');
  } catch {
    // Browsers limit how often this may be called; the mark in session storage remains.
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
    // Nothing was stored, or the mark will soon be too old to count.
  }
}
