// Links: the address bar follows the settings, Back shows earlier runs again, and any text after the # gives a working
// page, with a sentence on what was wrong with it.
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { onePage } from './fixtures';
import {
  act,
  address,
  countStates,
  eventually,
  figures,
  finished,
  notices,
  ofLink,
  painted,
  paintedWhole,
  param,
  run,
  runBy,
  settings,
  settled,
  stage,
  waitForState,
} from './page';
import { reference } from './reference';

const entries = (page: Page): Promise<number> => page.evaluate(() => window.history.length);

async function edit(page: Page, fragment: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, fragment);
}

describe('the address bar', () => {
  const shared = onePage({}, '#/v1/julia?n=64&repeats=5');

  it('follows a control without a new entry in the history', async () => {
    const { page } = shared;
    await finished(page);
    const before = { entries: await entries(page), states: await countStates(page) };
    await param(page, 'grain').fill('16');
    await eventually(async () => expect((await settings(page)).get('grain')).toBe('16'));
    await param(page, 'kernel').getByRole('radio', { name: 'Scalar' }).check();
    await eventually(async () => expect((await settings(page)).get('kernel')).toBe('scalar'));
    // A parameter with its default value is left out.
    await param(page, 'grain').fill('8');
    await eventually(async () => expect(await address(page)).toBe('#/v1/julia?n=64&kernel=scalar&repeats=5'));
    // Nothing runs until it is asked for.
    expect({ entries: await entries(page), states: await countStates(page) }).toEqual(before);
  });

  it('has a new entry with each run, and Back and Forward bring settings and results', async () => {
    const { page } = shared;
    await run(page, '#/v1/julia?n=64&repeats=5');
    await finished(page);
    const first = { figures: await figures(page), hash: (await paintedWhole(page)).hash };
    const length = await entries(page);

    await param(page, 'n').fill('96');
    await param(page, 're').fill('-0.4');
    await runBy(page, () => act(page, 'run').click());
    expect(await entries(page)).toBe(length + 1);
    expect(await address(page)).toBe('#/v1/julia?re=-0.4&n=96&repeats=5');
    await eventually(async () => expect((await painted(page)).hash).not.toBe(first.hash));
    const second = { figures: await figures(page), hash: (await paintedWhole(page)).hash };
    // Running the same settings again adds no entry.
    await runBy(page, () => act(page, 'run').click());
    expect(await entries(page)).toBe(length + 1);

    await page.goBack();
    await eventually(async () => expect(await address(page)).toBe('#/v1/julia?n=64&repeats=5'));
    await eventually(async () => expect(await param(page, 'n').inputValue()).toBe('64'));
    expect(await param(page, 're').inputValue()).toBe('-0.79');
    // Equal figures show that it was not measured again.
    await eventually(async () => expect(await figures(page)).toEqual(first.figures));
    await eventually(async () => expect((await painted(page)).hash).toBe(first.hash));

    await page.goForward();
    await eventually(async () => expect(await param(page, 'n').inputValue()).toBe('96'));
    await eventually(async () => expect((await painted(page)).hash).toBe(second.hash));
    expect(await stage(page).getAttribute('data-state')).toBe('done');
  });

  it('lets Back leave a run that is under way', async () => {
    const { page } = shared;
    await run(page, '#/v1/julia?n=72&repeats=5');
    await finished(page);
    const shown = await figures(page);
    const long = page.evaluate(async () => (await window.brigade.run('#/v1/julia?n=4096&repeats=100')).state);
    await waitForState(page, 'running');
    await page.goBack();
    expect(await long).toBe('stopped');
    await eventually(async () => expect(await figures(page)).toEqual(shown));
    // The end of the other run changes nothing.
    await settled(page);
    expect(await stage(page).getAttribute('data-state')).toBe('done');
    expect(await address(page)).toBe('#/v1/julia?n=72&repeats=5');
  });

  it('runs what is typed into it', async () => {
    const { page } = shared;
    await runBy(page, () => edit(page, '#/v1/julia?n=80&repeats=5&compare=1'));
    expect(await figures(page)).toMatchObject({ identical: 1 });
    expect(await param(page, 'n').inputValue()).toBe('80');
  });
});

/** `text`: what the page says about the link. `left`: the address afterwards. */
const BAD: { link: string; text: RegExp; left: string }[] = [
  { link: '#/v1/mandelbrot?n=64', text: /“mandelbrot”.*Julia set/, left: '#/v1/julia' },
  {
    link: '#/v1/julia?n=64&colour=red&repeats=5',
    text: /“colour” is not a setting/,
    left: '#/v1/julia?n=64&repeats=5',
  },
  {
    link: '#/v1/julia?n=1e9&repeats=1&warmup=0',
    text: /n=1e9 is above 4096/,
    left: '#/v1/julia?n=4096&repeats=1&warmup=0',
  },
  { link: '#/v1/julia?n=abc&repeats=5', text: /n=abc is not a number: 1000 is used/, left: '#/v1/julia?repeats=5' },
  {
    link: '#/v1/julia?n=64&re=NaN&repeats=5',
    text: /re=NaN is not a number: -0.79 is used/,
    left: '#/v1/julia?n=64&repeats=5',
  },
  {
    link: '#/v1/julia?n=64&threads=0&repeats=5',
    text: /threads=0 is below 1: 1 is used/,
    left: '#/v1/julia?n=64&threads=1&repeats=5',
  },
  {
    link: '#/v1/julia?n=64&schedule=chaos&repeats=5',
    text: /schedule=chaos is not one of the choices/,
    left: '#/v1/julia?n=64&repeats=5',
  },
  { link: '#/v9/julia?n=64&repeats=5', text: /newer version.*v9/, left: '#/v1/julia' },
  { link: '#something-else', text: /cannot be read/, left: '#/v1/julia' },
  { link: `#/v1/julia?n=${'9'.repeat(100_000)}`, text: /too long/, left: '#/v1/julia' },
  { link: '#/v1/<img src=x onerror=window.intruder=1>', text: /not here, “<img/, left: '#/v1/julia' },
  { link: '#/v1/%3Cimg%20src=x%20onerror=window.intruder=1%3E', text: /not here, “<img/, left: '#/v1/julia' },
  {
    link: '#/v1/julia?n=64&<script>window.intruder=1</script>=1&im=<svg/onload=window.intruder=1>',
    text: /<script>.*im=<svg/s,
    left: '#/v1/julia?n=64',
  },
];
const EMPTY = ['', '#', '#/'];

describe('a link that is opened', () => {
  const shared = onePage({}, '#/v1/julia?n=64&repeats=5');

  it.each(BAD.map((bad) => ({ ...bad, name: bad.link.slice(0, 50) })))('$name', async ({ link, text, left }) => {
    const { page, site } = shared;
    await page.goto('about:blank');
    await page.goto(site.url + link);
    await finished(page);
    await eventually(async () => expect(await notices(page)).toMatch(text));
    expect(await address(page)).toBe(left);
    expect(await page.locator('img, iframe, object, embed, svg[onload], main script').count()).toBe(0);
    expect(await page.evaluate(() => 'intruder' in window)).toBe(false);
    await paintedWhole(page);
    await act(page, 'dismiss').click();
    await eventually(async () => expect(await notices(page)).toBe(''));
  });

  it.each(EMPTY)('“%s” opens the first visit', async (link) => {
    const { page, site } = shared;
    await page.goto('about:blank');
    await page.goto(site.url + link);
    await finished(page);
    expect(await address(page)).toBe('#/v1/julia?compare=1');
    expect(ofLink({ notices: (await notices(page)).split('\n') })).toEqual([]);
  });
});

// Texts that may cause trouble: numbers at their limits, escapes, markup, other scripts.
const text = fc.oneof(
  fc.constantFrom('', '0', '-1', '1e9', '1e-400', 'NaN', 'Infinity', '0x10', ' 5', '１', '5,5', '%', '%E0%A4%A', '%00'),
  fc.constantFrom(
    '1.AAAA.0',
    '1.oJwBAQAAAA.1ndirhg',
    '9.A.0',
    '__proto__',
    'constructor',
    'toString',
    '<b>',
    '"',
    "'><script>",
    'javascript:1',
    '\u202e',
    '../..',
  ),
  fc.integer({ min: -10, max: 5000 }).map(String),
  fc.double().map(String),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const key = fc.oneof(
  fc.constantFrom(
    'n',
    're',
    'im',
    'x',
    'y',
    'width',
    'max_iter',
    'kernel',
    'schedule',
    'grain',
    'threads',
    'compare',
    'result',
  ),
  text,
);
const pair = fc.tuple(key, text).map(([name, value]) => `${name}=${value}`);
const fragment = fc.oneof(
  { weight: 4, arbitrary: fc.array(pair, { maxLength: 6 }).map((pairs) => `#/v1/julia?${pairs.join('&')}`) },
  { weight: 1, arbitrary: fc.tuple(text, pair).map(([id, query]) => `#/v1/${id}?${query}`) },
  { weight: 1, arbitrary: fc.tuple(fc.nat(3), text).map(([version, rest]) => `#/v${version}/${rest}`) },
  { weight: 1, arbitrary: text.map((rest) => `#${rest}`) },
);

describe('any text after the #', () => {
  const shared = onePage({}, '#/v1/julia?n=64&repeats=5');

  it('leaves a page that answers, without a message on the console', async () => {
    const { page } = shared;
    await finished(page);
    await fc.assert(
      fc.asyncProperty(fragment, async (link) => {
        const after = await page.evaluate(async (hash) => {
          window.location.hash = hash;
          // Waits until the page has taken the text over and written the address in its own form.
          for (let wait = 0; wait < 10_000; wait++) {
            await new Promise((resolve) => setTimeout(resolve, 5));
            if (/^#\/v1\/[\w-]+(\?|$)/.test(window.location.hash)) break;
          }
          const title = document.querySelector('h1')?.textContent;
          return { hash: window.location.hash, title, intruder: 'intruder' in window };
        }, link);
        expect(after).toEqual({
          hash: expect.stringMatching(/^#\/v1\/[\w-]+(\?|$)/),
          title: expect.stringMatching(/\?$/),
          intruder: false,
        });
        expect(await shared.takeMessages()).toEqual([]);
      }),
      // A very busy machine tries fewer texts.
      { numRuns: 60, endOnFailure: true, interruptAfterTimeLimit: 30_000, markInterruptAsFailure: false },
    );
    expect(await run(page, '#/v1/julia?n=203&repeats=5')).toMatchObject({ state: 'done', image: reference(203) });
    await finished(page);
    await paintedWhole(page);
  });
});
