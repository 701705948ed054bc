// The part of Playwright's Page and Locator that the tests use, over a WebDriver session, for browsers that
// Playwright cannot drive: the same test bodies run in all of them. What waits asks again until it holds.
import { find, look, type Step } from './find';
import { INTERVAL, pause, Refusal, type Session } from './session';

/** Where nothing else is said, in ms. */
const PATIENCE = 30_000;

interface WaitOptions {
  timeout?: number;
  state?: 'visible' | 'attached' | 'hidden' | 'detached';
}

// As WebDriver names them.
const KEYS: Record<string, string> = {
  Escape: '\uE00C',
  Enter: '\uE007',
  Tab: '\uE004',
  Delete: '\uE017',
  Home: '\uE011',
  End: '\uE010',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
};

/** Asks until the answer is not undefined; refusals of the driver, as while a page is being left, are no answer. */
async function until<T>(what: string, ask: () => Promise<T | undefined>, timeout = PATIENCE): Promise<T> {
  const end = Date.now() + timeout;
  let last: unknown = 'it never held';
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      last = error;
    }
    await pause(INTERVAL);
  }
  throw new Error(`Waited ${timeout} ms for ${what}: ${last}`);
}

export class DrivenLocator {
  constructor(
    private readonly session: Session,
    private readonly steps: Step[],
  ) {}

  private with(step: Step): DrivenLocator {
    return new DrivenLocator(this.session, [...this.steps, step]);
  }

  locator = (css: string) => this.with({ by: 'css', css });
  getByRole = (role: string, { name }: { name?: string } = {}) => this.with({ by: 'role', role, name });
  getByLabel = (text: string) => this.with({ by: 'label', text });
  nth = (index: number) => this.with({ by: 'nth', index });
  first = () => this.nth(0);

  private get words(): string {
    return JSON.stringify(this.steps);
  }

  /** Of all elements at once, without waiting for any. */
  private all<R>(action: (elements: HTMLElement[]) => R): Promise<R> {
    return this.session.evaluate(`(steps) => (${action})((${find})(steps))`, this.steps) as Promise<R>;
  }

  /** Of the one element, as soon as it is there. */
  private async one<R, A>(action: (element: HTMLElement, argument: A) => R, argument?: A): Promise<R> {
    const script = `({ steps, argument }) => {
      const found = (${find})(steps);
      return found.length === 1 ? { value: (${action})(found[0], argument) } : { count: found.length };
    }`;
    const { value } = await until(this.words, async () => {
      const answer = (await this.session.evaluate(script, { steps: this.steps, argument })) as {
        value?: R;
        count?: number;
      };
      if ((answer.count ?? 1) > 1) throw new Error(`${answer.count} elements are ${this.words}, but one is asked for.`);
      return answer.count === 0 ? undefined : answer;
    });
    return value as R;
  }

  count = () => this.all((elements) => elements.length);
  // biome-ignore lint/performance/useDomNodeTextContent: the text as it is shown.
  allInnerTexts = () => this.all((elements) => elements.map((element) => element.innerText));
  allTextContents = () => this.all((elements) => elements.map((element) => element.textContent ?? ''));
  textContent = () => this.one((element) => element.textContent);
  inputValue = () => this.one((element) => (element as HTMLInputElement).value);
  isChecked = () => this.one((element) => (element as HTMLInputElement).checked);
  isDisabled = () => this.one((element) => element.matches(':disabled'));
  focus = () => this.one((element) => element.focus());
  getAttribute = (name: string) => this.one((element, wanted: string) => element.getAttribute(wanted), name);

  async waitFor({ state = 'visible', timeout = PATIENCE }: WaitOptions = {}): Promise<void> {
    await until(
      `${this.words} to be ${state}`,
      async () => {
        const { count, visible } = await this.all(look);
        const holds = { visible, attached: count > 0, hidden: !visible, detached: count === 0 }[state];
        return holds || undefined;
      },
      timeout,
    );
  }

  async click(): Promise<void> {
    await until(`${this.words} to be clicked`, async () => {
      const { count, enabled } = await this.all(look);
      if (count > 1) throw new Error(`${count} elements are ${this.words}, but one is to be clicked.`);
      if (!enabled) return undefined;
      await this.one((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        if (top < 0 || bottom > window.innerHeight) element.scrollIntoView({ block: 'center' });
      });
      const id = await this.session.element(`(steps) => (${find})(steps)[0]`, this.steps);
      await this.session.command('POST', `/element/${id}/click`);
      return true;
    });
  }

  async check(): Promise<void> {
    if (!(await this.isChecked())) await this.click();
  }

  async uncheck(): Promise<void> {
    if (await this.isChecked()) await this.click();
  }

  /** Types over what a field holds; a slider has no text and is set. */
  async fill(text: string): Promise<void> {
    const typed = await this.one((element, value: string) => {
      const field = element as HTMLInputElement;
      field.focus();
      if (field.type !== 'range') {
        field.select();
        return true;
      }
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
      return false;
    }, text);
    if (typed) await type(this.session, text === '' ? ['Delete'] : [...text]);
  }

  async selectOption(value: string): Promise<void> {
    await this.one((element, wanted: string) => {
      const select = element as HTMLSelectElement;
      select.value = wanted;
      if (select.value !== wanted) throw new Error(`There is no option ${wanted}.`);
      select.dispatchEvent(new Event('input', { bubbles: true }));
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }, value);
  }

  async hover({ position }: { position?: { x: number; y: number } } = {}): Promise<void> {
    await this.waitFor();
    const { x, y } = await this.one((element, offset: { x: number; y: number } | null) => {
      element.scrollIntoView({ block: 'center' });
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: left + (offset?.x ?? width / 2), y: top + (offset?.y ?? height / 2) };
    }, position ?? null);
    const move = { type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y) };
    await this.session.command('POST', '/actions', {
      actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions: [move] }],
    });
  }
}

/** Presses and lets go of one key after the other. */
async function type(session: Session, keys: string[]): Promise<void> {
  const actions = keys.flatMap((key) => {
    const value = KEYS[key] ?? key;
    return [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ];
  });
  await session.command('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
}

export class DrivenPage {
  constructor(private readonly session: Session) {}

  readonly keyboard = { press: (key: string) => type(this.session, [key]) };

  locator = (css: string) => new DrivenLocator(this.session, [{ by: 'css', css }]);
  getByRole = (role: string, { name }: { name?: string } = {}) =>
    new DrivenLocator(this.session, [{ by: 'role', role, name }]);

  url = () => this.session.url;
  waitForTimeout = (ms: number) => pause(ms);
  textContent = (css: string) => this.locator(css).textContent();
  getAttribute = (css: string, name: string) => this.locator(css).getAttribute(name);
  click = (css: string) => this.locator(css).click();
  hover = (css: string, options?: { position?: { x: number; y: number } }) => this.locator(css).hover(options);
  waitForSelector = (css: string, options?: WaitOptions) => this.locator(css).first().waitFor(options);

  evaluate = (script: (argument: unknown) => unknown, argument?: unknown) =>
    this.session.evaluate(String(script), argument);

  async waitForFunction(
    script: (argument: unknown) => unknown,
    argument?: unknown,
    { timeout = PATIENCE }: { timeout?: number } = {},
  ): Promise<void> {
    const ask = async () => ((await this.session.evaluate(String(script), argument)) ? true : undefined);
    await until(`${script}`, ask, timeout);
  }

  async goto(url: string): Promise<void> {
    await this.session.command('POST', '/url', { url });
  }

  async reload(): Promise<void> {
    await this.session.command('POST', '/refresh');
  }

  async goBack(): Promise<void> {
    await this.session.command('POST', '/back');
  }

  async goForward(): Promise<void> {
    await this.session.command('POST', '/forward');
  }

  /** Makes the part of the window that shows the page this large. */
  async setViewportSize({ width, height }: { width: number; height: number }): Promise<void> {
    const inner = () =>
      this.session.evaluate('() => [window.innerWidth, window.innerHeight]') as Promise<[number, number]>;
    let [w, h] = [width, height];
    await until(`a page of ${width} × ${height}`, async () => {
      await this.session.command('POST', '/window/rect', { x: 0, y: 0, width: w, height: h });
      const [innerWidth, innerHeight] = await inner();
      if (innerWidth === width && innerHeight === height) return true;
      // What the window has around the page.
      w += width - innerWidth;
      h += height - innerHeight;
      return undefined;
    });
  }
}
