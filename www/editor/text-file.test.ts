// Files are texts, or are refused with a sentence.

import { expect, it } from 'vitest';
import { LARGEST, textOf } from './text-file';

const file = (content: BlobPart, name = 'a.txt') => new File([content], name);

it('takes texts of any length up to the largest, with ends of lines as they are here', async () => {
  expect(await textOf(file('a\r\nb\rc\td\n'))).toEqual({ text: 'a\nb\nc\td\n' });
  expect(await textOf(file(''))).toEqual({ text: '' });
  expect(await textOf(file('x'.repeat(LARGEST)))).toEqual({ text: 'x'.repeat(LARGEST) });
});

it('refuses what is too large or no text', async () => {
  expect(await textOf(file('x'.repeat(LARGEST + 1)))).toEqual({
    problem: '“a.txt” is too large: a program has 64 KB at most.',
  });
  for (const bytes of [[0x89, 0xff], [0x41, 0], [0x1b]]) {
    expect(await textOf(file(new Uint8Array(bytes)))).toEqual({ problem: '“a.txt” is no text.' });
  }
});
