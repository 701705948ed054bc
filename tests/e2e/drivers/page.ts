// The part of Playwright's Page that the tests use, over a driven window, for browsers that Playwright cannot drive:
// the same test bodies run in all of them.
import { mkdirSync, rmSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Input, type Point } from './input';
import { DrivenLocator, PATIENCE, until, type WaitOptions } from './locator';
import type { Tab } from './session';
import { BROWSER } from './which';

/** Number of unchanged looks after which a file is complete. */
const CALM = 5;
/** Most points that a window has around its page, in either direction. */
const MOST_AROUND = 400;

interface Size {
  width: number;
  height: number;
}

export interface Download {
  suggestedFilename(): string;
  path(): Promise<string>;
}

// The tests use Playwright's types of arguments and results.
type Script = (argument: never) => unknown;
type ScriptOfElement = (element: HTMLElement, argument: unknown) => unknown;
type ScriptOfElements = (elements: HTMLElement[], argument: unknown) => unknown;

export class DrivenPage {
  private readonly input: Input;
  private size: Size | null = null;

  constructor(
    readonly tab: Tab,
    /** Folder into which the browser saves downloads. */
    private readonly downloads: string,
  ) {
    this.input = new Input(tab);
  }

  get keyboard() {
    return this.input.keyboard;
  }

  get mouse() {
    return this.input.mouse;
  }

  private get whole(): DrivenLocator {
    return new DrivenLocator(this.tab, this.input, []);
  }

  locator = (css: string, options?: { hasText?: string }) => this.whole.locator(css, options);
  getByRole = (role: string, options?: { name?: string }) => this.whole.getByRole(role, options);
  getByText = (text: string) => this.whole.getByText(text);
  frameLocator = (css: string) => this.locator(css).contents();

  url = () => this.tab.url;
  waitForTimeout = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  textContent = (css: string) => this.locator(css).textContent();
  getAttribute = (css: string, name: string) => this.locator(css).getAttribute(name);
  isChecked = (css: string) => this.locator(css).isChecked();
  click = (css: string) => this.locator(css).click();
  fill = (css: string, text: string) => this.locator(css).fill(text);
  hover = (css: string, options?: { position?: Point }) => this.locator(css).hover(options);
  waitForSelector = (css: string, options?: WaitOptions) => this.locator(css).first().waitFor(options);
  $eval = (css: string, script: ScriptOfElement, argument?: unknown) =>
    this.locator(css).first().evaluate(script, argument);
  $$eval = (css: string, script: ScriptOfElements, argument?: unknown) =>
    this.locator(css).evaluateAll(script, argument);

  /** Runs a function and returns its result, or runs the text of a script. */
  evaluate = (script: Script | string, argument?: unknown) =>
    typeof script === 'string' ? this.tab.execute(script) : this.tab.evaluate(String(script), argument);

  async waitForFunction(
    script: Script,
    argument?: unknown,
    { timeout = PATIENCE }: { timeout?: number } = {},
  ): Promise<void> {
    const ask = async () => ((await this.tab.evaluate(String(script), argument)) ? true : undefined);
    await until(`${script}`, ask, timeout);
  }

  waitForLoadState = () => this.waitForFunction(() => document.readyState === 'complete');

  async goto(url: string): Promise<void> {
    await this.tab.command('POST', '/url', { url });
  }

  async reload(): Promise<void> {
    if (BROWSER !== 'firefox') return void (await this.tab.command('POST', '/refresh'));
    // The driver's own reload bypasses the service worker, as a reload with Shift does.
    await this.tab.evaluate(
      `${() => {
        Object.assign(window, { left: true });
        setTimeout(() => window.location.reload());
      }}`,
    );
    await this.waitForFunction(() => !('left' in window) && document.readyState === 'complete');
  }

  async goBack(): Promise<void> {
    await this.tab.command('POST', '/back');
  }

  async goForward(): Promise<void> {
    await this.tab.command('POST', '/forward');
  }

  async close(): Promise<void> {
    await this.tab.command('DELETE', '/window');
  }

  viewportSize = () => this.size;

  /** Sets the size of the part of the window that shows the page. */
  async setViewportSize({ width, height }: Size): Promise<void> {
    const inner = () => this.tab.evaluate('() => [window.innerWidth, window.innerHeight]') as Promise<[number, number]>;
    let [w, h] = [width, height];
    // On a busy machine the page may still have its former size, which says nothing of the window.
    const around = (outer: number, page: number) => Math.min(Math.max(outer - page, 0), MOST_AROUND);
    await until(`a page of ${width} × ${height}`, async () => {
      await this.tab.command('POST', '/window/rect', { x: 0, y: 0, width: w, height: h });
      const [innerWidth, innerHeight] = await inner();
      if (innerWidth === width && innerHeight === height) return true;
      w = width + around(w, innerWidth);
      h = height + around(h, innerHeight);
      return undefined;
    });
    this.size = { width, height };
  }

  /** Returns the file that the browser saves next. Only downloads can be waited for. */
  async waitForEvent(_: 'download'): Promise<Download> {
    // Emptied before the press, whose download must not be mixed with an earlier one.
    rmSync(this.downloads, { recursive: true, force: true });
    mkdirSync(this.downloads);
    let last = '';
    let calm = 0;
    const name = await until('a file to be saved', async () => {
      // Browsers write under other names, and rename a file when it is complete.
      const files = await readdir(this.downloads);
      const sizes = await Promise.all(files.map((file) => stat(join(this.downloads, file)).catch(() => null)));
      const now = JSON.stringify(files.map((file, i) => [file, sizes[i]?.size]));
      calm = now === last ? calm + 1 : 0;
      last = now;
      return files.length === 1 && sizes[0]?.size && calm >= CALM ? files[0] : undefined;
    });
    // WebKit reports each download in a bar, which takes room from the page.
    if (this.size) await this.setViewportSize(this.size);
    return { suggestedFilename: () => name, path: async () => join(this.downloads, name) };
  }
}
