// Starts Firefox and WebKit by their WebDrivers. A page is opened in a browser that is already running if the page
// finds it as new as a fresh context of Playwright's: with the same settings, no other window, and no earlier visit to
// that origin, so that nothing can be stored for it. Otherwise a browser with an empty profile is started.
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions } from 'playwright-core';
import { type Elsewhere, startProxy } from './elsewhere';
import { until } from './locator';
import { DrivenPage } from './page';
import { freePort, type Running, startProgram } from './processes';
import { pause, Session, Tab } from './session';
import { BROWSER } from './which';

/** An open browser, and its first page. */
export interface Driven {
  page: DrivenPage;
  /** Opens an address in another window. */
  another(url: string): Promise<DrivenPage>;
  /** Returns the window that a press opens. */
  popup(press: () => Promise<unknown>): Promise<DrivenPage>;
  /** Returns the number of windows. */
  windows(): Promise<number>;
  close(): Promise<void>;
}

/** Settings of a reader's browser and system. */
export interface Settings {
  viewport: { width: number; height: number };
  /** Whether there may be threads: see `startFirefox`, `startWebKit`. */
  threads: boolean;
  colorScheme: 'light' | 'dark';
  /** Pixels of the screen for each point of the page. */
  deviceScaleFactor: number;
  hasTouch: boolean;
  /**
   * Port of a SOCKS proxy for all addresses outside this machine. (WebKit's driver accepts one, and does not use it.)
   */
  proxy: number | null;
}

/** A driver that is ready for sessions. */
interface Driver {
  address: string;
  capabilities: object;
}

function settingsOf(options: BrowserContextOptions): Omit<Settings, 'proxy'> {
  const {
    viewport,
    serviceWorkers,
    colorScheme,
    deviceScaleFactor = 1,
    hasTouch = false,
    // A desktop browser has no mode for phones.
    isMobile: _,
    ...others
  } = options;
  const unknown = Object.keys(others);
  if (unknown.length > 0) throw new Error(`The driver of ${BROWSER} cannot do: ${unknown.join(', ')}.`);
  return {
    viewport: viewport ?? { width: 1280, height: 720 },
    threads: serviceWorkers !== 'block',
    colorScheme: colorScheme === 'dark' ? 'dark' : 'light',
    deviceScaleFactor,
    hasTouch,
  };
}

/** Opens an address in a new browser. */
export async function openDriven(
  url: string,
  options: BrowserContextOptions,
  elsewhere: Elsewhere,
  messages: string[],
): Promise<Driven> {
  const settings = { ...settingsOf(options), elsewhere };
  const browser = await browserFor(settings, new URL(url).origin);
  const { session, window, home } = browser;
  const pageIn = (handle: string) => new DrivenPage(new Tab(session, handle, messages), join(home, 'Downloads'));
  const open = async (page: DrivenPage, address: string) => {
    await page.setViewportSize(settings.viewport);
    await page.goto(address);
    return page;
  };
  try {
    return {
      page: await open(pageIn(window), url),
      async another(address) {
        const opened = await session.command('POST', '/window/new', { type: 'window' }, window);
        return open(pageIn((opened as { handle: string }).handle), address);
      },
      async popup(press) {
        const before = await session.windows();
        await press();
        const handle = await until('a window to be opened', async () =>
          (await session.windows()).find((each) => !before.includes(each)),
        );
        return pageIn(handle);
      },
      windows: async () => (await session.windows()).length,
      close: () => leave(browser),
    };
  } catch (error) {
    await end(browser);
    throw error;
  }
}

/** A running browser. */
interface Started {
  /** The settings it was started with, except for the size of its window. */
  key: string;
  session: Session;
  /** The window that it began with. */
  window: string;
  home: string;
  /** The origins that have been opened in it. */
  origins: Set<string>;
  /** Whether a page is open in it. */
  used: boolean;
  close(): Promise<void>;
}

const running = new Set<Started>();

/** Ends all browsers. */
export async function closeDriven(): Promise<void> {
  for (const browser of running) await end(browser);
}

async function end(browser: Started): Promise<void> {
  if (running.delete(browser)) await browser.close();
}

/** Returns a browser in which nothing of this origin has been opened: a running one, or a new one. */
async function browserFor(settings: Parameters<typeof startBrowser>[0], origin: string): Promise<Started> {
  const { viewport: _, elsewhere, ...others } = settings;
  const key = JSON.stringify({ ...others, elsewhere: Object.keys(elsewhere) });
  for (const browser of running) {
    if (browser.used) continue;
    if (browser.key === key && !browser.origins.has(origin)) {
      browser.used = true;
      browser.origins.add(origin);
      return browser;
    }
    await end(browser);
  }
  // A browser that does not start on a busy machine is started once more. Faults of the page are never retried here.
  const started = await startBrowser(settings).catch(() => startBrowser(settings));
  const browser = { ...started, key, origins: new Set([origin]), used: true };
  running.add(browser);
  return browser;
}

/** Prepares a browser for the next page; ends it if it cannot be brought to its first state. */
async function leave(browser: Started): Promise<void> {
  const { session, window } = browser;
  try {
    for (const other of await session.windows()) {
      if (other !== window) await session.command('DELETE', '/window', undefined, other);
    }
    await session.command('POST', '/url', { url: 'about:blank' }, window);
    const left = await session.windows();
    const url = await session.command('GET', '/url', undefined, window);
    if (left.length !== 1 || left[0] !== window || url !== 'about:blank') throw new Error('It is not as it was.');
    browser.used = false;
  } catch {
    await end(browser);
  }
}

async function startBrowser({ elsewhere, ...settings }: Omit<Settings, 'proxy'> & { elsewhere: Elsewhere }) {
  const home = await mkdtemp(join(tmpdir(), 'brigade-home-'));
  const programs: Running[] = [];
  let session: Session | undefined;
  const close = async () => {
    // Without a session its programs are ended directly: the browser may be gone, or may hang.
    const ended = await session
      ?.end()
      .then(() => true)
      .catch(() => false);
    for (const program of programs.reverse()) await program.stop();
    if (BROWSER === 'firefox' && ended) await keepPrepared(join(home, 'profile'));
    await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  try {
    const start = BROWSER === 'firefox' ? startFirefox : startWebKit;
    let proxy: number | null = null;
    if (Object.keys(elsewhere).length > 0) {
      const started = await startProxy(elsewhere, home);
      programs.push({ ready: '', stop: async () => started.close() });
      proxy = started.port;
    }
    const { address, capabilities } = await start(home, { ...settings, proxy }, programs);
    // No authority has signed the proxy's certificate, so the browser must accept any.
    const begun = await Session.begin(address, { ...capabilities, acceptInsecureCerts: proxy !== null });
    session = begun.session;
    return { ...begun, home, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Files that Firefox prepares at its first start, which takes as long as the start itself. They hold nothing of a page.
 * By the last of them Firefox checks whether they belong to its own version.
 */
const PREPARED = ['startupCache', 'search.json.mozlz4', 'compatibility.ini'];
const prepared = fileURLToPath(new URL('../../../target/firefox', import.meta.url));

/** Keeps those files of a browser that ended properly, for later profiles, if none are kept yet. */
async function keepPrepared(profile: string): Promise<void> {
  if (existsSync(prepared) || !existsSync(join(profile, 'startupCache'))) return;
  await mkdir(dirname(prepared), { recursive: true });
  const copy = await mkdtemp(`${prepared}-`);
  for (const name of PREPARED) {
    if (existsSync(join(profile, name))) await cp(join(profile, name), join(copy, name), { recursive: true });
  }
  await rename(copy, prepared).catch(() => rm(copy, { recursive: true }));
}

/** For tests without threads, service workers are switched off, so that nothing isolates a page without headers. */
async function startFirefox(home: string, settings: Settings, programs: Running[]): Promise<Driver> {
  const geckodriver =
    process.env.BRIGADE_GECKODRIVER ?? fileURLToPath(new URL('../../../.tools/bin/geckodriver', import.meta.url));
  const binary = process.env.BRIGADE_FIREFOX ?? '/usr/bin/firefox-esr';
  // Firefox's own bars would keep the window wider than a phone.
  const profile = join(home, 'profile');
  await mkdir(join(profile, 'chrome'), { recursive: true });
  if (existsSync(prepared)) await cp(prepared, profile, { recursive: true });
  await writeFile(join(profile, 'chrome', 'userChrome.css'), ':root { min-width: 0 !important; }');
  const driver = await startProgram(geckodriver, ['--port=0', '--websocket-port=0', `--profile-root=${home}`], {
    env: { HOME: home },
    says: /Listening on (127\.0\.0\.1:\d+)/,
  });
  programs.push(driver);
  const prefs = {
    'toolkit.legacyUserProfileCustomizations.stylesheets': true,
    'dom.serviceWorkers.enabled': settings.threads,
    'layout.css.prefers-color-scheme.content-override': settings.colorScheme === 'dark' ? 0 : 1,
    'layout.css.devPixelsPerPx': String(settings.deviceScaleFactor),
    'dom.w3c_touch_events.enabled': settings.hasTouch ? 1 : 0,
    'browser.download.folderList': 2,
    'browser.download.dir': join(home, 'Downloads'),
    // Does not look for extensions, which takes a quarter of a start.
    'extensions.enabledScopes': 0,
    // Opens no panel over the page, which would take the next key.
    'browser.download.alwaysOpenPanel': false,
  };
  return {
    address: `http://${driver.ready}`,
    capabilities: {
      browserName: 'firefox',
      'moz:firefoxOptions': { binary, args: ['-headless', '-profile', profile], prefs },
      ...(settings.proxy && {
        proxy: { proxyType: 'manual', socksProxy: `127.0.0.1:${settings.proxy}`, socksVersion: 5 },
      }),
    },
  };
}

const SMALL_BAR = '* { min-width: 0; padding: 0; margin: 0; border: 0; font-size: 1px; }';

/** For tests without threads, the engine has no SharedArrayBuffer, as is WebKitGTK's default. */
async function startWebKit(home: string, settings: Settings, programs: Running[]): Promise<Driver> {
  const webdriver = process.env.BRIGADE_WEBKITDRIVER ?? '/usr/bin/WebKitWebDriver';
  const binary = process.env.BRIGADE_MINIBROWSER ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
  const display = await startProgram(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x2600x24', '-nolisten', 'tcp', '-noreset'],
    { third: true, says: /^(\d+)$/m },
  );
  programs.push(display);
  // The window cannot be narrower than its bar, so the bar is made small enough for phones.
  await mkdir(join(home, 'gtk-3.0'));
  await writeFile(join(home, 'gtk-3.0', 'gtk.css'), SMALL_BAR);
  await writeFile(join(home, 'user-dirs.dirs'), 'XDG_DOWNLOAD_DIR="$HOME/Downloads"\n');
  const port = await freePort();
  const driver = await startProgram(webdriver, ['--host=127.0.0.1', `--port=${port}`], {
    env: {
      DISPLAY: `:${display.ready}`,
      HOME: home,
      XDG_CACHE_HOME: home,
      XDG_CONFIG_HOME: home,
      XDG_DATA_HOME: home,
      // There is no desktop to ask, and none is to be started.
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      GSETTINGS_BACKEND: 'memory',
      NO_AT_BRIDGE: '1',
      // WebKit's sandbox needs rights that containers do not give.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      JSC_useSharedArrayBuffer: settings.threads ? '1' : undefined,
      GTK_THEME: settings.colorScheme === 'dark' ? 'Adwaita:dark' : 'Adwaita',
      GDK_SCALE: String(settings.deviceScaleFactor),
    },
  });
  programs.push(driver);
  const address = `http://127.0.0.1:${port}`;
  for (let attempt = 1; ; attempt++) {
    const ready = await fetch(`${address}/status`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) break;
    if (attempt === 900) throw new Error(`${webdriver} does not answer.`);
    await pause(100);
  }
  return {
    address,
    capabilities: { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': { binary, args: ['--automation'] } },
  };
}
