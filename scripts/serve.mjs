// @ts-check
// A small static server for dist/: used by `./build.sh serve`, by the browser tests and by the
// benchmark. Plain JavaScript with JSDoc types (tsc checks it), because node 20 runs no TypeScript.
//
//   node scripts/serve.mjs [--port 8080] [--root dist] [--base-path /sub/] [--no-isolation]
//
// It answers only this machine, compresses text and wasm (so that sizes over the wire are those of a real host), and
// sends the headers of cross-origin isolation unless told not to. `handoff.html` gets none of these headers, as it
// must be able to talk to a page of another site (see `www/features/exports/perfetto.ts`). Tests may replace files by
// other answers.

import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** @type {Record<string, string>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

const COMPRESSED = new Set(['.css', '.html', '.js', '.json', '.map', '.mjs', '.svg', '.txt', '.wasm', '.webmanifest']);

/** Bundled files have a hash of their content in their name: name-XXXXXXXX.ext in assets/. */
const HASHED = /\/assets\/[^/]+-[\w-]{8}\.\w+$/;

const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** The only document that is sent without isolation headers. */
const NOT_ISOLATED = /^[^?#]*\/handoff\.html(?:$|[?#])/;

/**
 * @typedef {object} ServerOptions
 * @property {string} root Folder that is served.
 * @property {number} [port] 0 (the default) takes any free port.
 * @property {string} [basePath] Where the site is published, such as `/sub/`; default `/`.
 * @property {boolean} [isolated] Whether to send the isolation headers; default true.
 * @property {(name: string) => Substitute | null | Promise<Substitute | null>} [instead] Is asked first, with the
 * name of a file below `basePath`: returns the answer, or null to send the file.
 */

/**
 * @typedef {object} Substitute An answer that is not a file of the folder.
 * @property {'sent' | 'dropped' | 'never'} [how] `dropped`: the connection is closed without an answer; `never`: it
 * stays open without an answer. Default `sent`.
 * @property {number} [status] Default 200.
 * @property {Record<string, string>} [headers] Added to the type, which follows from the name, and to the isolation
 * headers.
 * @property {string | Buffer} [body]
 */

/**
 * @typedef {object} RunningServer
 * @property {string} url Address of the site, with its base path and a slash at the end.
 * @property {() => Promise<void>} close Stops the server and drops open connections.
 */

/** @param {string} path */
const typeOf = (path) => ({ 'Content-Type': TYPES[extname(path) || '.html'] ?? 'application/octet-stream' });

/**
 * @param {Substitute} substitute
 * @param {Record<string, string>} usual
 * @param {import('node:http').ServerResponse} response
 */
function sendInstead({ how = 'sent', status = 200, headers = {}, body = '' }, usual, response) {
  if (how === 'dropped') response.destroy();
  // The browser must not keep it: the next answer may be another.
  else if (how === 'sent') response.writeHead(status, { ...usual, 'Cache-Control': 'no-store', ...headers }).end(body);
}

/**
 * Serves a folder on 127.0.0.1.
 *
 * @param {ServerOptions} options
 * @returns {Promise<RunningServer>} Rejected where the port is taken.
 */
export async function startServer({ root, port = 0, basePath = '/', isolated = true, instead }) {
  const folder = resolve(root);
  const base = `/${basePath.split('/').filter(Boolean).join('/')}/`.replace('//', '/');
  /** Compressed bodies by path; a changed file has another `key`. @type {Map<string, {key: string, body: Buffer}>} */
  const compressed = new Map();

  /**
   * @param {string} path
   * @param {string} key Tells versions of the file apart.
   */
  async function compressedBody(path, key) {
    const known = compressed.get(path);
    if (known?.key === key) return known.body;
    const body = await compress(await readFile(path), { level: 9 });
    compressed.set(path, { key, body });
    return body;
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  async function answer(request, response) {
    const asked = request.url ?? '/';
    const headers = isolated && !NOT_ISOLATED.test(asked) ? ISOLATION : {};
    /** @param {number} status @param {string} text @param {Record<string, string>} [more] */
    const refuse = (status, text, more = {}) => {
      response.writeHead(status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8', ...more });
      response.end(request.method === 'HEAD' ? undefined : `${text}\n`);
    };

    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET.', { Allow: 'GET, HEAD' });
    let address;
    try {
      address = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    } catch {
      return refuse(400, 'This address cannot be read.');
    }
    if (`${address}/` === base) return refuse(301, 'See the address with a slash.', { Location: base });
    if (!address.startsWith(base) || address.includes('\0')) return refuse(404, 'Nothing here.');

    const name = address.slice(base.length);
    const substitute = await instead?.(name);
    if (substitute) return sendInstead(substitute, { ...headers, ...typeOf(name) }, response);

    let path = resolve(join(folder, name));
    if (path !== folder && !path.startsWith(folder + sep)) return refuse(404, 'Nothing here.');
    let info = await stat(path).catch(() => null);
    if (info?.isDirectory()) {
      path = join(path, 'index.html');
      info = await stat(path).catch(() => null);
    }
    if (!info?.isFile()) return refuse(404, 'Nothing here.');

    const extension = extname(path);
    const key = `${info.size.toString(36)}-${Math.trunc(info.mtimeMs).toString(36)}`;
    const useGzip = COMPRESSED.has(extension) && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    const etag = `"${key}${useGzip ? '-gz' : ''}"`;
    /** @type {Record<string, string | number>} */
    const all = {
      ...headers,
      ...typeOf(path),
      'Cache-Control': HASHED.test(address) ? 'public, max-age=31536000, immutable' : 'no-cache',
      ETag: etag,
      Vary: 'Accept-Encoding',
      'X-Content-Type-Options': 'nosniff',
    };
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, all).end();
      return;
    }
    if (useGzip) {
      const body = await compressedBody(path, key);
      response.writeHead(200, { ...all, 'Content-Encoding': 'gzip', 'Content-Length': body.length });
      response.end(request.method === 'HEAD' ? undefined : body);
      return;
    }
    response.writeHead(200, { ...all, 'Content-Length': info.size });
    if (request.method === 'HEAD') {
      response.end();
    } else {
      createReadStream(path)
        .on('error', () => response.destroy())
        .pipe(response);
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => done(undefined));
  });
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('The server has no port.');
  return {
    url: `http://localhost:${bound.port}${base}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8080' },
      root: { type: 'string', default: 'dist' },
      'base-path': { type: 'string', default: '/' },
      'no-isolation': { type: 'boolean', default: false },
    },
  });
  const server = await startServer({
    root: values.root,
    port: Number(values.port),
    basePath: values['base-path'],
    isolated: !values['no-isolation'],
  });
  console.log(`Serving ${values.root} at ${server.url} (Ctrl+C stops)`);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void server.close().then(() => process.exit(0)));
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    const taken = error?.code === 'EADDRINUSE';
    console.error(taken ? 'The port is taken by another program; give another one.' : String(error?.message ?? error));
    process.exitCode = 1;
  });
}
