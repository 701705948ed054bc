import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog as testCatalog } from '../../tests/fixtures/catalog';
import { decodeLink, encodeLink } from './link';
import { suggestFor, suggestSweep } from './suggest';
import { MAX_POINTS, readSweep } from './sweep';

const julia = testCatalog.scenarios[0];
if (!julia) throw new Error('no scenario');
const read = (text: string) => readSweep(text, julia);
const values = (text: string) => read(text).sweep?.values;

describe('sweeps', () => {
  it('reads lists, factors and steps', () => {
    expect(values('threads:1,2,4,8')).toEqual([1, 2, 4, 8]);
    expect(values('grain:1..512*2')).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
    expect(values('n:200..1000+200')).toEqual([200, 400, 600, 800, 1000]);
    expect(values('threads:1..4')).toEqual([1, 2, 3, 4]);
    expect(values('threads:1..4*2,8,16..32*2')).toEqual([1, 2, 4, 8, 16, 32]);
    expect(values('re:-0.8..-0.2+0.2')).toEqual([-0.8, -0.6, -0.4, -0.2]);
    expect(values('schedule:static,dynamic')).toEqual(['static', 'dynamic']);
    expect(values('grain:250,125,63,32,16,8,4,2')).toEqual([250, 125, 63, 32, 16, 8, 4, 2]);
  });

  it('names what it leaves out', () => {
    const { sweep, notices } = read('threads:1,2,0,banana,99,4');
    expect(sweep?.values).toEqual([1, 2, 4]);
    expect(sweep?.text).toBe('threads:1,2,4');
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain('0, banana and 99 cannot be used');
  });

  it('takes a limited number of values', () => {
    const { sweep, notices } = read('n:2..4096');
    expect(sweep?.values).toHaveLength(MAX_POINTS);
    expect(notices[0]).toContain('at most 32');
    expect(values(sweep?.text ?? '')).toEqual(sweep?.values);
  });

  it.each([
    '',
    'threads',
    'threads:',
    'threads:4',
    'nope:1,2',
    'threads:4..1',
    'threads:1..8*1',
    'n:5..1',
    ':',
    'threads:4,4',
    `n:${'1,'.repeat(800)}`,
  ])('refuses %s with one sentence', (text) => {
    const { sweep, notices } = read(text);
    expect(sweep).toBeNull();
    expect(notices.length).toBeGreaterThanOrEqual(1);
    expect(notices.at(-1)).toContain('no study is made');
  });

  it('never throws, and what it accepts is within the limits', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.integer({ min: -10, max: 5000 }).map(String),
      fc
        .tuple(
          fc.integer({ min: -5, max: 5000 }),
          fc.integer({ min: -5, max: 9999 }),
          fc.constantFrom('*', '+'),
          fc.integer({ min: -1, max: 99 }),
        )
        .map(([a, b, op, by]) => `${a}..${b}${op}${by}`),
      fc.constantFrom('static', 'dynamic', 'simd', '1e3', '1e999', '..', '1..', '*'),
    );
    fc.assert(
      fc.property(fc.constantFrom(...julia.params), fc.array(piece, { maxLength: 6 }), (param, pieces) => {
        const { sweep, notices } = read(`${param.name}:${pieces.join(',')}`);
        for (const notice of notices) expect(notice).toMatch(/\.$/);
        if (!sweep) return;
        expect(sweep.values.length).toBeGreaterThanOrEqual(2);
        expect(sweep.values.length).toBeLessThanOrEqual(MAX_POINTS);
        expect(new Set(sweep.values).size).toBe(sweep.values.length);
        const { kind } = param;
        for (const value of sweep.values) {
          if (kind.type === 'integer' || kind.type === 'real') {
            expect(value).toBeGreaterThanOrEqual(kind.min);
            expect(value).toBeLessThanOrEqual(kind.max);
          } else if (kind.type === 'choice') expect(kind.options.map((option) => option.value)).toContain(value);
        }
        // Written into a link, it reads back as the same sweep.
        const again = readSweep(sweep.text, julia);
        expect(again.sweep).toEqual(sweep);
        expect(again.notices).toEqual([]);
        const link = encodeLink(
          { scenario: julia.id, explicit: {}, compare: false, sweep: sweep.text, weak: param.name === 'threads' },
          testCatalog,
        );
        expect(link).not.toMatch(/[\s"'<>`]/);
        const decoded = decodeLink(link, testCatalog);
        expect(decoded).toMatchObject({
          scenario: julia.id,
          sweep: sweep.text,
          weak: param.name === 'threads',
          notices: [],
          problem: null,
        });
      }),
    );
  });

  it('survives a round trip through a link as the issue writes it', () => {
    for (const text of ['threads:1,2,4,8', 'grain:1..512*2', 'n:200..1000+200', 'schedule:static,dynamic']) {
      const link = encodeLink({ scenario: 'julia', explicit: { n: 500 }, compare: false, sweep: text }, testCatalog);
      expect(link).toBe(`#/v1/julia?n=500&sweep=${text}`);
      expect(decodeLink(link, testCatalog).sweep).toBe(text);
    }
    expect(decodeLink('#/v1/julia?study=weak', testCatalog).notices).toHaveLength(1);
    expect(decodeLink('#/v1/julia?sweep=threads:1,2&study=odd', testCatalog)).toMatchObject({
      weak: false,
      sweep: 'threads:1,2',
    });
  });

  it('suggests sweeps that it can read', () => {
    for (const scenario of testCatalog.scenarios) {
      const text = suggestSweep(scenario, 4);
      if (text !== null) expect(readSweep(text, scenario)).toMatchObject({ notices: [], sweep: { text } });
      for (const param of scenario.params) {
        const one = suggestFor(param);
        if (one !== null) expect(readSweep(one, scenario).sweep?.param).toBe(param.name);
      }
    }
    expect(suggestSweep(julia, 8)).toBe('threads:1,2,4,8,16');
    expect(suggestSweep(julia, 2)).toBe('threads:1,2,4');
  });
});
