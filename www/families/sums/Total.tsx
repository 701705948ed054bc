// The total of a sum in large digits. If it was added up in another order than that of the index, the digits that
// differ are marked.

import { grouped, plural } from '../../text/format';
import { differing } from './digits';

/** Largest number that 64 bits hold. */
const LARGEST_64 = 18_446_744_073_709_551_615n;

interface TotalProps {
  values: Record<string, string>;
  /** Number of different totals, and of executions, if there was an order of arrival. */
  seen?: number | undefined;
  of?: number | undefined;
}

export function Total({ values, seen, of }: TotalProps) {
  const { total, bits, totals, total_by_index: byIndex } = values;
  return (
    <section class="total" aria-label="Total">
      <h2 class="total-label">{bits === undefined ? 'Total, exact' : 'Total'}</h2>
      <p class={total === undefined ? 'total-digits total-none' : 'total-digits'} data-total={total ?? ''}>
        {total === undefined ? '–' : <Digits total={total} other={byIndex} />}
      </p>
      <p class="total-note">
        {total === undefined ? (
          'Not computed yet.'
        ) : byIndex === undefined ? (
          noteOf(total, bits)
        ) : (
          <>
            By index: <span data-total-by-index={byIndex}>{grouped(byIndex)}</span>.{' '}
            {seen !== undefined && of !== undefined && `${plural(seen, 'total')} in ${plural(of, 'execution')}.`}
          </>
        )}
        {totals === 'identical' && ' The sequential code gives the same.'}
      </p>
    </section>
  );
}

/** Marks the digits from the first difference on, and not by their colour alone. */
function Digits({ total, other }: { total: string; other: string | undefined }) {
  const shown = grouped(total);
  const count = other === undefined ? 0 : differing(shown, grouped(other));
  if (count === 0) return <>{shown}</>;
  return (
    <>
      {shown.slice(0, -count)}
      <mark class="total-other" title="The order of the index gives other digits here.">
        {shown.slice(-count)}
      </mark>
    </>
  );
}

function noteOf(total: string, bits: string | undefined): string {
  if (bits !== undefined) return `Its 64 bits are ${bits}: the same for every schedule.`;
  const digits = `${total.length} digits.`;
  return BigInt(total) > LARGEST_64 ? `${digits} No 64-bit number is that large.` : digits;
}
