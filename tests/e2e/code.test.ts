// The code beside the lesson equals the repository's file, whichever is chosen, and is opened at the lines that matter.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { onePage } from './fixtures';
import { finished, run } from './page';

const shared = onePage({}, '#/v1/julia?n=64&schedule=static&repeats=5');

const repository = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

it('shows the scenario’s file, its schedule’s, and another scenario’s', async () => {
  const { page } = shared;
  await finished(page);
  expect(await page.locator('.code').count()).toBe(0);
  await page.locator('[data-unfold="code"]').click();
  const shows = async (path: string): Promise<void> => {
    await page.locator(`[data-code="${path}"] .code-text code`).waitFor();
    const text = repository(path);
    expect(await page.locator('.code-text code').textContent()).toBe(text);
    // The mark is on its line of the text, and in view.
    const { line, offset, inView } = await page.evaluate(() => {
      const box = document.querySelector('.code-text')?.getBoundingClientRect() as DOMRect;
      const mark = document.querySelector<HTMLElement>('.code-mark') as HTMLElement;
      const code = document.querySelector('.code-text code') as HTMLElement;
      const { top, bottom, height } = mark.getBoundingClientRect();
      const offset = (top - (code.getClientRects()[0] as DOMRect).top) / height;
      return { line: Number(mark.dataset.line), offset, inView: top >= box.top && bottom <= box.bottom };
    });
    expect(text.split('\n')[line - 1]).toMatch(/\bfn \w+[(<]/);
    expect(Math.abs(offset - (line - 1))).toBeLessThan(0.6);
    expect(inView).toBe(true);
  };
  await shows('src/families/fractals/mod.rs');
  // Words are coloured.
  expect(await page.locator('.code .hljs-keyword').count()).toBeGreaterThan(20);
  await page.locator('[data-control="code-file"]').selectOption('src/loops/schedule/static_bands.rs');
  await shows('src/loops/schedule/static_bands.rs');
  await run(page, '#/v1/julia?n=64&schedule=guided&repeats=5');
  await shows('src/families/fractals/mod.rs');
  await run(page, '#/v1/norms?vectors=10&dim=10&repeats=5');
  await shows('src/families/sums/norms.rs');
});
