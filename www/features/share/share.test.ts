// What is sent of a run, how it is compared, and the short texts around it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../../tests/fixtures/catalog';
import { outline } from '../../charts/outline';
import type { Metric } from '../../contract/protocol';
import { browserLabel } from '../../engine/browser';
import { sentOf } from '../../link/encode';
import { completed, KNOWN_NAMES } from '../../link/names';
import { MAX_METRICS, type SharedMetric, type SharedOutcome } from '../../link/sent';
import { timelineOf } from '../../link/strips';
import { anyDeal, traceOfDeal } from '../../trace/arbitrary-trace';
import { representative, sections, spansOf } from '../../trace/lanes';
import { dayText, differences, differencesText, rowsOf as rowsOfFigures, verdictOf } from './compare';
import { outcomeRows, outcomesVerdict } from './compare-outcomes';
import { embedSnippet } from './embed';
import { qrPath } from './qr';

const metric = (name: string, value: number, unit: Metric['unit'] = 'ms'): Metric => ({
  name,
  value,
  unit,
  label: `The ${name}`,
  help: '',
});
const rowsOf = (theirs: readonly SharedMetric[], yours: readonly Metric[]) =>
  rowsOfFigures(completed(theirs), completed(yours));
const shared = (name: string, value: number, unit: Metric['unit'] = 'ms'): SharedMetric => ({ name, value, unit });

describe('a timeline to send', () => {
  it('says what the trace says, lane by lane', () => {
    fc.assert(
      fc.property(anyDeal, (deal) => {
        const spans = spansOf(traceOfDeal(deal).table);
        const section = representative(sections(spans), 'repeat');
        if (!section) throw new Error('no repeat');
        const timeline = timelineOf(spans, section);
        if (!timeline) {
          expect(section.end).toBe(section.start);
          return;
        }
        expect(timeline.lanes.length).toBe(deal.threads);
        expect(timeline.lanes.reduce((sum, { chunks }) => sum + chunks, 0)).toBe(deal.chunks.length);
        for (const { busy, levels } of timeline.lanes) {
          expect(levels).toHaveLength(64);
          // The levels have two bits: their mean is the share to within a level, and a little work is rounded up.
          const mean = levels.reduce((sum, level) => sum + level / 3, 0) / 64;
          expect(Math.abs(mean - busy)).toBeLessThan(0.34);
          if (levels.every((level) => level === 0)) expect(busy).toBeLessThan(0.03);
          if (busy === 1) expect(new Set(levels)).toEqual(new Set([3]));
        }
      }),
    );
  });

  it('is drawn as steps', () => {
    expect(outline([0, 3, 1])).toBe('M0 3V3h1V0h1V2h1V3z');
  });
});

describe('the figures to send', () => {
  const names = (...all: string[]) => sentOf(completed(all.map((name) => shared(name, 1)))).map(({ name }) => name);
  it('leave out figures of one repeat, and those that others contain', () => {
    expect(names('time_ms', 'time_spread_ms', 'sequential_ms')).toEqual(['time_ms', 'time_spread_ms', 'sequential_ms']);
    expect(names('time_ms', 'time_spread_ms', 'time_low_ms', 'time_high_ms')).toEqual([
      'time_ms',
      'time_low_ms',
      'time_high_ms',
    ]);
    expect(names('shown_repeat', 'useful_ms', 'inflation_ms', 'waiting_ms', 'left_out')).toEqual([]);
    expect(names('inflation', 'start_up_ms', 'imbalance', 'odd')).toEqual([
      'inflation',
      'start_up_ms',
      'imbalance',
      'odd',
    ]);
  });

  it('fit, whatever a run has, beside the figures of its scenario', () => {
    // All that a comparison reports, and as many again as any scenario adds.
    const all = [...KNOWN_NAMES, 'parallelism', 'stolen', 'joins', 'leaves'].map((name) => shared(name, 1.5));
    expect(sentOf(completed(all)).length).toBeLessThanOrEqual(MAX_METRICS);
  });
});

describe('the comparison', () => {
  const theirs = [
    shared('time_ms', 10),
    shared('time_spread_ms', 0.5),
    shared('speedup', 4, 'x'),
    shared('odd_one', 3),
  ];
  const yours = [metric('time_ms', 20), metric('time_spread_ms', 1), metric('speedup', 2, 'x')];

  it('has a row for each figure, spreads beside their medians, and ratios', () => {
    const rows = rowsOf([...theirs, shared('identical', 1, 'none')], yours);
    expect(rows.map(({ name, ratio }) => [name, ratio])).toEqual([
      ['time_ms', 2],
      ['speedup', 0.5],
      ['odd_one', null],
    ]);
    expect(rows[0]).toMatchObject({ label: 'The time_ms', yours: { raw: 20 }, theirs: { raw: 10 } });
    expect(rows[0]?.theirs.text).toBe('10.0 ±\u00a00.5\u00a0ms');
    expect(rows[2]).toMatchObject({ label: 'odd one', yours: null });
  });

  it('shows intervals, and that a speed-up is withheld', () => {
    const compared = [shared('time_ms', 10), shared('time_low_ms', 9.5), shared('time_high_ms', 10.5)];
    const both = [
      ...compared,
      shared('sequential_ms', 19),
      shared('speedup_low', 0.8, 'x'),
      shared('speedup_high', 1.9, 'x'),
    ];
    const own = [
      metric('time_ms', 10.4),
      metric('time_low_ms', 10.2),
      metric('time_high_ms', 11),
      metric('sequential_ms', 20),
      metric('speedup', 1.92, 'x'),
    ];
    const rows = rowsOf(both, own);
    expect(rows.map(({ name }) => name)).toEqual(['time_ms', 'sequential_ms', 'speedup']);
    expect(rows[0]).toMatchObject({
      yours: { note: '10.2 to 11.0' },
      theirs: { text: '10.0\u00a0ms', note: '9.5 to 10.5' },
    });
    expect(rows[2]).toMatchObject({
      yours: { text: '1.9×' },
      theirs: { text: 'withheld', note: '0.80 to 1.90' },
      ratio: null,
    });
    expect(rowsOf(own, [])[2]).toMatchObject({ theirs: { text: '1.9×' }, yours: null });
    expect(rowsOf([...both, shared('speedup', 1.5, 'x')], own.slice(0, 4))[2]).toMatchObject({
      yours: { text: 'withheld', raw: Number.NaN },
      ratio: null,
    });
    expect(verdictOf(rows)).toMatch(/^Your run took as long as theirs, within the intervals: /);
    // A run that was not compared has no ratio that could be withheld.
    expect(rowsOf(compared, own.slice(0, 3)).map(({ name }) => name)).toEqual(['time_ms']);
  });

  it('compares nothing of different units, and divides nothing by zero', () => {
    const [row] = rowsOf([shared('time_ms', 10, 'count')], yours);
    expect(row).toMatchObject({ yours: null, ratio: null });
    expect(rowsOf([shared('time_ms', 0)], yours)[0]).toMatchObject({ ratio: null, yours: { raw: 20 } });
  });

  it('is a sentence', () => {
    const say = (mine: number | null, other: number) =>
      verdictOf(rowsOf([shared('time_ms', other)], mine === null ? [] : [metric('time_ms', mine)]));
    expect(say(20, 10)).toBe('Your run took 2.00 times as long as theirs: 20.0\u00a0ms against 10.0\u00a0ms.');
    expect(say(10, 20)).toBe('Your run was 2.00 times as fast as theirs: 10.0\u00a0ms against 20.0\u00a0ms.');
    expect(say(10, 10.1)).toMatch(/^Your run took as long as theirs/);
    expect(say(null, 10)).toBe('Their run took 10.0\u00a0ms. Yours is still to come.');
    const close = rowsOf([shared('time_ms', 10), shared('time_spread_ms', 1)], [metric('time_ms', 10.9)]);
    expect(verdictOf(close)).toMatch(/^Your run took as long as theirs, within the spread: /);
    expect(verdictOf([])).toMatch(/no time to compare/);
  });

  it('names the settings that differ, and not too many', () => {
    const params = catalog.scenarios[0]?.params ?? [];
    const values = { n: 64, schedule: 'dynamic', grain: 8, threads: 2 };
    expect(differences(params, values, values)).toEqual([]);
    expect(differences(params, values, { ...values, n: 96 })).toEqual(['Size 64 instead of 96']);
    // A parameter without effect is not listed as a difference.
    const sequential = { ...values, schedule: 'sequential' };
    expect(differences(params, sequential, { ...sequential, threads: 9 })).toEqual([]);
    // A text may be a whole program.
    const [text] = differences(params, { ...values, schedule: 'x\n'.repeat(99) }, values);
    expect(text?.length).toBeLessThan(80);
    expect(differencesText(['a', 'b'])).toBe('Your settings differ from the sender’s: a and b.');
    expect(differencesText(['a', 'b', 'c', 'd', 'e'])).toMatch(/a, b, c and 2 more\.$/);
  });

  it('writes days in UTC', () => {
    expect(dayText(20_779)).toBe('22 November 2026');
  });
});

describe('the outcomes of a program', () => {
  const outcome = (name: string, kind: SharedOutcome['kind'] = 'done'): SharedOutcome => ({ kind, outcome: name });
  const [one, two, three] = [outcome('x=1'), outcome('x=2'), outcome('x=2', 'wrong')];
  const sent = (listed: SharedOutcome[], more = 0) => ({ listed, more });

  it('stand beside each other by what they are, the sender’s first', () => {
    expect(outcomeRows(sent([two, one]), [three, two])).toEqual([
      { outcome: two, theirs: two, yours: two },
      { outcome: one, theirs: one, yours: null },
      { outcome: three, theirs: null, yours: three },
    ]);
    expect(outcomeRows(sent([one]), null)).toEqual([{ outcome: one, theirs: one, yours: null }]);
  });

  it('are compared in a sentence', () => {
    expect(outcomesVerdict(sent([one], 2), null)).toBe(
      'Their program can come to 3\u00a0outcomes. Yours is still to be explored.',
    );
    expect(outcomesVerdict(sent([one]), [one])).toBe('Yours can come to the same one as theirs.');
    expect(outcomesVerdict(sent([one, two]), [two, one])).toBe('Yours can come to the same 2 as theirs.');
    expect(outcomesVerdict(sent([one], 1), [one, two])).toBe(
      'Yours can come to the same 2 as theirs, as far as the link names them.',
    );
    expect(outcomesVerdict(sent([one, two]), [one, three])).toBe(
      'Yours can come to 2\u00a0outcomes, theirs to 2: 1 of theirs is not among yours, and 1 of yours is not among theirs.',
    );
    expect(outcomesVerdict(sent([one]), [one, two, three])).toMatch(/: 2 of yours are not among theirs\.$/);
    expect(outcomesVerdict(sent([one], 1), [one])).toMatch(/theirs to 2, of which the link names 1\.$/);
  });
});

describe('a browser’s label', () => {
  const brands = (...all: [string, string][]) => ({
    userAgent: '',
    userAgentData: { brands: all.map(([brand, version]) => ({ brand, version })) },
  });
  it('is the browser’s own brand, not a made-up one or that of its engine', () => {
    expect(browserLabel(brands(['Not;A=Brand', '99'], ['Chromium', '142'], ['Google Chrome', '142']))).toBe(
      'Google Chrome 142',
    );
    expect(browserLabel(brands(['Chromium', '142'], ['Not_A Brand', '8']))).toBe('Chromium 142');
    expect(browserLabel(brands(['Not)A;Brand', '8'], ['x'.repeat(99), '\u202e1']))).toBe('x'.repeat(32));
  });
  it('is read from the user agent if there are no brands', () => {
    const label = (userAgent: string) => browserLabel({ userAgent });
    expect(label('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox 140');
    expect(label('Mozilla/5.0 (Mac) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15')).toBe(
      'Safari 18',
    );
    expect(label('Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0')).toBe(
      'Edge 142',
    );
    expect(label('something else')).toBe('');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (userAgent) => {
        expect(label(userAgent)).toMatch(/^[ -~]{0,32}$/);
      }),
    );
  });
});

describe('the frame’s HTML', () => {
  it('holds the link whatever characters are in it', () => {
    const html = embedSnippet('https://host.example/#/v1/x?a=1&b="><script>', 'A “title” with "quotes" & <b>');
    expect(html.match(/[<>]/g)?.join('')).toBe('<><>');
    expect(html).toContain('src="https://host.example/#/v1/x?a=1&amp;b=&quot;&gt;&lt;script&gt;"');
  });
});

describe('the QR code', () => {
  it('is one path within its square, with the three finders', () => {
    const code = qrPath('https://host.example/#/v1/julia?n=64');
    expect(code?.size).toBeGreaterThanOrEqual(21);
    expect(code?.path).toMatch(/^(M\d+ \d+h\d+v1H\d+z)+$/);
    // The top row of a finder is seven modules long, in the first corner and in the second.
    expect(code?.path.startsWith('M0 0h7v1H0z')).toBe(true);
    expect(code?.path).toContain(`M${(code?.size ?? 0) - 7} 0h7v1`);
  });
  it('exists for every link with a result, and is refused politely beyond', () => {
    expect(qrPath('x'.repeat(2000))).not.toBeNull();
    expect(qrPath('x'.repeat(20_000))).toBeNull();
  });
});
