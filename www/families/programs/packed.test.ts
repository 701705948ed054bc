import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROGRAM } from './packed';

const forty = Array.from({ length: 40 }, (_, i) => `    lock fork[${i}]  // the ${i}th philosopher waits here\n`).join(
  '',
);

/** As a reader writes one: forty lines, hardly two of them alike. */
const kitchen = `variants careless, careful

param guests = 4 in 1..12, explore 2   "Guests who order."
param helpers = 3 in 1..8, explore 2   "Helpers in the kitchen."
lock stove, knife
condition ready of stove
channel orders[4]
shared served = 0, burnt = 0
atomic tickets = 0

fn chop(what) {
    with knife {
        print me, "chops", what
        work 200
    }
}

thread guest[guests] {
    ticket = tickets
    tickets += 1                        @ careful
    tickets = ticket + 1                @ careless
    put orders, "soup for " + me
    with stove {
        while served <= index { wait ready for 2s }
    }
    print me, "eats with ticket", ticket
}

daemon thread helper[helpers] {
    for order in orders {
        chop("garlic")
        chop("onions for " + order)
        lock stove
        if burnt > 0 { fail "the pan is still on fire" }
        served += 1
        notify all ready
        unlock stove
    }
}
end { show served; show tickets; expect tickets == guests  "every guest has a ticket of their own" }
`;

describe('a program in a link', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        expect(PROGRAM.read(PROGRAM.write(text))).toBe(text);
      }),
    );
  });

  it.each([
    ['alike', forty],
    ['as a reader writes them', kitchen],
  ])('of forty lines takes no more than 2000 characters, all of its address counted: %s', (_, text) => {
    expect(text.trimEnd().split('\n')).toHaveLength(40);
    const link = `https://reader.example/lectures/brigade/#/v1/own?text=${encodeURIComponent(PROGRAM.write(text))}`;
    expect(link.length).toBeLessThanOrEqual(2000);
    expect(PROGRAM.read(PROGRAM.write(text))).toBe(text);
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
