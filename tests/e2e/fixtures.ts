// What every test of the built site starts with: a server for dist/, a browser, and a page that
// reports whatever it wrote to the console. Each test file owns one `Site` and closes it; `onePage` does
// that for files whose tests share a page, as opening one takes longer than most of what is tested.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launch } from '../../scripts/browser.mjs';
import { type RunningServer, startServer } from '../../scripts/serve.mjs';
import { BROWSER, openDriven, recordingCopy } from './drivers/browsers';

// Another build of the site may be named, to test it with the same tests.
export const DIST = process.env.BRIGADE_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));

export interface SiteOptions {
  /** Where the site is published, such as `/sub/`; default `/`. */
  basePath?: string;
  /** Whether the server sends the headers of cross-origin isolation; default true. */
  isolated?: boolean;
  /** Folder of the site; default dist/. */
  root?: string;
  /**
   * Whether pages may have the service worker; default only where the server does not isolate them. It would
   * fetch the whole site after the first run of every page, and disturb what is measured then.
   */
  serviceWorker?: boolean;
}

/** Published where the service worker has to add the headers. */
export const WITHOUT_HEADERS: SiteOptions = { basePath: '/sub/dir/', isolated: false };
/**
 * With `WITHOUT_HEADERS`: no service worker can add them either, so there are no threads. In WebKit it is an engine
 * without shared memory instead, in an isolated page.
 */
export const NO_SERVICE_WORKER: BrowserContextOptions = { serviceWorkers: 'block' };
export const THREADS_NEED_ONLY_ISOLATION = BROWSER !== 'webkit';

/** So high that picture and timeline are on the screen together, for tests that point at them. */
export const TALL = { viewport: { width: 1400, height: 2400 } };

export interface OpenedPage {
  page: Page;
  context: BrowserContext;
  /** Messages on the console (of any level), uncaught errors and violations of the page's policy, so far. */
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
  /** The network is gone. */
  stopServer(): Promise<void>;
  close(): Promise<void>;
}

/** Serves dist/ and starts a browser. */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
  if (!existsSync(DIST)) throw new Error('There is no dist/: run ./build.sh build first.');
  const { serviceWorker = options.isolated === false, ...served } = options;
  if (BROWSER !== 'chromium') return startDrivenSite(served, serviceWorker);
  const server: RunningServer = await startServer({ root: DIST, ...served });
  const browser = await launch().catch(async (error) => {
    await server.close();
    throw error;
  });
  return {
    url: server.url,
    browser,
    async open(link = '', contextOptions = {}) {
      const context = await browser.newContext(contextOptions);
      const messages: string[] = [];
      context.on('page', (page) => record(page, messages));
      await context.addInitScript(() => {
        window.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
          console.error(`policy violated: ${violatedDirective} ${blockedURI}`);
        });
      });
      if (!serviceWorker) {
        await context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
      }
      const page = await context.newPage();
      await page.goto(server.url + link);
      return { page, context, messages, close: () => context.close() };
    },
    stopServer: () => server.close(),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** The same by WebDriver, for browsers that Playwright cannot drive: with as much of its pages as the tests there use. */
async function startDrivenSite(options: SiteOptions, serviceWorker: boolean): Promise<Site> {
  const root = await recordingCopy(options.root ?? DIST, serviceWorker);
  const server = await startServer({ ...options, root });
  const open = new Set<() => Promise<void>>();
  return {
    url: server.url,
    get browser(): Browser {
      throw new Error(`Only Playwright has this browser, and it does not drive ${BROWSER}.`);
    },
    async open(link = '', contextOptions = {}) {
      const messages: string[] = [];
      const driven = await openDriven(server.url + link, contextOptions, messages);
      open.add(driven.close);
      return {
        // What a test calls and the driver does not have fails where it is called.
        page: driven.page as unknown as Page,
        get context(): BrowserContext {
          throw new Error(`Only Playwright has contexts, and it does not drive ${BROWSER}.`);
        },
        messages,
        close: async () => {
          if (open.delete(driven.close)) await driven.close();
        },
      };
    },
    stopServer: () => server.close(),
    async close() {
      await Promise.all([...open].map((close) => close()));
      await server.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

function record(page: Page, messages: string[]): void {
  page.on('console', (message) => {
    // Playwright's own word on NO_SERVICE_WORKER.
    if (message.text() === 'Service Worker registration blocked by Playwright') return;
    messages.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => messages.push(`uncaught: ${error.message}`));
}

export interface SharedPage {
  readonly site: Site;
  readonly page: Page;
  readonly context: BrowserContext;
  /** What was written to the console since the last call; what is left after a test fails that test. */
  takeMessages(): string[];
}

/** One site and one page for all tests of the block that this is called in. */
export function onePage(options: SiteOptions = {}, link = '', contextOptions: BrowserContextOptions = {}): SharedPage {
  let site: Site | undefined;
  let opened: OpenedPage | undefined;
  const present = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('The page is there only while a test runs.');
    return value;
  };
  const shared: SharedPage = {
    get site() {
      return present(site);
    },
    get page() {
      return present(opened).page;
    },
    get context() {
      return present(opened).context;
    },
    takeMessages: () => opened?.messages.splice(0) ?? [],
  };
  beforeAll(async () => {
    site = await startSite(options);
    opened = await site.open(link, contextOptions);
  });
  afterEach(() => expect(shared.takeMessages()).toEqual([]));
  afterAll(() => site?.close());
  return shared;
}
