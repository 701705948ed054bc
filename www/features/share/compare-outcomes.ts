// Compares what a sender's program could come to with what the reader's exploring found. Pure.

import type { SharedOutcome, SharedOutcomes } from '../../link/sent';
import { plural } from '../../text/format';

export interface OutcomeRow {
  /** What both have in common, or the only one has. */
  outcome: SharedOutcome;
  yours: SharedOutcome | null;
  theirs: SharedOutcome | null;
}

const isSame = (one: SharedOutcome, other: SharedOutcome): boolean =>
  one.kind === other.kind && one.outcome === other.outcome;

/** Returns the sender's outcomes in their order, with the reader's beside them, and then those that only the reader has. */
export function outcomeRows({ listed }: SharedOutcomes, yours: readonly SharedOutcome[] | null): OutcomeRow[] {
  const own = yours ?? [];
  return [
    ...listed.map((theirs) => ({
      outcome: theirs,
      theirs,
      yours: own.find((mine) => isSame(mine, theirs)) ?? null,
    })),
    ...own
      .filter((mine) => !listed.some((theirs) => isSame(mine, theirs)))
      .map((mine) => ({ outcome: mine, theirs: null, yours: mine })),
  ];
}

/** Says in one sentence whether both found the same. `yours` is null before the reader has explored the program. */
export function outcomesVerdict(theirs: SharedOutcomes, yours: readonly SharedOutcome[] | null): string {
  const { listed, more } = theirs;
  const all = listed.length + more;
  if (!yours) return `Their program can come to ${plural(all, 'outcome')}. Yours is still to be explored.`;
  const rows = outcomeRows(theirs, yours);
  const missing = rows.filter((row) => row.yours === null).length;
  // What found no room in the link may be among the reader's own.
  const further = Math.max(0, rows.filter((row) => row.theirs === null).length - more);
  const counts = `Yours can come to ${plural(yours.length, 'outcome')}, theirs to ${all}`;
  if (missing + further > 0) {
    const parts = [
      ...(missing > 0 ? [`${missing} of theirs ${missing === 1 ? 'is' : 'are'} not among yours`] : []),
      ...(further > 0 ? [`${further} of yours ${further === 1 ? 'is' : 'are'} not among theirs`] : []),
    ];
    return `${counts}: ${parts.join(', and ')}.`;
  }
  if (yours.length < all) return `${counts}, of which the link names ${listed.length}.`;
  const same = all === 1 ? 'the same one' : `the same ${all}`;
  return `Yours can come to ${same} as theirs${more > 0 ? ', as far as the link names them' : ''}.`;
}
