// The three numbers that answer for a program, and how often each outcome is possible and was seen, as shares. Pure.

import type { Possible } from '../contract/program';
import { plural } from '../text/format';

/** What a program can come to and did. */
export interface Answer {
  /** What exploring found; null if nobody explored. */
  possible: Fact | null;
  /** What real runs came to; null if there were none. */
  seen: Fact | null;
  /** The shortest way to something wrong; null if nobody explored. */
  shortest: Fact | null;
  bars: Bar[];
}

/** A number, and what it is of. */
export interface Fact {
  value: string;
  note: string;
}

/** An outcome in the histogram. */
export interface Bar {
  name: string;
  kind: Possible['kind'];
  /** Share of the orders that lead to it, 0 to 1; null where they have no end, or are not known. */
  orders: number | null;
  /** Share of the real runs that came to it, 0 to 1; null if there were none. */
  runs: number | null;
}

/** Whether exploring has found an outcome, which was perhaps only seen. */
export type Known = Possible & { found: boolean };

/**
 * Answers for a program.
 *
 * @param all What it can come to, and what it did.
 * @param runs How many real runs there were.
 */
export function answerOf(all: readonly Known[], runs: number): Answer {
  const found = all.filter((one) => one.found);
  // How many orders lead to an outcome is known only if all were explored.
  const complete = found.every(({ interleavings }) => interleavings !== undefined);
  const wrong = found.filter(({ kind }) => kind !== 'done');
  const came = all.filter(({ seen = 0 }) => seen > 0);
  const ways = wrong.map(({ length }) => length);
  return {
    possible:
      found.length === 0 ? null : { value: `${complete ? '' : '≥ '}${found.length}`, note: possibleNote(wrong) },
    seen: runs === 0 ? null : { value: `${came.length} of ${all.length}`, note: `seen in ${plural(runs, 'run')}` },
    shortest:
      found.length === 0
        ? null
        : ways.length === 0
          ? { value: '–', note: complete ? 'none is wrong' : 'none wrong was found' }
          : { value: `${Math.min(...ways)}`, note: `${Math.min(...ways) === 1 ? 'step' : 'steps'} to a wrong one` },
    bars: all.map(({ outcome, kind, interleavings, seen }) => ({
      name: kind === 'stuck' ? 'stuck' : outcome || kind,
      kind,
      orders: shareOf(interleavings, all),
      runs: runs > 0 ? (seen ?? 0) / runs : null,
    })),
  };
}

const possibleNote = (wrong: readonly Known[]): string => `possible, ${wrong.length > 0 ? wrong.length : 'none'} wrong`;

/** Numbers of orders have any number of digits, and a share needs only the first few. */
function shareOf(interleavings: string | undefined, all: readonly Known[]): number | null {
  const counts = all.filter(({ found }) => found).map((one) => one.interleavings ?? '');
  if (interleavings === undefined || !counts.every((count) => /^\d+$/.test(count))) return null;
  const sum = counts.reduce((total, count) => total + BigInt(count), 0n);
  return sum === 0n ? null : Number((BigInt(interleavings) * 1_000_000n) / sum) / 1e6;
}
