// The service worker: makes the page cross-origin isolated where the host cannot send headers, so
// that threads work on any static host. `isolation.ts` registers it, and only where it is needed.
//
// Only documents and the scripts of workers need the headers. Everything else is left to the
// browser, which then keeps its own caches, among them that of compiled wasm.

const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  // Not `credentialless`: not every engine has it, and the page loads nothing from other origins.
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const NEED_HEADERS = new Set(['document', 'iframe', 'frame', 'worker', 'sharedworker']);

// A new version takes over at once: old and new do the same for a page that is already open.
self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (new URL(request.url).origin !== self.location.origin) return;
  if (!NEED_HEADERS.has(request.destination)) return;
  event.respondWith(isolated(request));
});

/** The response of the network, with the headers. */
async function isolated(request) {
  const response = await fetch(request);
  // Redirects of a navigation are opaque, with status 0: they must be handed on as they are.
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
