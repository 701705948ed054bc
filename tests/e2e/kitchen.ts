// Reads from a page what the tests of the kitchen need.

import type { Page } from 'playwright-core';

/** Returns the figures of many runs of one link, one after the other. */
export async function many(page: Page, link: string, times: number) {
  return page.evaluate(
    async ({ text, count }) => {
      const results = [];
      for (let i = 0; i < count; i++) {
        const { state, metrics, values } = await window.brigade.run(text);
        results.push({ state, metrics, values });
      }
      return results;
    },
    { text: link, count: times },
  );
}

/** Returns lanes by name, each with the labels of its spans and moments. */
export const lanes = (page: Page) =>
  page.evaluate(() => {
    const trace = window.brigade.trace();
    if (!trace) return [];
    return trace.lanes.map(({ name, role }, lane) => {
      const found = new Set<string>();
      for (let i = 0; i < trace.count; i++) {
        if (trace.lane[i] === lane) found.add(trace.labels[trace.label[i] as number]?.name ?? '?');
      }
      return { name, role, labels: [...found] };
    });
  });
