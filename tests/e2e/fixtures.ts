// Starts what every test of the built site needs: a server for dist/, a browser, and a page that reports what it wrote
// to the console. Each test file owns its `Site`s and closes them; `onePage` does that for tests that share a page,
// because opening one takes longer than most tests. The browser is started once for a file: each site has its own
// address, for which nothing is stored.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { launch } from '../../scripts/browser.mjs';
import { type Substitute, startServer } from '../../scripts/serve.mjs';
import { closeDriven, openDriven } from './drivers/browsers';
import type { Elsewhere } from './drivers/elsewhere';
import { PATIENCE } from './drivers/locator';
import type { DrivenPage } from './drivers/page';
import { Recorder } from './drivers/recording';
import { ALL, BROWSER } from './drivers/which';

// The tests can run on another build of the site.
export const DIST = process.env.BRIGADE_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));

export interface SiteOptions {
  /** Path under which the site is published, such as `/sub/`; default `/`. */
  basePath?: string;
  /** Whether the server sends the headers of cross-origin isolation; default true. */
  isolated?: boolean;
  /** Folder of the site; default dist/. */
  root?: string;
  /**
   * Whether pages may use the service worker; by default only if the server does not isolate them. It would fetch the
   * whole site after the first run of every page, and disturb measurements.
   */
  serviceWorker?: boolean;
  /** Further arguments for Chromium. */
  chromium?: readonly string[];
}

/** A site whose service worker has to add the headers. */
export const WITHOUT_HEADERS: SiteOptions = { basePath: '/sub/dir/', isolated: false };
/**
 * With `WITHOUT_HEADERS`: no service worker can add the headers either, so there are no threads. In WebKit this is an
 * engine without shared memory, in an isolated page.
 */
export const NO_SERVICE_WORKER: BrowserContextOptions = { serviceWorkers: 'block' };
export const THREADS_NEED_ONLY_ISOLATION = BROWSER !== 'webkit';
/** Whether what workers write to the console is among the messages of their page. */
export const HEARS_WORKERS = BROWSER === 'chromium';

/**
 * A test of what comes from the same code everywhere, in a file about what depends on the engine: it runs in Chromium,
 * and elsewhere only if all tests are asked for.
 */
export const inOneBrowser = it.skipIf(BROWSER !== 'chromium' && !ALL);

/** High enough for picture and timeline together, for tests that point at both. */
export const TALL = { viewport: { width: 1400, height: 2400 } };

/** Runs in a page before its own code. */
export type Script = () => void;

/**
 * Playwright's options, as far as the drivers of the other browsers know them, and scripts to run first in each page.
 */
export interface VisitOptions extends BrowserContextOptions {
  scripts?: readonly Script[];
  /** HTML of other sites' pages, which stand in for the network. */
  elsewhere?: Elsewhere;
}

export interface OpenedPage {
  page: Page;
  /** Exists only in Chromium. */
  context: BrowserContext;
  /**
   * Returns messages on the console (of any level), uncaught errors and violations of the page's policy, since the last
   * call.
   */
  takeMessages(): Promise<string[]>;
  /** Opens an address in another page of the same browser. */
  another(url: string): Promise<Page>;
  /** Returns the page that a press opens. */
  popup(press: () => Promise<unknown>): Promise<Page>;
  /** Returns the number of pages. */
  pages(): Promise<number>;
  /** Closes the page and clears all that it stored. */
  close(): Promise<void>;
}

export interface Site {
  /** Address of the site, with a slash at the end. */
  url: string;
  /**
   * Opens `link` (what follows the site's address, such as `#/v1/julia?n=200`) in a fresh context:
   * no service worker and no storage of other tests.
   */
  open(link?: string, options?: VisitOptions): Promise<OpenedPage>;
  /** From now on, answers requests for files with such names in this way, also those of workers. */
  route(name: RegExp, answer: Substitute | ((name: string) => Promise<Substitute>)): void;
  unroute(): void;
  /** Stops the server, as if the network were gone. */
  stopServer(): Promise<void>;
  close(): Promise<void>;
}

/** Serves dist/ and starts a browser. */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
  if (!existsSync(DIST)) throw new Error('There is no dist/: run ./build.sh build first.');
  const { serviceWorker = options.isolated === false, chromium, ...served } = { root: DIST, ...options };
  const recorder = BROWSER === 'chromium' ? null : new Recorder(served.root);
  const routes: { name: RegExp; answer: Substitute | ((name: string) => Promise<Substitute>) }[] = [];
  const server = await startServer({
    ...served,
    instead: async (name) => {
      const answer = routes.find((route) => route.name.test(name))?.answer;
      return (typeof answer === 'function' ? answer(name) : answer) ?? recorder?.instead(name) ?? null;
    },
  });
  const own: Script[] = serviceWorker ? [] : [withoutServiceWorkers];
  const inBrowser = recorder
    ? driven(recorder)
    : await inChromium(chromium).catch((error) =>
        server.close().then(() => {
          throw error;
        }),
      );
  return {
    url: server.url,
    open: (link = '', { scripts = [], elsewhere = {}, ...contextOptions } = {}) =>
      inBrowser.open(server.url + link, contextOptions, { scripts: [...own, ...scripts], elsewhere }),
    route: (name, answer) => void routes.push({ name, answer }),
    unroute: () => void routes.splice(0),
    stopServer: () => server.close(),
    async close() {
      await inBrowser.close();
      await server.close();
    },
  };
}

const withoutServiceWorkers: Script = () => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');

interface InBrowser {
  open(
    url: string,
    options: BrowserContextOptions,
    more: Required<Pick<VisitOptions, 'scripts' | 'elsewhere'>>,
  ): Promise<OpenedPage>;
  close(): Promise<void>;
}

/** The browsers of this file, by their arguments. */
const started = new Map<string, Promise<Browser>>();

afterAll(async () => {
  for (const browser of started.values()) await browser.then((each) => each.close());
  await closeDriven();
});

async function inChromium(more: readonly string[] = []): Promise<InBrowser> {
  const key = more.join(' ');
  const launched = started.get(key) ?? launch(more);
  started.set(key, launched);
  const browser = await launched;
  const contexts = new Set<BrowserContext>();
  return {
    async open(url, options, { scripts, elsewhere }) {
      const context = await browser.newContext(options);
      context.setDefaultTimeout(PATIENCE);
      contexts.add(context);
      const messages: string[] = [];
      context.on('page', (page) => record(page, messages));
      await context.addInitScript(() => {
        window.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
          console.error(`policy violated: ${violatedDirective} ${blockedURI}`);
        });
      });
      for (const script of scripts) await context.addInitScript(script);
      for (const [origin, html] of Object.entries(elsewhere)) {
        await context.route(`${origin}/**`, (route) => route.fulfill({ contentType: 'text/html', body: html() }));
      }
      const another = async (address: string) => {
        const page = await context.newPage();
        await page.goto(address);
        return page;
      };
      return {
        page: await another(url),
        context,
        takeMessages: async () => messages.splice(0),
        another,
        async popup(press) {
          const [page] = await Promise.all([context.waitForEvent('page'), press()]);
          await page.waitForLoadState();
          return page;
        },
        pages: async () => context.pages().length,
        close: () => {
          contexts.delete(context);
          return context.close();
        },
      };
    },
    close: async () => void (await Promise.all([...contexts].map((context) => context.close()))),
  };
}

/**
 * Opens pages by WebDriver, for browsers that Playwright cannot drive, with the part of Playwright's pages that the
 * tests use.
 */
function driven(recorder: Recorder): InBrowser {
  const open = new Set<() => Promise<void>>();
  // A test that calls what the driver does not have fails at that call.
  const asPage = (page: DrivenPage): Page => page as unknown as Page;
  return {
    async open(url, options, { scripts, elsewhere }) {
      const messages: string[] = [];
      const all: DrivenPage[] = [];
      const known = (page: DrivenPage): Page => {
        all.push(page);
        return asPage(page);
      };
      recorder.scripts = scripts;
      const { page, another, popup, windows, close } = await openDriven(url, options, elsewhere, messages);
      open.add(close);
      return {
        page: known(page),
        get context(): BrowserContext {
          throw new Error(`Only Playwright has contexts, and it does not drive ${BROWSER}.`);
        },
        async takeMessages() {
          // Each command also fetches the messages of its page.
          for (const each of all) await each.evaluate(() => null).catch(() => undefined);
          return messages.splice(0);
        },
        another: (address) => another(address).then(known),
        async popup(press) {
          const opened = await popup(press);
          await opened.waitForLoadState();
          return known(opened);
        },
        pages: windows,
        close: async () => {
          if (open.delete(close)) await close();
        },
      };
    },
    close: async () => void (await Promise.all([...open].map((close) => close()))),
  };
}

function record(page: Page, messages: string[]): void {
  page.on('console', (message) => {
    // Playwright writes this in tests with NO_SERVICE_WORKER.
    if (message.text() === 'Service Worker registration blocked by Playwright') return;
    // Chromium requests an icon for documents without one, as the tests' own are.
    if (message.location().url.endsWith('/favicon.ico')) return;
    messages.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => messages.push(`uncaught: ${error.message}`));
}

export interface SharedPage extends Readonly<Omit<OpenedPage, 'close'>> {
  readonly site: Site;
}

/**
 * Opens one site and one page for all tests of the calling block. A test that leaves a message on the console fails. A
 * second attempt uses a new page, so that a fault of the first does not fail all later tests.
 */
export function onePage(options: SiteOptions = {}, link = '', visit: VisitOptions = {}): SharedPage {
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
    another: (url) => present(opened).another(url),
    popup: (press) => present(opened).popup(press),
    pages: () => present(opened).pages(),
    takeMessages: async () => opened?.takeMessages() ?? [],
  };
  beforeAll(async () => {
    site = await startSite(options);
    opened = await site.open(link, visit);
  });
  beforeEach(async ({ task }) => {
    if (!task.result?.retryCount) return;
    await opened?.close();
    opened = await site?.open(link, visit);
  });
  afterEach(async () => expect(await shared.takeMessages()).toEqual([]));
  afterAll(() => site?.close());
  return shared;
}
