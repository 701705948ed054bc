// What tests do with an opened page, in the words of the page contract: wait for a state, run a link,
// read figures, pictures and notices. Nothing here has a time limit shorter than a busy machine needs.

import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
// Declares `window.brigade`.
import type {} from '../../www/state/api';
import type { Summary } from '../../www/state/summary';
import { BROWSER } from './drivers/which';

export type Side = 'parallel' | 'sequential';

/** For anything that has to come sooner or later, in ms. */
const PATIENCE = 40_000;

export const act = (page: Page, action: string): Locator => page.locator(`[data-action="${action}"]`);
export const param = (page: Page, name: string): Locator => page.locator(`[data-param="${name}"]`);
export const stage = (page: Page): Locator => page.locator('main[data-state]');
export const alerts = (page: Page): Locator => page.locator('[role="alert"]:not(:empty)');

export async function waitForState(page: Page, state: string): Promise<void> {
  await page.waitForSelector(`main[data-state="${state}"]`, { timeout: PATIENCE });
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
 * Tries again: for what a busy machine may be too late for now and then, but not every time. Whatever must never
 * happen does not belong here.
 */
export async function attempts(most: number, what: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await what();
    } catch (error) {
      if (attempt >= most) throw error;
    }
  }
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

/** Stops a long run by the button: it ends soon, whatever it is doing. */
export async function stopsSoon(page: Page, link: string): Promise<void> {
  await attempts(3, async () => {
    const ended = run(page, link);
    await waitForState(page, 'running');
    await page.waitForTimeout(300);
    const asked = Date.now();
    await act(page, 'stop').click();
    expect((await ended).state).toBe('stopped');
    expect(Date.now() - asked).toBeLessThan(2000);
  });
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

/** All that the page says about the link: notices, and why it could not be used. */
export async function notices(page: Page): Promise<string> {
  return (await page.locator('.notices').allInnerTexts()).join('\n');
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
