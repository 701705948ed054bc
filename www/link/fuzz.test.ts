// Links of every kind, whole, cut, edited and made up: none makes the page throw or wait, and everything that the
// page says about one is a sentence in which a quotation stays short.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../tests/fixtures/catalog';
import { ENDS } from '../contract/program';
import { ROLES } from '../generated/words';
import { resolve } from '../params/values';
import { anyResult } from './arbitrary-sent';
import { encodeResult } from './encode';
import { decodeLink, encodeLink, withResult } from './link';
import { MAX_LANES, MAX_LINK, MAX_METRICS, MAX_OUTCOME, MAX_OUTCOMES, MAX_VALUE } from './sent';

const RUNS = 6000;
const env = { logicalCores: 4, threadsAvailable: true };

/** Makes a plain link as the page does. */
const plain = fc
  .record(
    {
      n: fc.integer({ min: 2, max: 4096 }),
      re: fc.double({ min: -2, max: 2, noNaN: true }).map((x) => x + 0),
      threads: fc.integer({ min: 1, max: 32 }),
      schedule: fc.constantFrom('static', 'guided', 'sequential'),
    },
    { requiredKeys: [] },
  )
  .chain((explicit) =>
    fc.boolean().map((compare) => encodeLink({ scenario: 'julia', explicit: { ...explicit }, compare }, catalog)),
  );

const withAny = fc
  .tuple(plain, anyResult)
  .map(([link, result]) => withResult(link, encodeResult(result, MAX_LINK - 60 - link.length) ?? '1.AA'));

/** Random bytes with a valid seal: they reach every check behind the seal. */
const forged = fc
  .tuple(plain, fc.base64String({ maxLength: 400 }), fc.integer({ min: 1, max: 3 }))
  .map(([link, text, version]) =>
    withResult(link, `${version}.${text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`),
  );

/** A result with some bytes replaced, sealed again. */
const resealed = fc
  .tuple(
    plain,
    anyResult,
    fc.array(fc.tuple(fc.nat(1500), fc.constantFrom(...'Ag_-9zB')), { minLength: 1, maxLength: 4 }),
  )
  .map(([link, result, edits]) => {
    const characters = [...(encodeResult(result, 1500) ?? '1.AA')];
    for (const [at, character] of edits) characters[2 + (at % (characters.length - 2))] = character;
    return withResult(link, characters.join(''));
  });

const TEXTS = [
  '<img src=x onerror=alert(1)>',
  '<script>',
  '&result=',
  '?',
  '%',
  '%E0',
  '\u202e',
  '.',
  '=',
  '1e999',
  '-1',
  '#',
];

/** Cuts, doubles, replaces and inserts at some places of a link. */
const mutated = fc
  .tuple(
    fc.oneof(plain, withAny, withAny),
    fc.array(
      fc.record({
        at: fc.nat(2000),
        what: fc.constantFrom('cut', 'insert', 'replace', 'double', 'swap'),
        text: fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 6 })),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([link, edits]) =>
    edits.reduce((now, { at, what, text }) => {
      const place = at % (now.length + 1);
      const before = now.slice(0, place);
      const after = now.slice(place);
      if (what === 'cut') return before;
      if (what === 'insert') return before + text + after;
      if (what === 'replace') return before + text + after.slice(text.length);
      if (what === 'double') return before + after + after;
      return after + before;
    }, link),
  );

const any = fc.oneof(
  { weight: 2, arbitrary: plain },
  { weight: 3, arbitrary: withAny },
  { weight: 4, arbitrary: mutated },
  { weight: 2, arbitrary: forged },
  { weight: 3, arbitrary: resealed },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
);

/** Checks what must hold for each link. */
function check(link: string): void {
  const decoded = decodeLink(link, catalog);
  const scenario = catalog.scenarios.find(({ id }) => id === decoded.scenario);
  expect(scenario).toBeDefined();
  if (!scenario) return;
  const { explicit, notices } = resolve(scenario, decoded.raw, env);

  for (const sentence of [...decoded.notices, ...notices, ...(decoded.problem ? [decoded.problem] : [])]) {
    expect(sentence).toMatch(/^\S.*\.$/s);
    expect(sentence.length).toBeLessThan(240);
  }
  // Written again, it can be put into a page and an address without escaping.
  const again = encodeLink({ ...decoded, explicit }, catalog);
  expect(again).toMatch(/^#\/v1\/[\w-]+(\?[\w.~%&=:,*+-]*)?$/);
  if (!decoded.result) return;
  expect(withResult(again, decoded.result.payload)).toMatch(/^#\/v1\/[\w-]+\?[\w.~%&=:,*+-]*$/);
  const { metrics, timeline, browser, cores, outcomes } = decoded.result.result;
  expect(browser).toMatch(/^[ -~]{0,32}$/);
  expect(cores).toSatisfy((n: number) => n >= 1 && n <= 4096);
  expect(metrics.length).toBeLessThanOrEqual(MAX_METRICS);
  for (const { name, value, role, of = name } of metrics) {
    // A line of text that can be seen, of forty bytes at most.
    for (const each of [name, of]) expect(each).toMatch(/^(?! )[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+(?<! )$/u);
    for (const each of [name, of]) expect(new TextEncoder().encode(each).length).toBeLessThanOrEqual(40);
    expect([undefined, ...ROLES]).toContain(role);
    expect(value).toSatisfy((n: number) => n >= 0 && n <= MAX_VALUE);
  }
  expect(outcomes?.listed.length ?? 0).toBeLessThanOrEqual(MAX_OUTCOMES);
  for (const { outcome, kind, interleavings = '0', steps = '' } of outcomes?.listed ?? []) {
    expect(outcome).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u);
    expect(outcome.length).toBeLessThanOrEqual(MAX_OUTCOME);
    expect(ENDS).toContain(kind);
    expect(interleavings).toMatch(/^(\d{1,400}|without end)$/);
    expect(steps).toMatch(/^[\d.xagwf]{0,1000}$/);
  }
  expect(timeline?.lanes.length ?? 0).toBeLessThanOrEqual(MAX_LANES);
  for (const { levels, busy } of timeline?.lanes ?? []) {
    expect(levels).toHaveLength(timeline?.buckets ?? 0);
    expect(levels.every((level) => Number.isInteger(level) && level >= 0 && level <= 3)).toBe(true);
    expect(busy).toSatisfy((share: number) => share >= 0 && share <= 1);
  }
}

// Twelve thousand links, in two tests so that neither comes near the time limit.
describe('any link', () => {
  it('generated, with and without a result, is read without throwing, and fast', () => {
    fc.assert(fc.property(any, check), { numRuns: RUNS });
  }, 120_000);

  it('mutated is read without throwing, and fast', () => {
    fc.assert(fc.property(fc.oneof(mutated, resealed), check), { numRuns: RUNS });
  }, 120_000);

  it('with a result survives a round trip, and is no longer than it may be', () => {
    fc.assert(
      fc.property(plain, anyResult, (link, result) => {
        const payload = encodeResult(result, MAX_LINK - 60 - link.length);
        if (payload === null) return;
        const sent = withResult(link, payload);
        expect(sent.length).toBeLessThanOrEqual(MAX_LINK);
        const decoded = decodeLink(sent, catalog);
        expect(decoded.notices).toEqual([]);
        expect(decoded.problem).toBeNull();
        expect(decoded.result?.payload).toBe(payload);
        // The plain part has not changed.
        const { explicit } = resolve(catalog.scenarios[0] as never, decoded.raw, env);
        expect(encodeLink({ ...decoded, explicit }, catalog)).toBe(link);
        expect(decodeLink(link, catalog)).toEqual({ ...decoded, result: null });
      }),
      { numRuns: 500 },
    );
  });

  it('with a damaged result is the plain link, and a sentence', () => {
    fc.assert(
      fc.property(plain, anyResult, fc.nat(1000), (link, result, at) => {
        const sent = withResult(link, encodeResult(result, 1500) ?? '1.AA');
        const from = sent.indexOf('result=') + 7;
        const cut = sent.slice(0, from + (at % (sent.length - from)));
        const decoded = decodeLink(cut, catalog);
        expect(decoded.result).toBeNull();
        expect(decoded.notices).toEqual([expect.stringMatching(/^The sender’s result in this link is .*\.$/)]);
        expect({ ...decoded, notices: [] }).toEqual(decodeLink(link, catalog));
      }),
      { numRuns: 500 },
    );
  });

  it('of a study carries no result', () => {
    const link = withResult(
      '#/v1/julia?sweep=threads:1,2,4',
      encodeResult({ day: 20_000, cores: 1, browser: '', metrics: [], timeline: null }, 99) ?? '',
    );
    const decoded = decodeLink(link, catalog);
    expect(decoded.sweep).toBe('threads:1,2,4');
    expect(decoded.result).toBeNull();
    expect(decoded.notices).toEqual(['A study cannot carry a sender’s result: it is ignored.']);
  });
});
