// Starts Firefox and WebKit by their WebDrivers: each opened page is a browser of its own with an empty profile, as
// a fresh context is in Playwright.
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions } from 'playwright-core';
import { DrivenPage } from './page';
import { freePort, type Running, startProgram } from './processes';
import { pause, Session } from './session';

const NAMES = ['chromium', 'firefox', 'webkit'] as const;
export type BrowserName = (typeof NAMES)[number];

/** Which browser the tests run in. */
export const BROWSER: BrowserName = (() => {
  const asked = process.env.BRIGADE_BROWSER ?? 'chromium';
  const name = NAMES.find((known) => known === asked);
  if (name === undefined) throw new Error(`BRIGADE_BROWSER is "${asked}"; it can be ${NAMES.join(', ')}.`);
  return name;
})();

export interface Driven {
  page: DrivenPage;
  close(): Promise<void>;
}

/** A driver that is ready for sessions. */
interface Driver {
  address: string;
  capabilities: object;
}

const VIEWPORT = { width: 1280, height: 720 };

/** The site once more, with the recorder before everything else; it also takes service workers away, unless wanted. */
export async function recordingCopy(site: string, serviceWorker: boolean): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'brigade-site-'));
  await cp(site, folder, { recursive: true });
  await cp(fileURLToPath(new URL('recorder.js', import.meta.url)), join(folder, 'recorder.js'));
  if (!serviceWorker) {
    await appendFile(join(folder, 'recorder.js'), "Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');\n");
  }
  const index = join(folder, 'index.html');
  const page = await readFile(index, 'utf8');
  await writeFile(index, page.replace('<script type="module"', '<script src="./recorder.js"></script>$&'));
  return folder;
}

/** Opens an address in a new browser. */
export async function openDriven(url: string, options: BrowserContextOptions, messages: string[]): Promise<Driven> {
  const { viewport = VIEWPORT, serviceWorkers, ...others } = options;
  const unknown = Object.keys(others);
  if (unknown.length > 0) throw new Error(`The driver of ${BROWSER} cannot do: ${unknown.join(', ')}.`);
  const threads = serviceWorkers !== 'block';
  // A browser that does not come up on a busy machine is started once more; what the page does is not forgiven.
  const { session, close } = await startBrowser(threads, messages).catch(() => startBrowser(threads, messages));
  try {
    const page = new DrivenPage(session);
    if (viewport) await page.setViewportSize(viewport);
    await page.goto(url);
    return { page, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startBrowser(threads: boolean, messages: string[]) {
  const home = await mkdtemp(join(tmpdir(), 'brigade-home-'));
  const programs: Running[] = [];
  let session: Session | undefined;
  const close = async () => {
    // Where the browser is gone already there is no session to end.
    await session?.command('DELETE', '').catch(() => undefined);
    for (const program of programs.reverse()) await program.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const start = BROWSER === 'firefox' ? startFirefox : startWebKit;
    const { address, capabilities } = await start(home, threads, programs);
    session = await Session.begin(address, capabilities, messages);
    return { session, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Without threads: service workers are switched off, and so nothing can isolate a page that is sent no headers. */
async function startFirefox(home: string, threads: boolean, programs: Running[]): Promise<Driver> {
  const geckodriver =
    process.env.BRIGADE_GECKODRIVER ?? fileURLToPath(new URL('../../../.tools/bin/geckodriver', import.meta.url));
  const binary = process.env.BRIGADE_FIREFOX ?? '/usr/bin/firefox-esr';
  const driver = await startProgram(geckodriver, ['--port=0', '--websocket-port=0', `--profile-root=${home}`], {
    env: { HOME: home },
    says: /Listening on (127\.0\.0\.1:\d+)/,
  });
  programs.push(driver);
  const prefs = { 'dom.serviceWorkers.enabled': threads };
  return {
    address: `http://${driver.ready}`,
    capabilities: { browserName: 'firefox', 'moz:firefoxOptions': { binary, args: ['-headless'], prefs } },
  };
}

/** Without threads: an engine without SharedArrayBuffer, as WebKitGTK is unless told otherwise. */
async function startWebKit(home: string, threads: boolean, programs: Running[]): Promise<Driver> {
  const webdriver = process.env.BRIGADE_WEBKITDRIVER ?? '/usr/bin/WebKitWebDriver';
  const binary = process.env.BRIGADE_MINIBROWSER ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
  const display = await startProgram(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x2600x24', '-nolisten', 'tcp', '-noreset'],
    { third: true, says: /^(\d+)$/m },
  );
  programs.push(display);
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
      JSC_useSharedArrayBuffer: threads ? '1' : undefined,
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
