// The fits of the scaling laws: parameters, how far the points are from the curve, and what the law
// predicts; or why it cannot say.

import { count, plural, significant } from '../state/format';
import type { Analysis } from './analysis';
import { type Fit, type FitResult, isFit, type Law } from './laws';
import { Scroll } from './Scroll';

export const LAW_NAMES: Record<Law, string> = {
  amdahl: 'Amdahl',
  gustafson: 'Gustafson',
  usl: 'Universal Scalability Law',
};

const MEANINGS: Record<Law, string> = {
  amdahl: 'Fixed work: the serial share limits every speed-up.',
  gustafson: 'Work that grows with the threads: the serial share stays small.',
  usl: 'Waiting for each other (contention) and agreeing with each other (coherence).',
};

export function LawsPanel({ analysis, cores }: { analysis: Analysis; cores: number }) {
  if (analysis.fits.length === 0) return null;
  return (
    <div class="laws">
      <p class="study-note">
        Fitted by least squares to the {plural(analysis.fitted.length, 'point')} on at most {plural(cores, 'core')}:
        beyond them threads take turns, which no law of scaling describes.
      </p>
      <Scroll label="Fits of the scaling laws">
        <table class="metrics">
          <thead>
            <tr>
              <th scope="col">Law</th>
              <th scope="col">Parameters</th>
              <th scope="col">Residual</th>
              <th scope="col">Limit</th>
            </tr>
          </thead>
          <tbody>
            {analysis.fits.map((fit) => (
              <LawRow key={fit.law} fit={fit} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}

function LawRow({ fit }: { fit: FitResult }) {
  return (
    <tr data-law={fit.law}>
      <th scope="row">
        <span class="metric-label">{LAW_NAMES[fit.law]}</span>
        <span class="metric-help">{isFit(fit) ? `${MEANINGS[fit.law]} ${checkOf(fit)}` : fit.reason}</span>
      </th>
      {isFit(fit) ? (
        <>
          <td>
            {Object.entries(fit.parameters).map(([name, value]) => (
              <span key={name} class="laws-parameter" data-metric={`${fit.law}_${name}`} data-value={value}>
                {name} {significant(100 * value, 2)} %
              </span>
            ))}
          </td>
          <td data-metric={`${fit.law}_rms`} data-value={fit.rms}>
            {fit.freedom > 0 ? `± ${significant(fit.rms, 2)}×` : '–'}
          </td>
          <td data-metric={`${fit.law}_limit`} data-value={fit.limit}>
            {limitOf(fit)}
          </td>
        </>
      ) : (
        <td colSpan={3}>cannot say</td>
      )}
    </tr>
  );
}

function checkOf(fit: Fit): string {
  return fit.freedom > 0
    ? ''
    : 'As many unknowns as points: it passes through them, and nothing is left to check it with.';
}

function limitOf(fit: Fit): string {
  if (fit.limit > 9999) return 'none';
  const limit = `${significant(fit.limit)}×`;
  return fit.peak === null ? limit : `${limit} at ${count(Math.round(fit.peak))}`;
}
