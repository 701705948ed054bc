// Links: the frozen vectors that the core reads too, and what must hold for every link.

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalog } from '../../tests/fixtures/catalog';
import vectors from '../../tests/vectors/links.json' with { type: 'json' };
import type { ParamSchema, ParamValue, ParamValues, ScenarioInfo } from '../contract/protocol';
// Registers the families' notations.
import '../families/notations';
import { loadFormats } from '../params/notations';
import { resolve, resolveValues, wordOf } from '../params/values';
import { decodeLink, encodeLink, LINK_VERSION, type LinkParts, MAX_LENGTH, presetLink, upgrade } from './link';

beforeAll(() => loadFormats(catalog.scenarios.flatMap(({ params }) => params)));

const env = { logicalCores: 4, threadsAvailable: true };

function scenarioOf(id: string): ScenarioInfo {
  const scenario = catalog.scenarios.find((candidate) => candidate.id === id);
  if (!scenario) throw new Error(`no scenario ${id}`);
  return scenario;
}

/** Makes any valid value, sometimes a limit or the default. */
function anyValue(param: ParamSchema): fc.Arbitrary<ParamValue> {
  const { kind } = param;
  switch (kind.type) {
    case 'integer':
      return fc.oneof(
        fc.integer({ min: kind.min, max: kind.max }),
        fc.constantFrom<ParamValue>(kind.min, kind.max, wordOf(kind) ?? kind.min),
      );
    case 'real':
      return fc.oneof(
        fc.double({ min: kind.min, max: kind.max, noNaN: true }).map((x) => x + 0),
        fc.constantFrom(kind.min, kind.max),
      );
    case 'choice':
      return fc.constantFrom(...kind.options.map((option) => option.value));
    case 'flag':
      return fc.boolean();
    case 'text':
      return fc.constantFrom('', ...kind.named.flatMap(({ value, text }) => [value, text]));
  }
}

/** Makes any choice of explicit values of a scenario. */
function explicitOf(scenario: ScenarioInfo): fc.Arbitrary<ParamValues> {
  const fields = Object.fromEntries(scenario.params.map((param) => [param.name, anyValue(param)]));
  return fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<ParamValues>;
}

const state = fc
  .constantFrom(...catalog.scenarios)
  .chain((scenario) =>
    fc.record({ scenario: fc.constant(scenario.id), explicit: explicitOf(scenario), compare: fc.boolean() }),
  );

/** Makes texts that look like links, so that the deeper parts are reached too. */
const linkLike = fc
  .record({
    head: fc.constantFrom('', '#', '#/', '#/v1/', '#/v1/julia', '#/v1/julia?', '#/v2/', '#/v0/', '#/v1/julia?n'),
    pairs: fc.array(
      fc.tuple(
        fc.oneof(fc.constantFrom('n', 're', 'grain', 'threads', 'schedule', 'compare', '__proto__'), fc.string()),
        fc.oneof(fc.constantFrom('1', '0', '1e9', 'abc', 'NaN', '%', '%E0', ''), fc.string({ unit: 'binary' })),
      ),
    ),
  })
  .map(({ head, pairs }) => head + pairs.map(([key, value]) => `${key}=${value}`).join('&'));

describe('the vectors', () => {
  it.each(vectors)('$link', (vector) => {
    const decoded = decodeLink(vector.link, catalog);
    const resolved = resolve(scenarioOf(decoded.scenario), decoded.raw, env);
    expect(decoded.scenario).toBe(vector.scenario);
    // What came later has its default.
    const defaults = resolveValues(scenarioOf(decoded.scenario), {}, env).values;
    expect(resolved.values).toEqual({ ...defaults, ...vector.params });
    expect(decoded.compare).toBe(vector.compare);
    expect([...decoded.notices, ...resolved.notices]).toHaveLength(vector.notices);
    expect(decoded.problem !== null).toBe('error' in vector);
  });
});

describe('every link', () => {
  it('survives a round trip', () => {
    fc.assert(
      fc.property(state, ({ scenario, explicit, compare }) => {
        const info = scenarioOf(scenario);
        const before = resolveValues(info, explicit, env);
        const link = encodeLink({ scenario, explicit: before.explicit, compare }, catalog);
        const decoded = decodeLink(link, catalog);
        const after = resolve(info, decoded.raw, env);
        expect(decoded.problem).toBeNull();
        expect([...decoded.notices, ...after.notices]).toEqual([]);
        expect(decoded.scenario).toBe(scenario);
        expect(decoded.compare).toBe(compare && info.can_compare);
        expect(after.values).toEqual(before.values);
        expect(encodeLink({ scenario, explicit: after.explicit, compare: decoded.compare }, catalog)).toBe(link);
      }),
      { numRuns: 500 },
    );
  });

  it('has a thread count that stays on another machine exactly if it was asked for', () => {
    const other = { logicalCores: 16, threadsAvailable: true };
    const julia = scenarioOf('julia');
    fc.assert(
      fc.property(fc.option(fc.integer({ min: 1, max: 32 }), { nil: undefined }), (threads) => {
        const explicit: ParamValues = threads === undefined ? {} : { threads };
        const link = encodeLink({ scenario: 'julia', explicit, compare: false }, catalog);
        expect(resolve(julia, decodeLink(link, catalog).raw, other).values.threads).toBe(threads ?? 16);
      }),
    );
  });

  it('is written in harmless characters, and short', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          state,
          fc.record({
            scenario: fc.string({ unit: 'binary' }),
            explicit: fc.dictionary(fc.constantFrom('schedule', 'kernel'), fc.string({ unit: 'binary' })),
            compare: fc.boolean(),
          }),
        ),
        (any) => {
          const link = encodeLink(any, catalog);
          expect(link).toMatch(/^#\/v1\/[\w.~%-]*(\?[\w.~%-]+=[\w.~%-]*(&[\w.~%-]+=[\w.~%-]*)*)?$/);
          if (any.scenario === 'julia') expect(encodeLink({ ...any, explicit: {} }, catalog).length).toBeLessThan(22);
        },
      ),
    );
  });

  it('leaves defaults out', () => {
    const julia = scenarioOf('julia');
    const defaults = resolve(julia, {}, env).values;
    const { threads: _, ...explicit } = defaults;
    expect(encodeLink({ scenario: 'julia', explicit, compare: false }, catalog)).toBe('#/v1/julia');
    expect(encodeLink({ scenario: 'julia', explicit: defaults, compare: true }, catalog)).toBe(
      '#/v1/julia?threads=4&compare=1',
    );
  });

  it('leaves the word of a number out where it is the default, and writes numbers out', () => {
    const link = (repeats: ParamValue) =>
      encodeLink({ scenario: 'julia', explicit: { repeats }, compare: false }, catalog);
    expect(link('auto')).toBe('#/v1/julia');
    expect(link(5)).toBe('#/v1/julia?repeats=5');
    const read = (text: string) => resolve(scenarioOf('julia'), decodeLink(text, catalog).raw, env);
    expect(read('#/v1/julia?repeats=auto')).toMatchObject({ values: { repeats: 'auto' }, notices: [] });
    expect(read('#/v1/julia?repeats=5')).toMatchObject({ values: { repeats: 5 }, notices: [] });
    expect(read('#/v1/julia?repeats=Auto').notices).toEqual(['repeats=Auto is not a number: auto is used.']);
    // A parameter without a word does not accept one.
    expect(read('#/v1/julia?warmup=auto').notices).toEqual(['warmup=auto is not a number: 1 is used.']);
  });

  it('is decoded without throwing, to values within the schema', () => {
    fc.assert(
      fc.property(fc.oneof(linkLike, fc.string({ unit: 'binary' }), fc.webUrl({ withFragments: true })), (link) => {
        const decoded = decodeLink(link, catalog);
        const info = scenarioOf(decoded.scenario);
        const { values } = resolve(info, decoded.raw, env);
        expect(Object.keys(decoded.raw).every((key) => info.params.some((param) => param.name === key))).toBe(true);
        for (const { name, kind } of info.params) {
          const value = values[name];
          if (kind.type === 'choice') expect(kind.options.map((option) => option.value)).toContain(value);
          else if (kind.type === 'flag') expect(value).toBeTypeOf('boolean');
          else if (kind.type === 'text') expect(value).toSatisfy((text: string) => text.length <= kind.max_length);
          else if (typeof value === 'string') expect(value).toBe(wordOf(kind));
          else expect(value).toSatisfy((x: number) => x >= kind.min && x <= kind.max, name);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a link that cannot be used', () => {
  it('of 100 KB gives a sentence and the default scenario', () => {
    const decoded = decodeLink(`#/v1/julia?n=${'9'.repeat(100_000)}`, catalog);
    expect(decoded).toMatchObject({ scenario: 'julia', raw: {}, notices: [] });
    expect(decoded.problem).toMatch(/too long/);
  });

  it('never puts more than a short quotation into a sentence', () => {
    const long = 'x'.repeat(3000);
    const decoded = decodeLink(`#/v1/julia?${long}=1&n=${long}`, catalog);
    const { notices } = resolve(scenarioOf('julia'), decoded.raw, env);
    const sentences = [...decoded.notices, ...notices, decodeLink(`#/v1/${long}`, catalog).problem ?? ''];
    expect(sentences).toHaveLength(3);
    for (const sentence of sentences) expect(sentence.length).toBeLessThan(160);
  });

  it('of very many settings is cut, and says so', () => {
    const decoded = decodeLink(`#/v1/julia?${'a=1&'.repeat(1000)}n=5`, catalog);
    expect(decoded.raw).toEqual({});
    expect(decoded.notices.at(-1)).toBe('The link has too many settings: the last 937 are ignored.');
  });

  it('of a newer version says which version is read', () => {
    expect(decodeLink(`#/v${LINK_VERSION + 1}/julia`, catalog).problem).toMatch(/newer version.*v2.*v1/);
  });

  it('is told from one just within the limit of length', () => {
    const head = '#/v1/julia?n=';
    const link = head + '9'.repeat(MAX_LENGTH - head.length + 1);
    expect(decodeLink(link, catalog).problem).toBeNull();
    expect(decodeLink(`${link}9`, catalog).problem).not.toBeNull();
  });

  it('never shows a hidden scenario instead', () => {
    const hiddenFirst = { ...catalog, scenarios: catalog.scenarios.toSorted((a, b) => +b.hidden - +a.hidden) };
    expect(hiddenFirst.scenarios[0]?.hidden).toBe(true);
    expect(decodeLink('#/v1/nope', hiddenFirst).scenario).toBe(catalog.scenarios[0]?.id);
  });
});

describe('upgraders', () => {
  const rename: (link: LinkParts) => LinkParts = (link) => ({
    ...link,
    pairs: link.pairs.map(([key, value]) => [key === 'size' ? 'n' : key, value]),
  });
  const double: (link: LinkParts) => LinkParts = (link) => ({
    ...link,
    pairs: link.pairs.map(([key, value]) => [key, key === 'n' ? String(2 * Number(value)) : value]),
  });
  const old: LinkParts = { scenario: 'julia', pairs: [['size', '5']] };

  it('are applied one after the other, from the link’s version on', () => {
    expect(upgrade(old, 1, { 1: rename, 2: double }, 3).pairs).toEqual([['n', '10']]);
    expect(upgrade(old, 2, { 1: rename, 2: double }, 3).pairs).toEqual([['size', '5']]);
    expect(upgrade(old, 3, { 1: rename, 2: double }, 3)).toBe(old);
  });
});

describe('presets', () => {
  it('are links without a notice', () => {
    for (const scenario of catalog.scenarios) {
      for (const preset of scenario.presets) {
        const decoded = decodeLink(presetLink(preset.link), catalog);
        const { notices } = resolve(scenarioOf(decoded.scenario), decoded.raw, env);
        expect([decoded.problem, ...decoded.notices, ...notices]).toEqual([null]);
      }
    }
  });
});
