// How the page is bundled: index.html and www/ become dist/, a static site for any sub-path of any host.
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { writeServiceWorker } from './scripts/offline.mjs';

// Only a cross-origin isolated page may share memory between threads.
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** The page, and the helper page that hands a trace to Perfetto. */
const PAGES = {
  index: fileURLToPath(new URL('./index.html', import.meta.url)),
  handoff: fileURLToPath(new URL('./handoff.html', import.meta.url)),
};

/** Returns whether the page's entry imports a module, directly or through others. */
function isLoadedAtOnce(
  id: string,
  info: (id: string) => { isEntry: boolean; importers: readonly string[] } | null,
  seen = new Set<string>(),
): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  const module = info(id);
  return (
    module !== null &&
    ((module.isEntry && id !== PAGES.handoff) ||
      module.importers.some((importer) => isLoadedAtOnce(importer, info, seen)))
  );
}

const dist = fileURLToPath(new URL('./dist', import.meta.url));

/** Writes the service worker at the end, since it names all files of the site. */
const serviceWorker: Plugin = {
  name: 'service-worker',
  apply: 'build',
  writeBundle: { order: 'post', sequential: true, handler: ({ dir }) => writeServiceWorker(dir ?? dist) },
};

/**
 * The workers of a thread pool load the bindings that the engine has loaded already. Bundled by themselves, they would
 * have a copy of their own, which every reader would download as well.
 */
const oneCopyOfBindings: Plugin = {
  name: 'one-copy-of-bindings',
  apply: 'build',
  transform(code, id) {
    if (!id.includes('workerHelpers.js')) return null;
    const replaced = code
      .replace("type: 'wasm_bindgen_worker_init',", "type: 'wasm_bindgen_worker_init', bindings: import.meta.url,")
      .replace('async ({ init, receiver })', 'async ({ init, receiver, bindings })')
      .replace("import('../../..')", 'import(/* @vite-ignore */ bindings)');
    if ((replaced.match(/\bbindings\b/g) ?? []).length !== 3) {
      throw new Error('The pool’s worker is not what vite.config.ts expects: see oneCopyOfBindings.');
    }
    return replaced;
  },
};

/** Comments are for those who read the source. */
const noComments: Plugin = {
  name: 'no-comments',
  apply: 'build',
  transformIndexHtml: (html) => html.replace(/\s*<!--.*?-->/gs, ''),
};

export default defineConfig({
  plugins: [noComments, serviceWorker],
  publicDir: 'www/public',
  // Addresses are relative, because the site does not know where it will be published.
  base: './',
  build: {
    outDir: dist,
    emptyOutDir: true,
    target: 'es2022',
    // Nothing is inlined: the browser compiles wasm while it streams in, and the page's policy forbids `data:`
    // workers.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      input: PAGES,
      output: {
        // The modules that the first view loads anyway go into one file. Otherwise they would become ten, as lazy
        // views share parts of them, and weigh a twentieth more.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            {
              debugName: 'page',
              name: (id, context) => (isLoadedAtOnce(id, (other) => context.getModuleInfo(other)) ? 'page' : null),
            },
          ],
        },
      },
    },
  },
  // The thread pool's workers are modules that import further modules.
  worker: { format: 'es', plugins: () => [oneCopyOfBindings] },
  server: { headers: isolation },
  preview: { headers: isolation },
});
