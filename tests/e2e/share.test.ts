// Sharing: the dialog with its links, code and frame; and a link that brings a sender's result, which stands beside the
// reader's own, be it complete or damaged, honest or forged.
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { withResult } from '../../www/link/link';
import { Writer } from '../../www/link/writer';
import { faults } from './axe';
import { NO_SERVICE_WORKER, onePage, startSite, WITHOUT_HEADERS } from './fixtures';
import {
  act,
  address,
  alerts,
  closeSettings,
  eventually,
  figures,
  finished,
  notices,
  ofLink,
  openSettings,
  painted,
  paintedWhole,
  param,
  pasted,
  run,
  runBy,
  settings,
  stage,
  tooWide,
} from './page';
import { LINK, sent } from './sent';

const panel = (page: Page) => page.locator('[data-shared-result]');
const dialog = (page: Page) => page.locator('dialog[open]');
/** Returns what the page says of the link. */
const noted = async (page: Page) => ofLink({ notices: (await notices(page)).split('\n') });

/** Headers of a document that is not isolated, whatever the others are. */
const NO_ISOLATION = {
  'Cross-Origin-Opener-Policy': 'unsafe-none',
  'Cross-Origin-Embedder-Policy': 'unsafe-none',
};

async function open(page: Page, site: { url: string }, link: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(site.url + link);
  await finished(page);
}

describe('the share dialog', () => {
  const shared = onePage({}, LINK);
  const link = (page: Page): Promise<string> => page.locator('[data-share-link]').inputValue();
  let frame = '';

  it('has the plain link first, and one with the result', async () => {
    const { page } = shared;
    await finished(page);
    await act(page, 'share').click();
    await dialog(page).waitFor();
    expect(await link(page)).toBe(page.url());
    await page.locator('[data-share="result"]').check();
    const long = await link(page);
    expect(long.startsWith(`${page.url()}&result=1.`)).toBe(true);
    expect(long.length).toBeLessThan(700);
    await act(page, 'copy').click();
    await page.getByText('The link is on the clipboard.').waitFor();
    expect(await pasted(page)).toBe(long);
    // The address stays as it is, because the result is for others.
    expect(await address(page)).toBe(LINK);
  });

  it('draws the chosen link as a QR code', async () => {
    const { page } = shared;
    const code = page.locator('dialog svg[data-qr]');
    await code.waitFor();
    const fine = Number(await code.getAttribute('data-qr'));
    await page.locator('[data-share="plain"]').check();
    await eventually(async () => expect(Number(await code.getAttribute('data-qr'))).toBeLessThan(fine));
    expect(await code.getAttribute('role')).toBe('img');
    expect(await code.locator('path').getAttribute('d')).toMatch(/^(M\d+ \d+h\d+v1H\d+z)+$/);
    const before = (await code.boundingBox())?.width ?? 0;
    await act(page, 'enlarge-qr').click();
    expect((await code.boundingBox())?.width ?? 0).toBeGreaterThan(1.5 * before);
    await act(page, 'enlarge-qr').click();
  });

  it('has the HTML of a frame', async () => {
    const { page } = shared;
    await page.locator('.share-embed summary').click();
    await act(page, 'copy-embed').click();
    await page.getByText('The HTML is on the clipboard.').waitFor();
    const html = await pasted(page);
    // Not parsed in the page, whose policy would refuse the frame's style.
    expect(html.replaceAll('&amp;', '&')).toContain(`<iframe src="${page.url()}" title="Brigade: Julia set"`);
    expect(html).toContain('allow="cross-origin-isolated; clipboard-write"');
    expect(html.split('<')).toHaveLength(3);
    frame = html;
    await page.keyboard.press('Escape');
    await eventually(async () => expect(await dialog(page).count()).toBe(0));
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-action'))).toBe('share');
  });

  it('shows the experiment in a page that is not isolated, on one thread', async () => {
    const { another, site } = shared;
    // A document without the headers is not isolated, nor are the frames in it.
    site.route(/^host\.html$/, { headers: NO_ISOLATION, body: `<!doctype html>${frame}` });
    const other = await another(`${site.url}host.html`);
    const inside = other.frameLocator('iframe');
    await inside.locator('main[data-state="done"]').waitFor();
    await inside.locator('[data-fallback]').waitFor();
    expect(await inside.locator('[data-metric="time_ms"]').first().getAttribute('data-value')).toMatch(/^\d/);
    await other.close();
  });

  it('offers a result only of a finished run of the present settings, and says why not', async () => {
    const { page } = shared;
    const option = page.locator('[data-share="result"]');
    await param(page, 'n').fill('96');
    await eventually(async () => expect((await settings(page)).get('n')).toBe('96'));
    await act(page, 'share').click();
    await dialog(page).getByText('The settings have changed since the last run').waitFor();
    expect(await option.isDisabled()).toBe(true);
    await act(page, 'close').click();
    await page.evaluate(() => void window.brigade.run('#/v1/julia?n=4096&repeats=100'));
    await page.waitForSelector('main[data-state="running"]');
    await act(page, 'share').click();
    await dialog(page).getByText('The run has not ended yet').waitFor();
    expect(await option.isDisabled()).toBe(true);
    await act(page, 'close').click();
    await act(page, 'stop').click();
    await page.waitForSelector('main[data-state="stopped"]');
    await act(page, 'share').click();
    await dialog(page).getByText('No run has finished yet').waitFor();
    await act(page, 'close').click();
    await run(page, '#/v1/julia?n=64&repeats=1&sweep=n:32,64');
    await act(page, 'share').click();
    await dialog(page).getByText('A study is too long for a link').waitFor();
    await act(page, 'close').click();
  });

  it('hands the link to the system where that takes it', async () => {
    const { page, site } = shared;
    const takesLinks = () => {
      const share = async (data: ShareData) => {
        Object.assign(window, { handed: data });
      };
      Object.assign(navigator, { share });
    };
    const { page: other, close } = await site.open(LINK, { scripts: [takesLinks] });
    await finished(other);
    await act(other, 'share').click();
    await act(other, 'share-system').click();
    await eventually(async () =>
      expect(await other.evaluate(() => (window as unknown as { handed?: ShareData }).handed)).toMatchObject({
        url: other.url(),
      }),
    );
    await close();
    // The tests' browser has no dialog of the system for sharing.
    expect(await page.evaluate(() => typeof navigator.share)).toBe('undefined');
    await act(page, 'share').click();
    await dialog(page).waitFor();
    expect(await act(page, 'share-system').count()).toBe(0);
    await act(page, 'close').click();
  });
});

describe('a link with a result', () => {
  const shared = onePage({}, sent());

  it('runs the same, and shows the sender’s figures beside the reader’s', async () => {
    const { page } = shared;
    await finished(page);
    await panel(page).waitFor();
    expect(await noted(page)).toEqual([]);
    expect(await panel(page).getAttribute('data-shared-result')).toBe('same');
    expect(await address(page)).toBe(sent());
    const own = await figures(page);
    const value = async (kind: string, name: string): Promise<number> =>
      Number(await page.locator(`[data-${kind}="${name}"]`).getAttribute('data-value'));
    expect(await value('theirs', 'time_ms')).toBe(12.5);
    await eventually(async () => expect(await value('yours', 'time_ms')).toBe(own.time_ms));
    expect(await value('ratio', 'time_ms')).toBeCloseTo((own.time_ms ?? 0) / 12.5, 10);
    expect(await page.locator('[data-yours="only_theirs"]').textContent()).toBe('–');
    const text = await panel(page).textContent();
    expect(text).toContain('22 November 2026 · 12\u00a0logical cores · <img src=x onerror=window.in=1>');
    expect(text).toContain('12.5 ±\u00a00.3\u00a0ms');
    expect(await page.locator('[data-strips="theirs"]').getAttribute('data-lanes')).toBe('2');
    await eventually(async () =>
      expect(await page.locator('[data-strips="yours"]').getAttribute('data-lanes')).toBe('2'),
    );
    // Text that looked like markup has stayed text.
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate(() => 'in' in window)).toBe(false);
  });

  it('keeps the result when settings change, says so, and leads back to the sender’s settings', async () => {
    const { page } = shared;
    await param(page, 'n').fill('96');
    await eventually(async () => expect(await panel(page).getAttribute('data-shared-result')).toBe('differs'));
    expect(await panel(page).textContent()).toMatch(/Your settings differ from the sender’s: Size 96 instead of 203\./);
    // The address leaves the result out, because it would be false beside other settings.
    await eventually(async () => expect(await address(page)).toBe('#/v1/julia?n=96&threads=2&repeats=5&compare=1'));
    await runBy(page, () => act(page, 'compare').click());
    expect(await panel(page).getAttribute('data-shared-result')).toBe('differs');
    await page.goBack();
    await eventually(async () => expect(await panel(page).getAttribute('data-shared-result')).toBe('same'));
    expect(await address(page)).toBe(sent());
    await page.goForward();
    await eventually(async () => expect(await panel(page).getAttribute('data-shared-result')).toBe('differs'));
    await runBy(page, () => act(page, 'sender-settings').click());
    expect(await panel(page).getAttribute('data-shared-result')).toBe('same');
    expect(await address(page)).toBe(sent());
  });

  it('is dismissed, from the address too', async () => {
    const { page } = shared;
    await act(page, 'dismiss-result').click();
    await eventually(async () => expect(await panel(page).count()).toBe(0));
    expect(await address(page)).toBe(LINK);
    await runBy(page, () => act(page, 'compare').click());
    expect(await panel(page).count()).toBe(0);
    expect(await address(page)).toBe(LINK);
  });

  it('works for scripts as the plain link does', async () => {
    const { page } = shared;
    const summary = await run(page, sent());
    expect(summary).toMatchObject({ state: 'done', params: { n: 203 } });
    expect(ofLink(summary)).toEqual([]);
    await panel(page).waitFor();
    // Another scenario has nothing to compare the result with.
    await run(page, '#/v1/self-test');
    await eventually(async () => expect(await panel(page).count()).toBe(0));
  });

  it('brings the figures that the page has sent', async () => {
    const { page, site } = shared;
    await open(page, site, LINK);
    const own = await figures(page);
    await act(page, 'share').click();
    await page.locator('[data-share="result"]').check();
    const link = await page.locator('[data-share-link]').inputValue();
    await open(page, site, link.slice(link.indexOf('#')));
    await panel(page).waitFor();
    expect(await noted(page)).toEqual([]);
    const theirs = await page.locator('[data-theirs="time_ms"]').getAttribute('data-value');
    expect(Number(theirs)).toBeCloseTo(own.time_ms ?? 0, 2);
    expect(await page.locator('[data-strips="theirs"]').getAttribute('data-lanes')).toBe('2');
  });
});

describe('a result of very many threads', () => {
  const shared = onePage({}, '#/v1/julia?n=203&threads=32&repeats=5&compare=1');

  it('still makes a link that every program carries, and fits on a phone', async () => {
    const { page, site } = shared;
    await finished(page);
    await act(page, 'share').click();
    await page.locator('[data-share="result"]').check();
    const link = await page.locator('[data-share-link]').inputValue();
    expect(link.length).toBeLessThanOrEqual(2000);
    await page.locator('svg[data-qr]').waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await tooWide(page)).toEqual([]);
    await open(page, site, link.slice(link.indexOf('#')));
    await eventually(async () =>
      expect(await page.locator('[data-strips="yours"]').getAttribute('data-lanes')).toBe('32'),
    );
    expect(await page.locator('[data-strips="theirs"]').getAttribute('data-lanes')).toBe('32');
    expect(await noted(page)).toEqual([]);
    expect(await tooWide(page)).toEqual([]);
  });
});

describe('a result that cannot be used', () => {
  const shared = onePage({}, '#/v1/julia?n=203&repeats=5');
  const whole = sent();
  const forged = (): string => {
    const to = new Writer();
    to.whole(20_779);
    to.whole(8);
    to.ascii('<script>');
    to.byte(1);
    to.byte(0);
    to.ascii('<b>');
    to.number(1);
    to.byte(0);
    return withResult(LINK, `1.${Buffer.from(to.bytes).toString('base64url')}`);
  };
  const BAD: { name: string; link: string; text: RegExp }[] = [
    { name: 'cut off', link: whole.slice(0, -20), text: /damaged/ },
    { name: 'of edited settings', link: whole.replace('n=203', 'n=96'), text: /belongs to other settings/ },
    { name: 'with another figure', link: whole.replace('result=1.', 'result=1.A'), text: /damaged/ },
    { name: 'of markup', link: `${LINK}&result=<img src=x onerror=window.in=1>`, text: /damaged/ },
    { name: 'with a name of markup, sealed', link: forged(), text: /damaged/ },
    { name: 'of a newer version', link: `${LINK}&result=4.AAAA.0`, text: /newer version/ },
    { name: 'too long', link: `${LINK}&result=1.${'A'.repeat(5000)}.0`, text: /too long/ },
    { name: 'empty', link: `${LINK}&result=`, text: /damaged/ },
  ];

  it.each(BAD)('$name: the plain link, with a notice', async ({ link, text }) => {
    const { page, site } = shared;
    await open(page, site, link);
    await eventually(async () => expect(await notices(page)).toMatch(text));
    expect(await notices(page)).toMatch(/the link is opened without it\./);
    expect(await address(page)).not.toContain('result');
    expect(await panel(page).count()).toBe(0);
    expect(await alerts(page).count()).toBe(0);
    expect(await page.locator('img, main script').count()).toBe(0);
    expect(await page.evaluate(() => 'in' in window)).toBe(false);
    await paintedWhole(page);
    expect((await painted(page)).width).toBe(link.includes('n=96') ? 96 : 203);
  });
});

describe('where there are no threads', () => {
  it('a sender’s result says what differs', async () => {
    const site = await startSite(WITHOUT_HEADERS);
    const { page, takeMessages } = await site.open(sent(), NO_SERVICE_WORKER);
    await finished(page);
    await panel(page).waitFor();
    expect(await panel(page).getAttribute('data-shared-result')).toBe('differs');
    expect(await panel(page).textContent()).toMatch(/Schedule sequential instead of dynamic/);
    expect(await stage(page).getAttribute('data-state')).toBe('done');
    expect(await takeMessages()).toEqual([]);
    await site.close();
  });
});

const LOOKS: (BrowserContextOptions & { name: string })[] = [
  { name: 'light', colorScheme: 'light' },
  { name: 'dark', colorScheme: 'dark' },
  { name: 'on a narrow screen', colorScheme: 'light', viewport: { width: 360, height: 740 } },
];

describe.each(LOOKS)('panel and dialog, $name', ({ name: _, ...options }) => {
  const shared = onePage({}, sent(), options);
  it('have nothing serious for axe-core, and fit', async () => {
    const { page } = shared;
    await finished(page);
    await panel(page).waitFor();
    await page.locator('[data-strips="yours"] .strips-lane').first().waitFor();
    expect(await faults(page)).toEqual([]);
    expect(await tooWide(page)).toEqual([]);
    await openSettings(page);
    await param(page, 'n').fill('96');
    await closeSettings(page);
    await page.locator('.versus-differs').waitFor();
    expect(await faults(page)).toEqual([]);
    expect(await tooWide(page)).toEqual([]);
    await act(page, 'sender-settings').click();
    await eventually(async () => expect(await panel(page).getAttribute('data-shared-result')).toBe('same'));
    await finished(page);
    await act(page, 'share').click();
    await page.locator('svg[data-qr]').waitFor();
    await page.locator('[data-share="result"]').check();
    await page.locator('.share-embed summary').click();
    expect(await faults(page)).toEqual([]);
    expect(await tooWide(page)).toEqual([]);
    await act(page, 'enlarge-qr').click();
    expect(await tooWide(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });
});
