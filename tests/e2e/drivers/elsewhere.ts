// Pages of other sites without any network: a proxy for one browser that answers for them only.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** HTML of pages by origin, such as `https://example.org`. */
export type Elsewhere = Record<string, () => string>;

export interface Proxy {
  port: number;
  close(): void;
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

/** Makes a certificate that no authority has signed; the browser is told to accept any. */
async function certificate(folder: string): Promise<{ key: Buffer; cert: Buffer }> {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const about = ['-x509', '-nodes', '-days', '2', '-subj', '/CN=elsewhere'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  await promisify(execFile)('openssl', ['req', ...about, ...kind, '-keyout', key, '-out', cert]);
  return { key: await readFile(key), cert: await readFile(cert) };
}

/** Answers of the SOCKS protocol, version 5 (RFC 1928): no authentication, connected, refused. */
const WELCOME = Buffer.from([5, 0]);
const CONNECTED = Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
const REFUSED = Buffer.from([5, 2, 0, 1, 0, 0, 0, 0, 0, 0]);

/** Returns the name that a client asks for; '' if it asks for a numeric address, which is always refused. */
const hostIn = (request: Buffer): string =>
  request[3] === 3 ? request.subarray(5, 5 + (request[4] ?? 0)).toString('latin1') : '';

/** Starts the proxy. `folder`: for its own files. */
export async function startProxy(elsewhere: Elsewhere, folder: string): Promise<Proxy> {
  const pages = new Map(Object.entries(elsewhere).map(([origin, html]) => [new URL(origin).host, html]));
  const site = createSecureServer(await certificate(folder), ({ headers }, response) => {
    const html = pages.get(headers.host ?? '');
    response.writeHead(html ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8' }).end(html?.());
  });
  const port = await listen(site);
  const clients = new Set<Socket>();
  // SOCKS and not an HTTP proxy: WebKit would speak TLS with that one, and not accept its certificate.
  const proxy = createServer((client) => {
    clients.add(client.on('error', () => undefined).on('close', () => clients.delete(client)));
    client.once('data', () => {
      client.write(WELCOME);
      client.once('data', (request) => {
        if (!pages.has(hostIn(request))) return client.end(REFUSED);
        const there = connect(port, '127.0.0.1', () => {
          client.write(CONNECTED);
          there.pipe(client).pipe(there);
        });
        return there.on('error', () => client.destroy());
      });
    });
  });
  return {
    port: await listen(proxy),
    close: () => {
      for (const client of clients) client.destroy();
      proxy.close();
      site.close();
      site.closeAllConnections();
    },
  };
}
