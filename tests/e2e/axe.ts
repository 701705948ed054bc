// Collects the faults that axe-core finds on a page.
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Returns all serious and critical faults, with their places. */
export async function faults(page: Page): Promise<string[]> {
  // Evaluated from outside, because the page's policy refuses a script that is added to it.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    // Transitions must have ended, because a colour in between is neither of the two. Endless motion (flames) is no
    // transition.
    const fades = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    await Promise.allSettled(fades.map(({ finished }) => finished));
    const { violations } = await (window as unknown as { axe: typeof import('axe-core') }).axe.run(document, {
      resultTypes: ['violations'],
    });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
      );
  });
}
