// Parameters: the sentences, the form's checks, and what must hold for every schema.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../tests/fixtures/catalog';
import type { ParamSchema, ScenarioInfo } from '../contract/protocol';
import { applies, boundsOf, defaultOf, isDefault, resolve, resolveValues, toText, validateField } from './values';

const env = { logicalCores: 4, threadsAvailable: true };
const alone = { logicalCores: 4, threadsAvailable: false };
const julia = catalog.scenarios[0] as ScenarioInfo;

/** A flag that is on unless the link says otherwise. */
const fair: ParamSchema = {
  name: 'fair',
  label: 'Fair',
  help: 'Whether the lock is fair.',
  unit: null,
  kind: { type: 'flag' },
  default: true,
  applies: null,
  group: 'execution',
};
const flagged: ScenarioInfo = { ...julia, params: [fair] };

function param(name: string, scenario = julia): ParamSchema {
  const found = scenario.params.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no parameter ${name}`);
  return found;
}

describe('the sentences', () => {
  it.each([
    [{ n: '1e9' }, 'n=1e9 is above 4096: 4096 is used.'],
    [{ n: '1' }, 'n=1 is below 2: 2 is used.'],
    [{ n: 'abc' }, 'n=abc is not a number: 1000 is used.'],
    [{ n: '2.5' }, 'n=2.5 is not a whole number: 1000 is used.'],
    [{ n: '' }, 'n= is empty: 1000 is used.'],
    [{ re: 'NaN' }, 're=NaN is not a number: -0.79 is used.'],
    [{ threads: '0' }, 'threads=0 is below 1: 1 is used.'],
    [{ grain: '2000' }, 'grain=2000 is above n=1000: 1000 is used.'],
    [{ grain: '1e9' }, 'grain=1e9 is above n=1000: 1000 is used.'],
    [{ schedule: 'Dynamic' }, 'schedule=Dynamic is not one of the choices: dynamic is used.'],
    [{ n: 'a\u202eb\nc' }, 'n=a\ufffdb\ufffdc is not a number: 1000 is used.'],
  ])('%j', (raw: Record<string, string>, sentence) => {
    expect(resolve(julia, raw, env).notices).toEqual([sentence]);
  });

  it('are in the order of the schema', () => {
    const { notices } = resolve(julia, { warmup: 'x', schedule: 'x', re: 'x' }, env);
    expect(notices.map((notice) => notice.split('=')[0])).toEqual(['re', 'schedule', 'warmup']);
  });
});

describe('resolving', () => {
  it('gives one notice for each bad value, and none for good ones', () => {
    const texts = fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...julia.params.map((p) => p.name)), texts), (raw) => {
        const { values, explicit, notices } = resolve(julia, raw, env);
        // The sentence “x=… : v is used” appears exactly for the texts that do not mean their value.
        for (const [name, text] of Object.entries(raw)) {
          const kept = explicit[name] !== undefined && (explicit[name] === text || explicit[name] === Number(text) + 0);
          expect(notices.filter((notice) => notice.startsWith(`${name}=`))).toHaveLength(kept ? 0 : 1);
        }
        expect(notices.length).toBeLessThanOrEqual(Object.keys(raw).length);
        // Resolving the result again does not change it.
        const again = resolveValues(julia, values, env);
        expect(again.values).toEqual(values);
        expect(again.notices).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('lowers a default silently, a given value with a notice', () => {
    expect(resolve(julia, { n: '4' }, env)).toMatchObject({ values: { grain: 4 }, explicit: { n: 4 }, notices: [] });
    const named = resolve(julia, { n: '4', grain: '8' }, env);
    expect(named).toMatchObject({ values: { grain: 4 }, explicit: { grain: 4 } });
    expect(named.notices).toEqual(['grain=8 is above n=4: 4 is used.']);
  });

  it('takes the logical cores as default number of threads, within its limits', () => {
    for (const [logicalCores, threads] of [
      [1, 1],
      [4, 4],
      [64, 32],
      [0, 1],
      [Number.NaN, 1],
    ] as const) {
      expect(resolve(julia, {}, { logicalCores, threadsAvailable: true }).values.threads).toBe(threads);
    }
    expect(isDefault(param('threads'), 4)).toBe(false);
    expect(isDefault(param('n'), 1000)).toBe(true);
    expect(defaultOf(param('n'), env)).toBe(1000);
  });

  it('replaces what needs threads where there are none, but remembers what was asked for', () => {
    const given = resolve(julia, { schedule: 'static' }, alone);
    expect(given.values.schedule).toBe('sequential');
    expect(given.explicit.schedule).toBe('static');
    expect(given.notices).toEqual([
      'schedule=static needs threads, which this page does not have: sequential is used.',
    ]);
    // Nobody asked for a default: the page says once, elsewhere, that it has no threads.
    expect(resolve(julia, {}, alone)).toMatchObject({ values: { schedule: 'sequential' }, notices: [] });
    expect(resolve(julia, { schedule: 'sequential' }, alone).notices).toEqual([]);
  });

  it('reads flags', () => {
    for (const [text, value] of [
      ['1', true],
      ['true', true],
      ['0', false],
      ['false', false],
    ] as const) {
      expect(resolve(flagged, { fair: text }, env)).toMatchObject({ values: { fair: value }, notices: [] });
    }
    for (const text of ['', 'yes', 'TRUE', '2']) {
      const { values, notices } = resolve(flagged, { fair: text }, env);
      expect(values.fair).toBe(true);
      expect(notices).toHaveLength(1);
    }
  });

  it('is not fooled by the names of object members', () => {
    const raw = JSON.parse('{"__proto__": "1", "constructor": "2", "toString": "3"}');
    expect(resolve(julia, raw, env)).toEqual(resolve(julia, {}, env));
  });
});

describe('a field', () => {
  const { values } = resolve(julia, {}, env);

  it.each([
    ['n', '500', { value: 500 }],
    ['n', ' 500 ', { value: 500 }],
    ['n', '1e3', { value: 1000 }],
    ['n', '5000', { problem: 'At most 4096.' }],
    ['n', '1', { problem: 'At least 2.' }],
    ['n', 'abc', { problem: 'Enter a whole number.' }],
    ['n', '', { problem: 'Enter a whole number.' }],
    ['re', '', { problem: 'Enter a number.' }],
    ['grain', '1001', { problem: 'At most 1000, the value of n.' }],
    ['grain', '9999', { problem: 'At most 1000, the value of n.' }],
    ['repeats', 'auto', { value: 'auto' }],
    ['repeats', '12', { value: 12 }],
    ['repeats', '101', { problem: 'At most 100.' }],
    ['repeats', 'often', { problem: 'Enter a whole number, or auto.' }],
    ['warmup', 'auto', { problem: 'Enter a whole number.' }],
    ['schedule', 'foo', { problem: 'Choose one of the list.' }],
  ])('%s: %s', (name, text, result) => {
    expect(validateField(param(name), text, values)).toEqual(result);
  });

  it('accepts exactly what a link accepts without a notice', () => {
    const text = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.integer({ min: -10, max: 5000 }).map(String),
      fc.constant('auto'),
    );
    fc.assert(
      fc.property(fc.constantFrom(...julia.params), text, (schema, typed) => {
        const field = validateField(schema, typed, values);
        const link = resolve(julia, { [schema.name]: typed.trim() }, env);
        expect('value' in field).toBe(link.notices.length === 0);
        if ('value' in field) expect(field.value).toBe(link.values[schema.name]);
      }),
      { numRuns: 500 },
    );
  });

  it('knows its bounds and whether it has an effect', () => {
    expect(boundsOf(param('grain'), values)).toEqual({ min: 1, max: 1000 });
    expect(boundsOf(param('schedule'), values)).toBeNull();
    expect(applies(param('grain'), { ...values, schedule: 'static' })).toBe(false);
    expect(applies(param('threads'), { ...values, schedule: 'static' })).toBe(true);
    expect(applies(param('n'), values)).toBe(true);
  });
});

describe('a value as text', () => {
  it('reads back the same', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(Number(toText(x))).toBe(x + 0);
        expect(toText(x)).not.toContain('+');
      }),
    );
    expect(toText(1e21)).toBe('1e21');
    expect(toText(true)).toBe('1');
  });
});
