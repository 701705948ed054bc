// Starts Firefox and WebKit by their WebDrivers: each opened page is a browser of its own with an empty profile, as
// a fresh context is in Playwright.
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
  /** Opens an address in a window beside the first. */
  another(url: string): Promise<DrivenPage>;
  /** The window that a press opens. */
  popup(press: () => Promise<unknown>): Promise<DrivenPage>;
  /** How many windows there are. */
  windows(): Promise<number>;
  close(): Promise<void>;
}

/** What a reader's browser and system can be set to. */
export interface Settings {
  viewport: { width: number; height: number };
  /** Whether there may be threads: see `startFirefox`, `startWebKit`. */
  threads: boolean;
  colorScheme: 'light' | 'dark';
  /** Pixels of the screen for each point of the page. */
  deviceScaleFactor: number;
  hasTouch: boolean;
  /** Port of a SOCKS proxy for all that is not of this machine. (WebKit's driver takes one, and does not ask it.) */
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
    // A browser on a desk has no mode for phones.
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
  // A browser that does not come up on a busy machine is started once more; what the page does is not forgiven.
  const { session, window, home, close } = await startBrowser(settings).catch(() => startBrowser(settings));
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
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startBrowser({ elsewhere, ...settings }: Omit<Settings, 'proxy'> & { elsewhere: Elsewhere }) {
  const home = await mkdtemp(join(tmpdir(), 'brigade-home-'));
  const programs: Running[] = [];
  let session: Session | undefined;
  const close = async () => {
    // Where the browser is gone already there is no session to end; where it hangs, its programs are ended.
    const ended = await session
      ?.end()
      .then(() => true)
      .catch(() => false);
    for (const program of programs.reverse()) await program.stop();
    if (BROWSER === 'firefox' && ended) await keepPrepared(join(home, 'profile'));
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
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
    // The certificate of what is elsewhere is nobody's.
    const begun = await Session.begin(address, { ...capabilities, acceptInsecureCerts: proxy !== null });
    session = begun.session;
    return { ...begun, home, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * What Firefox makes of its own files at its first start, as long as the start itself, and nothing of a page. It checks
 * by the last of them whether they are of its own version.
 */
const PREPARED = ['startupCache', 'search.json.mozlz4', 'compatibility.ini'];
const prepared = fileURLToPath(new URL('../../../target/firefox', import.meta.url));

/** Puts it aside for the profiles that follow, if there is none yet; of a browser that ended well. */
async function keepPrepared(profile: string): Promise<void> {
  if (existsSync(prepared) || !existsSync(join(profile, 'startupCache'))) return;
  await mkdir(dirname(prepared), { recursive: true });
  const copy = await mkdtemp(`${prepared}-`);
  for (const name of PREPARED) {
    if (existsSync(join(profile, name))) await cp(join(profile, name), join(copy, name), { recursive: true });
  }
  await rename(copy, prepared).catch(() => rm(copy, { recursive: true }));
}

/** Without threads: service workers are switched off, and so nothing can isolate a page that is sent no headers. */
async function startFirefox(home: string, settings: Settings, programs: Running[]): Promise<Driver> {
  const geckodriver =
    process.env.BRIGADE_GECKODRIVER ?? fileURLToPath(new URL('../../../.tools/bin/geckodriver', import.meta.url));
  const binary = process.env.BRIGADE_FIREFOX ?? '/usr/bin/firefox-esr';
  // No window is narrower than Firefox's own bars want it, and phones are.
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
    // Nobody's extensions are looked for, which takes a quarter of a start.
    'extensions.enabledScopes': 0,
    // No panel over the page that takes the next key.
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

/** Without threads: an engine without SharedArrayBuffer, as WebKitGTK is unless told otherwise. */
async function startWebKit(home: string, settings: Settings, programs: Running[]): Promise<Driver> {
  const webdriver = process.env.BRIGADE_WEBKITDRIVER ?? '/usr/bin/WebKitWebDriver';
  const binary = process.env.BRIGADE_MINIBROWSER ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
  const display = await startProgram(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x2600x24', '-nolisten', 'tcp', '-noreset'],
    { third: true, says: /^(\d+)$/m },
  );
  programs.push(display);
  // The window can be no narrower than its bar, and phones are: the bar is made small.
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
      // No desktop is there to be asked, and none is to be started.
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      GSETTINGS_BACKEND: 'memory',
      NO_AT_BRIDGE: '1',
      // Its sandbox needs rights that containers do not give.
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
    if (attempt === 300) throw new Error(`${webdriver} does not answer.`);
    await pause(100);
  }
  return {
    address,
    capabilities: { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': { binary, args: ['--automation'] } },
  };
}
