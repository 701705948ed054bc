// The page contract: what scripts, tests and assistive technology may rely on, and what the page may load.
import { describe, expect, it } from 'vitest';
import { onePage } from './fixtures';
import { act, countStates, eventually, finished, param, requests, run, settled, stage } from './page';

describe('the page contract', () => {
  const shared = onePage({}, '#/v1/julia?n=96&threads=2&repeats=5&compare=1');

  it('names the scenario, its state, every control and every button', async () => {
    const { page } = shared;
    await finished(page);
    expect(await stage(page).getAttribute('data-scenario')).toBe('julia');
    const schema = await page.evaluate(() => window.brigade.catalog().scenarios.find(({ id }) => id === 'julia'));
    expect(schema?.params.map(({ name }) => name)).toEqual(
      expect.arrayContaining('grain im kernel max_iter n re repeats schedule threads warmup width x y'.split(' ')),
    );
    for (const { name } of schema?.params ?? []) expect(await param(page, name).count(), name).toBe(1);
    const actions = ['run', 'compare', 'stop', 'share', 'reset', 'export-trace', 'export-image', 'export-results'];
    for (const action of actions) await eventually(async () => expect(await act(page, action).count(), action).toBe(1));
    const figures = await page
      .locator('[data-metric]')
      .evaluateAll((elements) => elements.map((element) => (element as HTMLElement).dataset.value));
    expect(figures.length).toBeGreaterThan(7);
    for (const value of figures) expect(Number.isFinite(Number(value)) && value !== '').toBe(true);
  });

  it('gives scripts the schema, which they cannot change', async () => {
    const { page } = shared;
    const same = await page.evaluate(async () => {
      await window.brigade.ready;
      const before = JSON.stringify(window.brigade.catalog());
      window.brigade.catalog().scenarios.length = 0;
      return JSON.stringify(window.brigade.catalog()) === before;
    });
    expect(same).toBe(true);
  });

  it('gives scripts the trace as columns', async () => {
    const { page } = shared;
    const { trace: told } = await run(page, '#/v1/julia?n=96&threads=2&repeats=5&compare=1');
    const trace = await page.evaluate(() => {
      const table = window.brigade.trace();
      if (!table) return null;
      const { lanes, labels, count, dropped, lane, label, phase, time, arg } = table;
      const [first = 0, last = 0] = [lane.indexOf(1), lane.lastIndexOf(1)];
      return {
        roles: lanes.map(({ role }) => role),
        labels: labels.map(({ name }) => name),
        count,
        dropped,
        lengths: [lane, label, phase, time, arg].map(({ length }) => length),
        ascending: [...time.subarray(first, last + 1)].every((now, i, all) => i === 0 || now >= (all[i - 1] ?? now)),
      };
    });
    expect(trace?.roles).toEqual(['coordinator', 'worker', 'worker', 'page']);
    expect(trace?.labels).toEqual(
      expect.arrayContaining(['chunk', 'warm-up', 'sequential', 'repeat', 'check', 'frame']),
    );
    expect(trace?.lengths).toEqual(Array.from({ length: 5 }, () => trace?.count));
    expect(trace?.ascending).toBe(true);
    // The recorded lanes, and the page's own.
    expect(told).toMatchObject({ lanes: 3, dropped: 0 });
    expect(trace?.count).toBeGreaterThanOrEqual(told.events);
    // 6 executions of each side, with 12 chunks on one and 1 on the other, 2 events each, and 2 events of the check.
    expect(told.events).toBe(6 * (2 + 2 * 12) + 6 * (2 + 2) + 2);
  });

  it('runs a link that is opened once', async () => {
    const { page, site } = shared;
    await page.goto('about:blank');
    await page.goto(`${site.url}#/v1/julia?n=64&repeats=5`);
    await finished(page);
    const states = await countStates(page);
    await settled(page);
    expect(await countStates(page)).toBe(states);
  });

  it('loads from its own origin only', async () => {
    const { page, another, site } = shared;
    const policy = (await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')) ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).not.toMatch(/'unsafe-inline'|'unsafe-eval'|https?:|\*/);

    const other = await another(`${site.url}favicon.svg`);
    const requested = await requests(other);
    await other.goto(site.url);
    await finished(other);
    const all = await requested();
    expect(all.length).toBeGreaterThan(3);
    for (const url of all) expect(url.startsWith(site.url) || url.startsWith('blob:')).toBe(true);

    // The policy is in force: the page refuses a script in its text.
    const ran = await other.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.intruder = true';
      document.body.append(script);
      return 'intruder' in window;
    });
    expect(ran).toBe(false);
    const heard: string[] = [];
    await eventually(async () => {
      heard.push(...(await shared.takeMessages()));
      expect(heard.join()).toMatch(/policy/i);
    });
    await other.close();
    // The browser may have reported the refusal.
    for (const text of await shared.takeMessages()) expect(text).toMatch(/policy/i);
  });
});
