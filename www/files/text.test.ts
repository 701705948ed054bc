// Written texts: any parser reads the XML, and the CSV is read back as it was.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENDS, WITHOUT_END } from '../contract/program';
import type { Outcome } from '../contract/protocol';
import { csvOf, figuresCsv } from './csv';
import { element, escapeXml, shorten } from './xml';

const NOTHING: Outcome = {
  scenario: 'own',
  params: {},
  state: 'done',
  metrics: [],
  headlines: [],
  vague: false,
  values: {},
  images: [],
  verdict: '',
  log: [],
  notices: [],
};

/** Reads CSV (RFC 4180). */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let match = field.exec(text); match; match = field.exec(text)) {
    row.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
    if (match[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe('CSV', () => {
  it('comes back as it was, but for texts that a spreadsheet would run', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 })), (rows) => {
        const back = parse(csvOf(rows));
        expect(back.length).toBe(rows.length);
        rows.forEach((row, i) => {
          row.forEach((value, j) => {
            const read = back[i]?.[j] ?? '';
            if (read !== value) expect(read).toBe(`'${value}`);
            expect(read).not.toMatch(/^[=+@\t\r]/);
          });
        });
      }),
    );
  });

  it('has a line for every figure, exactly as it was measured', () => {
    const outcome: Outcome = {
      ...NOTHING,
      scenario: 'julia',
      params: { n: 64, schedule: 'dynamic' },
      metrics: [
        { name: 'time_ms', label: 'time', value: 0.1 + 0.2, unit: 'ms', help: '' },
        { name: 'tasks', label: 'tasks, all', value: -3, unit: 'none', help: '' },
        { name: 'odd', label: 'odd', value: Number.NaN, unit: 'x', help: '' },
      ],
      values: { total: '-123456789012345678901234567890' },
    };
    expect(figuresCsv(outcome, { cores: 8 }).split('\r\n')).toEqual([
      'kind,name,value,unit,meaning',
      'metric,time_ms,0.30000000000000004,ms,time',
      'metric,tasks,-3,,"tasks, all"',
      'metric,odd,,x,odd',
      'result,total,-123456789012345678901234567890,,',
      'setting,n,64,,',
      'setting,schedule,dynamic,,',
      'run,cores,8,,',
      '',
    ]);
  });
});

describe('figures of a program', () => {
  const possible = fc.record(
    {
      kind: fc.constantFrom(...ENDS),
      outcome: fc.string({ unit: 'binary', maxLength: 40 }),
      details: fc.constant<string[]>([]),
      interleavings: fc.constantFrom('0', '714762', WITHOUT_END),
      seen: fc.nat(),
      steps: fc.constantFrom('', '0x3.1.0a2', '1g'),
      length: fc.nat(9),
    },
    { requiredKeys: ['kind', 'outcome', 'details', 'steps', 'length'] },
  );

  it('have a line for each outcome, and as many fields in every line', () => {
    fc.assert(
      fc.property(fc.array(possible, { minLength: 1, maxLength: 9 }), (outcomes) => {
        const nothing = {
          lines: [],
          warnings: [],
          small: [],
          runs: 0,
          position: null,
          kept: [],
          graph: null,
          races: [],
          findings: [],
          endless: null,
        };
        const program = { ...nothing, outcomes };
        const metrics = [{ name: 'states', label: 'States', value: 7, unit: 'count' as const, help: '' }];
        const outcome = { ...NOTHING, metrics, values: { verdict: 'can fail' }, program };
        const rows = parse(figuresCsv(outcome, { cores: 8 }));
        expect(rows[0]).toEqual(
          ['kind,name,value,unit,meaning', 'outcome_kind,interleavings,seen,steps'].join().split(','),
        );
        expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([9]));
        const bare = (text: string | undefined) => text?.replace(/^'/, '');
        const told = rows.filter(([kind]) => kind === 'outcome');
        expect(
          told.map(([, name, , , , kind, orders, seen, steps]) => [bare(name), kind, orders, seen, steps]),
        ).toEqual(
          outcomes.map(({ outcome: name, kind, interleavings = '', seen = '', steps }) => [
            bare(name),
            kind,
            interleavings,
            String(seen),
            steps,
          ]),
        );
        expect(rows.map(([kind]) => kind)).toEqual([
          'kind',
          'metric',
          ...outcomes.map(() => 'outcome'),
          'result',
          'run',
        ]);
      }),
    );
  });
});

describe('XML', () => {
  it('has no markup in what was text, and only characters that XML knows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeXml(text);
        expect(escaped).not.toMatch(/[<>"]/);
        expect(escaped.replace(/&(?:amp|lt|gt|quot);/g, '')).not.toContain('&');
        expect(escaped).toMatch(/^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u);
      }),
    );
    expect(escapeXml('a\u0000b\ud800c\uffff')).toBe('a\ufffdb\ufffdc\ufffd');
  });

  it('escapes attributes and rounds numbers', () => {
    expect(element('a', { x: 1 / 3, y: '"<&>', z: undefined }, 'b')).toBe('<a x="0.33" y="&quot;&lt;&amp;&gt;">b</a>');
    expect(element('a', {})).toBe('<a/>');
  });

  it('shortens texts that have no room', () => {
    expect(shorten('abcdef', 60, 6)).toBe('abcdef');
    expect(shorten('abcdef', 24, 6)).toBe('abc…');
  });
});
