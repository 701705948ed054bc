// The part of Playwright's Locator that the tests use, over a driven window. What waits asks again until it gets an
// answer.
import { find, look, type Step } from './find';
import type { Input, Point } from './input';
import { INTERVAL, pause, Refusal, type Tab } from './session';

/** Default time limit, in ms. */
export const PATIENCE = 90_000;

export interface WaitOptions {
  timeout?: number;
  state?: 'visible' | 'attached' | 'hidden' | 'detached';
}

interface FileOfBytes {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/**
 * Asks until the answer is not undefined. A refusal of the driver, as while a page is being left, counts as no answer.
 */
export async function until<T>(what: string, ask: () => Promise<T | undefined>, timeout = PATIENCE): Promise<T> {
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

/**
 * Prepares an element for a press. Runs in its page. Scrolls it into view if it is outside or covered. If the page
 * moves and the driver presses another element, that element does not receive the press.
 */
function aim(element: HTMLElement): void {
  const { left, top, width, height } = element.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  if (!element.contains(there)) element.scrollIntoView({ block: 'center' });
  const holder = window as unknown as { missedPress?: () => boolean };
  holder.missedPress?.();
  const view = element.ownerDocument.defaultView ?? window;
  const types = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];
  let missed = false;
  const judge = (event: Event) => {
    if (!event.isTrusted || event.composedPath().includes(element)) return;
    // A press on a label is followed by a click on the element that it belongs to.
    if (event.type === 'click' && !missed) return;
    missed = true;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  for (const type of types) view.addEventListener(type, judge, { capture: true });
  holder.missedPress = () => {
    for (const type of types) view.removeEventListener(type, judge, { capture: true });
    delete holder.missedPress;
    return missed;
  };
}

export class DrivenLocator {
  constructor(
    private readonly tab: Tab,
    private readonly input: Input,
    private readonly steps: Step[],
  ) {}

  private with(step: Step): DrivenLocator {
    return new DrivenLocator(this.tab, this.input, [...this.steps, step]);
  }

  locator = (css: string, { hasText }: { hasText?: string } = {}) => {
    const found = this.with({ by: 'css', css });
    return hasText === undefined ? found : found.with({ by: 'having', text: hasText });
  };
  getByRole = (role: string, { name }: { name?: string } = {}) => this.with({ by: 'role', role, name });
  getByLabel = (text: string) => this.with({ by: 'label', text });
  getByText = (text: string) => this.with({ by: 'text', text });
  nth = (index: number) => this.with({ by: 'nth', index });
  first = () => this.nth(0);
  last = () => this.nth(-1);
  /** The documents of the found frames, of the same origin. */
  contents = () => this.with({ by: 'frame' });

  private get words(): string {
    return JSON.stringify(this.steps);
  }

  /** Runs an action on all found elements at once, without waiting for any. */
  evaluateAll = <R, A = undefined>(action: (elements: HTMLElement[], argument: A) => R, argument?: A): Promise<R> =>
    this.tab.evaluate(`({ steps, argument }) => (${action})((${find})(steps), argument)`, {
      steps: this.steps,
      argument,
    }) as Promise<R>;

  /** Runs an action on the one element, as soon as it exists. */
  evaluate = async <R, A = undefined>(action: (element: HTMLElement, argument: A) => R, argument?: A): Promise<R> => {
    const script = `({ steps, argument }) => {
      const found = (${find})(steps);
      return found.length === 1 ? { value: (${action})(found[0], argument) } : { count: found.length };
    }`;
    const { value } = await until(this.words, async () => {
      const answer = (await this.tab.evaluate(script, { steps: this.steps, argument })) as {
        value?: R;
        count?: number;
      };
      if ((answer.count ?? 1) > 1) throw new Error(`${answer.count} elements are ${this.words}, but one is asked for.`);
      return answer.count === 0 ? undefined : answer;
    });
    return value as R;
  };

  count = () => this.evaluateAll((elements) => elements.length);
  all = async () => Array.from({ length: await this.count() }, (_, index) => this.nth(index));
  // biome-ignore lint/performance/useDomNodeTextContent: the text as it is shown.
  allInnerTexts = () => this.evaluateAll((elements) => elements.map((element) => element.innerText));
  allTextContents = () => this.evaluateAll((elements) => elements.map((element) => element.textContent ?? ''));
  textContent = () => this.evaluate((element) => element.textContent);
  inputValue = () => this.evaluate((element) => (element as HTMLInputElement).value);
  isChecked = () => this.evaluate((element) => (element as HTMLInputElement).checked);
  isDisabled = () => this.evaluate((element) => element.matches(':disabled'));
  isVisible = async () => (await this.evaluateAll(look)).visible;
  focus = () =>
    this.evaluate((element) => {
      // Earlier keys may have led out of the page.
      window.focus();
      element.focus();
    });
  getAttribute = (name: string) => this.evaluate((element, wanted: string) => element.getAttribute(wanted), name);

  boundingBox = () =>
    this.evaluate((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x, y, width, height };
    });

  async waitFor({ state = 'visible', timeout = PATIENCE }: WaitOptions = {}): Promise<void> {
    await until(
      `${this.words} to be ${state}`,
      async () => {
        const { count, visible } = await this.evaluateAll(look);
        const holds = { visible, attached: count > 0, hidden: !visible, detached: count === 0 }[state];
        return holds || undefined;
      },
      timeout,
    );
  }

  async click(): Promise<void> {
    await until(`${this.words} to be clicked`, async () => {
      const { count, enabled } = await this.evaluateAll(look);
      if (count > 1) throw new Error(`${count} elements are ${this.words}, but one is to be clicked.`);
      if (!enabled) return undefined;
      await this.evaluate(aim);
      const id = await this.tab.element(`(steps) => (${find})(steps)[0]`, this.steps);
      await this.tab.command('POST', `/element/${id}/click`);
      // If the press has led to another page it was received, and there is nothing left to ask.
      const missed = await this.tab.evaluate('() => window.missedPress?.() ?? false').catch(() => false);
      return missed ? undefined : true;
    });
  }

  /** `force`: the box may be invisible, with another element drawn in its place. */
  async check({ force = false }: { force?: boolean } = {}): Promise<void> {
    if (await this.isChecked()) return;
    await (force ? this.evaluate((element) => element.click()) : this.click());
  }

  async uncheck(): Promise<void> {
    if (await this.isChecked()) await this.click();
  }

  async press(key: string): Promise<void> {
    await this.focus();
    await this.input.type([key]);
  }

  /** Replaces the text of a field in one go; a slider has no text, so its value is set. */
  async fill(text: string): Promise<void> {
    await this.evaluate((element, value: string) => {
      const field = element as HTMLInputElement;
      field.focus();
      if (field.type !== 'range') {
        field.select();
        // Has the effect of pasting.
        document.execCommand(value === '' ? 'delete' : 'insertText', false, value);
        return;
      }
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }, text);
  }

  async selectOption(value: string): Promise<void> {
    await this.evaluate((element, wanted: string) => {
      const select = element as HTMLSelectElement;
      select.value = wanted;
      if (select.value !== wanted) throw new Error(`There is no option ${wanted}.`);
      select.dispatchEvent(new Event('input', { bubbles: true }));
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }, value);
  }

  /** Gives a file to a field for files, as the browser does once the reader has chosen it. */
  async setInputFiles({ name, mimeType, buffer }: FileOfBytes): Promise<void> {
    await this.evaluate(
      (element, file: { name: string; type: string; base64: string }) => {
        const field = element as HTMLInputElement;
        const bytes = Uint8Array.from(atob(file.base64), (character) => character.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], file.name, { type: file.type }));
        field.files = transfer.files;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
      },
      { name, type: mimeType, base64: buffer.toString('base64') },
    );
  }

  async hover({ position }: { position?: Point } = {}): Promise<void> {
    const { x, y } = await this.point(position ?? null);
    await this.input.mouse.move(x, y);
  }

  async tap(): Promise<void> {
    await this.input.tap(await this.point(null));
  }

  /**
   * Returns a place on the element, after scrolling it into view: its middle, or an offset from its upper left corner.
   */
  private async point(position: Point | null): Promise<Point> {
    await this.waitFor();
    return this.evaluate((element, offset: Point | null) => {
      element.scrollIntoView({ block: 'center' });
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: left + (offset?.x ?? width / 2), y: top + (offset?.y ?? height / 2) };
    }, position);
  }
}
