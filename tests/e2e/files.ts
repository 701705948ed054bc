// Helps tests of exports: saves files, gives files to the page, and looks at what is shown and drawn.

import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { act } from './page';

export const note = (page: Page) => page.locator('[data-opened]');

export interface Saved {
  name: string;
  buffer: Buffer;
  mimeType: string;
}

/** Returns the file that a press of a button saves. */
export async function saved(page: Page, action: string): Promise<Saved> {
  const [download] = await Promise.all([page.waitForEvent('download'), act(page, action).first().click()]);
  const buffer = await readFile(await download.path());
  return { name: download.suggestedFilename(), buffer, mimeType: 'application/octet-stream' };
}

export const give = (page: Page, file: Saved): Promise<void> => act(page, 'open-file').setInputFiles(file);

/** Returns everything that the page shows of the run on the stage. */
export const told = (page: Page) =>
  page.evaluate(() => {
    const trace = window.brigade.trace();
    const columns = trace && [trace.lane, trace.label, trace.phase, trace.time, trace.arg].map((c) => Array.from(c));
    const texts = (selector: string) => [...document.querySelectorAll(selector)].map((e) => e.textContent);
    return {
      trace: trace && { lanes: trace.lanes, labels: trace.labels, dropped: trace.dropped, columns },
      figures: [...document.querySelectorAll<HTMLElement>('[data-metric]')].map((e) => [
        e.dataset.metric,
        e.dataset.value,
        e.textContent,
      ]),
      verdict: texts('[data-verdict], .verdict-sentence'),
      results: texts('[data-result]'),
      lanes: texts('.timeline-lane'),
      titles: texts('.timeline-title'),
    };
  });

/** Returns how a browser understands an SVG: its structure, and whether anything in it leads outside. */
export const inspect = (page: Page, text: string) =>
  page.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
    const all = [...parsed.querySelectorAll('*')];
    const outside = all.flatMap((element) =>
      [...element.attributes]
        .filter(
          ({ name, value }) => /^(?:xlink:)?href$|^src$|^on|^style$|^class$/.test(name) || /url\((?!#)/.test(value),
        )
        .map(({ name, value }) => `${element.localName} ${name}=${value}`),
    );
    return {
      root: parsed.documentElement.localName,
      error: parsed.querySelector('parsererror')?.textContent ?? null,
      title: parsed.querySelector('title')?.textContent ?? '',
      desc: parsed.querySelector('desc')?.textContent ?? '',
      metadata: parsed.querySelector('metadata')?.textContent ?? '',
      texts: [...parsed.querySelectorAll('text')].map((e) => e.textContent ?? ''),
      names: [...new Set(all.map((element) => element.localName))],
      elements: all.length,
      outside,
    };
  }, text);
