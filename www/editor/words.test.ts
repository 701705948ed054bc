// The editor's words are those of the core.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { INNER_WORDS, STATEMENT_WORDS, TOP_WORDS, WORDS } from './words';

const syntax = readFileSync(new URL('../../src/program/syntax.rs', import.meta.url), 'utf8');

/** Returns what stands in a list of the core. */
function listed(name: string): string {
  const [, body = ''] = new RegExp(`pub const ${name}: [^=]+= \\[(.*?)\\n\\];`, 's').exec(syntax) ?? [];
  expect(body, name).not.toBe('');
  return body;
}

const quoted = (text: string): string[] => [...text.matchAll(/"([^"]*)"/g)].map(([, word = '']) => word);

it.each([
  ['TOP_WORDS', TOP_WORDS],
  ['STATEMENT_WORDS', STATEMENT_WORDS],
  ['INNER_WORDS', INNER_WORDS],
] as const)('%s', (name, ours) => {
  expect(ours).toEqual(quoted(listed(name)));
});

it('words with operands, and what they are for', () => {
  const usages = [...listed('WORDS').matchAll(/usage\((.*?)\),(?:\n|$)/gs)].map(([, usage = '']) => quoted(usage));
  expect(Object.entries(WORDS)).toEqual(usages);
});
