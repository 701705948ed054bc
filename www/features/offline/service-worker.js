// The service worker, published as `sw.js` beside the page. It does two things:
//
// - It makes the page cross-origin isolated where the host cannot send headers, so that threads work on any
//   static host (`isolation.ts` registers it there before anything else).
// - It keeps one whole version of the site on the device, so that the page works without a network. Versions are never
//   mixed: a new one is fetched as a whole, waits, and takes over when the reader accepts it (or when no page of the
//   site is open any more).
//
// `scripts/offline.mjs` writes the facts of the build in front of this text: VERSION, ENTRY (the page's script, by which
// a document is known to belong to this version) and FILES (all of the site, '' being the document).

/* global VERSION, ENTRY, FILES */

const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  // Not `credentialless`: not every engine has it, and the page loads nothing from other origins.
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Only documents and the scripts of workers need the headers. */
const NEED_HEADERS = new Set(['document', 'iframe', 'frame', 'worker', 'sharedworker']);

/** Not isolated, because it hands a trace to another site's page, which an isolated document cannot do. */
const NOT_ISOLATED = 'handoff.html';

const SCOPE = self.registration.scope;
// Several sites may share an origin, and therefore its caches.
const PREFIX = `brigade ${SCOPE} `;
const CACHE = PREFIX + VERSION;
/** Entry of the cache that says that all files are in it. It is the name of no file. */
const COMPLETE = new URL('?complete', SCOPE).href;
const KNOWN = new Set(FILES);

self.addEventListener('install', (event) => {
  // Without a former worker of this site there is nothing to protect, and a page may be waiting for isolation.
  const first = self.registration.active?.scriptURL !== self.location.href;
  event.waitUntil(first ? self.skipWaiting() : keepUnlessThrifty());
});

self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

self.addEventListener('message', (event) => {
  const [port] = event.ports;
  if (event.data === 'keep') {
    event.waitUntil(
      keepAll().then(
        (added) => port?.postMessage({ kept: true, added }),
        (error) => port?.postMessage({ kept: false, reason: String(error) }),
      ),
    );
  }
  if (event.data === 'take over') event.waitUntil(self.skipWaiting());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const name = nameOf(request);
  const needsHeaders = NEED_HEADERS.has(request.destination) && name !== NOT_ISOLATED;
  if (new URL(request.url).origin !== self.location.origin || (name === null && !needsHeaders)) return;
  event.respondWith(answer(request, name, needsHeaders));
});

/** Returns the name in FILES of the requested file; null if it is none of them. */
function nameOf({ method, url, mode }) {
  if (method !== 'GET' || !url.startsWith(SCOPE)) return null;
  const { href, search } = new URL(url);
  const path = href.slice(SCOPE.length).replace(/[?#].*$/s, '');
  const name = path === 'index.html' ? '' : path;
  // A query on a document means nothing to this site; on any other file it asks for another file.
  return KNOWN.has(name) && (search === '' || mode === 'navigate') ? name : null;
}

const addressOf = (name) => new URL(name, SCOPE).href;
/** Whether the name tells the content, as those of bundled files do: name-XXXXXXXX.ext. */
const isHashed = (name) => /^assets\/.+-[\w-]{8}\.\w+$/.test(name);

async function answer(request, name, needsHeaders) {
  const response = (name === null ? undefined : await kept(name)) ?? (await fetch(request));
  // Redirects of a navigation are opaque, with status 0: they must be handed on as they are.
  if (!needsHeaders || response.status === 0) return response;
  const headers = new Headers(response.headers);
  for (const [header, value] of Object.entries(ISOLATION)) headers.set(header, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** Returns the file from the device; undefined if it is not there or storage does not work. */
async function kept(name) {
  try {
    // A hashed name tells the content, so any version's file will do: a page of the former version that is still open
    // loads its parts so. All other files come from this version, and only if it is complete.
    if (isHashed(name)) return await caches.match(addressOf(name));
    const cache = await caches.open(CACHE);
    return (await cache.match(COMPLETE)) && (await cache.match(addressOf(name)));
  } catch {
    return undefined;
  }
}

async function keepUnlessThrifty() {
  if (!self.navigator.connection?.saveData) await keepAll();
}

/**
 * Puts every file of this version into its cache. Returns true if some were missing. Rejects if the network fails or
 * the host already has another version; the caller may try again.
 */
async function keepAll() {
  const cache = await caches.open(CACHE);
  if (await cache.match(COMPLETE)) return false;
  // One after the other, so as not to disturb a run.
  for (const name of FILES) {
    const address = addressOf(name);
    if (await cache.match(address)) continue;
    const earlier = isHashed(name) ? await caches.match(address) : undefined;
    const response = earlier ?? (await fetch(address, { cache: isHashed(name) ? 'default' : 'no-cache' }));
    if (!response.ok) throw new Error(`The host answers ${response.status} for “${name || 'the page'}”.`);
    if (name === '' && !(await response.clone().text()).includes(ENTRY)) {
      throw new Error('The host has another version of the page by now.');
    }
    await cache.put(address, response);
  }
  await cache.put(COMPLETE, new Response(''));
  return true;
}

async function takeOver() {
  const ours = (await caches.keys()).filter((key) => key.startsWith(PREFIX) && key !== CACHE);
  // The former version stays: its page may still be open, and may not have loaded all of its parts.
  await Promise.all(ours.slice(0, -1).map((key) => caches.delete(key)));
  // Not awaited: in Firefox it was seen to take up to a minute while the page has a pool of sleeping threads.
  void self.clients.claim();
}
