// The line below the editor says what is known of a text, and no more.

import { describe, expect, it } from 'vitest';
import type { Possible } from '../contract/program';
import type { Outcome } from '../contract/protocol';
import { lineOf } from './verdict-line';

const end = (kind: Possible['kind'], interleavings: string | undefined, steps: string, length: number): Possible => ({
  kind,
  outcome: '',
  details: [],
  steps,
  length,
  ...(interleavings !== undefined && { interleavings }),
});

function explored(outcomes: Possible[], interleavings: string | undefined, endless: string | null = null): Outcome {
  return {
    scenario: '',
    params: {},
    state: interleavings === undefined ? 'stopped' : 'done',
    metrics: [{ name: 'outcomes_possible', label: '', value: outcomes.length, unit: 'count', help: '' }],
    headlines: [],
    vague: false,
    values: { ...(interleavings !== undefined && { interleavings }) },
    images: [],
    verdict: '',
    log: [],
    notices: [],
    program: {
      lines: [],
      warnings: [],
      small: [],
      position: null,
      runs: 0,
      outcomes,
      kept: [],
      findings: [],
      races: [],
      graph: null,
      endless,
    },
  };
}

const line = (outcome: Outcome | null) => lineOf({ is: 'explored', outcome });

describe('the line below the editor', () => {
  it('names the first fault, with its place, and counts all', () => {
    const fault = { line: 4, column: 5, sentence: 'There is no word `lokc`: did you mean `lock`?' };
    expect(lineOf({ is: 'faulty', faults: [fault, { ...fault, line: 8 }] })).toEqual({
      text: '2\u00a0faults. Line 4, column 5: There is no word `lokc`: did you mean `lock`?',
      tone: 'bad',
      way: null,
    });
    expect(lineOf({ is: 'faulty', faults: [fault] }).text).toMatch(/^1\u00a0fault\. Line 4/);
  });

  it('says that all is right only if all was looked at', () => {
    expect(line(explored([end('done', '64', '0', 1)], '64'))).toEqual({
      text: 'Right in every order (1\u00a0outcome, 64 orders).',
      tone: 'good',
      way: null,
    });
    expect(line(explored([end('done', 'without end', '0', 1)], 'without end')).text).toBe(
      'Right in every order (1\u00a0outcome).',
    );
    for (const outcome of [null, explored([], undefined), explored([end('done', undefined, '0', 1)], undefined)]) {
      expect(line(outcome)).toEqual({
        text: 'Not everything could be looked at within a second.',
        tone: 'open',
        way: null,
      });
    }
  });

  it('says what is wrong, the worst first, with the shortest way there', () => {
    const outcomes = [
      end('wrong', '4', '0x3', 3),
      end('stuck', '2', '0.1', 2),
      end('stuck', '1', '0x2.1', 3),
      end('done', '13', '1', 1),
    ];
    expect(line(explored(outcomes, '20'))).toEqual({
      text: 'It can get stuck in 3 of 20 orders and end wrong in 4 of 20 orders.',
      tone: 'bad',
      way: '0.1',
    });
    expect(line(explored([end('failed', undefined, '1', 1)], undefined))).toEqual({
      text: 'It can fail. Not everything could be looked at within a second.',
      tone: 'bad',
      way: '1',
    });
    expect(line(explored([end('stuck', '1', '', 0)], '1'))).toMatchObject({ way: '' });
  });

  it('says where it does not get on', () => {
    expect(line(explored([end('done', 'without end', '0', 1)], 'without end', '0.1'))).toMatchObject({
      text: 'Every end that was found is right, but it can go on for ever without getting on.',
      way: '0.1',
    });
    expect(line(explored([], '0')).text).toBe('It never ends.');
  });
});
