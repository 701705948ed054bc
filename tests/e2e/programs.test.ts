// Programs on the built site: explored whole, stepped by hand, and the reader's own, with and without threads.
import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ALL } from './drivers/which';
import { give, note, saved } from './files';
import { inOneBrowser, NO_SERVICE_WORKER, onePage, WITHOUT_HEADERS } from './fixtures';
import {
  act,
  address,
  alerts,
  begin,
  engineSize,
  eventually,
  finished,
  openSettings,
  param,
  run,
  runBy,
  settings,
  stops,
  waitForState,
  workers,
} from './page';

/** What everybody does, and how many steps were taken. */
const standing = (page: Page) =>
  page.evaluate(() => ({
    steps: Number(document.querySelector<HTMLElement>('[data-steps]')?.dataset.steps),
    actors: [...document.querySelectorAll<HTMLElement>('[data-actor]')].map(({ dataset }) => dataset.actorState),
    words: [...document.querySelectorAll('[data-actor]')].map((actor) => actor.textContent ?? ''),
    markers: [...document.querySelectorAll<HTMLElement>('[data-marker]')].map(
      (marker) => `${marker.dataset.marker} ${marker.closest<HTMLElement>('[data-line]')?.dataset.line}`,
    ),
  }));

const stepsTaken = async (page: Page, count: number): Promise<void> =>
  eventually(async () => expect((await standing(page)).steps).toBe(count));

/** The steps in the address, which follows a moment later. */
const inAddress = async (page: Page, count: number): Promise<string> => {
  let steps = '';
  await eventually(async () => {
    steps = (await settings(page)).get('steps') ?? '';
    const parts = steps.split('.').filter((part) => part !== '');
    expect(parts.reduce((sum, part) => sum + Number(part.split('x')[1] ?? 1), 0)).toBe(count);
  });
  return steps;
};

const own = (text: string, settings = ''): string => `#/v1/own?text=${encodeURIComponent(text)}${settings}`;

/** How often many threads are started and ended. */
const TIMES = ALL ? 10 : 3;

/** More states than there is room for. */
const ENDLESS = `shared n[8] = 0
thread t[8] { loop { n[index] += 1 } }`;

describe.each([
  { mode: 'with threads', options: {}, context: {} },
  { mode: 'without threads', options: WITHOUT_HEADERS, context: NO_SERVICE_WORKER },
])('programs $mode', ({ options, context }) => {
  const shared = onePage(options, '#/v1/garlic', context);
  // A service worker may reload the page before that.
  beforeAll(() => finished(shared.page));

  it.each([
    ['garlic', 'can fail', { outcomes_possible: 3, shortest_failure: 8 }, '70'],
    ['garlic?variant=lock', 'always right', { outcomes_possible: 1 }, undefined],
    ['philosophers', 'gets stuck', { outcomes_possible: 2, shortest_failure: 6 }, '714762'],
    ['philosophers?variant=ordered', 'always right', {}, undefined],
    ['try-lock?variant=retry', 'always right', {}, 'without end'],
    ['soup', 'gets stuck', {}, undefined],
    ['soup?variant=all', 'always right', {}, undefined],
    ['abandoned-lock?variant=with', 'can fail', { outcomes_possible: 2 }, '144'],
    ['chips', 'can fail', { outcomes_possible: 107 }, '3628800'],
  ])('are explored whole: %s', async (link, verdict, figures, interleavings) => {
    const { state, metrics, values, outcomes } = await run(
      shared.page,
      `#/v1/${link}${link.includes('?') ? '&' : '?'}driver=explore`,
    );
    expect({ link, state, verdict: values.verdict }).toEqual({ link, state: 'done', verdict });
    expect(metrics).toMatchObject(figures);
    if (interleavings !== undefined) expect(values.interleavings).toBe(interleavings);
    expect(outcomes).toHaveLength(metrics.outcomes_possible as number);
    expect('shortest_failure' in metrics).toBe(verdict !== 'always right');
  });

  it('are explored by several threads as by one', async () => {
    const { page } = shared;
    const table = `lock forks[6]
      thread philosopher[6] {
        repeat 2 {
          lock forks[index]; lock forks[(index + 1) % 6]
          unlock forks[index]; unlock forks[(index + 1) % 6]
        }
      }`;
    const found = async (search: string) => {
      const { state, metrics, values, outcomes } = await run(page, own(table, `&driver=explore${search}`));
      const { outcomes_possible, states, transitions, shortest_failure } = metrics;
      return { state, outcomes_possible, states, transitions, shortest_failure, values, outcomes };
    };
    const alone = await found('');
    expect(alone).toMatchObject({ state: 'done', values: { verdict: 'gets stuck' } });
    expect(alone.states).toBeGreaterThan(100_000);
    // Without threads, the setting is put back to one, and says so.
    expect(await found('&search=threads')).toEqual(alone);
    expect(await found('&search=threads&searchers=3')).toEqual(alone);
  });

  it('open a way that was found at its beginning, its end and its point of no return, and go back and forwards', async () => {
    const { page } = shared;
    await run(page, '#/v1/philosophers?driver=explore');
    await finished(page);
    const row = page.locator('[data-kind="stuck"]');
    await row.locator('[data-action="open-end"]').click();
    await stepsTaken(page, 6);
    await waitForState(page, 'stuck');
    const end = await standing(page);
    expect(end.actors).toEqual(['blocked', 'blocked', 'blocked']);
    expect(end.words[0]).toContain('waits for b, which Olivia holds since step');
    await inAddress(page, 6);
    expect((await settings(page)).get('driver')).toBe('hand');

    await act(page, 'step-back').click();
    await stepsTaken(page, 5);
    await finished(page);
    await act(page, 'step-on').click();
    await stepsTaken(page, 6);
    expect(await standing(page)).toEqual(end);

    // The steps are in the link.
    await inAddress(page, 6);
    const link = await address(page);
    await run(page, '#/v1/garlic');
    const again = await run(page, link);
    expect(again).toMatchObject({ state: 'stuck', values: { kind: 'stuck' }, metrics: { steps: 6 } });

    await run(page, '#/v1/philosophers?driver=explore');
    await finished(page);
    await row.locator('[data-action="open-beginning"]').click();
    await stepsTaken(page, 0);
    await act(page, 'step-on').click();
    await stepsTaken(page, 1);
    // A step of one's own leads elsewhere.
    await page.locator('[data-actor-state="ready"] [data-action="step"]').first().click();
    await stepsTaken(page, 2);
  });

  it('mark the line at which everybody is, and say what would be done', async () => {
    const { page } = shared;
    await run(page, '#/v1/garlic?driver=hand');
    await finished(page);
    await eventually(async () => expect((await standing(page)).markers).toEqual(['shopper 0 11', 'shopper 1 11']));
    expect((await standing(page)).words[0]).toContain('reads garlic (0)');
    await page.locator('[data-actor="shopper 1"] [data-action="step"]').click();
    await stepsTaken(page, 1);
    expect((await standing(page)).words[1]).toContain('writes 1 to garlic');
    expect(await page.locator('[data-line="6"]').getAttribute('data-counts')).toBe('false');
    expect(await page.locator('[data-variable="garlic"]').getAttribute('data-value')).toBe('0');
  });

  it('stand on a board, with what they hold and wait for, and say why', async () => {
    const { page } = shared;
    const edges = () =>
      page
        .locator('path[data-edge]')
        .evaluateAll((all) =>
          all.map(({ dataset, classList }) => [dataset.from, dataset.edge, dataset.to, classList.contains('is-stuck')]),
        );
    await run(page, '#/v1/philosophers?driver=hand&steps=0x2.1x2.2');
    await stepsTaken(page, 5);
    expect((await edges()).toSorted()).toEqual([
      ['actor 0', 'holds', 'thing 0', false],
      ['actor 0', 'waits', 'thing 1', false],
      ['actor 1', 'holds', 'thing 1', false],
    ]);
    // What is held is in the holder's hand, and nowhere else.
    expect(await page.locator('[data-actor="Barron"] [data-token="lock 0"]').count()).toBe(1);
    expect(await page.locator('[data-token="lock 0"]').count()).toBe(1);
    expect(await page.locator('[data-resource="c"] [data-token="lock 2"]').count()).toBe(1);
    await page.locator('[data-actor="Barron"] [data-action="why-wait"]').click();
    const reasons = page.locator('[data-action="reason"]');
    expect(await reasons.first().textContent()).toMatch(/^Step 4: Olivia takes b/);
    await reasons.first().click();
    await stepsTaken(page, 4);
    expect(await reasons.count()).toBe(2);
    await act(page, 'close-why').click();

    await run(page, '#/v1/garlic?driver=hand&steps=0.1.0.1');
    await stepsTaken(page, 4);
    await page.locator('[data-variable="garlic"] [data-action="why-value"]').click();
    expect(await reasons.allTextContents()).toEqual([
      'Step 4: shopper 1 writes 1 to garlic (line 11)',
      'Step 3: shopper 0 writes 1 to garlic (line 11), which is lost',
      'Step 2: shopper 1 reads garlic (0) (line 11), from which that was worked out',
    ]);
    await run(
      page,
      own('channel line[3]\nthread cook { put line, 7; put line, 8 }\nend { }', '&driver=hand&steps=0x2'),
    );
    await eventually(async () =>
      expect(await page.locator('[data-resource="line"] .piece-item').allTextContents()).toEqual(['7', '8']),
    );
  });

  it('are told together where there are many, and each is to be found', async () => {
    const { page } = shared;
    await run(page, own('lock a\nthread t[40] { lock a; unlock a }\nend { }', '&driver=hand&steps=17'));
    await stepsTaken(page, 1);
    const alone = page.locator('.scenery-actors > [data-actor]');
    expect(await alone.count()).toBeLessThan(12);
    expect(await alone.first().getAttribute('data-actor')).toBe('t 17');
    expect((await standing(page)).actors).toHaveLength(40);
    await page.locator('[data-crowd] summary').first().click();
    await page.locator('[data-actor="t 39"]').waitFor();
  });

  it('do what the keys of the row say, while the focus is in the stage', async () => {
    const { page } = shared;
    await run(page, '#/v1/philosophers?driver=explore');
    await finished(page);
    await page.locator('.program-text').focus();
    await page.keyboard.press('p');
    await eventually(async () => expect((await standing(page)).steps).toBeGreaterThan(0));
    expect((await settings(page)).get('driver')).toBe('hand');
    await waitForState(page, 'stuck');
    await page.locator('.program-text').focus();
    await page.keyboard.press('e');
    await eventually(async () => expect((await settings(page)).get('driver')).toBe('explore'));
    await finished(page);
    await page.keyboard.press('s');
    await page.locator('[data-action="way-step"][aria-current]').waitFor();
    await finished(page);
    await page.keyboard.press('s');
    await stepsTaken(page, 1);
  });

  it('go to the next failure, and say where there is none', async () => {
    const { page } = shared;
    await run(page, '#/v1/garlic?driver=hand&steps=0');
    await finished(page);
    await act(page, 'next-failure').click();
    await eventually(async () => expect(await page.locator('[data-search]').textContent()).toContain('gone wrong'));
    await stepsTaken(page, 8);
    await eventually(async () =>
      expect(await page.locator('.verdict-sentence').textContent()).toContain('it ended wrong'),
    );
    await run(page, '#/v1/garlic?driver=hand&variant=lock');
    await finished(page);
    await act(page, 'next-failure').click();
    await eventually(async () => expect(await page.locator('[data-search]').textContent()).toContain('ends well'));
  });

  it('are drawn: all states, where a click goes there, and the way as a sequence', async () => {
    const { page } = shared;
    const { metrics } = await run(page, '#/v1/garlic?driver=explore');
    const graph = page.locator('[data-states]');
    await eventually(async () => expect(await graph.getAttribute('data-states')).toBe(String(metrics.states)));
    expect(await graph.locator('.is-good').count()).toBe(1);
    expect(await graph.locator('.is-bad').count()).toBe(2);
    await graph.locator('.is-bad circle').first().click();
    await stepsTaken(page, 8);
    await eventually(async () => expect(await graph.locator('[data-at].is-bad').count()).toBe(1));
    const sequence = page.locator('[data-sequence]');
    expect(await sequence.getAttribute('data-sequence')).toBe('8');
    const text = (await saved(page, 'sequence-text')).buffer.toString();
    expect(text.trimEnd().split('\n')).toHaveLength(8);
    expect(text).toMatch(/^1\. shopper [01] reads garlic .*\(line \d+\)$/m);
    const svg = (await saved(page, 'sequence-svg')).buffer.toString();
    expect(svg).toMatch(/^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).not.toContain('var(');
    // A lock has a bar for as long as it is held.
    await run(page, '#/v1/philosophers?driver=hand&steps=0x2.1x2.2x2');
    await eventually(async () => expect(await sequence.locator('[data-bar]').count()).toBe(3));
    expect(await graph.count()).toBe(0);
  });

  it('stop a search that has no end, and stay where they were', async () => {
    const { page } = shared;
    await run(page, own(ENDLESS, '&driver=hand&steps=0x2'));
    await stepsTaken(page, 2);
    await act(page, 'next-failure').click();
    await waitForState(page, 'running');
    await act(page, 'stop').click();
    await eventually(async () => expect(await page.locator('[data-search]').textContent()).toContain('was stopped'));
    await waitForState(page, 'done');
    expect((await standing(page)).steps).toBe(2);
    expect(await alerts(page).count()).toBe(0);
  });

  it('play to the end, the same way for the same seed', async () => {
    const { page } = shared;
    const ends: string[] = [];
    for (const _ of [1, 2]) {
      await run(page, '#/v1/garlic?driver=hand&seed=3');
      await finished(page);
      await act(page, 'step-pace').selectOption('20');
      await act(page, 'step-play').click();
      await stepsTaken(page, 8);
      await eventually(async () => expect((await standing(page)).actors).toEqual(['over', 'over']));
      ends.push(await inAddress(page, 8));
    }
    expect(ends[0]).toBe(ends[1]);
  });

  it('are one’s own: with parameters of the text’s, in the form and in the link', async () => {
    const { page } = shared;
    const text = 'param n = 3 in -2..5 "How many."\nshared x = n\nthread t { x += 1 }\nend { show x }';
    const summary = await run(page, own(text, '&n=-2&driver=hand&steps=0x2'));
    expect(summary).toMatchObject({ state: 'done', metrics: { x: -1, steps: 2 }, notices: [] });
    await openSettings(page);
    expect(await param(page, 'n').inputValue()).toBe('-2');
    const packed = (await settings(page)).get('text') ?? '';
    expect(packed).toMatch(/^~1/);
    expect(inflateRawSync(Buffer.from(packed.slice(2), 'base64url')).toString()).toBe(text);
    const again = await run(page, await address(page));
    expect(again.metrics).toEqual(summary.metrics);
  });

  it('with faults are not run: all of them are told, and what is shown stays', async () => {
    const { page } = shared;
    await run(page, '#/v1/garlic');
    const { state, error } = await run(page, own('shard x = 0\nthread t { y += }'));
    expect(state).toBe('error');
    expect(error?.split('\n').map((line) => /^line \d+, column \d+: .+/.test(line))).toEqual([true, true]);
    await eventually(async () => expect(await alerts(page).count()).toBe(1));
    expect((await run(page, '#/v1/garlic')).state).toBe('done');
  });

  it('that have no end are stopped', async () => {
    const { page } = shared;
    await stops(page, own(ENDLESS));
    expect((await run(page, '#/v1/garlic')).state).toBe('done');
  });

  it('give way to another text, and are not run if they are stopped before they begin', async () => {
    const { page } = shared;
    const { ended } = await begin(page, own(ENDLESS));
    expect((await run(page, own('thread t { print 7 }'))).state).toBe('done');
    expect((await ended).state).toBe('stopped');
    const asked = page.evaluate(
      async (link) => {
        const end = window.brigade.run(link);
        setTimeout(window.brigade.stop);
        return (await end).state;
      },
      own(`${ENDLESS}\n`),
    );
    expect(await asked).toBe('stopped');
  });
});

describe('a program in a file', () => {
  const shared = onePage({}, '#/v1/garlic?driver=explore');

  it('is the same when it is opened again, with its outcomes', async () => {
    const { page } = shared;
    await run(page, own('param n = 2\nshared x = 0\nthread t[2] { x += n }\nend { show x }', '&driver=explore&n=5'));
    await finished(page);
    // Without what was seen, which is found out after a run and not of it.
    const shown = () =>
      page
        .locator('[data-outcome]')
        .evaluateAll((rows) =>
          rows.map((row) => [row.querySelector('th')?.textContent, row.querySelector('.outcome-orders')?.textContent]),
        );
    const before = await shown();
    expect(before).toHaveLength(2);
    const table = (await saved(page, 'export-csv')).buffer.toString().split('\r\n');
    expect(table[0]).toBe('kind,name,value,unit,meaning,outcome_kind,interleavings,seen,steps');
    const rows = table.filter((line) => line.startsWith('outcome,'));
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toMatch(/^outcome,x=\d+,,,,done,\d+,,[\d.x]+$/);
    const file = await saved(page, 'export-run');
    await run(page, '#/v1/garlic');
    await give(page, file);
    await note(page).waitFor();
    await eventually(async () => expect(await shown()).toEqual(before));
    expect((await settings(page)).get('n')).toBe('5');
  });

  it('has its trace, and what it came to, if it ran on threads', async () => {
    const { page } = shared;
    const { values, trace } = await run(page, '#/v1/soup?variant=all');
    await finished(page);
    expect(trace.events).toBeGreaterThan(0);
    const lanes = async () => (await page.evaluate(() => window.brigade.trace()))?.lanes.length;
    const told = () => page.locator('.verdict-sentence').textContent();
    const before = { lanes: await lanes(), told: await told() };
    expect(before.told).toContain(String(values.outcome));
    const file = await saved(page, 'export-run');
    await run(page, '#/v1/garlic?driver=explore');
    await give(page, file);
    await note(page).waitFor();
    await eventually(async () => expect({ lanes: await lanes(), told: await told() }).toEqual(before));
  });
});

describe('a program in a sent result', () => {
  const shared = onePage({}, '#/v1/garlic?driver=explore');

  inOneBrowser(
    'brings what it could come to, beside what the reader’s own exploring finds, and the ways there',
    async () => {
      const { page } = shared;
      await finished(page);
      await act(page, 'share').click();
      await page.locator('[data-share="result"]').check();
      expect(await page.locator('dialog').textContent()).toContain('3\u00a0outcomes');
      const { hash } = new URL(await page.locator('[data-share-link]').inputValue());
      expect(hash).toMatch(/[?&]result=3\./);
      await act(page, 'close').click();

      await run(page, '#/v1/soup?driver=explore');
      await run(page, hash);
      const panel = page.locator('[data-shared-result="same"]');
      await panel.locator('[data-sent-outcomes="3"]').waitFor();
      expect(await panel.locator('[data-sent-outcome]').count()).toBe(3);
      expect(await panel.textContent()).toContain('Yours can come to the same 3 as theirs.');
      await panel.locator('[data-kind="wrong"] [data-action="open-sent"]').first().click();
      await stepsTaken(page, 8);
      // Stepping by hand makes no other program of it.
      expect(await panel.locator('[data-sent-outcomes="3"]').count()).toBe(1);
      await act(page, 'dismiss-result').click();
      await eventually(async () => expect(await panel.count()).toBe(0));
    },
  );
});

describe('a program that is too long for a link', () => {
  const shared = onePage({}, '#/v1/garlic?driver=explore');
  /** Comments that no compression shortens much. */
  const noise = (lines: number): string =>
    Array.from({ length: lines }, (_, i) => `// ${createHash('sha256').update(`${i}`).digest('base64')}`).join('\n');
  const text = `shared x = 0\nthread t[2] { x += 1 }\nend { show x }\n${noise(80)}`;

  inOneBrowser('says so where the link is offered, and gives its file instead', async () => {
    const { page } = shared;
    await finished(page);
    const long = page.locator('[data-share-long]');
    await act(page, 'share').click();
    await page.locator('[data-share-link]').waitFor();
    expect(await long.count()).toBe(0);
    await act(page, 'close').click();

    await run(page, own(text, '&driver=explore'));
    await finished(page);
    await act(page, 'share').click();
    await long.waitFor();
    const link = await page.locator('[data-share-link]').inputValue();
    expect(link.length).toBeGreaterThan(2000);
    expect(await long.getAttribute('data-share-long')).toBe(String(link.length));
    expect(await long.textContent()).toMatch(/mail and chat programs cut it off after 2000/);
    const file = await saved(page, 'save-instead');
    await eventually(async () => expect(await page.locator('dialog[open]').count()).toBe(0));

    await run(page, '#/v1/garlic');
    await give(page, file);
    await note(page).waitFor();
    await eventually(async () => expect(page.url()).toBe(link));
  });
});

describe('programs on real threads', () => {
  const shared = onePage({}, '#/v1/garlic');

  it('run at once, are listed beside what is possible, and nothing was seen that is not', async () => {
    const { page } = shared;
    await finished(page);
    for (const [link, alone] of [
      ['garlic?times=2000', false],
      ['garlic?variant=lock&times=2000', true],
      ['garlic?variant=atomic&times=2000', true],
      ['philosophers', false],
      ['philosophers?variant=ordered', true],
      ['try-lock', false],
      ['try-lock?variant=retry', true],
      ['soup', false],
      ['soup?variant=all', true],
      ['pencil-twice?times=20', false],
      ['pencil-twice?variant=reentrant&times=20', true],
      ['abandoned-lock?variant=catch', true],
      ['serving-line?scale=20', true],
      ['chargers?scale=5', true],
    ] as const) {
      const { state, values, outcomes, metrics, trace } = await run(page, `#/v1/${link}`);
      expect(['done', 'stuck']).toContain(state);
      expect(outcomes).toEqual([{ outcome: values.outcome, kind: values.kind, seen: 1, steps: '' }]);
      if (alone) expect({ link, kind: values.kind }).toEqual({ link, kind: 'done' });
      expect(metrics.time_ms).toBeGreaterThan(0);
      // The coordinator, and a lane for each actor.
      expect(trace.lanes).toBe((metrics.threads as number) + 1);
      const table = page.locator('[data-outcomes]');
      await eventually(async () => expect(Number(await table.getAttribute('data-runs'))).toBeGreaterThan(0));
      const rows = await page.locator('[data-outcome]').evaluateAll((all) =>
        all.map((row) => ({
          orders: row.querySelector('.outcome-orders')?.textContent ?? '',
          seen: Number(row.querySelector<HTMLElement>('[data-seen]')?.dataset.seen),
        })),
      );
      const runs = Number(await table.getAttribute('data-runs'));
      expect(rows.reduce((sum, { seen }) => sum + seen, 0)).toBe(runs);
      // Where a setting is given its value may be too large to be explored.
      // Nor may there have been time for it: then no number of orders is known.
      if (!link.includes('times') && rows.some(({ orders }) => orders !== 'not known'))
        for (const { orders, seen } of rows) if (orders === 'not known') expect(seen).toBe(0);
      if (alone) expect(rows.filter(({ seen }) => seen > 0)).toHaveLength(1);
    }
  });

  it('are counted where they run often, and what was seen is counted too', async () => {
    const { page } = shared;
    const { metrics, outcomes } = await run(page, '#/v1/garlic?runs=50&sized=explored&races=1');
    expect(metrics).toMatchObject({ runs: 50, outcomes_seen: outcomes?.length });
    expect(outcomes?.reduce((sum, { seen = 0 }) => sum + seen, 0)).toBe(50);
    for (const { outcome } of outcomes ?? []) expect(['garlic=2', 'garlic=3', 'garlic=4']).toContain(outcome);
  });

  it('keep the first run of each kind, with its trace', async () => {
    const { page } = shared;
    const text =
      'shared told = 0\nthread a { repeat 20 { yield }; told = 1 }\nthread b { repeat 20 { yield }; if told == 1 { fail "late" } }';
    const kept = page.locator('[data-kept]');
    // Which of the two is first is nobody's: sooner or later each has been.
    let kinds: string[] = [];
    for (let tries = 0; tries < 100 && kinds.length < 2; tries++) {
      const { outcomes } = await run(page, own(text, '&runs=300'));
      kinds = (outcomes ?? []).map(({ kind }) => kind);
    }
    expect(kinds.sort()).toEqual(['done', 'failed']);
    await kept.waitFor();
    const seen: string[] = [];
    for (const choice of await kept.locator('[data-run]').all()) {
      await choice.check();
      const sentence = (await page.locator('[data-kept-sentence]').textContent()) ?? '';
      const failed = sentence.includes('failed');
      seen.push(failed ? 'failed' : 'done');
      const rests = await page.locator('[data-actor="b"] .figure-words').textContent();
      expect(rests).toContain(failed ? 'failed in line 3' : 'is over');
      expect((await kept.locator(':checked').getAttribute('data-run')) === '1').toBe(seen.length === 1);
    }
    expect(seen.sort()).toEqual(['done', 'failed']);
  });

  it('tell of a deadlock while others go on', async () => {
    const { page } = shared;
    const text = `lock a, b
barrier both of 2
thread p { lock a; meet both; lock b }
thread q { lock b; meet both; lock a }
thread r { loop { sleep 10ms } }`;
    const end = page.evaluate(async (link) => await window.brigade.run(link), own(text));
    const circle = 'p holds a and waits for b; q holds b and waits for a';
    await eventually(async () =>
      expect(await page.locator('.runbar-text').textContent()).toBe(`A deadlock, while others may go on: ${circle}.`),
    );
    await act(page, 'stop').click();
    const { state, values } = await end;
    expect({ state, deadlock: values.deadlock }).toEqual({ state: 'stopped', deadlock: circle });
    await eventually(async () => expect(await page.locator('.runbar-text').textContent()).toContain('Stopped'));
  });

  it('show accesses that nothing puts in order, with both lines', async () => {
    const { page } = shared;
    await run(page, '#/v1/garlic?times=3');
    const races = page.locator('[data-race="garlic"]');
    await eventually(async () => expect(await races.count()).toBeGreaterThan(0));
    const drawn = (await races.first().locator('.race-access').allTextContents()).map((text) => text.trim());
    expect(drawn).toHaveLength(2);
    for (const one of drawn) expect(one).toMatch(/^shopper [01] (reads|writes)line \d+garlic \+= 1/);
    await run(page, '#/v1/garlic?times=3&variant=atomic');
    await eventually(async () =>
      expect(Number(await page.locator('[data-runs]').getAttribute('data-runs'))).toBeGreaterThan(0),
    );
    expect(await races.count()).toBe(0);
  });

  it('let a way that was found happen', async () => {
    const { page } = shared;
    await run(page, '#/v1/philosophers?driver=explore');
    await finished(page);
    await page.locator('[data-kind="stuck"] [data-action="force"]').click();
    await waitForState(page, 'stuck');
    expect((await settings(page)).get('driver')).toBe('forced');
    await eventually(async () =>
      expect(await page.locator('.verdict-sentence').textContent()).toMatch(
        /In this order nobody can go on\. .*holds . and waits for ./,
      ),
    );
    expect((await standing(page)).actors).toEqual(['blocked', 'blocked', 'blocked']);
    const ways = await run(page, '#/v1/garlic?driver=explore');
    for (const { steps, outcome, kind } of ways.outcomes ?? []) {
      const forced = await run(page, `#/v1/garlic?driver=forced&steps=${steps}`);
      expect(forced.outcomes).toEqual([{ outcome, kind, seen: 1, steps: '' }]);
    }
  });

  it('are replayed: who holds and waits for what, and the line at which everybody is', async () => {
    const { page } = shared;
    await run(page, '#/v1/philosophers?driver=forced&steps=0.1.2.0.1.2');
    await waitForState(page, 'stuck');
    const board = page.locator('[data-board]');
    const cards = () =>
      board.locator('[data-actor]').evaluateAll((all) => all.map((card) => card.textContent?.replace(/ ·.*/, '')));
    await eventually(async () =>
      expect(await cards()).toEqual([
        'Barronholds awaits for b',
        'Oliviaholds bwaits for c',
        'Steveholds cwaits for a',
      ]),
    );
    expect(await board.locator('.figure.is-stuck').count()).toBe(3);
    // What is held and waited for closes a circle.
    const edges = () => board.locator('path[data-edge]').evaluateAll((all) => all.map((edge) => edge.classList.value));
    expect((await edges()).filter((classes) => classes.includes('is-stuck'))).toHaveLength(6);
    await page.locator('[data-action="replay-scrub"]').fill('0');
    await eventually(async () => expect(await board.locator('.figure.is-stuck').count()).toBe(0));
    const lines = () =>
      page.locator('[data-marker]').evaluateAll((all) => all.map((one) => one.closest('li')?.dataset.line));
    await page.locator('[data-action="replay-scrub"]').fill('1');
    await eventually(async () => expect(await lines()).toEqual(['10', '10', '10']));
    await act(page, 'way-step').click();
    await stepsTaken(page, 0);
    expect((await settings(page)).get('driver')).toBe('hand');
  });

  it('are on the board while they run, and when they are stopped', async () => {
    const { page } = shared;
    const { ended } = await begin(page, own('lock a\nthread t[2] { lock a; sleep 10000s }\nend { }'));
    const edges = () =>
      page
        .locator('path[data-edge]')
        .evaluateAll((all) => all.map(({ dataset }) => `${dataset.edge} ${dataset.to}`).sort());
    const marked = () => page.locator('[data-line="2"] [data-marker]').count();
    await eventually(async () => expect(await edges()).toEqual(['holds thing 0', 'waits thing 0']));
    await eventually(async () => expect(await marked()).toBe(2));
    await act(page, 'stop').click();
    expect((await ended).state).toBe('stopped');
    await waitForState(page, 'stopped');
    expect(await edges()).toEqual(['holds thing 0', 'waits thing 0']);
  });

  it('show another variant at once, and which lines nothing puts in order', async () => {
    const { page } = shared;
    await run(page, '#/v1/garlic?times=20');
    const unordered = page.locator('.is-unordered');
    await eventually(async () => expect(await unordered.count()).toBe(1));
    expect(await unordered.textContent()).toContain('garlic += 1');
    await runBy(page, () => page.locator('[data-variant="atomic"]').check());
    expect((await settings(page)).get('variant')).toBe('atomic');
    await eventually(async () =>
      expect(await page.locator('.verdict-sentence').textContent()).toContain('it ended well: garlic=40'),
    );
    expect(await unordered.count()).toBe(0);
  });

  it.each([
    ['computing', 'thread t[2] { work 1_000_000_000 }'],
    ['looping', 'shared x = 0\nthread t[2] { loop { x += 1 } }'],
    ['asleep', 'thread t { sleep 10000s }'],
    ['blocking', 'thread t { block 10000s }'],
    [
      'waiting beside one that goes on',
      'shared held = false\nlock a\nthread s { with a { held = true; loop { yield } } }\nthread t { while not held { yield }; lock a }',
    ],
  ])('stop while they are %s, and the next run is right', async (_, text) => {
    const { page } = shared;
    await stops(page, own(text));
    expect((await run(page, '#/v1/garlic?variant=lock&times=100')).values.outcome).toBe('garlic=200');
  });

  it('that have too few threads say how many they need', async () => {
    const { page } = shared;
    const three = 'barrier b of 3\nthread t[3] { meet b }\nend { }';
    const { state, error } = await run(page, own(three, '&pool=2'));
    expect(state).toBe('error');
    expect(error).toContain('3 threads or more, and there are 2');
    expect((await run(page, own(three))).values.kind).toBe('done');
  });

  inOneBrowser('may have 150 threads, and leave nothing behind', async () => {
    const { page } = shared;
    const many = own('atomic n = 0\nbarrier b of 150\nthread t[150] { meet b; n += 1 }\nend { show n }');
    for (let time = 0; time < TIMES; time++) {
      expect((await run(page, many)).values.outcome).toBe('n=150');
      expect((await run(page, '#/v1/garlic?variant=atomic&times=10')).values.outcome).toBe('garlic=20');
      await eventually(async () => expect((await workers(page)).length).toBeLessThanOrEqual(engineSize(2)));
    }
  });
});

describe.each([
  { mode: 'with threads', options: {}, context: {} },
  { mode: 'without threads', options: WITHOUT_HEADERS, context: NO_SERVICE_WORKER },
])('tasks $mode', ({ options, context }) => {
  const shared = onePage(options, '#/v1/garlic?driver=hand', context);
  beforeAll(() => finished(shared.page));

  it('run on the event loop, side by side, and are late where one blocks', async () => {
    const { page } = shared;
    const sleepers = await run(page, own('task t[20] { sleep 100ms; print index }\nend { }'));
    expect(sleepers).toMatchObject({ state: 'done', params: { driver: 'event-loop' }, values: { kind: 'done' } });
    expect([...sleepers.log].sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 20 }, (_, i) => `${i}`),
    );
    expect(sleepers.metrics.time_ms).toBeGreaterThanOrEqual(100);
    expect(sleepers.metrics.lag_ms).toBeGreaterThanOrEqual(0);
    const blocked = await run(page, own('task a { sleep 5ms }\ntask b { block 60ms }'));
    expect(blocked.metrics.lag_ms).toBeGreaterThanOrEqual(50);
  });

  it('wait for each other at channels', async () => {
    const { page } = shared;
    const text = `channel jobs[2]
task maker { for i in 0..6 { sleep 2ms; put jobs, i }; close jobs }
task printer[2] { for j in jobs { print j; sleep 5ms } }`;
    const { values, log } = await run(page, own(text));
    expect({ kind: values.kind, log: [...log].sort() }).toEqual({ kind: 'done', log: ['0', '1', '2', '3', '4', '5'] });
  });

  it('come to nothing that is not possible, and are listed beside that', async () => {
    const { page } = shared;
    const text = 'shared x = 0\ntask t[2] { y = x; yield; x = y + 1 }\nend { show x; expect x == 2 }';
    const { outcomes } = await run(page, own(text));
    expect(outcomes).toEqual([{ outcome: 'x=1', kind: 'wrong', seen: 1, steps: '' }]);
    const table = page.locator('[data-outcomes]');
    await eventually(async () => expect(Number(await table.getAttribute('data-runs'))).toBeGreaterThan(0));
    const orders = await page
      .locator('[data-outcome] .outcome-orders')
      .evaluateAll((all) => all.map((one) => one.textContent));
    // Where there was no time to explore, none is known.
    if (orders.some((one) => one !== 'not known')) expect(orders).not.toContain('not known');
  });

  it('are stopped, whatever they do', async () => {
    const { page } = shared;
    for (const text of [
      'task t { sleep 10000s }',
      'task t { loop { yield } }',
      'shared x = 0\ntask t { loop { x += 1 } }',
    ]) {
      await stops(page, own(text));
    }
    expect((await run(page, own('task t { print 1 }'))).log).toEqual(['1']);
  });
});
