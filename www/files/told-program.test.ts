// What a saved run tells of its program: it is read as it was written, and anything else is refused.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENDS, type Position, type Possible, type ProgramTold, WITHOUT_END } from '../contract/program';
import { FileProblem } from './check';
import { programOf } from './told-program';

const text = fc.string({ unit: 'binary', maxLength: 30 });

const possible: fc.Arbitrary<Possible> = fc.record(
  {
    kind: fc.constantFrom(...ENDS),
    outcome: text,
    details: fc.array(text, { maxLength: 3 }),
    interleavings: fc.oneof(fc.constant(WITHOUT_END), fc.bigInt({ min: 0n }).map(String)),
    seen: fc.nat(1e9),
    steps: text,
    length: fc.nat(1e6),
    no_return: fc.nat(1e6),
  },
  { requiredKeys: ['kind', 'outcome', 'details', 'steps', 'length'] },
);

const position: fc.Arbitrary<Position> = fc.record({
  steps: text,
  count: fc.nat(1e6),
  actors: fc.constant([
    {
      name: 'cook 0',
      line: 2,
      next: [],
      rests: 'waits for a',
      awaits: [{ resource: 0 }, { actor: 1 }],
      over: false,
      begun: true,
      failed: false,
      variables: [],
    },
  ]),
  variables: fc.array(fc.tuple(text, text), { maxLength: 2 }),
  resources: fc.constant([
    { name: 'a', kind: 'lock', holders: [1], queue: [0], count: 0, size: null, items: ['3'], closed: false },
  ]),
  taken: fc.constant([
    {
      actor: 1,
      line: 2,
      words: 'takes a',
      access: [2, true] as [number, boolean],
      gets: [[0, 1] as [number, number]],
      gives: [[1, 0] as [number, number]],
    },
  ]),
  printed: fc.array(fc.tuple(text, text), { maxLength: 2 }),
  end: fc.constant(null),
});

const access = fc.record({ actor: text, line: fc.nat(1e6), writes: fc.boolean() });

const told: fc.Arbitrary<ProgramTold> = fc.record({
  lines: fc.constant([{ pieces: [['word', 'lock'] as ['word', string]], counts: true }]),
  warnings: fc.constant([{ line: 1, column: 1, sentence: 'No path gives it back.' }]),
  small: fc.array(fc.tuple(text, text), { maxLength: 2 }),
  runs: fc.nat(10_000),
  position: fc.option(position),
  kept: fc.array(
    fc.record({
      number: fc.nat(10_000),
      sentence: text,
      part: fc.tuple(fc.nat(1e9), fc.nat(1e9)),
      position,
    }),
    { maxLength: ENDS.length },
  ),
  graph: fc.constantFrom(null, {
    states: [
      { way: '', depth: 0, end: null, lost: false },
      { way: '0', depth: 1, end: { kind: 'wrong' as const, outcome: 'x=1', details: [] }, lost: true },
    ],
    steps: [[0, 1, 0] as [number, number, number]],
  }),
  races: fc.array(fc.record({ variable: text, accesses: fc.tuple(access, access).map((pair) => [...pair]) }), {
    maxLength: 3,
  }),
  outcomes: fc.array(possible, { maxLength: 6 }),
  findings: fc.array(text, { maxLength: 3 }),
  endless: fc.option(text),
});

describe('a program in a saved run', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(told, (program) => {
        expect(programOf(JSON.parse(JSON.stringify(program)), 'program')).toEqual(program);
      }),
    );
  });

  it('is refused with the name of the field, whatever is in its place', () => {
    const fields = ['kind', 'outcome', 'details', 'interleavings', 'seen', 'steps', 'length', 'no_return'];
    fc.assert(
      fc.property(possible, fc.constantFrom(...fields), fc.constantFrom({}, true, -1, null), (one, field, value) => {
        const outcomes = [{ ...one, [field]: value }];
        const program = { lines: [], warnings: [], position: null, outcomes, findings: [], endless: null };
        expect(() => programOf(program, 'program')).toThrow(FileProblem);
      }),
    );
  });
});
