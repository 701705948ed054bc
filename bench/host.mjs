// @ts-check
// What the measurements need: the bundle of the benchmark's own page, and a relay in front of the site's server that
// counts what goes over the wire.

import { existsSync } from 'node:fs';
import { createServer, request as forward } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Bundles bench/page/ and returns its folder. Needs the wasm module and the catalogue of a build. */
export async function buildBenchSite() {
  for (const needed of ['pkg/threads-first/brigade_bg.wasm', 'www/generated/catalog.json', 'dist/index.html']) {
    if (!existsSync(`${ROOT}/${needed}`)) throw new Error(`${needed} is missing: run ./build.sh build first.`);
  }
  await build({ configFile: `${ROOT}/bench/vite.config.ts`, logLevel: 'warn' });
  return `${ROOT}/target/bench-site`;
}

/**
 * @typedef {object} Transfer
 * @property {string} path
 * @property {number} bytes Status line, headers and encoded body.
 */

/**
 * @typedef {object} Relay
 * @property {string} url
 * @property {Transfer[]} transfers The responses so far; clear it to start anew.
 * @property {() => Promise<void>} close
 */

/**
 * Stands between browser and server and counts every response as it is on the wire, whether the page, a worker's
 * worker or the service worker asked for it.
 *
 * @param {string} target Address of the server.
 * @returns {Promise<Relay>}
 */
export async function startRelay(target) {
  const { port } = new URL(target);
  /** @type {Transfer[]} */
  const transfers = [];
  const server = createServer((incoming, outgoing) => {
    const { method, url: path = '/', headers } = incoming;
    const upstream = forward({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      // Counts "HTTP/1.1 200 OK", an empty line, and for each header a colon, a space and a line end.
      let bytes = 15 + (response.statusMessage?.length ?? 0);
      for (const word of response.rawHeaders) bytes += word.length + 2;
      const transfer = { path, bytes };
      transfers.push(transfer);
      outgoing.writeHead(response.statusCode ?? 502, response.rawHeaders);
      response.on('data', (chunk) => {
        transfer.bytes += chunk.length;
      });
      response.pipe(outgoing);
    });
    upstream.on('error', () => outgoing.destroy());
    incoming.pipe(upstream);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('The relay has no port.');
  return {
    url: `http://localhost:${bound.port}/`,
    transfers,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
