// The editor of programs on the built site: in place of the text of any program, with faults at their places and a verdict
// that follows; what is run is in the link, and a draft outlives a reload.
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { TEMPLATES } from '../../www/editor/templates';
import { faults } from './axe';
import { onePage, type Script } from './fixtures';
import {
  act,
  address,
  alerts,
  begin,
  eventually,
  finished,
  openSettings,
  run,
  settings,
  stage,
  tooWide,
  waitForState,
} from './page';

const RIGHT = 'shared x = 0\nthread t { x = 1 }\nend { show x }\n';
const STUCK = 'lock a\nthread t[2] { lock a; lock a }\n';
const ENDLESS = 'shared n[8] = 0\nthread t[8] { loop { n[index] += 1 } }\n';

/** A selector of something in the editor; those of Playwright see into its shadow root. */
const content = (page: Page) => page.locator('.editor .cm-content');
const line = (page: Page) => page.locator('[data-look]');

/** Returns the whole text: the view has only the lines that are in sight. */
const text = (page: Page) =>
  page.evaluate(() => {
    const lines = document.querySelector('.editor-text')?.shadowRoot?.querySelectorAll('.cm-line') ?? [];
    return [...lines]
      .map((one) => {
        const bare = one.cloneNode(true) as HTMLElement;
        for (const remark of bare.querySelectorAll('[data-remark]')) remark.remove();
        return bare.textContent;
      })
      .join('\n');
  });

async function open(page: Page): Promise<void> {
  await page.locator('[data-action="edit-program"]:not([aria-disabled="true"])').click();
  await content(page).waitFor();
}

/** Replaces the text by another one, as somebody does who pastes it. */
async function write(page: Page, next: string): Promise<void> {
  await content(page).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(next);
}

const says = (page: Page, what: string | RegExp): Promise<void> =>
  eventually(async () => expect(await line(page).textContent()).toMatch(what));

describe('the editor of a program', () => {
  const shared = onePage({}, '#/v1/garlic?driver=explore');

  beforeEach(async () => {
    // Each test begins without drafts, on a story that has run.
    await shared.page.evaluate(() => sessionStorage.clear());
    await run(shared.page, '#/v1/soup?driver=explore');
    await run(shared.page, '#/v1/garlic?driver=explore');
    await finished(shared.page);
  });

  it.each(['garlic', 'philosophers', 'try-lock', 'soup', 'own'])(
    'opens on a story, with its text in the same colours: %s',
    async (scenario) => {
      const { page } = shared;
      await run(page, `#/v1/${scenario}?driver=explore`);
      await finished(page);
      const inked = (root: 'stage' | 'editor') =>
        page.evaluate((where) => {
          const box =
            where === 'stage'
              ? document.querySelector('.program-text')
              : document.querySelector('.editor-text')?.shadowRoot;
          const lines = box?.querySelectorAll(where === 'stage' ? '.program-line code' : '.cm-line') ?? [];
          return ['word', 'text', 'number', 'variant', 'comment'].map((ink) =>
            [...lines].map((one) =>
              [...one.querySelectorAll(`.ink-${ink}`)].map((piece) => piece.textContent).join(''),
            ),
          );
        }, root);
      const before = await inked('stage');
      await open(page);
      const seen = (await inked('editor')).map((lines) => lines.length);
      expect(Math.min(...seen)).toBeGreaterThan(5);
      // The view has only the lines that are in sight.
      await eventually(async () =>
        expect(await inked('editor')).toEqual(before.map((lines, i) => lines.slice(0, seen[i]))),
      );
    },
  );

  it('tells faults at their places and in the line, and takes them back', async () => {
    const { page } = shared;
    await open(page);
    await write(page, 'shared é = 0; shard x = 0\nthread t { x += }\n');
    await says(page, /^2\sfaults\. Line 1, column 15: .*shard/);
    expect(await page.locator('.editor .cm-lintRange-error').first().textContent()).toBe('shard');
    expect(await page.locator('.editor [data-remark]').count()).toBe(2);
    // What has faults is not run: the first one is shown.
    const before = await address(page);
    await page.keyboard.press('Control+Enter');
    await page.keyboard.insertText('"');
    await eventually(async () => expect((await text(page)).split('\n')[0]).toBe('shared é = 0; "shard x = 0'));
    expect(await address(page)).toBe(before);
    await write(page, RIGHT);
    await says(page, /^Right in every order \(1\soutcome, \d+ orders?\)\.$/);
    expect(await page.locator('.editor [data-remark]').count()).toBe(0);
    expect(await page.locator('.editor [data-action="show-bad"]').count()).toBe(0);
  });

  it('has a verdict that follows, and shows how something bad comes about', async () => {
    const { page } = shared;
    await open(page);
    await says(page, 'It can end wrong in 64 of 70 orders.');
    await page.locator('[data-variant="lock"]').check();
    await says(page, /^Right in every order/);
    await write(page, STUCK);
    await says(page, /^It can get stuck in \d+ of \d+ orders\.$/);
    await act(page, 'show-bad').click();
    await waitForState(page, 'stuck');
    expect(await stage(page).getAttribute('data-scenario')).toBe('own');
    expect((await settings(page)).get('driver')).toBe('hand');
    expect(await page.locator('[data-actor-state="ready"]').count()).toBe(0);
    expect(await page.locator('.program-text').textContent()).toContain('lock a; lock a');
  });

  it('does not hang on what has no end, is too long, or is no text of ours', async () => {
    const { page } = shared;
    await open(page);
    await write(page, ENDLESS);
    await says(page, 'Not everything could be looked at within a second.');
    await write(page, `// ${'long '.repeat(25_000)}`);
    await says(page, /^1\sfault\. /);
    await write(page, '\u{1F9C4}"}{@@\\\u0000(((');
    await says(page, /^\d+\sfaults?\. /);
    await write(page, RIGHT);
    await says(page, /^Right in every order/);
  });

  it('waits while a run is under way, and stops it for its own', async () => {
    const { page } = shared;
    const { ended } = await begin(page, `#/v1/own?text=${encodeURIComponent('thread t { sleep 10000s }')}`);
    await open(page);
    await write(page, RIGHT);
    await page.keyboard.press('Control+Enter');
    expect((await ended).state).toBe('stopped');
    await finished(page);
    await eventually(async () => expect(await page.locator('.program-text').textContent()).toContain('x = 1'));
  });

  it('runs the text from its link, with the settings that it has, too', async () => {
    const { page } = shared;
    await run(page, '#/v1/garlic?driver=explore&variant=lock&times=3');
    await finished(page);
    await open(page);
    await content(page).focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('// changed\n');
    await act(page, 'run-text').click();
    await eventually(async () => expect(await stage(page).getAttribute('data-scenario')).toBe('own'));
    await finished(page);
    const { driver, variant, times, text: packed } = Object.fromEntries(await settings(page));
    expect({ driver, variant, times, packed: packed?.slice(0, 2) }).toEqual({
      driver: 'explore',
      variant: 'lock',
      times: '3',
      packed: '~1',
    });
    expect(await page.locator('.notices').allInnerTexts()).not.toContain(expect.stringContaining('ignored'));
    expect(await page.locator('.program-text').textContent()).toContain('// changed');
    // The form's button opens the same editor, and the page's own button runs what is in it.
    await openSettings(page);
    await act(page, 'edit-text').click();
    await write(page, RIGHT);
    await act(page, 'run').click();
    await eventually(async () => expect(await page.locator('.program-text').textContent()).toContain('x = 1'));
    await finished(page);
    expect(await alerts(page).count()).toBe(0);
    // The keyboard is where it was left.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-action'))).toBe('edit-program');
    await page.goBack();
    await eventually(async () => expect(await page.locator('.program-text').textContent()).toContain('// changed'));
  });

  it('keeps a draft over a reload and after it was closed, until it equals the text again', async () => {
    const { page } = shared;
    await open(page);
    await write(page, RIGHT);
    await page.reload();
    await eventually(async () => expect(await text(page)).toBe(RIGHT));
    await act(page, 'close-editor').click();
    await page.locator('.program-text').waitFor();
    expect(await act(page, 'edit-program').textContent()).toBe('Go on editing');
    await page.reload();
    await finished(page);
    await open(page);
    expect(await text(page)).toBe(RIGHT);
    await act(page, 'reset-text').click();
    await act(page, 'close-editor').click();
    expect(await act(page, 'edit-program').textContent()).toBe('Edit this program');
    // What somebody else has stored breaks nothing.
    await page.evaluate(() => sessionStorage.setItem('brigade-drafts', '{"of":[7'));
    await page.reload();
    await finished(page);
    await open(page);
    expect(await text(page)).toContain('variants none, lock, atomic');
  });

  it('undoes, formats, completes, and is left by Tab', async () => {
    const { page } = shared;
    await open(page);
    await write(page, 'thread t {\n    loop {\n  yield  \n}\n}');
    await page.keyboard.press('Shift+Alt+f');
    await eventually(async () => expect(await text(page)).toBe('thread t {\n    loop {\n        yield\n    }\n}'));
    await page.keyboard.press('Control+z');
    await eventually(async () => expect(await text(page)).toContain('\n  yield  \n'));
    await act(page, 'format-text').click();
    await eventually(async () => expect(await text(page)).toContain('\n        yield\n'));
    await write(page, 'barrier everybody of 2\nthread t[2] { meet ');
    await page.keyboard.type('every');
    const proposal = page.locator('.editor [role="option"][aria-selected="true"]');
    await proposal.waitFor();
    expect(await proposal.textContent()).toBe('everybody');
    // Proposals take keys only after a moment, so that nobody takes one by mistake.
    await eventually(async () => {
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      expect(await proposal.textContent()).toBe('everybody');
    });
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await text(page)).toMatch(/meet everybody$/));
    await page.keyboard.type(' ev');
    await proposal.waitFor();
    await page.keyboard.press('Escape');
    await eventually(async () => expect(await proposal.count()).toBe(0));
    await page.keyboard.press('Tab');
    const left = () => page.evaluate(() => document.activeElement?.classList.contains('editor-text'));
    await eventually(async () => expect(await left()).toBe(false));
    await content(page).focus();
    await page.keyboard.press('Shift+Tab');
    await eventually(async () => expect(await left()).toBe(false));
  });

  it('takes templates, none of which has a fault', async () => {
    const { page } = shared;
    await open(page);
    const choice = act(page, 'take-template');
    const labels = await choice.locator('option').allTextContents();
    expect(labels.slice(1, 1 + TEMPLATES.length)).toEqual(TEMPLATES.map(({ label }) => label));
    for (const { text: written } of TEMPLATES) {
      const { state, values } = await run(page, `#/v1/own?driver=explore&text=${encodeURIComponent(written)}`);
      expect({ state, known: values.verdict !== 'unknown' }).toEqual({ state: 'done', known: true });
    }
    await run(page, '#/v1/garlic?driver=explore');
    await content(page).waitFor();
    for (const label of labels.slice(1)) {
      await choice.selectOption({ label });
      await says(page, /^(?:Right in every order|It can|Every end that was found)/);
    }
  });

  it('takes files, and says which are none', async () => {
    const { page } = shared;
    await open(page);
    const give = (name: string, buffer: Buffer) =>
      act(page, 'open-text').setInputFiles({ name, buffer, mimeType: 'text/plain' });
    await give('right.txt', Buffer.from(RIGHT.replaceAll('\n', '\r\n')));
    await eventually(async () => expect(await text(page)).toBe(RIGHT));
    await give('large.txt', Buffer.alloc(70_000, 'x'));
    await says(page, '“large.txt” is too large');
    await give('picture.txt', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]));
    await says(page, '“picture.txt” is no text.');
    expect(await text(page)).toBe(RIGHT);
    // What is dropped onto the editor is a text, and no run.
    await page.evaluate((dropped) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([dropped], 'dropped.txt'));
      const target = document.querySelector('.editor-text')?.shadowRoot?.querySelector('.cm-content');
      for (const type of ['dragover', 'drop'])
        target?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true }));
    }, STUCK);
    await eventually(async () => expect(await text(page)).toBe(STUCK));
    expect(await alerts(page).count()).toBe(0);
  });

  it.each(['light', 'dark'] as const)(
    'has no serious faults of accessibility, and fits a phone: %s',
    async (colorScheme) => {
      const { page } = shared;
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 360, height: 740 });
      try {
        await open(page);
        await says(page, 'It can end wrong');
        expect(await faults(page)).toEqual([]);
        await write(page, 'shard x = 0\n');
        await says(page, /^1\sfault/);
        expect(await faults(page)).toEqual([]);
        expect(await tooWide(page)).toEqual([]);
        expect(await content(page).getAttribute('aria-label')).toBe('Text of the program');
      } finally {
        await page.setViewportSize({ width: 1280, height: 720 });
        await page.emulateMedia({ colorScheme: null });
      }
    },
  );
});

describe('the editor where nothing can be stored', () => {
  const forbidStorage: Script = () => {
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new DOMException('Forbidden.', 'SecurityError');
      },
    });
  };
  const shared = onePage({}, '#/v1/garlic?driver=explore', { scripts: [forbidStorage] });

  it('works, and keeps a draft as long as the page is there', async () => {
    const { page } = shared;
    await finished(page);
    await open(page);
    await write(page, RIGHT);
    await says(page, /^Right in every order/);
    await act(page, 'close-editor').click();
    await page.locator('.program-text').waitFor();
    await open(page);
    expect(await text(page)).toBe(RIGHT);
    await page.reload();
    await finished(page);
    expect(await act(page, 'edit-program').textContent()).toBe('Edit this program');
  });
});
