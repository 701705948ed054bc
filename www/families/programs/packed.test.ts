import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROGRAM } from './packed';

const forty = Array.from({ length: 40 }, (_, i) => `    lock fork[${i}]  // the ${i}th philosopher waits here\n`).join(
  '',
);

describe('a program in a link', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        expect(PROGRAM.read(PROGRAM.write(text))).toBe(text);
      }),
    );
  });

  it('of forty lines takes no more than 2000 characters', () => {
    expect(encodeURIComponent(PROGRAM.write(forty)).length).toBeLessThanOrEqual(2000);
    expect(PROGRAM.read(PROGRAM.write(forty))).toBe(forty);
  });

  it('stays as it is where it is damaged', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(typeof PROGRAM.read(`~1${text}`)).toBe('string');
      }),
    );
    expect(PROGRAM.read('~1!')).toBe('~1!');
    expect(PROGRAM.read('~2abc')).toBe('~2abc');
  });

  it('cannot unfold to more than a program may have', () => {
    const bomb = PROGRAM.write('x'.repeat(5_000_000));
    expect(PROGRAM.read(bomb)).toBe(bomb);
  });
});
