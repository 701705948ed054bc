// What axe-core finds wrong with a page.
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** All that is serious or critical, with the places. */
export async function faults(page: Page): Promise<string[]> {
  // Evaluated from outside: the page's policy would refuse a script that is added to it.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    // A colour on its way to another one is neither; what goes on for ever (flames) is no transition.
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
