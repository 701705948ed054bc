// What tests do with an opened page, in the words of the page contract: wait for a state, run a link, read figures,
// pictures and notices. No time limit here is shorter than a busy machine needs.

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

/** Describes the page for the report of a failed test. */
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

/** Waits until the link of the page's address has been run. */
export const finished = (page: Page): Promise<void> => waitForState(page, 'done');

/** Repeats an assertion until it holds, for states that are no element. Fails with the last failure. */
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

/** Waits until the page has drawn itself this many times. */
export async function frames(page: Page, count: number): Promise<void> {
  await page.evaluate(async (many) => {
    for (let i = 0; i < many; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, count);
}

/**
 * Tries with ever more of something, such as the length of a run, when something must be seen while something else
 * lasts. A slow machine needs more, and none needs more than the last amount. Not for what must never happen.
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
 * Waits until the page has done all that it had to do by now: its tasks have run, and it has drawn itself. For
 * asserting that something does not follow, which would have been requested before.
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
 * Records from now on every state of something in the document, in order and without repetitions. `read` runs in the
 * page whenever anything in the document changes, so no state is missed, however late a test asks.
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
  // Passed as text, because functions cannot be arguments and the page's policy forbids making one there.
  await page.evaluate(`window.testRecorder?.disconnect(); (${install})(${read});`);
  return () =>
    page.evaluate(() => (window as unknown as { testRecorded: string[] }).testRecorded.map((text) => JSON.parse(text)));
}

/** Runs a link by the page's interface for scripts, as soon as the page has it: WebKit's driver may come before. */
export async function run(page: Page, link: string): Promise<Summary> {
  return page.evaluate(async (text) => {
    while (!('brigade' in window)) await new Promise((resolve) => setTimeout(resolve, 20));
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
    /** Every state of the stage since it was first asked for. */
    seenStates?: string[];
  }
}

/** Returns how many states the stage has been in since the first call: each run makes it grow. */
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

/** A dinner of four minutes on the slowest clock, which never ends before it is stopped. */
export const ENDLESS_DINNER = `#/v1/mapo-tofu?scale=1000&recipe=1~~stew${'~a60-stir'.repeat(4)}`;

/**
 * Begins to run a link, and waits until it runs; the result has its end. No other run may be under way, because that one
 * would be seen running.
 */
export async function begin(page: Page, link: string): Promise<{ ended: Promise<Summary> }> {
  await page.waitForSelector('main:not([data-state="starting"]):not([data-state="running"])', { timeout: PATIENCE });
  const ended = run(page, link);
  await waitForState(page, 'running');
  return { ended };
}

/**
 * Stops a run that lasts longer than any test, by the button, and checks that it ends as stopped. `under`: waits for
 * the moment at which to stop.
 */
export async function stops(page: Page, link: string, under = async (): Promise<void> => undefined): Promise<void> {
  const { ended } = await begin(page, link);
  await under();
  await act(page, 'stop').click();
  expect((await ended).state).toBe('stopped');
  await waitForState(page, 'stopped');
}

/** Returns every figure on the page by its name. */
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
 * Returns what a run says of its link: what was changed in it, or is not used. Leaves out what it says of its figures,
 * which depends on the machine: a fast one makes times too short for the clock, a busy one makes them doubtful.
 */
export const ofLink = ({ notices: all }: Pick<Summary, 'notices'>): string[] =>
  all.filter((text) =>
    /(?:is|are) (?:used|ignored)\.$|left out|counts\.$|no effect|no study is made|stays fixed\.$|nothing to compare|without it\.$/.test(
      text,
    ),
  );

/**
 * Checks the figures of a comparison: speed-up and efficiency, or neither and the reason, because the machine was too
 * disturbed or both sides are the same code.
 */
export function hasComparison(metrics: Record<string, number>, withheld: string | null | undefined): void {
  // What is too short for a coarse clock can take no time at all, and has no ratio then.
  expect(metrics.sequential_ms).toBeGreaterThanOrEqual(0);
  expect(metrics.identical).toBe(1);
  const told = ['speedup', 'efficiency'].filter((name) => name in metrics);
  if (told.length === 0 && !('noise' in metrics)) expect(withheld).toMatch(/^[A-Z].+\.$/s);
  else if (told.length === 0) expect(metrics.noise).toBeGreaterThanOrEqual(0);
  else for (const name of ['sequential_ms', 'speedup', 'efficiency']) expect(metrics[name], name).toBeGreaterThan(0);
}

/** Returns the sentence of the verdict. */
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
  /** Number of different colours; transparent does not count. */
  colours: number;
  /** Number of columns in which anything is drawn. */
  columns: number;
  /** Hash of all pixels, which tells pictures apart. */
  hash: number;
}

export async function painted(page: Page, side: Side = 'parallel'): Promise<Painted> {
  return page.evaluate((id) => {
    const canvas = document.querySelector<HTMLCanvasElement>(`canvas[data-picture="${id}"]`);
    const none = { width: 0, height: 0, colours: 0, columns: 0, hash: 0 };
    if (!canvas || canvas.width === 0 || canvas.height === 0) return none;
    const { width, height } = canvas;
    // Reads from a copy: the browser would warn about a canvas that is often read, and slow it down.
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

/** Waits until a picture is drawn as a whole, and returns it. */
export async function paintedWhole(page: Page, side: Side = 'parallel'): Promise<Painted> {
  let last: Painted | undefined;
  // The next frame paints the run's last state; until then the canvas may show an earlier run.
  await frames(page, 2);
  await eventually(async () => {
    last = await painted(page, side);
    expect(last.columns).toBe(last.width);
    expect(last.colours).toBeGreaterThan(3);
  });
  return last as Painted;
}

/** Returns the part of the address after the #. */
export const address = (page: Page): Promise<string> => page.evaluate(() => window.location.hash);

/** Returns the settings in the address. */
export async function settings(page: Page): Promise<URLSearchParams> {
  return new URLSearchParams((await address(page)).split('?')[1] ?? '');
}

/** Opens the drawer with the settings, if they are in one. */
export async function openSettings(page: Page): Promise<void> {
  const button = act(page, 'settings');
  if ((await button.isVisible()) && (await button.getAttribute('aria-expanded')) === 'false') await button.click();
}

/** Closes it again. */
export async function closeSettings(page: Page): Promise<void> {
  const button = act(page, 'close-settings');
  if (await button.isVisible()) await button.click();
}

/** Returns all notices of the page: on the link, also why it could not be used, and on the run. */
export async function notices(page: Page): Promise<string> {
  return (await page.locator('.notices').allInnerTexts()).filter(Boolean).join('\n');
}

/** Waits for views that are loaded when they are first shown, such as a family's stage. */
export const loaded = (page: Page) => page.waitForFunction(() => !document.body.textContent?.includes('Loading…'));

/**
 * Returns the elements that are wider than the window or their dialog, and so would have to be scrolled sideways, and
 * by how many points. Wide tables that scroll by themselves do not count.
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
      if (excess > 0 && names.length === 0) {
        // Text can stick out of a box that does not.
        const texts = document.createTreeWalker(frame, NodeFilter.SHOW_TEXT);
        const range = document.createRange();
        while (texts.nextNode()) {
          range.selectNodeContents(texts.currentNode);
          const by = range.getBoundingClientRect().right - edge;
          const parent = texts.currentNode.parentElement;
          if (by > 0 && !scrolls(parent)) names.push(`“${range}” in ${parent?.outerHTML.slice(0, 120)} by ${by}`);
        }
      }
      if (excess > 0 || names.length > 0) told.push(`${frame.localName} by ${excess}: ${names.join(', ')}`);
    }
    return told;
  });

/**
 * Returns the page's engine workers; in Chromium with their pools, as other browsers do not report a worker's own
 * workers.
 */
export async function workers(page: Page): Promise<readonly unknown[]> {
  if (BROWSER === 'chromium') return page.workers();
  return page.evaluate(() => [...(window as unknown as { recordedWorkers: Set<number> }).recordedWorkers]);
}

/** Returns how many of them one engine has. A pool ends with the worker that started it. */
export const engineSize = (threads: number): number => (BROWSER === 'chromium' ? 1 + threads : 1);

/** Records from now on the addresses of all that the page requests; in Chromium, also its workers' requests. */
export async function requests(page: Page): Promise<() => Promise<string[]>> {
  if (BROWSER !== 'chromium') {
    return () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  }
  const all: string[] = [];
  page.on('request', (request) => all.push(request.url()));
  return async () => all;
}

/** Returns the clipboard's text, by pasting it into a field as a reader would. */
export async function pasted(page: Page): Promise<string> {
  await page.evaluate(() => {
    const field = document.createElement('textarea');
    field.id = 'pasted';
    // With an open dialog nothing outside it can take the focus.
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

/** Counts the loaded documents, those in frames apart. Must run first in pages. */
export function countLoads(): void {
  if (document.contentType !== 'text/html') return;
  const name = window.top === window ? 'test:loads:windows' : 'test:loads:frames';
  localStorage.setItem(name, String(Number(localStorage.getItem(name)) + 1));
}

/** Returns how many documents were loaded since the browser was opened. */
export const loads = (page: Page, where: 'windows' | 'frames' = 'windows'): Promise<number> =>
  page.evaluate((key) => Number(localStorage.getItem(`test:loads:${key}`)), where);
