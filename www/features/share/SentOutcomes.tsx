// What a sender's program could come to, beside what the reader's exploring found, with the sender's ways to open by hand.

import type { SharedOutcome, SharedOutcomes } from '../../link/sent';
import { open } from '../../program/hand';
import { ordersText, stepsOf } from '../../program/order';
import { plural } from '../../text/format';
import { Icon } from '../../widgets/icons';
import { outcomeRows } from './compare-outcomes';

interface SentOutcomesProps {
  theirs: SharedOutcomes;
  /** null before the reader has explored the program. */
  yours: readonly SharedOutcome[] | null;
  /** The steps after which the sender explored; null while the settings differ, and the ways lead elsewhere. */
  from: string | null;
}

export function SentOutcomes({ theirs, yours, from }: SentOutcomesProps) {
  return (
    <div>
      <table class="versus-table stacks" data-sent-outcomes={theirs.listed.length}>
        <thead>
          <tr>
            <th scope="col">Outcome</th>
            <th scope="col">Orders, yours</th>
            <th scope="col">Orders, theirs</th>
            <th scope="col">Their way</th>
          </tr>
        </thead>
        <tbody>
          {outcomeRows(theirs, yours).map((row, i) => (
            <tr key={i} data-sent-outcome={row.outcome.outcome} data-kind={row.outcome.kind}>
              <th scope="row">
                <span class={`versus-kind is-${row.outcome.kind === 'done' ? 'good' : 'bad'}`}>
                  <Icon name={row.outcome.kind === 'done' ? 'check' : 'cross'} />
                  {row.outcome.kind}
                </span>{' '}
                {row.outcome.outcome}
              </th>
              <td>{yours ? <Orders of={row.yours} none="not found" /> : '–'}</td>
              <td>
                <Orders of={row.theirs} none={theirs.more > 0 ? 'not in the link' : 'not found'} />
              </td>
              <td>
                <Way way={row.theirs?.steps} from={from} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {theirs.more > 0 && (
        <p class="versus-note" data-sent-more={theirs.more}>
          The link had no room for {plural(theirs.more, 'more outcome')}.
        </p>
      )}
    </div>
  );
}

/** In how many orders an outcome comes about, and how often real runs came to it. */
function Orders({ of, none }: { of: SharedOutcome | null; none: string }) {
  if (!of) return none;
  return (
    <>
      <span class="versus-orders">{ordersText(of.interleavings)}</span>
      {of.seen !== undefined && <span class="versus-range">seen {plural(of.seen, 'time')}</span>}
    </>
  );
}

function Way({ way, from }: { way: string | undefined; from: string | null }) {
  if (way === undefined) return '–';
  const { length } = stepsOf(way);
  if (from === null) return plural(length, 'step');
  return (
    <button
      type="button"
      class="link-button"
      data-action="open-sent"
      title="Opens the end of it by hand"
      onClick={() => void open(way, length, from)}
    >
      {plural(length, 'step')}
    </button>
  );
}
