// What every test of the built site starts with: a server for dist/, a browser, and a page that
// reports whatever it wrote to the console. Each test file owns one `Site` and closes it.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type RunningServer, startServer } from '../../scripts/serve.mjs';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

// `./build.sh test` says which browser it found; a run of Vitest alone takes the usual place.
const EXECUTABLE = process.env.BRIGADE_CHROMIUM ?? '/usr/bin/chromium';

const ARGUMENTS = [
  // Chromium refuses to run as root with its sandbox on, and containers rarely allow it one.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface SiteOptions {
  /** Where the site is published, such as `/sub/`; default `/`. */
  basePath?: string;
  /** Whether the server sends the headers of cross-origin isolation; default true. */
  isolated?: boolean;
}

export interface OpenedPage {
  page: Page;
  /** Messages on the console (of any level) and uncaught errors, so far. */
  messages: string[];
  /** Closes the page and all that it stored. */
  close(): Promise<void>;
}

export interface Site {
  /** Address of the site, with a slash at the end. */
  url: string;
  browser: Browser;
  /**
   * Opens `link` (what follows the site's address, such as `#/v1/julia?n=200`) in a fresh context:
   * no service worker and no storage of other tests.
   */
  open(link?: string, options?: BrowserContextOptions): Promise<OpenedPage>;
  close(): Promise<void>;
}

/** Serves dist/ and starts a browser. */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
  if (!existsSync(DIST)) throw new Error('There is no dist/: run ./build.sh build first.');
  const server: RunningServer = await startServer({ root: DIST, ...options });
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS }).catch(async (error) => {
    await server.close();
    throw error;
  });
  return {
    url: server.url,
    browser,
    async open(link = '', contextOptions = {}) {
      const context = await browser.newContext(contextOptions);
      const page = await context.newPage();
      const messages: string[] = [];
      page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => messages.push(`uncaught: ${error.message}`));
      await page.goto(server.url + link);
      return { page, messages, close: () => context.close() };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
