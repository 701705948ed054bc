// What is declared in a text is found, wherever it is declared.

import { expect, it } from 'vitest';
import { namesIn, variantsIn } from './completion';

it('names that a text declares', () => {
  const text = `variants one, all   // two
param people = 3 in 2..5  "How many, at most = 5."
shared x = 0, y[2] = 1
reentrant lock a, b[3]
condition ready of a
channel jobs[people]
fn chop(what, with_it) { cut = 1; return cut }
daemon thread clock, watch { for tick in 0..3 { } }
thread Steve = chop(a, b)
task t[2] { try { x += 1 } catch problem { } }
// shared none_such = 1
end { show x; total = "a = b"; if x == 2 { } }`;
  expect(namesIn(text).sort()).toEqual(
    [
      ...['people', 'x', 'y', 'a', 'b', 'ready', 'jobs', 'chop', 'what', 'with_it', 'cut', 'clock', 'watch', 'tick'],
      ...['Steve', 't', 'problem', 'total'],
    ].sort(),
  );
  expect(variantsIn(text)).toEqual(['one', 'all']);
  expect(namesIn('')).toEqual([]);
  expect(variantsIn('shared x = 0')).toEqual([]);
});
