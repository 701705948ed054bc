// Formatting moves lines sideways, and changes nothing else.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../tests/fixtures/catalog';
import { depthOf, formatted, unitOf } from './indent';

const piece = fc.constantFrom(
  'thread t {',
  '}',
  '} else {',
  'lock a',
  'print "}{", me',
  '// a { comment',
  'x = [1,',
  '2]',
  'with l { x += 1 }',
  '"no end {',
  'print "\\"{"',
  '',
);
const line = fc
  .tuple(fc.constantFrom('', ' ', '  ', '\t', '      '), piece, fc.constantFrom('', ' ', '\t'))
  .map((all) => all.join(''));
const texts = fc.oneof(
  fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\n')),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
);

const bare = (text: string): string[] => text.split('\n').map((each) => each.trim());

describe('a formatted text', () => {
  it('has the same lines but for the blanks around them', () => {
    fc.assert(fc.property(texts, (text) => void expect(bare(formatted(text))).toEqual(bare(text))));
  });

  it('stays as it is when it is formatted again', () => {
    fc.assert(fc.property(texts, (text) => void expect(formatted(formatted(text))).toBe(formatted(text))));
  });

  it('is indented by its braces, and not by those in texts and comments', () => {
    const text = 'thread t {\nif x == "{" { // {\nprint "}"\n} else {\nyield\n}\n}\nend { show x }\n';
    expect(formatted(text)).toBe(
      'thread t {\n  if x == "{" { // {\n    print "}"\n  } else {\n    yield\n  }\n}\nend { show x }\n',
    );
  });

  it('keeps the indentation that it has', () => {
    expect(formatted('thread t {\n    loop {\n  yield\n}\n}')).toBe('thread t {\n    loop {\n        yield\n    }\n}');
    expect(unitOf('thread t { }')).toBe(2);
  });

  it('has no more closed than was open', () => {
    expect(formatted('}\n}\nthread t {\nyield')).toBe('}\n}\nthread t {\n  yield');
    expect(depthOf('}} thread t {')).toBe(0);
    expect(depthOf('thread t { if x {')).toBe(2);
  });
});

it('the stories are formatted already', () => {
  const named = catalog.scenarios
    .flatMap(({ params }) => params)
    .flatMap(({ kind }) => (kind.type === 'text' && kind.format === 'program' ? kind.named : []));
  expect(named.length).toBeGreaterThan(0);
  for (const { text, label } of named) expect(formatted(text), label).toBe(text);
});
