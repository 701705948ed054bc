// Drafts come back as they were kept, and bad ones never break anything.

import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { draftOf, keepDraft, keyOf, parseDrafts, withDraft } from './drafts';

const draft = fc.record({
  of: fc.string(),
  text: fc.option(fc.string({ unit: 'grapheme' }), { nil: null }),
  open: fc.boolean(),
});

afterEach(() => vi.unstubAllGlobals());

/** A window's storage. */
function storage(): Pick<Storage, 'getItem' | 'setItem'> {
  const stored = new Map<string, string>();
  return { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => void stored.set(key, value) };
}

describe('drafts', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(draft, { maxLength: 8 }), (drafts) => {
        expect(parseDrafts(JSON.stringify(drafts))).toEqual(drafts);
      }),
    );
  });

  it('are left out where they are none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (stored) => {
        for (const { of, text, open } of parseDrafts(stored)) {
          expect([typeof of, text === null || typeof text === 'string', typeof open]).toEqual([
            'string',
            true,
            'boolean',
          ]);
        }
      }),
    );
    expect(parseDrafts(null)).toEqual([]);
    expect(parseDrafts('[{"of":"a","text":7,"open":true},null,{"of":"b","text":"x","open":false}]')).toHaveLength(1);
  });

  it('are few: the newest, and one of each text', () => {
    let drafts = parseDrafts(null);
    for (let i = 0; i < 20; i++) drafts = withDraft(drafts, { of: `${i % 10}`, text: `${i}`, open: false });
    expect(drafts.map(({ text }) => text)).toEqual(['19', '18', '17', '16', '15', '14', '13', '12']);
    expect(withDraft(drafts, { of: '9', text: null, open: false })).toHaveLength(7);
    expect(withDraft(drafts, { of: '9', text: null, open: true })[0]).toEqual({ of: '9', text: null, open: true });
  });

  it.each([
    ['in the window', storage],
    ['where nothing is stored', () => undefined],
  ])('are kept by their text, and dropped when they equal it: %s', (_, make) => {
    vi.stubGlobal('sessionStorage', make());
    const source = { scenario: 'a', text: 'thread t { }' };
    const other = { scenario: 'a', text: 'thread t { } ' };
    keepDraft(source, 'thread u { }', true);
    expect(draftOf(source)).toEqual({ of: keyOf(source), text: 'thread u { }', open: true });
    expect(draftOf(other)).toBeUndefined();
    keepDraft(source, source.text, false);
    expect(draftOf(source)).toBeUndefined();
  });
});
