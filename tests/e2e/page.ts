// What tests do with an opened page, in the words of the page contract: wait for a state, run a link,
// read figures, pictures and notices. Nothing here has a time limit shorter than a busy machine needs.

import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
// Declares `window.brigade`.
import type {} from '../../www/app/api';
import type { Summary } from '../../www/app/summary';
import { PATIENCE } from './drivers/locator';
import { BROWSER } from './drivers/which';

export type Side = 'parallel' | 'sequential';

export const act = (page: Page, action: string): Locator => page.locator(`[data-action="${action}"]`);
export const param = (page: Page, name: string): Locator => page.locator(`[data-param="${name}"]`);
export const stage = (page: Page): Locator => page.locator('main[data-state]');
export const alerts = (page: Page): Locator => page.locator('[role="alert"]:not(:empty)');

export async function waitForState(page: Page, state: string): Promise<void> {
  try {
    await page.waitForSelector(`main[data-state="${state}"]`, { timeout: PATIENCE });
  } catch (error) {
    throw new Error(`${error}\nThe page meanwhile: ${await described(page)}`);
  }
}

/** What a page is like, for the report of a test that failed. */
async function described(page: Page): Promise<string> {
  const facts = page.evaluate(() => ({
    address: location.hash,
    document: document.readyState,
    state: document.querySelector('main')?.dataset.state ?? 'none',
    isolated: window.crossOriginIsolated,
    visible: document.visibilityState,
    alerts: [...document.querySelectorAll('[role="alert"]')].map((alert) => alert.textContent),
  }));
  return facts.then(JSON.stringify, (error) => `it does not answer (${error})`);
}

/** Until the link of the page's address has been run. */
export const finished = (page: Page): Promise<void> => waitForState(page, 'done');

/** Asks again until it holds: for what follows sooner or later and is no element. What fails in the end is its last failure. */
export async function eventually(what: () => Promise<void>): Promise<void> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await what();
    } catch (error) {
      if (Date.now() >= end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Until the page has drawn itself this many times. */
export async function frames(page: Page, count: number): Promise<void> {
  await page.evaluate(async (many) => {
    for (let i = 0; i < many; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, count);
}

/**
 * Tries with ever more of something, such as the length of a run: for what has to be seen while something else lasts. A slow
 * machine needs more of it, and none needs more than the last. Whatever must never happen does not belong here.
 */
export async function withMore<T>(amounts: readonly T[], what: (amount: T) => Promise<void>): Promise<void> {
  for (const [i, amount] of amounts.entries()) {
    try {
      return await what(amount);
    } catch (error) {
      if (i === amounts.length - 1) throw error;
    }
  }
}

/**
 * Until the page has done what it had to do by now: its tasks have had their turns, and it has drawn itself. For what must
 * not follow: it would have been asked for before.
 */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let i = 0; i < 20; i++) {
      await new Promise((resolve) => setTimeout(resolve));
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });
}

/**
 * From now on: every state of something in the document, without repetitions, in their order. `read` runs in the page
 * whenever anything in it changes, so no state is missed, however late a test asks.
 */
export async function recorded<T>(page: Page, read: () => T): Promise<() => Promise<T[]>> {
  const install = (look: () => unknown) => {
    const seen: string[] = [];
    const note = () => {
      const now = JSON.stringify(look());
      if (now !== seen.at(-1)) seen.push(now);
    };
    const observer = new MutationObserver(note);
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    Object.assign(window, { testRecorded: seen, testRecorder: observer });
    note();
  };
  // As text: functions do not travel as arguments, and the page's policy lets it make none.
  await page.evaluate(`window.testRecorder?.disconnect(); (${install})(${read});`);
  return () =>
    page.evaluate(() => (window as unknown as { testRecorded: string[] }).testRecorded.map((text) => JSON.parse(text)));
}

/** Runs a link by the page's interface for scripts. */
export async function run(page: Page, link: string): Promise<Summary> {
  return page.evaluate(async (text) => {
    await window.brigade.ready;
    return window.brigade.run(text);
  }, link);
}

/** Presses a button that starts a run, and waits for the end of that run, however short it is. */
export async function runBy(page: Page, press: () => Promise<unknown>, end = 'done'): Promise<void> {
  const before = await countStates(page);
  await press();
  await page.waitForFunction(
    ({ count, state }) => {
      const seen = window.seenStates ?? [];
      return seen.length > count && seen.at(-1) === state;
    },
    { count: before, state: end },
    { timeout: PATIENCE },
  );
}

declare global {
  interface Window {
    /** Every state that the stage was in since it was first asked for. */
    seenStates?: string[];
  }
}

/** How many states the stage has been in since this was first called: a run makes it grow. */
export async function countStates(page: Page): Promise<number> {
  return page.evaluate(() => {
    if (!window.seenStates) {
      const main = document.querySelector<HTMLElement>('main[data-state]');
      if (!main) throw new Error('There is no stage.');
      const seen: string[] = [];
      window.seenStates = seen;
      new MutationObserver(() => seen.push(main.dataset.state ?? '')).observe(main, {
        attributeFilter: ['data-state'],
      });
    }
    return window.seenStates.length;
  });
}

/** A dinner of four minutes, on the slowest clock: it never ends before it is stopped. */
export const ENDLESS_DINNER = `#/v1/mapo-tofu?scale=1000&recipe=1~~stew${'~a60-stir'.repeat(4)}`;

/**
 * Stops a run that goes on for much longer than any test, by the button: it ends as stopped. `under`: until the run is
 * where it is to be stopped.
 */
export async function stops(page: Page, link: string, under: () => Promise<void>): Promise<void> {
  const ended = run(page, link);
  await waitForState(page, 'running');
  await under();
  await act(page, 'stop').click();
  expect((await ended).state).toBe('stopped');
  await waitForState(page, 'stopped');
}

/** Every figure on the page by its name. */
export async function figures(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const result: Record<string, number> = {};
    for (const element of document.querySelectorAll<HTMLElement>('[data-metric]')) {
      result[element.dataset.metric ?? ''] = Number(element.dataset.value);
    }
    return result;
  });
}

/**
 * What a run says of its link: what was changed in it, or is not used. What it says of its figures is left out, as it
 * depends on the machine: a fast one makes times too short for the clock, a busy one makes others doubtful.
 */
export const ofLink = ({ notices: all }: Pick<Summary, 'notices'>): string[] =>
  all.filter((text) =>
    /(?:is|are) (?:used|ignored)\.$|left out|counts\.$|no effect|no study is made|stays fixed\.$|nothing to compare|without it\.$/.test(
      text,
    ),
  );

/**
 * Figures of a comparison: speed-up and efficiency, or neither where the machine was too disturbed, and then the reason, or
 * where both sides are the same code.
 */
export function hasComparison(metrics: Record<string, number>, withheld: string | null | undefined): void {
  expect(metrics.sequential_ms).toBeGreaterThan(0);
  expect(metrics.identical).toBe(1);
  const told = ['speedup', 'efficiency'].filter((name) => name in metrics);
  if (told.length === 0 && !('noise' in metrics)) expect(withheld).toMatch(/^[A-Z].+\.$/s);
  else if (told.length === 0) expect(metrics.noise).toBeGreaterThanOrEqual(0);
  else for (const name of ['speedup', 'efficiency']) expect(metrics[name], name).toBeGreaterThan(0);
}

/** The sentence of the verdict. */
export const verdict = (page: Page): Promise<string> =>
  page
    .locator('[data-verdict], .verdict-sentence')
    .first()
    .textContent()
    .then((text) => text ?? '');

/** What a picture's canvas shows. */
export interface Painted {
  width: number;
  height: number;
  /** Different colours, transparent not counted. */
  colours: number;
  /** Columns of which anything is drawn. */
  columns: number;
  /** Of all pixels: another picture has another one. */
  hash: number;
}

export async function painted(page: Page, side: Side = 'parallel'): Promise<Painted> {
  return page.evaluate((id) => {
    const canvas = document.querySelector<HTMLCanvasElement>(`canvas[data-picture="${id}"]`);
    const none = { width: 0, height: 0, colours: 0, columns: 0, hash: 0 };
    if (!canvas || canvas.width === 0 || canvas.height === 0) return none;
    const { width, height } = canvas;
    // Read from a copy: the browser would complain of, and slow down, a canvas that is often read.
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    copy?.drawImage(canvas, 0, 0);
    const data = copy?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
    const words = new Uint32Array(data.buffer);
    const colours = new Set<number>();
    const columns = new Set<number>();
    let hash = 0;
    words.forEach((word, i) => {
      hash = (Math.imul(hash, 31) + word) | 0;
      if (word >>> 24 === 0) return;
      colours.add(word);
      columns.add(i % width);
    });
    return { width, height, colours: colours.size, columns: columns.size, hash };
  }, side);
}

/** Waits until a picture is drawn as a whole. */
export async function paintedWhole(page: Page, side: Side = 'parallel'): Promise<Painted> {
  let last: Painted | undefined;
  // What a run has left is painted with the next frame: until then, a run before it is there.
  await frames(page, 2);
  await eventually(async () => {
    last = await painted(page, side);
    expect(last.columns).toBe(last.width);
    expect(last.colours).toBeGreaterThan(3);
  });
  return last as Painted;
}

/** The part of the address after the #. */
export const address = (page: Page): Promise<string> => page.evaluate(() => window.location.hash);

/** The settings in the address. */
export async function settings(page: Page): Promise<URLSearchParams> {
  return new URLSearchParams((await address(page)).split('?')[1] ?? '');
}

/** Shows the settings where they are in a drawer. */
export async function openSettings(page: Page): Promise<void> {
  const button = act(page, 'settings');
  if ((await button.isVisible()) && (await button.getAttribute('aria-expanded')) === 'false') await button.click();
}

/** Closes them again, where they are in a drawer. */
export async function closeSettings(page: Page): Promise<void> {
  const button = act(page, 'close-settings');
  if (await button.isVisible()) await button.click();
}

/** All that the page notes: on the link, also why it could not be used, and on the run. */
export async function notices(page: Page): Promise<string> {
  return (await page.locator('.notices').allInnerTexts()).filter(Boolean).join('\n');
}

/** Waits for what is loaded when it is first shown, such as a family's stage. */
export const loaded = (page: Page) => page.waitForFunction(() => !document.body.textContent?.includes('Loading…'));

/**
 * What is wider than the window, or than the dialog it is in, and by how much in points: what has to be scrolled
 * sideways to be read. Wide tables that scroll by themselves are not meant.
 */
export const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const told: string[] = [];
    for (const frame of [document.documentElement, ...document.querySelectorAll('dialog[open]')]) {
      const width = frame === document.documentElement ? window.innerWidth : frame.clientWidth;
      const excess = Math.max(0, frame.scrollWidth - width);
      const edge = frame.getBoundingClientRect().left + frame.clientLeft + width + 0.01;
      const sticksOut = (element: Element) => element.getBoundingClientRect().right > edge;
      const scrolls = (element: Element | null): boolean =>
        element !== null &&
        element !== frame &&
        ((getComputedStyle(element).overflowX !== 'visible' && !sticksOut(element)) || scrolls(element.parentElement));
      const out = [...frame.querySelectorAll('*')].filter(
        (element) => sticksOut(element) && !scrolls(element.parentElement),
      );
      const innermost = out.filter((element) => !out.some((other) => other !== element && element.contains(other)));
      const names = innermost.map(
        (element) => `${element.outerHTML.slice(0, 120)} by ${element.getBoundingClientRect().right - edge}`,
      );
      if (excess > 0 || names.length > 0) told.push(`${frame.localName} by ${excess}: ${names.join(', ')}`);
    }
    return told;
  });

/** Engine workers of the page, with their pools' in Chromium: other browsers tell nobody of a worker's own workers. */
export async function workers(page: Page): Promise<readonly unknown[]> {
  if (BROWSER === 'chromium') return page.workers();
  return page.evaluate(() => [...(window as unknown as { recordedWorkers: Set<number> }).recordedWorkers]);
}

/** How many of them one engine is. A pool ends with the worker that started it. */
export const engineSize = (threads: number): number => (BROWSER === 'chromium' ? 1 + threads : 1);

/** From now on: the addresses of all that the page asks for; in Chromium, its workers too. */
export async function requests(page: Page): Promise<() => Promise<string[]>> {
  if (BROWSER !== 'chromium') {
    return () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  }
  const all: string[] = [];
  page.on('request', (request) => all.push(request.url()));
  return async () => all;
}

/** What is on the clipboard, as a reader gets at it: pasted into a field. */
export async function pasted(page: Page): Promise<string> {
  await page.evaluate(() => {
    const field = document.createElement('textarea');
    field.id = 'pasted';
    // Beside an open dialog nothing takes the focus.
    (document.querySelector('dialog[open]') ?? document.body).append(field);
  });
  const field = page.locator('#pasted');
  await field.focus();
  await page.keyboard.press('Control+v');
  await eventually(async () => expect(await field.inputValue()).not.toBe(''));
  const text = await field.inputValue();
  await page.evaluate(() => document.querySelector('#pasted')?.remove());
  return text;
}

/** To be run in pages first: counts the documents that are loaded, those in frames apart. */
export function countLoads(): void {
  if (document.contentType !== 'text/html') return;
  const name = window.top === window ? 'test:loads:windows' : 'test:loads:frames';
  localStorage.setItem(name, String(Number(localStorage.getItem(name)) + 1));
}

/** How many there have been since the browser was opened. */
export const loads = (page: Page, where: 'windows' | 'frames' = 'windows'): Promise<number> =>
  page.evaluate((key) => Number(localStorage.getItem(`test:loads:${key}`)), where);
