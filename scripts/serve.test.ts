// The static server: the files that it serves, the requests that it refuses, and its headers.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from './serve.mjs';

let folder: string;
let root: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'serve-'));
  root = join(folder, 'site');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  mkdirSync(join(folder, 'site-private'));
  writeFileSync(join(folder, 'site-private', 'secret.txt'), 'secret');
  writeFileSync(join(root, 'index.html'), '<!doctype html>'.padEnd(5000));
  writeFileSync(join(root, 'handoff.html'), '<!doctype html>');
  writeFileSync(join(root, 'assets', 'module-abcd1234.wasm'), Buffer.alloc(3000));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Sends a request with its path unchanged: `fetch` would resolve the dots first. */
function rawStatus(url: string, path: string): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('startServer', () => {
  it('serves a file compressed, with its type and the isolation headers', async () => {
    const server = await startServer({ root });
    const page = await fetch(server.url);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-encoding')).toBe('gzip');
    expect(Number(page.headers.get('content-length'))).toBeLessThan(200);
    expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(page.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect((await page.text()).length).toBe(5000);
    await server.close();
  });

  it('gives other answers in place of its files where it is told to', async () => {
    const server = await startServer({
      root,
      basePath: '/sub/',
      instead: (name) => {
        if (name === '') return { body: 'instead' };
        if (name === 'gone.js') return { status: 503, headers: { 'X-Why': 'test' } };
        return name === 'broken.js' ? { how: 'dropped' } : null;
      },
    });
    const page = await fetch(server.url);
    expect([await page.text(), page.headers.get('content-type')]).toEqual(['instead', 'text/html; charset=utf-8']);
    expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    const gone = await fetch(`${server.url}gone.js`);
    expect([gone.status, gone.headers.get('x-why')]).toEqual([503, 'test']);
    await expect(fetch(`${server.url}broken.js`)).rejects.toThrow();
    expect((await (await fetch(`${server.url}index.html`)).text()).length).toBe(5000);
    await server.close();
  });

  it('leaves the page that must reach another site without them, wherever the site is', async () => {
    for (const basePath of ['/', '/sub/']) {
      const server = await startServer({ root, basePath });
      const helper = await fetch(`${server.url}handoff.html?x#y`);
      expect(helper.status).toBe(200);
      expect(helper.headers.get('cross-origin-opener-policy')).toBeNull();
      expect(helper.headers.get('cross-origin-embedder-policy')).toBeNull();
      for (const other of ['', 'assets/handoff.html.js', 'index.html?/handoff.html']) {
        const answer = await fetch(server.url + other);
        expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
      }
      await server.close();
    }
  });

  it('lets only files with a hash in their name be kept without asking', async () => {
    const server = await startServer({ root });
    const wasm = await fetch(`${server.url}assets/module-abcd1234.wasm`);
    expect(wasm.headers.get('content-type')).toBe('application/wasm');
    expect(wasm.headers.get('cache-control')).toContain('immutable');
    const page = await fetch(server.url);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const again = await fetch(server.url, { headers: { 'if-none-match': page.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    await server.close();
  });

  it('publishes below a sub-path only, and sends no isolation headers when told so', async () => {
    const server = await startServer({ root, basePath: '/a/b/', isolated: false });
    expect(new URL(server.url).pathname).toBe('/a/b/');
    const page = await fetch(server.url);
    expect(page.status).toBe(200);
    expect(page.headers.get('cross-origin-embedder-policy')).toBeNull();
    expect((await fetch(new URL('/', server.url))).status).toBe(404);
    // A relative address in the page would be wrong without the slash.
    const redirect = await fetch(server.url.slice(0, -1), { redirect: 'manual' });
    expect([redirect.status, redirect.headers.get('location')]).toEqual([301, '/a/b/']);
    await server.close();
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%2fsite-private/secret.txt',
    '/missing',
    '/assets',
    '/%00',
  ])('has nothing at %s', async (path) => {
    const server = await startServer({ root });
    expect(await rawStatus(server.url, path)).toBe(404);
    await server.close();
  });

  it('answers 400 to what is no address and 405 to what is no question', async () => {
    const server = await startServer({ root });
    expect(await rawStatus(server.url, '/%zz')).toBe(400);
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(405);
    await server.close();
  });

  it('refuses a port that is taken', async () => {
    const server = await startServer({ root });
    await expect(startServer({ root, port: Number(new URL(server.url).port) })).rejects.toThrow('EADDRINUSE');
    await server.close();
  });
});
