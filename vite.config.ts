// How the page is bundled: www/ becomes dist/, a static site for any sub-path of any host.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

// Only a cross-origin isolated page may share memory between threads.
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  root: fileURLToPath(new URL('./www', import.meta.url)),
  // Relative addresses: the site does not know where it will be published.
  base: './',
  build: {
    outDir: fileURLToPath(new URL('./dist', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // Nothing is inlined: wasm is to be compiled while it streams in, and the page's policy forbids `data:` workers.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
  },
  // The thread pool's workers are modules, and import further modules.
  worker: { format: 'es' },
  server: { headers: isolation, fs: { allow: ['..'] } },
  preview: { headers: isolation },
});
