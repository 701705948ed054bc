// Shows the law of scaling of the study's mode: what was fitted with its intervals, how far the points are from the
// curve, and what the law predicts; or why nothing can be said.

import { Scroll } from '../../charts/Scroll';
import type { Analysis } from '../../study/analysis';
import { type Fit, isFit, LAW_NAMES, type Law } from '../../study/laws';
import { percentOf, rangeOf } from '../../study/sentences';
import type { Interval } from '../../study/statistics';
import { significant } from '../../text/format';

const MEANINGS: Record<Law, string> = {
  amdahl: 'Fixed work: what is serial takes the same time on any number of threads, and limits every speed-up.',
  gustafson: 'Work that grows with the threads: what is serial stays as it is, and weighs less and less.',
};

export function LawsPanel({ analysis }: { analysis: Analysis }) {
  const { law, limited } = analysis;
  if (!law) return <p class="study-note">The law is fitted after the last round.</p>;
  return (
    <div class="laws" data-law={law.law}>
      {isFit(law) ? (
        <p>
          <strong>{LAW_NAMES[law.law]}.</strong> {MEANINGS[law.law]}
        </p>
      ) : (
        <p>{law.reason}</p>
      )}
      {isFit(law) && (
        <>
          <Scroll label={`Fit of ${LAW_NAMES[law.law]}`}>
            <LawTable fit={law} limited={limited} />
          </Scroll>
          <p class="study-note">
            Fitted by least squares to the points whose threads have a core each. The intervals come from fitting again
            in every resample of the rounds. {scaleNote(law)}
          </p>
        </>
      )}
    </div>
  );
}

function LawTable({ fit, limited }: { fit: Fit; limited: boolean }) {
  const { law, serial, scale, limit, rms } = fit;
  return (
    <table class="metrics laws-table">
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col">Fitted</th>
          <th scope="col">95 % interval</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Serial share</th>
          <td data-metric={`${law}_serial`} data-value={serial.value}>
            {percentOf(serial.value)}
          </td>
          <td>{sharesOf(serial)}</td>
        </tr>
        <tr>
          <th scope="row">Speed-up on one thread</th>
          <td data-metric={`${law}_scale`} data-value={scale.value}>
            {significant(scale.value)}×
          </td>
          <td>{rangeOf(scale)}</td>
        </tr>
        {law === 'amdahl' && (
          <tr>
            <th scope="row">Limit for any number of threads</th>
            {limited ? (
              <>
                <td data-metric="amdahl_limit" data-value={limit.value}>
                  {limitText(limit.value)}
                </td>
                <td>{limitRange(limit)}</td>
              </>
            ) : (
              <td class="laws-none" colSpan={2}>
                not told: no point differs from the reference by more than the noise
              </td>
            )}
          </tr>
        )}
        <tr>
          <th scope="row">Points are off by</th>
          <td data-metric={`${law}_rms`} data-value={rms}>
            {rms < 0.005 ? 'less than 0.01×' : `${significant(rms, 2)}×`}
          </td>
          <td />
        </tr>
      </tbody>
    </table>
  );
}

/** Limit above which no machine would notice one. */
const FAR = 9999;

const limitText = (limit: number): string => (limit > FAR ? 'none seen' : `${significant(limit)}×`);

function limitRange({ low, high }: Interval): string {
  if (low > FAR) return '';
  return high > FAR ? `at least ${significant(low)}×` : `${significant(low)} to ${significant(high)}`;
}

function sharesOf({ low, high }: Interval): string {
  const [from, to] = [percentOf(low), percentOf(high)];
  return from === to ? from : `${from} to ${to}`;
}

function scaleNote({ scale }: Fit): string {
  const times = `${significant(scale.value > 1 ? scale.value : 1 / scale.value)} times`;
  if (scale.low > 1.005)
    return `On one thread the code is ${times} as fast as the reference: that is no gain of threads.`;
  return scale.high < 0.995
    ? `On one thread it takes ${times} as long as the reference: a price that more threads do not raise, and no serial share.`
    : '';
}
